// SPDX-License-Identifier: Apache-2.0

// SHELF_ONE: its init function uses the results of the constructors.
#include "psa_manifest/shelf_one.h"
#include "psa/service.h"
#include "shelf.hpp"

static bool was_constructed = false;

extern "C" psa_status_t shelf_one_init() {
  was_constructed = answer(CONSTRUCTED) == 42 && answer(ORDER) == 12;
  return PSA_SUCCESS;
}

extern "C" psa_status_t shelf_one_sfn(const psa_msg_t* msg) { return was_constructed ? answer(msg->type) : -1; }
