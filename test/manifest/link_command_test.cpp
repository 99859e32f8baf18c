// SPDX-License-Identifier: Apache-2.0

// `postern link`: the steps that a build needs of objects and images, on small ones that are compiled here for the
// host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>

#include "../support/process.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Link : public ::testing::Test {
 protected:
  Outcome link(const std::string& arguments) const {
    return run(fmt::format("cd {} && {} link {}", workspace.path(""), POSTERN_EXECUTABLE, arguments));
  }
  void shell(const std::string& command) const {
    const Outcome outcome = run(fmt::format("cd {} && {}", workspace.path(""), command));
    ASSERT_EQ(outcome.status, 0) << outcome.text;
  }
  /// NAME.o
  void compile(const std::string& name, const std::string& text, const std::string& options = "-O0") {
    workspace.write(name + ".c", text);
    shell(fmt::format("cc -c {0} {1}.c -o {1}.o", options, name));
  }
  std::string written(const std::string& arguments) const {
    const Outcome outcome = link(arguments + " --output written");
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_EQ(outcome.text, "");
    return workspace.read("written");
  }

  Workspace workspace;
};

TEST_F(Link, calls_are_the_functions_of_the_api_that_partitions_define_PE_11) {
  compile("one",
          "int psa_wait(void) { return 1; }\nint other(void);\nint psa_other(void);\n"
          "static int part(void) asm(\"psa_call.part.0\");\nstatic int part(void) { return 2; }\n"
          "int psa_x(void) { return other() + psa_other() + part(); }\nint my_psa_y(void) { return 3; }\n");
  compile("two", "int psa_wait(void) { return 4; }\nint tfm_log2(void) { return 5; }\n");
  const std::string header = written("calls one.o two.o");
  EXPECT_THAT(header,
              HasSubstr("std::array<std::string_view, 4> kCallsMade{\n    \"psa_call\",\n    \"psa_wait\",\n    "
                        "\"psa_x\",\n    \"tfm_log\",\n};\n"));
  EXPECT_THAT(written("calls"), HasSubstr("std::array<std::string_view, 0> kCallsMade{\n};\n"));
}

TEST_F(Link, a_file_that_stays_as_it_is_is_not_written_again) {
  (void)written("calls");
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::filesystem::last_write_time(workspace.path("written"), old);
  (void)written("calls");
  EXPECT_EQ(std::filesystem::last_write_time(workspace.path("written")), old);
  compile("one", "int psa_wait(void) { return 1; }\n");
  (void)written("calls one.o");
  EXPECT_NE(std::filesystem::last_write_time(workspace.path("written")), old);
}

TEST_F(Link, a_stray_name_is_refused_with_the_file_that_defines_it) {
  compile("mine", "int theirs(void);\nint nowhere;\nextern int gone;\nint mine(void) { return theirs() + gone; }\n");
  compile("other", "int theirs(void) { return 1; }\n");
  const Outcome outcome = link("undefined mine.o --owner 'partition ONE' --other mine.o other.o");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.text,
            "error: partition ONE: `gone` is not part of it; nothing in the image defines it\n"
            "error: partition ONE: `theirs` is not part of it; it is defined in other.o\n"
            "A partition can use its own code and the PSA API, nothing else.\n");
}

TEST_F(Link, a_stray_name_is_found_in_archives_and_in_code_for_the_link) {
  compile("mine", "int theirs(void);\nint of_link(void);\nint mine(void) { return theirs() + of_link(); }\n");
  compile("other", "int theirs(void) { return 1; }\n");
  shell("ar rc libother.a mine.o other.o");
  compile("slim", "int of_link(void) { return 1; }\n", "-O2 -flto -fno-fat-lto-objects");
  const Outcome outcome = link("undefined mine.o --owner it --other libother.a slim.o");
  EXPECT_THAT(outcome.text, HasSubstr("`theirs` is not part of it; it is defined in libother.a\n"));
  EXPECT_THAT(outcome.text, HasSubstr("`of_link` is not part of it; it is defined in slim.o\n"));
}

TEST_F(Link, names_that_are_allowed_or_that_no_code_uses_are_no_error) {
  compile("mine",
          "int theirs(void);\nint unused(void);\nint mine(void) { return theirs(); }\n"
          "int dropped(void) { return unused(); }\n",
          "-O0 -g -ffunction-sections");
  shell("cc -r -nostdlib -Wl,--gc-sections -Wl,-u,mine mine.o -o linked.o");
  ASSERT_THAT(run("nm -u " + workspace.path("linked.o")).text, HasSubstr("unused"));
  workspace.write("names", "other\ntheirs\n");
  const Outcome good = link("undefined linked.o --owner it --allowed names");
  EXPECT_EQ(good.status, 0) << good.text;
  EXPECT_EQ(link("undefined linked.o --owner it").status, 1);
}

TEST_F(Link, weak_names_become_ones_that_nothing_defines_CRT_6) {
  compile("mine",
          "int hook(void) __attribute__((weak));\nint known(void) __attribute__((weak));\n"
          "int mine(void) { return (hook ? hook() : 0) + (known ? known() : 0); }\n");
  compile("theirs", "int hook(void) { return 1; }\nint known(void) { return 2; }\n");
  workspace.write("names", "known\n");
  const Outcome outcome = link("undefined mine.o --owner it --allowed names --other theirs.o --nulls nulls");
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_EQ(workspace.read("nulls"), "hook postern.null.hook\n");
  shell("objcopy --redefine-syms=nulls mine.o && cc -r -nostdlib mine.o theirs.o -o all.o");
  EXPECT_THAT(run("nm " + workspace.path("all.o")).text, HasSubstr("w postern.null.hook\n"));
}

TEST_F(Link, constructors_choose_the_beginning_that_runs_them_CRT_5) {
  const std::string attribute = "__attribute__((constructor{})) static void begin(void) {{}}\n";
  const std::string section =
      "void begin(void) {{}}\n__attribute__((section(\"{}\"), used)) void (*const at)(void) = begin;\n";
  const auto text = [](const std::string& form, const char* word) { return fmt::format(fmt::runtime(form), word); };
  compile("without", "int value;\n");
  compile("plain", text(attribute, ""));
  compile("ranked", text(attribute, "(200)"));
  compile("early", text(section, ".preinit_array"));
  compile("in_library", text(attribute, ""));
  shell("ar rc library.a in_library.o");
  compile("slim", text(attribute, ""), "-O2 -flto -fno-fat-lto-objects");
  for (const char* what : {"start", "init"}) {
    compile("runtime",
            fmt::format("void postern_plain_{0}(void) {{}}\nvoid postern_constructed_{0}(void) {{}}\n", what));
    EXPECT_THAT(written("script runtime.o without.o"),
                HasSubstr(fmt::format("\npostern_{0} = postern_plain_{0};\n", what)));
    for (const char* with : {"plain.o", "ranked.o", "early.o", "library.a", "slim.o"}) {
      EXPECT_THAT(written(fmt::format("script runtime.o without.o {}", with)),
                  HasSubstr(fmt::format("\npostern_{0} = postern_constructed_{0};\n", what)))
          << with;
    }
  }
}

TEST_F(Link, the_first_link_keeps_tables_together_wherever_they_are_used) {
  const std::string user =
      "extern int __start_{0}[], __stop_{0}[];\nlong size_{0}(void) {{ return __stop_{0} - "
      "__start_{0}; }}\n";
  compile("one", fmt::format(fmt::runtime(user), "first") + "int a __attribute__((section(\"first\"))) = 1;\n");
  compile("two", fmt::format(fmt::runtime(user), "second"));
  shell("ar rc libtwo.a two.o");
  compile("slim", fmt::format(fmt::runtime(user), "third"), "-O2 -flto -fno-fat-lto-objects");
  const std::string script = written("script one.o libtwo.a slim.o");
  for (const char* table : {"first", "second", "third"}) {
    EXPECT_THAT(script, HasSubstr(fmt::format("  {0} 0 : {{ PROVIDE(__start_{0} = .); KEEP(*({0})) PROVIDE(__stop_{0} "
                                              "= .); }}\n",
                                              table)));
  }
  compile("more", "int b __attribute__((section(\"first\"))) = 2;\n");
  (void)written("script one.o more.o");
  shell("cc -r -nostdlib -Wl,--gc-sections -Wl,--unique -Wl,-u,size_first -T written one.o more.o -o all.o");
  EXPECT_THAT(run("readelf -SW " + workspace.path("all.o")).text, HasSubstr(" first "));
  EXPECT_THAT(run("readelf -sW " + workspace.path("all.o")).text, HasSubstr("__stop_first"));
}

TEST_F(Link, exports_are_what_a_library_offers_and_begin_as_is_asked) {
  workspace.write("one.c",
                  "int of_one(void) { return 1; }\nint one_more = 2;\nstatic int hidden(void) { return 3; }\n"
                  "int outside(void);\nint uses(void) { return hidden() + outside(); }\n");
  shell("cc -shared -nostdlib -fPIC -Wl,-z,undefs one.c -o libone.so");
  const std::string all = link("exports libone.so").text;
  EXPECT_THAT(all, HasSubstr("of_one\none_more\nuses\n"));
  EXPECT_THAT(all, Not(HasSubstr("hidden")));
  EXPECT_THAT(all, Not(HasSubstr("outside")));
  EXPECT_EQ(link("exports libone.so --beginning of_ us").text, "of_one\nuses\n");
}

TEST_F(Link, symbols_of_an_image_are_told_by_name_without_the_bit_for_thumb) {
  if (run("arm-none-eabi-gcc --version").status != 0)
    GTEST_SKIP() << "arm-none-eabi-gcc is not installed";
  workspace.write("one.c",
                  "int data = 1;\nstatic int local(void) { return data; }\nint main(void) { return local(); }\n");
  shell(
      "arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -O0 -nostdlib -Wl,-e,main -Wl,-Ttext=0x100 -Wl,-Tdata=0x20000000 "
      "one.c "
      "-o image.elf");
  const std::string script = written("symbols image.elf");
  EXPECT_THAT(script, HasSubstr("/* From image.elf. */\n"));
  EXPECT_THAT(script, HasSubstr("\"secure.data\" = 0x20000000;\n"));
  EXPECT_THAT(script, ::testing::ContainsRegex("\"secure.main\" = 0x000001[0-9a-f][02468ace];\n"));
  EXPECT_THAT(script, Not(HasSubstr("local")));
}

TEST_F(Link, files_that_cannot_be_read_or_written_are_named) {
  workspace.write("text", "no object\n");
  compile("one", "int one;\n");
  EXPECT_EQ(link("calls text --output x").text, "postern: error: text is neither an ELF file nor an archive\n");
  EXPECT_EQ(link("symbols nowhere --output x").text, "postern: error: cannot read nowhere\n");
  EXPECT_EQ(link("calls one.o --output one.o/x").text, "error: cannot write one.o/x\n");
  for (const char* wrong :
       {"calls text --output x", "calls one.o --output one.o/x", "undefined one.o --owner it --allowed nowhere"})
    EXPECT_EQ(link(wrong).status, 1) << wrong;
  for (const char* wrong : {"", "calls one.o", "undefined one.o", "script --output x"})
    EXPECT_EQ(link(wrong).status, 2) << wrong;
}

}  // namespace
}  // namespace postern::testing
