// SPDX-License-Identifier: Apache-2.0

#include "check/reserved_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "check/library_macros.hpp"
#include "text/words.hpp"

namespace postern::rules {

namespace {

// From the headers themselves: header_words.cmake.
constexpr std::pair<std::string_view, std::string_view> kHeaderWords[] = {
#include "header_words.inc"
};

const std::map<std::string_view, std::string_view>& header_words() {
  static const std::map<std::string_view, std::string_view> words(std::begin(kHeaderWords), std::end(kHeaderWords));
  return words;
}

// Macros, types and functions of the C library headers that a partition may include. A function with one of these names
// would replace the library's in the partition.
constexpr std::string_view kLibrary[] = {
    // stddef.h, stdint.h, stdbool.h, stdalign.h, limits.h, float.h, stdarg.h, iso646.h
    "NULL", "offsetof", "max_align_t", "ptrdiff_t", "size_t", "wchar_t", "wint_t", "bool", "true", "false", "alignas",
    "alignof", "noreturn", "CHAR_BIT", "CHAR_MAX", "CHAR_MIN", "INT_MAX", "INT_MIN", "LLONG_MAX", "LLONG_MIN",
    "LONG_LONG_MAX", "LONG_LONG_MIN", "LONG_MAX", "LONG_MIN", "MB_LEN_MAX", "SCHAR_MAX", "SCHAR_MIN", "SHRT_MAX",
    "SHRT_MIN", "UCHAR_MAX", "UINT_MAX", "ULLONG_MAX", "ULONG_LONG_MAX", "ULONG_MAX", "USHRT_MAX", "BOOL_MAX",
    "BOOL_WIDTH", "PATH_MAX", "ARG_MAX", "NAME_MAX", "intmax_t", "uintmax_t", "intptr_t", "uintptr_t", "INTMAX_C",
    "INTMAX_MAX", "INTMAX_MIN", "UINTMAX_C", "UINTMAX_MAX", "INTPTR_MAX", "INTPTR_MIN", "UINTPTR_MAX", "PTRDIFF_MAX",
    "PTRDIFF_MIN", "SIZE_MAX", "SIG_ATOMIC_MAX", "SIG_ATOMIC_MIN", "WCHAR_MAX", "WCHAR_MIN", "WINT_MAX", "WINT_MIN",
    "va_list", "va_start", "va_arg", "va_end", "va_copy", "and", "and_eq", "bitand", "bitor", "compl", "not", "not_eq",
    "or", "or_eq", "xor", "xor_eq",
    // assert.h, errno.h, inttypes.h, ctype.h
    "assert", "static_assert", "errno", "EDOM", "EILSEQ", "ERANGE", "ENOMEM", "EINVAL", "isalnum", "isalpha", "isblank",
    "iscntrl", "isdigit", "isgraph", "islower", "isprint", "ispunct", "isspace", "isupper", "isxdigit", "tolower",
    "toupper",
    // string.h
    "memchr", "memcmp", "memcpy", "memmove", "memset", "strcat", "strchr", "strcmp", "strcoll", "strcpy", "strcspn",
    "strdup", "strerror", "strlen", "strncat", "strncmp", "strncpy", "strnlen", "strpbrk", "strrchr", "strspn",
    "strstr", "strtok", "strxfrm", "bcmp", "bcopy", "bzero", "index", "rindex",
    // stdlib.h
    "EXIT_FAILURE", "EXIT_SUCCESS", "RAND_MAX", "MB_CUR_MAX", "div_t", "ldiv_t", "lldiv_t", "abort", "abs",
    "aligned_alloc", "atexit", "atof", "atoi", "atol", "atoll", "bsearch", "calloc", "div", "exit", "free", "getenv",
    "labs", "ldiv", "llabs", "lldiv", "malloc", "mblen", "qsort", "rand", "realloc", "srand", "strtod", "strtodf",
    "HAVE_INITFINI_ARRAY", "strtof", "strtol", "strtold", "strtoll", "strtoul", "strtoull", "system", "alloca",
    // stdio.h
    "EOF", "BUFSIZ", "FILENAME_MAX", "FOPEN_MAX", "L_tmpnam", "SEEK_CUR", "SEEK_END", "SEEK_SET", "TMP_MAX", "FILE",
    "fpos_t", "stdin", "stdout", "stderr", "fclose", "fflush", "fgetc", "fgets", "fopen", "fprintf", "fputc", "fputs",
    "fread", "fscanf", "fseek", "ftell", "fwrite", "getc", "getchar", "gets", "perror", "printf", "putc", "putchar",
    "puts", "remove", "rename", "rewind", "scanf", "setbuf", "setvbuf", "snprintf", "sprintf", "sscanf", "ungetc",
    "vfprintf", "vprintf", "vsnprintf", "vsprintf",
    // setjmp.h, signal.h, time.h
    "jmp_buf", "setjmp", "longjmp", "raise", "signal", "sig_atomic_t", "clock", "clock_t", "time", "time_t",
    // predefined by compilers
    "linux", "unix", "i386"};

void drop(std::string_view& word, std::string_view beginning) {
  if (word.starts_with(beginning)) {
    word.remove_prefix(beginning.size());
  }
}

std::string_view without_digits(std::string_view word) {
  return word.substr(std::min(word.find_first_not_of("0123456789"), word.size()));
}

// PRIu32, SCNxLEAST8, PRIdMAX and the like.
bool is_format(std::string_view name) {
  if (!(name.starts_with("PRI") || name.starts_with("SCN")) || name.size() < 5) {
    return false;
  }
  const bool is_conversion = std::string_view("diouxX").find(name[3]) != std::string_view::npos;
  std::string_view rest = name.substr(4);
  drop(rest, "LEAST");
  drop(rest, "FAST");
  return is_conversion && (rest == "MAX" || rest == "PTR" || (!rest.empty() && without_digits(rest).empty()));
}

// int8_t, UINT_LEAST16_MAX, INT_FAST32_WIDTH, UINT64_C and the like.
bool is_sized_integer(std::string_view name) {
  const std::string lower = lower_case(name);
  std::string_view rest = lower;
  drop(rest, "u");
  if (!rest.starts_with("int")) {
    return false;
  }
  drop(rest, "int");
  drop(rest, "_least");
  drop(rest, "_fast");
  const std::string_view end = without_digits(rest);
  return end.size() != rest.size() && (end == "_t" || end == "_max" || end == "_min" || end == "_c" || end == "_width");
}

// emit/headers.cpp: the guards and macros of every image.
constexpr std::string_view kGenerated[] = {"PSA_MANIFEST_SID_H",
                                           "PSA_MANIFEST_PID_H",
                                           "PSA_FRAMEWORK_FEATURE_H",
                                           "PSA_FRAMEWORK_ISOLATION_LEVEL",
                                           "PSA_FRAMEWORK_HAS_MM_IOVEC",
                                           "CONFIG_IMPL_H",
                                           "CONFIG_TFM_SPM_BACKEND_IPC",
                                           "CONFIG_TFM_SPM_BACKEND_SFN",
                                           "CONFIG_TFM_CONNECTION_BASED_SERVICE_API",
                                           "CONFIG_TFM_FLIH_API",
                                           "CONFIG_TFM_SLIH_API",
                                           "CONFIG_TFM_MMIO_REGION_ENABLE",
                                           "CONFIG_TFM_DOORBELL_API",
                                           "TFM_NS_MANAGE_NSID",
                                           "CONFIG_TFM_CONN_HANDLE_MAX_NUM",
                                           "CONFIG_TFM_ENABLE_CP10CP11",
                                           "CONFIG_TFM_LAZY_STACKING",
                                           "CONFIG_TFM_FLOAT_ABI"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::optional<std::string> taken_in_c(std::string_view name, const Definitions& definitions) {
  if (is_keyword(name)) {
    return "is a keyword of C or C++";
  }
  if (name.starts_with('_')) {
    return "begins with an underscore, as the names of compilers and their libraries do";
  }
  if (name.starts_with("postern_") || name.starts_with("POSTERN_")) {
    return "begins like the names of the runtime and of the generated sources";
  }
  if (const auto found = header_words().find(name); found != header_words().end()) {
    return fmt::format("is a name of the header {}", found->second);
  }
  if (holds(kLibrary, name) || holds(kLibraryMacros, name) || is_sized_integer(name) || is_format(name)) {
    return "is a name of the C library";
  }
  if (holds(kGenerated, name)) {
    return "is a macro of the generated headers";
  }
  if (definitions.contains(name)) {
    return "is a configuration macro of this build";
  }
  return std::nullopt;
}

std::optional<std::string> taken_in_image(std::string_view name) {
  constexpr std::string_view kContexts[] = {"agent", "idle", "non_secure"};  // their stacks: image.ld
  constexpr std::string_view kTargets[] = {"spm", "spm_entries"};            // cmake/target.cmake, cmake/host.cmake
  if (holds(kContexts, name)) {
    return "is a context of every image, with linker symbols of that name";
  }
  if (holds(kTargets, name)) {
    return "is a part of every image, with a build target of that name";
  }
  return std::nullopt;
}

}  // namespace postern::rules
