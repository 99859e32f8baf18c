/* LOW */
#include "psa_manifest/low.h"
#include "actor.h"

_Static_assert(ORDER_LOW_SIGNAL == MESSAGE, "its only service");

void order_low_main(void);
void order_low_main(void) { act(LOW); }
