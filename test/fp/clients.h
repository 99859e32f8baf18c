// SPDX-License-Identifier: Apache-2.0

/* The ids of clients, which an RTOS changes in its handlers, whatever is in the registers then. */
#ifndef CLIENTS_H
#define CLIENTS_H

#include <stdint.h>

/* From here on this program is a client. */
void begin_client(void);

/* In a handler: the client is changed for nothing, with registers in use. Returns how many of them were wrong. */
uint32_t wrong_across_clients(void);

#endif
