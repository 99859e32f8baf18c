// SPDX-License-Identifier: Apache-2.0

#include "kinds.hpp"

namespace sections {

namespace {

Kind variable(const std::string& name, const std::string& symbol, const std::string& place, const std::string& expected,
              std::vector<Text> texts, unsigned alignment = 4) {
  return {name, std::move(texts), symbol, expected, place, alignment, false, true};
}

Kind constant(const std::string& name, const std::string& symbol, const std::string& expected, std::vector<Text> texts,
              unsigned alignment = 4) {
  return {name, std::move(texts), symbol, expected, "rodata", alignment, false, false};
}

Kind function(const std::string& name, const std::string& symbol, const std::string& expected,
              std::vector<Text> texts) {
  return {name, std::move(texts), symbol, expected, "text", 2, true, false};
}

/// A word with a label in a section, in assembly.
std::string word(const std::string& section, const std::string& label, const std::string& value) {
  return " .section " + section + "\n .balign 4\n .globl " + label + "\n" + label + ": .long " + value + "\n";
}

std::string space(const std::string& section, const std::string& label) {
  return " .section " + section + "\n .balign 4\n .globl " + label + "\n" + label + ": .space 64\n";
}

std::string code(const std::string& section, const std::string& label, const std::string& value) {
  return " .section " + section + "\n .balign 4\n .globl " + label + "\n .thumb_func\n .type " + label +
         ",%function\n" + label + ":\n .fnstart\n movw r0, #" + value + "\n bx lr\n .cantunwind\n .fnend\n";
}

std::vector<Kind> in_c() {
  const auto c = [](const std::string& text) { return std::vector<Text>{{File::c, text}}; };
  return {
      variable("an initialised variable", "k_data", "data", "N + 1", c("volatile int k_data = N + 1;")),
      variable("a zeroed variable", "k_zero", "bss", "0", c("volatile int k_zero;")),
      constant("a constant", "k_constant", "N + 3", c("const int k_constant = N + 3;")),
      variable("a variable in a section of its own", "k_own", "data", "N + 4",
               c("__attribute__((section(\"my_config\"))) volatile int k_own = N + 4;")),
      variable("zeros in a section of their own", "k_own_zeros", "bss", "0",
               c("__attribute__((section(\".my_zero\"))) volatile int k_own_zeros[4];")),
      constant("a constant in a section of its own", "k_own_constant", "N + 6",
               c("__attribute__((section(\".my_const\"))) const int k_own_constant = N + 6;")),
      variable("a variable that survives a reset", "k_kept", "noinit", "0",
               c("__attribute__((section(\".noinit\"))) volatile int k_kept;")),
      variable("another one", "k_kept_too", "noinit", "0",
               c("__attribute__((section(\".noinit.too\"))) volatile int k_kept_too;")),
      function("a function for RAM", "k_ramfunc", "N + 8",
               c("__attribute__((section(\".ramfunc\"), noinline)) int k_ramfunc(void) { return N + 8; }")),
      variable("data aligned to 64", "k_64", "data", "N + 9",
               c("__attribute__((aligned(64))) volatile int k_64 = N + 9;"), 64),
      variable("zeros aligned to 128", "k_128", "bss", "0", c("__attribute__((aligned(128))) volatile int k_128;"),
               128),
      constant("a constant aligned to 256", "k_256", "N + 11",
               c("__attribute__((aligned(256))) const int k_256 = N + 11;"), 256),
      variable("data aligned to a page", "k_4096", "data", "N + 12",
               c("__attribute__((aligned(4096))) volatile int k_4096 = N + 12;"), 4096),
      variable("data in a section of its own aligned to 1024", "k_own_1024", "data", "N + 13",
               c("__attribute__((aligned(1024), section(\"dma\"))) volatile int k_own_1024 = N + 13;"), 1024),
      function("a constructor of C", "k_made", "N + 40",
               c("static volatile int k_making; __attribute__((constructor)) static void k_make(void) { k_making = N + "
                 "40; }\n"
                 "int k_made(void) { return k_making; }")),
      function("a constructor with a priority", "k_ranked", "N + 42",
               c("static volatile int k_ranking = N; __attribute__((constructor(200))) static void k_rank(void) { "
                 "k_ranking = "
                 "k_ranking + 42; }\nint k_ranked(void) { return k_ranking; }")),
      function(
          "a destructor of C", "k_lasting", "N + 43",
          c("static volatile int k_last = N + 43; __attribute__((destructor)) static void k_end(void) { k_last = 0; }\n"
            "int k_lasting(void) { return k_last; }")),
      function("a table that two files fill", "k_sum", "2 * N + 29",
               {{File::c,
                 "__attribute__((section(\"k_pieces\"), used)) const int k_piece = N + 14;\n"
                 "extern const int __start_k_pieces[], __stop_k_pieces[];\n"
                 "int k_sum(void) { int sum = 0; for (const int *p = __start_k_pieces; p != __stop_k_pieces; ++p) sum "
                 "+= *p; return sum; }"},
                {File::c_again, "__attribute__((section(\"k_pieces\"), used)) const int k_other_piece = N + 15;"}}),
  };
}

std::vector<Kind> of_libraries() {
  return {
      variable("a common variable of C", "k_common", "bss", "0",
               {{File::library, "volatile int k_common;"}, {File::library_again, "volatile int k_common;"}}),
      function("a text of a shared library", "k_text", "'p'",
               {{File::library, "int k_text(void) { const char *volatile text = \"postern\"; return *text; }"}}),
  };
}

// What C++ headers contain: all of it is in both files, and one copy of it remains in each partition.
std::vector<Kind> in_cpp() {
  const auto both = [](const std::string& text, const std::string& use, const std::string& again) {
    return std::vector<Text>{{File::cpp, text + "\n" + use}, {File::cpp_again, text + "\n" + again}};
  };
  const auto used = [](const std::string& name, const std::string& use) {
    return "extern \"C\" int " + name + "(void); extern \"C\" int " + name + "(void) { return " + use + "; }";
  };
  const std::string noinline_ = "inline __attribute__((noinline)) ";
  return {
      function("an inline function", "_Z8k_inlinev", "N + 20",
               both(noinline_ + "int k_inline() { asm volatile(\"\"); return N + 20; }", used("k_use_1", "k_inline()"),
                    used("k_use_2", "k_inline()"))),
      function("a template", "_Z10k_templateIiET_v", "N + 21",
               both("template <typename T> __attribute__((noinline)) T k_template() { asm volatile(\"\"); return T(N + "
                    "21); }",
                    used("k_use_3", "k_template<int>()"), used("k_use_4", "k_template<int>()"))),
      variable("an inline variable", "k_inline_variable", "data", "N + 22",
               both("inline volatile int k_inline_variable = N + 22;", used("k_use_5", "k_inline_variable"),
                    used("k_use_6", "k_inline_variable"))),
      variable("a variable of an inline function", "_ZZ7k_localvE5value", "data", "N + 23",
               both("inline volatile int* k_local() { static volatile int value = N + 23; return &value; }",
                    used("k_use_7", "*k_local()"), used("k_use_8", "*k_local()"))),
      constant("a table of virtual functions", "_ZTV7k_shape", "0",
               both("struct k_shape { int side = 1; virtual int area() const { return N + side; } };",
                    used("k_use_9", "k_shape().area()"), used("k_use_10", "k_shape().area()"))),
      function("an object that is made at run time", "k_built", "N + 44",
               {{File::cpp,
                 "struct k_build { int value; explicit k_build(int first) : value(first) {} };\n"
                 "volatile int k_first = N + 44; static k_build k_whole(k_first);\n"
                 "extern \"C\" int k_built(void); extern \"C\" int k_built(void) { return k_whole.value; }"}}),
      function("a virtual function", "k_call", "N + 1",
               {{File::cpp,
                 "k_shape* volatile k_current; alignas(k_shape) static k_shape k_object;\n"
                 "extern \"C\" int k_call(void); extern \"C\" int k_call(void) { k_current = &k_object; return "
                 "k_current->area(); }"}}),
  };
}

std::vector<Kind> in_assembly() {
  const auto here = [](const std::string& text) { return std::vector<Text>{{File::assembly, text}}; };
  const auto twice = [](const std::string& text) {
    return std::vector<Text>{{File::assembly, text}, {File::assembly_again, text}};
  };
  return {
      variable("data under the name of text", "k_odd", "data", "N + 30",
               here(word(".text.odd,\"aw\",%progbits", "k_odd", "N + 30"))),
      variable("data under the name of zeros", "k_full", "data", "N + 31",
               here(word(".bss.full,\"aw\",%progbits", "k_full", "N + 31"))),
      variable("zeros under the name of data", "k_none", "bss", "0",
               here(space(".data.none,\"aw\",%nobits", "k_none"))),
      constant("zeros that are constant", "k_blank", "0", here(space(".blank,\"a\",%nobits", "k_blank"))),
      function("code under the name of data", "k_fast", "N + 34",
               here(code(".data.fast,\"ax\",%progbits", "k_fast", "N + 34"))),
      constant("a constant with a relocation", "k_relro", "N + 36",
               here(word(".data.rel.ro.k,\"aw\",%progbits", "k_relro", "N + 36, k_data"))),
      variable("a pointer in a section of its own", "k_pointing", "data", "N + 37",
               here(word("pointers,\"aw\",%progbits", "k_pointing", "N + 37, k_data"))),
      variable("a common variable of assembly", "k_comm", "bss", "0", here(" .comm k_comm, 8, 64\n"), 64),
      variable("a local common variable", "k_local_common", "bss", "0",
               here(" .lcomm k_lcomm, 12\n .section .text.k_lcomm,\"ax\",%progbits\n .globl k_local_common\n .set "
                    "k_local_common, k_lcomm + 8\n")),
      variable("data of a group that two files have", "k_group", "data", "N + 40",
               twice(word(".data.k_group,\"awG\",%progbits,k_group_of_two,comdat", "k_group", "N + 40"))),
      variable("data that is linked once", "k_once", "data", "N + 41",
               twice(word(".gnu.linkonce.d.k_once,\"aw\",%progbits", "k_once", "N + 41"))),
      constant("a text that linkers merge", "k_merged", "0x74736F70",
               here(" .section .rodata.str1.4,\"aMS\",%progbits,1\n .balign 4\n .globl k_merged\nk_merged: .asciz "
                    "\"postern\"\n")),
      variable("data under a name with a space", "k_spaced", "data", "N + 43",
               here(word("\"my data\",\"aw\",%progbits", "k_spaced", "N + 43"))),
      variable("data that is to be retained", "k_retained", "data", "N + 44",
               here(word("retained,\"awR\",%progbits", "k_retained", "N + 44"))),
      function("what is not loaded, and notes, beside code", "k_last", "N + 45",
               here(" .section .meta,\"\",%progbits\n .long 1\n .section .note.k,\"a\",%note\n .long 4, 4, 1\n .asciz "
                    "\"one\"\n .long 1\n" +
                    code(".text.k_last,\"ax\",%progbits", "k_last", "N + 45"))),
  };
}

}  // namespace

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> every = in_c();
    for (const std::vector<Kind>& more : {of_libraries(), in_cpp(), in_assembly()}) {
      every.insert(every.end(), more.begin(), more.end());
    }
    return every;
  }();
  return all;
}

const std::vector<Refused>& refused() {
  static const std::string in_asm =
      " .syntax unified\n .thumb\n .section .text.odd_S,\"ax\",%progbits\n .globl odd_S\n .thumb_func\nodd_S: ldr r0, "
      "=odd_thing\n bx lr\n .pool\n";
  const auto section = [](const std::string& name, const std::string& attributes) {
    return in_asm + " .section " + name + ",\"" + attributes + "\"\nodd_thing: .long 7, 7\n";
  };
  static const std::vector<Refused> all{
      {"a thread's variable", "c", "__thread int odd = 3; int odd_c(void) { return odd++; }", ".tdata.odd"},
      {"a thread's zeroed variable", "c", "__thread int odd; int odd_c(void) { return odd++; }", ".tbss.odd"},
      {"an old constructor", "S", section(".ctors.00100", "aw"), ".ctors"},
      {"a piece of the old initialisation", "S", section(".init", "ax"), ".init"},
      {"code that can be written", "S", section("patchable", "awx"), "patchable"},
      {"a section of an unknown type", "S", section("strange", "a\",%0x6000000F @"), "strange"},
      {"an indirect function", "S",
       in_asm + " .section .text.chooser,\"ax\",%progbits\n .type odd_thing,%gnu_indirect_function\nodd_thing: bx lr\n",
       ".text.chooser"},
      {"a global offset table", "S",
       in_asm + " .section .data.through,\"aw\",%progbits\nodd_thing: .long elsewhere(GOT)\n .section "
                ".data.elsewhere,\"aw\",%progbits\n .globl elsewhere\nelsewhere: .long 1\n",
       ".data.through"},
  };
  return all;
}

}  // namespace sections
