// SPDX-License-Identifier: Apache-2.0

// Internal Trusted Storage: the requests of psa_its_*(), on a store in flash. An asset belongs to the client that set
// it; no request names another owner.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "config_tfm.h"
#include "psa/service.h"
#include "psa/storage_common.h"
#include "psa_manifest/tfm_internal_trusted_storage.h"
#include "store.hpp"
#include "tfm_its_defs.h"

namespace {

constexpr std::uint32_t kKnownFlags =
    PSA_STORAGE_FLAG_WRITE_ONCE | PSA_STORAGE_FLAG_NO_CONFIDENTIALITY | PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION;
constexpr std::uint32_t kAnswer = 0;
constexpr std::uint32_t kRequest = 0;
constexpr std::uint32_t kData = 1;
constexpr std::size_t kChunk = 64;  // data is copied through the stack in parts

static_assert(storage::has_capacity({ITS_FLASH_BLOCK_SIZE, ITS_FLASH_BLOCKS, ITS_FLASH_PROGRAM_UNIT}, ITS_NUM_ASSETS,
                                    ITS_MAX_ASSET_SIZE),
              "the flash does not hold ITS_NUM_ASSETS assets of ITS_MAX_ASSET_SIZE bytes");

std::array<storage::Entry, ITS_NUM_ASSETS> index;
storage::Store store(index);

struct Request {
  storage::Key key;
  std::uint32_t flags_or_offset;
};

psa_status_t set(const psa_msg_t& message, const Request& request) {
  const storage::Entry* const old = store.find(request.key);
  const std::size_t length = message.in_size[kData];
  if ((request.flags_or_offset & ~kKnownFlags) != 0) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  if (old != nullptr && (old->flags & PSA_STORAGE_FLAG_WRITE_ONCE) != 0) {
    return PSA_ERROR_NOT_PERMITTED;
  }
  if (length > ITS_MAX_ASSET_SIZE) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  psa_status_t status = store.begin(request.key, request.flags_or_offset, static_cast<std::uint32_t>(length));
  std::byte bytes[kChunk];
  for (std::size_t done = 0; status == PSA_SUCCESS && done < length;) {
    const std::size_t count = psa_read(message.handle, kData, bytes, sizeof bytes);
    status = store.append(std::span(bytes).first(count));
    done += count;
  }
  return status == PSA_SUCCESS ? store.commit() : status;
}

psa_status_t get(const psa_msg_t& message, const Request& request) {
  const storage::Entry* const entry = store.find(request.key);
  if (entry == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (request.flags_or_offset > entry->length) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  psa_status_t status = store.check(*entry);
  const std::size_t end = request.flags_or_offset +
                          std::min<std::size_t>(message.out_size[kAnswer], entry->length - request.flags_or_offset);
  std::byte bytes[kChunk];
  for (std::size_t at = request.flags_or_offset; status == PSA_SUCCESS && at < end;) {
    const std::span<std::byte> part = std::span(bytes).first(std::min(kChunk, end - at));
    status = store.read(*entry, static_cast<std::uint32_t>(at), part);
    if (status == PSA_SUCCESS) {
      psa_write(message.handle, kAnswer, part.data(), part.size());
    }
    at += part.size();
  }
  return status;
}

psa_status_t get_info(const psa_msg_t& message, const Request& request) {
  const storage::Entry* const entry = store.find(request.key);
  if (entry == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (message.out_size[kAnswer] != sizeof(psa_storage_info_t)) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  const psa_storage_info_t info{entry->length, entry->length, entry->flags};
  psa_write(message.handle, kAnswer, &info, sizeof info);
  return PSA_SUCCESS;
}

psa_status_t remove(const Request& request) {
  const storage::Entry* const entry = store.find(request.key);
  if (entry == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  return (entry->flags & PSA_STORAGE_FLAG_WRITE_ONCE) != 0 ? PSA_ERROR_NOT_PERMITTED : store.remove(request.key);
}

// What the API's functions may answer. A content of another version is a failure, and stays as it is.
psa_status_t open_if_needed() {
  if (store.is_open()) {
    return PSA_SUCCESS;
  }
  const psa_status_t status = store.open();
  return status == PSA_SUCCESS || status == PSA_ERROR_DATA_CORRUPT ? status : PSA_ERROR_STORAGE_FAILURE;
}

psa_status_t answer(const psa_msg_t& message, const Request& request) {
  switch (message.type) {
    case TFM_ITS_SET: return set(message, request);
    case TFM_ITS_GET: return get(message, request);
    case TFM_ITS_GET_INFO: return get_info(message, request);
    case TFM_ITS_REMOVE: return remove(request);
    default: return PSA_ERROR_PROGRAMMER_ERROR;
  }
}

}  // namespace

extern "C" psa_status_t tfm_internal_trusted_storage_service_sfn(const psa_msg_t* message) {
  tfm_its_request wire{};
  if (message->in_size[kRequest] != sizeof wire) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  psa_read(message->handle, kRequest, &wire, sizeof wire);
  const std::uint64_t uid = std::uint64_t{wire.uid_high} << 32U | wire.uid_low;
  if (uid == 0) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = open_if_needed();
  return status == PSA_SUCCESS ? answer(*message, {{message->client_id, uid}, wire.flags_or_offset}) : status;
}
