// SPDX-License-Identifier: Apache-2.0

// SHELF_TWO: the same, with neither an init function nor a heap.
#include "psa_manifest/shelf_two.h"
#include "psa/service.h"
#include "shelf.hpp"

extern "C" psa_status_t shelf_two_sfn(const psa_msg_t* msg) { return answer(msg->type); }
