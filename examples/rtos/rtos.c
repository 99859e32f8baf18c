// SPDX-License-Identifier: Apache-2.0

/* The kernel. All of it runs in the handlers of SVC, PendSV and SysTick, which have the same priority: none of them
 * interrupts another, so they need no lock. A thread asks the kernel by SVC, with or without privilege. */
#include "rtos.h"

#include "os_wrapper/kernel.h"
#include "os_wrapper/mutex.h"

#define SYST_CSR (*(volatile uint32_t*)0xE000E010)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018)
#define ICSR (*(volatile uint32_t*)0xE000ED04)
#define SHPR2 (*(volatile uint32_t*)0xE000ED1C)
#define SHPR3 (*(volatile uint32_t*)0xE000ED20)
#define CPACR (*(volatile uint32_t*)0xE000ED88)
#define RUN_AND_INTERRUPT 7u
#define SET_PENDSV (1u << 28)
#define CLEAR_SYSTICK (1u << 25)
#define LOWEST_FOR_SVC 0xFF000000u
#define LOWEST_FOR_PENDSV_AND_SYSTICK 0xFFFF0000u
#define FPU_FOR_ALL (0xFu << 20)

/* A non-secure thread that was interrupted in non-secure code, on the process stack, and owns no FPU. */
#define EXC_RETURN_OF_A_NEW_THREAD 0xFFFFFFBCu
#define EXC_RETURN_SECURE (1u << 6)
#define CONTROL_PROCESS_STACK 2u
#define CONTROL_UNPRIVILEGED 1u
#define XPSR_THUMB (1u << 24)

/* What the hardware keeps on the stack of an interrupted thread. */
struct rtos_frame {
  uint32_t r0;
  uint32_t r1;
  uint32_t r2;
  uint32_t r3;
  uint32_t r12;
  uint32_t lr;
  uint32_t pc;
  uint32_t xpsr;
};

struct rtos_mutex {
  struct rtos_thread* holder;
  bool exists;
};

/* What a thread asks the kernel for: in r2, with arguments in r0 and r1. */
enum call { START, END, YIELD, SLEEP, ACQUIRE, RELEASE };

enum { MUTEXES = 4 };

volatile struct rtos_statistics rtos_statistics;
static struct rtos_mutex mutexes[MUTEXES];
static struct rtos_thread main_thread; /* runs when no other can */
static struct rtos_thread* threads;
static size_t thread_count;
static struct rtos_thread* volatile current = &main_thread;
static volatile bool is_started;

/* For handlers written in assembly. */
uint64_t rtos_next_context(uint32_t exc_return);
void rtos_take_call(struct rtos_frame* frame);
void SysTick_Handler(void);

__attribute__((weak)) void rtos_on_start(struct rtos_thread* thread) { (void)thread; }
__attribute__((weak)) void rtos_on_switch(struct rtos_thread* from, struct rtos_thread* to) {
  (void)from;
  (void)to;
}
__attribute__((weak)) void rtos_on_end(struct rtos_thread* thread) { (void)thread; }
__attribute__((weak)) void rtos_on_tick(void) {}

static void prepare(struct rtos_thread* thread);

/* The first thread after this one in the array for which the condition holds, or NULL. */
static struct rtos_thread* next_thread(const struct rtos_thread* from, enum rtos_state state,
                                       const struct rtos_mutex* wanted) {
  const size_t first = from == &main_thread ? 0 : (size_t)(from - threads) + 1;
  for (size_t i = 0; i < thread_count; i++) {
    struct rtos_thread* const thread = &threads[(first + i) % thread_count];
    if (thread->state == state && thread->wanted == wanted) {
      return thread;
    }
  }
  return NULL;
}

static void reschedule(void) { ICSR = SET_PENDSV; }

/* PendSV: where to store the registers in the low word, from where to load them in the high one. */
uint64_t rtos_next_context(uint32_t exc_return) {
  struct rtos_thread* const from = current;
  struct rtos_thread* const next = next_thread(from, RTOS_READY, NULL);
  struct rtos_thread* const to = next != NULL ? next : &main_thread;
  if (to != from) {
    rtos_statistics.switches++;
    if ((exc_return & EXC_RETURN_SECURE) != 0) {
      rtos_statistics.switches_in_secure_code++;
    }
    current = to;
    rtos_on_switch(from, to);
  }
  return (uint64_t)(uint32_t)&to->context << 32 | (uint32_t)&from->context;
}

static void wait(struct rtos_thread* thread, const struct rtos_mutex* mutex, uint32_t ticks) {
  thread->state = RTOS_WAITING;
  thread->wanted = mutex;
  thread->ticks_left = ticks;
  reschedule();
}

static void wake(struct rtos_thread* thread, uint32_t result) {
  thread->state = RTOS_READY;
  thread->wanted = NULL;
  thread->frame->r0 = result;
}

void SysTick_Handler(void) {
  rtos_on_tick();
  for (size_t i = 0; i < thread_count; i++) {
    struct rtos_thread* const thread = &threads[i];
    if (thread->state == RTOS_WAITING && thread->ticks_left != 0 && --thread->ticks_left == 0) {
      wake(thread, thread->wanted != NULL ? OS_WRAPPER_ERROR : OS_WRAPPER_SUCCESS);
    }
  }
  reschedule();
}

/* The answer for a thread that waits comes with wake(). */
static uint32_t acquire(struct rtos_mutex* mutex, uint32_t timeout) {
  if (mutex->holder == NULL) {
    mutex->holder = current;
    rtos_statistics.acquired++;
    return OS_WRAPPER_SUCCESS;
  }
  if (mutex->holder == current || timeout == 0) {
    return OS_WRAPPER_ERROR;
  }
  rtos_statistics.waits++;
  wait(current, mutex, timeout == OS_WRAPPER_WAIT_FOREVER ? 0 : timeout);
  return OS_WRAPPER_ERROR;
}

/* A mutex that is released while others wait goes to the next of them. */
static uint32_t release(struct rtos_mutex* mutex) {
  if (mutex->holder != current) {
    return OS_WRAPPER_ERROR;
  }
  struct rtos_thread* const next = next_thread(current, RTOS_WAITING, mutex);
  rtos_statistics.released++;
  mutex->holder = next;
  if (next != NULL) {
    rtos_statistics.acquired++;
    wake(next, OS_WRAPPER_SUCCESS);
  }
  return OS_WRAPPER_SUCCESS;
}

static void start(void) {
  for (size_t i = 0; i < thread_count; i++) {
    prepare(&threads[i]);
    rtos_on_start(&threads[i]);
  }
  is_started = true;
  reschedule();
}

static void end(void) {
  current->state = RTOS_ENDED;
  rtos_on_end(current);
  reschedule();
}

void rtos_take_call(struct rtos_frame* frame) {
  current->frame = frame;
  switch ((enum call)frame->r2) {
    case START: start(); return;
    case END: end(); return;
    case YIELD: reschedule(); return;
    case SLEEP: wait(current, NULL, frame->r0); return;
    case ACQUIRE: frame->r0 = acquire((struct rtos_mutex*)frame->r0, frame->r1); return;
    case RELEASE: frame->r0 = release((struct rtos_mutex*)frame->r0); return;
  }
}

static uint32_t ask(enum call call, uint32_t first, uint32_t second) {
  register uint32_t r0 __asm("r0") = first;
  register uint32_t r1 __asm("r1") = second;
  register uint32_t r2 __asm("r2") = call;
  __asm volatile("svc 0" : "+r"(r0) : "r"(r1), "r"(r2) : "memory");
  return r0;
}

/* Where the body of a thread returns to. */
static void thread_end(void) { (void)ask(END, 0, 0); }

static void prepare(struct rtos_thread* thread) {
  struct rtos_frame* const frame = (struct rtos_frame*)&thread->stack[thread->stack_words] - 1;
  *frame = (struct rtos_frame){.r0 = (uint32_t)thread->argument,
                               .lr = (uint32_t)thread_end,
                               .pc = (uint32_t)thread->body & ~1u,
                               .xpsr = XPSR_THUMB};
  thread->context =
      (struct rtos_context){.psp = (uint32_t)frame,
                            .psplim = (uint32_t)thread->stack,
                            .control = CONTROL_PROCESS_STACK | (thread->is_unprivileged ? CONTROL_UNPRIVILEGED : 0),
                            .exc_return = EXC_RETURN_OF_A_NEW_THREAD};
  thread->state = RTOS_READY;
  thread->wanted = NULL;
}

static bool have_all_ended(void) {
  for (size_t i = 0; i < thread_count; i++) {
    if (threads[i].state != RTOS_ENDED) {
      return false;
    }
  }
  return true;
}

void rtos_run(struct rtos_thread* array, size_t count, uint32_t cycles) {
  threads = array;
  thread_count = count;
  SHPR2 = LOWEST_FOR_SVC;
  SHPR3 = LOWEST_FOR_PENDSV_AND_SYSTICK;
  CPACR |= FPU_FOR_ALL; /* ignored if there is none, or if it is not ours */
  SYST_RVR = cycles;
  SYST_CVR = 0;
  SYST_CSR = RUN_AND_INTERRUPT;
  (void)ask(START, 0, 0);
  while (!have_all_ended()) {
    __asm volatile("wfi" ::: "memory");
  }
  SYST_CSR = 0;
  ICSR = CLEAR_SYSTICK;
  thread_count = 0;
  is_started = false;
}

struct rtos_thread* rtos_current(void) {
  return current;
}
void rtos_yield(void) { (void)ask(YIELD, 0, 0); }
void rtos_sleep(uint32_t ticks) {
  if (ticks != 0) {
    (void)ask(SLEEP, ticks, 0);
  }
}

bool os_wrapper_is_kernel_started(void) { return is_started; }

/* A handler cannot wait, nor can a thread that has masked the interrupts by which another one could run. */
bool os_wrapper_can_wait(void) {
  uint32_t ipsr;
  uint32_t primask;
  uint32_t basepri;
  uint32_t faultmask;
  __asm volatile("mrs %0, ipsr\n mrs %1, primask\n mrs %2, basepri\n mrs %3, faultmask"
                 : "=r"(ipsr), "=r"(primask), "=r"(basepri), "=r"(faultmask));
  return (ipsr | primask | basepri | faultmask) == 0;
}

static bool is_mutex(const void* handle) {
  for (size_t i = 0; i < MUTEXES; i++) {
    if (handle == &mutexes[i]) {
      return mutexes[i].exists;
    }
  }
  return false;
}

void* os_wrapper_mutex_create(void) {
  for (size_t i = 0; i < MUTEXES; i++) {
    if (!mutexes[i].exists) {
      mutexes[i] = (struct rtos_mutex){.exists = true};
      return &mutexes[i];
    }
  }
  return NULL;
}

uint32_t os_wrapper_mutex_acquire(void* handle, uint32_t timeout) {
  return is_mutex(handle) && os_wrapper_can_wait() ? ask(ACQUIRE, (uint32_t)handle, timeout) : OS_WRAPPER_ERROR;
}

uint32_t os_wrapper_mutex_release(void* handle) {
  return is_mutex(handle) && os_wrapper_can_wait() ? ask(RELEASE, (uint32_t)handle, 0) : OS_WRAPPER_ERROR;
}

uint32_t os_wrapper_mutex_delete(void* handle) {
  if (!is_mutex(handle) || ((struct rtos_mutex*)handle)->holder != NULL) {
    return OS_WRAPPER_ERROR;
  }
  ((struct rtos_mutex*)handle)->exists = false;
  return OS_WRAPPER_SUCCESS;
}
