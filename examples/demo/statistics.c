// SPDX-License-Identifier: Apache-2.0

/* STATISTICS: a stateless service of the SFN model. It reads the client's vector a few numbers at a time, so a vector
 * of any length needs the same small stack. */
#include "psa_manifest/statistics.h"
#include "demo_services.h"
#include "psa/service.h"

enum { NUMBERS_AT_A_TIME = 8 };

static void add(struct summary* summary, int32_t number) {
  if (summary->count == 0 || number < summary->smallest) {
    summary->smallest = number;
  }
  if (summary->count == 0 || number > summary->largest) {
    summary->largest = number;
  }
  summary->sum = (int32_t)((uint32_t)summary->sum + (uint32_t)number);
  summary->count++;
}

psa_status_t statistics_sfn(const psa_msg_t* msg) {
  struct summary summary = {0};
  int32_t numbers[NUMBERS_AT_A_TIME];

  if (msg->in_size[0] % sizeof numbers[0] != 0 || msg->out_size[0] < sizeof summary) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  for (size_t size; (size = psa_read(msg->handle, 0, numbers, sizeof numbers)) != 0;) {
    for (size_t i = 0; i < size / sizeof numbers[0]; i++) {
      add(&summary, numbers[i]);
    }
  }
  psa_write(msg->handle, 0, &summary, sizeof summary);
  return PSA_SUCCESS;
}
