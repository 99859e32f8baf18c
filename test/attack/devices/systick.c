/* The non-secure SysTick, which interrupts whatever runs. */
#include <stdint.h>

#define SYST_CSR (*(volatile uint32_t*)0xE000E010)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018)
enum { RUN_AND_INTERRUPT = 7 };

extern volatile uint32_t systicks;
volatile uint32_t systicks;

void SysTick_Handler(void);
void SysTick_Handler(void) { systicks++; }

void systick_run(uint32_t ticks);
void systick_run(uint32_t ticks) {
  SYST_RVR = ticks;
  SYST_CVR = 0;
  SYST_CSR = ticks == 0 ? 0 : RUN_AND_INTERRUPT;
}
