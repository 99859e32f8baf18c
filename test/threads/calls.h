// SPDX-License-Identifier: Apache-2.0

/* The calls that the stories of this suite make, through the library or at the gates themselves. */
#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>
#include <stdint.h>

enum { BYTES = 24 };

/* A call and a version, through psa/client.h: true if status and bytes are those of this call and of no other. */
bool strike(uint8_t first_byte);

/* The same at the gates, and a connection that is opened, used and closed. */
bool all_gates_serve(void);

/* All five gates refuse (PE-8), through psa/client.h or at the gates; only the version of the framework needs no gate.
 */
bool library_is_refused(void);
bool all_gates_refuse(void);

#endif
