// SPDX-License-Identifier: Apache-2.0

/* The model: the rules, as a program that is easy to compare with them. */
#include "model.h"

#include <string.h>

#include "psa/error.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"

/* Rules are named like READ-1. */
const char* const rule_names[RULES] = {"",
#define X(name) #name,
                                       REFUSALS(X) REFUSALS_OF_THE_IPC_MODEL(X)
#undef X
};

enum { SLOW_BIT = 31, FAST_BIT = 30, STATELESS = 0x40000000, NON_SECURE_ID = -0x3C000000, MAPS = 1 };

struct service {
  uint32_t sid;
  uint32_t version;
  uint8_t strict;
  uint8_t sessions;
  uint8_t clients; /* one bit for each enum who */
  uint8_t maps;
  uint32_t handle;
};

#define CLIENTS(a, b, c) ((a) << NON_SECURE | (b) << ONE | (c) << TWO)
static const struct service services[] = {
    {PLAIN_SID, 2, 0, 0, CLIENTS(1, 1, 1), MAPS, PLAIN_HANDLE},
    {EXACT_SID, 3, 1, 0, CLIENTS(1, 0, 1), 0, EXACT_HANDLE},
    {SECRET_SID, 1, 1, 0, CLIENTS(0, 1, 0), 0, SECRET_HANDLE},
    {SESSION_SID, 2, 1, 1, CLIENTS(1, 1, 0), MAPS, 0},
    {LOOSE_SID, 2, 0, 1, CLIENTS(1, 0, 1), 0, 0},
    {PRIVATE_SID, 1, 1, 1, CLIENTS(0, 1, 0), 0, 0},
};
enum { SERVICES = sizeof services / sizeof services[0] };

void reset_model(struct model* model) {
  memset(model, 0, sizeof *model);
  model->slow.disabled = 1;
  model->fast.disabled = 1;
}

static struct expected refuse(const struct plan* plan, enum rule rule, int32_t result) {
  struct expected expected = {.refused = rule};
  expected.outcome.result = result;
  expected.is_panic = plan->client != NON_SECURE;
  expected.panics = plan->client;
  return expected;
}

static const struct service* find(uint32_t sid) {
  for (unsigned i = 0; i < SERVICES; i++) {
    if (services[i].sid == sid) {
      return &services[i];
    }
  }
  return NULL;
}

static int may_use(enum who client, const struct service* service) { return service->clients >> client & 1; }

/* A message while ACTOR handles it. */
struct handled {
  const struct service* service;
  int32_t type;
  uint32_t in_size[VECTORS];
  uint32_t out_size[VECTORS];
  uint32_t in_done[VECTORS];
  uint32_t out_done[VECTORS];
  uint8_t touched_in[VECTORS]; /* 1 copied, 2 mapped, 4 was mapped */
  uint8_t touched_out[VECTORS];
  uint8_t out_bytes[VECTORS][LARGEST];
  uint32_t* rhandle;
};
enum { COPIED = 1, MAPPED = 2, UNMAPPED = 4 };

static enum rule read_or_skip(struct handled* message, const struct step* step, struct seen* seen, unsigned number) {
  const int reads = step->op == OP_READ;
  const unsigned v = step->first;
  if (message->type < 0 || v >= VECTORS || (message->touched_in[v] & (MAPPED | UNMAPPED)) != 0) {
    return reads ? READ_1 : SKIP_2;
  }
  message->touched_in[v] |= COPIED;
  const uint32_t left = message->in_size[v] - message->in_done[v];
  const uint32_t count = step->second < left ? step->second : left;
  seen->results[number] = count;
  if (reads) {
    uint32_t sum = sum_of(NULL, 0);
    for (uint32_t i = 0; i < count; i++) {
      sum = add_to_sum(sum, input_byte(v, message->in_done[v] + i));
    }
    seen->sums[number] = sum;
  }
  message->in_done[v] += count;
  return NO_RULE;
}

static enum rule write_to(struct handled* message, const struct step* step, unsigned number) {
  const unsigned v = step->first;
  if (message->type < 0 || v >= VECTORS || (message->touched_out[v] & (MAPPED | UNMAPPED)) != 0 ||
      step->second > message->out_size[v] - message->out_done[v]) {
    return WRITE_1;
  }
  message->touched_out[v] |= COPIED;
  for (uint32_t i = 0; i < step->second; i++) {
    message->out_bytes[v][message->out_done[v] + i] = written_byte(number, i);
  }
  message->out_done[v] += step->second;
  return NO_RULE;
}

static enum rule map_or_unmap(struct handled* message, const struct step* step, struct seen* seen, unsigned number) {
  const unsigned v = step->first;
  const int is_in = step->op == OP_MAP_IN || step->op == OP_UNMAP_IN;
  if (!message->service->maps || message->type < 0 || v >= VECTORS) {
    return MMV_3;
  }
  uint8_t* const touched = is_in ? &message->touched_in[v] : &message->touched_out[v];
  const uint32_t size = is_in ? message->in_size[v] : message->out_size[v];
  if (step->op == OP_UNMAP_OUT && step->second > size) {
    return MMV_10;
  }
  if (step->op == OP_UNMAP_IN || step->op == OP_UNMAP_OUT) {
    if ((*touched & MAPPED) == 0) {
      return MMV_9;
    }
    *touched = UNMAPPED;
    if (!is_in) {
      message->out_done[v] = step->second;
    }
    return NO_RULE;
  }
  if (size == 0) {
    return MMV_4;
  }
  if (*touched != 0) {
    return MMV_5;
  }
  *touched = MAPPED;
  for (uint32_t i = 0; i < size; i++) {
    if (is_in) {
      seen->sums[number] = add_to_sum(i == 0 ? sum_of(NULL, 0) : seen->sums[number], input_byte(v, i));
    } else {
      message->out_bytes[v][i] = written_byte(number, i);
    }
  }
  return NO_RULE;
}

static void raise_line(struct line* line, int waits_for_eoi) {
  if (line->disabled || (waits_for_eoi && line->asserted)) {
    line->pending = 1;
  } else {
    line->asserted = 1;
  }
}

static void enable_line(struct line* line, int waits_for_eoi) {
  line->disabled = 0;
  if (line->pending && !(waits_for_eoi && line->asserted)) {
    line->pending = 0;
    line->asserted = 1;
  }
}

/* The rule that a read into a foreign buffer breaks. It is no error if nothing remains to be read. */
static enum rule bad_buffer(const struct handled* message, uint8_t* touched, int is_read, enum rule broken) {
  if (message->type < 0 || (touched[0] & (MAPPED | UNMAPPED)) != 0 || is_read) {
    return broken;
  }
  touched[0] |= COPIED;
  return NO_RULE;
}

static enum rule take_step(struct model* model, struct handled* message, const struct step* step, struct seen* seen,
                           unsigned number) {
  switch (step->op) {
    case OP_READ:
    case OP_SKIP: return read_or_skip(message, step, seen, number);
    case OP_WRITE: return write_to(message, step, number);
    case OP_RHANDLE:
      if (message->rhandle == NULL) {
        return RHN_4;
      }
      *message->rhandle = step->first;
      return NO_RULE;
    case OP_MAP_IN:
    case OP_UNMAP_IN:
    case OP_MAP_OUT:
    case OP_UNMAP_OUT: return map_or_unmap(message, step, seen, number);
    case OP_RAISE_SLOW: raise_line(&model->slow, 1); return NO_RULE;
    case OP_RAISE_FAST: raise_line(&model->fast, 0); return NO_RULE;
    case OP_RAISE_FAST_IN_VAIN: model->fast.pending |= model->fast.disabled; return NO_RULE;
    case OP_RAISE_WRONG: return FLIH_3;
    case OP_EOI_FAST: return EOI_2;
    case OP_RESET_SLOW: return RST_1;
    case OP_READ_NOWHERE:
      return bad_buffer(message, message->touched_in, message->in_size[0] != message->in_done[0], READ_1);
    case OP_WRITE_NOWHERE: return WRITE_1;
    case OP_POLL:
      seen->results[number] = (uint32_t)model->slow.asserted << SLOW_BIT | (uint32_t)model->fast.asserted << FAST_BIT;
      return NO_RULE;
    case OP_EOI:
      if (!model->slow.asserted) {
        return EOI_2;
      }
      model->slow.asserted = model->slow.pending = 0;
      return NO_RULE;
    case OP_RESET:
      if (!model->fast.asserted) {
        return RST_1;
      }
      model->fast.asserted = 0;
      return NO_RULE;
    case OP_ENABLE: enable_line(step->first != 0 ? &model->fast : &model->slow, step->first == 0); return NO_RULE;
    case OP_DISABLE: {
      struct line* const line = step->first != 0 ? &model->fast : &model->slow;
      seen->results[number] = !line->disabled;
      line->disabled = 1;
      return NO_RULE;
    }
    case OP_RING: model->doorbell = 1; return NO_RULE;
    case OP_SILENT:
      if (!model->doorbell) {
        return DBL_4;
      }
      model->doorbell = 0;
      return NO_RULE;
    case OP_PANIC: return PANIC_1;
    case OP_READ_WRONG_HANDLE: return READ_1;
    case OP_NOTIFY_NO_PARTITION: return DBL_2;
    case OP_WAIT_NOTHING: return WAIT_5;
    case OP_ENABLE_NOTHING: return IRQ_3;
    case OP_GET_NOTHING: return GET_3;
    case OP_REPLY_NOTHING: return REPLY_2;
    default: return NO_RULE; /* OP_LIFECYCLE, OP_VERSION: 0 */
  }
}

/* The next message without its vectors. */
static struct seen* deliver(const struct plan* plan, struct expected* expected, int32_t type, uint32_t rhandle) {
  static const int32_t ids[] = {[NON_SECURE] = NON_SECURE_ID, [ONE] = CLIENT_ONE, [TWO] = CLIENT_TWO};
  struct seen* const seen = &expected->seen[expected->messages++];
  seen->type = type;
  seen->client_id = ids[plan->client];
  seen->rhandle = rhandle;
  return seen;
}

static int acts_without_error(struct model* model, const struct plan* plan, struct handled* message,
                              struct expected* expected, struct seen* seen) {
  for (unsigned i = 0; i < plan->script.count; i++) {
    const enum rule broken = take_step(model, message, &plan->script.steps[i], seen, i);
    if (broken != NO_RULE) {
      expected->refused = broken;
      expected->is_panic = 1;
      expected->panics = ACTOR_ITSELF;
      return 0;
    }
  }
  return 1;
}

static struct expected predict_connect(struct model* model, const struct plan* plan) {
  const struct service* const service = find(plan->errand.sid);
  const uint32_t version = plan->errand.version;
  if (service == NULL) {
    return refuse(plan, CONN_1, PSA_ERROR_CONNECTION_REFUSED);
  }
  if (!may_use(plan->client, service)) {
    return refuse(plan, CONN_2, PSA_ERROR_CONNECTION_REFUSED);
  }
  if (!service->sessions) {
    return refuse(plan, CONN_3, PSA_ERROR_CONNECTION_REFUSED);
  }
  if (service->strict && version != service->version) {
    return refuse(plan, CONN_4, PSA_ERROR_CONNECTION_REFUSED);
  }
  if (!service->strict && version > service->version) {
    return refuse(plan, CONN_5, PSA_ERROR_CONNECTION_REFUSED);
  }
  struct expected expected = {0};
  struct slot* slot = NULL;
  for (unsigned i = 0; i < SLOTS && slot == NULL; i++) {
    slot = model->slots[i].live ? NULL : &model->slots[i];
  }
  if (slot == NULL) {
    expected.refused = CONN_9;
    expected.outcome.result = PSA_ERROR_CONNECTION_BUSY;
    return expected;
  }
  uint32_t rhandle = 0;
  struct handled message = {.service = service, .type = CONNECT_MESSAGE, .rhandle = &rhandle};
  if (!acts_without_error(model, plan, &message, &expected, deliver(plan, &expected, CONNECT_MESSAGE, 0))) {
    return expected;
  }
  switch (plan->script.status) {
    case PSA_SUCCESS:
      *slot = (struct slot){1, 0, (uint8_t)plan->client, (uint8_t)(service - services), 0, rhandle};
      expected.opened = slot;
      return expected;
    case PSA_ERROR_CONNECTION_REFUSED:
    case PSA_ERROR_CONNECTION_BUSY:
      expected.refused = CONN_12;
      expected.outcome.result = plan->script.status;
      return expected;
    default:
      expected.refused = REPLY_6;
      expected.is_panic = 1;
      expected.panics = ACTOR_ITSELF;
      return expected;
  }
}

static struct slot* slot_of(struct model* model, const struct plan* plan) {
  for (unsigned i = 0; i < SLOTS; i++) {
    struct slot* const slot = &model->slots[i];
    if (slot->live && slot->owner == plan->client && slot->handle == (int32_t)plan->errand.sid) {
      return slot;
    }
  }
  return NULL;
}

static const struct service* stateless(uint32_t handle) {
  for (unsigned i = 0; i < SERVICES; i++) {
    const struct service* const service = &services[i];
    const uint32_t version = handle >> 8 & 0xFF;
    if (!service->sessions && (handle & ~0xFF00u) == (service->handle & ~0xFF00u) &&
        (service->strict ? version == service->version : version <= service->version)) {
      return service;
    }
  }
  return NULL;
}

static int has_flaw(const struct errand* errand) {
  switch (errand->flaw) {
    case FLAW_NULL_VECTOR:
    case FLAW_WRAPPING:
    case FLAW_UNALIGNED:
    case FLAW_NULL_ARRAY: return errand->in_count > 0;
    case FLAW_NULL_OUTPUT:
    case FLAW_WRAPPING_OUTPUT:
    case FLAW_CONSTANT_OUTPUT:
    case FLAW_NULL_OUTPUT_ARRAY:
    case FLAW_UNALIGNED_OUTPUT: return errand->out_count > 0;
    case FLAW_OVERLAP: return errand->in_count > 1;
    default: return 0;
  }
}

static struct expected with_untouched_buffers(const struct plan* plan, struct expected expected) {
  uint8_t untouched[LARGEST];
  memset(untouched, UNTOUCHED, sizeof untouched);
  for (unsigned v = 0; v < VECTORS; v++) {
    expected.outcome.out_len[v] = plan->errand.out_size[v];
    expected.outcome.out_sums[v] = sum_of(untouched, LARGEST);
  }
  switch (plan->errand.flaw) {
    case FLAW_NULL_OUTPUT:
    case FLAW_CONSTANT_OUTPUT: expected.outcome.out_len[0] = 4; break;
    case FLAW_WRAPPING_OUTPUT: expected.outcome.out_len[0] = UINT32_MAX; break;
    default: break;
  }
  return expected;
}

/* The call that the kernel receives. A type that does not fit is not truncated, and a count that does not fit is too
 * large. */
struct announced {
  int32_t type;
  uint32_t in_count;
  uint32_t out_count;
  uint32_t reserved; /* bits that are set and should not be */
};

static struct announced announce(const struct plan* plan) {
  const struct errand* const errand = &plan->errand;
  if (errand->flaw != FLAW_CONTROL) {
    const uint32_t in_count = errand->flaw == FLAW_MANY ? VECTORS + 1 : errand->in_count;
    return (struct announced){errand->type, in_count, errand->out_count, 0};
  }
  const uint32_t word = ((uint32_t)errand->type & 0xFFFF) | errand->in_count << 24 | errand->out_count << 16;
  const uint32_t control = word ^ errand->garble;
  /* Bits 19, 27 and 31 belong to the gate: a non-secure client's values of them are ignored. */
  const uint32_t reserved = plan->client == NON_SECURE ? 0x70F00000 : 0xF8F80000;
  return (struct announced){(int16_t)(control & 0xFFFF), control >> 24 & 7, control >> 16 & 7, control & reserved};
}

static struct expected predict_call(struct model* model, const struct plan* plan) {
  const struct errand* const errand = &plan->errand;
  const struct announced announced = announce(plan);
  struct slot* slot = NULL;
  const struct service* service;
  if ((errand->sid & STATELESS) != 0) {
    service = stateless(errand->sid);
    if (service == NULL || !may_use(plan->client, service)) {
      return refuse(plan, SLS_3, PSA_ERROR_PROGRAMMER_ERROR);
    }
  } else {
    slot = slot_of(model, plan);
    if (slot == NULL) {
      return refuse(plan, errand->sid == 0 ? CALL_1 : CALL_2, PSA_ERROR_PROGRAMMER_ERROR);
    }
    if (slot->terminated) {
      return refuse(plan, HND_7, PSA_ERROR_PROGRAMMER_ERROR);
    }
    service = &services[slot->service];
  }
  if (announced.type < 0 || announced.type > 32767) {
    return refuse(plan, CALL_4, PSA_ERROR_PROGRAMMER_ERROR);
  }
  if (announced.reserved != 0) {
    return refuse(plan, NUM_5, PSA_ERROR_PROGRAMMER_ERROR);
  }
  if (announced.in_count + announced.out_count > VECTORS) {
    return refuse(plan, CALL_6, PSA_ERROR_PROGRAMMER_ERROR);
  }
  if (has_flaw(errand)) {
    return refuse(plan, CALL_7, PSA_ERROR_PROGRAMMER_ERROR);
  }

  struct expected expected = {0};
  struct handled message = {.service = service, .type = announced.type};
  message.rhandle = slot != NULL ? &slot->rhandle : NULL;
  struct seen* const seen = deliver(plan, &expected, announced.type, slot != NULL ? slot->rhandle : 0);
  memset(message.out_bytes, UNTOUCHED, sizeof message.out_bytes);
  for (unsigned v = 0; v < VECTORS; v++) {
    seen->in_size[v] = message.in_size[v] = v < announced.in_count ? errand->in_size[v] : 0;
    seen->out_size[v] = message.out_size[v] = v < announced.out_count ? errand->out_size[v] : 0;
  }
  if (!acts_without_error(model, plan, &message, &expected, seen)) {
    return expected;
  }
  expected = with_untouched_buffers(plan, expected);
  for (unsigned v = 0; v < announced.out_count; v++) {
    expected.outcome.out_len[v] = (message.touched_out[v] & MAPPED) != 0 ? 0 : message.out_done[v];
    expected.outcome.out_sums[v] = sum_of(message.out_bytes[v], LARGEST);
  }
  expected.outcome.result = plan->script.status;
  if (plan->script.status == PSA_ERROR_PROGRAMMER_ERROR) {
    expected.refused = plan->client != NON_SECURE || slot != NULL ? REPLY_7 : SLS_9;
    expected.is_panic = plan->client != NON_SECURE;
    expected.panics = plan->client;
    if (slot != NULL && plan->client == NON_SECURE) {
      slot->terminated = 1;
      (void)deliver(plan, &expected, DISCONNECT_MESSAGE, slot->rhandle);
    }
  }
  return expected;
}

static struct expected predict_close(struct model* model, const struct plan* plan) {
  struct expected expected = {0};
  if (plan->errand.sid == 0) {
    expected.refused = CLOSE_1;
    return expected;
  }
  struct slot* const slot = slot_of(model, plan);
  if (slot == NULL) {
    return refuse(plan, (plan->errand.sid & STATELESS) != 0 ? CLOSE_4 : CLOSE_2, 0);
  }
  if (!slot->terminated) {
    (void)deliver(plan, &expected, DISCONNECT_MESSAGE, slot->rhandle);
  }
  slot->live = 0;
  return expected;
}

struct expected predict(struct model* model, const struct plan* plan) {
  struct expected expected = {0};
  switch (plan->errand.request) {
    case CLIENT_FRAMEWORK: expected.outcome.result = 0x0101; return expected;
    case CLIENT_RAISE:
      raise_line(plan->errand.sid == SLOW_SOURCE ? &model->slow : &model->fast, plan->errand.sid == SLOW_SOURCE);
      return expected;
    case CLIENT_VERSION: {
      const struct service* const service = find(plan->errand.sid);
      const int visible = service != NULL && may_use(plan->client, service);
      expected.refused = service == NULL ? VER_1 : visible ? NO_RULE : VER_2;
      expected.outcome.result = visible ? (int32_t)service->version : 0;
      return expected;
    }
    case CLIENT_CONNECT: return predict_connect(model, plan);
    case CLIENT_CALL: {
      const struct expected call = predict_call(model, plan);
      return call.messages == 0 ? with_untouched_buffers(plan, call) : call;
    }
    default: return predict_close(model, plan);
  }
}
