// SPDX-License-Identifier: Apache-2.0

/* Dies in its secure function, or in the init function of its next life. */
#include <stdint.h>

#include "psa/service.h"
#include "psa_manifest/frail.h"
#include "requests.h"

static volatile uint32_t lives __attribute__((section(".noinit")));
static volatile uint32_t lives_are_counted __attribute__((section(".noinit")));
static volatile uint32_t init_fails __attribute__((section(".noinit")));

psa_status_t frail_init(void);

psa_status_t frail_init(void) {
  if (lives_are_counted != 0xC0117ED) {
    lives_are_counted = 0xC0117ED;
    lives = 0;
    init_fails = 0;
  }
  lives++;
  if (init_fails != 0) {
    init_fails--;
    return PSA_ERROR_INSUFFICIENT_MEMORY;
  }
  return PSA_SUCCESS;
}

psa_status_t frail_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case FRAIL_LIVES: return (psa_status_t)lives;
    case FRAIL_FAILS_IN_INIT: init_fails = 2; psa_panic();
    case FRAIL_DIES: psa_panic();
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

psa_status_t frail_session_sfn(const psa_msg_t* message) {
  (void)message;
  return PSA_SUCCESS;
}
