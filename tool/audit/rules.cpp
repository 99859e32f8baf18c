// SPDX-License-Identifier: Apache-2.0

#include "audit/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "audit/addresses.hpp"

namespace postern::audit {

namespace {

using Kind = Place::Kind;

bool is_code(const Place& place) { return place.kind == Kind::text || place.kind == Kind::constants; }

class Judge {
 public:
  explicit Judge(const Image& image) : image_(image) {}

  std::vector<std::string> judge() {
    domains_by_level();
    for (unsigned domain = 0; domain < image_.domains.size(); ++domain) {
      overlaps(domain);
      private_data_is_not_executable(domain);
      own_memory_has_rights(domain);
      for (const Row& row : image_.domains[domain]) {
        rights(domain, row);
        others_memory(domain, row);
        shared_code(domain, row);
      }
    }
    devices_are_exclusive();
    doors();
    loaded_bytes();
    given_memory();
    controllers();
    given_devices();
    peripheral_gates();
    interrupts();
    return std::move(found_);
  }

 private:
  template <typename... Arguments>
  void violation(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    found_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  [[nodiscard]] std::string name(unsigned domain) const {
    return image_.level == 1 ? "the secure domain" : "the domain of " + members_of(image_, domain);
  }
  [[nodiscard]] static std::string name(const Row& row) { return "region " + text_of(row.memory); }
  [[nodiscard]] bool is_isolated() const { return image_.level > 1; }
  [[nodiscard]] static bool is_in_unit(const Row& row) { return row.is_on && row.is_loaded; }
  /// Whether partitions use the region: at level 1 they are privileged, above it a region must be unprivileged.
  [[nodiscard]] bool is_partitions(const Row& row) const {
    return row.is_on && (row.is_unprivileged || !is_isolated());
  }
  [[nodiscard]] Span ram_in_use() const {
    Span all{image_.secure_ram.first, image_.secure_ram.first};
    for (const Place& place : image_.kernel) {
      if (!is_code(place)) {
        all.end = std::max(all.end, place.memory.end);
      }
    }
    return all;
  }

  // ISO-13: the level decides which partitions share a domain.
  void domains_by_level() {
    for (std::size_t a = 0; a < image_.partitions.size(); ++a) {
      for (std::size_t b = a + 1; b < image_.partitions.size(); ++b) {
        const Partition& one = image_.partitions[a];
        const Partition& other = image_.partitions[b];
        const bool together = image_.level == 1 || (image_.level == 2 && !one.is_agent && !other.is_agent &&
                                                    one.is_psa_rot == other.is_psa_rot);
        if (!together && one.domain == other.domain) {
          violation("I3: {} and {} share a domain at level {}", one.name, other.name, image_.level);
        }
      }
    }
  }

  void overlaps(unsigned domain) {
    const std::vector<Row>& rows = image_.domains[domain];
    for (std::size_t a = 0; a < rows.size(); ++a) {
      for (std::size_t b = a + 1; b < rows.size(); ++b) {
        if (is_in_unit(rows[b]) && is_in_unit(rows[a]) && rows[a].memory.overlaps(rows[b].memory)) {
          violation("regions: in {}, {} overlaps {}", name(domain), name(rows[a]), name(rows[b]));
        }
      }
    }
  }

  // I1 also for the kernel, to which the default map allows execution: a region forbids it for each byte of RAM in use.
  void private_data_is_not_executable(unsigned domain) {
    std::vector<Span> covered;
    for (const Row& row : image_.domains[domain]) {
      if (row.is_on && !row.is_executable) {
        covered.push_back(row.memory);
      }
    }
    std::sort(covered.begin(), covered.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
    Span open = ram_in_use();
    for (const Span& span : covered) {
      if (span.first <= open.first) {
        open.first = std::max(open.first, span.end);
      }
    }
    if (!open.is_empty()) {
      violation("I1: in {}, private data at 0x{:08X} is in no region that forbids execution", name(domain), open.first);
    }
  }

  void rights(unsigned domain, const Row& row) {
    if (!row.is_on) {
      return;
    }
    if (row.is_executable && !image_.secure_code.contains(row.memory)) {
      violation("I1: in {}, {} is executable and not code", name(domain), name(row));
    }
    if (row.is_writable && row.memory.overlaps(image_.secure_code)) {
      violation("I2: in {}, {} is writable and holds code or constants", name(domain), name(row));
    }
    for (const Span& secure : {image_.secure_code, image_.secure_ram}) {
      if (!secure.contains(row.memory) && without_alias(row.memory).overlaps(without_alias(secure))) {
        violation("I2: in {}, {} reaches {} through an alias", name(domain), name(row), text_of(secure));
      }
    }
    const auto check = [&](const std::string& owner, const Place& place) {
      if (place.kind == Kind::constants && row.is_executable && row.overlaps(place.memory)) {
        violation("I7: in {}, {} makes the constants of {} executable", name(domain), name(row), owner);
      }
    };
    for (const Partition& partition : image_.partitions) {
      for (const Place& place : partition.places) {
        check(partition.name, place);
      }
    }
    for (const Place& place : image_.kernel) {
      check("the kernel", place);
    }
  }

  // ISO-11: rights() and others_memory() check that it is no more than that.
  void own_memory_has_rights(unsigned domain) {
    for (const Partition& partition : image_.partitions) {
      if (partition.domain != domain) {
        continue;
      }
      for (const Place& place : partition.places) {
        const bool reaches =
            std::any_of(image_.domains[domain].begin(), image_.domains[domain].end(), [&](const Row& row) {
              const bool right = place.kind == Kind::text ? row.is_executable : is_code(place) || row.is_writable;
              return is_partitions(row) && row.memory.contains(place.memory) && right;
            });
        if (!reaches) {
          violation("ISO-11: {} cannot use its own {} at {}", partition.name, place.name, text_of(place.memory));
        }
      }
    }
  }

  void others_memory(unsigned domain, const Row& row) {
    if (!is_isolated() || !is_partitions(row)) {
      return;
    }
    for (const Partition& partition : image_.partitions) {
      for (const Place& place : partition.places) {
        if (partition.domain != domain && row.overlaps(place.memory)) {
          violation("{}: {} reaches the {} of {} at {} through {}", is_code(place) ? "I4" : "I3", name(domain),
                    place.name, partition.name, text_of(place.memory), name(row));
        }
      }
    }
    for (const Place& place : image_.kernel) {
      if (row.overlaps(place.memory)) {
        violation("{}: {} reaches the kernel's {} at {} through {}", is_code(place) ? "I4" : "I3", name(domain),
                  place.name, text_of(place.memory), name(row));
      }
    }
  }

  // Unprivileged code of a domain is the domain's own and the gates.
  void shared_code(unsigned domain, const Row& row) {
    if (!is_isolated() || !is_partitions(row) || !row.is_executable) {
      return;
    }
    if (row.overlaps(image_.gates) && !(row.memory == image_.gates)) {
      violation("gates: in {}, {} is not exactly the gates {}", name(domain), name(row), text_of(image_.gates));
    }
    if (row.memory == image_.gates) {
      return;
    }
    for (unsigned other = 0; other < image_.domains.size(); ++other) {
      for (const Row& theirs : image_.domains[other]) {
        if (other != domain && is_partitions(theirs) && theirs.is_executable && row.overlaps(theirs.memory)) {
          violation("gates: {} and {} share {}, which is not the gates", name(domain), name(other), name(row));
        }
      }
    }
  }

  [[nodiscard]] bool is_device(const Row& row) const {
    return row.is_on && !row.memory.overlaps(image_.secure_code) && !row.memory.overlaps(image_.secure_ram);
  }

  void devices_are_exclusive() {
    for (unsigned a = 0; a < image_.domains.size(); ++a) {
      for (const Row& mine : image_.domains[a]) {
        for (unsigned b = a + 1; b < image_.domains.size() && is_device(mine); ++b) {
          for (const Row& theirs : image_.domains[b]) {
            if (is_device(theirs) && mine.overlaps(theirs.memory)) {
              violation("I3: {} and {} share the device at {}", name(a), name(b), text_of(mine.memory));
            }
          }
        }
      }
    }
  }

  // Everything in the NSC region is a veneer (SG and a branch into the gates) or zero.
  void doors() {
    if (!(image_.doors == image_.stubs)) {
      violation("veneers: {} is callable from the non-secure world, but the veneers are {}", text_of(image_.doors),
                text_of(image_.stubs));
    }
    if (!image_.gates.contains(image_.doors)) {
      violation("veneers: the NSC region {} is not inside the gates {}", text_of(image_.doors), text_of(image_.gates));
      return;
    }
    constexpr std::uint32_t kStubSize = 8;
    constexpr std::uint32_t kSecureGateway = 0xE97FE97F;
    for (auto at = static_cast<std::uint32_t>(image_.doors.first); at + kStubSize <= image_.doors.end;
         at += kStubSize) {
      const std::uint32_t first = loaded_or_zero(at);
      const std::uint32_t second = loaded_or_zero(at + 4);
      if (first == 0 && second == 0) {
        continue;
      }
      const Span code{image_.gates.first, image_.stubs.first};
      const std::uint32_t target = branch_target(at + 4, second);
      if (first != kSecureGateway || target < code.first || target >= code.end) {
        violation("veneers: 0x{:08X} is not SG with a branch into the gates", at);
      }
    }
  }

  [[nodiscard]] std::uint32_t loaded_or_zero(std::uint32_t address) const {
    for (const Segment& segment : image_.file.segments) {
      if (address >= segment.memory.first && address + 4 <= segment.memory.first + segment.bytes.size()) {
        return image_.file.word(address);
      }
    }
    return 0;
  }

  /// The target of B.W, encoding T4; 0 for any other instruction.
  [[nodiscard]] static std::uint32_t branch_target(std::uint32_t at, std::uint32_t instruction) {
    const std::uint32_t high = instruction & 0xFFFFU;
    const std::uint32_t low = instruction >> 16U;
    if ((high & 0xF800U) != 0xF000U || (low & 0xD000U) != 0x9000U) {
      return 0;
    }
    const std::uint32_t s = high >> 10U & 1U;
    const std::uint32_t i1 = (low >> 13U & 1U) ^ s ^ 1U;
    const std::uint32_t i2 = (low >> 11U & 1U) ^ s ^ 1U;
    const std::uint32_t offset =
        (s != 0 ? 0xFF00'0000U : 0U) | i1 << 23U | i2 << 22U | (high & 0x3FFU) << 12U | (low & 0x7FFU) << 1U;
    return at + 4 + offset;
  }

  void loaded_bytes() {
    for (const Segment& segment : image_.file.segments) {
      const Span loaded{segment.load, segment.load + segment.bytes.size()};
      for (const Span& span : {segment.memory, loaded}) {
        if (!span.is_empty() && !image_.secure_code.contains(span) && !image_.secure_ram.contains(span)) {
          violation("secure memory: {} of the image lies outside the board's secure memory", text_of(span));
        }
      }
    }
  }

  [[nodiscard]] Span without_alias(const Span& span) const {
    return {span.first & ~std::uint64_t{image_.secure_alias},
            ((span.end - 1) & ~std::uint64_t{image_.secure_alias}) + 1};
  }

  // The memory that boot makes non-secure, at either of its aliases.
  void given_memory() {
    for (const std::vector<Span>* table : {&image_.non_secure_ranges, &image_.non_secure_devices}) {
      for (const Span& given : *table) {
        if (given.overlaps(image_.secure_code) || given.overlaps(image_.secure_ram)) {
          violation("non-secure: {} is made non-secure, but is secure memory of the board", text_of(given));
        }
      }
    }
    for (const Span& given : image_.non_secure_ranges) {
      for (const Span& secure : {image_.secure_code, image_.secure_ram}) {
        if (!given.overlaps(secure) && without_alias(given).overlaps(without_alias(secure))) {
          violation("non-secure: {} is made non-secure, but is an alias of {}", text_of(given), text_of(secure));
        }
      }
    }
    for (const Span& claimed : image_.non_secure_memory) {
      if (std::none_of(image_.non_secure_ranges.begin(), image_.non_secure_ranges.end(),
                       [&](const Span& given) { return given.contains(claimed); })) {
        violation("non-secure: the kernel accepts {} as non-secure memory, which it is not", text_of(claimed));
      }
    }
  }

  void controllers() {
    if (image_.controllers != image_.controllers_of_board) {
      violation("non-secure: the table of memory protection controllers is not the board's");
    }
  }

  [[nodiscard]] std::string owner_of(const Device& device) const {
    for (unsigned domain = 0; domain < image_.domains.size(); ++domain) {
      for (const Row& row : image_.domains[domain]) {
        if (row.is_unprivileged && row.overlaps(device.memory)) {
          return name(domain);
        }
      }
    }
    return "";
  }

  [[nodiscard]] bool is_open(const Device& device) const {
    return std::any_of(image_.peripheral_gates.begin(), image_.peripheral_gates.end(), [&](const Register& gate) {
      return gate.address == device.gate && (gate.word & device.gate_bit) != 0;
    });
  }

  void given_devices() {
    for (const Device& device : image_.devices) {
      const std::string owner = owner_of(device);
      for (const Register& port : image_.non_secure_ports) {
        if (!owner.empty() && port.address + image_.ports_below_gates == device.gate &&
            (port.word & device.gate_bit) != 0) {
          violation("non-secure: {} belongs to {} but is given to the non-secure world", device.name, owner);
        }
      }
      if (is_isolated() && !owner.empty() && device.gate_bit != 0 && !is_open(device)) {
        violation("ISO-11: {} belongs to {}, but its unprivileged-access bit is clear", device.name, owner);
      }
      for (const Span& given : image_.non_secure_devices) {
        if (!owner.empty() && given.overlaps(device.memory)) {
          violation("non-secure: {} belongs to {} and lies in non-secure {}", device.name, owner, text_of(given));
        }
      }
    }
  }

  void peripheral_gates() {
    for (const Register& gate : image_.peripheral_gates) {
      for (unsigned bit = 0; bit < 32; ++bit) {
        const std::uint32_t mask = 1U << bit;
        if ((gate.word & mask) == 0) {
          continue;
        }
        const auto device = std::find_if(image_.devices.begin(), image_.devices.end(), [&](const Device& each) {
          return each.gate == gate.address && each.gate_bit == mask;
        });
        if (device == image_.devices.end()) {
          violation("unprivileged access: bit {} of 0x{:08X} belongs to no device of the board", bit, gate.address);
        } else if (!is_isolated() || owner_of(*device).empty()) {
          violation("unprivileged access: {} is open to unprivileged code, but no partition has it", device->name);
        }
      }
    }
  }

  void interrupts() {
    for (const Interrupt& interrupt : image_.interrupts) {
      if (interrupt.owner >= image_.partitions.size()) {
        violation("interrupts: {} has no owner", interrupt.source);
        continue;
      }
      if (std::find(image_.non_secure_interrupts.begin(), image_.non_secure_interrupts.end(), interrupt.source) !=
          image_.non_secure_interrupts.end()) {
        violation("interrupts: {} of {} is given to the non-secure world", interrupt.source,
                  image_.partitions[interrupt.owner].name);
      }
    }
  }

  const Image& image_;
  std::vector<std::string> found_;
};

}  // namespace

std::string members_of(const Image& image, unsigned domain) {
  std::string members;
  for (const Partition& partition : image.partitions) {
    if (partition.domain == domain) {
      members += (members.empty() ? "" : "+") + partition.name;
    }
  }
  return members;
}

std::vector<std::string> violations(const Image& image) {
  std::vector<std::string> found = Judge(image).judge();
  std::vector<std::string> addresses = address_violations(image);
  std::move(addresses.begin(), addresses.end(), std::back_inserter(found));
  return found;
}

}  // namespace postern::audit
