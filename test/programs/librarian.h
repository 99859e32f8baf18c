// SPDX-License-Identifier: Apache-2.0

/* Requests to LIBRARIAN. */
#ifndef LIBRARIAN_H
#define LIBRARIAN_H

enum plain_request { NUMBERS = 1, SORTED, TEXTS, WEAK_NAMES, ASSERTION, ENDS };

#endif
