/* What PLAIN can be asked. */
#ifndef PLAIN_H
#define PLAIN_H

enum plain_request { NUMBERS = 1, SORTED, TEXTS, WEAK_NAMES, ASSERTION, ENDS };

#endif
