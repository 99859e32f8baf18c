// SPDX-License-Identifier: Apache-2.0

#include "decode/fault_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "decode/fault_words.hpp"
#include "decode/instruction.hpp"

namespace postern::decode {

namespace {

constexpr std::uint32_t kNowhere = 0xFFFF'FFFE;  // where a thread continues whose entry function has returned
constexpr const char* kBreakpoint = "executed a breakpoint (`bkpt`), and no debugger is attached";

class FaultWriter {
 public:
  explicit FaultWriter(const Panic& panic) : panic_(panic), knows_(panic.knows), fault_(panic.fault) {}

  [[nodiscard]] FaultReport write() const { return {what_fault(), advice()}; }

 private:
  [[nodiscard]] std::string what_fault() const {
    const FaultWords words = words_of(fault_);
    const std::string own = words.is_of_non_secure_bank ? ", which its own settings forbid" : "";
    switch (words.cause) {
      case Cause::stack_overflow: return overflow();
      case Cause::frame_not_written:
        return fmt::format("had no stack where an exception could keep its registers: the stack pointer is {}",
                           knows_.place(fault_.stack_pointer));
      case Cause::forged_return:
        return "returned to the secure world where no exception and no call had come from: a forged return";
      case Cause::no_entry:
        return fault_.pc < kNearNull
                   ? fetch()
                   : fmt::format("branched to the secure world beside its gates, to {}", knows_.place(fault_.pc));
      case Cause::secure_access:
        return words.address ? fmt::format("{} {}", verb(), knows_.place(*words.address))
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
      case Cause::unaligned: return unaligned();
      case Cause::divide: return "divided by zero";
      case Cause::breakpoint: return kBreakpoint;
      case Cause::none: break;
    }
    return what_instruction();
  }

  /// Of the instruction of the fault, which is not known without a frame: no code runs with zero in both registers.
  [[nodiscard]] std::optional<std::uint16_t> half_word(std::uint32_t address) const {
    return (fault_.lr | fault_.psr) == 0 ? std::nullopt : knows_.half_word(address);
  }

  /// A machine that does not set DEBUGEVT still has the instruction.
  [[nodiscard]] std::string what_instruction() const {
    const auto code = half_word(fault_.pc);
    if (code && is_breakpoint(*code)) {
      return kBreakpoint;
    }
    if (code && is_supervisor_call(*code)) {
      return "made a supervisor call (`svc`) where its priority is too low for one";
    }
    const std::string unknown = "had a fault whose cause no register tells";
    return panic_.is_non_secure() && !code
               ? unknown + ", mostly a breakpoint (`bkpt`) without a debugger: --non-secure FILE reads the instruction"
               : unknown;
  }

  /// No register has the address, but the instruction and its registers do.
  [[nodiscard]] std::string unaligned() const {
    std::uint32_t registers[15];
    std::copy(std::begin(fault_.r), std::end(fault_.r), registers);
    registers[13] = panic_.record.stack.first;
    registers[14] = fault_.lr;
    const auto address = aligned_access(fault_.pc, registers, [&](std::uint32_t at) { return half_word(at); });
    return address && *address % sizeof(std::uint32_t) != 0
               ? fmt::format("{} {}, and the address is not aligned", verb(), knows_.place(*address))
               : "accessed memory at an address that is not aligned; the processor does not record the address";
  }

  [[nodiscard]] std::string overflow() const {
    const bool is_shared = knows_.tables && !knows_.tables->image.has_threads && !panic_.is_non_secure();
    const audit::Partition* const owner = is_shared ? knows_.tables->places.owner(panic_.record.stack.first)
                                                    : knows_.partition_of(panic_.record.partition);
    const auto stack = owner == nullptr ? std::nullopt : stack_of(*owner);
    const std::string whose = is_shared ? "overflowed the stack that all partitions share" : "overflowed its stack";
    return stack ? fmt::format("{}{} of {} bytes", whose, is_shared ? "," : "", stack->end - stack->first) : whose;
  }

  [[nodiscard]] const char* verb() const {
    const auto writes = is_store(fault_.pc, [&](std::uint32_t address) { return half_word(address); });
    if (!writes) {
      return "accessed";
    }
    return *writes ? "wrote to" : "read from";
  }

  [[nodiscard]] std::string access(std::uint32_t address) const {
    return fmt::format("{} {}", verb(), knows_.place(address));
  }

  [[nodiscard]] bool has_returned() const { return (fault_.pc | 1U) == (kNowhere | 1U); }

  [[nodiscard]] std::string fetch() const {
    if (has_returned()) {
      return kEntryReturned;
    }
    return fault_.pc < kNearNull ? "branched to a null pointer"
                                 : fmt::format("branched to {}", knows_.place(fault_.pc));
  }

  [[nodiscard]] std::string no_thumb() const {
    return has_returned() || fault_.pc < kNearNull
               ? fetch()
               : fmt::format(
                     "branched to {}, and the address has no Thumb bit: no pointer to a function has such a value",
                     knows_.place(fault_.pc));
  }

  [[nodiscard]] std::string advice() const {
    const audit::Partition* const partition = knows_.partition_of(panic_.record.partition);
    if (partition == nullptr) {
      return "";
    }
    const FaultWords words = words_of(fault_);
    if (words.cause == Cause::stack_overflow) {
      return knows_.tables->image.has_threads
                 ? fmt::format("in the manifest of {}: a larger `stack_size`, or less on the stack", partition->name)
                 : "in the manifests of the partitions that this call needs: a larger `stack_size`, or less on the "
                   "stack";
    }
    if (words.cause == Cause::no_coprocessor) {
      return "build with CONFIG_TFM_ENABLE_FP=ON, on a board that has the unit";
    }
    return words.cause == Cause::access ? knows_.tables->places.permission(*words.address, *partition) : "";
  }

  const Panic& panic_;
  const Knowledge& knows_;
  const encoding::FaultRegisters& fault_;
};

}  // namespace

FaultReport fault_report(const Panic& panic) { return FaultWriter(panic).write(); }

}  // namespace postern::decode
