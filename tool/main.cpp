// SPDX-License-Identifier: Apache-2.0

// The command `postern`, which CMake and `./run` call: checks manifests, generates the files that the build needs,
// performs steps of a link, audits an image. Exits with 0, with 1 after errors in manifests, options or an image, or
// with 2 when the command line itself is wrong.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "audit/addresses.hpp"
#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "audit/owners.hpp"
#include "audit/report.hpp"
#include "audit/rules.hpp"
#include "check_files.hpp"
#include "compile.hpp"
#include "decode/decode.hpp"
#include "emit/graph.hpp"
#include "explain/explain.hpp"
#include "init/init.hpp"
#include "link/first_link.hpp"
#include "link/names.hpp"
#include "link/place.hpp"
#include "page/page.hpp"
#include "page/pictures.hpp"
#include "report/report.hpp"
#include "schema/schema.hpp"
#include "stack/stacks.hpp"
#include "text/files.hpp"
#include "text/text.hpp"
#include "text/words.hpp"
#include "timeline/timeline.hpp"
#include "token/token.hpp"

namespace {

constexpr int kUsage = 2;

// The tool checks the backend and the level itself, with the other options; the command-line parser does not.
void add_options(CLI::App& command, postern::Invocation& invocation, bool are_needed) {
  command.add_option("--list", invocation.lists, "A manifest list; may be given several times")->required(are_needed);
  command.add_option("--board", invocation.board, "The board's board.yaml")->required(are_needed);
  command.add_option("--layout", invocation.layout, "A file that puts parts of the board's memory elsewhere");
  command
      .add_option("--board-extra", invocation.board_extras,
                  "A file that adds devices and interrupt names to the board's; may be given several times")
      ->allow_extra_args(false);
  command.add_option("--backend", invocation.options.backend, "IPC or SFN")->capture_default_str();
  command.add_option("--level", invocation.options.level, "The isolation level")->capture_default_str();
  command.add_option("--define", invocation.options.defines, "NAME=VALUE, a configuration macro")
      ->allow_extra_args(false);
}

int print_errors(const std::vector<std::string>& errors) {
  for (const std::string& error : errors) {
    fmt::print(stderr, "{}\n", postern::shown_lines(error));
  }
  return errors.empty() ? 0 : 1;
}

int write(const std::string& path, const std::string& text) {
  return print_errors(postern::write_if_changed(path, text) ? std::vector<std::string>{}
                                                            : std::vector{fmt::format("error: cannot write {}", path)});
}

struct Check {
  std::vector<std::string> files;
  std::string format = "text";
};

void add_check(CLI::App& command, postern::Invocation& invocation, Check& what) {
  add_options(command, invocation, false);
  command.add_option("--format", what.format, "How faults are reported")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->capture_default_str();
  command.add_option("FILE", what.files, "Manifests, manifest lists and boards, each checked for itself");
  command.callback([&invocation, &what] {
    const std::vector<std::string>& files = what.files;
    if (files.empty() && (invocation.lists.empty() || invocation.board.empty())) {
      throw CLI::ValidationError("check", "files, or --list and --board, are expected");
    }
    if (!files.empty() && !invocation.lists.empty()) {
      throw CLI::ValidationError("check", "either files or --list is expected; a file may be a list");
    }
  });
}

int finish(const postern::Compilation& compilation) {
  fmt::print(stderr, "{}", compilation.diagnostics.text());
  return compilation.diagnostics.has_errors() ? 1 : 0;
}

int check(const Check& what, const postern::Invocation& invocation) {
  postern::Compilation compilation;
  if (what.files.empty()) {
    compilation = postern::compile(invocation);
  } else {
    postern::check_files(what.files, invocation, compilation);
  }
  if (what.format == "text") {
    return finish(compilation);
  }
  fmt::print("{}", what.format == "json" ? postern::json_text(compilation.diagnostics)
                                         : postern::sarif_text(compilation.diagnostics, POSTERN_VERSION));
  return compilation.diagnostics.has_errors() ? 1 : 0;
}

// The text stays beside the picture, in a file that ends in .dot.
int draw(const std::string& output, const std::string& text) {
  const std::string source = std::filesystem::path(output).replace_extension(".dot").string();
  if (const int status = write(source, text); status != 0) {
    return status;
  }
  std::string name = "dot";
  std::string form = "-Tsvg";
  std::string to = "-o" + output;
  std::string from = std::filesystem::absolute(source).string();
  char* arguments[] = {name.data(), form.data(), to.data(), from.data(), nullptr};
  pid_t child = 0;
  int status = 0;
  if (posix_spawnp(&child, name.c_str(), nullptr, nullptr, arguments, environ) != 0) {
    return print_errors({"error: Graphviz draws the picture, and its command `dot` is not installed"});
  }
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}

int graph(const std::vector<std::string>& files, const postern::Invocation& invocation, const std::string& output) {
  postern::Compilation compilation;
  const postern::System system = postern::read_files(files, invocation, compilation);
  if (const int status = finish(compilation); status != 0) {
    return status;
  }
  const std::string text = postern::emit::graph_text(system);
  if (output.empty()) {
    fmt::print("{}", text);
    return 0;
  }
  return output.ends_with(".svg") ? draw(output, text) : write(output, text);
}

/// What `read` makes of an image; a problem names it, because a command may have several files.
template <typename Read>
auto from_image(const std::string& path, Read read) {
  try {
    return read(path);
  } catch (const postern::audit::Unreadable& problem) {
    const std::string text = problem.what();
    throw postern::audit::Unreadable(text.find(path) == std::string::npos ? fmt::format("{}: {}", path, text) : text);
  }
}

struct Decoded {
  std::string image;
  std::string log = "-";
  std::string non_secure;
  bool lines_only = false;
  std::optional<std::uint32_t> memory;  // the address of the first byte; without it the file is a log
};

CLI::App* add_decode(CLI::App& app, Decoded& decoded) {
  CLI::App* command =
      app.add_subcommand("decode", "Say in words what the lines of a secure log mean, and report each panic");
  command->add_option("image", decoded.image, "The secure ELF file that wrote the log")->required();
  command->add_option("log", decoded.log, "The log; standard input by default");
  command->add_option("--non-secure", decoded.non_secure,
                      "The ELF file of the non-secure program: faults of its own then have functions and lines");
  command->add_flag("--lines", decoded.lines_only, "Only the lines of the log as sentences, without the reports");
  command->add_option("--memory", decoded.memory,
                      "The file is no log but secure memory, as a debugger wrote it, from this address on: says what "
                      "the panic record and the counters mean");
  return command;
}

int decode(const Decoded& decoded) {
  auto decoder = from_image(decoded.image, [](const std::string& path) { return postern::decode::Decoder(path); });
  if (!decoded.non_secure.empty()) {
    from_image(decoded.non_secure, [&](const std::string& path) { decoder.add_non_secure(path); });
  }
  std::ifstream file;
  if (decoded.log != "-") {
    std::error_code ignored;
    file.open(decoded.log, std::ios::binary);
    if (!file || std::filesystem::is_directory(decoded.log, ignored)) {
      return print_errors({fmt::format("error: cannot read {}", decoded.log)});
    }
  }
  std::istream& input = decoded.log == "-" ? std::cin : file;
  if (decoded.memory) {
    constexpr std::size_t kMost = 1U << 26U;  // more memory than a device has
    fmt::print("{}", decoder.memory(*decoded.memory, postern::beginning_of(input, kMost)));
  } else {
    decoder.translate(input, std::cout, !decoded.lines_only);
  }
  return 0;
}

/// Without an id, every id and its text.
int explain(const std::string& id) {
  if (id.empty()) {
    for (const std::string& each : postern::explained_ids()) {
      fmt::print("{:10} {}\n", each, postern::rule_text(each)->text);
    }
    return 0;
  }
  const auto rule = postern::rule_text(id);
  if (!rule) {
    const std::string meant = postern::nearest(id, postern::explained_ids());
    fmt::print(stderr, "postern: error: no rule is called `{}`; `postern explain` lists them all{}\n",
               postern::shown(id), meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant));
    return kUsage;
  }
  fmt::print("{} ({})\n\n  {}\n", rule->id, rule->source, rule->text);
  if (!rule->putting.empty()) {
    fmt::print("\nTo put it right: {}\n", rule->putting);
  }
  return 0;
}

/// Refuses what exists: the files are the author's as soon as they are written.
int init(const std::string& name, const std::string& model) {
  const auto product =
      postern::new_product(name, model == "IPC" ? postern::Model::ipc : postern::Model::sfn, POSTERN_SERIES);
  if (const auto* refusal = std::get_if<postern::Refusal>(&product)) {
    fmt::print(stderr, "postern: error: {}\n", postern::shown(refusal->reason));
    return kUsage;
  }
  const std::filesystem::path folder = postern::product_folder(name);
  std::error_code problem;
  if (std::filesystem::exists(std::filesystem::symlink_status(folder, problem))) {
    return print_errors(
        {fmt::format("error: `{}` exists already; another name or another folder is expected", folder.string())});
  }
  for (const auto& [path, text] : std::get<postern::Texts>(product)) {
    if (const int status = write((folder / path).string(), text); status != 0) {
      std::filesystem::remove_all(folder, problem);  // this call made it
      return status;
    }
    fmt::print("{}\n", (folder / path).string());
  }
  return 0;
}

int generate(const postern::Invocation& invocation) {
  postern::Compilation compilation = postern::compile(invocation);
  if (!compilation.diagnostics.has_errors()) {
    (void)postern::write_files(compilation.files, compilation.diagnostics);
  }
  return finish(compilation);
}

std::string text_of_file(const char* option, const std::string& path) {
  postern::Sources sources;
  const postern::SourceFile* file = sources.open(path);
  if (file == nullptr) {
    throw postern::audit::Unreadable(fmt::format("{} {}: cannot read the file", option, path));
  }
  return file->text();
}

/// The files that the audit takes in place of those in the image; `board` is empty when it takes none.
struct AuditedBoard {
  std::string board;
  std::string layout;
};

// With a board from outside, nothing about the board comes from the image.
postern::audit::BoardFacts read_audited_board(const AuditedBoard& files) {
  return postern::audit::read_board_facts(files.board, text_of_file("--board", files.board),
                                          files.layout.empty() ? "" : text_of_file("--layout", files.layout));
}

/// Reads the linked image alone: a manifest is no evidence of what was built.
int audit(const std::string& path, const AuditedBoard& board, bool as_json) {
  try {
    postern::audit::Image image = postern::audit::read_image(path);
    if (!board.board.empty()) {
      image.board = read_audited_board(board);
    }
    std::vector<std::string> violations = postern::audit::violations(image);
    for (std::string& violation : postern::audit::owner_violations(image, postern::audit::read_layout(path))) {
      violations.push_back(std::move(violation));
    }
    fmt::print("{}", as_json ? postern::audit::json_report(image, violations)
                             : postern::shown_lines(postern::audit::text_report(image)));
    for (const std::string& violation : violations) {
      fmt::print(stderr, "{}: violation: {}\n", postern::shown(path), postern::shown_lines(violation));
    }
    return violations.empty() ? 0 : 1;
  } catch (const postern::audit::Unreadable& problem) {
    fmt::print(stderr, "{}: error: {}\n", postern::shown(path), postern::shown_lines(problem.what()));
  }
  return 1;
}

int check_stacks(const std::string& path, bool is_error, bool is_list) {
  const postern::audit::Image image = postern::audit::read_image(path);
  const auto stacks = postern::stack::stacks_of(image, postern::audit::read_layout(path));
  for (const postern::stack::Stack& stack : stacks) {
    if (is_list) {
      fmt::print("{:08X} {:08X} {} {}{}\n", stack.memory.first, stack.memory.end, stack.needed, stack.owner,
                 stack.unbounded.empty() ? "" : "; " + stack.unbounded.front());
    }
  }
  const auto small = postern::stack::small_stacks(stacks);
  for (const std::string& line : small) {
    fmt::print(stderr, "{}: {}: {}\n", postern::shown(path), is_error ? "error" : "warning",
               postern::shown_lines(line));
  }
  return is_error && !small.empty() ? 1 : 0;
}

std::string bytes_of_recording(const std::string& path) {
  constexpr std::size_t kMost = 1U << 20U;  // more than a ring has
  auto bytes = postern::read_file(path, kMost);
  if (!bytes) {
    throw postern::audit::Unreadable(fmt::format("cannot read {}", path));
  }
  return *std::move(bytes);
}

struct Reported {
  std::string image;
  std::string page;
  std::string against;
  std::string recording;
  std::string pictures;
};

CLI::App* add_report(CLI::App& app, Reported& reported) {
  CLI::App* command = app.add_subcommand("report", "Write a page about a secure image: calls, reach, memory, stacks");
  command->add_option("image", reported.image, "The secure ELF file")->required();
  command->add_option("-o,--output", reported.page, "The HTML file to write")->required();
  command->add_option("--against", reported.against, "Another secure image, to show what is different");
  command->add_option("--trace", reported.recording,
                      "What this image recorded with POSTERN_TRACE, as for `postern trace`: what calls cost");
  command->add_option("--pictures", reported.pictures, "A folder for the graph and the maps, as SVG files");
  return command;
}

int report(const Reported& reported) {
  const postern::page::Facts facts = from_image(reported.image, postern::page::read_facts);
  std::optional<postern::page::Facts> old;
  if (!reported.against.empty()) {
    old = from_image(reported.against, postern::page::read_facts);
  }
  std::optional<postern::page::Costs> costs;
  if (!reported.recording.empty()) {
    costs = postern::timeline::costs_of(
        postern::timeline::read_timeline(bytes_of_recording(reported.recording), &facts.image));
  }
  if (!reported.pictures.empty()) {
    const std::string stem = std::filesystem::path(reported.image).stem().string();
    const std::filesystem::path folder = reported.pictures;
    const int status = write(folder / (stem + "_calls.svg"), postern::page::call_graph(facts)) |
                       write(folder / (stem + "_flash.svg"), postern::page::memory_map(facts.flash)) |
                       write(folder / (stem + "_ram.svg"), postern::page::memory_map(facts.ram));
    if (status != 0) {
      return status;
    }
  }
  return write(reported.page, postern::page::report_page(facts, old ? &*old : nullptr, costs ? &*costs : nullptr));
}

struct Traced {
  std::string image;
  std::string ring;
  std::string output;
  std::string picture;
};

void add_trace(CLI::App& command, Traced& traced) {
  command.add_option("image", traced.image, "The secure ELF file, or the program of the host")->required();
  command.add_option("ring", traced.ring, "The bytes of `spm_trace`, as a debugger read them")->required();
  command.add_option("-o,--output", traced.output, "The file to write: a page if it ends in .html, else JSON")
      ->required();
  command.add_option("--picture", traced.picture, "A file for the timeline as SVG");
}

/// A program of the host has no tables of names, so numbers take their place.
int trace(const Traced& traced) {
  std::optional<postern::audit::Image> image;
  if (postern::elf::Object(traced.image).is_arm()) {
    image = from_image(traced.image, postern::audit::read_image);
  }
  postern::timeline::Timeline timeline =
      postern::timeline::read_timeline(bytes_of_recording(traced.ring), image ? &*image : nullptr);
  timeline.image = std::filesystem::path(traced.image).filename().string();
  const bool is_page = traced.output.ends_with(".html");
  const int status = write(
      traced.output, is_page ? postern::timeline::timeline_page(timeline) : postern::timeline::json_text(timeline));
  return traced.picture.empty() || status != 0 ? status : write(traced.picture, postern::timeline::picture(timeline));
}

struct Checked {
  std::string token;
  std::string key;
  std::string challenge;
  std::string format = "text";
};

void add_verify_token(CLI::App& command, Checked& checked) {
  command.add_option("FILE", checked.token, "The token, as bytes or as hexadecimal digits; - is standard input")
      ->required();
  command.add_option(
      "--key", checked.key,
      "The device's public key: a file in PEM or DER, or its point as hexadecimal digits; without it the "
      "token is only shown, and is not valid");
  command.add_option("--challenge", checked.challenge,
                     "The challenge that the token must contain, in hexadecimal digits");
  command.add_option("--format", checked.format, "How the claims are printed")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

/// The bytes of a token or a key, or nothing if it cannot be read. No token or key has as many as are read.
std::optional<std::string> bytes_of_file(const std::string& path) {
  constexpr std::size_t kMost = 1U << 20U;
  return path == "-" ? postern::beginning_of(std::cin, kMost) : postern::read_file(path, kMost);
}

/// The key is a file, or the digits themselves. Throws BadKey.
postern::token::PublicKey public_key(const std::string& key) {
  return postern::token::PublicKey(bytes_of_file(key).value_or(key));
}

int verify_token(const Checked& checked) {
  const auto usage = [](const std::string& problem) {
    fmt::print(stderr, "postern: error: {}\n", postern::shown(problem));
    return kUsage;
  };
  const std::optional<std::string> bytes = bytes_of_file(checked.token);
  if (!bytes) {
    return usage("cannot read " + checked.token);
  }
  const std::string challenge = postern::token::bytes_of_hex(checked.challenge);
  if (challenge.empty() && !checked.challenge.empty()) {
    return usage("--challenge: hexadecimal digits are expected");
  }
  std::optional<postern::token::PublicKey> key;
  try {
    if (!checked.key.empty()) {
      key.emplace(public_key(checked.key));
    }
  } catch (const postern::token::BadKey& problem) {
    return usage(std::string("--key: ") + problem.what());
  }
  const std::string token = postern::token::bytes_of_hex(*bytes);
  const auto verdict = postern::token::verify(token.empty() ? *bytes : token, key ? &*key : nullptr, challenge);
  fmt::print("{}", checked.format == "json" ? as_json(verdict) : in_words(verdict));
  for (const std::string& warning : verdict.warnings) {
    fmt::print(stderr, "postern: warning: {}\n", warning);
  }
  for (const std::string& fault : verdict.faults) {
    fmt::print(stderr, "postern: not valid: {}\n", fault);
  }
  return verdict.is_valid() ? 0 : 1;
}

/// The commands that the build runs at its links. Each is one step, so that the build shows which one failed.
class LinkCommands {
 public:
  explicit LinkCommands(CLI::App& app) {
    CLI::App& all = *app.add_subcommand("link", "Steps of the build's links, which read and change object files");
    all.require_subcommand(1);
    add_script(*all.add_subcommand("script", "Write the linker script of a partition's first link"));
    add_place(*all.add_subcommand("place", "Name each section of a partition by the memory it belongs to"));
    add_undefined(*all.add_subcommand("undefined", "Fail if a partition uses a name that it may not use"));
    add_calls(*all.add_subcommand("calls", "Write the header that lists the calls of the partitions"));
    add_stacks(*all.add_subcommand("stacks", "Compare each stack of a secure image with what its code needs"));
    add_symbols(*all.add_subcommand("symbols", "Write a linker script with the addresses of a secure image's symbols"));
    add_exports(*all.add_subcommand("exports", "Print the names that shared libraries export"));
  }

 private:
  using Strings = std::vector<std::string>;

  void add_output(CLI::App& command) { command.add_option("--output", output_, "The file to write")->required(); }
  void add_inputs(CLI::App& command, const char* what) { command.add_option("inputs", inputs_, what)->required(); }
  static void add_owner(CLI::App& command, std::string& owner) {
    command.add_option("--owner", owner, "The owner of the object, for messages")->required();
  }

  void add_script(CLI::App& command) {
    add_inputs(command, "The objects and archives to link");
    add_output(command);
    command.final_callback([this] { status = write(output_, postern::link::first_link_script(inputs_)); });
  }

  void add_place(CLI::App& command) {
    command.add_option("object", collected_.object, "The result of the first link; changed in place")->required();
    command.add_option("--map", collected_.map, "The map file of that link")->required();
    add_owner(command, collected_.owner);
    command.add_option("--prefix", collected_.prefix, "The beginning of the new names: .partition.NAME")->required();
    command.add_flag_callback(
        "--host", [this] { collected_.machine = postern::link::Machine::host; }, "The object is for the host");
    command.final_callback([this] {
      status = print_errors(postern::link::place(collected_));
      if (status != 0) {
        fmt::print(stderr, "Everything linked into a partition must have a place in its memory.\n");
      }
    });
  }

  void add_undefined(CLI::App& command) {
    command.add_option("object", linked_.object, "The linked object")->required();
    add_owner(command, linked_.owner);
    command.add_option("--allowed", linked_.allowed, "A file of names that it may use, one per line");
    command.add_option("--nulls", linked_.nulls, "The file for weak names, which become names that nothing defines");
    command.add_option("--other", linked_.others, "Objects to search for the definition of a name that is refused")
        ->expected(0, -1);
    command.final_callback([this] {
      status = print_errors(postern::link::stray_names(linked_));
      if (status != 0) {
        fmt::print(stderr, "A partition can use its own code and the PSA API, nothing else.\n");
      }
    });
  }

  void add_calls(CLI::App& command) {
    command.add_option("inputs", inputs_, "The linked partitions; an image may have none");
    add_output(command);
    command.final_callback([this] { status = write(output_, postern::link::calls_header(inputs_)); });
  }

  void add_stacks(CLI::App& command) {
    command.add_option("image", image_, "The secure image")->required();
    command.add_flag("--error", is_error_, "A stack that is too small is an error, not a warning");
    command.add_flag("--list", is_list_, "Print all stacks: from, to, what the code needs, owner");
    command.final_callback([this] { status = check_stacks(image_, is_error_, is_list_); });
  }

  void add_symbols(CLI::App& command) {
    command.add_option("image", image_, "The secure image")->required();
    add_output(command);
    command.final_callback([this] { status = write(output_, postern::link::secure_symbols_script(image_)); });
  }

  void add_exports(CLI::App& command) {
    add_inputs(command, "The libraries");
    command.add_option("--beginning", beginnings_, "Only names that begin with this");
    command.final_callback([this] {
      for (const std::string& library : inputs_) {
        for (const std::string& name : postern::link::exports_of(library, beginnings_)) {
          fmt::print("{}\n", name);
        }
      }
    });
  }

  Strings inputs_;
  std::string image_;
  bool is_error_ = false;
  bool is_list_ = false;
  std::string output_;
  Strings beginnings_;
  postern::link::Collected collected_;
  postern::link::Linked linked_;

 public:
  int status = 0;  // of the command that ran
};

int parse_and_run(int count, char** arguments) {
  CLI::App app("The manifest compiler of the Postern Secure Partition Manager");
  app.set_version_flag("--version", "postern " POSTERN_VERSION);
  app.require_subcommand(1);
  postern::Invocation invocation;
  CLI::App* check_command = app.add_subcommand("check", "Check the manifests and report errors");
  CLI::App* generate_command = app.add_subcommand("generate", "Check, then write headers, tables and linker scripts");
  Check what;
  add_check(*check_command, invocation, what);
  add_options(*generate_command, invocation, true);
  generate_command->add_option("--output", invocation.output, "The directory to write to")->required();
  std::string image;
  bool as_json = false;
  AuditedBoard audited_board;
  CLI::App* audit_command = app.add_subcommand(
      "audit", "Report who can reach what in a secure image, and fail if its isolation level does not hold");
  audit_command->add_option("image", image, "The secure ELF file")->required();
  CLI::Option* board_option =
      audit_command->add_option("--board", audited_board.board, "A board.yaml to use in place of the one in the image");
  audit_command->add_option("--layout", audited_board.layout, "The layout that belongs to that board.yaml")
      ->needs(board_option);
  audit_command->add_flag("--json", as_json, "Print the report as JSON");
  std::vector<std::string> drawn;
  std::string picture;
  CLI::App* graph_command = app.add_subcommand("graph", "Show which partition uses which services, in DOT");
  graph_command->add_option("FILE", drawn, "The manifests and manifest lists of one system")->required();
  graph_command->add_option("-o,--output", picture, "The file to write; as SVG, by Graphviz, when it ends in .svg");
  graph_command->add_option("--define", invocation.options.defines, "NAME=VALUE, a configuration macro")
      ->allow_extra_args(false);
  Decoded decoded;
  CLI::App* decode_command = add_decode(app, decoded);
  std::string rule;
  CLI::App* explain_command = app.add_subcommand("explain", "Say what a rule means and how a fault is put right");
  explain_command->add_option("RULE", rule, "The id in a message, such as MAN-2; without it, all are listed");
  std::string document;
  CLI::App* schema_command =
      app.add_subcommand("schema", "Print the JSON Schema of manifests, lists or boards, for editors");
  schema_command->add_option("KIND", document, "manifest, list or board")
      ->required()
      ->check(CLI::IsMember({"manifest", "list", "board"}));
  std::string new_name;
  std::string new_model = "SFN";
  CLI::App* init_command =
      app.add_subcommand("init", "Make the folder of a product with one partition that builds and answers");
  init_command->add_option("NAME", new_name, "The name of the partition, a C identifier")->required();
  init_command->add_option("--model", new_model, "SFN or IPC")
      ->check(CLI::IsMember({"SFN", "IPC"}))
      ->capture_default_str();
  Reported reported;
  CLI::App* report_command = add_report(app, reported);
  Traced traced;
  CLI::App* trace_command = app.add_subcommand("trace", "Turn the events that a kernel recorded into a timeline");
  add_trace(*trace_command, traced);
  Checked checked;
  CLI::App* verify_command =
      app.add_subcommand("verify-token", "Verify an attestation token of a device, and say in words what it claims");
  add_verify_token(*verify_command, checked);
  const LinkCommands link(app);
  std::string word;
  std::size_t most_edits = 0;
  postern::Words candidates;
  CLI::App* nearest_command =
      app.add_subcommand("nearest", "Print the one of some words that another one is a misspelling of");
  nearest_command->add_option("--edits", most_edits, "How many letters may be wrong")->required();
  nearest_command->add_option("word", word, "The word")->required();
  nearest_command->add_option("candidates", candidates, "Some words")->required();
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : kUsage;
  }
  if (nearest_command->parsed()) {
    fmt::print("{}\n", postern::nearest(word, candidates, most_edits));
    return 0;
  }
  if (audit_command->parsed()) {
    return audit(image, audited_board, as_json);
  }
  if (report_command->parsed()) {
    return report(reported);
  }
  if (trace_command->parsed()) {
    return trace(traced);
  }
  if (verify_command->parsed()) {
    return verify_token(checked);
  }
  if (decode_command->parsed()) {
    return decode(decoded);
  }
  if (check_command->parsed()) {
    return check(what, invocation);
  }
  if (graph_command->parsed()) {
    return graph(drawn, invocation, picture);
  }
  if (explain_command->parsed()) {
    return explain(rule);
  }
  if (schema_command->parsed()) {
    fmt::print("{}", postern::schema_text(document == "manifest" ? postern::FileKind::manifest
                                          : document == "list"   ? postern::FileKind::list
                                                                 : postern::FileKind::board));
    return 0;
  }
  if (init_command->parsed()) {
    return init(new_name, new_model);
  }
  return generate_command->parsed() ? generate(invocation) : link.status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return parse_and_run(count, arguments);
  } catch (const std::exception& problem) {
    std::fputs("postern: error: ", stderr);
    std::fputs(postern::shown_lines(problem.what()).c_str(), stderr);
    std::fputs("\n", stderr);
  }
  return 1;
}
