// SPDX-License-Identifier: Apache-2.0

/* Attacks of non-secure code beside and through the gates that end without a reset: masks, modes, stacks, and every
 * register that might move the boundary. After each attack both services must answer as before. */
#include "stories.h"

#include "ns_board.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "sentry.h"
#include "supervisor.h"
#include "tfm_veneers.h"

/* The secure address of a device minus its non-secure one. */
#define SECURE_ALIAS 0x10000000u

static unsigned right;

bool all_is_well(void) {
  return psa_call(LEAVER_HANDLE, 0, NULL, 0, NULL, 0) == 0 &&
         psa_call(SENTRY_HANDLE, 0, NULL, 0, NULL, 0) == SENTRY_CALM;
}

static void count_if_well(void) { right += all_is_well(); }

STORY(gates_open_in_thread_mode_whatever_is_masked, "VEN-8 NSR-8") {
  static const uint32_t priorities[] = {0, 0x20, 0x80, 0xE0};
  right = 0;
  unsigned tried = 0;
  for (uint32_t bits = 0; bits < 8; bits++) {
    for (unsigned i = 0; i < 4; i++) {
      const struct masks masks = {bits & 1, bits >> 1 & 1, priorities[i], bits >> 2 & 1};
      if (masks.faultmask == 0 || masks.control == 0) { /* otherwise an SVC could not make it privileged again */
        if (masks.control == 0 || (masks.primask == 0 && masks.basepri == 0)) {
          with_masks(&masks, count_if_well);
          tried++;
        }
      }
    }
  }
  EXPECT(tried > 16);
  EXPECT_EQ(right, tried);
}

static void count_if_refused(void) {
  right += tfm_psa_version_veneer(LEAVER_SID) == PSA_VERSION_NONE &&
           tfm_psa_connect_veneer(LEAVER_SID, 1) == PSA_ERROR_CONNECTION_REFUSED &&
           tfm_psa_call_veneer(LEAVER_HANDLE, 0, NULL, NULL) == PSA_ERROR_PROGRAMMER_ERROR;
  tfm_psa_close_veneer(1);
}

static void refused_with_masks(void) {
  const struct masks masks = {0, 1, 0x20, 0};
  count_if_refused();
  with_masks(&masks, count_if_refused);
}

STORY(gates_refuse_a_handler_whatever_is_masked, "VEN-8") {
  right = 0;
  in_handler(refused_with_masks);
  EXPECT_EQ(right, 2);
  EXPECT(all_is_well());
}

STORY(a_gate_needs_no_non_secure_stack, "VEN-8") {
  EXPECT_EQ(call_on_full_stack(LEAVER_HANDLE), 1);
  EXPECT(all_is_well());
}

/* Registers of the processor that are secure only, or of the other world: they read as 0 and ignore writes. Registers
 * of devices: at the address that the device would have if it were not secure. STIR is not tried: in this emulator any
 * write to it pends secure lines, which the processor does not do. */
static const struct lever {
  uint32_t address;
  uint32_t value;
  bool is_ours_to_read; /* the non-secure world has a value of its own here, which is restored */
} levers[] = {
    {0xE000EDD0, 0, false},          /* SAU_CTRL: off */
    {0xE000EDD0, 2, false},          /* and all non-secure */
    {0xE000EDD8, 0, false},          /* SAU_RNR */
    {0xE000EDDC, 0x10000000, false}, /* SAU_RBAR */
    {0xE000EDE0, 0x1FFFFFE1, false}, /* SAU_RLAR */
    {0xE000EDE4, 0xFF, false},       /* SFSR */
    {0xE002ED94, 0, false},          /* MPU_CTRL of the other world's alias */
    {0xE002ED08, 0x00100000, false}, /* VTOR */
    {0xE002EDD0, 0, false},          /* SAU_CTRL */
    {0xE000E380, 0xFFFFFFFF, false}, /* ITNS0: all lines */
    {0xE000E384, 0xFFFFFFFF, false}, /* ITNS1 */
    {0xE000E180, 1u << 2, false},    /* ICER0: the line of SENTRY off */
    {0xE000E200, 1u << 2, false},    /* ISPR0: pending */
    {0xE000E280, 1u << 2, false},    /* ICPR0 */
    {0xE000E400, 0xFF000000, false}, /* IPR0: the most urgent of all */
    {0xE000ED0C, 0x05FA0004, true},  /* AIRCR: reset */
    {0xE000ED0C, 0x05FA6000, true},  /* AIRCR: faults to the non-secure world */
    {0xE000ED04, 0x80000000, true},  /* ICSR: NMI */
    {0xE000ED24, 0x000F0000, true},  /* SHCSR: faults on */
    {0xE000ED24, 0, true},           /* SHCSR: and off */
    {0xE000ED8C, 0, false},          /* NSACR */
    {0xE000E010, 0, true},           /* SysTick: the non-secure world's own */
    {0xE000ED94, 0, true},           /* MPU_CTRL: the non-secure world's own */
    {0xE000ED08, 0x10000000, true},  /* VTOR: to secure code; no exception comes meanwhile */
    {0xE000EF34, 0, true},           /* FPCCR */
    {0xE000ED10, 0xFFFFFFFF, true},  /* SCR */
    {BOARD_UART1 - SECURE_ALIAS, '!', false},
    {BOARD_S32K_TIMER - SECURE_ALIAS, 0, false},       /* SENTRY's: off */
    {BOARD_S32K_TIMER - SECURE_ALIAS + 0x8, 1, false}, /* its reload value */
    {BOARD_S32K_TIMER - SECURE_ALIAS + 0xC, 1, false}, /* its interrupt: cleared */
};

/* The lock of a memory protection controller, and all its blocks opened. Where the board has a device at that address,
 * it answers non-secure code with zeros; elsewhere the access is a bus fault, which is among the attempts that reset.
 */
#define FPGA_NS_PPC 0x48007000u /* where boards have it, and others no device */
#define CONTROLLER (BOARD_CONTROLLER_OF_NON_SECURE_CODE - SECURE_ALIAS)
static const struct lever levers_of_controller[] = {{CONTROLLER, 0x80000000, false},
                                                    {CONTROLLER + 0x1C, 0xFFFFFFFF, false}};

static void pull(const struct lever* lever) {
  volatile uint32_t* const at = (volatile uint32_t*)lever->address;
  const uint32_t before = *at;
  *at = lever->value;
  __asm volatile("dsb\n isb" ::: "memory");
  if (!lever->is_ours_to_read) {
    EXPECT_EQ(before, 0);
    EXPECT_EQ(*at, 0);
  }
  const bool well = all_is_well();
  if (lever->is_ours_to_read) {
    *at = lever->address == 0xE000ED0C || lever->address == 0xE000ED04 ? 0 : before;
  }
  EXPECT_EQ(well ? 0 : lever->address, 0);
}

STORY(no_register_moves_the_boundary, "ISO-3 BOOT-1 IRQ-7") {
  for (unsigned i = 0; i < sizeof levers / sizeof levers[0]; i++) {
    pull(&levers[i]);
  }
  for (unsigned i = 0; i < 2 && CONTROLLER == FPGA_NS_PPC; i++) {
    pull(&levers_of_controller[i]);
  }
  EXPECT(all_is_well());
}

STORY(no_secret_comes_back_from_a_call, "VEN-5") {
  struct registers after;
  call_and_look(&after, LEAVER_HANDLE);
  EXPECT_EQ(after.r[0], 0);
  EXPECT_EQ(registers_with(&after, SECRET_OF_A_PARTITION, 0), 0);
  EXPECT_EQ(registers_with(&after, OWN_OF_THE_NON_SECURE, 4) & 0xFF0, 0xFF0); /* r4-r11 */
  EXPECT(after.r[1] == 0);
  EXPECT(after.r[2] == 0 || after.r[2] == OWN_OF_THE_NON_SECURE + 2);
  EXPECT(after.r[3] == 0 || after.r[3] == OWN_OF_THE_NON_SECURE + 3);
  EXPECT((after.r[12] >> 28 & 1) == 0); /* not a secure address */
  EXPECT((after.flags & 0xF8000000) != 0xF8000000);
}

static void call_leaver(void) {
  for (unsigned i = 0; i < 30; i++) {
    (void)psa_call(LEAVER_HANDLE, 0, NULL, 0, NULL, 0);
  }
}

STORY(no_secret_is_in_a_register_when_an_interrupt_begins, "SCH-10 ISO-3") {
  unsigned over_secure = 0;
  for (uint32_t ticks = 1; ticks <= 200; ticks++) {
    interrupted_after(ticks, call_leaver);
    if ((interrupt_return >> 6 & 1) != 0 && interrupt_return != 0) {
      over_secure++;
      for (unsigned i = 0; i < 13; i++) {
        EXPECT_EQ(interrupt_began.r[i], 0);
      }
    }
  }
  EXPECT(over_secure > 20);
  EXPECT(all_is_well());
}

/* Two partitions that exist on one backend only. */
#ifdef SNIFFER_SID
static void look(struct registers* woken) {
  psa_outvec out = {woken, 2 * sizeof *woken};
  EXPECT_EQ(psa_call(SNIFFER_HANDLE, 0, NULL, 0, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(out.len, 2 * sizeof *woken);
}

STORY(no_secret_of_a_client_is_in_a_register_of_its_service, "ISO-9 SCH-12") {
  struct registers after;
  struct registers woken[2];
  psa_outvec out = {&after, sizeof after};

  EXPECT_EQ(psa_call(SPILLER_HANDLE, 0, NULL, 0, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(out.len, sizeof after);
  EXPECT_EQ(registers_with(&after, SECRET_OF_THE_SNIFFER, 0), 0);
  EXPECT_EQ(registers_with(&after, SECRET_OF_A_PARTITION, 4), 0x1FF0); /* its own pattern */
  look(woken);
  EXPECT_EQ(registers_with(&woken[1], SECRET_OF_A_PARTITION, 0), 0);
  EXPECT_EQ(registers_with(&woken[1], SECRET_OF_THE_SNIFFER, 4), 0x1FF0);
}

STORY(no_value_of_the_non_secure_world_is_in_a_register_of_a_service, "ISO-9") {
  struct registers after;
  struct registers woken[2];
  call_and_look(&after, SNIFFER_HANDLE);
  look(woken);
  EXPECT_EQ(registers_with(&woken[1], OWN_OF_THE_NON_SECURE, 0), 0);
  EXPECT_EQ(registers_with(&woken[1], SECRET_OF_THE_SNIFFER, 4), 0x1FF0);
  EXPECT_EQ(registers_with(&after, SECRET_OF_THE_SNIFFER, 0), 0);
  EXPECT_EQ(registers_with(&after, OWN_OF_THE_NON_SECURE, 4) & 0xFF0, 0xFF0);
}
#endif

const struct story stories_of_gates[] = {
    TOLD(gates_open_in_thread_mode_whatever_is_masked),
    TOLD(gates_refuse_a_handler_whatever_is_masked),
    TOLD(a_gate_needs_no_non_secure_stack),
    TOLD(no_register_moves_the_boundary),
    TOLD(no_secret_comes_back_from_a_call),
    TOLD(no_secret_is_in_a_register_when_an_interrupt_begins),
#ifdef SNIFFER_SID
    TOLD(no_secret_of_a_client_is_in_a_register_of_its_service),
    TOLD(no_value_of_the_non_secure_world_is_in_a_register_of_a_service),
#endif
};
const size_t story_count = sizeof stories_of_gates / sizeof stories_of_gates[0];
