#include "handler.h"

#include "fpu.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

#define SYST_CSR (*(volatile uint32_t*)0xE000E010u)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014u)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018u)
enum { WITH_HANDLER = 7 };

static volatile uint32_t handled;
static volatile uint32_t wrong;

/* A gate refuses a handler, whose registers stay as they are. */
static uint32_t wrong_across(struct made_call call, uint32_t right) {
  const struct fpu own = pattern_of(NON_SECURE_HANDLER);
  struct fpu after;
  const uint32_t answer = fpu_across(&own, &after, &call);
  return (answer != right) + lost_in(&after, &own, 0);
}

/* As a compiler would write a handler with floating point: the hardware keeps s0 to s15 and FPSCR. */
void SysTick_Handler(void);
void SysTick_Handler(void) {
  struct fpu kept;
  fpu_store(&kept);
  SYST_CSR = 0;
  handled++;
  wrong += secrets_in(&kept);
  wrong += wrong_across((struct made_call){(uint32_t)tfm_psa_framework_version_veneer, {0}}, 0x0101);
  const uint32_t control = PARAM_PACK(LOOK, 0, 0);
  wrong += wrong_across((struct made_call){(uint32_t)tfm_psa_call_veneer, {FIRST_HANDLE, control, 0, 0}},
                        (uint32_t)PSA_ERROR_PROGRAMMER_ERROR);
  fpu_load(&kept);
}

void begin_watching(void) {
  wrong = 0;
  handled = 0;
}

void disturb_later(uint32_t ticks) {
  handled = 0;
  SYST_RVR = ticks;
  SYST_CVR = 0;
  SYST_CSR = WITH_HANDLER;
}

int has_disturbed(void) { return handled != 0; }

int finish_disturbing(uint32_t most_waits) {
  for (uint32_t i = 0; handled == 0 && i < most_waits; i++) {
  }
  return handled == 1;
}

uint32_t wrong_in_handler(void) { return wrong; }
