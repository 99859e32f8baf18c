/* The threads and their switch. As NSR-5 demands, it keeps EXC_RETURN and PSPLIM for each thread, and does not mind
 * whether secure or non-secure code was interrupted. main() is thread 0: it stays on the main stack, and runs when the
 * others have ended. */
#include "rtos.h"

#include <stdbool.h>
#include <stddef.h>

#include "os_wrapper/kernel.h"
#include "os_wrapper/mutex.h"
#include "ticking.h"

#define EXC_RETURN_NON_SECURE_THREAD_PSP 0xFFFFFFBCu
#define EXC_RETURN_SECURE_STACK (1u << 6)
#define XPSR_THUMB (1u << 24)

enum { MAIN, THREADS = 3, STACK_WORDS = 256, FRAME_WORDS = 8, NOBODY = -1 };

/* In the order in which the handler below stores them. */
struct context {
  uint32_t registers[8]; /* r4-r11 */
  uint32_t exc_return;
  uint32_t psp;
  uint32_t psplim;
};

volatile struct rtos_seen rtos_seen;
static struct context contexts[THREADS];
static uint32_t stacks[THREADS][STACK_WORDS] __attribute__((aligned(8)));
static void (*bodies[THREADS])(void);
static volatile bool ended[THREADS];
static volatile int current;
static volatile uint32_t started;
static volatile int holder = NOBODY;
static volatile bool is_wanted;

static void run_thread(void) {
  bodies[current]();
  ended[current] = true;
  for (;;) {
    rtos_yield();
  }
}

static int next_thread(void) {
  const int other = current == 1 ? 2 : 1;
  if (!ended[other]) {
    return other;
  }
  return ended[3 - other] ? MAIN : 3 - other;
}

/* Whose registers to keep in the low word, whose to load in the high one. */
__attribute__((used)) static uint64_t choose_thread(uint32_t exc_return) {
  struct context* const from = &contexts[current];
  rtos_seen.switches++;
  if ((exc_return & EXC_RETURN_SECURE_STACK) != 0) {
    rtos_seen.switches_in_secure_code++;
  }
  current = next_thread();
  return (uint64_t)(uint32_t)&contexts[current] << 32 | (uint32_t)from;
}

__attribute__((naked)) void SysTick_Handler(void) {
  __asm volatile(
      "push  {r4, lr}            \n"
      "mov   r0, lr              \n"
      "bl    choose_thread       \n"
      "pop   {r4, lr}            \n"
      "mrs   r2, psp             \n"
      "mrs   r3, psplim          \n"
      "stmia r0!, {r4-r11, lr}   \n"
      "stmia r0!, {r2, r3}       \n"
      "ldmia r1!, {r4-r11, lr}   \n"
      "ldmia r1!, {r2, r3}       \n"
      "msr   psplim, r3          \n"
      "msr   psp, r2             \n"
      "bx    lr                  \n");
}

static void prepare(int thread, void (*body)(void)) {
  uint32_t* const frame = &stacks[thread][STACK_WORDS - FRAME_WORDS];
  for (size_t i = 0; i < FRAME_WORDS; i++) {
    frame[i] = 0;
  }
  frame[6] = (uint32_t)run_thread & ~1u;
  frame[7] = XPSR_THUMB;
  contexts[thread].psp = (uint32_t)frame;
  contexts[thread].psplim = (uint32_t)stacks[thread];
  contexts[thread].exc_return = EXC_RETURN_NON_SECURE_THREAD_PSP;
  bodies[thread] = body;
  ended[thread] = false;
}

void rtos_yield(void) {
  ICSR = SET_SYSTICK;
  __asm volatile("dsb\n isb" ::: "memory");
}

void rtos_run(void (*first)(void), void (*second)(void), uint32_t ticks) {
  prepare(1, first);
  prepare(2, second);
  started = 1;
  start_ticking(ticks);
  rtos_yield();
  stop_ticking();
  started = 0;
}

bool os_wrapper_is_kernel_started(void) { return started != 0; }

void* os_wrapper_mutex_create(void) { return (void*)(uintptr_t)&holder; }

uint32_t os_wrapper_mutex_acquire(void* handle, uint32_t timeout) {
  if (handle != (const void*)&holder || timeout != OS_WRAPPER_WAIT_FOREVER || holder == current) {
    return OS_WRAPPER_ERROR;
  }
  for (;;) {
    __asm volatile("cpsid i" ::: "memory");
    const bool is_free = holder == NOBODY;
    if (is_free) {
      holder = current;
      rtos_seen.acquired++;
    }
    __asm volatile("cpsie i" ::: "memory");
    if (is_free) {
      return OS_WRAPPER_SUCCESS;
    }
    rtos_seen.waits++;
    is_wanted = true;
    rtos_yield();
  }
}

uint32_t os_wrapper_mutex_release(void* handle) {
  if (handle != (const void*)&holder || holder != current) {
    return OS_WRAPPER_ERROR;
  }
  rtos_seen.released++;
  holder = NOBODY;
  if (is_wanted) { /* whoever waits comes before who holds it again */
    is_wanted = false;
    rtos_yield();
  }
  return OS_WRAPPER_SUCCESS;
}

uint32_t os_wrapper_mutex_delete(void* handle) {
  return handle == (const void*)&holder ? OS_WRAPPER_SUCCESS : OS_WRAPPER_ERROR;
}
