/* One interrupt of the non-secure world itself. */
#ifndef SYSTICK_H
#define SYSTICK_H

/* `ticks` instructions from now, more or less, its handler calls the function. Without such a timer, at once. */
void systick_start(unsigned ticks, void (*function)(void));

/* Until it has. */
void systick_wait(void);

/* How often it interrupted the secure side, in all. */
unsigned systick_came_over_secure(void);

#endif
