// SPDX-License-Identifier: Apache-2.0

/* Tells the secure world which thread calls (tfm_ns_client_ext.h), from the hooks of the kernel, which are called in
 * handlers: a context is loaded when a thread is switched in, and saved when it is switched out. All threads are one
 * group, which shares the context. */
#include "rtos.h"
#include "tfm_ns_client_ext.h"

enum { GROUP = 1 };

static uint8_t threads_started;

void rtos_on_start(struct rtos_thread* thread) {
  if (threads_started == 0) {
    (void)tfm_nsce_init(1);
  }
  thread->token = tfm_nsce_acquire_ctx(GROUP, threads_started++);
}

/* main() has no name and no client id, so its calls are refused. Neither has a thread that has ended. */
static bool is_client(const struct rtos_thread* thread) { return thread->name != NULL && thread->state != RTOS_ENDED; }

void rtos_on_switch(struct rtos_thread* from, struct rtos_thread* to) {
  if (is_client(from)) {
    (void)tfm_nsce_save_ctx(from->token);
  }
  if (is_client(to)) {
    (void)tfm_nsce_load_ctx(to->token, to->client_id);
  }
}

void rtos_on_end(struct rtos_thread* thread) {
  (void)tfm_nsce_release_ctx(thread->token);
  threads_started--;
}
