// SPDX-License-Identifier: Apache-2.0

// mutate_image ROOT SEED [+]NAME=ELF...: prints the mutants of these linked secure images, one a line, separated by
// tabs
//
//   rank file line function code change NAME=OFFSET:BYTES[,NAME=OFFSET:BYTES...]
//
// A sample is the mutants of lowest rank. The order depends on the seed and on the mutant itself, so the same sources
// and the same seed give the same sample. With a + the tables from an image's manifests are mutated too.
#include <cstdio>
#include <exception>

#include "image_mutants.hpp"

namespace {

std::uint32_t rank_of(const std::string& seed, const mutate::ImageMutant& mutant, std::size_t number) {
  std::uint32_t hash = 2166136261U;
  const std::string text = seed + mutant.file + mutant.function + mutant.code + mutant.change + std::to_string(number);
  for (const char character : text) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
  }
  return hash;
}

void print(const std::string& seed, const mutate::ImageMutant& mutant, std::size_t number) {
  std::printf("%010u\t%s\t%u\t%s\t%s\t%s\t", rank_of(seed, mutant, number), mutant.file.c_str(), mutant.line,
              mutant.function.c_str(), mutant.code.c_str(), mutant.change.c_str());
  const char* separator = "";
  for (const auto& [name, patch] : mutant.patches) {
    std::printf("%s%s=%u:", separator, name.c_str(), patch.offset);
    for (const std::uint8_t byte : patch.bytes) {
      std::printf("\\x%02x", byte);
    }
    separator = ",";
  }
  std::printf("\n");
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::fputs("usage: mutate_image ROOT SEED [+]NAME=ELF...\n", stderr);
    return 2;
  }
  try {
    std::vector<mutate::NamedImage> images;
    for (int i = 3; i < count; ++i) {
      const std::string word = words[i];
      const bool with_tables = word.starts_with('+');
      const std::size_t sign = word.find('=');
      images.push_back({word.substr(with_tables ? 1 : 0, sign - (with_tables ? 1 : 0)), with_tables,
                        mutate::Image(word.substr(sign + 1))});
    }
    std::map<std::string, std::size_t> numbers;  // of those that look alike
    for (const mutate::ImageMutant& mutant : mutate::find_image_mutants(std::filesystem::canonical(words[1]), images)) {
      print(words[2], mutant, numbers[mutant.file + mutant.function + mutant.code + mutant.change]++);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mutate_image: %s\n", error.what());
    return 1;
  }
}
