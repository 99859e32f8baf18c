// SPDX-License-Identifier: Apache-2.0

#include "token/cbor.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::token {

namespace {

constexpr unsigned kMajorShift = 5;
constexpr unsigned kInHead = 24;   // arguments below are in the first byte
constexpr unsigned kLongest = 27;  // eight bytes follow
constexpr unsigned kSimple = 7;
constexpr unsigned kBytesMajor = 2;

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes), size_(bytes.size()) {}

  Value read_all() {
    Value value = read(0);
    if (!rest_.empty()) {
      fail("the token ends before the data does");
    }
    return value;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw Malformed(fmt::format("{} (byte {})", what, size_ - rest_.size()));
  }

  std::string_view take(std::uint64_t count) {
    if (count > rest_.size()) {
      fail("the data ends too early");
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::uint64_t argument(unsigned form) {
    if (form < kInHead) {
      return form;
    }
    if (form > kLongest) {
      fail("a length that is not known in advance is not deterministic CBOR");
    }
    const unsigned step = form - kInHead;
    std::uint64_t value = 0;
    for (const char byte : take(std::uint64_t{1} << step)) {
      value = value << 8U | static_cast<unsigned char>(byte);
    }
    constexpr std::array<std::uint64_t, 4> kLeast = {kInHead, 0x100, 0x1'0000, 0x1'0000'0000};
    if (value < kLeast.at(step)) {
      fail("a number that is longer than it must be is not deterministic CBOR");
    }
    return value;
  }

  Value read(unsigned depth) {
    if (depth == kDeepest) {
      fail("the items are nested too deeply");
    }
    const auto first = static_cast<unsigned char>(take(1).front());
    const unsigned major = first >> kMajorShift;
    const unsigned form = first & ((1U << kMajorShift) - 1);
    if (major == kSimple && form >= kInHead) {
      fail("no token has such a value (a float, or a simple value of two bytes)");
    }
    constexpr std::array kKinds = {Value::Kind::number, Value::Kind::negative, Value::Kind::bytes, Value::Kind::text,
                                   Value::Kind::array,  Value::Kind::map,      Value::Kind::tag,   Value::Kind::simple};
    Value value;
    value.kind = kKinds.at(major);
    value.number = argument(form);
    read_content(value, depth);
    return value;
  }

  void read_content(Value& value, unsigned depth) {
    switch (value.kind) {
      case Value::Kind::number:
      case Value::Kind::negative:
      case Value::Kind::simple: break;
      case Value::Kind::bytes:
      case Value::Kind::text: value.bytes = take(value.number); break;
      case Value::Kind::array: read_items(value, depth); break;
      case Value::Kind::map: read_pairs(value, depth); break;
      case Value::Kind::tag: value.items.push_back(read(depth + 1)); break;
    }
  }

  void read_items(Value& value, unsigned depth) {
    for (std::uint64_t i = 0; i < value.number; ++i) {
      value.items.push_back(read(depth + 1));
    }
  }

  void read_pairs(Value& value, unsigned depth) {
    std::string_view last;
    for (std::uint64_t i = 0; i < value.number; ++i) {
      const std::string_view before = rest_;
      value.items.push_back(read(depth + 1));
      const std::string_view key = before.substr(0, before.size() - rest_.size());
      if (i != 0 && key <= last) {
        fail("the keys of a map are not in order, or one is there twice");
      }
      last = key;
      value.items.push_back(read(depth + 1));
    }
  }

  std::string_view rest_;
  std::size_t size_;
};

}  // namespace

const Value* Value::find(std::uint64_t key) const {
  for (std::size_t i = 0; kind == Kind::map && i + 1 < items.size(); i += 2) {
    if (items[i].kind == Kind::number && items[i].number == key) {
      return &items[i + 1];
    }
  }
  return nullptr;
}

Value read_cbor(std::string_view bytes) { return Reader(bytes).read_all(); }

std::string head_of_bytes(std::size_t length) {
  unsigned step = 0;
  while (step < 3 && length >= std::uint64_t{1} << (8U << step)) {
    ++step;
  }
  if (length < kInHead) {
    return {static_cast<char>(kBytesMajor << kMajorShift | length)};
  }
  std::string head{static_cast<char>(kBytesMajor << kMajorShift | (kInHead + step))};
  for (unsigned byte = 1U << step; byte-- > 0;) {
    head += static_cast<char>(length >> (8 * byte));
  }
  return head;
}

}  // namespace postern::token
