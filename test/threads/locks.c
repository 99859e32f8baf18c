// SPDX-License-Identifier: Apache-2.0

/* The library's lock makes threads take turns. Without it the secure side refuses the second one: places.c. */
#include "calls.h"
#include "os_wrapper/common.h"
#include "os_wrapper/kernel.h"
#include "os_wrapper/mutex.h"
#include "tfm_ns_interface.h"
#include "threads.h"

enum { CALLS = 60, TIMEOUT = 3 };

struct worker {
  uint8_t first_byte;
  bool is_unprivileged;
  struct worker* other;
  volatile uint32_t calls;
  volatile uint32_t wrong;
  uint32_t calls_of_the_other; /* when it had made half of its own */
};

static struct worker workers[2] = {{.first_byte = 1, .other = &workers[1]}, {.first_byte = 101, .other = &workers[0]}};

static bool is_unprivileged(void) {
  uint32_t control;
  __asm volatile("mrs %0, control" : "=r"(control));
  return (control & 1) != 0;
}

static void work(void* argument) {
  struct worker* const own = argument;
  for (unsigned i = 0; i < CALLS; i++) {
    own->wrong += !strike(own->first_byte) || is_unprivileged() != own->is_unprivileged;
    own->calls++;
    if (i == CALLS / 2) {
      own->calls_of_the_other = own->other->calls;
    }
  }
}

static void work_together(bool is_first_unprivileged, bool is_second_unprivileged) {
  const struct pair pair = {{work, work}, {&workers[0], &workers[1]}, {is_first_unprivileged, is_second_unprivileged}};
  workers[0].is_unprivileged = is_first_unprivileged;
  workers[1].is_unprivileged = is_second_unprivileged;
  for (unsigned i = 0; i < 2; i++) {
    workers[i].calls = 0;
    workers[i].wrong = 0;
  }
  run_pair(&pair, CYCLES);
  for (unsigned i = 0; i < 2; i++) {
    EXPECT_EQ(workers[i].calls, CALLS);
    EXPECT_EQ(workers[i].wrong, 0);
    EXPECT(workers[i].calls_of_the_other > 0); /* neither waited for the other's end */
    EXPECT(workers[i].calls_of_the_other < CALLS);
  }
}

STORY(before_the_kernel_runs_there_is_no_lock, "NSI-4") {
  const uint32_t before = rtos_statistics.acquired;
  EXPECT(strike(7));
  EXPECT_EQ(rtos_statistics.acquired, before);
}

STORY(threads_call_at_the_same_time, "NSI-4 NSI-5 NSR-1 NSR-2 NSR-5") { work_together(false, false); }

STORY(the_lock_is_held_across_a_whole_secure_call, "NSI-4") {
  const struct rtos_statistics before = rtos_statistics;
  work_together(false, false);
  EXPECT_EQ(rtos_statistics.acquired - before.acquired, 2 * 2 * CALLS); /* a call and a version each */
  EXPECT_EQ(rtos_statistics.released - before.released, 2 * 2 * CALLS);
  EXPECT(rtos_statistics.switches_in_secure_code > before.switches_in_secure_code);
  EXPECT(rtos_statistics.waits > before.waits);
}

STORY(threads_without_privilege_call_at_the_same_time, "NSI-4 NSR-1 NSR-8") {
  work_together(true, true);
  work_together(false, true);
  work_together(true, false);
}

STORY(after_the_kernel_has_stopped_there_is_no_lock, "NSI-4") {
  work_together(false, false);
  const uint32_t before = rtos_statistics.acquired;
  EXPECT(strike(9));
  EXPECT_EQ(rtos_statistics.acquired, before);
}

STORY(the_lock_is_made_once, "NSI-3") {
  EXPECT_EQ(tfm_ns_interface_init(), OS_WRAPPER_SUCCESS);
  void* others[8];
  unsigned made = 0;
  while (made < 8 && (others[made] = os_wrapper_mutex_create()) != NULL) {
    made++;
  }
  EXPECT_EQ(tfm_ns_interface_init(), OS_WRAPPER_SUCCESS);
  EXPECT_EQ(made, 3); /* of four */
  for (unsigned i = 0; i < made; i++) {
    EXPECT_EQ(os_wrapper_mutex_delete(others[i]), OS_WRAPPER_SUCCESS);
  }
}

/* The mutexes of the example's kernel, which the stories above rely on. */
static void* mutex;
static volatile uint32_t first_result;
static volatile uint32_t second_result;

static void hold_for_a_while(void* argument) {
  (void)argument;
  first_result = os_wrapper_mutex_acquire(mutex, OS_WRAPPER_WAIT_FOREVER);
  rtos_sleep(2 * TIMEOUT);
  first_result |= os_wrapper_mutex_release(mutex);
}

static void wait_for_it(void* argument) {
  rtos_sleep(1);
  second_result = os_wrapper_mutex_acquire(mutex, *(const uint32_t*)argument);
  if (second_result == OS_WRAPPER_SUCCESS) {
    second_result = os_wrapper_mutex_release(mutex);
  }
}

STORY(a_thread_waits_for_a_mutex_as_long_as_it_wants, "NSI-5") {
  static const struct {
    uint32_t timeout;
    uint32_t result;
  } waits[] = {{0, OS_WRAPPER_ERROR},
               {1, OS_WRAPPER_ERROR},
               {TIMEOUT, OS_WRAPPER_ERROR},
               {10 * TIMEOUT, OS_WRAPPER_SUCCESS},
               {OS_WRAPPER_WAIT_FOREVER, OS_WRAPPER_SUCCESS}};
  mutex = os_wrapper_mutex_create();
  for (unsigned i = 0; i < sizeof waits / sizeof waits[0]; i++) {
    uint32_t timeout = waits[i].timeout;
    const struct pair pair = {{hold_for_a_while, wait_for_it}, {NULL, &timeout}, {false, true}};
    run_pair(&pair, CYCLES);
    EXPECT_EQ(first_result, OS_WRAPPER_SUCCESS);
    EXPECT_EQ(second_result, waits[i].result);
  }
  EXPECT_EQ(os_wrapper_mutex_delete(mutex), OS_WRAPPER_SUCCESS);
  EXPECT_EQ(os_wrapper_mutex_acquire(mutex, 0), OS_WRAPPER_ERROR);
}

static const struct story stories[] = {
    TOLD(before_the_kernel_runs_there_is_no_lock),        TOLD(threads_call_at_the_same_time),
    TOLD(the_lock_is_held_across_a_whole_secure_call),    TOLD(threads_without_privilege_call_at_the_same_time),
    TOLD(after_the_kernel_has_stopped_there_is_no_lock),  TOLD(the_lock_is_made_once),
    TOLD(a_thread_waits_for_a_mutex_as_long_as_it_wants),
};
const struct chapter chapter_of_locks = CHAPTER(stories);
