/* Where the intruders' devices lie on the MPS3 boards. */
#ifndef DEVICES_H
#define DEVICES_H

#define DEVICE_OF_WARDEN 0x59305000 /* UART2 */
#define DEVICE_OF_JAILER 0x59302000 /* FPGA_IO */
#define DEVICE_OF_ROGUE 0x59306000  /* UART3 */
#define DEVICE_OF_VANDAL 0x59307000 /* UART4 */

#endif
