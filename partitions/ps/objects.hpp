// SPDX-License-Identifier: Apache-2.0

// The objects of all clients, encrypted and authenticated in a store whose flash is in the hands of others.
//
// Each object is a record of the store. The root is another one: it lists the objects and the tag of each, so a record
// that is not the newest of its object does not pass. A change seals the object as a new record, then the root with the
// next version, and that put is the moment at which it happens; the old record is removed afterwards. Counters outside
// the flash say which version is the newest, so an older copy of the whole flash does not pass either:
//
//   prepared = n         from here on n may be sealed
//   put object n, put root n
//   committed = n        from here on no other version counts
//   remove the old record
//
// After a power cut between the first step and the last but one, the version is either of the two numbers, and open()
// decides which one it stays. A version that was prepared is never prepared again: nonces contain it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "config_tfm.h"
#include "counters.h"
#include "seal.hpp"
#include "store.hpp"

namespace postern::ps {

struct Name {
  std::int32_t client;
  std::uint64_t uid;
};

/// An object as the root has it. `version` is that of the root that it came with, and the name of its record.
struct Object {
  std::uint32_t uid_low;
  std::uint32_t uid_high;
  std::int32_t client;
  std::uint32_t version;
  std::uint32_t capacity;
  std::uint32_t size;
  std::uint32_t flags;
  Tag tag;
};

/// What is sealed as the root: the first `count` objects only.
struct Root {
  std::uint32_t format;
  std::uint32_t version;
  std::uint32_t count;
  std::array<Object, PS_NUM_ASSETS> objects;

  [[nodiscard]] static constexpr std::size_t size_for(std::size_t count) {
    return sizeof(Root) - sizeof objects + count * sizeof(Object);
  }
};

/// The largest record: an object's or the root's.
inline constexpr std::size_t kLargestPlain = sizeof(Root) > PS_MAX_ASSET_SIZE ? sizeof(Root) : PS_MAX_ASSET_SIZE;
inline constexpr std::size_t kRecordOverhead = kNonceSize + kTagSize;

/// Of the store: all objects, the one that replaces another, and the root.
inline constexpr std::size_t kRecords = PS_NUM_ASSETS + 2;

static_assert(sizeof(Object) == 44 && sizeof(Root) == Root::size_for(PS_NUM_ASSETS),
              "sealed as it is, so without padding");

/// The memory of the objects, apart from their code, so that it is all zeros at the start and takes no flash.
struct Room {
  std::array<storage::Entry, kRecords> index;
  Root root;
  std::array<std::uint8_t, kLargestPlain + kTagSize> buffer;
};

class Objects {
 public:
  explicit constexpr Objects(Room& room) : index_(room.index), root_(room.root), buffer_(room.buffer) {}

  /// Finds and verifies the root. Call it before every request; it does nothing while the objects are open.
  /// NOT_SUPPORTED: no device key. INVALID_SIGNATURE: the root is not the newest, or was changed. DATA_CORRUPT: it is
  /// damaged. STORAGE_FAILURE: the flash or the counters fail, or the flash holds something else.
  [[nodiscard]] psa_status_t open_if_needed();

  /// Whether an older copy of the whole flash is refused. Known when the objects are open.
  [[nodiscard]] bool has_counters() const { return has_counters_; }

  [[nodiscard]] const Object* find(const Name& name) const;

  /// Where the content of one object is, between its load() or put() and wipe().
  [[nodiscard]] std::span<std::uint8_t> content() { return std::span(buffer_).first(PS_MAX_ASSET_SIZE); }
  void wipe();

  /// Puts the object into content(). INVALID_SIGNATURE: it is not what was put. DATA_CORRUPT: it is damaged.
  [[nodiscard]] psa_status_t load(const Object& object);

  /// Makes the first `size` bytes of content() an object, in place of the one with this name.
  [[nodiscard]] psa_status_t put(const Name& name, std::uint32_t flags, std::uint32_t capacity, std::uint32_t size);

  /// The object must exist.
  [[nodiscard]] psa_status_t remove(const Name& name);

 private:
  [[nodiscard]] psa_status_t open();
  [[nodiscard]] psa_status_t open_store();
  [[nodiscard]] psa_status_t read_counters();
  [[nodiscard]] psa_status_t read_root();
  [[nodiscard]] psa_status_t take_root(std::size_t size);
  [[nodiscard]] psa_status_t settle();
  [[nodiscard]] psa_status_t tidy();
  [[nodiscard]] psa_status_t prepare();
  [[nodiscard]] psa_status_t commit();
  [[nodiscard]] psa_status_t read_record(const storage::Entry& entry, Nonce& nonce);
  [[nodiscard]] psa_status_t write_record(storage::Key key, Sort sort, Words words, std::size_t size);
  [[nodiscard]] Object* object_of(const Name& name);
  void forget_record(std::uint32_t version);

  Seal seal_;
  std::array<storage::Entry, kRecords>& index_;
  storage::Store store_{index_};
  ps_counters counters_{};
  bool has_counters_ = false;
  bool is_open_ = false;
  Root& root_;
  std::array<std::uint8_t, kLargestPlain + kTagSize>& buffer_;
};

}  // namespace postern::ps
