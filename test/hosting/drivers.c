// SPDX-License-Identifier: Apache-2.0

#include "drivers.h"

#include <string.h>

#include "hosting.h"
#include "psa_manifest/sid.h"

psa_status_t request(uint32_t sid, uint32_t version, int32_t type, const psa_invec* in, size_t in_count,
                     psa_outvec* out, size_t out_count) {
  const psa_handle_t handle = psa_connect(sid, version);
  psa_status_t status = handle;

  if (PSA_HANDLE_IS_VALID(handle)) {
    status = psa_call(handle, type, in, in_count, out, out_count);
    psa_close(handle);
  }
  return status;
}

psa_status_t print(const char* text) {
  const psa_invec in = {text, strlen(text)};
  return request(DRIVER_UART_SID, DRIVER_UART_VERSION, UART_PRINT, &in, 1, NULL, 0);
}

psa_status_t nvmem_read(uint32_t offset, uint32_t* word) {
  const psa_invec in = {&offset, sizeof offset};
  psa_outvec out = {word, sizeof *word};
  return request(DRIVER_NVMEM_SID, DRIVER_NVMEM_VERSION, NVMEM_READ, &in, 1, &out, 1);
}

psa_status_t nvmem_write(uint32_t offset, uint32_t word) {
  const psa_invec in[2] = {{&offset, sizeof offset}, {&word, sizeof word}};
  return request(DRIVER_NVMEM_SID, DRIVER_NVMEM_VERSION, NVMEM_WRITE, in, 2, NULL, 0);
}

psa_status_t watchdog(int32_t type) {
  return request(DRIVER_WATCHDOG_SID, DRIVER_WATCHDOG_VERSION, type, NULL, 0, NULL, 0);
}
