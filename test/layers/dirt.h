#ifndef DIRT_H
#define DIRT_H

#include <stdint.h>

/* Begins the system again, with memory from `first` up to `end` and every register of the boundary other than boot
 * wants it. */
_Noreturn void start_dirty(uint32_t first, uint32_t end);

#endif
