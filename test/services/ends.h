// SPDX-License-Identifier: Apache-2.0

/* Requests to FALLIBLE. */
#ifndef ENDS_H
#define ENDS_H

enum ending_request { ANSWER = 0, END_BY_PANIC, END_BY_RULE, END_BY_FAULT };

#endif
