// SPDX-License-Identifier: Apache-2.0

/* The start of a thread whose partition has constructors: `postern link script` puts it in front of the start without.
 */
#include "construct.h"

void postern_plain_start(void);
void postern_constructed_start(void);

void postern_constructed_start(void) {
  postern_construct();
  postern_plain_start();
}
