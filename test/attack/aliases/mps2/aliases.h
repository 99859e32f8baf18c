/* What the other addresses of secure memory have more than its own, on the MPS2 boards: the non-secure alias, and the
 * code memory a second time, at both aliases. */
#ifndef ALIASES_H
#define ALIASES_H

#define OTHER_ADDRESSES \
  { 0u - 0x10000000u, 0x00400000u, 0x00400000u - 0x10000000u }

#endif
