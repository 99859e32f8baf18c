// SPDX-License-Identifier: Apache-2.0

/* LIBRARIAN: uses the C library. 0, or the line that failed. */
#include "librarian.h"

#undef NDEBUG /* also in a release */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "must.h"
#include "psa/service.h"
#include "psa_manifest/librarian.h"

void hook_of_a_product(void) __attribute__((weak));
extern int setting_of_a_product __attribute__((weak));

static psa_status_t numbers(void) {
  char* end;
  errno = 0;
  MUST(strtol("-12x", &end, 10) == -12 && *end == 'x' && errno == 0);
  MUST(strtoul("99999999999", NULL, 10) == ULONG_MAX && errno == ERANGE);
  return PSA_SUCCESS;
}

static int compare(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }

static psa_status_t sorted(void) {
  int values[] = {5, 3, 9, 1, 7};
  qsort(values, 5, sizeof values[0], compare);
  MUST(values[0] == 1 && values[1] == 3 && values[2] == 5 && values[3] == 7 && values[4] == 9);
  return PSA_SUCCESS;
}

static psa_status_t texts(void) {
  char line[32];
  MUST(snprintf(line, sizeof line, "%d %s %04x", -5, "text", 0xAB) == 12 && strcmp(line, "-5 text 00ab") == 0);
  char* const copy = strdup(line);
  MUST(copy != NULL && strcmp(copy, line) == 0);
  free(copy);
  MUST(malloc(10000) == NULL);
  return PSA_SUCCESS;
}

static psa_status_t weak_names(void) {
  MUST(hook_of_a_product == NULL);
  MUST(&setting_of_a_product == NULL);
  return PSA_SUCCESS;
}

psa_status_t librarian_sfn(const psa_msg_t* msg) {
  switch (msg->type) {
    case NUMBERS: return numbers();
    case SORTED: return sorted();
    case TEXTS: return texts();
    case WEAK_NAMES: return weak_names();
    case ASSERTION:
#line 7 "librarian.c"
      assert(msg->type == 0);
      return PSA_SUCCESS;
    case ENDS: abort();
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
