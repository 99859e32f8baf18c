/* Who calls, when the non-secure world has more than one client (rules NSID-1 to NSID-11). Only in a build with
 * TFM_NS_MANAGE_NSID.
 *
 * An RTOS says from its handlers which thread is about to run: acquire a context when a thread is created, load it with
 * the thread's client id before the thread is switched in, save it when it is switched out, release it when the thread
 * ends. While none is loaded, every call of the PSA client API is refused (CID-9).
 *
 * All five are for non-secure handler mode. In thread mode tfm_nsce_init() returns 0, the others
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

/* Frees all contexts. Returns how many of the requested ones there are; 0 asks for as many as there can be, which is 1.
 * Need not be called. */
uint32_t tfm_nsce_init(uint32_t ctx_requested);

/* A token for a thread; the threads of one group share a context, up to 255 of them. TFM_NS_CLIENT_INVALID_TOKEN when
 * no context is free or the group is full (NSID-6). */
uint32_t tfm_nsce_acquire_ctx(uint8_t group_id, uint8_t thread_id);

/* One thread less; the context is free again after its group's last. The client id is no longer in force if it was this
 * thread's (NSID-9). */
uint32_t tfm_nsce_release_ctx(uint32_t token);

/* Calls are this client's from now on. -1 to -0x10000 are client ids of the non-secure world; what a service sees of
 * them lies in the range of the agent: -1 is -0x3C000000, -2 one less, and so on (CID-6, NSID-7). Any other id is
 * TFM_NS_CLIENT_ERR_INVALID_NSID. */
uint32_t tfm_nsce_load_ctx(uint32_t token, int32_t nsid);

/* The thread that was loaded last does not run any more: no client id is in force (NSID-8). */
uint32_t tfm_nsce_save_ctx(uint32_t token);

#ifdef __cplusplus
}
#endif

#endif
