// SPDX-License-Identifier: Apache-2.0

#include "handler.h"

#include "clients.h"
#include "fpu.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

#define SYST_CSR (*(volatile uint32_t*)0xE000E010u)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014u)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018u)
enum { WITHOUT_HANDLER = 5, WITH_HANDLER = 7, MOST_TICKS = 0xFFFFFF };
enum { PATIENCE = 800 }; /* rounds: a few thousand instructions */
enum { STACK_WORDS = 512, FRAME_WORDS = 8, SAVED_WORDS = 9, XPSR_THUMB = 1 << 24 };

static volatile uint32_t handled;
static volatile uint32_t wrong;
static volatile uint32_t switches; /* that are to come */
static volatile enum patience patience;
static uint32_t stack[STACK_WORDS] __attribute__((aligned(8)));
__attribute__((used)) static uint32_t* other_stack; /* of the thread that does not run */

/* A call that finds no free gate keeps the registers of its caller. */
static uint32_t wrong_across(enum owner owner, struct made_call call, uint32_t right) {
  const struct fpu own = pattern_of(owner);
  struct fpu after;
  const uint32_t answer = fpu_across(&own, &after, &call);
  return (answer != right) + lost_in(&after, &own, 0);
}

static const struct made_call ask_version = {(uint32_t)tfm_psa_framework_version_veneer, {0}};

uint32_t wrong_across_in_handler(struct made_call call, uint32_t right) {
  return wrong_across(NON_SECURE_HANDLER, call, right);
}

static uint32_t wait_a_while(void) {
  for (volatile uint32_t i = 0; i < PATIENCE; i++) {
  }
  return 0;
}

static const struct made_call waiting = {(uint32_t)wait_a_while, {0}};

/* As a compiler would write a handler with floating point: the hardware keeps s0 to s15 and FPSCR. */
static void handle(void) {
  struct fpu kept;
  SYST_CSR = 0;
  if (patience == WAITS_FIRST) {
    wait_a_while();
  }
  fpu_store(&kept);
  handled++;
  wrong += secrets_in(&kept);
  if (patience == WAITS_WITH_REGISTERS) {
    wrong += wrong_across(NON_SECURE_HANDLER, waiting, 0);
  }
  wrong += wrong_across(NON_SECURE_HANDLER, ask_version, 0x0101);
  const struct made_call call = {(uint32_t)tfm_psa_call_veneer, {FIRST_HANDLE, PARAM_PACK(LOOK, 0, 0), 0, 0}};
  wrong += wrong_across(NON_SECURE_HANDLER, call, (uint32_t)PSA_ERROR_PROGRAMMER_ERROR);
  wrong += wrong_across_clients();
  fpu_load(&kept);
}

/* As RTOSes do it: what the hardware does not keep of a thread's registers is on its stack, whichever world the thread
 * is in. */
__attribute__((naked)) static void switch_threads(void) {
  __asm volatile(FPU
                 "mrs   r0, psp              \n"
                 "tst   lr, #0x10            \n"
                 "it    eq                   \n"
                 "vstmdbeq r0!, {s16-s31}    \n"
                 "stmdb r0!, {r4-r11, lr}    \n"
                 "ldr   r2, =other_stack     \n"
                 "ldr   r1, [r2]             \n"
                 "str   r0, [r2]             \n"
                 "ldm   r1!, {r4-r11, lr}    \n"
                 "tst   lr, #0x10            \n"
                 "it    eq                   \n"
                 "vldmiaeq r1!, {s16-s31}    \n"
                 "msr   psp, r1              \n"
                 "bx    lr                   \n");
}

void SysTick_Handler(void);
__attribute__((naked)) void SysTick_Handler(void) {
  __asm volatile(
      "push  {r4, lr}            \n"
      "bl    is_switch           \n"
      "pop   {r4, lr}            \n"
      "cbz   r0, 1f              \n"
      "b     %c0                 \n"
      "1:                        \n"
      "b     %c1                 \n" ::"i"(switch_threads),
      "i"(handle));
}

__attribute__((used)) static uint32_t is_switch(void) {
  if (switches == 0) {
    return 0;
  }
  handled = 1;
  if (--switches == 0) {
    SYST_CSR = 0;
  }
  return 1;
}

static uint32_t answer_nothing(void) { return 0; }

/* The other thread. It makes its call long before the next switch: an RTOS must not switch while a second thread is in
 * a gate. */
static void run_thread(void) {
  static const struct made_call nothing = {(uint32_t)answer_nothing, {0}};
  wrong += wrong_across(NON_SECURE_THREAD, ask_version, 0x0101);
  for (;;) {
    wrong += wrong_across(NON_SECURE_THREAD, nothing, 0);
  }
}

/* It begins anew each time. */
static void prepare_thread(void) {
  uint32_t* const frame = &stack[STACK_WORDS - FRAME_WORDS];
  for (uint32_t i = 0; i < FRAME_WORDS; i++) {
    frame[i] = 0;
  }
  frame[FRAME_WORDS - 2] = (uint32_t)run_thread & ~1u;
  frame[FRAME_WORDS - 1] = XPSR_THUMB;
  other_stack = frame - SAVED_WORDS;
  other_stack[SAVED_WORDS - 1] = 0xFFFFFFBCu; /* EXC_RETURN: to a non-secure thread on its process stack */
  __asm volatile("msr psplim, %0" ::"r"(0));
}

void begin_watching(enum patience of_handler) {
  patience = of_handler;
  wrong = 0;
  handled = 0;
}

void disturb_later(uint32_t ticks) {
  handled = 0;
  SYST_RVR = ticks;
  SYST_CVR = 0;
  SYST_CSR = WITH_HANDLER;
}

void switch_later(uint32_t ticks) {
  prepare_thread();
  switches = 2;
  disturb_later(ticks);
}

void begin_counting(void) {
  SYST_RVR = MOST_TICKS;
  SYST_CVR = 0;
  SYST_CSR = WITHOUT_HANDLER;
}

uint32_t ticks_counted(void) {
  const uint32_t ticks = MOST_TICKS - SYST_CVR;
  SYST_CSR = 0;
  return ticks;
}

int has_disturbed(void) { return handled != 0; }

int finish_disturbing(uint32_t most_waits) {
  for (uint32_t i = 0; (handled == 0 || switches != 0) && i < most_waits; i++) {
  }
  return handled == 1 && switches == 0;
}

uint32_t wrong_in_handler(void) { return wrong; }
