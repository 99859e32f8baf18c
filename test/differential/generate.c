// SPDX-License-Identifier: Apache-2.0

/* Random plans: mostly legal ones, so that a sequence gets somewhere. */
#include "generate.h"

#include <string.h>

#include "psa/error.h"
#include "psa_manifest/actor.h"
#include "psa_manifest/sid.h"

enum { TRIES = 2000 };

uint32_t draw(struct chance* chance, uint32_t below) {
  uint32_t x = chance->state; /* xorshift; never 0 */
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  chance->state = x;
  return x % below;
}

#define PICK(chance, array) (array)[draw(chance, sizeof(array) / sizeof((array)[0]))]

static uint32_t any_sid(struct chance* chance) {
  static const uint32_t sids[] = {PLAIN_SID,   EXACT_SID, SECRET_SID, SESSION_SID, SESSION_SID,
                                  SESSION_SID, LOOSE_SID, LOOSE_SID,  PRIVATE_SID, 0x7777};
  return PICK(chance, sids);
}

static uint32_t any_handle(struct chance* chance, const struct model* model) {
  static const uint32_t handles[] = {PLAIN_HANDLE,
                                     PLAIN_HANDLE,
                                     PLAIN_HANDLE - 0x100,
                                     PLAIN_HANDLE + 0x100,
                                     EXACT_HANDLE,
                                     EXACT_HANDLE,
                                     EXACT_HANDLE - 0x100,
                                     EXACT_HANDLE + 0x100,
                                     SECRET_HANDLE,
                                     SECRET_HANDLE,
                                     PLAIN_HANDLE | 0x20,
                                     PLAIN_HANDLE | 0x10000,
                                     PLAIN_HANDLE | 0x1F,
                                     0,
                                     0x1234DEAD & ~0x40000000u,
                                     1,
                                     0x3FFFFFFF};
  return draw(chance, 2) == 0 ? PICK(chance, handles) : (uint32_t)model->slots[draw(chance, SLOTS)].handle;
}

static uint32_t any_size(struct chance* chance) {
  static const uint32_t sizes[] = {0, 1, 3, 4, 8, 17, 32, LARGEST};
  return PICK(chance, sizes);
}

static struct step any_step(struct chance* chance, int wants_panic) {
  struct step step = {0};
  const uint32_t most = wants_panic ? (uint32_t)ALL_OPS : (uint32_t)LEGAL_OPS;
  switch (draw(chance, 3)) {
    case 0: step.op = (int32_t)draw(chance, OP_RHANDLE); break;
    case 1: step.op = OP_MAP_IN + (int32_t)draw(chance, OP_LIFECYCLE - OP_MAP_IN); break;
    default: step.op = (int32_t)draw(chance, most); break;
  }
  if (chance->is_common || !ACTOR_MODEL_IPC) {
    switch (step.op) { /* steps that only one backend has */
      case OP_RING:
      case OP_SILENT: step.op = OP_LIFECYCLE; break;
      case OP_NOTIFY_NO_PARTITION:
      case OP_GET_NOTHING:
      case OP_REPLY_NOTHING: step.op = OP_PANIC; break;
      default: break;
    }
  }
  step.first = draw(chance, 4) == 0 ? draw(chance, 6) : draw(chance, 2);
  step.second = draw(chance, 12) == 0 ? LARGEST : any_size(chance);
  return step;
}

/* Any bit, one added, or all count bits: most of them are reserved. */
static uint32_t any_garble(struct chance* chance) {
  const uint32_t bit = 1u << draw(chance, 32);
  switch (draw(chance, 4)) {
    case 0: return bit | 1u << draw(chance, 32);
    case 1: return (draw(chance, 8) << 24 | draw(chance, 8) << 16) ^ (draw(chance, 2) == 0 ? bit : 0);
    default: return bit;
  }
}

static int32_t any_status(struct chance* chance, int request) {
  static const int32_t to_connects[] = {0, 0,   0, 0, 0, PSA_ERROR_CONNECTION_REFUSED, PSA_ERROR_CONNECTION_BUSY,
                                        1, -140};
  static const int32_t to_requests[] = {
      0, 0, 1, 2, INT32_MAX, -1, -2, INT32_MIN + 128, -130, -131, -132, -249, -256, PSA_ERROR_PROGRAMMER_ERROR};
  return request == CLIENT_CONNECT ? PICK(chance, to_connects) : PICK(chance, to_requests);
}

/* In some sequences connections are made and hardly ever closed, until no slot is free. */
static struct plan any_plan(struct chance* chance, const struct model* model, int wants_panic, int is_greedy) {
  static const int32_t requests[] = {CLIENT_VERSION, CLIENT_CONNECT,   CLIENT_CONNECT, CLIENT_CALL,
                                     CLIENT_CALL,    CLIENT_CALL,      CLIENT_CALL,    CLIENT_CALL,
                                     CLIENT_CLOSE,   CLIENT_FRAMEWORK, CLIENT_RAISE};
  static const int32_t types[] = {0, 1, 7, 32767, 32767, 12, 0, -1, -2, 32768, INT32_MIN, 65536};
  struct plan plan;
  memset(&plan, 0, sizeof plan);
  plan.client = (enum who)draw(chance, 3);
  struct errand* const errand = &plan.errand;
  errand->request = is_greedy && draw(chance, 2) == 0 ? CLIENT_CONNECT : PICK(chance, requests);
  if (is_greedy && errand->request == CLIENT_CLOSE && draw(chance, 8) != 0) {
    errand->request = CLIENT_VERSION;
  }
  if (errand->request == CLIENT_RAISE) {
    errand->sid = draw(chance, 2) != 0 ? SLOW_SOURCE : FAST_SOURCE;
    errand->version = draw(chance, OVERS);
    return plan;
  }
  const int names_service = errand->request == CLIENT_VERSION || errand->request == CLIENT_CONNECT;
  errand->sid = names_service ? any_sid(chance) : any_handle(chance, model);
  errand->version = draw(chance, 4) == 0 ? draw(chance, 5) : 2;
  errand->type = PICK(chance, types);
  errand->in_count = draw(chance, VECTORS + 1);
  errand->out_count = draw(chance, 5) == 0 ? draw(chance, VECTORS + 1) : draw(chance, VECTORS + 1 - errand->in_count);
  errand->flaw = draw(chance, 4) == 0 ? (int32_t)draw(chance, FLAWS) : FLAW_NONE;
  if (draw(chance, 10) == 0) {
    errand->flaw = FLAW_CONTROL;
    errand->garble = any_garble(chance);
  }
  for (unsigned v = 0; v < VECTORS; v++) {
    errand->in_size[v] = any_size(chance);
    errand->out_size[v] = any_size(chance);
  }
  plan.script.count = draw(chance, MOST_OPS + 1);
  for (unsigned i = 0; i < plan.script.count; i++) {
    plan.script.steps[i] = any_step(chance, wants_panic);
  }
  plan.script.status = any_status(chance, errand->request);
  return plan;
}

struct plan generate(struct chance* chance, const struct model* model, int wants_panic, int is_greedy) {
  struct plan plan;
  const int by_actor = wants_panic && draw(chance, 3) != 0;
  for (unsigned i = 0; i < TRIES; i++) {
    struct model trial = *model;
    plan = any_plan(chance, model, wants_panic, is_greedy);
    struct expected expected = predict(&trial, &plan);
    /* A step that would panic is removed, with all that follow it. */
    while (!wants_panic && expected.is_panic && expected.panics == ACTOR_ITSELF && plan.script.count > 0) {
      plan.script.count--;
      trial = *model;
      expected = predict(&trial, &plan);
    }
    if (expected.is_panic == wants_panic && (!by_actor || expected.panics == ACTOR_ITSELF)) {
      return plan;
    }
  }
  memset(&plan, 0, sizeof plan);
  plan.errand.request = CLIENT_FRAMEWORK;
  return plan;
}

int generate_cleaning(const struct model* model, struct plan* plan) {
  memset(plan, 0, sizeof *plan);
  for (unsigned i = 0; i < SLOTS; i++) {
    if (model->slots[i].live) {
      plan->client = (enum who)model->slots[i].owner;
      plan->errand.request = CLIENT_CLOSE;
      plan->errand.sid = (uint32_t)model->slots[i].handle;
      return 1;
    }
  }
  plan->errand.request = CLIENT_CALL;
  plan->errand.sid = PLAIN_HANDLE;
  struct script* const script = &plan->script;
  /* A pending line is enabled, answered and disabled again. */
  if (!model->slow.disabled || model->slow.pending || model->slow.asserted) {
    script->steps[script->count++] = (struct step){OP_ENABLE, 0, 0};
    if (model->slow.pending || model->slow.asserted) {
      script->steps[script->count++] = (struct step){OP_EOI, 0, 0};
    }
    script->steps[script->count++] = (struct step){OP_DISABLE, 0, 0};
    return 1;
  }
  if (!model->fast.disabled || model->fast.pending || model->fast.asserted) {
    script->steps[script->count++] = (struct step){OP_ENABLE, 1, 0};
    if (model->fast.pending || model->fast.asserted) {
      script->steps[script->count++] = (struct step){OP_RESET, 0, 0};
    }
    script->steps[script->count++] = (struct step){OP_DISABLE, 1, 0};
    return 1;
  }
  if (model->doorbell) {
    script->steps[script->count++] = (struct step){OP_SILENT, 0, 0};
    return 1;
  }
  return 0;
}
