/* The body of every partition of the cost image. Included once by each, after the names of its services are defined. */
#include "psa/service.h"
#include "shapes.h"

#ifndef STATION_BYTES
#define STATION_BYTES 264
#endif

static uint8_t bytes[STATION_BYTES] __attribute__((aligned(8)));

static psa_status_t serve(const psa_msg_t* msg) {
  struct run run;

  switch (msg->type) {
    case REQUEST_COPY: psa_write(msg->handle, 0, bytes, psa_read(msg->handle, 0, bytes, 64)); return PSA_SUCCESS;
    case REQUEST_TAKE: (void)psa_read(msg->handle, 0, bytes, sizeof bytes); return PSA_SUCCESS;
    case REQUEST_ODD:
      for (uint32_t i = 0; i < PSA_MAX_IOVEC; i++) {
        if (msg->in_size[i] != 0) {
          (void)psa_read(msg->handle, i, bytes + 2, ODD_BYTES);
        }
        if (msg->out_size[i] != 0) {
          psa_write(msg->handle, i, bytes + 2, ODD_BYTES);
        }
      }
      return PSA_SUCCESS;
    case REQUEST_RUN:
      if (psa_read(msg->handle, 0, &run, sizeof run) != sizeof run) {
        return PSA_ERROR_INVALID_ARGUMENT;
      }
      run_shape(&run);
      return PSA_SUCCESS;
    default: return PSA_SUCCESS;
  }
}

#if STATION_MODEL_IPC
void STATION_MAIN(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if (psa_get(signals & (0u - signals), &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, serve(&msg));
    }
  }
}
#else
psa_status_t STATION_PLAIN(const psa_msg_t* msg) { return serve(msg); }
psa_status_t STATION_SESSION(const psa_msg_t* msg) { return serve(msg); }
#endif
