// SPDX-License-Identifier: Apache-2.0

/* An errand of a client in either world, made through the PSA API. */
#include <string.h>

#include "script.h"
#include "tfm_psa_call_pack.h"

static uint8_t inputs[VECTORS][LARGEST];
static uint8_t outputs[VECTORS][LARGEST];

/* One byte past the array: no array of descriptors can be aligned like this. */
static void* unaligned(void* array) { return (char*)array + 1; }

/* Memory that can be read but not written. */
static void* constant_bytes(void) {
  static const char bytes[4] = "abc";
  return (void*)(uintptr_t)bytes;
}

static int32_t make_call(const struct errand* errand, struct outcome* outcome) {
  psa_invec in[VECTORS];
  psa_outvec out[VECTORS];

  memset(outputs, UNTOUCHED, sizeof outputs);
  for (unsigned v = 0; v < VECTORS; v++) {
    for (unsigned i = 0; i < LARGEST; i++) {
      inputs[v][i] = input_byte(v, i);
    }
    in[v] = (psa_invec){inputs[v], errand->in_size[v]};
    out[v] = (psa_outvec){outputs[v], errand->out_size[v]};
  }
  size_t in_count = errand->in_count;
  const psa_invec* in_array = in;
  psa_outvec* out_array = out;
  switch (errand->flaw) {
    case FLAW_NULL_VECTOR: in[0] = (psa_invec){NULL, 4}; break;
    case FLAW_WRAPPING: in[0] = (psa_invec){inputs[0], SIZE_MAX}; break;
    case FLAW_OVERLAP:
      if (in_count < 2) {
        break;
      }
      in[0] = (psa_invec){inputs[0], 8};
      in[1] = (psa_invec){inputs[0] + 7, 8};
      break;
    case FLAW_MANY: in_count = VECTORS + 1; break;
    case FLAW_NULL_ARRAY: in_array = NULL; break;
    case FLAW_UNALIGNED: in_array = unaligned(in); break;
    case FLAW_NULL_OUTPUT: out[0] = (psa_outvec){NULL, 4}; break;
    case FLAW_WRAPPING_OUTPUT: out[0] = (psa_outvec){outputs[0], SIZE_MAX}; break;
    case FLAW_CONSTANT_OUTPUT: out[0] = (psa_outvec){constant_bytes(), 4}; break;
    case FLAW_NULL_OUTPUT_ARRAY: out_array = NULL; break;
    case FLAW_UNALIGNED_OUTPUT: out_array = unaligned(out); break;
    default: break;
  }
  const int32_t handle = (int32_t)errand->sid;
  const int32_t status =
      errand->flaw == FLAW_CONTROL
          ? call_raw(handle, PARAM_PACK(errand->type, in_count, errand->out_count) ^ errand->garble, in, out)
          : psa_call(handle, errand->type, in_array, in_count, out_array, errand->out_count);
  for (unsigned v = 0; v < VECTORS; v++) {
    outcome->out_len[v] = (uint32_t)out[v].len;
    outcome->out_sums[v] = sum_of(outputs[v], LARGEST);
  }
  return status;
}

void do_errand(const struct errand* errand, struct outcome* outcome) {
  memset(outcome, 0, sizeof *outcome);
  switch (errand->request) {
    case CLIENT_VERSION: outcome->result = (int32_t)psa_version(errand->sid); return;
    case CLIENT_CONNECT: outcome->result = psa_connect(errand->sid, errand->version); return;
    case CLIENT_CALL: outcome->result = make_call(errand, outcome); return;
    case CLIENT_RAISE: raise_over(errand->sid, errand->version); return;
    case CLIENT_CLOSE: psa_close((psa_handle_t)errand->sid); return;
    default: outcome->result = (int32_t)psa_framework_version(); return;
  }
}
