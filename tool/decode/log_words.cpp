// SPDX-License-Identifier: Apache-2.0

#include "decode/log_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "audit/image.hpp"
#include "decode/fault_words.hpp"
#include "decode/record_line.hpp"
#include "elf/object.hpp"
#include "encoding/boot_check.hpp"

namespace postern::decode {

namespace {

using encoding::FaultRegisters;
using encoding::PanicKind;
using encoding::PanicRecord;

/// `ID NAME` in each line, as postern has written it (emit/system.cpp).
constexpr const char* kNamesOfHost = ".postern.names";

std::map<std::int32_t, std::string> names_of_host(const elf::Object& program) {
  std::map<std::int32_t, std::string> names;
  for (const elf::Section& section : program.sections()) {
    if (section.name == kNamesOfHost) {
      const elf::Bytes bytes = program.bytes_of(section);
      std::istringstream text(std::string(bytes.begin(), std::find(bytes.begin(), bytes.end(), 0)));
      std::string name;
      for (std::int32_t id = 0; text >> id >> name;) {
        names[id] = name;
      }
    }
  }
  return names;
}

std::map<std::int32_t, std::string> names_in(const std::string& image) {
  const elf::Object program(image);
  if (!program.is_arm()) {
    return names_of_host(program);
  }
  std::map<std::int32_t, std::string> names;
  for (const audit::Partition& partition : audit::read_image(image).partitions) {
    names[partition.id] = partition.name;
  }
  return names;
}

const char* opening_of(const PanicRecord& record) {
  switch (record.valid) {
    case PanicRecord::kReported: return "[ERR] restarted after a panic:";
    case PanicRecord::kRestarted: return "[ERR] panic, and only the partition restarts:";
    default: return "[ERR] panic:";
  }
}

/// The frame has the address of the instruction, but it is not always written.
std::string cause_of(const FaultRegisters& fault) {
  if ((fault.secure_status & encoding::kForgedReturn) != 0) {
    return "fault: a return that no exception began";
  }
  if ((status_of_stack(fault) & encoding::kStackOverflow) != 0) {
    return "stack overflow";
  }
  if (!is_frame_written(fault)) {
    return "fault: no frame could be written";
  }
  return fmt::format("fault at 0x{:08X}", fault.pc);
}

/// An address register is valid only while its valid bit is set.
std::string fault_text(const FaultRegisters& fault) {
  const auto address = [](const char* name, bool is_valid, std::uint32_t value) {
    return is_valid ? fmt::format(" {} 0x{:08X}", name, value) : "";
  };
  return fmt::format("{} CFSR 0x{:08X} HFSR 0x{:08X} SFSR 0x{:08X}", cause_of(fault), fault.configurable_status,
                     fault.hard_status, fault.secure_status) +
         address("MMFAR", (fault.configurable_status & kMemoryAddressValid) != 0, fault.memory_address) +
         address("BFAR", (fault.configurable_status & kBusAddressValid) != 0, fault.bus_address) +
         address("SFAR", (fault.secure_status & kSecureAddressValid) != 0, fault.secure_address);
}

std::string what(const PanicRecord& record) {
  switch (record.kind) {
    case PanicKind::programmer_error:
      return fmt::format("broke {} in {}", rule_name(record.rule), encoding::name_of(area_of(record.rule)).api);
    case PanicKind::invariant: return fmt::format("invariant at line 0x{:08X}", record.fault.pc);
    case PanicKind::fault: return fault_text(record.fault);
  }
  return "left a record of an unknown kind";
}

/// The words in hexadecimal of a line that has this shape, in which # is one; nothing if it has another shape.
std::optional<std::vector<std::uint32_t>> words_in(std::string_view line, std::string_view shape) {
  constexpr std::size_t kDigits = 8;
  constexpr int kHexadecimal = 16;
  std::vector<std::uint32_t> words;
  for (const char each : shape) {
    const std::size_t length = each == '#' ? kDigits : 1;
    const std::string text(line.substr(0, length));
    if (each == '#' ? text.size() != kDigits || text.find_first_not_of("0123456789ABCDEF") != std::string::npos
                    : text != std::string(1, each)) {
      return std::nullopt;
    }
    if (each == '#') {
      words.push_back(static_cast<std::uint32_t>(std::stoul(text, nullptr, kHexadecimal)));
    }
    line.remove_prefix(length);
  }
  return line.empty() ? std::optional(words) : std::nullopt;
}

}  // namespace

Names::Names(const std::string& image) : names_(names_in(image)) {}

std::string Names::of(std::int32_t id) const {
  if (id == kTheSpm) {
    return "the SPM";
  }
  if (id == kNonSecureWorld) {
    return "the non-secure world";
  }
  const auto named = names_.find(id);
  return named == names_.end() ? fmt::format("partition {}", id) : named->second;
}

std::string rule_name(encoding::Rule rule) {
  return fmt::format("{}-{}", encoding::name_of(area_of(rule)).rule, number_of(rule));
}

std::string sentence(const PanicRecord& record, const Names& names) {
  return fmt::format("{} {} id 0x{:08X} {}", opening_of(record), names.of(record.partition),
                     static_cast<std::uint32_t>(record.partition), what(record));
}

std::string LogWords::words_of(const std::string& line) const {
  if (const auto words = words_in(line, "[ERR] boot: check # at #"); words) {
    const char* const fault = encoding::fault_of(encoding::BootCheck{static_cast<std::uint8_t>((*words)[0])});
    return fault == nullptr ? line
                            : fmt::format(
                                  "[ERR] the memory protection of this board does not behave: {} at 0x{:08X}; "
                                  "nothing is started",
                                  fault, (*words)[1]);
  }
  if (const auto words = words_in(line, "[WRN] id # init #"); words) {
    return fmt::format("[WRN] {} init answered 0x{:08X}", names_.of(static_cast<std::int32_t>((*words)[0])),
                       (*words)[1]);
  }
  return line == "[ERR] stopped"
             ? fmt::format("[ERR] panic: count 0x{:08X} in a row, and no call answered between them: stopped",
                           in_a_row_)
             : line;
}

LogWords::Told LogWords::tell(const std::string& line) {
  Told told;
  const auto record = record_in(line);
  if (record) {
    waiting_.reset();
    in_a_row_ = record->in_a_row;
    told.lines.push_back(sentence(*record, names_));
    told.record = record;
    return told;
  }
  if (waiting_) {
    told.lines.push_back(*waiting_);
    waiting_.reset();
  }
  if (words_in(line, "[ERR] panic: id # code # at #")) {
    waiting_ = line;
  } else {
    told.lines.push_back(words_of(line));
  }
  return told;
}

}  // namespace postern::decode
