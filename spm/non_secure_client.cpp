// SPDX-License-Identifier: Apache-2.0

// Contexts of non-secure clients (NSID-5 to NSID-9).
#include "spm/non_secure_client.hpp"

#include "include/tfm_ns_client_ext.h"

namespace spm::nsce {
namespace {

constexpr std::uint32_t kContexts = 1;
constexpr std::uint8_t kMostThreads = 255;
constexpr unsigned kGroupShift = 8;

constexpr std::uint32_t token_of(std::uint8_t group, std::uint8_t thread) {
  return static_cast<std::uint32_t>(group) << kGroupShift | thread;  // of context 0
}

/// True if the token belongs to a thread of the group that holds the context.
bool is_acquired(std::uint32_t token) {
  return non_secure_context.threads != 0 && token >> kGroupShift == non_secure_context.group;
}

bool is_active(std::uint32_t token) {
  return non_secure_context.client != kNoClient && non_secure_context.token == token;
}

}  // namespace

std::uint32_t init(std::uint32_t requested) {
  non_secure_context = {};
  return requested == 0 || requested > kContexts ? kContexts : requested;
}

std::uint32_t acquire(std::uint8_t group, std::uint8_t thread) {
  NonSecureContext& context = non_secure_context;
  if (context.threads == kMostThreads || (context.threads != 0 && context.group != group)) {
    return TFM_NS_CLIENT_INVALID_TOKEN;
  }
  context.group = group;
  ++context.threads;
  return token_of(group, thread);
}

std::uint32_t release(std::uint32_t token) {
  if (!is_acquired(token)) {
    return TFM_NS_CLIENT_ERR_INVALID_TOKEN;
  }
  --non_secure_context.threads;
  if (is_active(token) || non_secure_context.threads == 0) {
    non_secure_context.client = kNoClient;
  }
  return TFM_NS_CLIENT_ERR_SUCCESS;
}

std::uint32_t load(std::uint32_t token, std::int32_t id) {
  if (id >= 0 || id < kNonSecureIdBase - kNonSecureIdLimit - 1) {
    return TFM_NS_CLIENT_ERR_INVALID_NSID;
  }
  if (!is_acquired(token)) {
    return TFM_NS_CLIENT_ERR_INVALID_TOKEN;
  }
  non_secure_context.token = token;
  non_secure_context.client = ClientId{kNonSecureIdLimit + 1 + id};
  return TFM_NS_CLIENT_ERR_SUCCESS;
}

std::uint32_t save(std::uint32_t token) {
  if (!is_active(token)) {
    return TFM_NS_CLIENT_ERR_INVALID_TOKEN;
  }
  non_secure_context.client = kNoClient;
  return TFM_NS_CLIENT_ERR_SUCCESS;
}

}  // namespace spm::nsce
