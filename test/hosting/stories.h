/* Between the suite and the program that it is a library of. */
#ifndef STORIES_H
#define STORIES_H

#include <stdint.h>

/* Ends with end(). After a reset it has to be called again. */
void run_hosting(void);

/* Given by the program. */
_Noreturn void end(uint32_t status);

#endif
