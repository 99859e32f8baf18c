// SPDX-License-Identifier: Apache-2.0

/* What the demo's services and their clients agree on. */
#ifndef DEMO_SERVICES_H
#define DEMO_SERVICES_H

#include <stdint.h>

/* STATISTICS answers a vector of int32_t with this. */
struct summary {
  uint32_t count;
  int32_t smallest;
  int32_t largest;
  int32_t sum;
};

/* Requests to VAULT, over a connection. */
enum vault_request {
  VAULT_STORE = 1,    /* a vector of int32_t in, at most VAULT_CAPACITY; replaces what was there */
  VAULT_RECALL = 2,   /* the numbers out */
  VAULT_APPRAISE = 3, /* a struct summary out; answered when the clerk is done */
};
enum { VAULT_CAPACITY = 16 };

/* Requests to VAULT_WORK, which the clerk makes. */
enum vault_work_request {
  VAULT_WORK_FETCH = 1,   /* the numbers to appraise out; PSA_ERROR_DOES_NOT_EXIST when there is nothing to do */
  VAULT_WORK_DELIVER = 2, /* the struct summary in */
};

#endif
