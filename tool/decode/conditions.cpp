// SPDX-License-Identifier: Apache-2.0

#include "decode/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decode/status_names.hpp"

namespace postern::decode {

namespace {

using encoding::Area;

constexpr std::uint32_t kMostVectors = 4;    // PSA_MAX_IOVEC
constexpr std::uint32_t kClientMask = 0xFF;  // of a message handle: the index of the client, plus one
constexpr std::uint32_t kCountMask = 7;      // of the control word of a call
constexpr unsigned kCountOfInputs = 24;      // where the counts are in it
constexpr unsigned kCountOfOutputs = 16;
constexpr std::uint32_t kSizeOfVector = 8;  // base and length

std::string bytes(std::uint32_t count) { return fmt::format("{} byte{}", count, count == 1 ? "" : "s"); }

/// What a partition may not do to memory.
const char* verb(bool writes) { return writes ? "write to" : "read"; }

struct Buffer {
  std::uint32_t base;
  std::uint32_t length;
};

/// Judges one call. The arguments are r0 to r3.
class Judgement {
 public:
  explicit Judgement(const BrokenCall& call)
      : call_(call),
        fault_(call.record.fault),
        name_(call.names.of(call.record.partition)),
        partition_(call.places == nullptr ? nullptr : call.places->partition(call.record.partition)) {}

  Conditions made() {
    const unsigned number = number_of(call_.record.rule);
    const Area area = area_of(call_.record.rule);
    if ((number == 1 && (area == Area::read || area == Area::write)) || (number == 2 && area == Area::skip)) {
      of_message_vector(area);
    } else if (number == 2 && area == Area::reply) {
      of_reply();
    } else if (number == 7 && area == Area::call) {
      of_vectors();
    }
    if (made_.broken.empty() && made_.possible.size() == 1) {
      made_.broken = std::move(made_.possible.front());
    }
    if (!made_.broken.empty()) {
      made_.possible.clear();
    }
    if (!made_.possible.empty() && !has_arguments()) {
      made_.passed = "not in the record, which has no registers of this call";
    }
    return std::move(made_);
  }

 private:
  /// Whether the record has the arguments: on the SFN backend a call is no trap, and leaves none.
  [[nodiscard]] bool has_arguments() const { return fault_.exception_return != 0; }
  /// False for the record of an image that logs nothing.
  [[nodiscard]] bool tells_clients() const { return (fault_.pc | fault_.lr | fault_.psr) != 0; }

  void break_unless_broken(std::string text) {
    if (made_.broken.empty()) {
      made_.broken = std::move(text);
    }
  }

  /// Vectors that are mapped are allowed too, and the record does not have them.
  [[nodiscard]] bool maps_vectors() const {
    return partition_ != nullptr &&
           std::any_of(call_.image->services.begin(), call_.image->services.end(), [&](const audit::Service& service) {
             return service.maps_vectors && &call_.image->partitions.at(service.owner) == partition_;
           });
  }

  [[nodiscard]] bool is_refused(const Buffer& buffer, bool writes) const {
    return buffer.length != 0 && partition_ != nullptr && !maps_vectors() &&
           !call_.places->may_access(*partition_, buffer.base, buffer.length, writes);
  }

  [[nodiscard]] std::string place(std::uint32_t address) const {
    return fmt::format("0x{:08X}, which is {}", address, call_.places->describe(address));
  }

  /// Whose message a handle names. Only of one that names a client of this image.
  [[nodiscard]] std::string client_in(std::uint32_t handle) const {
    const audit::Partition& client = call_.image->partitions.at((handle & kClientMask) - 1);
    return client.is_agent ? call_.names.of(kNonSecureWorld) : client.name;
  }

  [[nodiscard]] bool names_client(std::uint32_t handle) const {
    return call_.image != nullptr && (handle & kClientMask) - 1 < call_.image->partitions.size();
  }

  /// What is certainly wrong with the handle of a message.
  void judge_handle() {
    const std::uint32_t handle = fault_.r[0];
    if (has_arguments() && handle == 0) {
      break_unless_broken("the handle of the message is null");
    } else if (has_arguments() && static_cast<std::int32_t>(handle) < 0) {
      break_unless_broken(fmt::format("the handle of the message is negative: {}", status_words(handle)));
    } else if (has_arguments() && call_.image != nullptr && !names_client(handle)) {
      break_unless_broken(fmt::format("no message has the handle 0x{:08X}", handle));
    } else if (tells_clients() && call_.record.clients[0] == 0) {
      break_unless_broken(
          fmt::format("{} held no message: each that it took was answered before, or it took none", name_));
    }
  }

  [[nodiscard]] std::string not_held(const char* otherwise) const {
    return has_arguments() && names_client(fault_.r[0])
               ? fmt::format("the message 0x{:08X}, of {}, was answered before, or {}", fault_.r[0],
                             client_in(fault_.r[0]), otherwise)
               : fmt::format("the handle is null, or its message was answered before, or {}", otherwise);
  }

  void of_message_vector(Area area) {
    const bool has_buffer = area != Area::skip;
    const bool writes = area == Area::read;  // to the buffer of the partition
    const Buffer buffer{fault_.r[2], fault_.r[3]};
    judge_handle();
    if (has_arguments()) {
      const std::uint32_t vector = fault_.r[1];
      if (vector >= kMostVectors) {
        break_unless_broken(fmt::format("the vector has the number {}, and PSA_MAX_IOVEC is {}", vector, kMostVectors));
      }
      if (has_buffer && is_refused(buffer, writes)) {
        break_unless_broken(fmt::format("{} may not {} the buffer at {}", name_, verb(writes), place(buffer.base)));
      }
      made_.passed =
          fmt::format("handle 0x{:08X}, vector {}, ", fault_.r[0], vector) +
          (has_buffer ? fmt::format("{} at 0x{:08X}", bytes(buffer.length), buffer.base) : bytes(buffer.base));
    }
    if (area == Area::write) {
      made_.possible.push_back(has_arguments() ? fmt::format("output vector {} of the client has no room for {}",
                                                             fault_.r[1], bytes(buffer.length))
                                               : "the output vector of the client has no room for so many bytes");
    }
    made_.possible.push_back(not_held("is no request but a connection or its end"));
    if (!has_arguments()) {
      made_.possible.push_back(fmt::format("the number of the vector is not below PSA_MAX_IOVEC, {}", kMostVectors));
    }
    if (has_buffer && (!has_arguments() || maps_vectors())) {
      made_.possible.push_back(fmt::format("{} may not {} the buffer", name_, verb(writes)));
    }
    if (maps_vectors()) {
      made_.possible.emplace_back("the vector was mapped, and one that was mapped is not copied");
    }
  }

  void of_reply() {
    judge_handle();
    if (has_arguments()) {
      made_.passed = fmt::format("handle 0x{:08X}, status {}", fault_.r[0], status_words(fault_.r[1]));
    }
    made_.possible.push_back(not_held("psa_get gave no such handle"));
  }

  [[nodiscard]] std::optional<Buffer> vector_at(std::uint32_t address) const {
    const auto base = call_.word(address);
    const auto length = call_.word(address + sizeof(std::uint32_t));
    return base && length ? std::optional(Buffer{*base, *length}) : std::nullopt;
  }

  /// One of the two arrays of a psa_call.
  void judge_array(std::uint32_t array, std::uint32_t count, bool is_output) {
    const char* const kind = is_output ? "output" : "input";
    if (count == 0) {
      return;
    }
    if (array % sizeof(std::uint32_t) != 0) {
      break_unless_broken(fmt::format("the array of {} vectors is not aligned: it is at 0x{:08X}", kind, array));
    } else if (partition_ == nullptr || maps_vectors()) {
      made_.possible.push_back(
          fmt::format("{} may not {} the array of {} vectors, or a vector in it", name_, verb(is_output), kind));
      return;
    } else if (is_refused({array, count * kSizeOfVector}, is_output)) {
      break_unless_broken(
          fmt::format("{} may not {} the array of {} vectors at {}", name_, verb(is_output), kind, place(array)));
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto vector = vector_at(array + i * kSizeOfVector);
      if (!vector) {
        made_.possible.push_back(
            fmt::format("{} may not {} {} vector {}, which the record does not have", name_, verb(is_output), kind, i));
      } else if (is_refused(*vector, is_output)) {
        break_unless_broken(fmt::format("{} may not {} {} vector {}, {} at {}", name_, verb(is_output), kind, i,
                                        bytes(vector->length), place(vector->base)));
      }
    }
  }

  void of_vectors() {
    if (has_arguments()) {
      const std::uint32_t inputs = fault_.r[1] >> kCountOfInputs & kCountMask;
      const std::uint32_t outputs = fault_.r[1] >> kCountOfOutputs & kCountMask;
      judge_array(fault_.r[2], inputs, false);
      judge_array(fault_.r[3], outputs, true);
      made_.passed = fmt::format("handle 0x{:08X}, input vectors: {} at 0x{:08X}, output vectors: {} at 0x{:08X}",
                                 fault_.r[0], inputs, fault_.r[2], outputs, fault_.r[3]);
      if (inputs > 1) {
        made_.possible.emplace_back("two input vectors overlap");
      }
      return;
    }
    made_.possible = {fmt::format("{} may not read an input vector", name_),
                      fmt::format("{} may not write to an output vector", name_),
                      fmt::format("{} may not access an array of vectors, or the array is not aligned", name_),
                      "two input vectors overlap"};
  }

  const BrokenCall& call_;
  const encoding::FaultRegisters& fault_;
  std::string name_;
  const audit::Partition* partition_;
  Conditions made_;
};

}  // namespace

Conditions conditions_of(const BrokenCall& call) { return Judgement(call).made(); }

}  // namespace postern::decode
