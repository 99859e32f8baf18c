// SPDX-License-Identifier: Apache-2.0

// mutate ROOT TREE LIST BUILD...: reads ROOT/spm as the compile_commands.json of each BUILD says, writes it mutated to
// TREE/spm and what the mutants are to LIST.
#include <cstdio>
#include <exception>

#include "rewrite.hpp"

int main(int count, char** words) {
  if (count < 5) {
    std::fputs("usage: mutate ROOT TREE LIST BUILD...\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path root = std::filesystem::canonical(words[1]);
    const mutate::Files files = mutate::find_sites(root, {words + 4, words + count});
    mutate::write_mutants(root, files, words[2], words[3]);
    std::size_t sites = 0;
    for (const auto& [name, file] : files) {
      sites += file.sites.size() + file.constant_sites;
    }
    std::printf("%zu sites\n", sites);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mutate: %s\n", error.what());
    return 1;
  }
}
