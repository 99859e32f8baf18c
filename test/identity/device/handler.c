/* Non-secure handler mode: an SVC handler of the non-secure world. */
#include "handler.h"

static void (*body)(void);

void SVC_Handler(void);
void SVC_Handler(void) { body(); }

void in_handler(void (*function)(void)) {
  body = function;
  __asm__ volatile("svc 0" ::: "memory");
}
