// SPDX-License-Identifier: Apache-2.0

/* The Secure Partition API: how to be a RoT Service (FF-M 1.1, Secure Partition API; rules in areas WAIT, GET, READ,
 * SKIP, WRITE, REPLY, RHN, DBL, IRQ, EOI, RST, MMV).
 *
 * Only Secure Partitions can call these. Every programmer error here is a panic of the calling partition (PE-7).
 * A partition of the SFN model has no psa_get and no psa_reply: its secure functions take the message as an argument
 * and return the status. */
#ifndef PSA_SERVICE_H
#define PSA_SERVICE_H

#include <stddef.h>
#include <stdint.h>

#include "psa/client.h"
#if __has_include("psa/framework_feature.h")
#include "psa/framework_feature.h" /* generated: PSA_FRAMEWORK_ISOLATION_LEVEL, PSA_FRAMEWORK_HAS_MM_IOVEC */
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Timeouts of psa_wait(). */
#define PSA_POLL (0x00000000u)
#define PSA_BLOCK (0x80000000u)

/* Every signal that the partition has. */
#define PSA_WAIT_ANY (0xFFFFFFFFu)

/* Asserted by psa_notify(), cleared by psa_clear(). */
#define PSA_DOORBELL (0x00000008u)

/* Types of messages other than requests, which are 0 or more (MSG-2). */
#define PSA_IPC_CONNECT (-1)
#define PSA_IPC_DISCONNECT (-2)

/* Results of a FLIH function (FLIH-3). */
#define PSA_FLIH_NO_SIGNAL ((psa_flih_result_t)0)
#define PSA_FLIH_SIGNAL ((psa_flih_result_t)1)

typedef uint32_t psa_signal_t;
typedef uint32_t psa_irq_status_t;
typedef uint32_t psa_flih_result_t;

/* size_t as the secure world sees it. */
typedef uint32_t rot_size_t;
#define ROT_SIZE_MAX UINT32_MAX

/* A message (MSG-1 to MSG-7). Sizes are in bytes, 0 for a vector that is absent or empty. */
typedef struct psa_msg_t {
  int32_t type;        /* PSA_IPC_CONNECT, PSA_IPC_DISCONNECT, or the request's type */
  psa_handle_t handle; /* names the message until it is answered */
  int32_t client_id;   /* positive: a Secure Partition; negative: the non-secure world */
  void* rhandle;       /* what psa_set_rhandle() stored for the connection, else NULL */
  size_t in_size[PSA_MAX_IOVEC];
  size_t out_size[PSA_MAX_IOVEC];
} psa_msg_t;

#if UINTPTR_MAX == UINT32_MAX
#ifdef __cplusplus
static_assert(sizeof(psa_msg_t) == 48, "MSG-1");
#else
_Static_assert(sizeof(psa_msg_t) == 48, "MSG-1");
#endif
#endif

/* Returns the asserted signals of `signal_mask`. PSA_BLOCK waits until there is one; PSA_POLL returns at once, possibly
 * 0 (WAIT-1 to WAIT-4). Clears nothing. A mask without any signal of the partition is a programmer error (WAIT-5). */
psa_signal_t psa_wait(psa_signal_t signal_mask, uint32_t timeout);

/* Takes the oldest message of the service behind `signal` and copies it to `msg`. Returns PSA_SUCCESS. A signal that is
 * not exactly one asserted service signal, or a `msg` that cannot be written, is a programmer error (GET-1 to GET-4).
 */
psa_status_t psa_get(psa_signal_t signal, psa_msg_t* msg);

/* Stores a pointer for the connection of a message; later messages of the connection carry it (RHN-1, RHN-2). For a
 * message of a stateless service, which has no connection, this is a programmer error (RHN-4). */
void psa_set_rhandle(psa_handle_t msg_handle, void* rhandle);

/* Reads the next bytes of an input vector, at most `num_bytes`, into `buffer`. Returns their count, 0 at the end of the
 * vector (READ-2 to READ-5). */
size_t psa_read(psa_handle_t msg_handle, uint32_t invec_idx, void* buffer, size_t num_bytes);

/* Skips the next bytes of an input vector. Returns their count (SKIP-1). */
size_t psa_skip(psa_handle_t msg_handle, uint32_t invec_idx, size_t num_bytes);

/* Appends `num_bytes` to an output vector (WRITE-2). More than its remaining space is a programmer error (WRITE-1). */
void psa_write(psa_handle_t msg_handle, uint32_t outvec_idx, const void* buffer, size_t num_bytes);

/* Answers a message and ends it (REPLY-1). A connect message is answered with PSA_SUCCESS, PSA_ERROR_CONNECTION_REFUSED
 * or PSA_ERROR_CONNECTION_BUSY; any other status is a programmer error (REPLY-6). PSA_ERROR_PROGRAMMER_ERROR for a
 * request accuses the client (REPLY-7). */
void psa_reply(psa_handle_t msg_handle, psa_status_t status);

/* Asserts the doorbell of another partition (DBL-1). An id that no Secure Partition has is a programmer error
 * (DBL-2). */
void psa_notify(int32_t partition_id);

/* Clears the doorbell. If it is not asserted, this is a programmer error (DBL-4). */
void psa_clear(void);

/* Ends the handling of a second-level interrupt: clears its signal and lets it come again (EOI-1 to EOI-4). */
void psa_eoi(psa_signal_t irq_signal);

/* Ends the partition; the system restarts or halts (PANIC-1). Does not return. */
void psa_panic(void) __attribute__((noreturn));

/* Enables an interrupt (IRQ-3). */
void psa_irq_enable(psa_signal_t irq_signal);

/* Disables an interrupt. Returns the state before: 0 disabled, 1 enabled (IRQ-4). */
psa_irq_status_t psa_irq_disable(psa_signal_t irq_signal);

/* Clears the signal of a first-level interrupt (RST-1). */
void psa_reset_signal(psa_signal_t irq_signal);

#if defined(PSA_FRAMEWORK_HAS_MM_IOVEC) && PSA_FRAMEWORK_HAS_MM_IOVEC == 1
/* Maps a client's vector in place: once for each vector and message, never mixed with psa_read(), psa_skip() and
 * psa_write() (MMV-1 to MMV-9). Copy before you validate: the client may change an input vector meanwhile. */
const void* psa_map_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void psa_unmap_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void* psa_map_outvec(psa_handle_t msg_handle, uint32_t outvec_idx);
/* `len` is the number of bytes written, which the client sees (MMV-10). */
void psa_unmap_outvec(psa_handle_t msg_handle, uint32_t outvec_idx, size_t len);
#endif

#ifdef __cplusplus
}
#endif

#endif
