// SPDX-License-Identifier: Apache-2.0

/* Messages between the partitions of this image and the test. */
#ifndef BOOT_H
#define BOOT_H

#include <stdint.h>

#include "psa/client.h"

enum { MOST_ENTRIES = 8 };

/* Requests to the registrar. */
enum { ENROL, GET_LIST };

/* The registrar's answer to GET_LIST. */
struct list {
  uint32_t count;
  int32_t ids[MOST_ENTRIES]; /* in the order of enrolment */
  uint32_t inits;            /* of the registrar */
  uint32_t inits_at_first;   /* when the first partition enrolled */
  uint32_t ticks;            /* the clock's answer to the registrar's init function */
};

#endif
