/* NORMAL */
#include "psa_manifest/normal.h"
#include "actor.h"

_Static_assert(ORDER_NORMAL_SIGNAL == MESSAGE, "its only service");

void order_normal_main(void);
void order_normal_main(void) { act(NORMAL); }
