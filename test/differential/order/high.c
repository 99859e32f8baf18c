/* HIGH */
#include "psa_manifest/high.h"
#include "actor.h"

_Static_assert(ORDER_HIGH_SIGNAL == MESSAGE, "its only service");

void order_high_main(void);
void order_high_main(void) { act(HIGH); }
