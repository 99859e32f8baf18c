/* ns_platform.h for the emulated MPS boards: UART0 belongs to the non-secure world, arguments and exit status go
 * through semihosting. */
#include "ns_board.h"
#include "ns_platform.h"

#define UART0_DATA (*(volatile uint32_t*)NS_BOARD_UART0)
#define UART0_STATE (*(volatile uint32_t*)(NS_BOARD_UART0 + 0x04))
#define UART0_CONTROL (*(volatile uint32_t*)(NS_BOARD_UART0 + 0x08))
#define UART0_DIVIDER (*(volatile uint32_t*)(NS_BOARD_UART0 + 0x10))

enum { TRANSMIT_FULL = 1, TRANSMIT = 1, SMALLEST_DIVIDER = 16 };
enum { SYS_GET_CMDLINE = 0x15, SYS_EXIT_EXTENDED = 0x20, ADP_STOPPED_APPLICATION_EXIT = 0x20026 };

static uintptr_t semihosting(uintptr_t operation, void* parameters) {
  register uintptr_t r0 __asm__("r0") = operation;
  register void* r1 __asm__("r1") = parameters;
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

void ns_print(const char* text) {
  UART0_DIVIDER = SMALLEST_DIVIDER;
  UART0_CONTROL = TRANSMIT;
  for (; *text != '\0'; ++text) {
    while ((UART0_STATE & TRANSMIT_FULL) != 0) {
    }
    UART0_DATA = (uint8_t)*text;
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
