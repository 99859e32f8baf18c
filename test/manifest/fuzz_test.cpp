// A few seconds of random faults: the compiler answers each text, says where, and stays small. The same cases each
// time, as many of them as there is time for; `postern_fuzz` goes on for longer.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "fuzz/fuzz.hpp"

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

TEST(fuzz, the_seeds_are_right) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("manifest-seed-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  EXPECT_EQ(fuzz::errors_of_seeds(folder), "");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace postern::testing
