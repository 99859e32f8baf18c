// SPDX-License-Identifier: Apache-2.0

#include "stack/depth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace postern::stack {

void Depth::merge_notes(const Depth& other) {
  pointers.insert(other.pointers.begin(), other.pointers.end());
  unbounded.insert(other.unbounded.begin(), other.unbounded.end());
  uses_fpu = uses_fpu || other.uses_fpu;
}

std::string Depths::cycle_from(const Key& first) const {
  std::string text;
  for (auto each = std::find(path_.begin(), path_.end(), first); each != path_.end(); ++each) {
    text += fmt::format("`{}`, ", code_.name_of(each->first));
  }
  return fmt::format("recursion: {}and again `{}`", text, code_.name_of(first.first));
}

void Depths::add(Depth& sum, const Function& function, const Call& call, Key callee) {
  if (const auto again = std::find(path_.begin(), path_.end(), callee); again != path_.end()) {
    // Calls at the end of functions that need no stack in between are a loop.
    const auto behind = depths_here_.begin() + (again - path_.begin()) + 1;
    if (std::accumulate(behind, depths_here_.end(), call.depth) != 0) {
      sum.unbounded.insert(cycle_from(callee));
    }
    return;
  }
  depth_of_call_ = call.depth;
  const Depth below = of(callee.first, callee.second);
  sum.merge_notes(below);
  if (call.depth + below.bytes > sum.bytes) {
    sum.bytes = call.depth + below.bytes;
    sum.chain = {function.address};
    sum.chain.insert(sum.chain.end(), below.chain.begin(), below.chain.end());
  }
}

Depth Depths::of(std::uint32_t address, For whom) {
  const Key key{address, whom};
  if (const auto found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  path_.push_back(key);
  depths_here_.push_back(depth_of_call_);
  const Function& function = code_.function(address);
  Depth sum{function.own, {address}, {}, {}, function.uses_fpu};
  if (function.has_variable_size) {
    sum.unbounded.insert(fmt::format("`{}` moves its stack pointer by a number that it computes", function.name));
  }
  for (const Call& call : function.calls) {
    if (call.target != 0) {
      add(sum, function, call, {call.target, owner_(call.target, whom)});
      continue;
    }
    const auto targets = targets_(function, whom);
    sum.pointers.insert(fmt::format("`{}` at 0x{:08X}: {} function{}", function.name, call.at, targets.size(),
                                    targets.size() == 1 ? "" : "s"));
    for (const auto& [target, then] : targets) {
      add(sum, function, call, {target, then});
    }
  }
  path_.pop_back();
  depths_here_.pop_back();
  return known_[key] = std::move(sum);
}

}  // namespace postern::stack
