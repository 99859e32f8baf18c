// SPDX-License-Identifier: Apache-2.0

#include "decode/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "decode/fault_words.hpp"
#include "decode/log_words.hpp"
#include "decode/memory.hpp"
#include "decode/places.hpp"
#include "decode/source_lines.hpp"
#include "explain/explain.hpp"

namespace postern::decode {

namespace {

using encoding::Area;
using encoding::FaultRegisters;
using encoding::PanicKind;
using encoding::PanicRecord;

constexpr std::uint32_t kNowhere = 0xFFFF'FFFE;  // where a thread continues whose entry function has returned
constexpr std::size_t kMostCalls = 12;
constexpr const char* kBreakpoint = "executed a breakpoint without a debugger";
constexpr const char* kEntryReturned = "returned from its entry function, which must not end";

bool has_registers(const FaultRegisters& fault) { return (fault.pc | fault.lr | fault.psr) != 0; }

bool is_api(const Frame& frame) {
  return frame.function.starts_with("psa_") || frame.function.starts_with("tfm_") ||
         frame.function.starts_with("postern_") || frame.function.starts_with("spm::");
}

std::string text_of(const Frame& frame) {
  const std::string where =
      frame.file.empty() ? fmt::format("0x{:08X}", frame.address) : fmt::format("{}:{}", frame.file, frame.line);
  return frame.function.empty() ? where : fmt::format("{} in `{}`", where, readable_name(frame.function));
}

}  // namespace

/// The tables of a secure image.
struct Tables {
  explicit Tables(const std::string& path)
      : image(audit::read_image(path)), layout(audit::read_layout(path)), places(image, layout) {}

  audit::Image image;
  audit::Layout layout;
  Places places;
};

struct Decoder::State {
  explicit State(const std::string& path) : lines(path), words(Names(path)) {
    if (elf::Object(path).is_arm()) {
      tables.emplace(path);
    }
  }

  SourceLines lines;
  std::optional<Tables> tables;
  LogWords words;
  std::optional<PanicRecord> last;

  [[nodiscard]] std::string name(std::int32_t id) const { return words.names().of(id); }
  [[nodiscard]] const audit::Partition* partition_of(std::int32_t id) const {
    return tables ? tables->places.partition(id) : nullptr;
  }
  [[nodiscard]] std::string place(std::uint32_t address) const {
    return tables ? fmt::format("0x{:08X}, which is {}", address, tables->places.describe(address))
                  : fmt::format("0x{:08X}", address);
  }
  [[nodiscard]] std::optional<std::uint16_t> half_word(std::uint32_t address) const {
    try {
      return tables ? std::optional(tables->image.file.half(address)) : std::nullopt;
    } catch (const elf::Unreadable&) {
      return std::nullopt;
    }
  }
};

namespace {

/// The report of one record.
class Report {
 public:
  Report(Decoder::State& state, const PanicRecord& record) : state_(state), record_(record), fault_(record.fault) {}

  std::string write() {
    const std::string id = record_.partition > 0 ? fmt::format(" (id {})", record_.partition) : "";
    const std::string loop =
        record_.in_a_row > 1 ? fmt::format(", {} in a row without an answered call", record_.in_a_row) : "";
    find_calls();
    text_ += fmt::format("== panic {}{}: {}{} {}\n", record_.count, loop, state_.name(record_.partition), id, what());
    where();
    clients();
    rule();
    line("after", record_.valid == PanicRecord::kRestarted ? "only this partition began anew; the system ran on" : "");
    line("to do", advice());
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
      case PanicKind::programmer_error: return what_rule();
      case PanicKind::invariant:
        return fmt::format("found its own invariant at line {} broken: an error of the kernel", fault_.pc);
      case PanicKind::fault: return what_fault();
    }
    return "left a record of an unknown kind";
  }

  [[nodiscard]] std::string service_of_argument() const {
    const audit::Service* const service = state_.tables ? state_.tables->places.service(record_.argument) : nullptr;
    return service == nullptr ? fmt::format("SID 0x{:08X}", record_.argument)
                              : fmt::format("{} (SID 0x{:08X})", service->name, record_.argument);
  }

  [[nodiscard]] std::string what_rule() const {
    const std::string broke =
        fmt::format("broke {} in {}", rule_name(record_.rule), encoding::name_of(area_of(record_.rule)).api);
    const unsigned number = number_of(record_.rule);
    const Area area = area_of(record_.rule);
    if (area == Area::panic) {
      return is_end_of_entry_ ? kEntryReturned : "gave up: it called psa_panic, which abort and a failed assert do too";
    }
    if (area == Area::answered) {
      // On the SFN backend the client runs again when the answer is judged.
      return fmt::format("made a call that {} answered with PSA_ERROR_PROGRAMMER_ERROR",
                         record_.running == record_.partition ? "its service" : state_.name(record_.running));
    }
    if (area == Area::pe) {
      return "made a supervisor call that the SPM does not take: from an interrupt function, or with a number that no "
             "call of this image has";
    }
    if (area != Area::conn) {
      return broke + handle();
    }
    if (number == 1) {
      return fmt::format("asked psa_connect for the {}, and this image has no such service", service_of_argument());
    }
    return number == 2 ? fmt::format("asked psa_connect for {}, which is not among the dependencies of its manifest",
                                     service_of_argument())
                       : fmt::format("{}, for {}", broke, service_of_argument());
  }

  /// The handle of the call, which is its first argument where the machine kept it.
  [[nodiscard]] std::string handle() const {
    const std::uint8_t trap = encoding::name_of(area_of(record_.rule)).trap;
    const bool has_handle = trap == POSTERN_TRAP_CALL || trap == POSTERN_TRAP_CLOSE || trap == POSTERN_TRAP_READ ||
                            trap == POSTERN_TRAP_WRITE || trap == POSTERN_TRAP_SKIP || trap == POSTERN_TRAP_REPLY;
    return has_handle && fault_.exception_return != 0 ? fmt::format(", with the handle 0x{:08X}", fault_.r[0]) : "";
  }

  [[nodiscard]] std::string what_fault() const {
    const FaultWords words = words_of(fault_);
    const std::string own = words.is_of_non_secure_bank ? ", which its own settings forbid" : "";
    switch (words.cause) {
      case Cause::stack_overflow: return overflow();
      case Cause::frame_not_written:
        return fmt::format("had no stack where an exception could keep its registers: the stack pointer is {}",
                           state_.place(fault_.stack_pointer));
      case Cause::forged_return:
        return "returned to the secure world where no exception and no call had come from: a forged return";
      case Cause::no_entry:
        return fault_.pc < kNearNull
                   ? fetch()
                   : fmt::format("branched into the secure world beside its gates, to {}", state_.place(fault_.pc));
      case Cause::secure_access:
        return words.address ? fmt::format("{} {}", verb(), state_.place(*words.address))
                             : fmt::format("{} secure memory; the processor does not tell the address", verb());
      case Cause::other_security: return "crossed the border of the two worlds in a way that the processor refuses";
      case Cause::fetch: return fetch() + own;
      case Cause::access: return access(*words.address) + own;
      case Cause::access_unknown: return "accessed memory that did not answer; the processor does not know where" + own;
      case Cause::vector_table: return "had no vector table that could be read";
      case Cause::undefined: return "executed an instruction that this processor does not have";
      case Cause::no_coprocessor: return "used the floating-point unit or another coprocessor, which it may not";
      case Cause::no_thumb: return no_thumb();
      case Cause::invalid_return: return "returned from an exception that there was not";
      case Cause::unaligned: return "accessed a word at an address that is not aligned";
      case Cause::divide: return "divided by zero";
      case Cause::breakpoint: return kBreakpoint;
      case Cause::none: break;
    }
    return what_instruction();
  }

  /// A machine that does not set DEBUGEVT still has the instruction.
  [[nodiscard]] std::string what_instruction() const {
    constexpr unsigned kBkpt = 0xBE;
    const auto code = is_non_secure() ? std::nullopt : state_.half_word(fault_.pc);
    if (code && *code >> 8U == kBkpt) {
      return kBreakpoint;
    }
    return std::string("had a fault whose cause no register tells") +
           (is_non_secure() ? "; a breakpoint without a debugger can be one" : "");
  }

  [[nodiscard]] std::string overflow() const {
    const bool is_shared = state_.tables && !state_.tables->image.has_threads && !is_non_secure();
    const audit::Partition* const owner =
        is_shared ? state_.tables->places.owner(record_.stack.first) : state_.partition_of(record_.partition);
    const auto stack = owner == nullptr ? std::nullopt : stack_of(*owner);
    const std::string whose = is_shared ? "overflowed the stack that all partitions share" : "overflowed its stack";
    return stack ? fmt::format("{}{} of {} bytes", whose, is_shared ? "," : "", stack->end - stack->first) : whose;
  }

  [[nodiscard]] bool is_non_secure() const { return record_.partition == kNonSecureWorld; }

  [[nodiscard]] const char* verb() const {
    const auto writes = is_store(fault_.pc, [&](std::uint32_t address) { return state_.half_word(address); });
    if (!writes) {
      return "accessed";
    }
    return *writes ? "wrote to" : "read from";
  }

  [[nodiscard]] std::string access(std::uint32_t address) const {
    return fmt::format("{} {}", verb(), state_.place(address));
  }

  [[nodiscard]] bool has_returned() const { return (fault_.pc | 1U) == (kNowhere | 1U); }

  [[nodiscard]] std::string fetch() const {
    if (has_returned()) {
      return kEntryReturned;
    }
    return fault_.pc < kNearNull ? "called a null pointer" : fmt::format("executed {}", state_.place(fault_.pc));
  }

  [[nodiscard]] std::string no_thumb() const {
    return has_returned() || fault_.pc < kNearNull
               ? fetch()
               : fmt::format("called {}, and the address has no Thumb bit: no pointer to a function has such a value",
                             state_.place(fault_.pc));
  }

  [[nodiscard]] std::string advice() const {
    const audit::Partition* const partition = state_.partition_of(record_.partition);
    if (record_.kind == PanicKind::programmer_error) {
      const bool needs_dependency = area_of(record_.rule) == Area::conn && number_of(record_.rule) == 2;
      const audit::Service* const service = state_.tables ? state_.tables->places.service(record_.argument) : nullptr;
      return needs_dependency && service != nullptr ? fmt::format("in the manifest of {}: `dependencies: [{}]`",
                                                                  state_.name(record_.partition), service->name)
                                                    : "";
    }
    if (record_.kind != PanicKind::fault || partition == nullptr) {
      return "";
    }
    const FaultWords words = words_of(fault_);
    if (words.cause == Cause::stack_overflow) {
      return state_.tables->image.has_threads
                 ? fmt::format("in the manifest of {}: a larger `stack_size`, or less on the stack", partition->name)
                 : "in the manifests of the partitions that this call needs: a larger `stack_size`, or less on the "
                   "stack";
    }
    if (words.cause == Cause::no_coprocessor) {
      return "build with CONFIG_TFM_ENABLE_FP=ON, on a board that has the unit";
    }
    return words.cause == Cause::access ? state_.tables->places.permission(*words.address, *partition) : "";
  }

  [[nodiscard]] std::optional<std::uint32_t> stack_word(std::uint32_t address) const {
    const std::uint32_t offset = address - record_.stack.first;
    constexpr std::size_t kWord = sizeof(std::uint32_t);
    return offset % kWord == 0 && offset / kWord < std::size(record_.stack.words)
               ? std::optional(record_.stack.words[offset / kWord])
               : std::nullopt;
  }

  /// The registers are those of the service that has answered.
  [[nodiscard]] bool is_of_another() const {
    return record_.kind == PanicKind::programmer_error && area_of(record_.rule) == Area::answered &&
           record_.running != record_.partition;
  }

  void find_calls() {
    if (!has_registers(fault_) || !state_.tables || record_.kind == PanicKind::invariant) {
      if (has_registers(fault_) && !state_.tables && record_.kind == PanicKind::fault) {
        calls_ = state_.lines.frames_at(fault_.pc);
      }
      return;
    }
    Start start{{}, fault_.exception_return == 0};
    std::copy(std::begin(fault_.r), std::end(fault_.r), start.registers);
    start.registers[13] = record_.stack.first;
    start.registers[14] = fault_.lr;
    start.registers[15] = fault_.pc;
    if (is_elsewhere()) {
      start.registers[15] = fault_.lr;
      start.is_return_address = true;
    }
    calls_ = state_.lines.unwind(start, [&](std::uint32_t address) { return stack_word(address); });
    if (const auto end = std::find_if(
            calls_.begin(), calls_.end(),
            [&](const Frame& frame) { return !state_.tables->places.is_code(frame.address) && !is_non_secure(); });
        end != calls_.end() && end != calls_.begin()) {
      calls_.erase(end, calls_.end());  // a thread has no caller
    }
    const bool is_call = record_.kind == PanicKind::programmer_error;
    const auto first = std::find_if(calls_.begin(), calls_.end(), [&](const Frame& frame) {
      return !(is_api(frame) || state_.tables->places.is_kernel(frame.address));
    });
    // Without a frame of its own, the code before its entry function has called the kernel.
    is_end_of_entry_ =
        is_call && first == calls_.end() && std::any_of(calls_.begin(), calls_.end(), [](const Frame& frame) {
          return frame.function.starts_with("postern_") && frame.function.ends_with("_start");
        });
    if (is_call && first != calls_.end()) {
      calls_.erase(calls_.begin(), first);
    }
  }

  /// The fault is that of the instruction that should have come next.
  [[nodiscard]] bool is_branch() const {
    const Cause cause = words_of(fault_).cause;
    return cause == Cause::fetch || cause == Cause::no_thumb || cause == Cause::no_entry;
  }

  /// True if the fault is not that of the code at `pc`, or no code is there. The report then begins with the caller.
  [[nodiscard]] bool is_elsewhere() const {
    return state_.tables && record_.kind == PanicKind::fault &&
           (!state_.tables->places.is_code(fault_.pc) || is_branch());
  }

  void where() {
    if (is_of_another() || is_end_of_entry_) {
      return;  // nothing that the reader has written
    }
    if (calls_.empty()) {
      likely_calls();
      return;
    }
    if (is_elsewhere() && is_non_secure() && !is_branch()) {
      line("where",
           fmt::format("0x{:08X} of the non-secure program, called from 0x{:08X}", fault_.pc, calls_[0].address));
      return;
    }
    line("where", (is_elsewhere() ? "called from " : "") + text_of(calls_[0]));
    for (std::size_t i = 1; i < std::min(calls_.size(), kMostCalls); ++i) {
      const bool is_inlined = calls_[i - 1].is_inlined;
      line("", fmt::format("{} {}", is_inlined ? "inlined at" : "called from", text_of(calls_[i])));
    }
  }

  /// Without the registers of the fault, the return addresses that are on the stack tell something.
  void likely_calls() {
    if (!state_.tables || record_.kind != PanicKind::fault || (fault_.secure_status & encoding::kForgedReturn) != 0) {
      return;
    }
    std::string last;
    std::size_t count = 0;
    for (const std::uint32_t word : record_.stack.words) {
      if ((word & 1U) == 0 || !state_.tables->places.is_code(word - 1)) {
        continue;
      }
      const Frame frame = state_.lines.frames_at(word - 3).front();
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
        text += (text.empty() ? "" : ", which serves ") + state_.name(client);
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
    const audit::Partition* const owner = state_.tables ? state_.tables->places.owner(record_.stack.first) : nullptr;
    const auto memory = owner == nullptr ? std::nullopt : stack_of(*owner);
    if (memory && record_.stack.first >= memory->first && record_.stack.first < memory->end) {
      line("stack", fmt::format("{} had {} of {} bytes in use", owner->name, memory->end - record_.stack.first,
                                memory->end - memory->first));
    }
  }

  void registers() {
    if (has_registers(fault_) && record_.kind != PanicKind::invariant && fault_.exception_return != 0) {
      line("registers", fmt::format("pc 0x{:08X} lr 0x{:08X} sp 0x{:08X} xpsr 0x{:08X} r0 0x{:08X} r1 0x{:08X} r2 "
                                    "0x{:08X} r3 0x{:08X} r12 0x{:08X}",
                                    fault_.pc, fault_.lr, record_.stack.first, fault_.psr, fault_.r[0], fault_.r[1],
                                    fault_.r[2], fault_.r[3], fault_.r[12]));
    }
    FaultRegisters shown = fault_;
    if (record_.partition != kNonSecureWorld) {
      shown.non_secure_status = 0;
    }
    line("status", valid_registers(shown));
  }

  Decoder::State& state_;
  const PanicRecord& record_;
  const FaultRegisters& fault_;
  std::vector<Frame> calls_;
  bool is_end_of_entry_ = false;
  std::string text_;
};

bool is_same(const PanicRecord& left, const PanicRecord& right) {
  PanicRecord copy = left;
  copy.valid = right.valid;
  return std::memcmp(&copy, &right, sizeof copy) == 0;
}

}  // namespace

Decoder::Decoder(const std::string& image) : state_(std::make_unique<State>(image)) {}
Decoder::~Decoder() = default;

std::string Decoder::report(const PanicRecord& record) { return Report(*state_, record).write(); }

std::string Decoder::memory(std::uint32_t first, const std::string& bytes) {
  if (!state_->tables) {
    throw elf::Unreadable("a program of the host has no secure memory of its own");
  }
  const Tables& tables = *state_->tables;
  const Dump dump{first, bytes};
  const auto record = record_in(dump, tables.layout);
  return (record ? report(*record) : "") + counters_in(dump, tables.image, tables.layout, state_->words.names());
}

void Decoder::translate(std::istream& log, std::ostream& output, bool with_reports) {
  for (std::string line; std::getline(log, line);) {
    std::erase(line, '\r');
    try {
      const LogWords::Told told = state_->words.tell(line);
      for (const std::string& each : told.lines) {
        output << each << '\n';
      }
      if (with_reports && told.record && (!state_->last || !is_same(*told.record, *state_->last))) {
        output << report(*told.record);
        state_->last = told.record;
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
