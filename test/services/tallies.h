// SPDX-License-Identifier: Apache-2.0

/* Requests to TALLIED. */
#ifndef TALLIES_H
#define TALLIES_H

enum tallied_request { ANSWER = 0, DIE };

#endif
