/* Where the intruders' devices lie on the MPS2 boards. */
#ifndef DEVICES_H
#define DEVICES_H

#define DEVICE_OF_WARDEN 0x50202000 /* UART2 */
#define DEVICE_OF_JAILER 0x50302000 /* FPGA_IO */
#define DEVICE_OF_ROGUE 0x50203000  /* UART3 */
#define DEVICE_OF_VANDAL 0x50204000 /* UART4 */

#endif
