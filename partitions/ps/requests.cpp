// SPDX-License-Identifier: Apache-2.0

#include "requests.hpp"

#include <algorithm>

#include "objects.hpp"
#include "psa/storage_common.h"
#include "tfm_ps_defs.h"

namespace postern::ps {

namespace {

constexpr std::uint32_t kKnownFlags =
    PSA_STORAGE_FLAG_WRITE_ONCE | PSA_STORAGE_FLAG_NO_CONFIDENTIALITY | PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION;
constexpr std::uint32_t kAnswer = 0;
constexpr std::uint32_t kRequest = 0;
constexpr std::uint32_t kData = 1;

struct Request {
  Name name;
  std::uint32_t flags_or_offset;
  std::uint32_t capacity;
};

bool is_written_once(const Object& object) { return (object.flags & PSA_STORAGE_FLAG_WRITE_ONCE) != 0; }

psa_status_t set(Objects& objects, const psa_msg_t& message, const Request& request) {
  const Object* const old = objects.find(request.name);
  const std::size_t size = message.in_size[kData];
  if ((request.flags_or_offset & ~kKnownFlags) != 0) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  if (old != nullptr && is_written_once(*old)) {
    return PSA_ERROR_NOT_PERMITTED;
  }
  if (size > objects.content().size()) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  psa_read(message.handle, kData, objects.content().data(), size);
  const auto length = static_cast<std::uint32_t>(size);
  return objects.put(request.name, request.flags_or_offset, length, length);
}

psa_status_t get(Objects& objects, const psa_msg_t& message, const Request& request) {
  const Object* const object = objects.find(request.name);
  if (object == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (request.flags_or_offset > object->size) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = objects.load(*object);
  if (status == PSA_SUCCESS) {
    const auto rest = objects.content().first(object->size).subspan(request.flags_or_offset);
    psa_write(message.handle, kAnswer, rest.data(), std::min<std::size_t>(rest.size(), message.out_size[kAnswer]));
  }
  return status;
}

psa_status_t get_info(const Objects& objects, const psa_msg_t& message, const Request& request) {
  const Object* const object = objects.find(request.name);
  if (object == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (message.out_size[kAnswer] != sizeof(psa_storage_info_t)) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  const psa_storage_info_t info{object->capacity, object->size, object->flags};
  psa_write(message.handle, kAnswer, &info, sizeof info);
  return PSA_SUCCESS;
}

psa_status_t remove(Objects& objects, const Request& request) {
  const Object* const object = objects.find(request.name);
  if (object == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  return is_written_once(*object) ? PSA_ERROR_NOT_PERMITTED : objects.remove(request.name);
}

psa_status_t create(Objects& objects, const Request& request) {
  if ((request.flags_or_offset & (~kKnownFlags | PSA_STORAGE_FLAG_WRITE_ONCE)) != 0) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  if (objects.find(request.name) != nullptr) {
    return PSA_ERROR_ALREADY_EXISTS;
  }
  if (request.capacity > objects.content().size()) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  return objects.put(request.name, request.flags_or_offset, request.capacity, 0);
}

psa_status_t set_extended(Objects& objects, const psa_msg_t& message, const Request& request) {
  const Object* const object = objects.find(request.name);
  const std::uint32_t offset = request.flags_or_offset;
  if (object == nullptr) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (is_written_once(*object)) {
    return PSA_ERROR_NOT_PERMITTED;
  }
  if (offset > object->size || message.in_size[kData] > object->capacity - offset) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = objects.load(*object);
  if (status != PSA_SUCCESS) {
    return status;
  }
  const auto part = objects.content().subspan(offset, message.in_size[kData]);
  psa_read(message.handle, kData, part.data(), part.size());
  const std::size_t size = std::max<std::size_t>(object->size, offset + part.size());
  return objects.put(request.name, object->flags, object->capacity, static_cast<std::uint32_t>(size));
}

psa_status_t answer_about_object(Objects& objects, const psa_msg_t& message, const Request& request) {
  switch (message.type) {
    case TFM_PS_SET: return set(objects, message, request);
    case TFM_PS_GET: return get(objects, message, request);
    case TFM_PS_GET_INFO: return get_info(objects, message, request);
    case TFM_PS_REMOVE: return remove(objects, request);
    case TFM_PS_CREATE: return create(objects, request);
    case TFM_PS_SET_EXTENDED: return set_extended(objects, message, request);
    default: return PSA_ERROR_PROGRAMMER_ERROR;
  }
}

}  // namespace

psa_status_t answer(Objects& objects, const psa_msg_t& message) {
  if (message.type == TFM_PS_GET_SUPPORT) {
    return PSA_STORAGE_SUPPORT_SET_EXTENDED;
  }
  tfm_ps_request wire{};
  if (message.in_size[kRequest] != sizeof wire) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  psa_read(message.handle, kRequest, &wire, sizeof wire);
  const std::uint64_t uid = std::uint64_t{wire.uid_high} << 32U | wire.uid_low;
  if (uid == 0) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  psa_status_t status = objects.open_if_needed();
  if (status == PSA_SUCCESS) {
    status = answer_about_object(objects, message, {{message.client_id, uid}, wire.flags_or_offset, wire.capacity});
    objects.wipe();
  }
  return status;
}

}  // namespace postern::ps
