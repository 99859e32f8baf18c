// SPDX-License-Identifier: Apache-2.0

/* SysTick's handler, which can return to another thread, and the way back from there. */
#ifndef OTHER_THREAD_H
#define OTHER_THREAD_H

#include <stdint.h>

enum { THREAD_OF_OURS = 0xBC }; /* the low byte of EXC_RETURN: a non-secure thread on its process stack */

/* Makes a thread that begins at `body` when an exception returns to it. It ends with `svc 0`, or by returning. */
void prepare_other_thread(void (*body)(void));
void end_other_thread(void);

/* The value that SysTick returns with instead of its own; 0: its own. Each program defines it. */
uint32_t on_systick(uint32_t exception_return);

#endif
