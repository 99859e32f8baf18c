// SPDX-License-Identifier: Apache-2.0

#include "audit/addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "audit/rules.hpp"
#include "model/boot_registers.hpp"
#include "read/board_reader.hpp"

namespace postern::audit {

namespace {

Span span_of(const Memory& memory) { return {memory.base, memory.base + memory.size}; }
Span both(const Span& a, const Span& b) { return {std::max(a.first, b.first), std::min(a.end, b.end)}; }

std::string words_of(const DescribedRegister& each) {
  return fmt::format("0x{:08X} = 0x{:08X} (bits 0x{:08X} written, 0x{:08X} compared)", each.address, each.value,
                     each.written, each.kept);
}

/// A region that the partitions of a domain reach, and the parts of it that are known to be a memory or a device.
struct Reached {
  unsigned domain;
  const Row* row;
  std::vector<Span> known;
};

class AddressJudge {
 public:
  explicit AddressJudge(const Image& image) : image_(image), board_(*image.board.board) {}

  std::vector<std::string> judge() {
    linked_for_the_board();
    for (unsigned domain = 0; domain < image_.domains.size(); ++domain) {
      for (const Row& row : image_.domains[domain]) {
        // Above level 1 a region for the kernel alone gives a partition nothing.
        if (row.is_on && (row.is_unprivileged || image_.level == 1) && !is_of_all_code(image_.domains[domain], row)) {
          judge_row({domain, &row, {}});
        }
      }
    }
    peripheral_gates();
    non_secure_ports();
    described_registers();
    interrupts();
    return std::move(found_);
  }

 private:
  template <typename... Arguments>
  void violation(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    found_.push_back("addresses: " + fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void foreign(const Reached& reached, std::uint64_t address, const std::string& what) {
    violation("{} reaches 0x{:08X} through region 0x{:08X}..0x{:08X}: {}", members_of(image_, reached.domain), address,
              reached.row->memory.first, reached.row->memory.end - 1, what);
  }

  void linked_for_the_board() {
    for (const auto& [name, span] : {std::pair{"secure_code", image_.secure_code}, {"secure_ram", image_.secure_ram}}) {
      if (!(span_of(board_.memory_of(name)) == span)) {
        violation("the image's {} is not that of the board {}", name, board_.name);
      }
    }
  }

  // A region that all code of level 1 reaches, because the kernel has no other regions there: the non-secure memory,
  // and the secure devices except those that another region makes read-only. Exactly these, and never executable.
  [[nodiscard]] bool is_of_all_code(const std::vector<Row>& rows, const Row& row) const {
    if (image_.level != 1 || row.is_unprivileged || row.is_executable) {
      return false;
    }
    if (row.is_device) {
      return row.is_writable && is_run_of_devices(rows, row.memory);
    }
    return row.memory == span_of(board_.memory_of(row.is_writable ? "non_secure_ram" : "non_secure_code"));
  }

  [[nodiscard]] bool is_run_of_devices(const std::vector<Row>& rows, const Span& run) const {
    if (!board_.secure_devices) {
      return false;
    }
    const Span all = span_of(*board_.secure_devices);
    const auto meets_read_only = [&](std::uint64_t Span::*theirs, std::uint64_t edge) {
      return std::any_of(rows.begin(), rows.end(), [&](const Row& other) {
        return other.is_on && other.is_device && !other.is_writable && other.memory.*theirs == edge;
      });
    };
    return (run.first == all.first || (all.first < run.first && meets_read_only(&Span::end, run.first))) &&
           (run.end == all.end || (run.end < all.end && meets_read_only(&Span::first, run.end)));
  }

  void judge_row(Reached reached) {
    for (const auto& [name, storage] : board_.storage) {
      for (const std::uint64_t base : storage.bases) {
        const Span here = both(reached.row->memory, {base, base + storage.size});
        if (!here.is_empty()) {
          reached.known.push_back(here);
          judge_memory(reached, name, storage, base, here);
        }
      }
    }
    for (const auto* devices : {&board_.devices, &board_.other_devices}) {
      for (const auto& [name, device] : *devices) {
        judge_device(reached, name, device);
      }
    }
    judge_holes(reached);
  }

  // A range of a storage at one of its addresses: first the parts that the board uses, then the rest.
  void judge_memory(const Reached& reached, const std::string& name, const Storage& storage, std::uint64_t base,
                    const Span& here) {
    std::uint64_t used = 0;
    for (const auto& [part, memory] : board_.memory) {
      const auto home = std::find_if(storage.bases.begin(), storage.bases.end(), [&, &where = memory](auto at) {
        return at <= where.base && where.base + where.size <= at + storage.size;
      });
      if (home == storage.bases.end()) {
        continue;
      }
      const std::uint64_t first = base + (memory.base - *home);
      const Span taken = both(here, {first, first + memory.size});
      if (!taken.is_empty()) {
        used += taken.end - taken.first;
        judge_used(reached, part, taken.first, taken.first - base + *home);
      }
    }
    if (used == here.end - here.first) {
      return;
    }
    if (base != storage.bases.front()) {
      foreign(reached, here.first, fmt::format("an alias of the memory {}", name));
    } else if (!reached.row->is_device) {
      foreign(reached, here.first, fmt::format("memory {} that is not part of the image", name));
    }
  }

  void judge_used(const Reached& reached, const std::string& part, std::uint64_t address, std::uint64_t home) {
    const std::string where = address == home ? part : fmt::format("an alias of 0x{:08X}, which is in {}", home, part);
    if (!part.starts_with("secure")) {
      foreign(reached, address, where + ", memory of the non-secure world");
      return;
    }
    // At level 1 everything is privileged; a region without write and execute rights can only take rights away.
    const bool only_takes = image_.level == 1 && !reached.row->is_writable && !reached.row->is_executable;
    if (reached.row->is_device || (address != home && !only_takes)) {
      foreign(reached, address, where + ", the secure image's own memory");
    }
  }

  void judge_device(Reached& reached, const std::string& name, const ::postern::Device& device) {
    std::vector<std::uint64_t> bases = device.also;
    bases.push_back(device.memory.base);
    for (const std::uint64_t base : bases) {
      const Span here = both(reached.row->memory, {base, base + device.memory.size});
      if (here.is_empty()) {
        continue;
      }
      reached.known.push_back(here);
      if (device.owner != Owner::partition) {
        foreign(reached, here.first, owner_of(name, device));
      } else if (base != device.memory.base) {
        foreign(reached, here.first, fmt::format("an alias of {}", name));
      } else if (!reached.row->is_device) {
        foreign(reached, here.first, fmt::format("{}, a device, as memory", name));
      }
    }
  }

  [[nodiscard]] static std::string owner_of(const std::string& name, const ::postern::Device& device) {
    switch (device.owner) {
      case Owner::kernel: return name + ", a device of the kernel";
      case Owner::non_secure: return name + ", a device of the non-secure world";
      case Owner::none: return fmt::format("{}, which no partition can have: {}", name, device.because);
      case Owner::partition:
      case Owner::image: break;
    }
    return name;
  }

  void judge_holes(Reached& reached) {
    std::sort(reached.known.begin(), reached.known.end(),
              [](const Span& a, const Span& b) { return a.first < b.first; });
    std::uint64_t next = reached.row->memory.first;
    for (const Span& span : reached.known) {
      if (span.first > next) {
        break;
      }
      next = std::max(next, span.end);
    }
    if (next < reached.row->memory.end) {
      foreign(reached, next, "no memory or device of the board");
    }
  }

  [[nodiscard]] bool is_reached(const ::postern::Device& device) const {
    return std::any_of(image_.domains.begin(), image_.domains.end(), [&](const std::vector<Row>& rows) {
      return std::any_of(rows.begin(), rows.end(),
                         [&](const Row& row) { return row.overlaps(span_of(device.memory)); });
    });
  }

  // An unprivileged-access bit opens a device to every unprivileged region; any other bit opens something else.
  void peripheral_gates() {
    for (const auto& [address, bit] : bits_of(image_.peripheral_gates)) {
      const auto device =
          std::find_if(board_.devices.begin(), board_.devices.end(), [&, at = address, number = bit](const auto& each) {
            return each.second.gate && each.second.gate->address == at && each.second.gate->bit == number;
          });
      if (device == board_.devices.end()) {
        violation("boot sets bit {} of 0x{:08X}, which opens no device that a partition can have", bit, address);
      } else if (!is_reached(device->second)) {
        violation("boot opens {} to unprivileged code, but no partition has it", device->first);
      }
    }
  }

  void non_secure_ports() {
    for (const auto& [address, bit] : bits_of(image_.non_secure_ports)) {
      const bool is_port = std::any_of(
          board_.other_devices.begin(), board_.other_devices.end(), [&, at = address, number = bit](const auto& each) {
            return each.second.port && each.second.port->address == at && each.second.port->bit == number;
          });
      if (!is_port) {
        violation("boot sets bit {} of 0x{:08X}, which gives no device of the board to the non-secure world", bit,
                  address);
      }
    }
  }

  // The compiler derives what is open from the manifests, this from the regions.
  void described_registers() {
    Opened opened{image_.level > 1};
    for (const auto& [name, device] : board_.devices) {
      if (opened.memory && is_reached(device)) {
        opened.devices.insert(name);
      }
    }
    std::vector<DescribedRegister> right;
    for (const BootRegister& each : boot_registers(board_, opened)) {
      right.push_back({static_cast<std::uint32_t>(each.address), each.value, each.written, each.kept});
    }
    const std::vector<DescribedRegister>& set = image_.described_registers;
    const auto [is, should] = std::mismatch(set.begin(), set.end(), right.begin(), right.end());
    if (is != set.end() && should != right.end()) {
      violation("boot has {} where the board has {}", words_of(*is), words_of(*should));
    } else if (is != set.end()) {
      violation("boot sets 0x{:08X}, which the board does not describe", is->address);
    } else if (should != right.end()) {
      violation("boot does not set 0x{:08X}, which the board describes", should->address);
    }
  }

  static std::vector<std::pair<std::uint32_t, unsigned>> bits_of(const std::vector<Register>& registers) {
    std::vector<std::pair<std::uint32_t, unsigned>> bits;
    for (const Register& each : registers) {
      for (unsigned bit = 0; bit < 32; ++bit) {
        if ((each.word >> bit & 1U) != 0) {
          bits.emplace_back(each.address, bit);
        }
      }
    }
    return bits;
  }

  void interrupts() {
    for (const Interrupt& interrupt : image_.interrupts) {
      if (interrupt.owner < image_.partitions.size() && board_.non_secure_interrupts.contains(interrupt.source)) {
        violation("{} has the interrupt {}, which the board gives to the non-secure world",
                  image_.partitions[interrupt.owner].name, interrupt.source);
      }
    }
    const std::set<unsigned> given(image_.non_secure_interrupts.begin(), image_.non_secure_interrupts.end());
    if (given != board_.non_secure_interrupts) {
      violation("the interrupts that boot gives to the non-secure world are not the board's");
    }
  }

  const Image& image_;
  const Board& board_;
  std::vector<std::string> found_;
};

}  // namespace

BoardFacts read_board_facts(const std::string& name, const std::string& text, const std::string& layout) {
  Diagnostics diagnostics;
  BoardFacts facts{.origin = name, .source = std::make_shared<const SourceFile>(name, text)};
  if (!layout.empty()) {
    facts.origin += " and its layout";
    facts.layout = std::make_shared<const SourceFile>("the layout of " + name, layout);
  }
  if (auto board = parse_board(*facts.source, facts.layout.get(), diagnostics)) {
    facts.board = std::make_shared<const Board>(std::move(*board));
    return facts;
  }
  throw Unreadable(fmt::format("the board in {} is not understood: {}", name, headline(diagnostics.all().front())));
}

std::vector<std::string> address_violations(const Image& image) { return AddressJudge(image).judge(); }

}  // namespace postern::audit
