// SPDX-License-Identifier: Apache-2.0

/* Shared by the partitions and the non-secure program of this suite: addresses, requests, and the words of the
 * non-volatile memory. */
#ifndef HOSTING_H
#define HOSTING_H

#include <stdint.h>

/* The addresses that board.yaml names for the manifests; both worlds use them as numbers. */
#define PLATFORM_NSPE_MMIO_START 0x28180000u
#define PLATFORM_SERVER_PARTITION_MMIO_START 0x30000000u
#define PLATFORM_DRIVER_PARTITION_MMIO_START 0x30000100u
#define PLATFORM_DRIVER_PARTITION_MMIO_END 0x300001FFu
#define NVMEM_START 0x30000200u
#define UART_START 0x50202000u
#define WATCHDOG_START 0x50081000u

enum { NVMEM_SIZE = 0x400, HEAP_SIZE = 0x100 };

/* Requests of DRIVER_UART, DRIVER_NVMEM and DRIVER_WATCHDOG. */
enum { UART_PRINT = 1 };
enum { NVMEM_READ = 1, NVMEM_WRITE = 2 }; /* the first vector is the offset */
enum { WATCHDOG_START_SHORT = 1, WATCHDOG_STOP = 2 };

/* Requests to the three dispatchers. They return 0, or the line of the check that failed. */
enum {
  RUN_NOTHING,
  RUN_REGIONS,
  RUN_HEAP,
  RUN_VERSIONS,
  RUN_SECURE_ONLY,
  RUN_VECTORS,
  RUN_NESTED,
  RUN_CONNECTIONS,
  RUN_INTERRUPT,
  RUN_DOORBELL,
  RUN_RING_BACK,
  RUN_QUEUE,
  RUN_PRINT,
  /* Never answered: the system restarts. */
  SIN_PANIC,
  SIN_FAULT,
  SIN_CONNECT_STRICT,
  SIN_CONNECT_UNKNOWN,
  SIN_CONNECT_NO_DEPENDENCY,
  SIN_NOTIFY_UNKNOWN,
  SIN_DROPPED,
  SIN_REPLY_TWICE,
  SIN_EOI_NOT_ASSERTED,
  SIN_HANG,
  SIN_TOUCH_SERVER,
  SIN_TOUCH_DRIVER
};

/* Words of the non-volatile memory, by their offsets. All bits are set after power-on. */
enum { NVMEM_NEXT = 0, NVMEM_FAILURES = 4, NVMEM_SINNER = 8, NVMEM_LAST = NVMEM_SIZE - 4 };
#define NVMEM_ERASED 0xFFFFFFFFu

#define MUST(condition) \
  do {                  \
    if (!(condition)) { \
      return __LINE__;  \
    }                   \
  } while (0)

#endif
