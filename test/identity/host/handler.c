/* Non-secure handler mode, as the host has it. */
#include "handler.h"

#include "raise.h"

void in_handler(void (*function)(void)) { postern_in_non_secure_handler(function); }
