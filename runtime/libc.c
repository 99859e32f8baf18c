// SPDX-License-Identifier: Apache-2.0

/* What the C library asks of its environment, for a partition that uses it: an error number, memory, and an end. What a
 * partition does not use is left out of it by the link, and what it defines itself takes the place of what is here.
 *
 * There are no files: the stdio functions do not link. */
#include <stddef.h>

#include "psa/service.h"
#include "tfm_log_unpriv.h"

#define REPLACEABLE __attribute__((weak))

void* malloc(size_t size);
void* calloc(size_t count, size_t size);
void* realloc(void* block, size_t size);
void free(void* block);

/* The state of newlib's functions, of which those that link here use the error number and the locale, which is the
 * default one when nothing is set. As large as newlib's own. */
enum { STATE_SIZE = 128 };
static union {
  int error;
  void* alignment;
  unsigned char bytes[STATE_SIZE];
} state;
void* _impure_ptr REPLACEABLE = &state;

void* _malloc_r(void* unused, size_t size);
void* _calloc_r(void* unused, size_t count, size_t size);
void* _realloc_r(void* unused, void* block, size_t size);
void _free_r(void* unused, void* block);

REPLACEABLE void* _malloc_r(void* unused, size_t size) {
  (void)unused;
  return malloc(size);
}
REPLACEABLE void* _calloc_r(void* unused, size_t count, size_t size) {
  (void)unused;
  return calloc(count, size);
}
REPLACEABLE void* _realloc_r(void* unused, void* block, size_t size) {
  (void)unused;
  return realloc(block, size);
}
REPLACEABLE void _free_r(void* unused, void* block) {
  (void)unused;
  free(block);
}

/* A partition ends with the system. */
_Noreturn void abort(void);
_Noreturn void exit(int status);
_Noreturn void _exit(int status);
_Noreturn void __assert_func(const char* file, int line, const char* function, const char* condition);

REPLACEABLE void abort(void) { psa_panic(); }
REPLACEABLE void exit(int status) {
  (void)status;
  psa_panic();
}
REPLACEABLE void _exit(int status) {
  (void)status;
  psa_panic();
}
REPLACEABLE void __assert_func(const char* file, int line, const char* function, const char* condition) {
  tfm_log_unpriv(LOG_MARKER_ERROR "%s:%d: %s: assertion `%s` failed\n", file, line, function == NULL ? "" : function,
                 condition);
  psa_panic();
}
