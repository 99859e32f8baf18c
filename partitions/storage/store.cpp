// SPDX-License-Identifier: Apache-2.0

#include "store.hpp"

#include <algorithm>
#include <bit>

#include <rules.hpp>  // a test may have its own in front of it on the include path
#include "crc.hpp"

namespace storage {

namespace {

constexpr std::uint8_t kErased = 0xFF;
constexpr std::size_t kChunk = 64;          // bytes that are read at a time
constexpr std::uint32_t kFewestBlocks = 3;  // two hold records, one is spare

std::uint32_t word_of(const Words& words, SuperblockWord word) { return words[static_cast<std::size_t>(word)]; }
std::uint32_t word_of(const Words& words, HeadWord word) { return words[static_cast<std::size_t>(word)]; }
std::uint32_t length_of(const Words& head) { return word_of(head, HeadWord::kind_and_length) & kLargestLength; }
Kind kind_of(const Words& head) { return static_cast<Kind>(word_of(head, HeadWord::kind_and_length) >> kKindShift); }

Key key_of(const Words& head) {
  const std::uint64_t high = word_of(head, HeadWord::uid_high);
  return {std::bit_cast<std::int32_t>(word_of(head, HeadWord::owner)), high << 32U | word_of(head, HeadWord::uid_low)};
}

std::uint32_t crc_before_last(const Words& words, std::uint32_t start) {
  return crc_of(std::as_bytes(std::span(words).first(words.size() - 1)), start);
}

// Heads of blocks with different numbers are never the same.
std::uint32_t start_of(std::uint32_t sequence) { return kCrcStart - sequence; }

std::uint32_t commit_word(std::uint32_t head_crc) { return crc_of(std::as_bytes(std::span(&head_crc, 1)), kCrcStart); }

// Corrects one flipped bit.
bool is_valid(Words& words, std::uint32_t start) {
  if (crc_before_last(words, start) == words.back()) {
    return true;
  }
  for (std::uint32_t& word : words) {
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1U) {
      word ^= bit;
      if (crc_before_last(words, start) == words.back()) {
        return true;
      }
      word ^= bit;
    }
  }
  return false;
}

// Bytes that cannot be read are zeros, which no CRC takes for content.
psa_status_t read_or_zero(std::uint32_t at, std::span<std::byte> bytes) {
  const psa_status_t status = storage_flash_read(at, bytes.data(), bytes.size());
  if (status != PSA_SUCCESS) {
    std::ranges::fill(bytes, std::byte{0});
  }
  return status;
}

Words read_words(std::uint32_t at) {
  Words words{};
  (void)read_or_zero(at, std::as_writable_bytes(std::span(words)));
  return words;
}

bool are_erased(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{kErased}; });
}

bool is_erased(std::uint32_t first, std::uint32_t end) {
  std::byte bytes[kChunk];
  for (std::uint32_t at = first; at < end; at += kChunk) {
    const auto part = std::span(bytes).first(std::min<std::size_t>(kChunk, end - at));
    if (read_or_zero(at, part) != PSA_SUCCESS || !are_erased(part)) {
      return false;
    }
  }
  return true;
}

bool is_possible(const storage_geometry& geometry) {
  const std::uint32_t unit = geometry.program_unit;
  return (unit == 1 || unit == 4 || unit == 8 || unit == 16) && geometry.blocks >= kFewestBlocks &&
         geometry.block_size % unit == 0;
}

}  // namespace

// Where things are.

std::uint32_t Store::whole_units(std::uint32_t size) const {
  return (size + geometry_.program_unit - 1) / geometry_.program_unit * geometry_.program_unit;
}

std::uint32_t Store::commit_of(std::uint32_t at, std::uint32_t length) const {
  return data_of(at) + (length == 0 ? 0 : whole_units(length + kCrcSize));
}

std::uint32_t Store::extent(std::uint32_t length) const { return commit_of(0, length) + whole_units(kCrcSize); }

std::uint32_t Store::block_of(std::uint32_t sequence) const {
  return sequence % geometry_.blocks * geometry_.block_size;
}

std::uint32_t Store::records_of(std::uint32_t sequence) const { return block_of(sequence) + whole_units(kHeadSize); }

// The oldest block that holds records when this one is the newest: all but one are in use.
std::uint32_t Store::first_of(std::uint32_t sequence) const {
  const std::uint32_t in_use = geometry_.blocks - 1;
  return sequence > in_use ? sequence - in_use + 1 : 1;
}

std::uint32_t Store::room_of_block() const { return geometry_.block_size - whole_units(kHeadSize) - extent(0); }

// Copies keep the records of a block together, so room for another one is where a block has little that lives: one has,
// if all of them together have.
bool Store::has_room(std::uint32_t size) const {
  return size <= room_of_block() && live_ + size <= (geometry_.blocks - 1) * (room_of_block() - size);
}

bool Store::is_in(const Entry& entry, std::uint32_t sequence) const {
  const std::uint32_t block = block_of(sequence);
  return entry.at > block && entry.at < block + geometry_.block_size;
}

// Opening.

psa_status_t Store::open() {
  is_open_ = false;
  is_closed_ = false;
  pending_.at = 0;
  live_ = 0;
  sequence_ = 0;
  std::ranges::fill(index_, Entry{});
  psa_status_t status = storage_flash_open(&geometry_);
  if (status == PSA_SUCCESS && (!is_possible(geometry_) || geometry_.block_size < 2 * extent(1))) {
    status = PSA_ERROR_NOT_SUPPORTED;
  }
  if (status == PSA_SUCCESS) {
    status = find_newest();
  }
  if (status == PSA_SUCCESS) {
    status = sequence_ == 0 ? format() : open_newest();
  }
  is_open_ = status == PSA_SUCCESS;
  return status;
}

// Sets `sequence` to that of a block with a superblock; otherwise to 0.
psa_status_t Store::read_superblock(std::uint32_t block, std::uint32_t& sequence) const {
  sequence = 0;
  Words words = read_words(block * geometry_.block_size);
  if (are_erased(std::as_bytes(std::span(words))) || !is_valid(words, kCrcStart)) {
    return PSA_SUCCESS;
  }
  if (word_of(words, SuperblockWord::magic_and_version) != (kMagic | kVersion) ||
      word_of(words, SuperblockWord::block_size) != geometry_.block_size ||
      word_of(words, SuperblockWord::blocks) != geometry_.blocks ||
      word_of(words, SuperblockWord::program_unit) != geometry_.program_unit) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  sequence = word_of(words, SuperblockWord::sequence);
  return sequence % geometry_.blocks == block ? PSA_SUCCESS : PSA_ERROR_DATA_CORRUPT;
}

psa_status_t Store::find_newest() {
  for (std::uint32_t block = 0; block < geometry_.blocks; ++block) {
    std::uint32_t sequence = 0;
    if (const psa_status_t status = read_superblock(block, sequence); status != PSA_SUCCESS) {
      return status;
    }
    if (sequence > sequence_ && counts(sequence)) {
      sequence_ = sequence;
    }
  }
  return sequence_ != 0 || is_blank() ? PSA_SUCCESS : PSA_ERROR_DATA_CORRUPT;
}

// Other records than copies come after the base record, so it was there even if it is damaged.
bool Store::counts(std::uint32_t sequence) const {
  if constexpr (!kBlockNeedsBase) {
    return true;
  }
  Record record{};
  std::uint32_t tail = records_of(sequence);
  while (next_record(sequence, tail, record) == Found::complete) {
    if (kind_of(record.head) != Kind::copy) {
      return true;
    }
    tail += extent(length_of(record.head));
  }
  return false;
}

Store::Found Store::next_record(std::uint32_t sequence, std::uint32_t tail, Record& record) const {
  const std::uint32_t end = block_of(sequence) + geometry_.block_size;
  if (tail + extent(0) > end) {
    return Found::end;
  }
  record = {read_words(tail), tail};
  if (are_erased(std::as_bytes(std::span(record.head)))) {
    return Found::end;
  }
  const bool is_head = is_valid(record.head, start_of(sequence));
  if (!is_head || extent(length_of(record.head)) > end - tail) {
    record.head = {};  // what follows it is expected to be erased
    return Found::torn;
  }
  std::uint32_t commit = 0;
  (void)read_or_zero(commit_of(tail, length_of(record.head)), std::as_writable_bytes(std::span(&commit, 1)));
  const std::uint32_t wrong = commit ^ commit_word(record.head.back());
  const bool is_committed = (wrong & (wrong - 1)) == 0;  // at most one bit
  return is_committed || !kRecordNeedsCommit ? Found::complete : Found::torn;
}

psa_status_t Store::open_newest() {
  psa_status_t status = PSA_SUCCESS;
  for (std::uint32_t sequence = first_of(sequence_); status == PSA_SUCCESS && sequence <= sequence_; ++sequence) {
    status = load_block(sequence);
  }
  return status;
}

// A cut leaves at most one incomplete record, the last. Anything behind it means that a head in front is damaged, and
// that records are missing.
psa_status_t Store::load_block(std::uint32_t sequence) {
  Record record{};
  end_ = block_of(sequence) + geometry_.block_size;
  tail_ = records_of(sequence);
  Found found = next_record(sequence, tail_, record);
  while (found == Found::complete) {
    if (const psa_status_t status = load(record); status != PSA_SUCCESS) {
      return status;
    }
    tail_ += extent(length_of(record.head));
    found = next_record(sequence, tail_, record);
  }
  is_closed_ = found == Found::torn && kTornTailCloses;
  std::uint32_t rest = tail_;
  if (found == Found::torn) {
    rest = kind_of(record.head) == Kind{} ? data_of(tail_) : tail_ + extent(length_of(record.head));
  }
  return is_erased(rest, end_) ? PSA_SUCCESS : PSA_ERROR_DATA_CORRUPT;
}

psa_status_t Store::load(const Record& record) {
  const Kind kind = kind_of(record.head);
  if (kind == Kind::base) {
    return PSA_SUCCESS;
  }
  const Key key = key_of(record.head);
  Entry* entry = entry_of(key);
  if (entry != nullptr) {
    forget(*entry);
  }
  if (kind == Kind::removal) {
    return PSA_SUCCESS;
  }
  entry = entry != nullptr ? entry : entry_of({});
  if (entry == nullptr) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  *entry = {key, record.at, length_of(record.head), word_of(record.head, HeadWord::flags)};
  live_ += extent(entry->length);
  return PSA_SUCCESS;
}

void Store::forget(Entry& entry) {
  live_ -= extent(entry.length);
  entry = {};
}

// Nothing was ever put: all is erased, but for what an interrupted format() wrote.
bool Store::is_blank() const {
  const std::uint32_t first = block_of(1);
  return is_erased(0, first) && is_erased(records_of(1) + extent(0), geometry_.blocks * geometry_.block_size);
}

psa_status_t Store::format() {
  psa_status_t status = storage_flash_erase(block_of(1) / geometry_.block_size);
  if (status == PSA_SUCCESS) {
    status = write_superblock(1);
  }
  return status == PSA_SUCCESS ? write_base() : status;
}

// Reading.

Entry* Store::entry_of(Key key) {
  const auto found = std::ranges::find_if(
      index_, [&](const Entry& entry) { return (entry.at == 0) == (key == Key{}) && entry.key == key; });
  return found == index_.end() ? nullptr : &*found;
}

const Entry* Store::find(Key key) const {
  const auto found =
      std::ranges::find_if(index_, [&](const Entry& entry) { return entry.at != 0 && entry.key == key; });
  return found == index_.end() ? nullptr : &*found;
}

psa_status_t Store::check(const Entry& entry) const {
  if (!is_open_) {
    return PSA_ERROR_STORAGE_FAILURE;
  }
  if (entry.length == 0) {
    return PSA_SUCCESS;
  }
  std::byte bytes[kChunk];
  std::uint32_t crc = kCrcStart;
  for (std::uint32_t done = 0; done < entry.length; done += kChunk) {
    const auto part = std::span(bytes).first(std::min<std::size_t>(kChunk, entry.length - done));
    if (read_or_zero(data_of(entry.at) + done, part) != PSA_SUCCESS) {
      return PSA_ERROR_DATA_CORRUPT;
    }
    crc = crc_of(part, crc);
  }
  std::uint32_t expected = 0;
  const psa_status_t status =
      read_or_zero(data_of(entry.at) + entry.length, std::as_writable_bytes(std::span(&expected, 1)));
  const bool is_good = status == PSA_SUCCESS && crc == expected;
  return is_good || !kDataNeedsCrc ? PSA_SUCCESS : PSA_ERROR_DATA_CORRUPT;
}

psa_status_t Store::read(const Entry& entry, std::uint32_t offset, std::span<std::byte> bytes) const {
  return bytes.empty() ? PSA_SUCCESS : storage_flash_read(data_of(entry.at) + offset, bytes.data(), bytes.size());
}

// Writing.

// A failure of the flash leaves the record incomplete. The next one goes to another block.
psa_status_t Store::after_writing(psa_status_t status) {
  if (status != PSA_SUCCESS) {
    is_closed_ = true;
    pending_.at = 0;
  }
  return status;
}

psa_status_t Store::begin(Key key, std::uint32_t flags, std::uint32_t length) {
  if (!is_open_) {
    return PSA_ERROR_STORAGE_FAILURE;
  }
  if (pending_.at != 0) {
    (void)after_writing(PSA_ERROR_BAD_STATE);  // the one before was not completed
  }
  // The first comparison keeps the sizes in the others small.
  if (length > room_of_block() || !has_room(extent(length)) || (find(key) == nullptr && entry_of({}) == nullptr)) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  psa_status_t status = make_room(extent(length));
  if (status != PSA_SUCCESS) {
    return status;
  }
  pending_ = {key, tail_, length, flags};
  missing_ = length;
  data_crc_ = kCrcStart;
  status = write_head(key, flags, length, Kind::put);
  return after_writing(status);
}

psa_status_t Store::append(std::span<const std::byte> bytes) {
  if (pending_.at == 0 || bytes.size() > missing_) {
    return PSA_ERROR_BAD_STATE;
  }
  missing_ -= static_cast<std::uint32_t>(bytes.size());
  data_crc_ = crc_of(bytes, data_crc_);
  return after_writing(write(bytes));
}

psa_status_t Store::commit() {
  if (pending_.at == 0 || missing_ != 0) {
    return PSA_ERROR_BAD_STATE;
  }
  psa_status_t status = PSA_SUCCESS;
  if (pending_.length > 0) {
    status = write(std::as_bytes(std::span(&data_crc_, 1)));
  }
  if (status == PSA_SUCCESS) {
    status = write_commit();
  }
  if (after_writing(status) != PSA_SUCCESS) {
    return status;
  }
  Entry* entry = entry_of(pending_.key);
  if (entry != nullptr) {
    forget(*entry);
  } else {
    entry = entry_of({});
  }
  *entry = pending_;
  live_ += extent(pending_.length);
  pending_.at = 0;
  return PSA_SUCCESS;
}

psa_status_t Store::remove(Key key) {
  Entry* const entry = entry_of(key);
  if (!is_open_ || entry == nullptr) {
    return is_open_ ? PSA_ERROR_DOES_NOT_EXIST : PSA_ERROR_STORAGE_FAILURE;
  }
  psa_status_t status = make_room(extent(0));
  if (status == PSA_SUCCESS) {
    status = write_head(key, 0, 0, Kind::removal);
    status = after_writing(status == PSA_SUCCESS ? write_commit() : status);
  }
  if (status == PSA_SUCCESS) {
    forget(*entry);
  }
  return status;
}

// Each block gives its room in turn.
psa_status_t Store::make_room(std::uint32_t size) {
  psa_status_t status = PSA_SUCCESS;
  for (std::uint32_t i = 0; (is_closed_ || size > end_ - tail_) && status == PSA_SUCCESS; ++i) {
    status = i < geometry_.blocks ? advance() : PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  return status;
}

// After a failure here the content is what the blocks before the next one say; it has to be read again.
psa_status_t Store::advance() {
  const psa_status_t status = fill_next();
  is_open_ = status == PSA_SUCCESS;
  return status;
}

// Entries are changed when the new block counts.
psa_status_t Store::fill_next() {
  const std::uint32_t next = sequence_ + 1;
  const std::uint32_t oldest = first_of(sequence_);
  const bool is_ending = first_of(next) != oldest;
  psa_status_t status = storage_flash_erase(block_of(next) / geometry_.block_size);
  if (status == PSA_SUCCESS) {
    status = write_superblock(next);
  }
  std::uint32_t at = tail_;
  for (const Entry& entry : index_) {
    if (status == PSA_SUCCESS && is_ending && is_in(entry, oldest)) {
      status = copy(entry);
    }
  }
  if (status == PSA_SUCCESS) {
    status = write_base();
  }
  for (Entry& entry : index_) {
    if (status == PSA_SUCCESS && is_ending && is_in(entry, oldest)) {
      entry.at = at;
      at += extent(entry.length);
    }
  }
  return status;
}

psa_status_t Store::write_superblock(std::uint32_t sequence) {
  sequence_ = sequence;
  tail_ = block_of(sequence);
  end_ = tail_ + geometry_.block_size;
  is_closed_ = false;
  filled_ = 0;
  Words words{kMagic | kVersion, geometry_.block_size, geometry_.blocks, geometry_.program_unit, sequence, 0};
  words.back() = crc_before_last(words, kCrcStart);
  const psa_status_t status = write(std::as_bytes(std::span(words)));
  return status == PSA_SUCCESS ? flush() : status;
}

psa_status_t Store::write_head(Key key, std::uint32_t flags, std::uint32_t length, Kind kind) {
  filled_ = 0;
  Words words{static_cast<std::uint32_t>(key.uid),
              static_cast<std::uint32_t>(key.uid >> 32U),
              std::bit_cast<std::uint32_t>(key.owner),
              static_cast<std::uint32_t>(kind) << kKindShift | length,
              flags,
              0};
  words.back() = crc_before_last(words, start_of(sequence_));
  head_crc_ = words.back();
  const psa_status_t status = write(std::as_bytes(std::span(words)));
  return status == PSA_SUCCESS ? flush() : status;
}

// A program operation of its own: when it begins, all before it is done.
psa_status_t Store::write_commit() {
  psa_status_t status = flush();
  const std::uint32_t word = commit_word(head_crc_);
  if (status == PSA_SUCCESS) {
    status = write(std::as_bytes(std::span(&word, 1)));
  }
  return status == PSA_SUCCESS ? flush() : status;
}

psa_status_t Store::write_base() {
  const psa_status_t status = write_head({}, 0, 0, Kind::base);
  return status == PSA_SUCCESS ? write_commit() : status;
}

// Data and its CRC move as they are, so that damage shows when the asset is read and not before.
psa_status_t Store::copy(const Entry& entry) {
  const Entry from = entry;
  psa_status_t status = write_head(from.key, from.flags, from.length, Kind::copy);
  std::byte bytes[kLargestUnit];
  const std::uint32_t size = from.length == 0 ? 0 : from.length + static_cast<std::uint32_t>(kCrcSize);
  for (std::uint32_t done = 0; done < size && status == PSA_SUCCESS; done += kLargestUnit) {
    const auto part = std::span(bytes).first(std::min<std::size_t>(kLargestUnit, size - done));
    (void)read_or_zero(data_of(from.at) + done, part);
    status = write(part);
  }
  return status == PSA_SUCCESS ? write_commit() : status;
}

psa_status_t Store::write(std::span<const std::byte> bytes) {
  psa_status_t status = PSA_SUCCESS;
  for (const std::byte byte : bytes) {
    buffer_[filled_++] = byte;
    if (filled_ == kBuffer && status == PSA_SUCCESS) {
      status = flush();
    }
    filled_ %= kBuffer;
  }
  return status;
}

// A part of a unit is filled with zeros.
psa_status_t Store::flush() {
  const std::uint32_t size = whole_units(static_cast<std::uint32_t>(filled_));
  std::fill(buffer_ + filled_, buffer_ + size, std::byte{0});
  filled_ = 0;
  if (size == 0) {
    return PSA_SUCCESS;
  }
  const psa_status_t status = storage_flash_program(tail_, buffer_, size);
  tail_ += size;
  return status;
}

}  // namespace storage
