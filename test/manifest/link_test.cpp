// SPDX-License-Identifier: Apache-2.0

// The generated tables compile, are constants, and link with the generated script: with the compiler of the target if
// it is installed, and the tables with the host's too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <sstream>

#include "../support/process.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kTarget =
    "-mcpu=cortex-m33 -mthumb -mcmse -ffreestanding -ffunction-sections -fdata-sections -fno-exceptions -fno-rtti "
    "-fno-threadsafe-statics -Wall -Wextra -Wconversion -Wshadow -Werror -Os";

bool has_target_compiler() { return run("arm-none-eabi-g++ --version").status == 0; }

class Toolchain : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    workspace_.options.backend = GetParam();
    if (workspace_.options.backend == "SFN") {
      workspace_.replace("alpha.yaml", "model: IPC", "model: dual");
      workspace_.write("old.json", "");
      workspace_.write(
          "list.yaml",
          "manifest_list: [{description: one, manifest: alpha.yaml}, {description: two, manifest: beta.yaml}]\n");
    }
  }

  void generate() {
    Compilation compilation = workspace_.generate();
    ASSERT_TRUE(write_files(compilation.files, compilation.diagnostics)) << compilation.diagnostics.text();
    ASSERT_FALSE(compilation.diagnostics.has_errors()) << compilation.diagnostics.text();
  }

  std::string includes() const {
    const std::string root = POSTERN_ROOT;
    return " -I" + root + " -I" + root + "/include -I" + workspace_.path("out") + " -I" +
           workspace_.path("out/include") + " ";
  }

  std::string source(const char* name) const { return std::string(POSTERN_TEST_DIRECTORY) + "/link/" + name; }
  std::string object(const std::string& name) const { return workspace_.path(name); }

  void compile_target(const std::string& extra) const {
    for (const auto& [command, file] : std::map<std::string, std::string>{
             {"arm-none-eabi-g++ -std=c++23 " + std::string(kTarget) + " " + extra, "kernel.cpp"},
             {"arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb", "gate.S"},
             {"arm-none-eabi-gcc  -mcpu=cortex-m33 -mthumb", "partitions.S"}}) {
      const Outcome outcome = run(command + includes() + "-c " + source(file.c_str()) + " -o " + object(file + ".o"));
      ASSERT_EQ(outcome.status, 0) << outcome.text;
    }
  }

  Outcome link() const {
    return run(
        "arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -nostdlib "
        "-Wl,--gc-sections,--fatal-warnings,--orphan-handling=error "
        "-Wl,--cmse-implib,--out-implib=" +
        object("gates.o") + " -T " + workspace_.path("out/image.ld") + " " + object("kernel.cpp.o") + " " +
        object("gate.S.o") + " " + object("partitions.S.o") + " -o " + object("image.elf"));
  }

  std::map<std::string, unsigned long> symbols() const {
    std::map<std::string, unsigned long> found;
    std::istringstream lines(run("arm-none-eabi-nm " + object("image.elf")).text);
    for (std::string line; std::getline(lines, line);) {
      if (line.size() > 11)
        found[line.substr(11)] = std::stoul(line.substr(0, 8), nullptr, 16);
    }
    return found;
  }

  // Bytes in the file belong to addresses of code memory, which begin with `code`; everything else loads where it runs.
  void expect_segments(const std::string& code) const {
    std::istringstream lines(run("arm-none-eabi-readelf -lW " + object("image.elf")).text);
    unsigned loads = 0;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string type, offset, address, load_address, file_size, memory_size;
      words >> type >> offset >> address >> load_address >> file_size >> memory_size;
      if (type != "LOAD")
        continue;
      ++loads;
      const bool in_file = std::stoul(file_size, nullptr, 16) != 0;
      EXPECT_TRUE(in_file ? file_size == memory_size : address == load_address) << line;
      EXPECT_TRUE(!in_file || load_address.starts_with(code)) << line;
    }
    EXPECT_EQ(loads, 4U);
  }

  Workspace workspace_;
};

TEST_P(Toolchain, the_tables_compile_for_the_host_without_constructors) {
  generate();
  for (const char* level : {"-O0", "-O2"}) {
    const Outcome outcome = run("c++ -std=c++23 -Wall -Wextra -Werror " + std::string(level) + includes() + "-c " +
                                source("kernel.cpp") + " -o " + object("host.o"));
    ASSERT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_THAT(run("objdump -h " + object("host.o")).text, Not(HasSubstr(".init_array")));
  }
}

TEST_P(Toolchain, storage_and_headers_compile_as_c_and_as_cpp_GEN_3_GEN_11) {
  generate();
  for (const std::string name : {"ALPHA", "BETA"}) {
    const Outcome outcome =
        run("cc -std=c11 -Wall -Wextra -Werror " + includes() + "-c " +
            workspace_.path("out/partitions/" + name + "/storage.c") + " -o " + object("storage.o"));
    EXPECT_EQ(outcome.status, 0) << outcome.text;
  }
  workspace_.write(
      "user.cpp",
      "#include \"psa_manifest/sid.h\"\n#include \"psa_manifest/pid.h\"\n#include \"psa_manifest/alpha.h\"\n"
      "#include \"psa_manifest/beta.h\"\n#include \"config_impl.h\"\n#include \"psa/framework_feature.h\"\n"
      "#if TICK_SIGNAL != 0x80000000U || ALPHA_MODEL_IPC + ALPHA_MODEL_SFN != 1 || ALPHA_OPEN_SID != 256\n"
      "#error wrong\n#endif\n"
      "int user(unsigned signal) { switch (signal) { case TICK_SIGNAL: return ALPHA; default: return BETA; } }\n");
  workspace_.write("user.c", workspace_.read("user.cpp"));
  const Outcome as_cpp = run("c++ -std=c++20 -Wall -Wextra -Werror " + includes() + "-c " + object("user.cpp") +
                             " -o " + object("user.o"));
  EXPECT_EQ(as_cpp.status, 0) << as_cpp.text;
  const Outcome as_c = run("cc -std=c11 -Wall -Wextra -Werror -Wno-missing-prototypes " + includes() + "-c " +
                           object("user.c") + " -o " + object("user.o"));
  EXPECT_EQ(as_c.status, 0) << as_c.text;
}

TEST_P(Toolchain, the_status_type_may_come_from_another_header_NUM_3b) {
  workspace_.write("other.c",
                   "typedef short psa_status_t;\n#define PSA_SUCCESS 0\n#include \"psa/error.h\"\n"
                   "_Static_assert(sizeof(psa_status_t) == sizeof(short), \"the type of the first header\");\n"
                   "int wrong = PSA_ERROR_PROGRAMMER_ERROR + 129;\n");
  const Outcome outcome = run("cc -std=c11 -Wall -Wextra -Werror -I" POSTERN_ROOT "/include -c " + object("other.c") +
                              " -o " + object("other.o"));
  EXPECT_EQ(outcome.status, 0) << outcome.text;
}

TEST_P(Toolchain, an_image_links_and_its_boundaries_are_where_the_port_expects_them_GEN_9) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  generate();
  compile_target("");
  const Outcome outcome = link();
  ASSERT_EQ(outcome.status, 0) << outcome.text;
  auto at = symbols();
  EXPECT_EQ(at["text_start"], 0x10000000U);
  EXPECT_EQ(at["ram_start"], 0x38000000U);
  EXPECT_EQ(at["text_last"] + 32, at["text_end"]);
  EXPECT_EQ(at["constants_last"] + 32, at["constants_end"]);
  EXPECT_EQ(at["ram_last"] + 32, at["ram_end"]);
  EXPECT_LE(at["text_end"], at["constants_start"]);
  EXPECT_EQ(at["gates_start"], at["__acle_se_tfm_psa_close_veneer"] & ~1U);
  EXPECT_EQ(at["nsc_start"], at["tfm_psa_close_veneer"] & ~1U);
  EXPECT_EQ(at["nsc_end"], at["nsc_start"] + 32);
  EXPECT_EQ(at["gates_end"], at["nsc_end"]);
  EXPECT_EQ(at["load_table_end"] - at["load_table_start"], 16U);
  EXPECT_EQ(at["handler_stack_top"] - at["handler_stack_limit"], workspace_.options.backend == "IPC" ? 1024U : 768U);
  EXPECT_GE(at["record"], at["agent.stack_top"] + 8);
  EXPECT_LT(at["record"], at["ram_end"]);
  if (workspace_.options.backend == "IPC") {
    EXPECT_EQ(at["ALPHA.stack_top"] - at["ALPHA.stack_limit"], 512U);
    EXPECT_EQ(at["ALPHA.stack_limit"] % 32, 0U);
  }
}

// QEMU copies segments at each reset and clears their memory beyond the file size, so only .data may have both an
// address in RAM and bytes in the file.
TEST_P(Toolchain, what_survives_a_reset_has_no_bytes_in_the_file) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  generate();
  compile_target("");
  ASSERT_EQ(link().status, 0);
  expect_segments("0x10");
}

TEST_P(Toolchain, an_image_without_partitions_links) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  workspace_.write("list.yaml", "manifest_list: []\n");
  generate();
  compile_target("");
  workspace_.write("partitions.S.o", "");
  const Outcome copied = run("cp " + object("gate.S.o") + " " + object("partitions.S.o") +
                             " && arm-none-eabi-objcopy --remove-section=.gates " + object("partitions.S.o") +
                             " && arm-none-eabi-strip " + object("partitions.S.o"));
  ASSERT_EQ(copied.status, 0) << copied.text;
  const Outcome outcome = link();
  ASSERT_EQ(outcome.status, 0) << outcome.text;
  auto at = symbols();
  EXPECT_EQ(at["text_last"] + 32, at["text_end"]);
  EXPECT_GE(at["text_end"], at["gates_end"]);
  EXPECT_LT(at["agent_start"], at["text_end"]);
}

TEST_P(Toolchain, a_non_secure_image_links_and_keeps_what_is_to_be_kept) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  generate();
  workspace_.write(
      "ns.c",
      "extern unsigned char ns_stack_top[], ns_data_load[], ns_data_start[], ns_data_end[], ns_bss_start[], "
      "ns_bss_end[];\nint initialised = 1; int zeroed[5];\n"
      "__attribute__((section(\".noinit\"), used)) int kept[4];\n"
      "__attribute__((section(\".vectors\"), used)) void *const vectors[] = {ns_stack_top, ns_data_load, "
      "ns_data_start, ns_data_end, ns_bss_start, ns_bss_end, &initialised, zeroed};\n");
  const Outcome outcome =
      run("arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -Os -nostdlib "
          "-Wl,--gc-sections,--fatal-warnings,--orphan-handling=error "
          "-T " +
          workspace_.path("out/ns.ld") + " " + object("ns.c") + " -o " + object("image.elf"));
  ASSERT_EQ(outcome.status, 0) << outcome.text;
  auto at = symbols();
  EXPECT_EQ(at["vectors"], 0x00100000U);
  EXPECT_EQ(at["ns_stack_top"], 0x28220000U);
  EXPECT_EQ(at["initialised"], at["ns_data_start"]);
  EXPECT_EQ(at["ns_data_end"] - at["ns_data_start"], 8U);
  EXPECT_EQ(at["zeroed"], at["ns_bss_start"]);
  EXPECT_GE(at["kept"], at["ns_bss_end"]);
  EXPECT_GT(at["ns_data_load"], at["vectors"]);
  expect_segments("0x00");
}

TEST_P(Toolchain, an_image_with_a_constructor_does_not_link) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  generate();
  compile_target("-DWITH_CONSTRUCTOR");
  const Outcome outcome = link();
  EXPECT_NE(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("the secure image has constructors"));
}

TEST_P(Toolchain, an_image_that_does_not_fit_says_which_memory_is_too_small) {
  if (!has_target_compiler())
    GTEST_SKIP() << "arm-none-eabi-g++ is not installed";
  workspace_.replace("board.yaml", "secure_ram: {base: 0x38000000, size: 0x00020000}",
                     "secure_ram: {base: 0x38000000, size: 0x400}");
  generate();
  compile_target("");
  const Outcome small_ram = link();
  EXPECT_NE(small_ram.status, 0);
  EXPECT_THAT(small_ram.text, HasSubstr("does not fit the RAM of test/board (secure_ram in board.yaml)"));
  workspace_.replace("board.yaml", "size: 0x400}", "size: 0x20000}");
  workspace_.replace("board.yaml", "size: 0x00080000}\n  secure_ram", "size: 0x100}\n  secure_ram");
  generate();
  compile_target("");
  const Outcome small_flash = link();
  EXPECT_NE(small_flash.status, 0);
  EXPECT_THAT(small_flash.text, HasSubstr("does not fit the code memory of test/board (secure_code in board.yaml)"));
}

INSTANTIATE_TEST_SUITE_P(link, Toolchain, ::testing::Values("IPC", "SFN"));

}  // namespace
}  // namespace postern::testing
