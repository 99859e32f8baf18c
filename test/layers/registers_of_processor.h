// SPDX-License-Identifier: Apache-2.0

/* Registers at the same address on these boards, as the secure world sees them. */
#ifndef REGISTERS_OF_PROCESSOR_H
#define REGISTERS_OF_PROCESSOR_H

#define NVIC_ISER 0xE000E100u
#define NVIC_ISPR 0xE000E200u
#define ITNS 0xE000E380u
#define VTOR 0xE000ED08u
#define AIRCR 0xE000ED0Cu
#define SHPR1 0xE000ED18u
#define SHPR2 0xE000ED1Cu
#define SHPR3 0xE000ED20u
#define SHCSR 0xE000ED24u
#define CPACR 0xE000ED88u
#define NSACR 0xE000ED8Cu
#define MPU_CTRL 0xE000ED94u
#define MPU_RNR 0xE000ED98u
#define MPU_RBAR 0xE000ED9Cu
#define MPU_RLAR 0xE000EDA0u
#define MAIR0 0xE000EDC0u
#define MAIR1 0xE000EDC4u
#define SAU_CTRL 0xE000EDD0u
#define SAU_RNR 0xE000EDD8u
#define SAU_RBAR 0xE000EDDCu
#define SAU_RLAR 0xE000EDE0u
#define FPCCR 0xE000EF34u
#define FPDSCR 0xE000EF3Cu
#define MVFR0 0xE000EF40u
#define VTOR_NS 0xE002ED08u

#define SECRESPCFG 0x50080010u
#define NSCCFG 0x50080014u
#define FIRST_PORTS 0x50080050u
#define LAST_PORTS 0x500800CCu

#define MPC_BLOCK_INDEX 0x18u
#define MPC_BLOCK_TABLE 0x1Cu

/* TIMER0: the line of OPENER's FLIH function. */
enum { ALARM = 3 };

/* Instructions. */
#define SG 0xE97FE97Fu
#define BXNS_LR 0xBF004774u /* and nop */

/* Regions of the attribution unit: code, RAM, the NSC region, devices, then unused ones. */
enum { NSC_REGION = 2, DEVICE_REGION = 3, SPARE_REGION = 4, REGIONS = 8 };

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

#endif
