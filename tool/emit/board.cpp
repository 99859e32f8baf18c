// SPDX-License-Identifier: Apache-2.0

#include "emit/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "text/words.hpp"

namespace postern {

namespace {

// The alias of a memory that the non-secure world uses: the one in which it has a part, else the lowest.
std::uint64_t non_secure_base(const Board& board, const Storage& storage) {
  for (const char* name : {"non_secure_code", "non_secure_ram"}) {
    const Memory given = board.memory_of(name);
    for (const std::uint64_t base : storage.bases) {
      if (base <= given.base && given.end() <= base + storage.size) {
        return base;
      }
    }
  }
  return std::ranges::min(storage.bases);
}

// All controllers of the board: every block is given to one world, unused blocks too.
std::string memory_controllers(const Board& board) {
  std::map<std::uint64_t, std::string> rows;
  for (const auto& [name, storage] : board.storage) {
    std::uint64_t base = non_secure_base(board, storage);
    for (const std::uint64_t controller : storage.controllers) {
      const std::uint64_t size = storage.size / storage.controllers.size();
      rows[base] =
          fmt::format("    MemoryController{{.registers = 0x{:08X}, .memory = 0x{:08X}, .size = 0x{:08X}}},  // {}\n",
                      controller, base, size, name);
      base += size;
    }
  }
  std::string out =
      fmt::format("inline constexpr std::array<MemoryController, {}> kMemoryControllers{{\n", rows.size());
  for (const auto& [base, row] : rows) {
    out += row;
  }
  return out + "};\n\n";
}

std::string non_secure_ports(const Board& board) {
  struct Word {
    std::uint32_t bits = 0;
    std::string names;
  };
  std::map<std::uint64_t, Word> words;
  for (const auto& [name, device] : board.other_devices) {
    if (device.port) {
      Word& word = words[device.port->address];
      word.bits |= 1U << device.port->bit;
      word.names += (word.names.empty() ? "" : ", ") + name;
    }
  }
  std::string out = fmt::format("inline constexpr std::array<PeripheralPorts, {}> kNonSecurePorts{{\n", words.size());
  for (const auto& [address, word] : words) {
    out += fmt::format("    PeripheralPorts{{.address = 0x{:08X}, .non_secure = 0x{:08X}}},  // {}\n", address,
                       word.bits, word.names);
  }
  return out + "};\n\n";
}

std::string non_secure_interrupts(const Board& board) {
  std::string lines;
  for (const unsigned line : board.non_secure_interrupts) {
    lines += fmt::format("{}{}", lines.empty() ? "" : ", ", line);
  }
  return fmt::format("inline constexpr std::array<std::uint16_t, {}> kNonSecureInterrupts{{{}}};\n\n",
                     board.non_secure_interrupts.size(), lines);
}

// The distance of each alias of secure code from the address that is used; a lower alias wraps around.
std::vector<std::string> offsets_of_other_addresses(const Board& board) {
  const Memory code = board.memory_of("secure_code");
  std::vector<std::string> offsets;
  for (const auto& [name, storage] : board.storage) {
    const std::uint64_t size = storage.size;
    const auto holds = [&code, size](std::uint64_t base) { return base <= code.base && code.end() <= base + size; };
    const auto used = std::ranges::find_if(storage.bases, holds);
    if (used == storage.bases.end()) {
      continue;
    }
    for (const std::uint64_t base : storage.bases) {
      if (base != *used) {
        offsets.push_back(fmt::format("0x{:08X}", static_cast<std::uint32_t>(base - *used)));
      }
    }
  }
  return offsets;
}

std::string other_addresses_of_code(const Board& board) {
  const std::vector<std::string> offsets = offsets_of_other_addresses(board);
  return fmt::format("inline constexpr std::array<std::uintptr_t, {}> kOtherAddressesOfCode{{{}}};\n\n", offsets.size(),
                     fmt::join(offsets, ", "));
}

// The controllers of all memories, and the controller of each memory that has one.
std::string controllers_of_memories(const Board& board) {
  std::vector<std::string> all;
  std::string out;
  for (const auto& [storage_name, storage] : board.storage) {
    for (const std::uint64_t controller : storage.controllers) {
      all.push_back(fmt::format("0x{:08X}u", controller));
    }
    for (const auto& [name, memory] : board.memory) {
      for (const std::uint64_t base : storage.bases) {
        if (!storage.controllers.empty() && base <= memory.base && memory.end() <= base + storage.size) {
          const std::uint64_t part = (memory.base - base) / (storage.size / storage.controllers.size());
          out += fmt::format("#define BOARD_CONTROLLER_OF_{} 0x{:08X}u\n", upper_case(name), storage.controllers[part]);
        }
      }
    }
  }
  return out + fmt::format("#define BOARD_MEMORY_CONTROLLERS \\\n  {{ {} }}\n", fmt::join(all, ", "));
}

// For programs that try the boundary: every device and memory, at the address that its owner uses.
std::string addresses_of_all(const Board& board) {
  std::string out = "\n/* The address of each device and memory, as its owner sees it. */\n";
  for (const auto* devices : {&board.devices, &board.other_devices}) {
    for (const auto& [name, device] : *devices) {
      out += fmt::format("#define BOARD_{0} 0x{1:08X}u\n#define BOARD_{0}_SIZE 0x{2:X}u\n", name, device.memory.base,
                         device.memory.size);
    }
  }
  for (const auto& [name, memory] : board.memory) {
    out += fmt::format("#define BOARD_MEMORY_{0} 0x{1:08X}u\n#define BOARD_MEMORY_{0}_END 0x{2:08X}u\n",
                       upper_case(name), memory.base, memory.end());
  }
  return out + controllers_of_memories(board) +
         fmt::format(
             "/* The distance of each alias of secure code from its address. */\n"
             "#define BOARD_OTHER_ADDRESSES_OF_CODE \\\n  {{ {} }}\n",
             fmt::join(offsets_of_other_addresses(board), ", "));
}

std::uint64_t base_of(const Board& board, const std::string& device) {
  const auto found = board.other_devices.find(device);
  return found == board.other_devices.end() ? 0 : found->second.memory.base;
}

}  // namespace

std::string board_tables_header(const Board& board) {
  return "// Written by postern from board.yaml; edit that.\n#pragma once\n\n#include <array>\n#include <cstdint>\n\n"
         "#include \"board/arm/common/corstone.hpp\"\n#include \"board/arm/common/uart.hpp\"\n\nnamespace board {\n\n" +
         memory_controllers(board) + non_secure_ports(board) + non_secure_interrupts(board) +
         other_addresses_of_code(board) +
         fmt::format(
             "inline constexpr std::uintptr_t kLogUart = 0x{:08X};\n"
             "inline constexpr UartKind kUartKind = UartKind::{};\n"
             "inline constexpr std::uintptr_t kSystemCounter = 0x{:08X};  // 0: the board has no counter\n\n",
             base_of(board, board.log), board.uart == UartKind::pl011 ? "pl011" : "cmsdk",
             base_of(board, board.system_counter)) +
         "}  // namespace board\n";
}

std::string ns_board_header(const Board& board) {
  std::string out =
      "/* Addresses of the board. Written by postern from board.yaml; edit that. */\n"
      "#ifndef NS_BOARD_H\n#define NS_BOARD_H\n\n";
  for (const auto& [name, device] : board.other_devices) {
    if (device.owner == Owner::non_secure) {
      out += fmt::format("#define NS_BOARD_{} 0x{:08X}u\n", name, device.memory.base);
    }
  }
  out += fmt::format("#define NS_BOARD_UART_IS_PL011 {}\n", board.uart == UartKind::pl011 ? 1 : 0);
  return out + addresses_of_all(board) + "\n#endif\n";
}

}  // namespace postern
