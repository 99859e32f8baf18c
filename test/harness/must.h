// SPDX-License-Identifier: Apache-2.0

/* Checks in partitions: a request answers 0, or the line of the first check that failed. */
#ifndef MUST_H
#define MUST_H

#define MUST(condition) \
  if (!(condition)) {   \
    return __LINE__;    \
  }

#endif
