// SPDX-License-Identifier: Apache-2.0

#include "device.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <freshness.hpp>
#include "psa/service.h"
#include "requests.hpp"
#include "tfm_ps_defs.h"

namespace {

Device* device_of_counters = nullptr;

// The message in progress.
struct Message {
  std::vector<Data> inputs;
  std::vector<std::size_t> read;
  Data output;
  std::size_t room;
};
Message* message = nullptr;

Data request_of(std::uint64_t uid, std::size_t word = 0, std::size_t capacity = 0) {
  const tfm_ps_request request{static_cast<std::uint32_t>(uid), static_cast<std::uint32_t>(uid >> 32U),
                               static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(capacity)};
  Data bytes(sizeof request);
  std::memcpy(bytes.data(), &request, sizeof request);
  return bytes;
}

}  // namespace

extern "C" {

size_t psa_read(psa_handle_t /*handle*/, std::uint32_t index, void* buffer, std::size_t size) {
  const Data& input = message->inputs.at(index);
  std::size_t& done = message->read.at(index);
  const std::size_t count = std::min(size, input.size() - done);
  std::copy_n(input.begin() + static_cast<std::ptrdiff_t>(done), count, static_cast<std::uint8_t*>(buffer));
  done += count;
  return count;
}

void psa_write(psa_handle_t /*handle*/, std::uint32_t /*index*/, const void* buffer, std::size_t size) {
  const auto* const bytes = static_cast<const std::uint8_t*>(buffer);
  message->output.insert(message->output.end(), bytes, bytes + size);
  if (message->output.size() > message->room) {
    throw std::logic_error("more was written than there is room for");
  }
}

psa_status_t ps_counters_read(ps_counters* counters) {
  if (!device_of_counters->counters) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  *counters = *device_of_counters->counters;
  return device_of_counters->counters_status;
}

psa_status_t ps_counters_write(const ps_counters* counters) {
  ps_counters& old = device_of_counters->counters.value();
  if (counters->prepared < old.prepared || counters->committed < old.committed ||
      (postern::ps::kVersionIsPrepared &&
       (counters->prepared != old.prepared) == (counters->committed != old.committed))) {
    throw std::logic_error("a counter goes back, or not one of them changes");
  }
  return flash->write_elsewhere([&] { old = *counters; });
}
}

Device::Device(const storage_geometry& geometry)
    : simulated(geometry), objects_(std::make_unique<postern::ps::Objects>(room_)) {
  flash = &simulated;
  crypto = &fake_crypto;
  device_of_counters = this;
}

void Device::reset() {
  room_ = {};
  objects_ = std::make_unique<postern::ps::Objects>(room_);
}

Answer Device::send(std::int32_t client, std::int32_t type, const std::vector<Data>& inputs, std::size_t room) {
  flash = &simulated;
  crypto = &fake_crypto;
  device_of_counters = this;
  Message current{inputs, std::vector<std::size_t>(inputs.size()), {}, room};
  message = &current;
  psa_msg_t wire{};
  wire.client_id = client;
  wire.type = type;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    wire.in_size[i] = inputs[i].size();
  }
  wire.out_size[0] = room;
  const psa_status_t status = postern::ps::answer(*objects_, wire);
  return {status, current.output};
}

psa_status_t Device::set(std::int32_t client, std::uint64_t uid, const Data& data, std::uint32_t flags) {
  return send(client, TFM_PS_SET, {request_of(uid, flags), data}, 0).status;
}

Answer Device::get(std::int32_t client, std::uint64_t uid, std::size_t offset, std::size_t size) {
  return send(client, TFM_PS_GET, {request_of(uid, offset)}, size);
}

psa_status_t Device::remove(std::int32_t client, std::uint64_t uid) {
  return send(client, TFM_PS_REMOVE, {request_of(uid)}, 0).status;
}

psa_status_t Device::create(std::int32_t client, std::uint64_t uid, std::size_t capacity, std::uint32_t flags) {
  return send(client, TFM_PS_CREATE, {request_of(uid, flags, capacity)}, 0).status;
}

psa_status_t Device::set_extended(std::int32_t client, std::uint64_t uid, std::size_t offset, const Data& data) {
  return send(client, TFM_PS_SET_EXTENDED, {request_of(uid, offset), data}, 0).status;
}

std::pair<psa_status_t, psa_storage_info_t> Device::get_info(std::int32_t client, std::uint64_t uid) {
  const Answer answer = send(client, TFM_PS_GET_INFO, {request_of(uid)}, sizeof(psa_storage_info_t));
  psa_storage_info_t info{};
  if (answer.data.size() == sizeof info) {
    std::memcpy(&info, answer.data.data(), sizeof info);
  }
  return {answer.status, {info.capacity, info.size, info.flags}};
}

Found assets_of(Device& device) {
  Found found{PSA_SUCCESS, {}};
  for (const std::int32_t client : {kFirst, kSecond}) {
    for (std::uint64_t uid = 1; uid <= kMostUids; ++uid) {
      const auto [status, info] = device.get_info(client, uid);
      const Answer answer = device.get(client, uid);
      if (status == PSA_SUCCESS && answer.status == PSA_SUCCESS) {
        found.assets[{client, uid}] = {answer.data, info.capacity};
      } else if (answer.status != PSA_ERROR_DOES_NOT_EXIST && found.status == PSA_SUCCESS) {
        found.status = answer.status;
      }
    }
  }
  return found;
}
