// SPDX-License-Identifier: Apache-2.0

#include "stack/code.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <string_view>
#include <utility>

namespace postern::stack {

using Kind = Instruction::Kind;

constexpr std::uint32_t kDeepest = 1U << 20U;  // more than any stack here

namespace {

/// These handlers set their stack pointer to the top of the main stack, which makes no stack deeper.
bool starts_at_top(const std::string& name) { return name == "port_fault" || name == "port_interrupt"; }

/// "spm::backend::deliver" for `_ZN3spm7backend7deliverERNS_9PartitionE`.
std::string readable(const std::string& symbol) {
  int status = 0;
  char* const made = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  if (made == nullptr) {
    return symbol;
  }
  std::string name = made;
  std::free(made);
  constexpr std::string_view kUnnamed = "(anonymous namespace)::";
  for (std::size_t at = name.find(kUnnamed); at != std::string::npos; at = name.find(kUnnamed)) {
    name.erase(at, kUnnamed.size());
  }
  return name.substr(0, name.find('('));
}

}  // namespace

/// One function, followed along every path.
class Walk {
 public:
  /// `once`: each instruction is followed once, with the first depth that leads there.
  Walk(const Code& code, std::uint32_t start, bool once) : code_(code), once_(once) {
    function_.address = start;
    function_.name = code.name_of(start);
    reach(start, 0);
  }

  Function follow() {
    while (!open_.empty()) {
      const std::uint32_t address = open_.front();
      open_.pop_front();
      straight_on(address, depths_.at(address));
    }
    return std::move(function_);
  }

 private:
  void reach(std::uint32_t address, std::uint32_t depth) {
    const auto [known, is_new] = depths_.try_emplace(address, depth);
    if (!is_new && (once_ || known->second >= depth)) {
      return;
    }
    if (depth > kDeepest) {
      function_.has_variable_size = true;
      return;
    }
    known->second = depth;
    open_.push_back(address);
  }

  /// Another function begins here, or this one continues.
  void go_to(std::uint32_t at, std::uint32_t address, std::uint32_t depth) {
    if (address != function_.address && code_.is_function(address)) {
      function_.calls.push_back({at, depth, address});
      function_.returns = function_.returns || code_.returns(address);
    } else {
      reach(address, depth);
    }
  }

  void straight_on(std::uint32_t address, std::uint32_t depth) {
    bool is_first = true;
    constants_ = {};
    conditional_ = 0;
    for (;;) {
      if (!code_.has_code(address) || (!is_first && address != function_.address && code_.is_function(address))) {
        end_before(address, depth);
        return;
      }
      if (const auto [known, is_new] = depths_.try_emplace(address, depth); !is_first && !is_new) {
        if (once_ || known->second >= depth) {
          return;
        }
        known->second = depth;
      }
      is_first = false;
      const Instruction instruction = code_.instruction(address);
      depth = moved(instruction, depth);
      function_.own = std::max(function_.own, depth);
      function_.uses_fpu = function_.uses_fpu || instruction.uses_fpu;
      if (!goes_on(instruction, address, depth)) {
        return;
      }
      depth += instruction.kind == Kind::call ? code_.left_by(instruction.target) : 0;
      remember(instruction);
      last_ = instruction.kind;
      address += instruction.size;
      if (depth > kDeepest) {
        function_.has_variable_size = true;
        return;
      }
    }
  }

  /// Compiled code runs into the next function only behind something that does not return. Assembler may continue
  /// there.
  void end_before(std::uint32_t address, std::uint32_t depth) {
    const bool is_behind_call = last_ == Kind::call || last_ == Kind::call_pointer || last_ == Kind::trap;
    if (code_.has_code(address) && !is_behind_call) {
      go_to(address, address, depth);
    }
  }

  std::uint32_t moved(const Instruction& instruction, std::uint32_t depth) {
    std::int64_t pushed = instruction.pushed;
    if (instruction.moves_by_register) {
      const auto constant = instruction.amount < constants_.size() ? constants_[instruction.amount] : std::nullopt;
      pushed = constant ? static_cast<std::int32_t>(*constant) : 0;
      function_.has_variable_size = function_.has_variable_size || !constant;
    }
    function_.has_variable_size =
        function_.has_variable_size || (instruction.is_moved && !starts_at_top(function_.name));
    if (conditional_ > 0) {  // it may not happen
      pushed = std::max<std::int64_t>(pushed, 0);
    }
    return static_cast<std::uint32_t>(std::max<std::int64_t>(std::int64_t{depth} + pushed, 0));
  }

  /// False: execution does not reach the next instruction.
  bool goes_on(const Instruction& instruction, std::uint32_t address, std::uint32_t depth) {
    const bool is_conditional = conditional_ > 0;
    conditional_ -= is_conditional ? 1 : 0;
    switch (instruction.kind) {
      case Kind::other:
      case Kind::trap: return true;
      case Kind::conditions: conditional_ = instruction.count; return true;
      case Kind::call:
        function_.calls.push_back({address, depth, instruction.target});
        return is_conditional || code_.returns(instruction.target);
      case Kind::call_pointer: function_.calls.push_back({address, depth, 0}); return true;
      case Kind::call_out:  // the return address and a status word
        function_.own = std::max(function_.own, depth + 8);
        return true;
      case Kind::branch: go_to(address, instruction.target, depth); return true;
      case Kind::jump: go_to(address, instruction.target, depth); return is_conditional;
      case Kind::jump_literal: jump_literal(address, instruction.target, depth); return is_conditional;
      case Kind::jump_pointer:
        function_.calls.push_back({address, depth, 0});
        function_.returns = true;
        return is_conditional;
      case Kind::table:
      case Kind::wide_table: table(address, depth, instruction.kind == Kind::table ? 1 : 2); return false;
      case Kind::returns:
        function_.returns = true;
        function_.left = std::max(function_.left, depth);
        return is_conditional;
      case Kind::stops: return is_conditional;
    }
    return true;
  }

  /// The linker reaches far functions like this, and handlers return from an exception.
  void jump_literal(std::uint32_t at, std::uint32_t place, std::uint32_t depth) {
    constexpr std::uint32_t kFirstReturn = 0xFF00'0000;  // EXC_RETURN, FNC_RETURN
    const std::uint32_t target = code_.image_.file.word(place);
    if (target >= kFirstReturn) {
      function_.returns = true;
    } else {
      go_to(at, target & ~1U, depth);
    }
  }

  void table(std::uint32_t at, std::uint32_t depth, std::uint32_t size) {
    const std::uint32_t first = at + 4;
    const std::uint32_t end = code_.end_of_data(first);
    for (std::uint32_t place = first; place + size <= end; place += size) {
      const std::uint32_t offset = size == 1 ? code_.image_.file.byte(place) : code_.image_.file.half(place);
      if (first + 2 * offset >= end) {
        go_to(at, first + 2 * offset, depth);
      }
    }
  }

  /// What a register contains is known until the next instruction.
  void remember(const Instruction& instruction) {
    const auto before = constants_;
    constants_ = {};
    if (!instruction.sets) {
      return;
    }
    const Instruction::Constant& set = *instruction.sets;
    if (set.is_upper) {
      if (before[set.name]) {
        constants_[set.name] = (*before[set.name] & 0xFFFFU) | set.value << 16U;
      }
    } else {
      constants_[set.name] = set.is_literal ? code_.image_.file.word(set.value) : set.value;
    }
  }

  const Code& code_;
  bool once_;
  Function function_;
  std::map<std::uint32_t, std::uint32_t> depths_;
  std::deque<std::uint32_t> open_;
  std::array<std::optional<std::uint32_t>, 16> constants_{};
  std::uint32_t conditional_ = 0;
  Kind last_ = Kind::other;
};

namespace {

audit::Span text_of_image(const audit::Image& image) { return image.secure_code; }

}  // namespace

Code::Code(const audit::Image& image, const audit::Layout& layout) : image_(image), layout_(layout) {
  for (const audit::Symbol& symbol : layout.symbols) {
    const auto address = static_cast<std::uint32_t>(symbol.address);
    if (audit::is_mapping(symbol)) {
      kinds_[address] = symbol.name.starts_with("$t");
    } else if (symbol.kind == audit::Symbol::Kind::function && text_of_image(image).contains({address, address + 1})) {
      std::string& name = names_[address & ~1U];
      if (name.empty() || !symbol.is_local) {
        name = readable(symbol.name);
      }
    }
  }
  find_returning();
}

std::string Code::name_of(std::uint32_t address) const {
  const auto found = names_.find(address);
  return found != names_.end() ? found->second : fmt::format("0x{:08X}", address);
}

bool Code::has_code(std::uint32_t address) const {
  if (!image_.secure_code.contains({address, address + 2})) {
    return false;
  }
  const auto next = kinds_.upper_bound(address);
  return next == kinds_.begin() || std::prev(next)->second;
}

std::uint32_t Code::end_of_data(std::uint32_t address) const {
  auto next = kinds_.upper_bound(address);
  while (next != kinds_.end() && !next->second) {
    ++next;
  }
  return next == kinds_.end() ? address : next->first;
}

Instruction Code::instruction(std::uint32_t address) const {
  const std::uint16_t first = image_.file.half(address);
  return decode(address, first, is_wide(first) ? image_.file.half(address + 2) : std::uint16_t{0});
}

/// A function outside the image's code returns.
bool Code::returns(std::uint32_t address) const { return returning_.contains(address) || !has_code(address); }

std::uint32_t Code::left_by(std::uint32_t address) const {
  const auto found = returning_.find(address);
  return found == returning_.end() ? 0 : found->second;
}

/// A loop that makes the stack deeper each time has no bound; it then counts once.
Function Code::walked(std::uint32_t address) const {
  Function function = Walk(*this, address, false).follow();
  if (function.own > kDeepest) {
    function = Walk(*this, address, true).follow();
    function.has_variable_size = true;
  }
  return function;
}

/// At first no function returns; then those do that have a path to a return past the calls of others that do, until
/// there are no more.
void Code::find_returning() {
  std::set<std::uint32_t> open;
  for (const auto& [address, name] : names_) {
    open.insert(address);
  }
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (auto each = open.begin(); each != open.end();) {
      const Function function = walked(*each);
      for (const Call& call : function.calls) {
        if (call.target != 0 && !names_.contains(call.target)) {
          labels_.insert(call.target);
          names_[call.target] = fmt::format("0x{:08X}", call.target);
          has_changed = open.insert(call.target).second || has_changed;
        }
      }
      if (function.returns) {
        returning_[*each] = labels_.contains(*each) ? function.left : 0;
        has_changed = true;
        each = open.erase(each);
      } else {
        ++each;
      }
    }
  }
}

const Function& Code::function(std::uint32_t address) {
  const auto found = functions_.find(address);
  return found != functions_.end() ? found->second : functions_.emplace(address, walked(address)).first->second;
}

std::set<std::uint32_t> Code::addresses_in(const audit::Span& range) const {
  std::set<std::uint32_t> found;
  const auto add = [&](std::uint32_t word) {
    if ((word & 1U) != 0 && names_.contains(word & ~1U)) {
      found.insert(word & ~1U);
    }
  };
  std::array<std::uint32_t, 16> lower{};
  for (auto at = static_cast<std::uint32_t>(range.first); at + 2 <= range.end;) {
    if (at % 4 == 0 && at + 4 <= range.end) {
      add(image_.file.word(at));
    }
    if (!has_code(at)) {
      at += 2;
      continue;
    }
    const Instruction made = instruction(at);
    if (made.sets && made.sets->is_upper) {
      add(made.sets->value << 16U | (lower[made.sets->name] & 0xFFFFU));
    } else if (made.sets) {
      lower[made.sets->name] = made.sets->value;
    }
    // A wide instruction is looked at in both halves: the second one may be in place of a word.
    if (made.size == 4 && at % 4 == 2 && at + 6 <= range.end) {
      add(image_.file.word(at + 2));
    }
    at += made.size;
  }
  return found;
}

std::vector<std::uint32_t> Code::functions_in(const audit::Span& range) const {
  std::vector<std::uint32_t> found;
  for (auto each = names_.lower_bound(static_cast<std::uint32_t>(range.first));
       each != names_.end() && each->first < range.end; ++each) {
    found.push_back(each->first);
  }
  return found;
}

audit::Span Code::object(const std::string& name) const {
  for (const audit::Symbol& symbol : layout_.symbols) {
    if (symbol.name == name) {
      return {symbol.address, symbol.address + symbol.size};
    }
  }
  return {};
}

}  // namespace postern::stack
