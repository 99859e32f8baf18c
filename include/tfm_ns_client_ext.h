// SPDX-License-Identifier: Apache-2.0

/* Client ids for a non-secure world with more than one client (rules NSID-1 to NSID-11). Only in a build with
 * TFM_NS_MANAGE_NSID.
 *
 * From its handlers an RTOS states which thread is about to run: acquire a context when a thread is created, load it
 * with the thread's client id before the thread is switched in, save it when the thread is switched out, release it
 * when the thread ends. While no context is loaded, every call of the PSA client API is refused (CID-9).
 *
 * All five functions are for non-secure handler mode. In thread mode tfm_nsce_init() returns 0, the others
 * TFM_NS_CLIENT_ERR_INVALID_ACCESS (NSID-4). */
#ifndef TFM_NS_CLIENT_EXT_H
#define TFM_NS_CLIENT_EXT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TFM_NS_CLIENT_ERR_SUCCESS 0u
#define TFM_NS_CLIENT_ERR_INVALID_TOKEN 1u
#define TFM_NS_CLIENT_ERR_INVALID_NSID 2u
#define TFM_NS_CLIENT_ERR_INVALID_ACCESS 3u

#define TFM_NS_CLIENT_INVALID_TOKEN 0xFFFFFFFFu

/* Frees all contexts. Returns how many of the requested contexts exist; 0 asks for as many as possible, which is 1.
 * This call is optional. */
uint32_t tfm_nsce_init(uint32_t ctx_requested);

/* Returns a token for a thread. The threads of one group share a context, up to 255 of them.
 * TFM_NS_CLIENT_INVALID_TOKEN if no context is free or the group is full (NSID-6). */
uint32_t tfm_nsce_acquire_ctx(uint8_t group_id, uint8_t thread_id);

/* Releases a thread's token. The context is free again after the last thread of its group. If the client id in force
 * was this thread's, it is no longer in force (NSID-9). */
uint32_t tfm_nsce_release_ctx(uint32_t token);

/* From now on calls are made with this client id. -1 to -0x10000 are the ids of the non-secure world; a service sees
 * them in the range of the agent: -1 as -0x3C000000, -2 as one less, and so on (CID-6, NSID-7). Any other id is
 * TFM_NS_CLIENT_ERR_INVALID_NSID. */
uint32_t tfm_nsce_load_ctx(uint32_t token, int32_t nsid);

/* The thread that was loaded last no longer runs: no client id is in force (NSID-8). */
uint32_t tfm_nsce_save_ctx(uint32_t token);

#ifdef __cplusplus
}
#endif

#endif
