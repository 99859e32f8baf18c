// SPDX-License-Identifier: Apache-2.0

/* TELLER: it knows its clients by the id in the message. The secure world vouches for that id as far as it goes: all
 * threads are in the non-secure world, and the non-secure kernel tells which of them calls. */
#include "psa_manifest/teller.h"
#include "psa/service.h"
#include "rtos_services.h"

static struct statement accounts[TELLER_ACCOUNTS]; /* client id 0: free, because no client has that id */

static struct statement* account_of(int32_t client_id) {
  for (size_t i = 0; i < TELLER_ACCOUNTS; i++) {
    if (accounts[i].client_id == client_id || accounts[i].client_id == 0) {
      accounts[i].client_id = client_id;
      return &accounts[i];
    }
  }
  return NULL;
}

psa_status_t teller_sfn(const psa_msg_t* msg) {
  int32_t amount;

  if (msg->in_size[0] != sizeof amount || msg->out_size[0] != sizeof(struct statement)) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  struct statement* const account = account_of(msg->client_id);
  if (account == NULL) {
    return PSA_ERROR_INSUFFICIENT_MEMORY;
  }
  psa_read(msg->handle, 0, &amount, sizeof amount);
  account->balance += amount;
  psa_write(msg->handle, 0, account, sizeof *account);
  return PSA_SUCCESS;
}
