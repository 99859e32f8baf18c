// SPDX-License-Identifier: Apache-2.0

/* Two non-secure threads and the interrupt that switches them: an RTOS, as far as the secure world can tell.
 *
 * The first thread is the caller of switcher_arm(); the second runs `intruder` repeatedly, once for each switch to it.
 * The switch happens in the SysTick handler, which first calls `on_switch` itself. */
#ifndef SWITCHER_H
#define SWITCHER_H

#include <stdbool.h>
#include <stdint.h>

/* Prepares the second thread. `over_secure` tells whether the interrupt pre-empted secure code. */
void switcher_start(void (*intruder)(bool over_secure), void (*on_switch)(bool over_secure));

/* Arranges one switch to the second thread and back, `ticks` of the system clock from now (1 .. 0xFFFFFF). */
void switcher_arm(uint32_t ticks);

/* Cancels the switch if it has not happened yet. */
void switcher_disarm(void);

#endif
