// SPDX-License-Identifier: Apache-2.0

/* REGISTRAR: records the order in which partitions enrol. */
#include "psa_manifest/registrar.h"
#include "boot.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

static struct list list;

psa_status_t registrar_init(void) {
  list.inits++;
  list.ticks = (uint32_t)psa_call(CLOCK_SERVICE_HANDLE, 0, NULL, 0, NULL, 0);
  return PSA_SUCCESS;
}

psa_status_t registrar_service_sfn(const psa_msg_t* msg) {
  if (msg->type == GET_LIST) {
    psa_write(msg->handle, 0, &list, sizeof list);
    return PSA_SUCCESS;
  }
  if (list.count == 0) {
    list.inits_at_first = list.inits;
  }
  if (list.count < MOST_ENTRIES) {
    list.ids[list.count++] = msg->client_id;
  }
  return PSA_SUCCESS;
}
