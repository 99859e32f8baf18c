// SPDX-License-Identifier: Apache-2.0

/* Requests to SENTRY, and its answers. */
#ifndef SENTRY_H
#define SENTRY_H

enum { SENTRY_CALM = 1, SENTRY_RAISED };

#endif
