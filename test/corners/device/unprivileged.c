// SPDX-License-Identifier: Apache-2.0

/* The non-secure MPU: unprivileged code can access all of its memory but 32 bytes, privileged code these too. */
#include "unprivileged.h"

#include <stdint.h>

#include "supervisor.h"

#define MPU_CTRL (*(volatile uint32_t*)0xE000ED94)
#define MPU_RNR (*(volatile uint32_t*)0xE000ED98)
#define MPU_RBAR (*(volatile uint32_t*)0xE000ED9C)
#define MPU_RLAR (*(volatile uint32_t*)0xE000EDA0)
#define MPU_MAIR0 (*(volatile uint32_t*)0xE000EDC0)
#define MPU_ENABLE_WITH_BACKGROUND 5u
#define READ_WRITE_FOR_ALL 2u
#define ENABLE 1u
#define GRANULE 32u

/* All memory below and above this granule is in a region. */
static uint8_t granule[GRANULE] __attribute__((aligned(32))) = {0x77};

bool has_unprivileged(void) { return true; }
const void* privileged_byte(void) { return granule; }

static void set_region(uint32_t number, uintptr_t first, uintptr_t last) {
  MPU_RNR = number;
  MPU_RBAR = first | READ_WRITE_FOR_ALL;
  MPU_RLAR = (last & ~(GRANULE - 1)) | ENABLE;
}

void run_privileged(void (*function)(void)) {
  MPU_MAIR0 = 0xFF;
  set_region(0, 0, (uintptr_t)granule - 1);
  set_region(1, (uintptr_t)granule + GRANULE, 0xDFFFFFFF);
  MPU_CTRL = MPU_ENABLE_WITH_BACKGROUND;
  __asm volatile("dsb\n isb" ::: "memory");
  function();
  MPU_CTRL = 0;
  __asm volatile("dsb\n isb" ::: "memory");
}

static void (*unprivileged)(void);

static void run_it_unprivileged(void) {
  drop_privilege();
  unprivileged();
  regain_privilege();
}

void run_unprivileged(void (*function)(void)) {
  unprivileged = function;
  run_privileged(run_it_unprivileged);
}
