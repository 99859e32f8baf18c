// SPDX-License-Identifier: Apache-2.0

/* The heap of a partition whose manifest has no heap_size: every allocation fails (CRT-2). One of the partition's own
 * takes its place. */
#include <stddef.h>

#include "psa/service.h"

void* malloc(size_t size);
void* calloc(size_t count, size_t size);
void* realloc(void* block, size_t size);
void free(void* block);

__attribute__((weak)) void* malloc(size_t size) {
  (void)size;
  return NULL;
}
__attribute__((weak)) void* calloc(size_t count, size_t size) {
  (void)count;
  (void)size;
  return NULL;
}
__attribute__((weak)) void* realloc(void* block, size_t size) {
  (void)block;
  (void)size;
  return NULL;
}
__attribute__((weak)) void free(void* block) {
  if (block != NULL) {
    psa_panic();
  }
}
