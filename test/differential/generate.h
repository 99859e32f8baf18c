// SPDX-License-Identifier: Apache-2.0

/* Random plans. */
#ifndef GENERATE_H
#define GENERATE_H

#include "model.h"

struct chance {
  uint32_t state;
  int is_common; /* only what both backends have: the same sequence runs on both */
};

uint32_t draw(struct chance* chance, uint32_t below);

/* A plan that ends in a panic, or one that does not. */
struct plan generate(struct chance* chance, const struct model* model, int wants_panic, int is_greedy);

/* Ends a sequence: makes one step towards a system in which nothing is open or asserted; 0 when it is there. */
int generate_cleaning(const struct model* model, struct plan* plan);

#endif
