/* Threads of an RTOS that use the PSA API at the same time. The library's lock makes them take turns; without it the
 * secure world would refuse the second one, as the suite `attack` shows. */
#include <string.h>

#include "os_wrapper/common.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "rtos.h"
#include "scenario.h"
#include "tfm_ns_interface.h"

enum { BYTES = 24, CALLS = 60, TICKS = 2000 };

struct worker {
  uint8_t first_byte;
  volatile uint32_t calls;
  volatile uint32_t wrong;
  uint32_t calls_of_the_other; /* when it had made half of its own calls */
};

static struct worker workers[2] = {{.first_byte = 1}, {.first_byte = 101}};

/* 1 if status and bytes belong to this call and to no other. */
static int strike(uint8_t first_byte) {
  uint8_t from[BYTES];
  uint8_t to[BYTES] = {0};
  int32_t sum = 0;
  for (unsigned i = 0; i < BYTES; i++) {
    from[i] = (uint8_t)(first_byte + i * 3);
    sum += from[i];
  }
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  int right = psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == sum && out.len == BYTES;
  for (unsigned i = 0; i < BYTES; i++) {
    right = right && (to[i] ^ from[i]) == 0xFF;
  }
  return right && psa_version(ANVIL_STRIKE_SID) == 1;
}

static void work(struct worker* own, const struct worker* other) {
  for (unsigned i = 0; i < CALLS; i++) {
    own->wrong += !strike(own->first_byte);
    own->calls++;
    if (i == CALLS / 2) {
      own->calls_of_the_other = other->calls;
    }
  }
}

static void first_thread(void) { work(&workers[0], &workers[1]); }
static void second_thread(void) { work(&workers[1], &workers[0]); }

STORY(before_the_kernel_runs_there_is_no_lock, "NSI-4") {
  EXPECT(strike(7));
  EXPECT_EQ(rtos_seen.acquired, 0);
}

STORY(threads_call_at_the_same_time, "NSI-4 NSI-5 NSR-1 NSR-2 NSR-5") {
  rtos_run(first_thread, second_thread, TICKS);
  for (unsigned i = 0; i < 2; i++) {
    EXPECT_EQ(workers[i].calls, CALLS);
    EXPECT_EQ(workers[i].wrong, 0);
    EXPECT(workers[i].calls_of_the_other > 0); /* neither waited until the other had ended */
    EXPECT(workers[i].calls_of_the_other < CALLS);
  }
}

STORY(the_lock_is_held_across_a_whole_secure_call, "NSI-4") {
  EXPECT_EQ(rtos_seen.acquired, 2 * 2 * CALLS); /* one call and one version each */
  EXPECT_EQ(rtos_seen.released, rtos_seen.acquired);
  EXPECT(rtos_seen.switches_in_secure_code > 0);
  EXPECT(rtos_seen.waits > 0);
}

STORY(after_the_kernel_has_stopped_there_is_no_lock, "NSI-4") {
  const uint32_t before = rtos_seen.acquired;
  EXPECT(strike(9));
  EXPECT_EQ(rtos_seen.acquired, before);
}

STORY(the_lock_is_made_once, "NSI-3") { EXPECT_EQ(tfm_ns_interface_init(), OS_WRAPPER_SUCCESS); }

static const struct story stories[] = {
    TOLD(before_the_kernel_runs_there_is_no_lock),
    TOLD(threads_call_at_the_same_time),
    TOLD_AFTER(threads_call_at_the_same_time, the_lock_is_held_across_a_whole_secure_call),
    TOLD_AFTER(threads_call_at_the_same_time, after_the_kernel_has_stopped_there_is_no_lock),
    TOLD(the_lock_is_made_once),
};

int main(void) { run_stories("threads", stories, sizeof stories / sizeof stories[0]); }
