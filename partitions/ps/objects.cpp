// SPDX-License-Identifier: Apache-2.0

#include "objects.hpp"

#include <algorithm>
#include <limits>

#include "psa/crypto.h"

#include <freshness.hpp>  // a test may have its own in front of it on the include path

namespace postern::ps {

namespace {

constexpr std::uint32_t kFormat = 1;
constexpr storage::Key kRootKey{0, std::uint64_t{1} << 32U};  // a version is smaller
constexpr unsigned kHalf = 32;

storage::Key key_of(std::uint32_t version) { return {0, version}; }

// What is authenticated with the content of each sort, besides the sort itself, which is in the nonce.
std::array<std::uint32_t, 3> words_of(const Object& object) {
  return {object.uid_low, object.uid_high, static_cast<std::uint32_t>(object.client)};
}
constexpr std::array<std::uint32_t, 3> kRootWords{};

// What the functions of the API may answer.
psa_status_t as_answer(psa_status_t status) {
  const bool may_be = status == PSA_SUCCESS || status == PSA_ERROR_NOT_SUPPORTED ||
                      status == PSA_ERROR_INVALID_SIGNATURE || status == PSA_ERROR_DATA_CORRUPT ||
                      status == PSA_ERROR_INSUFFICIENT_ENTROPY || status == PSA_ERROR_INSUFFICIENT_STORAGE;
  return may_be ? status : PSA_ERROR_STORAGE_FAILURE;
}

}  // namespace

void Objects::wipe() { std::ranges::fill(buffer_, std::uint8_t{0}); }

// Opening.

psa_status_t Objects::open_if_needed() {
  if (is_open_ && store_.is_open()) {
    return PSA_SUCCESS;
  }
  const psa_status_t status = open();
  is_open_ = status == PSA_SUCCESS;
  wipe();
  return as_answer(status);
}

psa_status_t Objects::open() {
  psa_status_t status = seal_.open();
  if (status == PSA_SUCCESS) {
    status = open_store();
  }
  if (status == PSA_SUCCESS) {
    status = read_counters();
  }
  if (status == PSA_SUCCESS) {
    status = read_root();
  }
  if (status == PSA_SUCCESS) {
    status = settle();
  }
  return status == PSA_SUCCESS ? tidy() : status;
}

psa_status_t Objects::open_store() {
  const psa_status_t status = store_.open();
  return status == PSA_SUCCESS || status == PSA_ERROR_DATA_CORRUPT ? status : PSA_ERROR_STORAGE_FAILURE;
}

// In the order that numbers only grow: what was prepared in this run stays so, also without counters.
psa_status_t Objects::read_counters() {
  ps_counters read{};
  const psa_status_t status = PS_ROLLBACK_PROTECTION != 0 ? ps_counters_read(&read) : PSA_ERROR_NOT_SUPPORTED;
  has_counters_ = status == PSA_SUCCESS;
  if (has_counters_) {
    counters_ = read;
  }
  return status == PSA_ERROR_NOT_SUPPORTED ? PSA_SUCCESS : status;
}

// Without a root the version is 0, which only a new device may have.
psa_status_t Objects::read_root() {
  root_ = {kFormat, 0, 0, {}};
  const storage::Entry* const entry = store_.find(kRootKey);
  if (entry == nullptr) {
    return PSA_SUCCESS;
  }
  Nonce nonce{};
  psa_status_t status = read_record(*entry, nonce);
  const std::size_t sealed = entry->length - kNonceSize;
  if (status == PSA_SUCCESS) {
    status = seal_.unseal(nonce, kRootWords, std::span(buffer_).first(sealed));
  }
  return status == PSA_SUCCESS ? take_root(sealed - kTagSize) : status;
}

// It is authentic, so its numbers are right unless another build wrote it.
psa_status_t Objects::take_root(std::size_t size) {
  if (size > sizeof root_ || size < Root::size_for(0)) {
    return PSA_ERROR_STORAGE_FAILURE;
  }
  const auto from = std::as_bytes(std::span(buffer_)).first(size);
  std::ranges::copy(from, std::as_writable_bytes(std::span(&root_, 1)).begin());
  return root_.format == kFormat && root_.count <= root_.objects.size() && size == Root::size_for(root_.count)
             ? PSA_SUCCESS
             : PSA_ERROR_STORAGE_FAILURE;
}

// Ends what a power cut interrupted: the root stays the one that is there, and no other version counts any more.
psa_status_t Objects::settle() {
  if (!has_counters_) {
    counters_.prepared = std::max(counters_.prepared, root_.version);
    return PSA_SUCCESS;
  }
  if (kVersionIsChecked && root_.version != counters_.committed && root_.version != counters_.prepared) {
    return PSA_ERROR_INVALID_SIGNATURE;
  }
  if (counters_.prepared == counters_.committed) {
    return PSA_SUCCESS;
  }
  if (root_.version == counters_.committed) {
    return prepare();
  }
  counters_.committed = root_.version;
  return ps_counters_write(&counters_);
}

// Records that no root lists: a change was cut off in front of its root, or the removal behind it.
psa_status_t Objects::tidy() {
  psa_status_t status = PSA_SUCCESS;
  for (const storage::Entry& entry : index_) {
    const storage::Key key = entry.key;
    const auto listed = std::span(root_.objects).first(root_.count);
    const bool is_listed = key == kRootKey || std::ranges::any_of(listed, [&](const Object& object) {
                             return key_of(object.version) == key;
                           });
    if (entry.at != 0 && !is_listed && status == PSA_SUCCESS) {
      status = store_.remove(key);
    }
  }
  return status;
}

// Reading.

const Object* Objects::find(const Name& name) const {
  const auto listed = std::span(root_.objects).first(root_.count);
  const auto found = std::ranges::find_if(listed, [&](const Object& object) {
    return object.client == name.client && (std::uint64_t{object.uid_high} << kHalf | object.uid_low) == name.uid;
  });
  return found == listed.end() ? nullptr : &*found;
}

Object* Objects::object_of(const Name& name) {
  const Object* const found = find(name);
  return found == nullptr ? nullptr : &root_.objects[static_cast<std::size_t>(found - root_.objects.data())];
}

// Puts what is sealed into the buffer.
psa_status_t Objects::read_record(const storage::Entry& entry, Nonce& nonce) {
  if (entry.length < kRecordOverhead || entry.length - kNonceSize > buffer_.size()) {
    return PSA_ERROR_INVALID_SIGNATURE;
  }
  psa_status_t status = store_.check(entry);
  if (status == PSA_SUCCESS) {
    status = store_.read(entry, 0, std::as_writable_bytes(std::span(nonce)));
  }
  if (status == PSA_SUCCESS) {
    status =
        store_.read(entry, kNonceSize, std::as_writable_bytes(std::span(buffer_).first(entry.length - kNonceSize)));
  }
  return status;
}

psa_status_t Objects::load(const Object& object) {
  const storage::Entry* const entry = store_.find(key_of(object.version));
  if (entry == nullptr || entry->length != object.size + kRecordOverhead) {
    return PSA_ERROR_INVALID_SIGNATURE;
  }
  Nonce nonce{};
  psa_status_t status = read_record(*entry, nonce);
  const auto sealed = std::span(buffer_).first(object.size + kTagSize);
  if (status == PSA_SUCCESS && kRootHasTags && !std::ranges::equal(sealed.last(kTagSize), object.tag)) {
    status = PSA_ERROR_INVALID_SIGNATURE;
  }
  if (status == PSA_SUCCESS) {
    status = seal_.unseal(nonce, words_of(object), sealed);
  }
  return as_answer(status);
}

// Writing.

psa_status_t Objects::prepare() {
  if (counters_.prepared == std::numeric_limits<std::uint32_t>::max()) {
    return PSA_ERROR_STORAGE_FAILURE;
  }
  ++counters_.prepared;
  return has_counters_ && kVersionIsPrepared ? ps_counters_write(&counters_) : PSA_SUCCESS;
}

// Seals the first `size` bytes of the buffer, and leaves the tag behind them.
psa_status_t Objects::write_record(storage::Key key, Sort sort, Words words, std::size_t size) {
  Nonce nonce{};
  const auto sealed = std::span(buffer_).first(size + kTagSize);
  psa_status_t status = Seal::make_nonce(sort, counters_.prepared, nonce);
  if (status == PSA_SUCCESS) {
    status = seal_.seal(nonce, words, sealed);
  }
  if (status == PSA_SUCCESS) {
    status = store_.begin(key, 0, static_cast<std::uint32_t>(kNonceSize + sealed.size()));
  }
  if (status == PSA_SUCCESS) {
    status = store_.append(std::as_bytes(std::span(nonce)));
  }
  if (status == PSA_SUCCESS) {
    status = store_.append(std::as_bytes(std::span(sealed)));
  }
  return status == PSA_SUCCESS ? store_.commit() : status;
}

// Nothing has happened yet when an object cannot be written.
psa_status_t Objects::put(const Name& name, std::uint32_t flags, std::uint32_t capacity, std::uint32_t size) {
  Object* object = object_of(name);
  if (object == nullptr && root_.count == root_.objects.size()) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  psa_status_t status = prepare();
  Object next{static_cast<std::uint32_t>(name.uid),
              static_cast<std::uint32_t>(name.uid >> kHalf),
              name.client,
              counters_.prepared,
              capacity,
              size,
              flags,
              {}};
  if (status == PSA_SUCCESS) {
    status = write_record(key_of(next.version), Sort::object, words_of(next), size);
  }
  if (status != PSA_SUCCESS) {
    return as_answer(status);
  }
  std::ranges::copy(std::span(buffer_).subspan(size, kTagSize), next.tag.begin());
  if (object == nullptr) {
    object = &root_.objects[root_.count++];
    *object = {};
  }
  const std::uint32_t old = object->version;
  *object = next;
  status = commit();
  forget_record(status == PSA_SUCCESS ? old : 0);
  return as_answer(status);
}

psa_status_t Objects::remove(const Name& name) {
  Object* const object = object_of(name);
  const std::uint32_t old = object->version;
  psa_status_t status = prepare();
  if (status == PSA_SUCCESS) {
    *object = root_.objects[--root_.count];
    status = commit();
  }
  forget_record(status == PSA_SUCCESS ? old : 0);
  return as_answer(status);
}

// After a failure the flash says what the objects are; open() reads it again.
psa_status_t Objects::commit() {
  root_.version = counters_.prepared;
  const std::size_t size = Root::size_for(root_.count);
  std::ranges::copy(std::as_bytes(std::span(&root_, 1)).first(size),
                    std::as_writable_bytes(std::span(buffer_)).begin());
  psa_status_t status = write_record(kRootKey, Sort::root, kRootWords, size);
  if (status == PSA_SUCCESS) {
    counters_.committed = counters_.prepared;
    status = has_counters_ ? ps_counters_write(&counters_) : PSA_SUCCESS;
  }
  is_open_ = status == PSA_SUCCESS;
  return status;
}

// The change has happened, so a failure here is none of the client's. 0 is no version.
void Objects::forget_record(std::uint32_t version) {
  if (version != 0 && store_.remove(key_of(version)) != PSA_SUCCESS) {
    is_open_ = false;
  }
}

}  // namespace postern::ps
