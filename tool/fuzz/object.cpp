// SPDX-License-Identifier: Apache-2.0

#include "fuzz/object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <fstream>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "audit/owners.hpp"
#include "audit/report.hpp"
#include "audit/rules.hpp"
#include "fuzz/fuzz.hpp"
#include "link/first_link.hpp"
#include "link/names.hpp"

namespace postern::fuzz {

namespace {

// Values at which sums and products overflow.
constexpr unsigned char kEdges[] = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF};

void audit_file(const std::string& path) {
  const audit::Image image = audit::read_image(path);
  (void)audit::violations(image);
  (void)audit::owner_violations(image, audit::read_layout(path));
  (void)audit::text_report(image);
  (void)audit::json_report(image, {});
}

template <typename Command>
void call(const Command& command) {
  try {
    command();
  } catch (const std::exception&) {
    // The answer to a wrong file; main.cpp prints it and exits with 1.
  }
}

}  // namespace

std::string broken_object(std::string object, std::uint64_t seed) {
  Mutator mutator(seed);
  constexpr std::size_t kHeader = 64;
  constexpr std::size_t kTables = 4096;  // the section headers are the last part of a file
  if (mutator.below(16) == 0) {
    object.resize(mutator.below(object.size() + 1));
  }
  for (std::size_t count = 1 + mutator.below(6); count != 0 && !object.empty(); --count) {
    const std::size_t size = object.size();
    const std::size_t tables = std::min(size, kTables);
    const std::size_t kind = mutator.below(3);
    const std::size_t place = kind == 0   ? mutator.below(std::min(size, kHeader))
                              : kind == 1 ? size - 1 - mutator.below(tables)
                                          : mutator.below(size);
    const bool is_edge = mutator.below(2) == 0;
    object[place] = static_cast<char>(is_edge ? kEdges[mutator.below(std::size(kEdges))] : mutator.below(256));
  }
  return object;
}

std::string answer_to_object(const std::string& object, const std::filesystem::path& path) {
  std::ofstream(path, std::ios::binary) << object;
  const std::string name = path.string();
  std::string text;
  call([&] { (void)link::exports_of(name, {}); });
  call([&] { text += link::calls_header({name}); });
  call([&] { text += link::first_link_script({name}); });
  call([&] { text += link::secure_symbols_script(name); });
  call([&] { audit_file(name); });
  const std::size_t most = 100 * object.size() + 100'000;
  return text.size() > most ? fmt::format("{} bytes are written for {}", text.size(), object.size()) : "";
}

}  // namespace postern::fuzz
