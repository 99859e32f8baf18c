/* Addresses of the MPS2 boards. */
#ifndef PLACES_H
#define PLACES_H

#define NON_SECURE_RAM 0x28200000u
#define NON_SECURE_RAM_END 0x28400000u
#define NON_SECURE_DEVICE 0x40200000u
#define SECURE_RAM_END 0x38200000u

#endif
