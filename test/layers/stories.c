// SPDX-License-Identifier: Apache-2.0

/* The registers of the boundary, and the layers where a refusal is not a fault. */
#include <stdbool.h>

#include "config_impl.h"
#include "facts.h"
#include "layers.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "registers_of_processor.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

enum { IDENTITY = 0xFF0, IDENTITY_OF_A_COMPONENT = 0x0D, SEAL = (int)0xFEF5EDA5 };
#define LINES_SET_ENABLE ((volatile uint32_t*)0xE000E100)
#define LINES_CLEAR_ENABLE ((volatile uint32_t*)0xE000E180)
#define LINES_SET_PENDING ((volatile uint32_t*)0xE000E200)
#define LINES_CLEAR_PENDING ((volatile uint32_t*)0xE000E280)

static uint32_t read(uint32_t address) { return ask(READ, address, 0); }
static void write(uint32_t address, uint32_t value) { (void)ask(WRITE, address, value); }

STORY(the_processors_registers_have_their_stated_values, "BOOT-1 ISO-3") {
  EXPECT_EQ(read(VTOR), 0x10000000);
  EXPECT_EQ(read(AIRCR) & 0x6708, 0x4008); /* PRIS, no BFHFNMINS, SYSRESETREQS */
  EXPECT_EQ(read(SHPR1), 0);
  EXPECT_EQ(read(SHPR2), 0x40000000);
  EXPECT_EQ(read(SHCSR) & 0xF0000, 0xF0000);
  const bool has_fpu = CONFIG_TFM_ENABLE_CP10CP11 && read(MVFR0) != 0;
  EXPECT_EQ(read(CPACR), has_fpu ? 0xF00000 : 0);
  EXPECT_EQ(read(NSACR), has_fpu ? 0xC00 : 0);
  EXPECT_EQ(read(FPCCR) & 0xFC000000, has_fpu ? 0xBC000000 : 0); /* ASPEN, LSPENS, CLRONRET, CLRONRETS, TS */
  EXPECT_EQ(read(FPDSCR) & 0x07C80000, 0);
  EXPECT_EQ(read(MAIR0), 0x04FF);
  EXPECT_EQ(read(MAIR1), 0);
  EXPECT_EQ(read(MPU_CTRL) & 7, 1); /* on, and privileged code can access its domain only */
  for (uint32_t slot = DOMAIN_SLOTS; slot < 16; slot++) {
    write(MPU_RNR, slot);
    EXPECT_EQ(read(MPU_RLAR), 0);
  }
}

static void expect_region(uint32_t number, uint32_t base, uint32_t limit) {
  write(SAU_RNR, number);
  EXPECT_EQ(read(SAU_RBAR), base);
  EXPECT_EQ(read(SAU_RLAR), limit);
}

STORY(nothing_of_the_secure_side_is_in_a_register_at_the_start, "VEN-5 BOOT-1") {
  for (unsigned i = 1; i < sizeof registers_at_start / sizeof *registers_at_start; i++) {
    EXPECT_EQ(registers_at_start[i], 0); /* r0 has the address at which this program begins */
  }
}

STORY(the_attribution_unit_has_the_boards_runs_and_no_other_region, "BOOT-1 ISO-3 VEN-4") {
  EXPECT_EQ(read(SAU_CTRL), 1);
  expect_region(0, NON_SECURE_CODE, NON_SECURE_CODE_LIMIT | 1);
  expect_region(1, NON_SECURE_RAM, NON_SECURE_RAM_LIMIT | 1);
  expect_region(NSC_REGION, (uint32_t)gates_first, ((uint32_t)gates_end - 32) | 3);
  expect_region(DEVICE_REGION, 0x40000000, 0x4FFFFFE1);
  for (uint32_t i = SPARE_REGION; i < REGIONS; i++) {
    expect_region(i, 0, 0);
  }
}

static void expect_blocks(uint32_t controller, uint32_t first, uint32_t last) {
  EXPECT_EQ(ask(FIRST_OPEN_BLOCKS, controller, 0), first);
  EXPECT_EQ(ask(LAST_OPEN_BLOCKS, controller, 0), last);
  EXPECT_EQ(ask(COUNT_OPEN_BLOCKS, controller, 0), first == NONE ? 0 : last - first + 1);
  EXPECT_EQ(ask(HALF_OPEN_BLOCKS, controller, 0), 0);
}

STORY(every_memory_controller_of_the_board_opens_that_and_no_block_more, "BOOT-1 ISO-3") {
#define X(controller, first, last) expect_blocks(controller, first, last);
  MEMORY_CONTROLLERS(X)
#undef X
}

static uint32_t open_ports(uint32_t address) {
#define X(port, devices)   \
  if (address == (port)) { \
    return devices;        \
  }
  OPEN_PORTS(X)
#undef X
  return 0;
}

STORY(no_port_is_open_but_the_boards, "BOOT-1 ISO-3") {
  EXPECT_EQ(read(SECRESPCFG) & 1, 0);
  EXPECT_EQ(read(NSCCFG) & 3, 1);
  for (uint32_t address = FIRST_PORTS; address <= LAST_PORTS; address += 4) {
    EXPECT_EQ(read(address), open_ports(address));
  }
}

/* The targets in the controller, and their effect: non-secure code can set neither bit of a secure line. */
STORY(no_interrupt_line_is_the_non_secure_worlds_but_the_boards, "BOOT-1 IRQ-7") {
  static const uint32_t lines[] = NON_SECURE_LINES;
  __asm volatile("cpsid i" ::: "memory");
  for (unsigned word = 0; word < sizeof lines / sizeof lines[0]; word++) {
    EXPECT_EQ(read(ITNS + word * 4), lines[word]);
    LINES_SET_ENABLE[word] = 0xFFFFFFFF;
    LINES_SET_PENDING[word] = 0xFFFFFFFF;
    EXPECT_EQ(LINES_SET_ENABLE[word], lines[word]);
    EXPECT_EQ(LINES_SET_PENDING[word], lines[word]);
    LINES_CLEAR_ENABLE[word] = 0xFFFFFFFF;
    LINES_CLEAR_PENDING[word] = 0xFFFFFFFF;
  }
  __asm volatile("cpsie i" ::: "memory");
}

static void expect_seal(const char* top) {
  EXPECT_EQ((int32_t)read((uint32_t)top), SEAL);
  EXPECT_EQ((int32_t)read((uint32_t)top + 4), SEAL);
}

STORY(every_stack_has_its_limit_and_both_words_of_its_seal, "SCH-12") {
  EXPECT_EQ(ask(MAIN_STACK_LIMIT, 0, 0), (uint32_t)handler_stack_limit);
  expect_seal(handler_stack_top);
  expect_seal(agent_stack_top);
  if (opener_stack_top != NULL) { /* NULL on the SFN backend, which has no such stack */
    expect_seal(opener_stack_top);
  }
}

/* Shows that the trials with one of them open prove something. */
STORY(memory_that_both_layers_give_away_is_readable, "ISO-3") {
  const uint32_t control = read(MPU_CTRL);
  const struct order open[] = {
      {WRITE, MPU_CTRL, 0}, /* no domain includes the page */
      {WRITE, SPARE_PAGE_AT_SECURE, 0x600DF00D},
      {WRITE, MPU_CTRL, control},
      {WRITE, SAU_RNR, SPARE_REGION},
      {WRITE, SAU_RBAR, SPARE_PAGE},
      {WRITE, SAU_RLAR, SPARE_PAGE | 1},
      {WRITE, SPARE_PAGE_CONTROLLER + MPC_BLOCK_INDEX, SPARE_PAGE_WORD},
      {WRITE, SPARE_PAGE_CONTROLLER + MPC_BLOCK_TABLE, 0xFFFFFFFF},
  };
  give(open, sizeof open / sizeof open[0]);
  EXPECT_EQ(*(volatile uint32_t*)SPARE_PAGE, 0x600DF00D);
  write(SPARE_PAGE_CONTROLLER + MPC_BLOCK_TABLE, 0);
  write(SAU_RLAR, 0);
}

/* An SG instruction in RAM is a gate only if the controller allows it too. */
STORY(a_gate_in_memory_that_both_layers_let_be_called_opens, "VEN-4") {
  const uint32_t control = read(MPU_CTRL);
  const struct order open[] = {
      {WRITE, MPU_CTRL, 0}, /* no domain includes the page, and data is never executed */
      {WRITE, SPARE_PAGE_AT_SECURE, SG},
      {WRITE, SPARE_PAGE_AT_SECURE + 4, BXNS_LR},
      {WRITE, SAU_RNR, SPARE_REGION},
      {WRITE, SAU_RBAR, SPARE_PAGE_AT_SECURE},
      {WRITE, SAU_RLAR, SPARE_PAGE_AT_SECURE | 3},
      {WRITE, NSCCFG, 3},
  };
  give(open, sizeof open / sizeof open[0]);
  ((void (*)(void))(SPARE_PAGE_AT_SECURE | 1))();
  write(NSCCFG, 1);
  write(SAU_RLAR, 0);
  write(MPU_CTRL, control);
}

STORY(a_port_alone_keeps_a_device_from_the_non_secure_world, "ISO-3") {
  const volatile uint32_t* const identity = (const volatile uint32_t*)(SPARE_DEVICE + IDENTITY);
  const uint32_t before = read(SPARE_DEVICE_NON_SECURE);
  EXPECT_EQ(*identity, 0);
  write(SPARE_DEVICE_NON_SECURE, before | SPARE_DEVICE_BIT);
  EXPECT_EQ(*identity, IDENTITY_OF_A_COMPONENT);
  write(SPARE_DEVICE_NON_SECURE, before);
}

static uint32_t identity_read_unprivileged(uint32_t ports) {
  const uint32_t control = read(MPU_CTRL);
  const struct order orders[] = {
      {WRITE, SPARE_DEVICE_UNPRIVILEGED, ports},
      {WRITE, MPU_CTRL, 0},
      {READ_UNPRIVILEGED, SPARE_DEVICE_AT_SECURE + IDENTITY, 0},
      {WRITE, MPU_CTRL, control},
      {WRITE, SPARE_DEVICE_UNPRIVILEGED, 0},
  };
  uint32_t answers[sizeof orders / sizeof orders[0]] = {0};
  const psa_invec in = {orders, sizeof orders};
  psa_outvec out = {answers, sizeof answers};
  EXPECT_EQ(psa_call(OPENER_HANDLE, 0, &in, 1, &out, 1), PSA_SUCCESS);
  return answers[2];
}

STORY(a_port_alone_keeps_a_device_from_unprivileged_code, "ISO-11") {
  EXPECT_EQ(identity_read_unprivileged(0), 0);
  EXPECT_EQ(identity_read_unprivileged(SPARE_DEVICE_BIT), IDENTITY_OF_A_COMPONENT);
}

/* The registers after a gate: r1-r3, r12, the flags and the return address. */
struct leftover {
  uint32_t r1;
  uint32_t r2;
  uint32_t r3;
  uint32_t r12;
  uint32_t flags;
  uint32_t link;
};

__attribute__((naked)) static void look_behind(struct leftover* leftover __attribute__((unused)),
                                               const uint32_t* given __attribute__((unused)),
                                               void* gate __attribute__((unused))) {
  __asm volatile(
      "push {r4-r6, lr}        \n"
      "mov  r4, r0             \n"
      "mov  r5, r2             \n"
      "ldm  r1, {r0-r3}         \n"
      "mvn  r12, #0            \n"
      "msr  apsr_nzcvq, r12    \n"
      "blx  r5                 \n"
      "0:                      \n"
      "stm  r4!, {r1-r3, r12}  \n"
      "mrs  r0, apsr           \n"
      "adr  r1, 0b             \n"
      "stm  r4, {r0, r1}       \n"
      "pop  {r4-r6, pc}        \n");
}

static void expect_nothing_behind(void* gate, uint32_t first, uint32_t second, const void* third, void* fourth) {
  const uint32_t given[] = {first, second, (uint32_t)third, (uint32_t)fourth};
  struct leftover left;
  look_behind(&left, given, gate);
  EXPECT(left.r1 == 0 || left.r1 == given[1]);
  EXPECT(left.r2 == 0 || left.r2 == given[2]);
  EXPECT(left.r3 == 0 || left.r3 == given[3]);
  EXPECT_EQ(left.r12 & ~3u, left.link & ~3u);
  EXPECT_EQ(left.flags & 0xF8000000, left.link & 0xF8000000);
}

STORY(no_gate_leaves_anything_behind, "VEN-5") {
  static void* const pattern = (void*)0x0A550003;
  const struct order order = {READ, VTOR, 0};
  uint32_t answer = 0;
  psa_invec in = {&order, sizeof order};
  psa_outvec out = {&answer, sizeof answer};
  expect_nothing_behind((void*)tfm_psa_version_veneer, OPENER_SID, 0x0A550001, (void*)0x0A550002, pattern);
  expect_nothing_behind((void*)tfm_psa_version_veneer, OPENER_SID + 1, 0x0A550001, (void*)0x0A550002, pattern);
  expect_nothing_behind((void*)tfm_psa_connect_veneer, OPENER_SID, 0x0A550001, (void*)0x0A550002, pattern);
  expect_nothing_behind((void*)tfm_psa_close_veneer, 0, 0x0A550001, (void*)0x0A550002, pattern);
  expect_nothing_behind((void*)tfm_psa_call_veneer, OPENER_HANDLE, 0, NULL, NULL);
  expect_nothing_behind((void*)tfm_psa_call_veneer, OPENER_HANDLE, PARAM_PACK(0, 1, 1), &in, &out);
  expect_nothing_behind((void*)tfm_psa_call_veneer, OPENER_HANDLE, PARAM_PACK(0, 1, 1), (void*)0x0A550002, pattern);
}

const struct story stories_of_boundary[] = {
    TOLD(the_processors_registers_have_their_stated_values),
    TOLD(nothing_of_the_secure_side_is_in_a_register_at_the_start),
    TOLD(the_attribution_unit_has_the_boards_runs_and_no_other_region),
    TOLD(every_memory_controller_of_the_board_opens_that_and_no_block_more),
    TOLD(no_port_is_open_but_the_boards),
    TOLD(no_interrupt_line_is_the_non_secure_worlds_but_the_boards),
    TOLD(every_stack_has_its_limit_and_both_words_of_its_seal),
    TOLD(memory_that_both_layers_give_away_is_readable),
    TOLD(a_gate_in_memory_that_both_layers_let_be_called_opens),
    TOLD(a_port_alone_keeps_a_device_from_the_non_secure_world),
    TOLD(a_port_alone_keeps_a_device_from_unprivileged_code),
    TOLD(no_gate_leaves_anything_behind),
};
const size_t boundary_story_count = sizeof stories_of_boundary / sizeof stories_of_boundary[0];
