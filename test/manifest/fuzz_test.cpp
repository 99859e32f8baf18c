// SPDX-License-Identifier: Apache-2.0

// A few seconds of random faults: the compiler answers each text, says where, and stays small. The same cases each
// time, as many of them as there is time for; `postern_fuzz` goes on for longer.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include <fstream>
#include <iterator>

#include "../support/process.hpp"
#include "fuzz/fuzz.hpp"
#include "fuzz/grammar.hpp"
#include "fuzz/object.hpp"

namespace postern::testing {
namespace {

using Clock = std::chrono::steady_clock;

// In KiB.
long most_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(fuzz, every_text_is_answered_with_places_and_within_limits) {
  constexpr auto kTime = std::chrono::seconds(8);
  constexpr auto kOfOne = std::chrono::seconds(5);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("manifest-fuzz-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const long before = most_memory();
  const Clock::time_point end = Clock::now() + kTime;
  std::uint64_t number = 1;
  for (; Clock::now() < end; ++number) {
    const fuzz::Case wrong(number, folder);
    const Clock::time_point start = Clock::now();
    const std::string problem = wrong.run();
    ASSERT_EQ(problem, "") << "case " << number << ": " << wrong.described();
    ASSERT_LT(Clock::now() - start, kOfOne) << "case " << number << ": " << wrong.described();
  }
  EXPECT_GT(number, 100U);
  EXPECT_LT(most_memory() - before, 200 * 1024);
  std::filesystem::remove_all(folder);
}

TEST(fuzz, every_object_is_answered) {
  constexpr auto kTime = std::chrono::seconds(3);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("object-fuzz-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string made = (folder / "made.o").string();
  ASSERT_EQ(
      run("echo 'int psa_call(int); int data = 1; int one(int x) { return psa_call(x) + data; }' | gcc -xc -c - -o " +
          made)
          .status,
      0);
  std::ifstream stream(made, std::ios::binary);
  const std::string object{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  ASSERT_FALSE(object.empty());
  std::uint64_t number = 1;
  for (const Clock::time_point end = Clock::now() + kTime; Clock::now() < end; ++number)
    ASSERT_EQ(fuzz::answer_to_object(fuzz::broken_object(object, number), folder / "object"), "") << "case " << number;
  EXPECT_GT(number, 50U);
  std::filesystem::remove_all(folder);
}

TEST(fuzz, what_is_generated_of_a_random_system_compiles) {
  constexpr auto kTime = std::chrono::seconds(8);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("grammar-fuzz-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const fuzz::GeneratedCode code(POSTERN_ROOT, folder);
  unsigned accepted = 0;
  unsigned refused = 0;
  std::uint64_t number = 1;
  for (const Clock::time_point end = Clock::now() + kTime; Clock::now() < end || accepted == 0; ++number) {
    const auto answer = code.of(fuzz::random_system(number), true);
    ASSERT_EQ(answer.problem, "") << "system " << number;
    ++(answer.is_accepted ? accepted : refused);
  }
  EXPECT_GT(refused, 0U);
  std::filesystem::remove_all(folder);
}

TEST(fuzz, the_seeds_are_right) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("manifest-seed-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  EXPECT_EQ(fuzz::errors_of_seeds(folder), "");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace postern::testing
