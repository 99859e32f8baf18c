// SPDX-License-Identifier: Apache-2.0

/* A non-secure world that breaks the rules: it calls from handlers, from a second thread, at any moment.
 *
 * Every refusal is the constant of PE-8, and the disturbed call continues as if nothing had happened. */
#include <string.h>

#include "ns_board.h"
#include "panics.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "supervisor.h"
#include "switcher.h"
#include "tfm_veneers.h"

enum { BYTES = 24, SWEEP = 400 };

struct seen {
  unsigned tried;
  unsigned wrong;
};

static struct seen over_secure_handler;
static struct seen over_secure_thread;
static struct seen over_non_secure_handler;

/* Tries all five gates while none may be used: the answer is the constant of PE-8; the version needs no gate. */
static void try_all_gates(struct seen* seen) {
  static uint8_t from[4];
  static uint8_t to[4];
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};

  seen->tried++;
  memset(to, 0x5A, sizeof to);
  const int refused = tfm_psa_framework_version_veneer() == PSA_FRAMEWORK_VERSION &&
                      tfm_psa_version_veneer(ANVIL_STRIKE_SID) == PSA_VERSION_NONE &&
                      tfm_psa_connect_veneer(ANVIL_STRIKE_SID, 1) == PSA_ERROR_CONNECTION_REFUSED &&
                      tfm_psa_call_veneer(ANVIL_STRIKE_HANDLE, 0x01010000u, &in, &out) == PSA_ERROR_PROGRAMMER_ERROR;
  tfm_psa_close_veneer(1);
  const int untouched = out.len == sizeof to && to[0] == 0x5A && to[3] == 0x5A;
  if (!refused || !untouched) {
    seen->wrong++;
  }
}

static void on_switch(bool over_secure) {
  try_all_gates(over_secure ? &over_secure_handler : &over_non_secure_handler);
}

static void intruder(bool over_secure) {
  if (over_secure) {
    try_all_gates(&over_secure_thread);
  }
}

/* Makes one call that looks undisturbed: status and bytes must be right, whatever happens meanwhile. */
static void strike_and_check(void) {
  uint8_t from[BYTES];
  uint8_t to[BYTES];
  int32_t sum = 0;
  for (unsigned i = 0; i < BYTES; i++) {
    from[i] = (uint8_t)(i * 7 + 1);
    sum += from[i];
  }
  memset(to, 0, sizeof to);
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  EXPECT_EQ(psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1), sum);
  EXPECT_EQ(out.len, BYTES);
  for (unsigned i = 0; i < BYTES; i++) {
    EXPECT_EQ(to[i], (uint8_t)~from[i]);
  }
}

STORY(a_call_without_disturbance_is_right, "CALL-11 CALL-12") { strike_and_check(); }

STORY(a_second_thread_is_refused_at_every_moment_of_a_call, "NSR-2 NSR-3 VEN-4 PE-8 NSR-1 NSR-4 NSR-7") {
  switcher_start(intruder, on_switch);
  for (uint32_t ticks = 1; ticks <= SWEEP; ticks++) {
    switcher_arm(ticks);
    strike_and_check();
    switcher_disarm();
  }
  EXPECT(over_secure_thread.tried > SWEEP / 8);
  EXPECT_EQ(over_secure_thread.wrong, 0);
}

/* Descriptors that change to secure memory during the call. They were fetched once (MEM-9): either before the change,
 * and the call succeeds, or after it, and the call is refused. */
static uint8_t bytes[2][BYTES];
static psa_invec in_vector;
static psa_outvec out_vector;
static unsigned turned;

static void turn_vectors(bool over_secure) {
  if (over_secure) {
    in_vector = (psa_invec){(void*)BOARD_MEMORY_SECURE_RAM, 0x1000};
    out_vector = (psa_outvec){(void*)BOARD_MEMORY_SECURE_RAM, 0x1000};
    turned++;
  }
}

static void do_nothing(bool over_secure) { (void)over_secure; }

static bool is_inverted(void) {
  for (unsigned i = 0; i < BYTES; i++) {
    if (bytes[1][i] + bytes[0][i] != 0xFF) {
      return false;
    }
  }
  return true;
}

STORY(vectors_that_change_during_a_call_harm_nobody, "MEM-12 MEM-9 MEM-14") {
  unsigned served = 0;

  for (unsigned i = 0; i < BYTES; i++) {
    bytes[0][i] = 1;
  }
  switcher_start(turn_vectors, do_nothing);
  for (uint32_t ticks = 1; ticks <= SWEEP; ticks++) {
    const unsigned turned_before = turned;
    memset(bytes[1], 0, sizeof bytes[1]);
    in_vector = (psa_invec){bytes[0], BYTES};
    out_vector = (psa_outvec){bytes[1], BYTES};
    switcher_arm(ticks);
    const psa_status_t status = psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in_vector, 1, &out_vector, 1);
    switcher_disarm();
    EXPECT(status == PSA_ERROR_PROGRAMMER_ERROR || (status == BYTES && is_inverted()));
    served += status == BYTES && turned != turned_before;
  }
  EXPECT(served > SWEEP / 8);
  strike_and_check();
}

STORY(a_handler_over_secure_code_is_refused, "VEN-8 PE-11 SCH-10") {
  EXPECT(over_secure_handler.tried > SWEEP / 8);
  EXPECT_EQ(over_secure_handler.wrong, 0);
}

STORY(a_handler_over_non_secure_code_is_refused, "VEN-8") {
  switcher_start(intruder, on_switch);
  over_non_secure_handler = (struct seen){0, 0};
  switcher_arm(1);
  for (volatile unsigned i = 0; i < 1000; i++) {
  }
  switcher_disarm();
  EXPECT_EQ(over_non_secure_handler.tried, 1);
  EXPECT_EQ(over_non_secure_handler.wrong, 0);
}

STORY(a_call_with_interrupts_masked_works, "CALL-11") {
  __asm volatile("cpsid i" ::: "memory");
  strike_and_check();
  __asm volatile("cpsie i" ::: "memory");
}

STORY(an_unprivileged_thread_can_call, "MEM-5 NSR-8") {
  drop_privilege();
  strike_and_check();
  regain_privilege();
}

/* The general registers after a call: r1-r3 are unchanged, r12 and the flags contain nothing secure (VEN-5). */
STORY(no_secure_value_is_left_in_a_register, "VEN-5 SEQ-7") {
  uint32_t after[4];
  const uint32_t pattern = 0xA5A50000u;
  register uint32_t r4 __asm("r4") = (uint32_t)after;
  register uint32_t r5 __asm("r5") = pattern;
  __asm volatile(
      "mov   r0, %[handle]       \n"
      "movs  r1, #0              \n"
      "add   r2, r5, #2          \n"
      "add   r3, r5, #3          \n"
      "mov   r12, r5             \n"
      "bl    tfm_psa_call_veneer \n"
      "stm   r4, {r1-r3, r12}    \n"
      :
      : "r"(r4), "r"(r5), [handle] "r"(ANVIL_STRIKE_HANDLE)
      : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
  const uint32_t own = after[1] == pattern + 2 && after[2] == pattern + 3;
  const uint32_t cleared = after[1] == 0 && after[2] == 0;
  EXPECT(after[0] == 0);
  EXPECT(own || cleared);
  EXPECT((after[3] >> 28) != 1 && (after[3] >> 28) != 3); /* not a secure address */
}

static const struct story stories[] = {
    TOLD(a_call_without_disturbance_is_right),
    TOLD(a_second_thread_is_refused_at_every_moment_of_a_call),
    TOLD(vectors_that_change_during_a_call_harm_nobody),
    TOLD_AFTER(a_second_thread_is_refused_at_every_moment_of_a_call, a_handler_over_secure_code_is_refused),
    TOLD(a_handler_over_non_secure_code_is_refused),
    TOLD(a_call_with_interrupts_masked_works),
    TOLD(an_unprivileged_thread_can_call),
    TOLD(no_secure_value_is_left_in_a_register),
};

/* Direct accesses to addresses in the secure world: no service is called. */
static const struct panic_story panics[] = {
    {"non_secure_code_reads_secure_data", "the non-secure world FAULT + ISO-18 ISO-12 ISO-3", PSA_NULL_HANDLE,
     BOARD_MEMORY_SECURE_RAM},
    {"non_secure_code_reads_secure_code", "the non-secure world FAULT + ISO-18", PSA_NULL_HANDLE,
     BOARD_MEMORY_SECURE_CODE},
};

int main(void) {
  static const struct suite suite = {
      "attack", stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0], NULL};
  run_stories_then_panics(&suite);
}
