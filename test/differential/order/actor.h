/* HIGH, NORMAL and LOW: one source. */
#ifndef ACTOR_H
#define ACTOR_H

#include "order.h"

/* Does what the plan of each round says, for ever. */
_Noreturn void act(enum actor self);

#endif
