// SPDX-License-Identifier: Apache-2.0

/* Every place from which non-secure code can call, and what it gets there: the table in doc/integration.md. */
#include "calls.h"
#include "threads.h"

enum { CALLS = 60, CALLS_WITHOUT_LOCK = 20, SHORT = 30, LONGEST = 300, FEW = 10, BASEPRI = 0x80 };

/* Which interrupts the caller has masked. */
enum mask { NO_MASK, BY_PRIMASK, BY_BASEPRI, BY_FAULTMASK, MASKS };

static void set_mask(enum mask mask) {
  const uint32_t primask = mask == BY_PRIMASK;
  const uint32_t basepri = mask == BY_BASEPRI ? BASEPRI : 0;
  const uint32_t faultmask = mask == BY_FAULTMASK;
  __asm volatile("msr primask, %0\n msr basepri, %1\n msr faultmask, %2\n isb" ::"r"(primask), "r"(basepri),
                 "r"(faultmask)
                 : "memory");
}

static uint32_t masks_in_force(void) {
  uint32_t primask;
  uint32_t basepri;
  uint32_t faultmask;
  __asm volatile("mrs %0, primask\n mrs %1, basepri\n mrs %2, faultmask"
                 : "=r"(primask), "=r"(basepri), "=r"(faultmask));
  return primask | basepri | faultmask;
}

/* True if it holds with each of the masks. Interrupts are as they were behind it. */
static bool holds_with_every_mask(bool (*claim)(void)) {
  bool holds = true;
  for (unsigned mask = NO_MASK; mask < MASKS; mask++) {
    set_mask((enum mask)mask);
    const uint32_t before = masks_in_force();
    holds = claim() && masks_in_force() == before && holds;
  }
  set_mask(NO_MASK);
  return holds;
}

static bool strikes(void) { return strike(3); }

STORY(main_is_served_before_the_kernel_runs_whatever_is_masked, "VEN-8 NSR-8 NSI-4") {
  EXPECT(holds_with_every_mask(all_gates_serve));
  EXPECT(holds_with_every_mask(strikes));
}

/* Thread mode on the main stack: where main() of many systems is until the kernel runs. */
__attribute__((naked)) static bool on_main_stack(bool (*claim)(void) __attribute__((unused))) {
  __asm volatile(
      "push {r4, lr}     \n"
      "mrs  r4, control  \n"
      "bic  r1, r4, #2   \n"
      "msr  control, r1  \n"
      "isb               \n"
      "blx  r0           \n"
      "msr  control, r4  \n"
      "isb               \n"
      "pop  {r4, pc}     \n");
}

static bool gates_serve_with_every_mask(void) { return holds_with_every_mask(all_gates_serve); }

/* On a Cortex-M55 QEMU 7.2 has SG read the secure main stack if the non-secure world is on its own main stack, which
 * above isolation level 1 is a fault. The processor reads the secure process stack. */
#define CPUID (*(volatile uint32_t*)0xE000ED00)
static bool is_emulated_wrongly(void) { return (CPUID >> 4 & 0xFFF) == 0xD22; }

STORY(main_is_served_on_the_main_stack, "VEN-8") {
  if (is_emulated_wrongly()) {
    return;
  }
  EXPECT(on_main_stack(gates_serve_with_every_mask));
  EXPECT(on_main_stack(strikes));
}

static volatile uint32_t tried;
static volatile uint32_t wrong;

static void start_counting(void) {
  tried = 0;
  wrong = 0;
}

static void count(bool right) {
  tried++;
  wrong += !right;
}

static void do_nothing(void* argument) { (void)argument; }

static void call_once(void* argument) {
  (void)argument;
  count(all_gates_serve());
  count(strike(5));
}

/* A privileged thread tries it with each mask as well. */
static void call_masked(void* argument) {
  call_once(argument);
  count(holds_with_every_mask(all_gates_serve));
  count(holds_with_every_mask(strikes));
}

STORY(a_thread_is_served_with_privilege_and_without, "VEN-8 NSR-8") {
  const struct pair pair = {{do_nothing, call_once}, {NULL}, {false, true}};
  const struct pair privileged = {{call_masked, do_nothing}, {NULL}, {false, false}};
  start_counting();
  run_pair(&pair, LONGEST);
  run_pair(&privileged, LONGEST);
  EXPECT_EQ(tried, 6);
  EXPECT_EQ(wrong, 0);
}

#define ICSR (*(volatile uint32_t*)0xE000ED04)
#define SYSTICK_IS_PENDING (1u << 26)
static volatile uint32_t handlers;
static void count_handler(void) { handlers++; }

/* The non-secure world's interrupts wait until the call is over and the mask is gone. */
static void call_undisturbed(void* argument) {
  (void)argument;
  for (unsigned mask = BY_PRIMASK; mask < MASKS; mask++) {
    set_mask((enum mask)mask);
    const uint32_t before = handlers;
    bool right = true;
    do {
      right = strike(11) && right;
    } while ((ICSR & SYSTICK_IS_PENDING) == 0);
    const uint32_t during = handlers - before;
    set_mask(NO_MASK);
    count(right && during == 0 && handlers != before);
  }
}

STORY(a_call_with_masked_interrupts_is_not_interrupted, "CALL-11 VEN-8") {
  const struct pair pair = {{call_undisturbed, do_nothing}, {NULL}, {false, false}};
  start_counting();
  in_each_handler = count_handler;
  run_pair(&pair, SHORT);
  in_each_handler = NULL;
  EXPECT_EQ(tried, MASKS - 1);
  EXPECT_EQ(wrong, 0);
}

/* Handlers of SVC, PendSV and SysTick. */
static bool is_refused(void) { return all_gates_refuse() && library_is_refused(); }
static void be_refused(void) { count(holds_with_every_mask(is_refused)); }

static void keep_calling(void* argument) {
  uint32_t* const bad = argument;
  for (unsigned i = 0; i < CALLS; i++) {
    *bad += !strike((uint8_t)i);
  }
}

STORY(a_handler_is_refused_over_either_world_whatever_is_masked, "VEN-8 PE-11 NSR-5") {
  uint32_t bad[2] = {0, 0};
  const struct pair pair = {{keep_calling, keep_calling}, {&bad[0], &bad[1]}, {false, true}};
  const struct rtos_statistics before = rtos_statistics;
  start_counting();
  in_each_handler = be_refused;
  run_pair(&pair, LONGEST);
  in_each_handler = NULL;
  EXPECT(tried > FEW);
  EXPECT_EQ(wrong, 0);
  EXPECT(rtos_statistics.switches_in_secure_code > before.switches_in_secure_code);
  EXPECT(rtos_statistics.switches - before.switches >
         rtos_statistics.switches_in_secure_code - before.switches_in_secure_code);
  EXPECT_EQ(bad[0] + bad[1], 0);
}

/* The first thread calls without the lock; the second is an intruder whenever that is in the middle of a call. It is
 * not switched out itself: inside a gate it would leave its registers on top of those of the first thread. */
#define SYST_CSR (*(volatile uint32_t*)0xE000E010)
enum { IN_SECURE_CODE = 1 << 6, STOPPED = 0, RUN_AND_INTERRUPT = 7 };
static volatile bool is_over;

static void tick_for_the_first_thread(void) {
  SYST_CSR = rtos_current() == &pair_threads[1] ? STOPPED : RUN_AND_INTERRUPT;
}

static void call_without_lock(void* argument) {
  uint32_t* const bad = argument;
  for (unsigned i = 0; i < CALLS_WITHOUT_LOCK; i++) {
    *bad += !all_gates_serve();
  }
  is_over = true;
}

static void intrude(void* argument) {
  bool (*const claim)(void) = argument;
  while (!is_over) {
    if ((pair_threads[0].context.exc_return & IN_SECURE_CODE) != 0) {
      count(claim());
    }
    rtos_yield();
  }
}

static bool is_refused_with_every_mask(void) { return holds_with_every_mask(all_gates_refuse); }

static void tell_of_intruder(void (*body)(void*), bool (*claim)(void), bool is_unprivileged) {
  uint32_t bad = 0;
  start_counting();
  for (uint32_t cycles = SHORT; cycles <= LONGEST; cycles += SHORT) {
    const struct pair pair = {{body, intrude}, {&bad, (void*)claim}, {false, is_unprivileged}};
    is_over = false;
    in_each_handler = tick_for_the_first_thread;
    run_pair(&pair, cycles);
    in_each_handler = NULL;
  }
  EXPECT(tried > FEW);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(bad, 0);
}

STORY(a_second_thread_is_refused_without_the_lock_whatever_is_masked, "NSR-3 VEN-4 PE-8") {
  tell_of_intruder(call_without_lock, is_refused_with_every_mask, false);
}

STORY(a_second_thread_without_privilege_is_refused_without_the_lock, "NSR-3 VEN-4 PE-8 NSR-8") {
  tell_of_intruder(call_without_lock, all_gates_refuse, true);
}

static void call_with_lock(void* argument) {
  keep_calling(argument);
  is_over = true;
}

/* It cannot wait for the lock, because no other thread could run meanwhile. */
static bool library_is_refused_at_once(void) {
  bool holds = true;
  for (unsigned mask = BY_PRIMASK; mask < MASKS; mask++) {
    set_mask((enum mask)mask);
    holds = library_is_refused() && holds;
  }
  set_mask(NO_MASK);
  return holds;
}

STORY(a_second_thread_that_cannot_wait_for_the_lock_is_refused, "NSI-4 NSR-3 PE-8") {
  tell_of_intruder(call_with_lock, library_is_refused_at_once, false);
}

static const struct story stories[] = {
    TOLD(main_is_served_before_the_kernel_runs_whatever_is_masked),
    TOLD(main_is_served_on_the_main_stack),
    TOLD(a_thread_is_served_with_privilege_and_without),
    TOLD(a_call_with_masked_interrupts_is_not_interrupted),
    TOLD(a_handler_is_refused_over_either_world_whatever_is_masked),
    TOLD(a_second_thread_is_refused_without_the_lock_whatever_is_masked),
    TOLD(a_second_thread_without_privilege_is_refused_without_the_lock),
    TOLD(a_second_thread_that_cannot_wait_for_the_lock_is_refused),
};
const struct chapter chapter_of_places = CHAPTER(stories);
