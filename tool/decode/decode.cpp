// SPDX-License-Identifier: Apache-2.0

#include "decode/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "decode/fault_report.hpp"
#include "decode/fault_words.hpp"
#include "decode/instruction.hpp"
#include "decode/knowledge.hpp"
#include "decode/log_words.hpp"
#include "decode/memory.hpp"
#include "decode/panic.hpp"
#include "decode/rule_words.hpp"
#include "explain/explain.hpp"

namespace postern::decode {

namespace {

using encoding::FaultRegisters;
using encoding::PanicKind;
using encoding::PanicRecord;

constexpr std::size_t kMostCalls = 12;

/// The report of one record.
class Report {
 public:
  explicit Report(const Panic& panic)
      : panic_(panic), knows_(panic.knows), record_(panic.record), fault_(panic.fault), calls_(panic.calls) {
    if (record_.kind == PanicKind::programmer_error) {
      rule_words_ = rule_words(panic);
    } else if (record_.kind == PanicKind::fault) {
      fault_report_ = fault_report(panic);
    }
  }

  std::string write() {
    const std::string id = record_.partition > 0 ? fmt::format(" (id {})", record_.partition) : "";
    const std::string loop =
        record_.in_a_row > 1 ? fmt::format(", {} in a row without an answered call", record_.in_a_row) : "";
    text_ += fmt::format("== panic {}{}: {}{} {}\n", record_.count, loop, knows_.name(record_.partition), id, what());
    where();
    for (const Line& each : rule_words_.lines) {
      line(each.title, each.text);
    }
    clients();
    rule();
    line("after", record_.valid == PanicRecord::kRestarted ? "only this partition began anew; the system ran on" : "");
    line("to do", rule_words_.advice + fault_report_.advice);
    stack();
    registers();
    return std::move(text_);
  }

 private:
  void line(const char* title, const std::string& text) {
    if (!text.empty()) {
      text_ += fmt::format("   {:<10} {}\n", title, text);
    }
  }

  [[nodiscard]] std::string what() const {
    switch (record_.kind) {
      case PanicKind::programmer_error: return rule_words_.what;
      case PanicKind::invariant:
        return fmt::format("found its own invariant at line {} broken: an error of the kernel", fault_.pc);
      case PanicKind::fault: return fault_report_.what;
    }
    return "left a record of an unknown kind";
  }

  [[nodiscard]] const char* hint() const {
    return panic_.is_non_secure() && !knows_.non_secure ? " (--non-secure FILE names the functions)" : "";
  }

  void where() {
    if (panic_.is_of_another() || panic_.is_end_of_entry) {
      return;  // nothing that the reader has written
    }
    if (calls_.empty()) {
      likely_calls();
      return;
    }
    const bool is_elsewhere = panic_.is_elsewhere();
    if (is_elsewhere && panic_.is_non_secure() && !panic_.is_branch()) {
      line("where", fmt::format("0x{:08X} of the non-secure program, called from 0x{:08X}{}", fault_.pc,
                                calls_[0].address, hint()));
      return;
    }
    line("where", (is_elsewhere ? origin() : text_of(calls_[0])) + hint());
    for (std::size_t i = 1; i < std::min(calls_.size(), kMostCalls); ++i) {
      const bool is_inlined = calls_[i - 1].is_inlined;
      line("", fmt::format("{} {}", is_inlined ? "inlined at" : "called from", text_of(calls_[i])));
    }
    if (panic_.is_non_secure() && calls_.size() == 1 && !is_elsewhere && knows_.is_code(fault_.lr & ~1U)) {
      const Frame from = frame_of(caller());  // a program without DWARF
      line("", from.function == calls_[0].function ? "" : "called from " + text_of(from));
    }
  }

  [[nodiscard]] Call caller() const {
    return call_before(fault_.lr & ~1U, [&](std::uint32_t address) { return knows_.half_word(address); });
  }
  [[nodiscard]] Frame frame_of(const Call& call) const { return knows_.frames_at(call.address).front(); }

  /// Where a branch to a wrong place came from. If the last call was direct, it went to a function that ended with the
  /// branch, or that called such a function last.
  [[nodiscard]] std::string origin() const {
    const Call call = caller();
    const std::string from = "called from " + text_of(calls_[0].file.empty() ? frame_of(call) : calls_[0]);
    return call.target ? fmt::format("at the end of {}, or of a function that it called last, {}",
                                     knows_.function_at(*call.target), from)
                       : from;
  }

  /// Without the registers of the fault, the return addresses that are on the stack tell something.
  void likely_calls() {
    if (!knows_.tables || record_.kind != PanicKind::fault || (fault_.secure_status & encoding::kForgedReturn) != 0) {
      return;
    }
    std::string last;
    std::size_t count = 0;
    for (const std::uint32_t word : record_.stack.words) {
      if ((word & 1U) == 0 || !knows_.is_code(word - 1)) {
        continue;
      }
      const Frame frame = knows_.frames_at(word - 3).front();
      const std::string text = text_of(frame);
      if (!frame.function.empty() && text != last && count++ < kMostCalls) {
        line(count == 1 ? "where" : "", "return address on the stack: " + text);
      }
      last = text;
    }
  }

  void clients() {
    std::string text;
    for (const std::int32_t client : record_.clients) {
      if (client != 0) {
        text += (text.empty() ? "" : ", which serves ") + knows_.name(client);
      }
    }
    line("for", text);
  }

  void rule() {
    const std::string id = record_.kind == PanicKind::programmer_error ? rule_name(record_.rule) : "";
    if (const auto text = rule_text(id); text) {
      line("rule", fmt::format("{}: {}", id, text->text));
    }
  }

  void stack() {
    const audit::Partition* const owner = knows_.tables ? knows_.tables->places.owner(record_.stack.first) : nullptr;
    const auto memory = owner == nullptr ? std::nullopt : stack_of(*owner);
    if (memory && record_.stack.first >= memory->first && record_.stack.first < memory->end) {
      line("stack", fmt::format("{} had {} of {} bytes in use", owner->name, memory->end - record_.stack.first,
                                memory->end - memory->first));
    }
  }

  void registers() {
    if (panic_.has_registers() && record_.kind != PanicKind::invariant && fault_.exception_return != 0) {
      const std::string whose = panic_.is_of_another() ? fmt::format("of {}: ", knows_.name(record_.running)) : "";
      line("registers", whose + fmt::format("pc 0x{:08X} lr 0x{:08X} sp 0x{:08X} xpsr 0x{:08X} r0 0x{:08X} r1 "
                                            "0x{:08X} r2 0x{:08X} r3 0x{:08X} r12 0x{:08X}",
                                            fault_.pc, fault_.lr, record_.stack.first, fault_.psr, fault_.r[0],
                                            fault_.r[1], fault_.r[2], fault_.r[3], fault_.r[12]));
    }
    FaultRegisters shown = fault_;
    if (!panic_.is_non_secure()) {
      shown.non_secure_status = 0;
    }
    line("status", valid_registers(shown));
  }

  const Panic& panic_;
  const Knowledge& knows_;
  const PanicRecord& record_;
  const FaultRegisters& fault_;
  const std::vector<Frame>& calls_;
  RuleWords rule_words_;
  FaultReport fault_report_;
  std::string text_;
};

bool is_same(const PanicRecord& left, const PanicRecord& right) {
  PanicRecord copy = left;
  copy.valid = right.valid;
  return std::memcmp(&copy, &right, sizeof copy) == 0;
}

}  // namespace

struct Decoder::State {
  explicit State(const std::string& image) : knows(image), words(knows.names) {}

  Knowledge knows;
  LogWords words;
  std::optional<PanicRecord> last;
};

Decoder::Decoder(const std::string& image) : state_(std::make_unique<State>(image)) {}
Decoder::~Decoder() = default;

void Decoder::add_non_secure(const std::string& program) { state_->knows.non_secure.emplace(program); }

std::string Decoder::report(const PanicRecord& record) { return Report(Panic(state_->knows, record)).write(); }

std::string Decoder::memory(std::uint32_t first, const std::string& bytes) {
  if (!state_->knows.tables) {
    throw elf::Unreadable("a program of the host has no secure memory of its own");
  }
  const Tables& tables = *state_->knows.tables;
  const Dump dump{first, bytes};
  const auto record = record_in(dump, tables.layout);
  return (record ? report(*record) : "") + counters_in(dump, tables.image, tables.layout, state_->knows.names);
}

void Decoder::translate(std::istream& log, std::ostream& output, bool with_reports) {
  for (std::string line; std::getline(log, line);) {
    std::erase(line, '\r');
    state_->knows.note(line);
    try {
      const LogWords::Told told = state_->words.tell(line);
      for (const std::string& each : told.lines) {
        output << each << '\n';
      }
      if (with_reports && told.record && (!state_->last || !is_same(*told.record, *state_->last))) {
        output << report(*told.record);
        state_->last = told.record;
      }
      if (told.record) {
        state_->knows.assertion.clear();
      }
    } catch (const std::runtime_error& problem) {
      output << line << "\n== " << problem.what() << '\n';
    }
    output.flush();
  }
  if (const auto rest = state_->words.rest(); rest) {
    output << *rest << '\n';
  }
}

}  // namespace postern::decode
