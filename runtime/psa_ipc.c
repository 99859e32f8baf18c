// SPDX-License-Identifier: Apache-2.0

/* The API stubs of a partition on the IPC backend: each function is one trap.
 *
 * Nothing is checked here, because a partition could bypass it; the kernel checks everything. A function that no source
 * of the partition uses is not linked. */
#include "pack.h"
#include "psa/client.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "tfm_log_unpriv.h"
#include "tfm_psa_call_pack.h"
#include "trap.h"
#include "trap_numbers.h"

uint32_t psa_framework_version(void) { return PSA_FRAMEWORK_VERSION; }

uint32_t psa_version(uint32_t sid) { return (uint32_t)postern_trap1(POSTERN_TRAP_VERSION, sid); }

psa_handle_t psa_connect(uint32_t sid, uint32_t version) {
  return (psa_handle_t)postern_trap2(POSTERN_TRAP_CONNECT, sid, version);
}

psa_status_t tfm_psa_call_pack(psa_handle_t handle, uint32_t ctrl_param, const psa_invec* in_vec, psa_outvec* out_vec) {
  return (psa_status_t)postern_trap4(POSTERN_TRAP_CALL, (uintptr_t)handle, ctrl_param, (uintptr_t)in_vec,
                                     (uintptr_t)out_vec);
}

psa_status_t psa_call(psa_handle_t handle, int32_t type, const psa_invec* in_vec, size_t in_len, psa_outvec* out_vec,
                      size_t out_len) {
  return (psa_status_t)postern_trap4(POSTERN_TRAP_CALL, (uintptr_t)handle, postern_pack(type, in_len, out_len),
                                     (uintptr_t)in_vec, (uintptr_t)out_vec);
}

void psa_close(psa_handle_t handle) { postern_trap1(POSTERN_TRAP_CLOSE, (uintptr_t)handle); }

psa_signal_t psa_wait(psa_signal_t signal_mask, uint32_t timeout) {
  return (psa_signal_t)postern_trap2(POSTERN_TRAP_WAIT, signal_mask, timeout);
}

psa_status_t psa_get(psa_signal_t signal, psa_msg_t* msg) {
  return (psa_status_t)postern_trap2(POSTERN_TRAP_GET, signal, (uintptr_t)msg);
}

/* Each trap passes the whole rest of the request, and the kernel copies a piece of it (READ-7, WRITE-1). */
size_t psa_read(psa_handle_t msg_handle, uint32_t invec_idx, void* buffer, size_t num_bytes) {
  unsigned char* to = buffer;
  for (;;) {
    const uintptr_t answer =
        postern_trap4(POSTERN_TRAP_READ, (uintptr_t)msg_handle, invec_idx, (uintptr_t)to, num_bytes);
    if ((answer & POSTERN_TRAP_MORE) == 0) {
      return (size_t)(to - (unsigned char*)buffer) + answer;
    }
    const size_t count = answer & ~(uintptr_t)POSTERN_TRAP_MORE;
    to += count;
    num_bytes -= count;
  }
}

void psa_write(psa_handle_t msg_handle, uint32_t outvec_idx, const void* buffer, size_t num_bytes) {
  const unsigned char* from = buffer;
  for (;;) {
    const uintptr_t answer =
        postern_trap4(POSTERN_TRAP_WRITE, (uintptr_t)msg_handle, outvec_idx, (uintptr_t)from, num_bytes);
    if ((answer & POSTERN_TRAP_MORE) == 0) {
      return;
    }
    const size_t count = answer & ~(uintptr_t)POSTERN_TRAP_MORE;
    from += count;
    num_bytes -= count;
  }
}

size_t psa_skip(psa_handle_t msg_handle, uint32_t invec_idx, size_t num_bytes) {
  return (size_t)postern_trap3(POSTERN_TRAP_SKIP, (uintptr_t)msg_handle, invec_idx, num_bytes);
}

void psa_reply(psa_handle_t msg_handle, psa_status_t status) {
  postern_trap2(POSTERN_TRAP_REPLY, (uintptr_t)msg_handle, (uintptr_t)status);
}

void psa_set_rhandle(psa_handle_t msg_handle, void* rhandle) {
  postern_trap2(POSTERN_TRAP_SET_RHANDLE, (uintptr_t)msg_handle, (uintptr_t)rhandle);
}

void psa_notify(int32_t partition_id) { postern_trap1(POSTERN_TRAP_NOTIFY, (uintptr_t)partition_id); }

void psa_clear(void) { postern_trap1(POSTERN_TRAP_CLEAR, 0); }

void psa_eoi(psa_signal_t irq_signal) { postern_trap1(POSTERN_TRAP_EOI, irq_signal); }

void psa_irq_enable(psa_signal_t irq_signal) { postern_trap1(POSTERN_TRAP_IRQ_ENABLE, irq_signal); }

psa_irq_status_t psa_irq_disable(psa_signal_t irq_signal) {
  return (psa_irq_status_t)postern_trap1(POSTERN_TRAP_IRQ_DISABLE, irq_signal);
}

void psa_reset_signal(psa_signal_t irq_signal) { postern_trap1(POSTERN_TRAP_RESET_SIGNAL, irq_signal); }

void psa_panic(void) {
  for (;;) {
    postern_trap1(POSTERN_TRAP_PANIC, 0);
  }
}

uint32_t psa_rot_lifecycle_state(void) { return (uint32_t)postern_trap1(POSTERN_TRAP_LIFECYCLE, 0); }

/* Declared here too, because psa/service.h declares them only if the framework supports MM-IOVEC. */
const void* psa_map_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void psa_unmap_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void* psa_map_outvec(psa_handle_t msg_handle, uint32_t outvec_idx);
void psa_unmap_outvec(psa_handle_t msg_handle, uint32_t outvec_idx, size_t len);

const void* psa_map_invec(psa_handle_t msg_handle, uint32_t invec_idx) {
  return (const void*)postern_trap2(POSTERN_TRAP_MAP_INVEC, (uintptr_t)msg_handle, invec_idx);
}

void psa_unmap_invec(psa_handle_t msg_handle, uint32_t invec_idx) {
  postern_trap2(POSTERN_TRAP_UNMAP_INVEC, (uintptr_t)msg_handle, invec_idx);
}

void* psa_map_outvec(psa_handle_t msg_handle, uint32_t outvec_idx) {
  return (void*)postern_trap2(POSTERN_TRAP_MAP_OUTVEC, (uintptr_t)msg_handle, outvec_idx);
}

void psa_unmap_outvec(psa_handle_t msg_handle, uint32_t outvec_idx, size_t len) {
  postern_trap3(POSTERN_TRAP_UNMAP_OUTVEC, (uintptr_t)msg_handle, outvec_idx, len);
}

size_t tfm_log_unpriv_piece(const char* text, size_t length) {
  return (size_t)postern_trap2(POSTERN_TRAP_LOG, (uintptr_t)text, length);
}
