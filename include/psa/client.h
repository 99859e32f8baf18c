// SPDX-License-Identifier: Apache-2.0

/* The client API: how to use a RoT Service (FF-M 1.1, client API; rules in areas FWV, VER, CONN, CALL, CLOSE).
 *
 * The same five functions exist in the non-secure world and in every Secure Partition. A programmer error (PE-1) of a
 * Secure Partition is a panic of that partition; the non-secure world gets the result stated here instead. */
#ifndef PSA_CLIENT_H
#define PSA_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The implemented version of the framework: major in bits [15:8], minor in bits [7:0]. */
#define PSA_FRAMEWORK_VERSION (0x0101u)

/* psa_version() of a service that does not exist or that the caller may not use. */
#define PSA_VERSION_NONE (0u)

#define PSA_NULL_HANDLE ((psa_handle_t)0)
#define PSA_HANDLE_IS_VALID(handle) ((psa_handle_t)(handle) > 0)
#define PSA_HANDLE_TO_ERROR(handle) ((psa_status_t)(handle))

/* The limit of input and output vectors of one call together. */
#define PSA_MAX_IOVEC (4u)

/* The smallest and the largest request type (CALL-4, CALL-5). */
#define PSA_CALL_TYPE_MIN (0)
#define PSA_CALL_TYPE_MAX (INT16_MAX)
#define PSA_IPC_CALL (0)

/* The number of elements of an array of vectors. */
#define IOVEC_LEN(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

typedef int32_t psa_handle_t;

/* An input vector: `len` bytes at `base` that the service may read. With `len` 0, `base` is ignored. */
typedef struct psa_invec {
  const void* base;
  size_t len;
} psa_invec;

/* An output vector: `len` bytes at `base` that the service may write. On return `len` is the number of bytes written.
 */
typedef struct psa_outvec {
  void* base;
  size_t len;
} psa_outvec;

/* Returns the version of the framework, PSA_FRAMEWORK_VERSION. Never fails (FWV-1). */
uint32_t psa_framework_version(void);

/* Returns the version of the service `sid`, 1 or more; PSA_VERSION_NONE if there is no such service or the caller may
 * not use it (VER-1 to VER-4). Never blocks, never fails. */
uint32_t psa_version(uint32_t sid);

/* Connects to the connection-based service `sid`, asking for `version`. Blocks until the service has answered.
 *
 * Returns a handle > 0 (CONN-11); PSA_ERROR_CONNECTION_REFUSED or PSA_ERROR_CONNECTION_BUSY as the service answered
 * (CONN-12); PSA_ERROR_CONNECTION_BUSY when no connection is free (CONN-9). An unknown or stateless service, one that
 * the caller may not use and a version that the policy does not accept are programmer errors (CONN-1 to CONN-5); a
 * non-secure caller gets PSA_ERROR_CONNECTION_REFUSED for them. */
psa_handle_t psa_connect(uint32_t sid, uint32_t version);

/* Makes a request of `type` (0 .. 32767) over a connection, or of a stateless service by its <SERVICE>_HANDLE. Blocks
 * until the service has answered. `in_len` and `out_len` count vectors, at most PSA_MAX_IOVEC together; an array whose
 * count is 0 is ignored. The arrays must be aligned like a pointer; input vectors must not overlap each other (MEM-10).
 *
 * Returns the status of the service (CALL-11). The `len` of every output vector becomes the number of bytes written
 * (CALL-12). A wrong handle, type, count or memory reference is a programmer error (CALL-1 to CALL-7); a non-secure
 * caller gets PSA_ERROR_PROGRAMMER_ERROR, and nothing else happens. */
psa_status_t psa_call(psa_handle_t handle, int32_t type, const psa_invec* in_vec, size_t in_len, psa_outvec* out_vec,
                      size_t out_len);

/* Closes a connection. Blocks until the service has seen it. PSA_NULL_HANDLE has no effect (CLOSE-1); any other handle
 * that is not an idle or terminated connection of the caller is a programmer error (CLOSE-2 to CLOSE-4), without effect
 * for a non-secure caller. */
void psa_close(psa_handle_t handle);

#ifdef __cplusplus
}
#endif

#endif
