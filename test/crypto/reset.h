// SPDX-License-Identifier: Apache-2.0

#ifndef RESET_H
#define RESET_H

#include "scenario.h"

_Noreturn void run_stories_then_reset(const struct story* stories, size_t count);

#endif
