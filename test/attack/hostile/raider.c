// SPDX-License-Identifier: Apache-2.0

/* RAIDER: performs every attack on the kernel that unprivileged code can try. */
#include <stddef.h>

#include "deeds.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/raider.h"
#include "psa_manifest/sid.h"
#include "runtime/trap_numbers.h"

static const uint32_t constant[] = {1, 2, 3, 4};
static uint32_t own[4] = {5, 6, 7, 8};
static void* place_for_next;

__attribute__((naked)) static uint32_t trap_with_stack(uint32_t stack __attribute__((unused))) {
  __asm volatile(
      "push {r4, lr} \n"
      "mov  r4, sp   \n"
      "mov  sp, r0   \n"
      "svc  #0       \n" /* POSTERN_TRAP_VERSION */
      "mov  sp, r4   \n"
      "pop  {r4, pc} \n");
}

/* Every trap number, four bytes each. */
__attribute__((naked)) static void all_traps(void) {
  __asm volatile(
      ".set number, 0         \n"
      ".rept 256              \n"
      "svc  #number           \n"
      "bx   lr                \n"
      ".set number, number + 1\n"
      ".endr                  \n");
}

static uint32_t trap(uint32_t number) {
  return ((uint32_t(*)(uint32_t, uint32_t, uint32_t, uint32_t))((uint32_t)all_traps + 4 * number))(0, 0, 0, 0);
}

static uint32_t become_privileged(void) {
  uint32_t control;
  __asm volatile("mrs %0, control\n bic %0, #1\n msr control, %0\n isb" : "=&r"(control));
  return *(volatile uint32_t*)0xE000ED90;
}

static uint32_t mask_interrupts(void) {
  uint32_t masks;
  uint32_t one = 0x20;
  __asm volatile(
      "cpsid i            \n"
      "cpsid f            \n"
      "msr   basepri, %1  \n"
      "msr   primask, %1  \n"
      "msr   faultmask, %1\n"
      "mrs   %0, primask  \n"
      "mrs   %1, basepri  \n"
      "orr   %0, %0, %1   \n"
      "mrs   %1, faultmask\n"
      "orr   %0, %0, %1   \n"
      : "=&r"(masks), "+r"(one));
  return masks | (psa_version(TARGET_SID) != 1);
}

__attribute__((naked)) static void lift_stack_limit(uint32_t below __attribute__((unused))) {
  __asm volatile(
      "movs r1, #0      \n"
      "msr  psplim, r1  \n"
      "msr  msplim, r1  \n"
      "mov  sp, r0      \n"
      "push {r0-r3}     \n"
      "svc  #0          \n"
      "b    .           \n");
}

static uint32_t move_other_stacks(void) {
  __asm volatile(
      "msr msp, %0     \n"
      "msr msplim, %0  \n"
      "msr psp, %0     \n"
      "msr psplim, %0  \n" ::"r"(own));
  return psa_version(TARGET_SID);
}

static uint32_t select_main_stack(void) {
  uint32_t control;
  __asm volatile("mrs %0, control\n bic %0, #2\n msr control, %0\n isb\n mrs %0, control" : "=&r"(control));
  return control;
}

/* Assembly, because the compiler would turn the recursion into a loop. */
__attribute__((naked, noinline)) static void overflow_stack(void) {
  __asm volatile(
      "1: push {r0-r3} \n"
      "b 1b            \n");
}

static uint32_t call_non_secure(uint32_t function) {
  register uint32_t r0 __asm("r0") = 0;
  register uint32_t r4 __asm("r4") = function & ~1u;
  __asm volatile("blxns r4" : "+r"(r0), "+r"(r4) : : "r1", "r2", "r3", "r12", "lr", "cc", "memory");
  return r0;
}

__attribute__((naked)) static void leave_with_stack(uint32_t function __attribute__((unused)),
                                                    uint32_t stack __attribute__((unused))) {
  __asm volatile(
      "mov  sp, r1  \n"
      "bic  r0, #1  \n"
      "bxns r0      \n");
}

static psa_status_t call_with(const psa_invec* in, size_t in_count, psa_outvec* out, size_t out_count) {
  return psa_call(TARGET_HANDLE, 0, in, in_count, out, out_count);
}

static void use_pointer(const struct deed* deed, psa_handle_t message) {
  void* const pointer = (void*)deed->a;
  const psa_invec in = {pointer, deed->b};
  psa_outvec out = {pointer, deed->b};

  switch (deed->number) {
    case INPUT_ARRAY: (void)call_with(pointer, 1, NULL, 0); break;
    case OUTPUT_ARRAY: (void)call_with(NULL, 0, pointer, 1); break;
    case INPUT: (void)call_with(&in, 1, NULL, 0); break;
    case OUTPUT: (void)call_with(NULL, 0, &out, 1); break;
    case MESSAGE: place_for_next = pointer; break;
    case READ_BUFFER: (void)psa_read(message, 1, pointer, deed->b); break;
    case WRITE_BUFFER: psa_write(message, 1, pointer, deed->b); break;
    default: break;
  }
}

static uint32_t perform(const struct deed* deed, psa_handle_t message) {
  switch (deed->number) {
    case TRAP_WITH_STACK: return trap_with_stack(deed->a);
    case TRAP_NUMBER: return trap(deed->a);
    case BECOME_PRIVILEGED: return become_privileged();
    case MASK_INTERRUPTS: return mask_interrupts();
    case LIFT_STACK_LIMIT: lift_stack_limit(deed->a); return 0;
    case MOVE_OTHER_STACKS: return move_other_stacks();
    case SELECT_MAIN_STACK: return select_main_stack();
    case OVERFLOW_STACK: overflow_stack(); return 0;
    case JUMP: ((void (*)(void))deed->a)(); return 0;
    case CALL_NON_SECURE: return call_non_secure(deed->a);
    case LEAVE_WITH_STACK: leave_with_stack(deed->a, deed->b); return 0;
    case FLOAT: __asm volatile(".inst.w 0xEE000A10"); return 0; /* vmov s0, r0 */
    case UNDEFINED: __asm volatile("udf #0"); return 0;
    case BREAKPOINT: __asm volatile("bkpt #0"); return 0;
    default: use_pointer(deed, message); return 0;
  }
}

static void serve(void) {
  psa_msg_t msg;
  struct deed deed;

  if (psa_get(RAIDER_SIGNAL, place_for_next != NULL ? place_for_next : &msg) != PSA_SUCCESS) {
    return;
  }
  (void)psa_read(msg.handle, 0, &deed, sizeof deed);
  if (deed.number == TELL_PLACES) {
    const struct own_places places = {(uint32_t)perform & ~1u, (uint32_t)constant, (uint32_t)own};
    psa_write(msg.handle, 0, &places, sizeof places);
  } else {
    const uint32_t answer = perform(&deed, msg.handle);
    psa_write(msg.handle, 0, &answer, sizeof answer);
  }
  psa_reply(msg.handle, PSA_SUCCESS);
}

void raider_main(void) {
  for (;;) {
    (void)psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    serve();
  }
}
