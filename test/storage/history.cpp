// SPDX-License-Identifier: Apache-2.0

#include "history.hpp"

#include <span>
#include <stdexcept>

namespace {

constexpr unsigned kUids = 9;
constexpr unsigned kLongest = 90;

std::span<const std::byte> bytes_of(const std::vector<std::uint8_t>& data) { return std::as_bytes(std::span(data)); }

void expect_success(psa_status_t status, const char* what) {
  if (status != PSA_SUCCESS) {
    throw std::runtime_error(std::string(what) + " answered " + std::to_string(status));
  }
}

}  // namespace

psa_status_t Booted::put(std::uint64_t uid, const std::vector<std::uint8_t>& data, std::uint32_t flags) {
  psa_status_t status = store.begin({kOwner, uid}, flags, static_cast<std::uint32_t>(data.size()));
  const std::size_t half = data.size() / 2;
  if (status == PSA_SUCCESS) {
    status = store.append(bytes_of(data).first(half));
  }
  if (status == PSA_SUCCESS) {
    status = store.append(bytes_of(data).subspan(half));
  }
  return status == PSA_SUCCESS ? store.commit() : status;
}

void History::step(Booted& booted) {
  const std::uint64_t uid = 1 + random_() % kUids;
  const bool is_removal = random_() % 4 == 0;
  std::vector<std::uint8_t> data(random_() % kLongest);
  for (std::uint8_t& byte : data) {
    byte = random_() % 3 == 0 ? std::uint8_t{0xFF} : static_cast<std::uint8_t>(random_() >> 8);
  }
  ++done_;
  before = after;
  if (!is_removal) {
    after[uid] = data;
    expect_success(booted.put(uid, data), "put");
  } else if (after.erase(uid) != 0) {
    expect_success(booted.store.remove({kOwner, uid}), "remove");
  }
  before = after;
}

void History::run(Booted& booted) {
  while (!is_done()) {
    step(booted);
  }
}

std::string difference(const Booted& booted, const Content& content) {
  for (std::uint64_t uid = 1; uid <= kUids; ++uid) {
    const storage::Entry* const entry = booted.store.find({kOwner, uid});
    const auto expected = content.find(uid);
    if ((entry != nullptr) != (expected != content.end())) {
      return "asset " + std::to_string(uid) + (entry != nullptr ? " is back" : " is lost");
    }
    if (entry == nullptr) {
      continue;
    }
    std::vector<std::uint8_t> data(entry->length);
    if (booted.store.check(*entry) != PSA_SUCCESS ||
        booted.store.read(*entry, 0, std::as_writable_bytes(std::span(data))) != PSA_SUCCESS) {
      return "asset " + std::to_string(uid) + " cannot be read";
    }
    if (data != expected->second) {
      return "asset " + std::to_string(uid) + " has another content";
    }
  }
  return "";
}

std::string History::difference(const Booted& booted) {
  const std::string to_after = ::difference(booted, after);
  if (to_after.empty()) {
    before = after;
    return "";
  }
  const std::string to_before = ::difference(booted, before);
  if (to_before.empty()) {
    after = before;
    return "";
  }
  return "before: " + to_before + "; after: " + to_after;
}
