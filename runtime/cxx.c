// SPDX-License-Identifier: Apache-2.0

/* What C++ asks of its environment, for a partition in C++: memory, by the heap of the partition, and an end. There are
 * no exceptions: a `new` that finds no memory is a panic, unless it is std::nothrow. A partition does not end, so no
 * object of static storage duration is ever destroyed. In C, because each name is all that matters. */
#include <stddef.h>

#include "psa/service.h"

void* malloc(size_t size);
void free(void* block);

#define REPLACEABLE __attribute__((weak))

/* The letter of size_t in a mangled name, by its number of bytes. */
#define LETTER_OF_4 "j"
#define LETTER_OF_8 "m"
#define LETTER_OF(bytes) LETTER_OF_##bytes
#define LETTER_BY(bytes) LETTER_OF(bytes)
#define SIZE LETTER_BY(__SIZEOF_SIZE_T__)

REPLACEABLE void* postern_new(size_t size) __asm__("_Znw" SIZE);
REPLACEABLE void* postern_new_array(size_t size) __asm__("_Zna" SIZE);
REPLACEABLE void* postern_new_or_null(size_t size, const void* tag) __asm__("_Znw" SIZE "RKSt9nothrow_t");
REPLACEABLE void* postern_new_array_or_null(size_t size, const void* tag) __asm__("_Zna" SIZE "RKSt9nothrow_t");
REPLACEABLE void postern_delete(void* block) __asm__("_ZdlPv");
REPLACEABLE void postern_delete_array(void* block) __asm__("_ZdaPv");
REPLACEABLE void postern_delete_sized(void* block, size_t size) __asm__("_ZdlPv" SIZE);
REPLACEABLE void postern_delete_array_sized(void* block, size_t size) __asm__("_ZdaPv" SIZE);
REPLACEABLE _Noreturn void __cxa_pure_virtual(void);

/* std::nothrow, of which the value means nothing. */
extern const char postern_nothrow __asm__("_ZSt7nothrow");
REPLACEABLE const char postern_nothrow = 0;

/* Of no size is an object too, with an address of its own. */
static void* allocate(size_t size) { return malloc(size == 0 ? 1 : size); }

void* postern_new(size_t size) {
  void* const block = allocate(size);
  if (block == NULL) {
    psa_panic();
  }
  return block;
}
void* postern_new_array(size_t size) { return postern_new(size); }
void* postern_new_or_null(size_t size, const void* tag) {
  (void)tag;
  return allocate(size);
}
void* postern_new_array_or_null(size_t size, const void* tag) { return postern_new_or_null(size, tag); }
void postern_delete(void* block) { free(block); }
void postern_delete_array(void* block) { free(block); }
void postern_delete_sized(void* block, size_t size) {
  (void)size;
  free(block);
}
void postern_delete_array_sized(void* block, size_t size) {
  (void)size;
  free(block);
}
void __cxa_pure_virtual(void) { psa_panic(); }
