// SPDX-License-Identifier: Apache-2.0

/* The functions of psa/crypto.h as calls of the Crypto service, for the non-secure world and for partitions.
 *
 * All are made from the table in tfm_crypto_defs.h. Each passes its arguments on, with a description of them, to the
 * one function that packs them: so a function that a program uses is a dozen instructions, and one that it does not use
 * is not linked. The compiler compares each with its declaration in psa/crypto.h. */
#include <stdarg.h>
#include <stddef.h>

#include "psa/client.h"
#include "psa/crypto.h"
#include "psa_manifest/sid.h"
#include "tfm_crypto_defs.h"

/* The first input vector. A service reads the words and the bytes behind them as they are, so both are little-endian.
 */
struct request {
  uint32_t handle;
  uint32_t key;
  uint32_t algorithm;
  uint32_t step;
  union {
    uint8_t nonce[TFM_CRYPTO_INLINE_SIZE];
    size_t numbers[2];
    uint64_t number;
    struct {
      psa_key_attributes_t attributes;
      uint32_t flags;
    } key;
  } behind;
};
_Static_assert(offsetof(struct request, behind) == TFM_CRYPTO_REQUEST_WORDS * sizeof(uint32_t), "no padding");
_Static_assert(sizeof(psa_key_attributes_t) == TFM_CRYPTO_ATTRIBUTES_SIZE, "attributes are six words");

struct call {
  struct request request;
  uint32_t* handle; /* of the operation */
  psa_invec in[PSA_MAX_IOVEC];
  psa_outvec out[PSA_MAX_IOVEC];
  size_t* lengths[PSA_MAX_IOVEC]; /* where the caller wants the lengths of outputs */
  size_t numbers;
  size_t ins;
  size_t outs;
};

static void add_input(struct call* call, const void* base, size_t length) {
  call->in[call->ins++] = (psa_invec){base, length};
}

static void add_output(struct call* call, void* base, size_t size, size_t* length) {
  call->lengths[call->outs] = length;
  call->out[call->outs++] = (psa_outvec){base, size};
}

/* An output that the service writes only when it succeeds. Otherwise it is zero: no key, fresh attributes. */
static void add_record(struct call* call, uint8_t* base, size_t size) {
  for (size_t i = 0; i < size; i++) {
    base[i] = 0;
  }
  add_output(call, base, size, NULL);
}

/* The request becomes longer by so many bytes. */
static void* behind(struct call* call, size_t size) {
  call->in[0].len += size;
  return &call->request.behind;
}

static psa_status_t add_nonce(struct call* call, const uint8_t* nonce, size_t length) {
  if (length > TFM_CRYPTO_INLINE_SIZE) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  uint8_t* const to = behind(call, length);
  for (size_t i = 0; i < length; i++) {
    to[i] = nonce[i];
  }
  return PSA_SUCCESS;
}

/* Takes the arguments of one kind. */
static psa_status_t take(struct call* call, uint8_t kind, va_list* arguments) {
  const void* const input = kind == TFM_CRYPTO_INPUT || kind == TFM_CRYPTO_LONG_INPUT || kind == TFM_CRYPTO_NONCE
                                ? va_arg(*arguments, const void*)
                                : NULL;
  switch ((enum tfm_crypto_argument)kind) {
    case TFM_CRYPTO_OPERATION:
    case TFM_CRYPTO_CONST_OPERATION:
      call->handle = va_arg(*arguments, uint32_t*);
      call->request.handle = *call->handle;
      break;
    case TFM_CRYPTO_SOURCE: call->request.key = *va_arg(*arguments, const uint32_t*); break;
    case TFM_CRYPTO_KEY: call->request.key = va_arg(*arguments, uint32_t); break;
    case TFM_CRYPTO_ALGORITHM: call->request.algorithm = va_arg(*arguments, uint32_t); break;
    case TFM_CRYPTO_STEP: call->request.step = (uint32_t)va_arg(*arguments, int); break;
    case TFM_CRYPTO_NUMBER:
      ((size_t*)behind(call, sizeof(size_t)))[call->numbers++] = va_arg(*arguments, size_t);
      break;
    case TFM_CRYPTO_NUMBER64: *(uint64_t*)behind(call, sizeof(uint64_t)) = va_arg(*arguments, uint64_t); break;
    case TFM_CRYPTO_ATTRIBUTES:
      *(psa_key_attributes_t*)behind(call, sizeof(psa_key_attributes_t)) =
          *va_arg(*arguments, const psa_key_attributes_t*);
      break;
    case TFM_CRYPTO_CUSTOM:
      behind(call, sizeof(uint32_t));
      call->request.behind.key.flags = va_arg(*arguments, const psa_custom_key_parameters_t*)->flags;
      break;
    case TFM_CRYPTO_NONCE: return add_nonce(call, input, va_arg(*arguments, size_t));
    case TFM_CRYPTO_INPUT:
    case TFM_CRYPTO_LONG_INPUT: add_input(call, input, va_arg(*arguments, size_t)); break;
    case TFM_CRYPTO_OUTPUT:
    case TFM_CRYPTO_LONG_OUTPUT: {
      uint8_t* const base = va_arg(*arguments, uint8_t*);
      const size_t size = va_arg(*arguments, size_t);
      add_output(call, base, size, va_arg(*arguments, size_t*));
      break;
    }
    case TFM_CRYPTO_FILLED: {
      uint8_t* const base = va_arg(*arguments, uint8_t*);
      add_output(call, base, va_arg(*arguments, size_t), NULL);
      break;
    }
    case TFM_CRYPTO_ATTRIBUTES_OUT: add_record(call, va_arg(*arguments, void*), TFM_CRYPTO_ATTRIBUTES_SIZE); break;
    case TFM_CRYPTO_KEY_OUT:
    case TFM_CRYPTO_NUMBER_OUT: add_record(call, va_arg(*arguments, void*), sizeof(uint32_t)); break;
    case TFM_CRYPTO_END:
    case TFM_CRYPTO_NOTHING: break;
  }
  return PSA_SUCCESS;
}

/* Where a description of a function has what. */
enum { AT_NUMBER, AT_LIFE, AT_ARGUMENTS };

static psa_status_t forward(const uint8_t* function, ...) {
  struct call call = {.ins = 1};
  call.in[0] = (psa_invec){&call.request, offsetof(struct request, behind)};
  psa_status_t status = PSA_SUCCESS;
  va_list arguments;
  va_start(arguments, function);
  for (const uint8_t* kind = &function[AT_ARGUMENTS]; *kind != TFM_CRYPTO_END && status == PSA_SUCCESS; kind++) {
    status = take(&call, *kind, &arguments);
  }
  va_end(arguments);
  if (status != PSA_SUCCESS) {
    return status;
  }
  status = psa_call(TFM_CRYPTO_HANDLE, function[AT_NUMBER], call.in, call.ins, call.out, call.outs);
  for (size_t i = 0; i < call.outs; i++) {
    if (call.lengths[i] != NULL) {
      *call.lengths[i] = status < 0 ? 0 : call.out[i].len;
    }
  }
  if (status > 0) { /* the handle of an operation that has been opened */
    *call.handle = (uint32_t)status;
    return PSA_SUCCESS;
  }
  if (function[AT_LIFE] == TFM_CRYPTO_ABORTS || (function[AT_LIFE] == TFM_CRYPTO_CLOSES && status == PSA_SUCCESS)) {
    *call.handle = 0;
  }
  return status;
}

/* EACH(MACRO, operation, kinds...): MACRO(kind, operation, n) for each, with commas. */
#define EACH_1(MACRO, operation, kind) MACRO(kind, operation, 1)
#define EACH_2(MACRO, operation, kind, ...) MACRO(kind, operation, 2), EACH_1(MACRO, operation, __VA_ARGS__)
#define EACH_3(MACRO, operation, kind, ...) MACRO(kind, operation, 3), EACH_2(MACRO, operation, __VA_ARGS__)
#define EACH_4(MACRO, operation, kind, ...) MACRO(kind, operation, 4), EACH_3(MACRO, operation, __VA_ARGS__)
#define EACH_5(MACRO, operation, kind, ...) MACRO(kind, operation, 5), EACH_4(MACRO, operation, __VA_ARGS__)
#define EACH_6(MACRO, operation, kind, ...) MACRO(kind, operation, 6), EACH_5(MACRO, operation, __VA_ARGS__)
#define CHOOSE(_1, _2, _3, _4, _5, _6, NAME, ...) NAME
#define EACH(MACRO, operation, ...) \
  CHOOSE(__VA_ARGS__, EACH_6, EACH_5, EACH_4, EACH_3, EACH_2, EACH_1, )(MACRO, operation, __VA_ARGS__)

/* What each kind is as a parameter, as an argument, and in a description. */
#define PARAMETER(kind, operation, n) PARAMETER_##kind(operation, n)
#define PARAMETER_NOTHING(operation, n) void
#define PARAMETER_OPERATION(operation, n) psa_##operation##_operation_t* value##n
#define PARAMETER_CONST_OPERATION(operation, n) const psa_##operation##_operation_t* value##n
#define PARAMETER_SOURCE(operation, n) const psa_##operation##_operation_t* value##n
#define PARAMETER_KEY(operation, n) psa_key_id_t value##n
#define PARAMETER_ALGORITHM(operation, n) psa_algorithm_t value##n
#define PARAMETER_STEP(operation, n) psa_key_derivation_step_t value##n
#define PARAMETER_NUMBER(operation, n) size_t value##n
#define PARAMETER_NUMBER64(operation, n) uint64_t value##n
#define PARAMETER_ATTRIBUTES(operation, n) const psa_key_attributes_t* value##n
#define PARAMETER_CUSTOM(operation, n) const psa_custom_key_parameters_t* value##n
#define PARAMETER_NONCE(operation, n) const uint8_t *value##n, size_t length##n
#define PARAMETER_INPUT(operation, n) const uint8_t *value##n, size_t length##n
#define PARAMETER_LONG_INPUT(operation, n) PARAMETER_INPUT(operation, n)
#define PARAMETER_OUTPUT(operation, n) uint8_t *value##n, size_t size##n, size_t *length##n
#define PARAMETER_LONG_OUTPUT(operation, n) PARAMETER_OUTPUT(operation, n)
#define PARAMETER_FILLED(operation, n) uint8_t *value##n, size_t size##n
#define PARAMETER_ATTRIBUTES_OUT(operation, n) psa_key_attributes_t* value##n
#define PARAMETER_KEY_OUT(operation, n) psa_key_id_t* value##n
#define PARAMETER_NUMBER_OUT(operation, n) size_t* value##n

#define ARGUMENT(kind, operation, n) ARGUMENT_##kind(n)
#define ARGUMENT_NOTHING(n) 0
#define ARGUMENT_OPERATION(n) value##n
#define ARGUMENT_CONST_OPERATION(n) value##n
#define ARGUMENT_SOURCE(n) value##n
#define ARGUMENT_KEY(n) value##n
#define ARGUMENT_ALGORITHM(n) value##n
#define ARGUMENT_STEP(n) value##n
#define ARGUMENT_NUMBER(n) value##n
#define ARGUMENT_NUMBER64(n) value##n
#define ARGUMENT_ATTRIBUTES(n) value##n
#define ARGUMENT_CUSTOM(n) value##n
#define ARGUMENT_NONCE(n) value##n, length##n
#define ARGUMENT_INPUT(n) value##n, length##n
#define ARGUMENT_LONG_INPUT(n) ARGUMENT_INPUT(n)
#define ARGUMENT_OUTPUT(n) value##n, size##n, length##n
#define ARGUMENT_LONG_OUTPUT(n) ARGUMENT_OUTPUT(n)
#define ARGUMENT_FILLED(n) value##n, size##n
#define ARGUMENT_ATTRIBUTES_OUT(n) value##n
#define ARGUMENT_KEY_OUT(n) value##n
#define ARGUMENT_NUMBER_OUT(n) value##n

#define DESCRIPTION(kind, operation, n) TFM_CRYPTO_##kind

#define DEFINE(name, operation, life, ...)                                                         \
  psa_status_t psa_##name(EACH(PARAMETER, operation, __VA_ARGS__)) {                               \
    static const uint8_t function[] = {TFM_CRYPTO_##name, TFM_CRYPTO_##life,                       \
                                       EACH(DESCRIPTION, operation, __VA_ARGS__), TFM_CRYPTO_END}; \
    return forward(function, EACH(ARGUMENT, operation, __VA_ARGS__));                              \
  }
TFM_CRYPTO_FUNCTIONS(DEFINE, DEFINE)

/* Attributes are the client's own: there is nothing to call. */
void psa_reset_key_attributes(psa_key_attributes_t* attributes) { *attributes = psa_key_attributes_init(); }

/* The library has no password-authenticated key exchange behind these, so no operation is ever open. */
#define UNUSED __attribute__((unused))
#define REFUSED(name, ...) \
  psa_status_t psa_pake_##name(UNUSED psa_pake_operation_t* operation, __VA_ARGS__) { return PSA_ERROR_NOT_SUPPORTED; }
REFUSED(setup, UNUSED const psa_pake_cipher_suite_t* suite)
REFUSED(set_password_key, UNUSED psa_key_id_t password)
REFUSED(set_user, UNUSED const uint8_t* user, UNUSED size_t length)
REFUSED(set_peer, UNUSED const uint8_t* peer, UNUSED size_t length)
REFUSED(set_role, UNUSED psa_pake_role_t role)
REFUSED(set_context, UNUSED const uint8_t* context, UNUSED size_t length)
REFUSED(output, UNUSED psa_pake_step_t step, UNUSED uint8_t* output, UNUSED size_t size, UNUSED size_t* length)
REFUSED(input, UNUSED psa_pake_step_t step, UNUSED const uint8_t* input, UNUSED size_t length)
REFUSED(get_implicit_key, UNUSED psa_key_derivation_operation_t* output)
REFUSED(get_shared_key, UNUSED const psa_key_attributes_t* attributes, UNUSED psa_key_id_t* key)
psa_status_t psa_pake_abort(UNUSED psa_pake_operation_t* operation) { return PSA_SUCCESS; }
