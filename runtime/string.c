// SPDX-License-Identifier: Apache-2.0

/* The four functions that a compiler may call without being told to, for every partition and for the kernel (CRT-1).
 * Small rather than fast; the kernel copies bulk data. */
#include <stddef.h>
#include <stdint.h>

void* memcpy(void* restrict to, const void* restrict from, size_t count);
void* memmove(void* to, const void* from, size_t count);
void* memset(void* to, int value, size_t count);
int memcmp(const void* a, const void* b, size_t count);

/* A word of memory of any type. */
typedef uintptr_t __attribute__((may_alias)) word_t;

static int is_aligned(const void* a, const void* b) { return (((uintptr_t)a | (uintptr_t)b) % sizeof(word_t)) == 0; }

void* memcpy(void* restrict to, const void* restrict from, size_t count) { return memmove(to, from, count); }

void* memmove(void* to, const void* from, size_t count) {
  unsigned char* target = to;
  const unsigned char* source = from;
  if ((uintptr_t)to - (uintptr_t)from < count) { /* the target begins inside the source: copy from the end */
    while (count != 0) {
      --count;
      target[count] = source[count];
    }
    return to;
  }
  if (is_aligned(to, from)) {
    for (; count >= sizeof(word_t); count -= sizeof(word_t)) {
      *(word_t*)target = *(const word_t*)source;
      target += sizeof(word_t);
      source += sizeof(word_t);
    }
  }
  for (; count != 0; --count) {
    *target++ = *source++;
  }
  return to;
}

void* memset(void* to, int value, size_t count) {
  unsigned char* target = to;
  if (is_aligned(to, to)) {
    const word_t pattern = (word_t)-1 / 0xFF * (unsigned char)value;
    for (; count >= sizeof(word_t); count -= sizeof(word_t)) {
      *(word_t*)target = pattern;
      target += sizeof(word_t);
    }
  }
  for (; count != 0; --count) {
    *target++ = (unsigned char)value;
  }
  return to;
}

/* Reads every byte, from the last to the first, so the time does not reveal where the difference is (CRT-4). */
int memcmp(const void* a, const void* b, size_t count) {
  const unsigned char* first = a;
  const unsigned char* second = b;
  int result = 0;
  while (count != 0) {
    --count;
    const int difference = first[count] - second[count];
    result = difference != 0 ? difference : result;
  }
  return result;
}
