// SPDX-License-Identifier: Apache-2.0

/* Interrupts on the host, which has no controller: the port raises them. */
#ifndef SOURCE_H
#define SOURCE_H

#include "raise.h"

static inline void raise_source(unsigned source) { postern_raise(source); }

/* The host has no such registers: any line in range passes. */
static inline int is_masked(unsigned source) { return source < 32; }
static inline int is_pending(unsigned source) { return source < 32; }
static inline unsigned priority_of(unsigned source) { return source < 32; }
static inline int is_before_non_secure(unsigned source) { return source < 32; }

#endif
