// SPDX-License-Identifier: Apache-2.0

#include "tree.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>

#include "kinds.hpp"

namespace sections {

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::string texts_of(File file) {
  std::string all;
  for (const Kind& kind : kinds()) {
    for (const Text& text : kind.texts) {
      all += text.file == file ? text.text + "\n" : "";
    }
  }
  return all;
}

// The table of all kinds, by number: the address of each, and for a function how to call it.
std::string table() {
  std::string declarations;
  std::string rows;
  for (const Kind& kind : kinds()) {
    const std::size_t number = &kind - kinds().data();
    if (kind.is_function) {
      declarations += fmt::format("int f_{}(void) __asm__(\"{}\");\n", number, kind.symbol);
      rows += fmt::format("  {{(volatile int *)f_{0}, f_{0}}},\n", number);
    } else {
      declarations += fmt::format("extern volatile int v_{}[] __asm__(\"{}\");\n", number, kind.symbol);
      rows += fmt::format("  {{v_{}, 0}},\n", number);
    }
  }
  return declarations +
         "int odd_c(void);\nint odd_cpp(void);\nint odd_S(void);\n"
         "const struct entry entries[] = {\n" +
         rows + "  {0, odd_c}, {0, odd_cpp}, {0, odd_S},\n};\n";
}

constexpr const char* kProtocol = R"(#include "psa/service.h"
enum { SAY, ADD, WHERE, READ_THERE };
struct request { unsigned what, number; volatile int *where; };
struct answer { int value; unsigned long where; };
struct entry { volatile int *where; int (*call)(void); };
)";

constexpr const char* kServe = R"(
static psa_status_t serve(const psa_msg_t *msg) {
  struct request request = {0};
  struct answer answer = {0};
  (void)psa_read(msg->handle, 0, &request, sizeof request);
  const struct entry *entry = &entries[request.number];
  if (request.what == READ_THERE) answer.value = *request.where;
  else if (request.what != WHERE) {
    if (request.what == ADD) ++*entry->where;
    answer.value = entry->call ? entry->call() : *entry->where;
  }
  answer.where = (unsigned long)entry->where & ~(entry->call ? 1UL : 0UL);
  psa_write(msg->handle, 0, &answer, sizeof answer);
  return PSA_SUCCESS;
}
)";

std::string entry_of(const std::string& name, const std::string& lower, bool is_thread) {
  if (!is_thread) {
    return fmt::format(
        "psa_status_t {0}_sfn(const psa_msg_t *msg);\n"
        "psa_status_t {0}_sfn(const psa_msg_t *msg) {{ return serve(msg); }}\n",
        lower);
  }
  return fmt::format(
      "#include \"psa_manifest/{0}.h\"\nvoid {0}_main(void);\nvoid {0}_main(void) {{\n  for (;;) {{\n    psa_msg_t "
      "msg;\n"
      "    (void)psa_wait({1}_SIGNAL, PSA_BLOCK);\n"
      "    if (psa_get({1}_SIGNAL, &msg) == PSA_SUCCESS) psa_reply(msg.handle, serve(&msg));\n  }}\n}}\n",
      lower, name);
}

void write_partition(const fs::path& folder, const std::string& name, const std::string& lower, unsigned number,
                     bool is_thread) {
  const std::string n = fmt::format("#define N {}\n", number);
  const fs::path own = folder / lower;
  write(own / "kinds.c", n + texts_of(File::c));
  write(own / "again.c", n + texts_of(File::c_again));
  write(own / "kinds.cpp", n + texts_of(File::cpp));
  write(own / "again.cpp", n + texts_of(File::cpp_again));
  const std::string unified = n + " .syntax unified\n .thumb\n";
  write(own / "kinds_assembly.S", unified + texts_of(File::assembly));
  write(own / "again_assembly.S", unified + texts_of(File::assembly_again));
  write(own / "main.c", kProtocol + table() + kServe + entry_of(name, lower, is_thread));
  write(folder / (lower + ".yaml"),
        fmt::format("psa_framework_version: 1.1\nname: {0}\ntype: {1}\npriority: NORMAL\nmodel: {2}\n{3}"
                    "stack_size: 0x600\nservices:\n  - {{name: {0}, sid: \"0x{4:08X}\", non_secure_clients: true, "
                    "connection_based: false, version: 1}}\n",
                    name, number == 100 ? "PSA-ROT" : "APPLICATION-ROT", is_thread ? "IPC" : "SFN",
                    is_thread ? fmt::format("entry_point: {}_main\n", lower) : "", 0xC100 + number));
}

// Compares each kind's word and place in both partitions, and checks that no partition sees the other's changes. Above
// level 1 each then tries to read the other's memory: the system resets and continues with the next attempt.
constexpr const char* kMain = R"(
static struct { uint32_t started, attempt; } progress __attribute__((section(".noinit")));

static struct answer ask(int partition, unsigned what, unsigned number, uint32_t where) {
  struct request request = {what, number, where};
  struct answer answer = {-1, 0};
  const psa_invec in = {&request, sizeof request};
  psa_outvec out = {&answer, sizeof answer};
  if (psa_call(partition ? TWO_HANDLE : ONE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) != PSA_SUCCESS) answer.value = -2;
  return answer;
}

static int is_right(const struct kind *kind, unsigned number, int partition) {
  const struct answer answer = ask(partition, SAY, number, 0);
  const uint32_t first = (uint32_t)(uintptr_t)kind->first[partition], end = (uint32_t)(uintptr_t)kind->end[partition];
  char line[160];
  if (answer.value == kind->expected[partition] && answer.where >= first && answer.where + 2 <= end &&
      answer.where % kind->alignment == 0)
    return 1;
  snprintf(line, sizeof line, "in %s: %d at 0x%08lx, and right is %d in 0x%08lx..0x%08lx, aligned to %u\n",
           partition ? "TWO" : "ONE", answer.value, (unsigned long)answer.where, kind->expected[partition],
           (unsigned long)first, (unsigned long)end - 1, kind->alignment);
  ns_print(line);
  return 0;
}

static int is_apart(const struct kind *kind, unsigned number) {
  if (!kind->is_variable) return 1;
  return ask(0, ADD, number, 0).value == kind->expected[0] + 1 && ask(1, SAY, number, 0).value == kind->expected[1] &&
         ask(1, ADD, number, 0).value == kind->expected[1] + 1 && ask(0, SAY, number, 0).value == kind->expected[0] + 1;
}

static void attempts(void) {
  char line[96];
  while (progress.attempt < 2 * COUNT) {
    const unsigned number = progress.attempt / 2;
    const int partition = (int)progress.attempt % 2;
    const uint32_t where = ask(!partition, WHERE, number, 0).where & ~3U;
    ++progress.attempt;
    snprintf(line, sizeof line, "expect-fault %s MMFAR 0x%08lX\n", partition ? "TWO" : "ONE", (unsigned long)where);
    ns_print(line);
    (void)ask(partition, READ_THERE, number, where);
    snprintf(line, sizeof line, "FAILED %s reads what is the other's: %s\n", partition ? "TWO" : "ONE",
             kinds[number].name);
    ns_print(line);
  }
}

/* After many resets: variables have their initial value again, or were kept. */
static void values_after_resets(void) {
  char line[128];
  for (unsigned i = 0; i < COUNT; ++i) {
    const int more = kinds[i].is_kept ? 1 : 0;
    int good = 1;
    if (!kinds[i].is_variable) continue;
    for (int partition = 0; partition < 2; ++partition)
      good &= ask(partition, SAY, i, 0).value == kinds[i].expected[partition] + more;
    snprintf(line, sizeof line, "%s %s after a reset\n", good ? "ok" : "FAILED", kinds[i].name);
    ns_print(line);
  }
}

int main(void) {
  char line[96];
  if (progress.started != 0x5EC710) {
    progress.started = 0x5EC710;
    progress.attempt = 0;
    for (unsigned i = 0; i < COUNT; ++i) {
      const int good = is_right(&kinds[i], i, 0) + is_right(&kinds[i], i, 1) == 2;
      snprintf(line, sizeof line, "%s %s\n", good && is_apart(&kinds[i], i) ? "ok" : "FAILED", kinds[i].name);
      ns_print(line);
    }
  }
  if (ISOLATED) {
    attempts();
    values_after_resets();
  }
  progress.started = 0;
  ns_print("END\n");
  ns_exit(0);
}
)";

std::string non_secure(int level) {
  std::string text =
      "#include <stdint.h>\n#include <stdio.h>\n#include \"psa/client.h\"\n#include \"psa_manifest/sid.h\"\n"
      "#include \"ns_platform.h\"\nenum { SAY, ADD, WHERE, READ_THERE };\n"
      "struct request { unsigned what, number; uint32_t where; };\nstruct answer { int value; uint32_t where; };\n"
      "struct kind { const char *name; int expected[2]; const char *first[2], *end[2]; unsigned alignment, "
      "is_variable, is_kept; "
      "};\n";
  for (const char* partition : {"ONE", "TWO"}) {
    for (const char* place : {"text", "rodata", "data", "bss", "noinit"}) {
      for (const char* end : {"start", "end"}) {
        text +=
            fmt::format("extern const char {0}_{1}_{2}[] __asm__(\"secure.{0}.{1}_{2}\");\n", partition, place, end);
      }
    }
  }
  text += "static const struct kind kinds[] = {\n";
  for (const Kind& kind : kinds()) {
    std::string expected;
    for (const char* n : {"100", "200"}) {
      std::string value = kind.expected;
      const std::size_t at = value.find('N');
      expected += (at == std::string::npos ? value : value.replace(at, 1, n)) + ", ";
    }
    text += fmt::format(
        "  {{\"{0}\", {{{1}}}, {{ONE_{2}_start, TWO_{2}_start}}, {{ONE_{2}_end, TWO_{2}_end}}, {3}, {4}, {5}}},\n",
        kind.name, expected, kind.place, kind.alignment, kind.is_variable ? 1 : 0, kind.place == "noinit" ? 1 : 0);
  }
  return text + fmt::format("}};\nenum {{ COUNT = {}, ISOLATED = {} }};\n", kinds().size(), level > 1 ? 1 : 0) + kMain;
}

constexpr const char* kCMake = R"(add_library(shared_library STATIC library.c library_again.c)
target_compile_options(shared_library PRIVATE -fcommon -ffreestanding)
foreach(name IN ITEMS ONE TWO)
  string(TOLOWER ${name} folder)
  set(sources ${folder}/main.c ${folder}/kinds.c ${folder}/again.c ${folder}/kinds.cpp ${folder}/again.cpp
              ${folder}/kinds_assembly.S ${folder}/again_assembly.S odd_c.c odd_cpp.cpp odd_S.S)
  postern_add_partition(${name} SOURCES ${sources} LIBRARIES shared_library)
endforeach()
postern_add_image(sections MANIFEST_LISTS list.yaml NS_SOURCES main.c ${POSTERN_NS_PLATFORM} SECURE_SYMBOLS)
)";

}  // namespace

void write_tree(const fs::path& folder, const Configuration& configuration) {
  const bool has_threads = configuration.backend == "IPC";
  write_partition(folder, "ONE", "one", 100, has_threads);
  write_partition(folder, "TWO", "two", 200, false);
  write(folder / "library.c", texts_of(File::library));
  write(folder / "library_again.c", texts_of(File::library_again));
  for (const char* suffix : {"c", "cpp", "S"}) {
    write_odd(folder, suffix);
  }
  write(folder / "main.c", non_secure(configuration.level));
  write(folder / "list.yaml",
        "description: every kind of section\ntype: manifest_list\nversion_major: 0\nversion_minor: 1\nmanifest_list:\n"
        "  - {description: one, manifest: one.yaml, pid: 700}\n  - {description: two, manifest: two.yaml, pid: 701}\n");
  write(folder / "CMakeLists.txt", kCMake);
}

void write_odd(const fs::path& folder, const std::string& suffix, const std::string& text) {
  const std::map<std::string, std::string> plain{
      {"c", "int odd_c(void); int odd_c(void) { return 0; }\n"},
      {"cpp", "extern \"C\" int odd_cpp(); extern \"C\" int odd_cpp() { return 0; }\n"},
      {"S", " .syntax unified\n .thumb\n .text\n .globl odd_S\n .thumb_func\nodd_S: bx lr\n"}};
  write(folder / ("odd_" + suffix + "." + suffix), text.empty() ? plain.at(suffix) : text + "\n");
}

}  // namespace sections
