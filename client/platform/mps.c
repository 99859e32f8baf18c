// SPDX-License-Identifier: Apache-2.0

/* ns_platform.h for the emulated boards: UART0 belongs to the non-secure world, arguments and exit status go
 * through semihosting. */
#include "ns_board.h"
#include "ns_platform.h"

/* Registers of the two kinds of UART that boards have, and what they need to transmit. */
struct cmsdk {
  volatile uint32_t data, state, control, interrupt, divider;
};
struct pl011 {
  volatile uint32_t data, status[5], flags, reserved, low_power, divider, fraction, format, control;
};
enum { CMSDK_FULL = 1, CMSDK_TRANSMIT = 1, CMSDK_SMALLEST_DIVIDER = 16 };
enum { PL011_FULL = 1 << 5, PL011_EIGHT_BITS_BUFFERED = 0x70, PL011_TRANSMIT = 0x101 };

enum { SYS_GET_CMDLINE = 0x15, SYS_EXIT_EXTENDED = 0x20, ADP_STOPPED_APPLICATION_EXIT = 0x20026 };

static uintptr_t semihosting(uintptr_t operation, void* parameters) {
  register uintptr_t r0 __asm__("r0") = operation;
  register void* r1 __asm__("r1") = parameters;
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

static void print_on_cmsdk(struct cmsdk* uart, const char* text) {
  uart->divider = CMSDK_SMALLEST_DIVIDER;
  uart->control = CMSDK_TRANSMIT;
  for (; *text != '\0'; ++text) {
    while ((uart->state & CMSDK_FULL) != 0) {
    }
    uart->data = (uint8_t)*text;
  }
}

static void print_on_pl011(struct pl011* uart, const char* text) {
  uart->divider = 1;
  uart->format = PL011_EIGHT_BITS_BUFFERED;
  uart->control = PL011_TRANSMIT;
  for (; *text != '\0'; ++text) {
    while ((uart->flags & PL011_FULL) != 0) {
    }
    uart->data = (uint8_t)*text;
  }
}

void ns_print(const char* text) {
  if (NS_BOARD_UART_IS_PL011) {
    print_on_pl011((struct pl011*)NS_BOARD_UART0, text);
  } else {
    print_on_cmsdk((struct cmsdk*)NS_BOARD_UART0, text);
  }
}

_Noreturn void ns_exit(int status) {
  uintptr_t parameters[] = {ADP_STOPPED_APPLICATION_EXIT, (uintptr_t)status};
  for (;;) {
    (void)semihosting(SYS_EXIT_EXTENDED, parameters);
  }
}

void ns_command_line(char* buffer, size_t size) {
  uintptr_t parameters[] = {(uintptr_t)buffer, size};
  if (semihosting(SYS_GET_CMDLINE, parameters) != 0) {
    buffer[0] = '\0';
  }
}

/* The C library asks for heap memory here. These programs have none, and snprintf() of integers needs none. */
__attribute__((used)) void* _sbrk(ptrdiff_t increment);
void* _sbrk(ptrdiff_t increment) {
  (void)increment;
  return (void*)-1;
}
