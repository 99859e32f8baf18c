/* Addresses of the devices that the non-secure world has. */
#ifndef NS_BOARD_H
#define NS_BOARD_H

#define NS_BOARD_UART0 0x40200000u

#endif
