// SPDX-License-Identifier: Apache-2.0

/* DRIVER_PARTITION: the suite's own UART, watchdog, non-volatile memory and interrupt, each in a named region. */
#include <stdlib.h>
#include <string.h>

#include "hosting.h"
#include "psa/service.h"
#include "psa_manifest/driver_partition_psa.h"
#include "psa_manifest/pid.h"

#define REGISTER(address) (*(volatile uint32_t*)(uintptr_t)(address))

enum { UART_DATA = 0x00, UART_STATE = 0x04, UART_CONTROL = 0x08, UART_INTERRUPT = 0x0C, UART_DIVIDER = 0x10 };
enum { UART_FULL = 1, UART_TRANSMIT = 1, UART_TRANSMIT_INTERRUPT = 4, UART_SENT = 1, UART_SMALLEST_DIVIDER = 16 };

enum { WATCHDOG_LOAD = 0x00, WATCHDOG_CONTROL = 0x08, WATCHDOG_LOCK = 0xC00 };
enum { WATCHDOG_RUNS_AND_RESETS = 3, WATCHDOG_TIME = 20000 /* one millisecond */ };

/* Beyond the memory that clients can access. It records that the memory has been erased once. */
#define NVMEM_MARK REGISTER(NVMEM_START + NVMEM_SIZE)
enum { NVMEM_IS_ERASED = 0x4E564D31 };

static volatile uint32_t* word_at(uintptr_t address) { return (volatile uint32_t*)address; }

static void start(void) {
  volatile uint32_t* word;

  for (word = word_at(PLATFORM_DRIVER_PARTITION_MMIO_START); word < word_at(PLATFORM_DRIVER_PARTITION_MMIO_END);
       word++) {
    *word = 0;
  }
  if (NVMEM_MARK != NVMEM_IS_ERASED) {
    for (word = word_at(NVMEM_START); word < word_at(NVMEM_START + NVMEM_SIZE); word++) {
      *word = NVMEM_ERASED;
    }
    NVMEM_MARK = NVMEM_IS_ERASED;
  }
  REGISTER(UART_START + UART_DIVIDER) = UART_SMALLEST_DIVIDER;
  REGISTER(UART_START + UART_CONTROL) = UART_TRANSMIT;
}

static void send(uint8_t byte) {
  while ((REGISTER(UART_START + UART_STATE) & UART_FULL) != 0) {
  }
  REGISTER(UART_START + UART_DATA) = byte;
}

static psa_status_t print(const psa_msg_t* msg) {
  uint8_t piece[32];
  size_t size;

  while ((size = psa_read(msg->handle, 0, piece, sizeof piece)) != 0) {
    for (size_t i = 0; i < size; i++) {
      send(piece[i]);
    }
  }
  return PSA_SUCCESS;
}

static psa_status_t nvmem(const psa_msg_t* msg) {
  const size_t size = msg->type == NVMEM_READ ? msg->out_size[0] : msg->in_size[1];
  uint32_t word;
  uint32_t offset;

  if (psa_read(msg->handle, 0, &offset, sizeof offset) != sizeof offset || offset % sizeof word != 0 ||
      offset > NVMEM_SIZE - sizeof word || size != sizeof word) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  if (msg->type == NVMEM_READ) {
    word = REGISTER(NVMEM_START + offset);
    psa_write(msg->handle, 0, &word, sizeof word);
  } else {
    (void)psa_read(msg->handle, 1, &word, sizeof word);
    REGISTER(NVMEM_START + offset) = word;
  }
  return PSA_SUCCESS;
}

static psa_status_t watchdog(const psa_msg_t* msg) {
  REGISTER(WATCHDOG_START + WATCHDOG_LOCK) = 0x1ACCE551;
  REGISTER(WATCHDOG_START + WATCHDOG_LOAD) = WATCHDOG_TIME;
  REGISTER(WATCHDOG_START + WATCHDOG_CONTROL) = msg->type == WATCHDOG_START_SHORT ? WATCHDOG_RUNS_AND_RESETS : 0;
  return PSA_SUCCESS;
}

/* Every byte of the heap can be allocated at once, and not one more. */
static psa_status_t heap(void) {
  void* const all = malloc(HEAP_SIZE);
  MUST(all != NULL);
  MUST(malloc(8) == NULL);
  memset(all, 0xA5, HEAP_SIZE);
  free(all);
  return 0;
}

static psa_status_t regions(void) {
  MUST(REGISTER(PLATFORM_DRIVER_PARTITION_MMIO_START) == 0);
  MUST(REGISTER(PLATFORM_DRIVER_PARTITION_MMIO_END - 3) == 0);
  REGISTER(PLATFORM_DRIVER_PARTITION_MMIO_START) = 0x12345678;
  MUST(REGISTER(PLATFORM_DRIVER_PARTITION_MMIO_START) == 0x12345678);
  REGISTER(PLATFORM_DRIVER_PARTITION_MMIO_START) = 0;
  return 0;
}

static psa_status_t interrupt(void) {
  MUST(psa_wait(DRIVER_UART_INTR_SIG, PSA_POLL) == 0);
  REGISTER(UART_START + UART_CONTROL) = UART_TRANSMIT | UART_TRANSMIT_INTERRUPT;
  send('\n');
  MUST(psa_wait(DRIVER_UART_INTR_SIG, PSA_BLOCK) == DRIVER_UART_INTR_SIG);
  REGISTER(UART_START + UART_CONTROL) = UART_TRANSMIT;
  REGISTER(UART_START + UART_INTERRUPT) = UART_SENT;
  psa_eoi(DRIVER_UART_INTR_SIG);
  MUST(psa_wait(DRIVER_UART_INTR_SIG, PSA_POLL) == 0);
  return 0;
}

static psa_status_t answer(psa_signal_t signal, const psa_msg_t* msg);

/* Holds a message of the client until one of the server has come and been answered. */
static psa_status_t queue(void) {
  psa_msg_t msg;

  psa_notify(SERVER_PARTITION);
  do {
    MUST(psa_wait(DRIVER_UART_SIGNAL, PSA_BLOCK) == DRIVER_UART_SIGNAL);
    MUST(psa_get(DRIVER_UART_SIGNAL, &msg) == PSA_SUCCESS);
    MUST(msg.client_id == SERVER_PARTITION);
    psa_reply(msg.handle, answer(DRIVER_UART_SIGNAL, &msg));
  } while (msg.type != PSA_IPC_DISCONNECT);
  return 0;
}

static psa_status_t test(const psa_msg_t* msg) {
  switch (msg->type) {
    case RUN_NOTHING: return 0;
    case RUN_REGIONS: return regions();
    case RUN_HEAP: return heap();
    case RUN_INTERRUPT: return interrupt();
    case RUN_QUEUE: return queue();
    case RUN_RING_BACK: psa_notify(msg->client_id); return 0;
    default: break;
  }
  REGISTER(NVMEM_START + NVMEM_SINNER) = DRIVER_PARTITION;
  if (msg->type == SIN_EOI_NOT_ASSERTED) {
    psa_eoi(DRIVER_UART_INTR_SIG);
  } else if (msg->type == SIN_PANIC) {
    psa_panic();
  }
  return __LINE__;
}

static psa_status_t answer(psa_signal_t signal, const psa_msg_t* msg) {
  if (msg->type < 0) {
    return PSA_SUCCESS;
  }
  switch (signal) {
    case DRIVER_UART_SIGNAL: return print(msg);
    case DRIVER_NVMEM_SIGNAL: return nvmem(msg);
    case DRIVER_WATCHDOG_SIGNAL: return watchdog(msg);
    default: return test(msg);
  }
}

void driver_main(void) {
  psa_msg_t msg;

  start();
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    const psa_signal_t signal = signals & (0u - signals);
    if (psa_get(signal, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, answer(signal, &msg));
    }
  }
}
