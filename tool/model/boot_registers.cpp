// SPDX-License-Identifier: Apache-2.0

#include "model/boot_registers.hpp"

#include <algorithm>
#include <map>

namespace postern {

namespace {

constexpr std::uint32_t kWholeWord = 0xFFFF'FFFF;

struct Visitor {
  const Board& board;
  const Opened& opened;
  std::vector<BootRegister>& registers;

  void operator()(const FixedRegister& fixed) const {
    const std::uint32_t written = fixed.preserves ? fixed.mask | fixed.key : kWholeWord;
    registers.push_back(
        {fixed.address, fixed.value | fixed.key, fixed.is_written ? written : 0, fixed.mask, "", fixed.at});
  }

  void operator()(const Controller& controller) const {
    const std::map<unsigned, std::uint32_t> values = values_of(controller);
    for (unsigned first = 0; first < controller.count; first += controller.fields) {
      BootRegister row{controller.first + controller.step * (first / controller.fields),
                       controller.key,
                       0,
                       0,
                       controller.name,
                       controller.at};
      for (auto field = values.lower_bound(first); field != values.end() && field->first < first + controller.fields;
           ++field) {
        const unsigned position = (field->first - first) * controller.width();
        row.value |= field->second << position;
        row.kept |= controller.mask << position;
      }
      if (row.kept != 0) {
        row.written = controller.preserves ? row.kept | controller.key : kWholeWord;
        registers.push_back(row);
      }
    }
  }

  [[nodiscard]] std::map<unsigned, std::uint32_t> values_of(const Controller& controller) const {
    std::map<unsigned, std::uint32_t> values;
    if (!controller.has_only_named) {
      for (unsigned field = 0; field < controller.count; ++field) {
        values[field] = controller.secure;
      }
    }
    for (const unsigned field : controller.reserved) {
      values.erase(field);
    }
    if (controller.memory.empty()) {
      give_devices(controller, values);
    } else {
      give_memory(controller, values);
    }
    return values;
  }

  void give_devices(const Controller& controller, std::map<unsigned, std::uint32_t>& values) const {
    for (const auto* devices : {&board.devices, &board.other_devices}) {
      for (const auto& [name, device] : *devices) {
        for (const Access& access : device.access) {
          for (const unsigned field : access.controller == controller.name ? access.fields : std::vector<unsigned>{}) {
            values[field] = device.owner == Owner::non_secure ? controller.non_secure
                            : opened.devices.contains(name)   ? controller.unprivileged
                                                              : controller.secure;
          }
        }
      }
    }
  }

  void give_memory(const Controller& controller, std::map<unsigned, std::uint32_t>& values) const {
    const Storage& storage = board.storage.at(controller.memory);
    for (auto& [field, value] : values) {
      value = opened.memory ? controller.unprivileged : controller.secure;
    }
    for (const char* name : {"non_secure_code", "non_secure_ram"}) {
      const Memory given = board.memory_of(name);
      const auto first = offset_in(storage, given);
      for (std::uint64_t at = first.value_or(0); first && at < *first + given.size; at += controller.block) {
        values[static_cast<unsigned>(at / controller.block)] = controller.non_secure;
      }
    }
  }
};

}  // namespace

std::optional<std::uint64_t> offset_in(const Storage& storage, const Memory& range) {
  const auto base = std::ranges::find_if(storage.bases, [&](std::uint64_t address) {
    return address <= range.base && range.end() <= address + storage.size;
  });
  return base == storage.bases.end() || range.size == 0 ? std::nullopt : std::optional(range.base - *base);
}

std::vector<BootRegister> boot_registers(const Board& board, const Opened& opened) {
  std::vector<BootRegister> registers;
  for (const ProtectionStep& step : board.controllers) {
    std::visit(Visitor{board, opened, registers}, step);
  }
  return registers;
}

}  // namespace postern
