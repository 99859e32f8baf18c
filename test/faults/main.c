// SPDX-License-Identifier: Apache-2.0

/* Provokes one fault after the other. Each time the system resets and goes on; `expect-words` announces what
 * `postern decode` must say of the record, where * is any text. words.sh compares. */
#include <stdio.h>

#include "attempts.h"
#include "faults.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa/framework_feature.h"
#include "psa_manifest/sid.h"

#define ABOVE_1 (PSA_FRAMEWORK_ISOLATION_LEVEL > 1)

struct provoked {
  const char* name;
  psa_handle_t handle; /* 0: the non-secure program makes the fault itself */
  int32_t fault;
  const char* record; /* "PARTITION RULE" or "PARTITION FAULT" */
  const char* words;
  bool is_only_above_1; /* at level 1 nothing stops it: all partitions are privileged */
};

/* Faults of the non-secure program itself. */
enum own_fault {
  READ_SECURE,
  ENTER_BESIDE_GATE,
  FORGE_RETURN,
  OWN_UNDEFINED,
  OWN_UNALIGNED,
  OWN_DIVIDE,
  OWN_NULL_CALL,
  OWN_COPROCESSOR,
  OWN_READ_NOWHERE,
  OWN_BREAKPOINT,
  OWN_CALL_EVEN,
  OWN_OVERFLOW,
  OWN_STACK_ON_KERNELS,
  OWN_STACK_ON_AGENTS,
  OWN_STACK_NOWHERE
};

#define FAULTY "FAULTY (id 3402) "
#define WORLD "the non-secure world "
/* On the SFN backend a call leaves no registers, and the record does not tell who answered. */
#ifdef ENDING_SID
#define BACKEND_WORDS(ipc, sfn) ipc
#else
#define BACKEND_WORDS(ipc, sfn) sfn
#endif
#define IN_STORE " *where faulty.c:* in `store` * called from faulty.c:* in `faulty_sfn`* for the non-secure world"

static const struct provoked provoked[] = {
    {"a_write_where_nothing_is", FAULTY_HANDLE, WRITE_NOWHERE, "FAULTY FAULT",
     FAULTY "wrote to 0x1A000000, which is no memory and no device of this image*where*faulty.c:* in `faulty_sfn`*for "
            "the non-secure world *",
     false},
    {"a_write_for_a_client_of_a_client", COURIER_HANDLE, WRITE_NOWHERE, "FAULTY FAULT",
     FAULTY "wrote to 0x1A000000*for COURIER, which serves the non-secure world *", false},
    {"a_write_through_null", FAULTY_HANDLE, WRITE_NULL, "FAULTY FAULT", FAULTY "wrote to 0x00000000, which is null*",
     true},
    {"a_write_to_foreign_data", FAULTY_HANDLE, WRITE_FOREIGN_DATA, "FAULTY FAULT",
     FAULTY "wrote to 0x*, which is private data of COFFER, variable `sessions`+8*no line of a manifest: COFFER gives "
            "or takes these bytes in a call*",
     true},
    {"a_read_of_foreign_data", FAULTY_HANDLE, READ_FOREIGN_DATA, "FAULTY FAULT",
     FAULTY "read from 0x*, which is private data of COFFER, variable `sessions` *", true},
    {"a_call_of_foreign_code", FAULTY_HANDLE, CALL_FOREIGN_CODE, "FAULTY FAULT",
     FAULTY "branched to 0x*, which is code of COFFER, function `coffer_sfn` where called from faulty.c:*", true},
    {"a_write_to_a_device", FAULTY_HANDLE, WRITE_DEVICE, "FAULTY FAULT",
     FAULTY "wrote to 0x5*, which is the device *, which no manifest of this image has*in the manifest of "
            "FAULTY: `mmio_regions: *",
     true},
    {"an_overflow_of_the_stack", FAULTY_HANDLE, OVERFLOW_STACK, "FAULTY FAULT OVERFLOW",
     FAULTY "overflowed *of *bytes*descend*larger `stack_size`*", false},
    {"execution_of_data", FAULTY_HANDLE, CALL_DATA, "FAULTY FAULT",
     FAULTY "branched to 0x*, which is private data of FAULTY, variable `own`*", false},
    {"a_call_of_a_null_pointer", FAULTY_HANDLE, CALL_NULL, "FAULTY FAULT",
     FAULTY "branched to a null pointer*called from faulty.c:*", false},
    {"a_coprocessor", FAULTY_HANDLE, USE_COPROCESSOR, "FAULTY FAULT",
     FAULTY "used the floating-point unit or another coprocessor*NOCP*", false},
    {"an_unaligned_read", FAULTY_HANDLE, READ_UNALIGNED, "FAULTY FAULT",
     FAULTY
     "read from 0x*, which is private data of FAULTY, variable `own`+1, and the address is not aligned*UNALIGNED*",
     false},
    {"an_undefined_instruction", FAULTY_HANDLE, EXECUTE_UNDEFINED, "FAULTY FAULT",
     FAULTY "executed an instruction that this processor does not have*UNDEFINSTR*", false},
    {"a_wrong_handle", FAULTY_HANDLE, CALL_WRONG_HANDLE, "FAULTY CALL-2",
     FAULTY "broke CALL-2 in psa_call*where*faulty.c:*rule*CALL-2: *", false},
    {"a_vector_elsewhere", FAULTY_HANDLE, CALL_CLOSED_VECTOR, "FAULTY CALL-7",
     FAULTY BACKEND_WORDS(
         "broke CALL-7 in psa_call: FAULTY may not read input vector 0, 4 bytes at 0x1A000000, which is no "
         "memory*passed handle 0x4*, input vectors: 1 at 0x*, output vectors: 0 at *rule*CALL-7: *",
         "broke CALL-7 in psa_call where *passed not in the record*one of 1. FAULTY may not read an "
         "input vector 2. *4. two input vectors overlap*rule*CALL-7: *"),
     false},
    {"a_missing_dependency", FAULTY_HANDLE, CONNECT_ALOOF, "FAULTY CONN-2",
     FAULTY "asked psa_connect for COFFER_ALOOF (SID 0x0000F302), which is not among the dependencies of its "
            "manifest*`dependencies: ?COFFER_ALOOF?`*",
     false},
    {"an_unknown_service", FAULTY_HANDLE, CONNECT_UNKNOWN, "FAULTY CONN-1",
     FAULTY "asked psa_connect for the SID 0x0000FABC, and this image has no such service*", false},
    {"a_read_of_no_message", FAULTY_HANDLE, READ_WRONG_MESSAGE, "FAULTY READ-1",
     FAULTY BACKEND_WORDS(
         "broke READ-1 in psa_read: the handle of the message is null where *faulty.c:*passed handle "
         "0x00000000, vector 0, 1 byte at 0x*",
         "broke READ-1 in psa_read where *faulty.c:*one of 1. the handle is null, or *2. the number of "
         "the vector is not below PSA_MAX_IOVEC, 4 3. FAULTY may not write to the buffer *"),
     false},
    {"a_write_without_room", FAULTY_HANDLE, WRITE_TOO_MUCH, "FAULTY WRITE-1",
     FAULTY BACKEND_WORDS(
         "broke WRITE-1 in psa_write where *passed handle 0x*, vector 0, 1 byte at 0x*one of 1. output "
         "vector 0 of the client has no room for 1 byte 2. the message 0x*, of the non-secure world, was "
         "answered before, or is no request*",
         "broke WRITE-1 in psa_write where *one of 1. the output vector of the client has no room *4. "
         "FAULTY may not read the buffer *"),
     false},
    {"a_failed_assert", FAULTY_HANDLE, FAIL_ASSERT, "FAULTY PANIC-1",
     FAULTY "gave up: *test/faults/faulty.c:*: break_instruction: assertion `zero == 1` failed where *faulty.c:*",
     false},
    {"a_call_that_its_service_condemns", FAULTY_HANDLE, ANNOY_COFFER, "FAULTY REPLY-7",
     FAULTY BACKEND_WORDS(
         "made a call that the service COFFER (SID 0x0000F301), of COFFER, answered with PSA_ERROR_PROGRAMMER_ERROR "
         "(-129) "
         "where the record has no address in FAULTY, only the registers of COFFER look at what `coffer_sfn` "
         "(coffer.c:*) "
         "returns for *registers of COFFER: pc *",
         "made a call that the service COFFER (SID 0x0000F301) answered with PSA_ERROR_PROGRAMMER_ERROR (-129) where "
         "faulty.c:* look at what `coffer_sfn` (coffer.c:*) returns *"),
     false},
    {"a_call_without_the_thumb_bit", FAULTY_HANDLE, CALL_EVEN, "FAULTY FAULT",
     FAULTY
     "branched to 0x*, which is code of FAULTY, function `faulty_sfn`, and the address has no Thumb bit*called from "
     "faulty.c:*",
     false},
    {"execution_of_a_device", FAULTY_HANDLE, CALL_DEVICE, "FAULTY FAULT",
     FAULTY "branched to 0x5*, which is the device *, which no manifest of this image has where called from faulty.c:*",
     false},
    {"a_breakpoint", FAULTY_HANDLE, EXECUTE_BREAKPOINT, "FAULTY FAULT",
     FAULTY "executed a breakpoint (`bkpt`), and no debugger is attached where faulty.c:*", false},
    {"a_supervisor_call_of_no_number", FAULTY_HANDLE, CALL_UNKNOWN_TRAP, "FAULTY PE-11",
     FAULTY BACKEND_WORDS(
         "made a supervisor call (`svc`) with a number that no call of this image has",
         "made a supervisor call (`svc`), and the SFN backend has none") " where the record has no "
                                                                         "address look at `svc #200`, faulty.c:* in "
                                                                         "`break_instruction` for *",
     false},
    {"a_write_to_the_vector_table", FAULTY_HANDLE, WRITE_VECTOR_TABLE, "FAULTY FAULT",
     FAULTY "wrote to 0x10000000, which is code of the SPM, variable `port::vectors`*", false},
    {"an_exclusive_read_that_is_not_aligned", FAULTY_HANDLE, READ_EXCLUSIVE_UNALIGNED, "FAULTY FAULT",
     FAULTY "read from 0x*, which is private data of FAULTY, variable `own`+1, and the address is not aligned where "
            "faulty.c:*",
     false},
    {"a_write_to_a_system_register", FAULTY_HANDLE, WRITE_SYSTEM_REGISTER, "FAULTY FAULT",
     FAULTY "wrote to 0xE000ED08, which is a register of the processor, which only the SPM may use*", true},
    {"a_read_where_nothing_is", FAULTY_HANDLE, READ_NOWHERE, "FAULTY FAULT",
     FAULTY "read from 0x1A000000, which is no memory and no device of this image*", false},
    {"a_fault_in_an_interrupt_function", FAULTY_HANDLE, FAIL_IN_FUNCTION, "FAULTY FAULT",
     FAULTY "wrote to 0x1A000000*where faulty.c:*faulty_line_flih*", false},
    {"a_call_in_an_interrupt_function", FAULTY_HANDLE, CALL_IN_FUNCTION, "FAULTY PE-11",
     FAULTY
     "made a call in an interrupt function, where none is allowed where the record has no address look at the calls "
     "in `faulty_line_flih` (faulty.c:*) rule *",
     false},
    {"an_overflow_in_a_dependency", FAULTY_HANDLE, OVERFLOW_DEEP, "COFFER FAULT OVERFLOW",
     "COFFER (id 3401) overflowed *descend*", false},
#ifdef ENDING_SID
    {"an_entry_function_that_returns", ENDING_HANDLE, END_ENTRY, "ENDING PANIC-1",
     "ENDING (id 3404) returned from its entry function, which must not end*", false},
    {"a_message_answered_twice", ENDING_HANDLE, REPLY_TWICE, "ENDING REPLY-2",
     "ENDING (id 3404) broke REPLY-2 in psa_reply: ENDING held no message: each that it took was answered before, *"
     "ending.c:*passed handle 0x*, status PSA_SUCCESS (0)*",
     false},
#endif
    {"a_read_of_secure_memory", 0, READ_SECURE, WORLD "FAULT",
     WORLD "read from secure memory*where 0x* in `make_own` called from *SFSR 0x00000008 (AUVIOL)*", false},
    {"a_branch_beside_the_gates", 0, ENTER_BESIDE_GATE, WORLD "FAULT",
     WORLD "branched to the secure world beside its gates, to 0x10000400*where at the end of `make_own`, or of a "
           "function that it called last, called from 0x* in `make` *INVEP*",
     false},
    {"a_forged_return", 0, FORGE_RETURN, WORLD "FAULT",
     WORLD "returned to the secure world where no exception and no call had come from*", false},
    {"an_undefined_instruction_of_the_non_secure_world", 0, OWN_UNDEFINED, WORLD "FAULT",
     WORLD "executed an instruction that this processor does not have*CFSR_NS 0x* (UNDEFINSTR)*", false},
    {"an_unaligned_read_of_the_non_secure_world", 0, OWN_UNALIGNED, WORLD "FAULT",
     WORLD "read from 0x*, which is memory of the non-secure world, and the address is not aligned where 0x* in "
           "`make_own` called from *CFSR_NS*",
     false},
    {"a_division_by_zero_of_the_non_secure_world", 0, OWN_DIVIDE, WORLD "FAULT",
     WORLD "divided by zero*CFSR_NS 0x* (DIVBYZERO)*", false},
    {"a_call_of_null_of_the_non_secure_world", 0, OWN_NULL_CALL, WORLD "FAULT", WORLD "branched to a null pointer*",
     false},
    {"a_coprocessor_of_the_non_secure_world", 0, OWN_COPROCESSOR, WORLD "FAULT",
     WORLD "used the floating-point unit or another coprocessor*CFSR_NS*", false},
    {"a_read_of_the_non_secure_world_where_nothing_is", 0, OWN_READ_NOWHERE, WORLD "FAULT",
     WORLD "read from 0x4E000000, which is no memory and no device of this image where 0x* in `make_own` called from *",
     false},
    {"a_breakpoint_of_the_non_secure_world", 0, OWN_BREAKPOINT, WORLD "FAULT",
     WORLD "executed a breakpoint (`bkpt`), and no debugger is attached where 0x* in `make_own` *", false},
    {"a_call_without_the_thumb_bit_of_the_non_secure_world", 0, OWN_CALL_EVEN, WORLD "FAULT",
     WORLD
     "branched to 0x*, which is memory of the non-secure world, function `make_own`, and the address has no Thumb bit*",
     false},
    {"an_overflow_of_the_stack_of_the_non_secure_world", 0, OWN_OVERFLOW, WORLD "FAULT OVERFLOW",
     WORLD "overflowed its stack where return address on the stack: 0x* in `*CFSR_NS 0x* (STKOF)*", false},
    {"a_stack_of_the_non_secure_world_on_the_kernels", 0, OWN_STACK_ON_KERNELS, WORLD "FAULT at=0x00000000",
     WORLD "accessed 0x38000FE0!(*where*|*registers*)AUVIOL!(*where*|*registers*)", false},
    {"a_stack_of_the_non_secure_world_on_the_agents", 0, OWN_STACK_ON_AGENTS, WORLD "FAULT at=0x00000000",
     WORLD "accessed 0x380011E0!(*where*|*registers*)AUVIOL!(*where*|*registers*)", false},
    {"a_stack_of_the_non_secure_world_where_nothing_is", 0, OWN_STACK_NOWHERE, WORLD "FAULT",
     WORLD "had no stack where an exception could keep its registers*0x4E0000E0*STKERR*", false},
};
enum { PROVOKED = sizeof provoked / sizeof provoked[0] };

__attribute__((naked)) void SVC_Handler(void) {
  __asm volatile(
      "mvn   lr, #2 \n" /* 0xFFFFFFFD: to a secure thread */
      "bx    lr     \n");
}

/* A fault whose frame would lie there. */
static void leave_stack(uint32_t stack) {
  __asm volatile(
      "mov  sp, %0 \n"
      "udf  #0     \n" ::"r"(stack));
}

static void make_own(int32_t fault) {
  static volatile uint32_t zero;
  static volatile uint32_t words[4];
  volatile uint32_t* const control = (volatile uint32_t*)0xE000ED14; /* CCR */
  switch ((enum own_fault)fault) {
    case READ_SECURE: words[0] = *(volatile uint32_t*)0x38000000; break;
    case ENTER_BESIDE_GATE: ((void (*)(void))(uintptr_t)0x10000401)(); break;
    case FORGE_RETURN: __asm volatile("svc 0" ::: "memory"); break;
    case OWN_UNDEFINED: __asm volatile("udf #0"); break;
    case OWN_UNALIGNED: __asm volatile("ldm %0, {r2, r3}" : : "r"((uint8_t*)words + 1) : "r2", "r3"); break;
    case OWN_DIVIDE:
      *control |= 1u << 4; /* DIV_0_TRP */
      words[0] = 10 / zero;
      break;
    case OWN_NULL_CALL: ((void (*)(void))(uintptr_t)zero)(); break;
    case OWN_COPROCESSOR: __asm volatile("mcr p1, 0, r0, c0, c0, 0"); break;
    case OWN_READ_NOWHERE: words[0] = *(volatile uint32_t*)0x4E000000; break;
    case OWN_BREAKPOINT: __asm volatile("bkpt #0"); break;
    case OWN_OVERFLOW:
      __asm volatile(
          "mov  r0, sp         \n"
          "sub  r0, #64        \n"
          "msr  msplim, r0     \n"
          "msr  psplim, r0     \n"
          "1: push {r0-r7}     \n"
          "b    1b             \n" ::
              : "r0", "memory");
      break;
    /* Where these stacks are on the an521 at level 1; elsewhere it is other secure memory. */
    case OWN_STACK_ON_KERNELS: leave_stack(0x38001000); break;
    case OWN_STACK_ON_AGENTS: leave_stack(0x38001200); break;
    case OWN_STACK_NOWHERE: leave_stack(0x4E000100); break;
    case OWN_CALL_EVEN: ((void (*)(void))((uintptr_t)make_own & ~(uintptr_t)1))(); break;
  }
}

/* The number of the fault that a list has at a place, after those that do not apply are left out. */
static bool nth(uint32_t place, uint32_t* number) {
  for (uint32_t i = 0; i < PROVOKED; i++) {
    if (provoked[i].is_only_above_1 && !ABOVE_1) {
      continue;
    }
    if (place-- == 0) {
      *number = i;
      return true;
    }
  }
  return false;
}

static bool name(uint32_t place, char* text, const char** rules) {
  uint32_t number;
  if (!nth(place, &number)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s", provoked[number].name);
  *rules = "";
  return true;
}

static void make(uint32_t place) {
  uint32_t number = 0;
  (void)nth(place, &number);
  const struct provoked* const fault = &provoked[number];
  ns_print("expect-words ");
  ns_print(fault->words);
  ns_print("\n");
  expect_panic("%s", fault->record);
  if (fault->handle == 0) {
    make_own(fault->fault);
  } else {
    (void)psa_call(fault->handle, fault->fault, NULL, 0, NULL, 0);
  }
  judged(false, RESET, ", and nothing stopped it");
}

static bool coffer_answers(void) { return psa_call(COFFER_HANDLE, TELL, NULL, 0, NULL, 0) == PSA_SUCCESS; }

int main(void) {
  static const struct attempts lists[] = {{name, make, coffer_answers, false}};
  static const struct attempt_suite suite = {.name = "faults", .lists = lists, .list_count = 1};
  run_attempts(&suite);
}
