// SPDX-License-Identifier: Apache-2.0

// The worst-case depth of a stack: the functions of code.cpp, added up along the deepest chain of calls. stacks.cpp
// says where each stack begins.
//
// A call through a pointer may reach each function of its owner whose address is stored anywhere in the owner's memory,
// so the result is a bound. On the SFN backend the kernel calls partitions: only those that the partition that called
// the kernel may call, so the depth follows the dependencies.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "stack/code.hpp"

namespace postern::stack {

/// For whom the code runs: the index of a partition, or one of these.
using For = unsigned;
inline constexpr For kBoot = 0x100;     // boot calls every partition
inline constexpr For kHandler = 0x101;  // exceptions, on the main stack

struct Depth {
  std::uint32_t bytes = 0;
  std::vector<std::uint32_t> chain;  // the functions of the deepest path, from the first one on
  std::set<std::string> pointers;    // calls through a pointer: where, and how many functions they may reach
  std::set<std::string> unbounded;   // why `bytes` is no bound: recursion, a part of variable size
  bool uses_fpu = false;

  void merge_notes(const Depth& other);
};

/// The functions that a call through a pointer may reach, each with for whom it then runs.
using Targets = std::function<std::vector<std::pair<std::uint32_t, For>>(const Function&, For)>;
/// For whom a function runs that was called for another one.
using Owner = std::function<For(std::uint32_t, For)>;

class Depths {
 public:
  Depths(Code& code, Targets targets, Owner owner)
      : code_(code), targets_(std::move(targets)), owner_(std::move(owner)) {}

  [[nodiscard]] Depth of(std::uint32_t function, For whom);

 private:
  using Key = std::pair<std::uint32_t, For>;
  void add(Depth& sum, const Function& function, const Call& call, Key callee);
  [[nodiscard]] std::string cycle_from(const Key& first) const;

  Code& code_;
  Targets targets_;
  Owner owner_;
  std::map<Key, Depth> known_;
  std::vector<Key> path_;
  std::vector<std::uint32_t> depths_here_;  // of the calls that led to each function of the path
  std::uint32_t depth_of_call_ = 0;
};

}  // namespace postern::stack
