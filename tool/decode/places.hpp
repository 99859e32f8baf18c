// SPDX-License-Identifier: Apache-2.0

// What an address of a secure image is, in words: whose memory, which variable or function, which device, or nothing.
// It relies on the tables that `postern audit` reads, and on the symbols.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"

namespace postern::decode {

/// The first bytes of memory, which a null pointer and a small offset from it reach.
inline constexpr std::uint32_t kNearNull = 0x100;

class Places {
 public:
  Places(const audit::Image& image, const audit::Layout& layout) : image_(image), layout_(layout) {}

  /// "private data of VAULT, variable `sessions`+8"
  [[nodiscard]] std::string describe(std::uint32_t address) const;
  /// What a partition's manifest has to contain for this access, or who may do it instead. Empty: nothing helps.
  [[nodiscard]] std::string permission(std::uint32_t address, const audit::Partition& partition) const;

  /// Whether the tables let a partition pass these bytes to the SPM; vectors that it has mapped are not in them.
  [[nodiscard]] bool may_access(const audit::Partition& partition, std::uint32_t address, std::uint32_t length,
                                bool writes) const;
  /// The address of the secure function of a service, if it has one.
  [[nodiscard]] std::optional<std::uint32_t> function_of(const audit::Service& service) const;

  [[nodiscard]] const audit::Partition* partition(std::int32_t id) const;
  [[nodiscard]] const audit::Service* service(std::uint32_t sid) const;
  /// The partition whose code, or whose stack, has this address.
  [[nodiscard]] const audit::Partition* owner(std::uint32_t address) const;
  [[nodiscard]] bool is_kernel(std::uint32_t address) const;
  [[nodiscard]] bool is_code(std::uint32_t address) const;
  /// The word at an address, if it is among the constants of a partition.
  [[nodiscard]] std::optional<std::uint32_t> constant(std::uint32_t address) const;

 private:
  [[nodiscard]] std::string symbol_at(std::uint32_t address) const;
  [[nodiscard]] const audit::Device* device_at(std::uint32_t address) const;
  [[nodiscard]] std::vector<std::string> users_of(const audit::Device& device) const;
  [[nodiscard]] bool is_non_secure(std::uint32_t address) const;

  const audit::Image& image_;
  const audit::Layout& layout_;
};

/// A name of C++ as its author wrote it; another one as it is.
[[nodiscard]] std::string readable_name(const std::string& name);

/// The stack of a partition; nothing for one without.
[[nodiscard]] std::optional<audit::Span> stack_of(const audit::Partition& partition);

}  // namespace postern::decode
