// SPDX-License-Identifier: Apache-2.0

/* What the kernel counts of each partition with POSTERN_COUNTERS, and how it marks stacks. `postern decode`, the
 * commands of gdb and the Platform service read it; the kernel clears it at boot and only adds. No counter can wrap:
 * the first two have 64 bits, and a partition has at most 65535 restarts in a run. */
#ifndef POSTERN_COUNTERS_H
#define POSTERN_COUNTERS_H

#include <stdint.h>

struct postern_counters {
  uint64_t calls;   /* to its services, connects and closes too, that have ended: with an answer, or with its own end */
  uint64_t refused; /* of its own calls: those that the SPM answered with an error instead of a service */
  uint32_t restarts; /* after a panic, while the system ran on */
  int32_t id;        /* of its manifest list; -1: the non-secure world */
};

/* At boot every word of a stack. The first one that has another value shows how deep the stack has been. */
enum { POSTERN_STACK_MARK = 0x5AC4A55A };

#endif
