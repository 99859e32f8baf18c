// SPDX-License-Identifier: Apache-2.0

// Finds sites with clang. Its C interface does not name operators; they are read from the text between the operands.
#include "sites.hpp"

#include <clang-c/CXCompilationDatabase.h>
#include <clang-c/Index.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>

namespace mutate {
namespace {

namespace fs = std::filesystem;

std::string take(CXString text) {
  const char* const characters = clang_getCString(text);
  std::string result = characters == nullptr ? "" : characters;
  clang_disposeString(text);
  return result;
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \n\t");
  const auto last = text.find_last_not_of(" \n\t");
  return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

std::vector<CXCursor> children_of(CXCursor cursor) {
  std::vector<CXCursor> children;
  clang_visitChildren(
      cursor,
      [](CXCursor child, CXCursor, CXClientData data) {
        static_cast<std::vector<CXCursor>*>(data)->push_back(child);
        return CXChildVisit_Continue;
      },
      &children);
  return children;
}

bool has_word(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

/// Reads one translation unit and adds its sites to `files`. Many units read the same header; its sites are kept once.
class Reader {
 public:
  Reader(const fs::path& root, Files& files) : root_(root), files_(files) {}

  void read_unit(CXTranslationUnit unit) { visit(clang_getTranslationUnitCursor(unit), ""); }

 private:
  struct Place {
    File* file;
    Span span;
    [[nodiscard]] std::string text() const { return file->text.substr(span.begin, span.end - span.begin); }
  };

  File* file_of(CXFile file) {
    const std::string name = take(clang_getFileName(file));
    const fs::path path = fs::path(name).lexically_normal();
    const std::string below = path.lexically_relative(root_).string();
    if (!below.starts_with("spm/")) {
      return nullptr;
    }
    File& result = files_[below];
    if (result.text.empty()) {
      result.text = read(path);
    }
    return &result;
  }

  /// The place of a cursor in a file of the kernel; for an argument of a macro, the place where it is written.
  std::optional<Place> place_of(CXCursor cursor) {
    const CXSourceRange range = clang_getCursorExtent(cursor);
    CXFile first{};
    CXFile last{};
    unsigned begin = 0;
    unsigned end = 0;
    clang_getFileLocation(clang_getRangeStart(range), &first, nullptr, nullptr, &begin);
    clang_getFileLocation(clang_getRangeEnd(range), &last, nullptr, nullptr, &end);
    if (first == nullptr || first != last || begin >= end) {
      return std::nullopt;
    }
    File* const file = file_of(first);
    if (file == nullptr || end > file->text.size()) {
      return std::nullopt;
    }
    return Place{file, {begin, end}};
  }

  /// The text before the name of a declaration.
  std::string specifiers_of(CXCursor cursor, const Place& place) {
    unsigned name = 0;
    clang_getFileLocation(clang_getCursorLocation(cursor), nullptr, nullptr, nullptr, &name);
    return place.file->text.substr(place.span.begin, name > place.span.begin ? name - place.span.begin : 0);
  }

  static void add(const Place& place, Kind kind, const std::string& function, std::string symbol, Span left = {},
                  Span right = {}) {
    std::vector<Site>& sites = place.file->sites;
    const bool known =
        std::ranges::any_of(sites, [&](const Site& site) { return site.span == place.span && site.kind == kind; });
    if (!known) {
      sites.push_back({place.span, kind, std::move(symbol), left, right, function});
    }
  }

  void add_binary(CXCursor cursor, const Place& place, const std::string& function) {
    const std::vector<CXCursor> operands = children_of(cursor);
    if (operands.size() != 2) {
      return;
    }
    const auto left = place_of(operands[0]);
    const auto right = place_of(operands[1]);
    if (!left || !right || left->file != place.file || right->file != place.file ||
        left->span.end > right->span.begin) {
      return;
    }
    const std::string symbol =
        trimmed(std::string_view(place.file->text).substr(left->span.end, right->span.begin - left->span.end));
    constexpr std::array<std::string_view, 6> kComparisons{"<", "<=", ">", ">=", "==", "!="};
    if (symbol == "&&" || symbol == "||") {
      add(place, Kind::logical, function, symbol, left->span, right->span);
    } else if (std::ranges::find(kComparisons, symbol) != kComparisons.end()) {
      add(place, Kind::comparison, function, symbol, left->span, right->span);
    }
  }

  void add_condition(CXCursor cursor, const Place& place, const std::string& function) {
    std::vector<CXCursor> children = children_of(cursor);
    if (!children.empty() && clang_getCursorKind(children.front()) == CXCursor_DeclStmt) {
      children.erase(children.begin());  // if (T x = ...; condition)
    }
    const auto condition = children.empty() ? std::nullopt : place_of(children.front());
    if (!condition || condition->file != place.file) {
      return;
    }
    if (!place.text().starts_with("if") || clang_isDeclaration(clang_getCursorKind(children.front())) != 0) {
      return;  // in a macro, or a declaration as the condition
    }
    if (place.text().starts_with("if constexpr")) {
      place.file->constants.push_back(condition->span);
    } else {
      add(*condition, Kind::condition, function, "if");
    }
  }

  /// Adds statuses, rules and kinds of panic: constants that are visible outside.
  void add_constant(CXCursor cursor, const Place& place, const std::string& function) {
    static const std::set<std::string> kTypes{"spm::Status", "spm::Rule", "spm::PanicKind"};
    std::string type = take(clang_getTypeSpelling(clang_getCanonicalType(clang_getCursorType(cursor))));
    if (type.starts_with("const ")) {
      type.erase(0, 6);
    }
    if (!kTypes.contains(type)) {
      return;
    }
    const CXCursor named = clang_getCursorReferenced(cursor);
    const CXCursorKind kind = clang_getCursorKind(named);
    const auto declared = place_of(named);
    const bool is_constant =
        kind == CXCursor_EnumConstantDecl ||
        (kind == CXCursor_VarDecl && declared && has_word(specifiers_of(named, *declared), "constexpr")) ||
        (clang_getCursorKind(cursor) == CXCursor_CallExpr && take(clang_getCursorSpelling(named)) == "rule");
    if (is_constant) {
      add(place, Kind::constant, function, place.text());
    }
  }

  void add_macro(CXCursor cursor, const Place& place) {
    const std::string name = take(clang_getCursorSpelling(cursor));
    if (name == "POSTERN_INVARIANT") {
      const std::string& text = place.file->text;
      const Span argument{text.find('(', place.span.begin) + 1, place.span.end - 1};
      add({place.file, argument}, Kind::invariant, "", name);
    } else if (name == "PSA_VERSION_NONE" || name == "PSA_SUCCESS" || name.starts_with("PSA_ERROR_")) {
      add(place, Kind::constant, "", name);
    }
  }

  void visit(CXCursor cursor, std::string function) {
    const CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind != CXCursor_TranslationUnit && kind != CXCursor_Namespace && kind != CXCursor_LinkageSpec) {
      const auto place = place_of(cursor);
      if (place) {
        look(cursor, kind, *place, function);
      } else if (clang_isDeclaration(kind) != 0) {
        return;  // in another folder
      }
    }
    for (const CXCursor& child : children_of(cursor)) {
      visit(child, function);
    }
  }

  void look(CXCursor cursor, CXCursorKind kind, const Place& place, std::string& function) {
    switch (static_cast<int>(kind)) {
      case CXCursor_FunctionDecl:
      case CXCursor_FunctionTemplate:
      case CXCursor_CXXMethod:
      case CXCursor_Constructor:
      case CXCursor_Destructor:
        function = take(clang_getCursorSpelling(cursor));
        if (has_word(specifiers_of(cursor, place), "consteval")) {
          place.file->constants.push_back(place.span);
        }
        if (clang_isCursorDefinition(cursor) != 0) {
          functions_.push_back({place, function});
        }
        return;
      case CXCursor_VarDecl:
        if (const std::string before = specifiers_of(cursor, place);
            has_word(before, "constexpr") || has_word(before, "constinit")) {
          place.file->constants.push_back(place.span);
        }
        return;
      case CXCursor_StaticAssert:
      case CXCursor_TypeAliasDecl:
      case CXCursor_EnumDecl: place.file->constants.push_back(place.span); return;
      case CXCursor_CaseStmt:
        if (const auto label = place_of(children_of(cursor).front())) {
          place.file->constants.push_back(label->span);
        }
        return;
      case CXCursor_BinaryOperator: add_binary(cursor, place, function); return;
      case CXCursor_UnaryOperator:
        if (place.file->text[place.span.begin] == '!') {
          add(place, Kind::negation, function, "!", {place.span.begin + 1, place.span.end});
        }
        return;
      case CXCursor_IfStmt: add_condition(cursor, place, function); return;
      case CXCursor_DeclRefExpr:
      case CXCursor_CallExpr: add_constant(cursor, place, function); return;
      case CXCursor_MacroExpansion: add_macro(cursor, place); return;
      default: return;
    }
  }

 public:
  /// For clang, macros do not belong to functions.
  void name_functions() {
    for (const auto& [place, name] : functions_) {
      for (Site& site : place.file->sites) {
        if (site.function.empty() && place.span.contains(site.span)) {
          site.function = name;
        }
      }
    }
  }

 private:
  fs::path root_;
  Files& files_;
  std::vector<std::pair<Place, std::string>> functions_;
};

/// The arguments for clang, from a compile command for GCC.
std::vector<std::string> arguments_of(CXCompileCommand command) {
  std::vector<std::string> result{"-xc++", "-std=c++20"};
  for (unsigned i = 0; i < clang_CompileCommand_getNumArgs(command); ++i) {
    std::string word = take(clang_CompileCommand_getArg(command, i));
    if (word.starts_with("-I") || word.starts_with("-D")) {
      result.push_back(std::move(word));
    }
  }
  return result;
}

void read_file(CXIndex index, Reader& reader, const std::string& path, const std::vector<std::string>& arguments) {
  std::vector<const char*> words;
  std::ranges::transform(arguments, std::back_inserter(words), [](const std::string& word) { return word.c_str(); });
  CXTranslationUnit unit{};
  const CXErrorCode error =
      clang_parseTranslationUnit2(index, path.c_str(), words.data(), static_cast<int>(words.size()), nullptr, 0,
                                  CXTranslationUnit_DetailedPreprocessingRecord, &unit);
  if (error != CXError_Success) {
    throw std::runtime_error("clang cannot read " + path);
  }
  for (unsigned i = 0; i < clang_getNumDiagnostics(unit); ++i) {
    CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
    if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
      throw std::runtime_error(take(clang_formatDiagnostic(diagnostic, clang_defaultDiagnosticDisplayOptions())));
    }
    clang_disposeDiagnostic(diagnostic);
  }
  reader.read_unit(unit);
  reader.name_functions();
  clang_disposeTranslationUnit(unit);
}

}  // namespace

Files find_sites(const fs::path& root, const std::vector<fs::path>& build_directories) {
  Files files;
  CXIndex index = clang_createIndex(0, 0);
  for (const fs::path& directory : build_directories) {
    CXCompilationDatabase_Error error{};
    CXCompilationDatabase database = clang_CompilationDatabase_fromDirectory(directory.c_str(), &error);
    if (error != CXCompilationDatabase_NoError) {
      throw std::runtime_error("no compile_commands.json in " + directory.string());
    }
    CXCompileCommands commands = clang_CompilationDatabase_getAllCompileCommands(database);
    std::set<std::string> read;  // each image compiles it again, with tables of the same shape
    for (unsigned i = 0; i < clang_CompileCommands_getSize(commands); ++i) {
      CXCompileCommand command = clang_CompileCommands_getCommand(commands, i);
      const std::string path = take(clang_CompileCommand_getFilename(command));
      if (path.starts_with((root / "spm").string() + "/") && read.insert(path).second) {
        Reader reader(root, files);
        read_file(index, reader, path, arguments_of(command));
      }
    }
    clang_CompileCommands_dispose(commands);
    clang_CompilationDatabase_dispose(database);
  }
  clang_disposeIndex(index);
  for (auto& [name, file] : files) {
    file.constant_sites = std::erase_if(file.sites, [&file = file](const Site& site) {
      return std::ranges::any_of(file.constants, [&](const Span& span) { return span.contains(site.span); });
    });
    std::ranges::sort(file.sites, [](const Site& a, const Site& b) {
      return std::tuple(a.span.begin, b.span.end, a.kind) < std::tuple(b.span.begin, a.span.end, b.kind);
    });
  }
  return files;
}

}  // namespace mutate
