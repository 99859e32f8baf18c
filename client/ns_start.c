// SPDX-License-Identifier: Apache-2.0

/* The start of a non-secure program without an operating system of its own: vector table, memory, main().
 *
 * Every handler is weak: define a function of its name to replace it. Interrupts of devices arrive in one function,
 * with the number of their line. */
#include <stddef.h>
#include <stdint.h>

/* From ns.ld. */
extern unsigned char ns_stack_top[];
extern const uint32_t ns_data_load[];
extern uint32_t ns_data_start[];
extern uint32_t ns_data_end[];
extern uint32_t ns_bss_start[];
extern uint32_t ns_bss_end[];
extern void (*const ns_constructors_start[])(void);
extern void (*const ns_constructors_end[])(void);

/* By which a program in C++ tells its libraries apart, of which it has none. */
extern void* __dso_handle;
void* __dso_handle __attribute__((weak)) = NULL;

int main(void);

__attribute__((used)) void ns_run(void); /* called by name below */

void ns_start(void);
void Default_Handler(void);
void Interrupt_Handler(void);

/* An interrupt of a device, by the number of its line. */
void ns_interrupt(unsigned source);

void Reset_Handler(void) __attribute__((weak, alias("ns_start")));
void NMI_Handler(void) __attribute__((weak, alias("Default_Handler")));
void HardFault_Handler(void) __attribute__((weak, alias("Default_Handler")));
void MemManage_Handler(void) __attribute__((weak, alias("Default_Handler")));
void BusFault_Handler(void) __attribute__((weak, alias("Default_Handler")));
void UsageFault_Handler(void) __attribute__((weak, alias("Default_Handler")));
void SVC_Handler(void) __attribute__((weak, alias("Default_Handler")));
void DebugMon_Handler(void) __attribute__((weak, alias("Default_Handler")));
void PendSV_Handler(void) __attribute__((weak, alias("Default_Handler")));
void SysTick_Handler(void) __attribute__((weak, alias("Default_Handler")));

enum { HANDLER_STACK = 0x400, PROCESS_STACK = 2 };

/* The number of lines that an Armv8-M Mainline processor can have in a table of 1 KiB. */
enum { LINES = 240 };

struct vector_table {
  void* stack_top;
  void (*exceptions[15])(void);
  void (*interrupts[LINES])(void);
};

const struct vector_table ns_vectors __attribute__((section(".vectors"), used)) = {
    .stack_top = ns_stack_top,
    .exceptions = {Reset_Handler, NMI_Handler, HardFault_Handler, MemManage_Handler, BusFault_Handler,
                   UsageFault_Handler, 0, 0, 0, 0, SVC_Handler, DebugMon_Handler, 0, PendSV_Handler, SysTick_Handler},
    .interrupts = {[0 ... LINES - 1] = Interrupt_Handler},
};

/* Runs, on the stack of main(), constructors of C++ objects and functions with that attribute, then main() itself. */
void ns_run(void) {
  for (void (*const* constructor)(void) = ns_constructors_start; constructor != ns_constructors_end; ++constructor) {
    (*constructor)();
  }
  (void)main();
}

/* A program that is compiled for the FPU or vectors switches them on before it may use them. */
static void enable_fpu(void) {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
  volatile uint32_t* const coprocessor_access = (volatile uint32_t*)0xE000ED88;
  *coprocessor_access |= 0xFu << 20;
  __asm__ volatile("dsb\n\tisb" ::: "memory");
#endif
}

void ns_start(void) {
  enable_fpu();
  const uint32_t* from = ns_data_load;
  for (uint32_t* to = ns_data_start; to != ns_data_end; ++to) {
    *to = *from++;
  }
  for (uint32_t* to = ns_bss_start; to != ns_bss_end; ++to) {
    *to = 0;
  }
  /* Like a thread of an operating system: on its own stack, below that of the handlers. */
  __asm__ volatile(
      "msr psp, %0\n\t"
      "msr control, %1\n\t"
      "isb\n\t"
      "bl  ns_run\n\t"
      "b   ."
      :
      : "r"((uintptr_t)ns_stack_top - HANDLER_STACK), "r"(PROCESS_STACK)
      : "memory");
  __builtin_unreachable();
}

void Default_Handler(void) {
  for (;;) {
  }
}

void Interrupt_Handler(void) {
  uint32_t exception;
  __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
  ns_interrupt((unsigned)exception - 16);
}

__attribute__((weak)) void ns_interrupt(unsigned source) {
  (void)source;
  Default_Handler();
}
