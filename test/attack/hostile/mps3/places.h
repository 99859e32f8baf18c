/* Addresses of the MPS3 boards. */
#ifndef PLACES_H
#define PLACES_H

#define NON_SECURE_RAM 0x21000000u
#define NON_SECURE_RAM_END 0x21200000u
#define NON_SECURE_DEVICE 0x49303000u
#define SECURE_RAM_END 0x31400000u

#endif
