// SPDX-License-Identifier: Apache-2.0

/* OPENER: a privileged partition that reads and writes the addresses of its orders. */
#include "opener.h"

#include "dirt.h"
#include "fill.h"
#include "psa/service.h"
#include "psa_manifest/opener.h"
#include "registers_of_processor.h"

static uint32_t read(uint32_t address) { return *(volatile uint32_t*)address; }
static void write(uint32_t address, uint32_t value) { *(volatile uint32_t*)address = value; }

static uint32_t read_unprivileged(uint32_t address) {
  uint32_t word;
  __asm volatile("ldrt %0, [%1]" : "=r"(word) : "r"(address) : "memory");
  return word;
}

/* Reads the table of a memory controller, through its index. */
static uint32_t look_at_blocks(uint32_t kind, uint32_t controller) {
  const uint32_t last = read(controller + 0x10);
  uint32_t count = 0;
  uint32_t half = 0;
  uint32_t first_open = NONE;
  uint32_t last_open = NONE;
  for (uint32_t i = 0; i <= last; i++) {
    write(controller + 0x18, i);
    const uint32_t blocks = read(controller + 0x1C);
    if (blocks == 0) {
      continue;
    }
    half += blocks != 0xFFFFFFFF;
    count++;
    first_open = first_open == NONE ? i : first_open;
    last_open = i;
  }
  switch (kind) {
    case COUNT_OPEN_BLOCKS: return count;
    case FIRST_OPEN_BLOCKS: return first_open;
    case LAST_OPEN_BLOCKS: return last_open;
    default: return half;
  }
}

static uint32_t main_stack_limit(void) {
  uint32_t limit;
  __asm volatile("mrs %0, msplim" : "=r"(limit));
  return limit;
}

/* If no limit stops it, the stack is left unchanged. */
static void overflow_main_stack(void) {
  __asm volatile(
      "mrs  r2, control   \n"
      "bic  r3, r2, #2    \n"
      "msr  control, r3   \n"
      "isb                \n"
      "mov  r3, #0x10000  \n"
      "sub  sp, sp, r3    \n"
      "add  sp, sp, r3    \n"
      "msr  control, r2   \n"
      "isb                \n" ::
          : "r2", "r3", "cc", "memory");
}

static void overflow_own_stack(void) {
  __asm volatile(
      "mov  r3, #0x10000  \n"
      "sub  sp, sp, r3    \n"
      "add  sp, sp, r3    \n" ::
          : "r3", "cc", "memory");
}

__attribute__((naked)) static void fault_with_registers(void) {
  __asm volatile(FILL_REGISTERS
                 "ldr  pc, 0f  \n"
                 ".balign 4    \n"
                 "0: .word " TEXT(WITHOUT_A_ROW) " + 1");
}

__attribute__((naked)) static void fault_without_room(void) {
  __asm volatile(
      "mrs  r0, psplim  \n"
      "mov  sp, r0      \n" FILL_REGISTERS
      "ldr  pc, 0f      \n"
      ".balign 4        \n"
      "0: .word " TEXT(WITHOUT_A_ROW) " + 1");
}

psa_flih_result_t alarm_flih(void) {
  fault_with_registers();
  return PSA_FLIH_NO_SIGNAL;
}

static uint32_t answer_of(const struct order* order) {
  switch (order->kind) {
    case READ: return read(order->address);
    case WRITE: write(order->address, order->value); break;
    case READ_UNPRIVILEGED: return read_unprivileged(order->address);
    case MAIN_STACK_LIMIT: return main_stack_limit();
    case OVERFLOW_MAIN_STACK: overflow_main_stack(); break;
    case OVERFLOW_OWN_STACK: overflow_own_stack(); break;
    case FAULT_WITH_REGISTERS: fault_with_registers(); break;
    case CALL_SUPERVISOR: __asm volatile("svc #0xFF"); break;
    case FAULT_WITHOUT_ROOM: fault_without_room(); break;
    case START_DIRTY: start_dirty(order->address, order->value);
    default: return look_at_blocks(order->kind, order->address);
  }
  __asm volatile("dsb\n\tisb" ::: "memory");
  return 0;
}

psa_status_t opener_sfn(const psa_msg_t* msg) {
  struct order order;
  while (psa_read(msg->handle, 0, &order, sizeof order) == sizeof order) {
    const uint32_t answer = answer_of(&order);
    psa_write(msg->handle, 0, &answer, sizeof answer);
  }
  return PSA_SUCCESS;
}
