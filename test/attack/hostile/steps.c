// SPDX-License-Identifier: Apache-2.0

#include "steps.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "areas.h"
#include "config_impl.h"
#include "ns_board.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "runtime/trap_numbers.h"
#include "tfm_veneers.h"

SECURE(kernel_code, "text_start");
SECURE(kernel_constants, "constants_start");
SECURE(kernel_data, "area_0_data_start");
SECURE(panic_record, "ram_end"); /* directly above it */
SECURE(gates, "gates_start");
SECURE(handler_stack, "handler_stack_top");
SECURE(agent_stack, "agent.stack_top");
SECURE(idle_stack, "idle.stack_top");
SECURE(own_stack_limit, "RAIDER.stack_limit");
SECURE(own_stack_top, "RAIDER.stack_top");
SECURE(foreign_stack, "TARGET.stack_top");

extern const char ns_code_start[];
extern const char ns_data_start[];

#define NO_STACK 0xF0000000u
#define SYSTEM_REGISTERS 0xE0000000u
#define FPU_FEATURES 0xE000EF40u /* MVFR0 */
#define SYSTEM_REGISTERS_END 0xE0100000u
enum { FRAME = 32, SECURE_BIT = 0x10000000 };

static struct own_places raider;
static struct own_places target;
static struct place own_code;
static struct place own_constants;
static struct place own_data;
static struct place foreign_code;
static struct place foreign_constants;
static struct place foreign_data;

/* An address that an attacker could point to. */
struct spot {
  const char* name;
  uint32_t address;
};
enum { MOST_SPOTS = 40 };
static struct spot spots[MOST_SPOTS];
static unsigned spot_count;

static void add(const char* name, uint32_t address) { spots[spot_count++] = (struct spot){name, address}; }

/* Adds addresses that belong neither to RAIDER nor to the non-secure world. */
static void add_foreign(void) {
  add("another's code", foreign_code.first);
  add("another's constants", foreign_constants.first);
  add("another's data", target.data);
  add("the first word of another's data", foreign_data.first);
  add("the end of another's data", foreign_data.last - 4);
  add("another's stack", (uint32_t)foreign_stack - 16);
  add("the kernel's code", (uint32_t)kernel_code + 64);
  add("the kernel's constants", (uint32_t)kernel_constants);
  add("the kernel's data", (uint32_t)kernel_data);
  add("the kernel's stack", (uint32_t)handler_stack - 16);
  add("the running context", (uint32_t)handler_stack);
  add("the panic record", (uint32_t)panic_record - 32);
  add("the agent's stack", (uint32_t)agent_stack - 16);
  add("the security controller", BOARD_SECURITY_CONTROL);
  add("the processor", 0xE000ED90);
  add("the other address of another's data", target.data - SECURE_BIT);
  add("the other address of the kernel's data", (uint32_t)kernel_data - SECURE_BIT);
  add("nothing", 0);
  add("nearly nothing", 8);
  add("where nothing is", 0x4F000000);
  add("the end of all addresses", 0xFFFFFFFC);
}

static bool ask(psa_handle_t handle, struct own_places* places) {
  const struct deed deed = {TELL_PLACES, 0, 0};
  const psa_invec in = {&deed, sizeof deed};
  psa_outvec out = {places, sizeof *places};
  (void)psa_call(handle, 0, &in, 1, &out, 1);
  return out.len == sizeof *places;
}

bool prepare_steps(void) {
  if (!ask(RAIDER_HANDLE, &raider) || !ask(TARGET_HANDLE, &target)) {
    return false;
  }
  own_code = region_with(raider.code, REGION_CODE);
  own_constants = region_with(raider.constant, REGION_CONSTANTS);
  own_data = region_with(raider.data, REGION_DATA);
  foreign_code = region_with(target.code, REGION_CODE);
  foreign_constants = region_with(target.constant, REGION_CONSTANTS);
  foreign_data = region_with(target.data, REGION_DATA);
  spot_count = 0;
  add_foreign();
  return own_code.first != 0 && own_constants.first != 0 && own_data.first != 0 && foreign_code.first != 0 &&
         foreign_constants.first != 0 && foreign_data.first != 0 && own_stack_limit != NULL && panic_record != NULL &&
         agent_stack != NULL && kernel_data != NULL;
}

/* Counts down to the wanted step, in the order in which steps are offered. */
struct search {
  uint32_t left;
  struct step* step;
  bool found;
};

static struct step* offered(struct search* search) {
  if (search->found || search->left-- != 0) {
    return NULL;
  }
  search->found = true;
  *search->step = (struct step){.actor = BY_RAIDER};
  return search->step;
}

static void offer_answer(struct search* search, const char* name, struct deed deed, uint32_t answer) {
  struct step* const step = offered(search);
  if (step != NULL) {
    (void)snprintf(step->name, sizeof step->name, "%s", name);
    step->deed = deed;
    step->outcome = ANSWERED;
    step->answer = answer;
  }
}

static void offer_panic(struct search* search, const char* name, struct deed deed, const char* record) {
  struct step* const step = offered(search);
  if (step != NULL) {
    (void)snprintf(step->name, sizeof step->name, "%s", name);
    (void)snprintf(step->record, sizeof step->record, "RAIDER %s", record);
    step->deed = deed;
    step->outcome = PANIC;
  }
}

#define STACK_OVERFLOW "FAULT OVERFLOW CFSR=0x00100000"
#define FRAME_NOT_WRITTEN "FAULT CFSR=0x00000010"
#define FRAME_ON_SYSTEM_REGISTERS "FAULT CFSR=0x00001000" /* the MPU is not consulted there */

/* The frame of a trap is written with the caller's own rights; otherwise the trap fails. */
static void offer_stack(struct search* search, const char* name, uint32_t stack) {
  char line[96];
  const struct deed deed = {TRAP_WITH_STACK, stack, 0};
  (void)snprintf(line, sizeof line, "a trap with the stack pointer at %s", name);
  if (stack - FRAME < (uint32_t)own_stack_limit || stack < FRAME) {
    offer_panic(search, line, deed, STACK_OVERFLOW);
  } else if (stack <= own_data.last + 4) {
    offer_answer(search, line, deed, PSA_VERSION_NONE);
  } else if (stack >= SYSTEM_REGISTERS && stack < SYSTEM_REGISTERS_END) {
    offer_panic(search, line, deed, FRAME_ON_SYSTEM_REGISTERS);
  } else {
    offer_panic(search, line, deed, FRAME_NOT_WRITTEN);
  }
}

static void offer_stacks(struct search* search) {
  const uint32_t limit = (uint32_t)own_stack_limit;
  offer_stack(search, "the lowest place for a frame", limit + FRAME);
  offer_stack(search, "8 bytes below that", limit + FRAME - 8);
  offer_stack(search, "its own limit", limit);
  offer_stack(search, "below its own limit", limit - 8);
  offer_stack(search, "the top of its own stack", (uint32_t)own_stack_top);
  offer_stack(search, "the end of its own data", own_data.last + 4);
  offer_stack(search, "8 bytes above that", own_data.last + 4 + 8);
  offer_stack(search, "a frame above that", own_data.last + 4 + FRAME);
  offer_stack(search, "its own data", raider.data + FRAME);
  offer_stack(search, "its own code", own_code.last);
  offer_stack(search, "the gates", (uint32_t)gates + 64);
  offer_stack(search, "the idle thread's stack", (uint32_t)idle_stack);
  offer_stack(search, "the top of the agent's stack", (uint32_t)agent_stack);
  offer_stack(search, "the top of another's stack", (uint32_t)foreign_stack);
  offer_stack(search, "the top of the kernel's stack", (uint32_t)handler_stack);
  offer_stack(search, "the end of the panic record", (uint32_t)panic_record);
  offer_stack(search, "the end of all secure memory", BOARD_MEMORY_SECURE_RAM_END);
  offer_stack(search, "non-secure memory", BOARD_MEMORY_NON_SECURE_RAM + 64);
  offer_stack(search, "non-secure code", (uint32_t)ns_code_start + 64);
  for (unsigned i = 0; i < spot_count; i++) {
    offer_stack(search, spots[i].name, spots[i].address & ~7u);
  }
}

static void offer_numbers(struct search* search) {
  /* The first is the trap of psa_irq_disable, which no partition of this image calls. */
  static const uint8_t missing[] = {18, 29, 30, 31, 32, 33, 34, 35, 36, 47, 63, 64, 127, 128, 200, 254, 255};
  char line[96];

  offer_answer(search, "the number of a gate: version", (struct deed){TRAP_NUMBER, POSTERN_TRAP_GATE_VERSION, 0},
               PSA_VERSION_NONE);
  offer_answer(search, "the number of a gate: connect", (struct deed){TRAP_NUMBER, POSTERN_TRAP_GATE_CONNECT, 0},
               (uint32_t)PSA_ERROR_CONNECTION_REFUSED);
  offer_answer(search, "the number of a gate: call", (struct deed){TRAP_NUMBER, POSTERN_TRAP_GATE_CALL, 0},
               (uint32_t)PSA_ERROR_PROGRAMMER_ERROR);
  offer_answer(search, "the number of a gate: close", (struct deed){TRAP_NUMBER, POSTERN_TRAP_GATE_CLOSE, 0}, 0);
  for (unsigned i = 0; i < sizeof missing; i++) {
    (void)snprintf(line, sizeof line, "trap %u, which its image does not have", missing[i]);
    offer_panic(search, line, (struct deed){TRAP_NUMBER, missing[i], 0}, "PE-11");
  }
  offer_panic(search, "the trap of the loop of the SFN model",
              (struct deed){TRAP_NUMBER, POSTERN_TRAP_REPLY_AND_RECEIVE, 0}, "SFN-7");
}

static void offer_number_of_target(struct search* search, uint32_t number, const char* record) {
  struct step* const step = offered(search);
  if (step != NULL) {
    (void)snprintf(step->name, sizeof step->name, "trap %u by a partition of the SFN model", (unsigned)number);
    (void)snprintf(step->record, sizeof step->record, "TARGET %s", record);
    step->actor = BY_TARGET;
    step->deed = (struct deed){TRAP_NUMBER, number, 0};
    step->outcome = PANIC;
  }
}

/* Non-secure code, called by RAIDER, calls all gates; they refuse, because RAIDER is not the agent. */
static uint32_t knock_on_all_gates(void) {
  static uint8_t byte;
  const psa_invec in = {&byte, 1};
  psa_outvec out = {&byte, 1};
  const bool refused = tfm_psa_version_veneer(TARGET_SID) == PSA_VERSION_NONE &&
                       tfm_psa_connect_veneer(TARGET_SID, 1) == PSA_ERROR_CONNECTION_REFUSED &&
                       tfm_psa_call_veneer(TARGET_HANDLE, 0x01010000u, &in, &out) == PSA_ERROR_PROGRAMMER_ERROR;
  tfm_psa_close_veneer(1);
  return refused ? CHECKED : 0;
}

static void fault_in_vain(void) { __asm volatile("udf #0"); }

static void read_gates(void) { (void)*(const volatile uint32_t*)gates; }

static void offer_processor(struct search* search) {
  char record[64];
  offer_panic(search, "becomes privileged and looks at the processor", (struct deed){BECOME_PRIVILEGED, 0, 0},
              "FAULT CFSR=0x00008200 BFAR=0xE000ED90");
  offer_answer(search, "masks all interrupts", (struct deed){MASK_INTERRUPTS, 0, 0}, 0);
  offer_panic(search, "lifts the limit of its stack",
              (struct deed){LIFT_STACK_LIMIT, (uint32_t)own_stack_limit - 64, 0}, STACK_OVERFLOW);
  offer_answer(search, "moves all stacks", (struct deed){MOVE_OTHER_STACKS, 0, 0}, 1);
  offer_answer(search, "selects the main stack", (struct deed){SELECT_MAIN_STACK, 0, 0}, 3);
  offer_panic(search, "lets its stack overflow", (struct deed){OVERFLOW_STACK, 0, 0}, STACK_OVERFLOW);
  offer_answer(search, "has non-secure code call every gate on its stack",
               (struct deed){CALL_NON_SECURE, (uint32_t)knock_on_all_gates, 0}, CHECKED);
  /* The fault handler must not read more at this stack pointer. */
  offer_panic(search, "has non-secure code fault above an invalid stack pointer",
              (struct deed){LEAVE_WITH_STACK, (uint32_t)fault_in_vain, NO_STACK}, "FAULT CFSR=0x00000000");
  offer_panic(search, "has non-secure code read secure memory above an invalid stack pointer",
              (struct deed){LEAVE_WITH_STACK, (uint32_t)read_gates, NO_STACK}, "FAULT CFSR=0x00000000");
  if (CONFIG_TFM_ENABLE_CP10CP11 && *(const volatile uint32_t*)FPU_FEATURES != 0) {
    offer_answer(search, "uses floating point where the non-secure world may", (struct deed){FLOAT, 0, 0}, 0);
  } else {
    offer_panic(search, "uses floating point that it did not ask for", (struct deed){FLOAT, 0, 0},
                "FAULT CFSR=0x00080000");
  }
  offer_panic(search, "executes an undefined instruction", (struct deed){UNDEFINED, 0, 0}, "FAULT CFSR=0x00010000");
  offer_panic(search, "stops for a debugger", (struct deed){BREAKPOINT, 0, 0}, "FAULT");
  static const uint32_t values[] = {0xFFFFFFFD, 0xFFFFFFF9, 0xFFFFFFBC, 0xFFFFFFF1, 0xFFFFFFED, 0xFFFFFFFF};
  for (unsigned i = 0; i < sizeof values / sizeof values[0]; i++) {
    char line[96];
    (void)snprintf(line, sizeof line, "returns although there was no exception, with 0x%08" PRIX32, values[i]);
    (void)snprintf(record, sizeof record, "FAULT at=0x%08" PRIX32 " CFSR=0x00000001", values[i] & ~1u);
    offer_panic(search, line, (struct deed){JUMP, values[i], 0}, record);
  }
}

/* A pointer from RAIDER to memory that it may not use this way is RAIDER's panic, by the rule of the call. */
static const struct pointer {
  const char* name;
  const char* rule;
  uint32_t size; /* the least number of bytes that are accessed */
  bool writes;
} pointers[] = {
    {"an array of inputs", "CALL-7", sizeof(psa_invec), false},
    {"an array of outputs", "CALL-7", sizeof(psa_outvec), true},
    {"an input", "CALL-7", 8, false},
    {"an output", "CALL-7", 8, true},
    {"a place for a message", "GET-4", 36, true},
    {"a buffer to read to", "READ-1", 8, true},
    {"a buffer to write from", "WRITE-1", 8, false},
};

static void offer_pointer(struct search* search, unsigned kind, const char* name, uint32_t address, uint32_t size) {
  char line[96];
  (void)snprintf(line, sizeof line, "%s at %s", pointers[kind].name, name);
  offer_panic(search, line, (struct deed){FIRST_POINTER + kind, address, size}, pointers[kind].rule);
}

static void offer_pointers(struct search* search, unsigned kind) {
  const struct pointer* const pointer = &pointers[kind];
  const bool is_array = kind + FIRST_POINTER == INPUT_ARRAY || kind + FIRST_POINTER == OUTPUT_ARRAY;
  const bool is_message = kind + FIRST_POINTER == MESSAGE;
  const uint32_t too_far = own_data.last + 4 - pointer->size + (is_array || is_message ? 4 : 1);

  for (unsigned i = 0; i < spot_count; i++) {
    if (!is_message || spots[i].address != 0) { /* RAIDER uses 0 for "no place" */
      offer_pointer(search, kind, spots[i].name, spots[i].address, pointer->size);
    }
  }
  offer_pointer(search, kind, "non-secure data", (uint32_t)ns_data_start, pointer->size);
  offer_pointer(search, kind, "non-secure code", (uint32_t)ns_code_start, pointer->size);
  offer_pointer(search, kind, "its own, too far", too_far, pointer->size);
  offer_pointer(search, kind, "its own, too early", own_data.first - 4, pointer->size);
  if (!is_array && !is_message) {
    offer_pointer(search, kind, "its own and more than there is", raider.data, own_data.last + 5 - raider.data);
    offer_pointer(search, kind, "its own and around all addresses", raider.data, 0u - raider.data + 4);
    offer_pointer(search, kind, "its own and everything else", raider.data, UINT32_MAX);
  }
  if (pointer->writes) {
    offer_pointer(search, kind, "its own code", own_code.first, pointer->size);
    offer_pointer(search, kind, "its own constants", own_constants.first, pointer->size);
    offer_pointer(search, kind, "the gates", (uint32_t)gates, pointer->size);
  } else {
    offer_pointer(search, kind, "the end of its own code, too far", own_code.last + 4 - pointer->size + 4,
                  pointer->size + (is_array ? 0 : 64));
  }
}

static void offer_non_secure(struct search* search, unsigned kind, const char* name, uint32_t address, uint32_t size) {
  struct step* const step = offered(search);
  if (step != NULL) {
    (void)snprintf(step->name, sizeof step->name, "the non-secure world's: %s at %s", pointers[kind].name, name);
    step->actor = BY_NON_SECURE;
    step->deed = (struct deed){FIRST_POINTER + kind, address, size};
    step->outcome = REJECTED;
  }
}

static void offer_non_secure_pointers(struct search* search, unsigned kind) {
  const struct pointer* const pointer = &pointers[kind];
  const bool is_array = kind + FIRST_POINTER == INPUT_ARRAY || kind + FIRST_POINTER == OUTPUT_ARRAY;

  for (unsigned i = 0; i < spot_count; i++) {
    offer_non_secure(search, kind, spots[i].name, spots[i].address, pointer->size);
  }
  offer_non_secure(search, kind, "RAIDER's data", raider.data, pointer->size);
  offer_non_secure(search, kind, "RAIDER's code", own_code.first, pointer->size);
  offer_non_secure(search, kind, "its own device", NS_BOARD_UART0, pointer->size);
  offer_non_secure(search, kind, "the secure address of its memory", (uint32_t)ns_data_start + SECURE_BIT,
                   pointer->size);
  offer_non_secure(search, kind, "the end of its memory", BOARD_MEMORY_NON_SECURE_RAM_END - 4, pointer->size);
  offer_non_secure(search, kind, "before its memory", BOARD_MEMORY_NON_SECURE_RAM - 4, pointer->size);
  if (!is_array) {
    offer_non_secure(search, kind, "its own and around all addresses", BOARD_MEMORY_NON_SECURE_RAM,
                     0u - BOARD_MEMORY_NON_SECURE_RAM + 4);
    offer_non_secure(search, kind, "its own and everything else", BOARD_MEMORY_NON_SECURE_RAM, UINT32_MAX);
    offer_non_secure(search, kind, "its memory and one byte more", BOARD_MEMORY_NON_SECURE_RAM,
                     BOARD_MEMORY_NON_SECURE_RAM_END - BOARD_MEMORY_NON_SECURE_RAM + 1);
  }
  if (pointer->writes) {
    offer_non_secure(search, kind, "its own code", (uint32_t)ns_code_start, pointer->size);
  }
}

bool nth_step(uint32_t n, struct step* step) {
  struct search search = {n, step, false};
  for (unsigned kind = 0; kind <= OUTPUT - FIRST_POINTER; kind++) {
    offer_non_secure_pointers(&search, kind);
  }
  offer_processor(&search);
  offer_numbers(&search);
  offer_number_of_target(&search, POSTERN_TRAP_REPLY, "REPLY-12");
  offer_number_of_target(&search, POSTERN_TRAP_GET, "GET-8");
  offer_number_of_target(&search, POSTERN_TRAP_FUNCTION_RETURN, "PE-11");
  offer_stacks(&search);
  for (unsigned kind = 0; kind <= LAST_POINTER - FIRST_POINTER; kind++) {
    offer_pointers(&search, kind);
  }
  return search.found;
}
