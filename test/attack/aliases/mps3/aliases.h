/* What the other addresses of secure memory have more than its own, on the MPS3 board: the non-secure alias. */
#ifndef ALIASES_H
#define ALIASES_H

#define OTHER_ADDRESSES \
  { 0u - 0x10000000u }

#endif
