// SPDX-License-Identifier: Apache-2.0

/* Attempts that must end in a fault although one of two layers is open. Each runs in a system of its own. */
#include "facts.h"
#include "fill.h"
#include "layers.h"
#include "registers_of_processor.h"

enum { ENABLE = 1, CALLABLE = 2 };

#define OPEN_REGION(number, base, limit) \
  {WRITE, SAU_RNR, number}, {WRITE, SAU_RBAR, base}, { WRITE, SAU_RLAR, limit }
#define CLOSE_REGION(number) \
  {WRITE, SAU_RNR, number}, { WRITE, SAU_RLAR, 0 }

static void read_spare_page(void) { (void)*(volatile uint32_t*)SPARE_PAGE; }
static void read_spare_device(void) { (void)*(volatile uint32_t*)SPARE_DEVICE; }
static void call_spare_page(void) { ((void (*)(void))(SPARE_PAGE_AT_SECURE | 1u))(); }
static void call_first_gate(void) { ((void (*)(void))((uint32_t)gates_first | 1u))(); }

/* The branch target is not a gate. */
__attribute__((naked)) static void fault_with_registers(void) {
  __asm volatile(FILL_REGISTERS
                 "ldr  pc, 0f  \n"
                 ".balign 4    \n"
                 "0: .word " TEXT(SPARE_PAGE_AT_SECURE) " + 1");
}

const struct trial trials[] = {
    {"memory that the attribution unit gives away and its controller does not",
     {OPEN_REGION(SPARE_REGION, SPARE_PAGE, SPARE_PAGE | ENABLE)},
     read_spare_page,
     "the non-secure world FAULT CFSR=0x00008200 HFSR=0x00000000 SFSR=0x00000000 BFAR=" TEXT(SPARE_PAGE),
     ANY_REGISTERS},
    {"memory that its controller gives away and the attribution unit does not",
     {{WRITE, SPARE_PAGE_CONTROLLER + MPC_BLOCK_INDEX, SPARE_PAGE_WORD},
      {WRITE, SPARE_PAGE_CONTROLLER + MPC_BLOCK_TABLE, 0xFFFFFFFF}},
     read_spare_page,
     "the non-secure world FAULT CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000008",
     ANY_REGISTERS},
    {"a device whose port is open and whose address the attribution unit keeps",
     {{WRITE, SPARE_DEVICE_NON_SECURE, SPARE_DEVICE_BIT}, CLOSE_REGION(DEVICE_REGION)},
     read_spare_device,
     "the non-secure world FAULT CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000008",
     ANY_REGISTERS},
    {"a device that its port lets unprivileged code use and the MPU does not",
     {{WRITE, SPARE_DEVICE_UNPRIVILEGED, SPARE_DEVICE_BIT}, {READ_UNPRIVILEGED, SPARE_DEVICE_AT_SECURE, 0}},
     NULL,
     "OPENER FAULT CFSR=0x00000082 HFSR=0x00000000 SFSR=0x00000000 MMFAR=" TEXT(SPARE_DEVICE_AT_SECURE),
     ANY_REGISTERS},
    {"a gate in memory that the attribution unit lets be called and the controller does not",
     {{WRITE, MPU_CTRL, 0},
      {WRITE, SPARE_PAGE_AT_SECURE, SG},
      {WRITE, SPARE_PAGE_AT_SECURE + 4, BXNS_LR},
      OPEN_REGION(SPARE_REGION, SPARE_PAGE_AT_SECURE, SPARE_PAGE_AT_SECURE | CALLABLE | ENABLE)},
     call_spare_page,
     "the non-secure world FAULT at=" TEXT(SPARE_PAGE_AT_SECURE) " CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000001",
     ANY_REGISTERS},
    {"a gate in memory that the controller lets be called and the attribution unit does not",
     {{WRITE, MPU_CTRL, 0},
      {WRITE, SPARE_PAGE_AT_SECURE, SG},
      {WRITE, SPARE_PAGE_AT_SECURE + 4, BXNS_LR},
      {WRITE, NSCCFG, 3}},
     call_spare_page,
     "the non-secure world FAULT at=" TEXT(SPARE_PAGE_AT_SECURE) " CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000001",
     ANY_REGISTERS},
    {"a gate outside the NSC region",
     {CLOSE_REGION(NSC_REGION)},
     call_first_gate,
     "the non-secure world FAULT CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000001",
     ANY_REGISTERS},
    {"the main stack below its limit, without the MPU",
     {{WRITE, MPU_CTRL, 0}, {OVERFLOW_MAIN_STACK, 0, 0}},
     NULL,
     "OPENER FAULT OVERFLOW CFSR=0x00100000 HFSR=0x00000000",
     ANY_REGISTERS},
    {"a partition's stack below its limit, without the MPU",
     {{WRITE, MPU_CTRL, 0}, {OVERFLOW_OWN_STACK, 0, 0}},
     NULL,
     "OPENER FAULT OVERFLOW CFSR=0x00100000 HFSR=0x00000000",
     ANY_REGISTERS},
    {"a supervisor call that the interface does not have",
     {{CALL_SUPERVISOR, 0, 0}},
     NULL,
     "OPENER PE-11",
     ANY_REGISTERS},
    {"a frame that does not fit above a stack's limit, with a value in each register",
     {{FAULT_WITHOUT_ROOM, 0, 0}},
     NULL,
     "OPENER FAULT OVERFLOW CFSR=0x00100001 HFSR=0x00000000",
     KEPT_REGISTERS},
    {"secure memory as code, with a value in each register",
     {{0}},
     fault_with_registers,
     "the non-secure world FAULT at=" TEXT(SPARE_PAGE_AT_SECURE) " CFSR=0x00000000 HFSR=0x00000000 SFSR=0x00000001",
     FILLED_REGISTERS},
    {"a device as code, with a value in each register",
     {{FAULT_WITH_REGISTERS, 0, 0}},
     NULL,
     "OPENER FAULT at=" TEXT(WITHOUT_A_ROW) " CFSR=0x00000001 HFSR=0x00000000 SFSR=0x00000000",
     FILLED_REGISTERS},
    {"a device as code, from an interrupt function",
     {{WRITE, NVIC_ISER, 1 << ALARM}, {WRITE, NVIC_ISPR, 1 << ALARM}},
     NULL,
     "OPENER FAULT at=" TEXT(WITHOUT_A_ROW) " CFSR=0x00000001 HFSR=0x00000000 SFSR=0x00000000",
     FILLED_REGISTERS},
};
const size_t trial_count = sizeof trials / sizeof trials[0];
