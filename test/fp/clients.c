// SPDX-License-Identifier: Apache-2.0

/* With TFM_NS_MANAGE_NSID. */
#include "clients.h"

#include "fpu.h"
#include "handler.h"
#include "supervisor.h"
#include "tfm_ns_client_ext.h"

enum { GROUP = 1, THREAD = 1, ID = -3 };

static uint32_t token;

static void acquire(void) {
  (void)tfm_nsce_init(1);
  token = tfm_nsce_acquire_ctx(GROUP, THREAD);
  (void)tfm_nsce_load_ctx(token, ID);
}

void begin_client(void) { in_handler(acquire); }

uint32_t wrong_across_clients(void) {
  const struct made_call save = {(uint32_t)tfm_nsce_save_ctx, {token}};
  const struct made_call load = {(uint32_t)tfm_nsce_load_ctx, {token, (uint32_t)ID}};
  return wrong_across_in_handler(save, TFM_NS_CLIENT_ERR_SUCCESS) +
         wrong_across_in_handler(load, TFM_NS_CLIENT_ERR_SUCCESS);
}
