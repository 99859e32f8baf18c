/* SysTick's handler, which may return to another thread, and the way back from that. */
#ifndef OTHER_THREAD_H
#define OTHER_THREAD_H

#include <stdint.h>

enum { THREAD_OF_OURS = 0xBC }; /* the low byte of EXC_RETURN: a non-secure thread on its process stack */

/* A thread that begins here when an exception returns to it. It ends with `svc 0`, or by returning. */
void prepare_other_thread(void (*body)(void));
void end_other_thread(void);

/* What SysTick returns with, in place of what it came with; 0: as it should. Each program has its own. */
uint32_t on_systick(uint32_t exception_return);

#endif
