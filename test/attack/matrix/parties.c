// SPDX-License-Identifier: Apache-2.0

/* The regions of all parties, from two sources: the partitions' own answers, and the symbols of the secure image, which
 * the build gives to this program as secure.<name>. */
#include "parties.h"

#include <stddef.h>

#include "config_impl.h"
#include "ns_board.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

#define PARTITION_STACK(name)                       \
  SECURE(name##_stack_limit, #name ".stack_limit"); \
  SECURE(name##_stack_top, #name ".stack_top")

PARTITION_STACK(WARDEN);
PARTITION_STACK(JAILER);
PARTITION_STACK(ROGUE);
PARTITION_STACK(VANDAL);
SECURE(kernel_code, "text_start");
SECURE(kernel_code_end, "gates_start");
SECURE(kernel_constants, "constants_start");
SECURE(kernel_constants_end, "load_table_end");
SECURE(kernel_data, "area_0_data_start");
SECURE(handler_stack_limit, "handler_stack_limit");
SECURE(handler_stack_top, "handler_stack_top");

/* Symbols of this program, from ns.ld and ns_start.c. */
extern const char ns_code_start[];
extern const char ns_data_start[];

enum { DEVICE_LAST = 0xFFC };

static const struct partition {
  const char* name;
  psa_handle_t handle;
  bool is_psa_rot;
  uint32_t device;
  uint32_t device_word;
  const char* stack_limit;
  const char* stack_top;
} partitions[] = {
#define X(name, psa_rot, device) \
  { #name, name##_HANDLE, psa_rot, device, device##_WORD, name##_stack_limit, name##_stack_top }
    X(WARDEN, true, TEST_DEVICE_1),
    X(JAILER, true, TEST_DEVICE_3),
    X(ROGUE, false, TEST_DEVICE_4),
    X(VANDAL, false, TEST_DEVICE_2),
#undef X
};
#define PARTITIONS (sizeof partitions / sizeof partitions[0])

static struct places all_places[PARTIES];

static uint32_t number(const char* address) { return (uint32_t)address; }

static struct place between(const char* first, const char* end) {
  return first == NULL || end == NULL ? (struct place){0, 0} : (struct place){number(first), number(end) - 4};
}

static void find_partition(enum party party) {
  const struct partition* const partition = &partitions[party];
  struct places* const places = &all_places[party];
  struct told told = {0};
  psa_outvec out = {&told, sizeof told};

  (void)psa_call(partition->handle, TELL, NULL, 0, &out, 1);
  places->kinds[CODE] = region_with(told.code, REGION_CODE);
  places->kinds[CONSTANTS] = region_with(told.constant, REGION_CONSTANTS);
  places->kinds[DATA] = region_with(told.data, REGION_DATA);
  places->kinds[STACK] = between(partition->stack_limit, partition->stack_top);
  places->kinds[HEAP] = (struct place){told.heap, told.heap + HEAP_SIZE - 4};
  places->kinds[DEVICE] = (struct place){partition->device, partition->device + DEVICE_LAST};
  places->function = told.code;
  places->device_word = partition->device_word;
}

bool find_places(void) {
  for (unsigned party = 0; party < PARTITIONS; party++) {
    find_partition((enum party)party);
  }
  struct places* const spm = &all_places[SPM];
  spm->kinds[CODE] = between(kernel_code, kernel_code_end);
  spm->kinds[CONSTANTS] = between(kernel_constants, kernel_constants_end);
  spm->kinds[DATA] = between(kernel_data, handler_stack_limit);
  spm->kinds[STACK] = between(handler_stack_limit, handler_stack_top);
  spm->kinds[DEVICE] = (struct place){BOARD_SECURITY_CONTROL, BOARD_SECURITY_CONTROL + DEVICE_LAST};
  spm->device_word = BOARD_SECURITY_CONTROL + 0x10;
  spm->kinds[PROCESSOR] = (struct place){0xE000ED90, 0xE000EDE8}; /* the MPU */
  struct places* const non_secure = &all_places[NON_SECURE];
  non_secure->kinds[CODE] = (struct place){number(ns_code_start), number(ns_code_start)};
  non_secure->kinds[DATA] = (struct place){number(ns_data_start), number(ns_data_start)};
  bool complete = spm->kinds[STACK].first != 0;
  for (unsigned party = 0; party <= SPM; party++) {
    for (unsigned kind = CODE; kind <= DATA; kind++) {
      complete = complete && all_places[party].kinds[kind].first != 0;
    }
  }
  for (unsigned party = 0; party < PARTITIONS; party++) {
    const struct place* const kinds = all_places[party].kinds;
    complete = complete && kinds[HEAP].first != 0 && (kinds[STACK].first != 0 || !CONFIG_TFM_SPM_BACKEND_IPC);
  }
  return complete;
}

const struct places* place_of(enum party party) { return &all_places[party]; }

const char* name_of(enum party party) {
  if (party == SPM) {
    return "the SPM";
  }
  return party == NON_SECURE ? "the non-secure world" : partitions[party].name;
}

const char* kind_name(enum kind kind) {
  static const char* const names[KINDS] = {"code", "constants", "data", "stack", "heap", "device", "processor"};
  return names[kind];
}

bool is_psa_rot(enum party party) { return (unsigned)party < PARTITIONS && partitions[party].is_psa_rot; }

__attribute__((naked)) static uint32_t non_secure_read(uint32_t address __attribute__((unused))) {
  __asm volatile(
      "ldr r0, [r0] \n"
      "bx  lr       \n");
}

__attribute__((naked)) static uint32_t non_secure_write(uint32_t word __attribute__((unused)),
                                                        uint32_t address __attribute__((unused))) {
  __asm volatile(
      "str r0, [r1] \n"
      "bx  lr       \n");
}

uint32_t instruction_that(enum access access) {
  return (access == READ ? (uint32_t)non_secure_read : (uint32_t)non_secure_write) & ~1u;
}

static void try_as_non_secure(enum access access, uint32_t address, uint32_t* word) {
  if (access == READ) {
    *word = non_secure_read(address);
  } else if (access == EXECUTE) {
    *word = ((uint32_t(*)(void))(address | 1u))();
  } else {
    (void)non_secure_write(access == WRITE_BACK ? non_secure_read(address) : *word, address);
  }
}

bool try_it(enum party who, enum access access, uint32_t address, uint32_t* word) {
  if (who == NON_SECURE) {
    try_as_non_secure(access, address, word);
    return true;
  }
  const struct attempt attempt = {access, address, *word};
  const psa_invec in = {&attempt, sizeof attempt};
  psa_outvec out = {word, sizeof *word};
  return psa_call(partitions[who].handle, TRY, &in, 1, &out, 1) == PSA_SUCCESS && out.len == sizeof *word;
}
