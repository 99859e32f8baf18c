// SPDX-License-Identifier: Apache-2.0

/* FAULTY: makes the fault that a request names. */
#undef NDEBUG
#include <assert.h>

#include "faults.h"
#include "ns_board.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/faulty.h"
#include "psa_manifest/sid.h"
#include "source.h"

#define NOTHING_ANSWERS 0x1A000000u
#define SECURE_TIMER BOARD_TIMER0
#define VECTOR_TABLE 0x10000000u
#define VTOR 0xE000ED08u

enum { LINE = 21 };

static uint32_t own[8];
static volatile int32_t function_makes;
static volatile uint32_t zero;

static void store(uint32_t address) { *(volatile uint32_t*)(uintptr_t)address = 1; }

static void call_address(uint32_t address) { ((void (*)(void))(uintptr_t)address)(); }

static uint32_t descend(volatile uint8_t* above, uint32_t depth) {
  volatile uint8_t here[64];
  here[0] = above[0];
  return depth == 0 ? here[0] : descend(here, depth - 1) + here[0];
}

static struct places ask_coffer(void) {
  struct places places = {0};
  psa_outvec out = {&places, sizeof places};
  (void)psa_call(COFFER_HANDLE, TELL, NULL, 0, &out, 1);
  return places;
}

psa_flih_result_t faulty_line_flih(void) {
  switch (function_makes) {
    case FAIL_IN_FUNCTION: store(NOTHING_ANSWERS); break;
    case CALL_IN_FUNCTION: (void)psa_wait(PSA_WAIT_ANY, PSA_POLL); break;
    default: break;
  }
  return PSA_FLIH_NO_SIGNAL;
}

static void break_function(int32_t fault) {
  function_makes = fault;
  psa_irq_enable(FAULTY_LINE_SIGNAL);
  raise_source(LINE);
}

static void break_memory(int32_t fault) {
  const struct places coffer = ask_coffer();
  switch (fault) {
    case WRITE_NOWHERE: store(NOTHING_ANSWERS); break;
    case WRITE_NULL: store(zero); break;
    case WRITE_FOREIGN_DATA: store(coffer.sessions + 8); break;
    case READ_FOREIGN_DATA: own[0] = *(volatile uint32_t*)(uintptr_t)coffer.sessions; break;
    case CALL_FOREIGN_CODE: call_address(coffer.code); break;
    case WRITE_DEVICE: store(SECURE_TIMER); break;
    case OVERFLOW_STACK: own[0] = descend((volatile uint8_t*)own, 1u << 20); break;
    case CALL_DATA: call_address((uint32_t)(uintptr_t)own | 1u); break;
    case CALL_NULL: call_address(zero); break;
    case CALL_EVEN: call_address((uint32_t)(uintptr_t)faulty_sfn & ~1u); break;
    case CALL_DEVICE: call_address(SECURE_TIMER | 1u); break;
    case WRITE_VECTOR_TABLE: store(VECTOR_TABLE); break;
    case WRITE_SYSTEM_REGISTER: store(VTOR); break;
    case READ_NOWHERE: own[0] = *(volatile uint32_t*)NOTHING_ANSWERS; break;
    case OVERFLOW_DEEP: (void)psa_call(COFFER_HANDLE, OVERFLOW_DEEP, NULL, 0, NULL, 0); break;
    default: break;
  }
}

static void break_instruction(int32_t fault) {
  switch (fault) {
    case USE_COPROCESSOR: __asm volatile("mcr p1, 0, r0, c0, c0, 0"); break;
    case READ_UNALIGNED: __asm volatile("ldm %0, {r2, r3}" : : "r"((uint8_t*)own + 1) : "r2", "r3"); break;
    case READ_EXCLUSIVE_UNALIGNED: __asm volatile("ldrex r2, [%0]" : : "r"((uint8_t*)own + 1) : "r2"); break;
    case EXECUTE_BREAKPOINT: __asm volatile("bkpt #0"); break;
    case CALL_UNKNOWN_TRAP: __asm volatile("svc #200"); break;
    case EXECUTE_UNDEFINED: __asm volatile("udf #0"); break;
    case FAIL_ASSERT: assert(zero == 1); break;
    default: break;
  }
}

static void break_rule(int32_t fault, psa_handle_t message) {
  const psa_invec nowhere = {(const void*)(uintptr_t)NOTHING_ANSWERS, 4};
  switch (fault) {
    case CALL_WRONG_HANDLE: (void)psa_call(0x1234DEAD, 0, NULL, 0, NULL, 0); break;
    case CALL_CLOSED_VECTOR: (void)psa_call(COFFER_HANDLE, 0, &nowhere, 1, NULL, 0); break;
    case CONNECT_ALOOF: (void)psa_connect(COFFER_ALOOF_SID, 1); break;
    case CONNECT_UNKNOWN: (void)psa_connect(0x0000FABC, 1); break;
    case READ_WRONG_MESSAGE: (void)psa_read(PSA_NULL_HANDLE, 0, own, 1); break;
    case WRITE_TOO_MUCH: psa_write(message, 0, own, 1); break; /* the client gave no room */
    case ANNOY_COFFER: (void)psa_call(COFFER_HANDLE, ANNOY_COFFER, NULL, 0, NULL, 0); break;
    default: break;
  }
}

psa_status_t faulty_sfn(const psa_msg_t* msg) {
  break_memory(msg->type);
  break_instruction(msg->type);
  break_rule(msg->type, msg->handle);
  if (msg->type == FAIL_IN_FUNCTION || msg->type == CALL_IN_FUNCTION) {
    break_function(msg->type);
  }
  return PSA_SUCCESS;
}
