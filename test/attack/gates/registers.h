/* Patterns that the stories look for in registers, in both worlds. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

/* Patterns: the low byte is the number of the register. */
#define SECRET_OF_A_PARTITION 0x5EC0DE00u
#define SECRET_OF_THE_SNIFFER 0x541FFE00u
#define OWN_OF_THE_NON_SECURE 0x0A55AA00u

/* r0-r12 and the flags, as they were at one moment. */
struct registers {
  uint32_t r[13];
  uint32_t flags;
};

/* A mask of the registers from `first` on that hold the pattern. */
static inline uint32_t registers_with(const struct registers* registers, uint32_t pattern, unsigned first) {
  uint32_t mask = 0;
  for (unsigned i = first; i < 13; i++) {
    mask |= (uint32_t)((registers->r[i] & ~0xFFu) == pattern) << i;
  }
  return mask;
}

/* Assembly text that loads a register with its own pattern, whose high half is `high`. */
#define FILL(register, number, high, low) "movw " #register ", #" #low "+" #number "\n movt " #register ", #" #high "\n"
#define FILL_4_TO_12(high, low) \
  FILL(r4, 4, high, low)        \
  FILL(r5, 5, high, low)        \
  FILL(r6, 6, high, low)        \
  FILL(r7, 7, high, low)        \
  FILL(r8, 8, high, low)        \
  FILL(r9, 9, high, low) FILL(r10, 10, high, low) FILL(r11, 11, high, low) FILL(r12, 12, high, low)

#define TEXT(x) TEXT_OF(x)
#define TEXT_OF(x) #x

#endif
