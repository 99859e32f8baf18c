// SPDX-License-Identifier: Apache-2.0

// Protected Storage without one of the rules of partitions/ps/freshness.hpp. An attacker or a power cut must succeed;
// the first word on the command line says which: copies, nonces or records. Ends with 0 if it did.
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>

#include "life.hpp"

namespace {

// An older copy of the whole flash passes.
std::string broken_by_copies() {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const std::string text = accepted_copy(kPsGeometries[1], seed, 25);
    if (!text.empty()) {
      return text;
    }
  }
  return "";
}

// After a power cut a nonce is used for a second message.
std::string broken_by_nonces() {
  const Cuts cuts = try_cuts(kPsGeometries[1], 1, 40, 5, true);
  return cuts.first.ends_with("a nonce is used twice") ? cuts.first : "";
}

// An older record passes for the newest one of its object.
std::string broken_by_records() {
  Device device(kPsGeometries[1]);
  std::array<storage::Entry, postern::ps::kRecords> index{};
  storage::Store store(index);
  Data old(8 + postern::ps::kRecordOverhead);
  if (device.set(kFirst, 1, Data(8, 1)) != PSA_SUCCESS || store.open() != PSA_SUCCESS ||
      store.read(*store.find({0, 1}), 0, std::as_writable_bytes(std::span(old))) != PSA_SUCCESS ||
      device.set(kFirst, 1, Data(8, 2)) != PSA_SUCCESS || store.open() != PSA_SUCCESS) {
    return "";
  }
  if (store.begin({0, 2}, 0, static_cast<std::uint32_t>(old.size())) != PSA_SUCCESS ||
      store.append(std::as_bytes(std::span(old))) != PSA_SUCCESS || store.commit() != PSA_SUCCESS) {
    return "";
  }
  device.reset();
  return device.get(kFirst, 1).data == Data(8, 1) ? "the older content is back" : "";
}

}  // namespace

int main(int count, char** words) try {
  const std::string_view by = count > 1 ? words[1] : "";
  const std::string problem = by == "copies"   ? broken_by_copies()
                              : by == "nonces" ? broken_by_nonces()
                                               : broken_by_records();
  std::puts(problem.empty() ? "FAILED it is whole without the rule" : ("ok it broke: " + problem).c_str());
  return problem.empty() ? 1 : 0;
} catch (const std::exception& error) {
  std::fputs(error.what(), stderr);
  return 1;
}
