// SPDX-License-Identifier: Apache-2.0

// A store of small assets in flash: log-structured, so it survives a power cut at any moment.
//
// A put appends one record, and its last word commits it: after a cut an asset has its old content or its new one. When
// a block is full, the next one in the ring is erased, what lives in the oldest is copied to it, and a base record
// makes it count; the oldest is then the spare. One block is always spare, and every block is erased in turn, so wear
// is spread. Opening writes nothing, unless the flash is blank. Flash is never erased to repair it: what is not
// understood is refused.
//
// Flipped bits: one in a superblock, a head or a commit is corrected; in data they are found when it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "flash.h"
#include "layout.hpp"
#include "psa/error.h"

namespace storage {

struct Key {
  std::int32_t owner;
  std::uint64_t uid;

  bool operator==(const Key&) const = default;
};

/// An asset, in RAM. `at` is its record's offset in the flash; 0 marks a free entry.
struct Entry {
  Key key;
  std::uint32_t at;
  std::uint32_t length;
  std::uint32_t flags;
};

class Store {
 public:
  /// The index has room for as many assets as it has entries.
  explicit constexpr Store(std::span<Entry> index) : index_(index) {}

  /// Finds the content. NOT_SUPPORTED: a version of the future, or another geometry. DATA_CORRUPT: the flash holds
  /// something else, or is damaged. INSUFFICIENT_STORAGE: it holds more assets than the index has entries.
  [[nodiscard]] psa_status_t open();

  /// Not after a failure of the flash that left the content unknown; open() reads it again.
  [[nodiscard]] bool is_open() const { return is_open_; }

  [[nodiscard]] const Entry* find(Key key) const;

  /// DATA_CORRUPT if the data is not what was put.
  [[nodiscard]] psa_status_t check(const Entry& entry) const;

  /// Copies data of an asset that was checked. The range must lie in it.
  [[nodiscard]] psa_status_t read(const Entry& entry, std::uint32_t offset, std::span<std::byte> bytes) const;

  /// Puts an asset in place of the one with this key: begin(), append() until `length` bytes are there, commit(). Until
  /// commit() succeeds the old content stays.
  [[nodiscard]] psa_status_t begin(Key key, std::uint32_t flags, std::uint32_t length);
  [[nodiscard]] psa_status_t append(std::span<const std::byte> bytes);
  [[nodiscard]] psa_status_t commit();

  /// The key must exist. It always has room.
  [[nodiscard]] psa_status_t remove(Key key);

 private:
  static constexpr std::size_t kLargestUnit = 16;
  static constexpr std::size_t kBuffer = 64;

  struct Record {
    Words head;
    std::uint32_t at;
  };
  enum class Found : std::uint8_t { end, torn, complete };

  // Where things are.
  [[nodiscard]] std::uint32_t whole_units(std::uint32_t size) const;
  [[nodiscard]] std::uint32_t extent(std::uint32_t length) const;
  [[nodiscard]] std::uint32_t data_of(std::uint32_t at) const { return at + whole_units(kHeadSize); }
  [[nodiscard]] std::uint32_t commit_of(std::uint32_t at, std::uint32_t length) const;
  [[nodiscard]] std::uint32_t block_of(std::uint32_t sequence) const;
  [[nodiscard]] std::uint32_t first_of(std::uint32_t sequence) const;
  [[nodiscard]] std::uint32_t room_of_block() const;
  [[nodiscard]] bool has_room(std::uint32_t size) const;
  [[nodiscard]] std::uint32_t records_of(std::uint32_t sequence) const;
  [[nodiscard]] bool is_in(const Entry& entry, std::uint32_t sequence) const;

  // Opening.
  [[nodiscard]] psa_status_t open_newest();
  [[nodiscard]] psa_status_t find_newest();
  [[nodiscard]] psa_status_t read_superblock(std::uint32_t block, std::uint32_t& sequence) const;
  [[nodiscard]] bool counts(std::uint32_t sequence) const;
  [[nodiscard]] Found next_record(std::uint32_t sequence, std::uint32_t tail, Record& record) const;
  [[nodiscard]] psa_status_t load_block(std::uint32_t sequence);
  [[nodiscard]] psa_status_t load(const Record& record);
  void forget(Entry& entry);
  [[nodiscard]] bool is_blank() const;
  [[nodiscard]] psa_status_t format();

  // Writing.
  [[nodiscard]] psa_status_t make_room(std::uint32_t size);
  [[nodiscard]] psa_status_t advance();
  [[nodiscard]] psa_status_t fill_next();
  [[nodiscard]] psa_status_t write_superblock(std::uint32_t sequence);
  [[nodiscard]] psa_status_t write_head(Key key, std::uint32_t flags, std::uint32_t length, Kind kind);
  [[nodiscard]] psa_status_t write_commit();
  [[nodiscard]] psa_status_t write_base();
  [[nodiscard]] psa_status_t copy(const Entry& entry);
  [[nodiscard]] psa_status_t write(std::span<const std::byte> bytes);
  [[nodiscard]] psa_status_t flush();
  [[nodiscard]] psa_status_t after_writing(psa_status_t status);
  [[nodiscard]] Entry* entry_of(Key key);

  std::span<Entry> index_;
  storage_geometry geometry_{};
  std::uint32_t sequence_ = 0;  // of the block that gets the next record
  std::uint32_t tail_ = 0;      // the offset in the flash that is programmed next
  std::uint32_t end_ = 0;       // of that block
  std::uint32_t live_ = 0;      // bytes of the records of all assets
  bool is_closed_ = false;      // the block gets no more records
  bool is_open_ = false;

  // The record that is being written.
  Entry pending_{};
  std::uint32_t missing_ = 0;
  std::uint32_t data_crc_ = 0;
  std::uint32_t head_crc_ = 0;
  std::size_t filled_ = 0;
  alignas(kLargestUnit) std::byte buffer_[kBuffer]{};
};

}  // namespace storage
