// SPDX-License-Identifier: Apache-2.0

#include "decode/rule_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "decode/conditions.hpp"
#include "decode/status_names.hpp"
#include "decode/supervisor_calls.hpp"

namespace postern::decode {

namespace {

using encoding::Area;

constexpr std::string_view kPlainStart = "postern_plain_start";  // of a thread without constructors
constexpr std::uint32_t kProgrammerError = 0U - 129U;

/// How PE-11 was broken.
enum class Entry { by_number, by_function, unknown };

class RuleWriter {
 public:
  explicit RuleWriter(const Panic& panic)
      : panic_(panic),
        record_(panic.record),
        knows_(panic.knows),
        tables_(panic.knows.tables ? &*panic.knows.tables : nullptr),
        partition_(panic.knows.partition_of(panic.record.partition)),
        conditions_(conditions_of({panic.record, panic.knows.names, tables_ == nullptr ? nullptr : &tables_->image,
                                   tables_ == nullptr ? nullptr : &tables_->places,
                                   [this](std::uint32_t address) { return known_word(address); }})) {}

  RuleWords write() {
    RuleWords words{what(), {}, advice()};
    condition();
    if (panic_.is_of(Area::pe)) {
      suspects();
    }
    if (panic_.is_of(Area::answered)) {
      answer();
    }
    words.lines = std::move(lines_);
    return words;
  }

 private:
  void line(const char* title, const std::string& text) { lines_.push_back({title, text}); }

  [[nodiscard]] std::string what() const {
    const std::string broke =
        fmt::format("broke {} in {}", rule_name(record_.rule), encoding::name_of(area_of(record_.rule)).api);
    if (panic_.is_of(Area::panic)) {
      return panic_.is_end_of_entry ? kEntryReturned : what_gave_up();
    }
    if (panic_.is_of(Area::answered)) {
      return fmt::format("made a call that {} answered with {}", answerer(), status_words(kProgrammerError));
    }
    if (panic_.is_of(Area::pe)) {
      return what_entered();
    }
    if (panic_.is_of(Area::conn)) {
      return what_connected(broke);
    }
    if (!conditions_.broken.empty()) {
      return fmt::format("{}: {}", broke, conditions_.broken);
    }
    return broke + (conditions_.passed.empty() ? handle() : "");
  }

  [[nodiscard]] std::string what_connected(const std::string& broke) const {
    const unsigned number = number_of(record_.rule);
    if (number == 1) {
      return fmt::format("asked psa_connect for the {}, and this image has no such service", service_of_argument());
    }
    return number == 2 ? fmt::format("asked psa_connect for {}, which is not among the dependencies of its manifest",
                                     service_of_argument())
                       : fmt::format("{}, for {}", broke, service_of_argument());
  }

  [[nodiscard]] const audit::Service* named_service() const {
    return tables_ == nullptr ? nullptr : tables_->places.service(record_.argument);
  }

  [[nodiscard]] std::string service_of_argument() const {
    const audit::Service* const service = named_service();
    return service == nullptr ? fmt::format("SID 0x{:08X}", record_.argument) : words_for(*service);
  }

  static std::string words_for(const audit::Service& service) {
    return fmt::format("{} (SID 0x{:08X})", service.name, service.sid);
  }

  /// The assertion of the log is that of this partition if the function for them has called psa_panic.
  [[nodiscard]] std::string what_gave_up() const {
    const bool is_assertion = std::any_of(panic_.calls.begin(), panic_.calls.end(),
                                          [](const Frame& frame) { return frame.function == "__assert_func"; });
    if (!is_assertion) {
      return "gave up: it called psa_panic, or abort, which does the same";
    }
    return "gave up: " + (knows_.assertion.empty() ? "an assertion failed" : knows_.assertion);
  }

  /// The services that can have answered. On the SFN backend the client runs again when its answer is judged, so the
  /// record does not tell the partition that gave it.
  [[nodiscard]] std::vector<const audit::Service*> answering_services() const {
    std::vector<const audit::Service*> services;
    for (unsigned i = 0; partition_ != nullptr && i < tables_->image.services.size(); ++i) {
      const audit::Service& service = tables_->image.services[i];
      const bool is_of_answerer =
          !panic_.is_of_another() || tables_->image.partitions.at(service.owner).id == record_.running;
      if (is_of_answerer && tables_->image.may_call(*partition_, i)) {
        services.push_back(&service);
      }
    }
    return services;
  }

  [[nodiscard]] std::string answerer() const {
    std::string services;
    const auto candidates = answering_services();
    for (const audit::Service* const service : candidates) {
      services += (services.empty() ? "" : ", ") + words_for(*service);
    }
    if (services.empty()) {
      return panic_.is_of_another() ? knows_.name(record_.running) : "a service";
    }
    return (candidates.size() == 1 ? "the service " : "one of the services ") + services +
           (panic_.is_of_another() ? ", of " + knows_.name(record_.running) + "," : "");
  }

  /// A service of the IPC model calls psa_reply, and the record has its registers; a secure function returns.
  void answer() {
    if (panic_.is_of_another()) {
      const std::string others =
          panic_.has_registers() ? ", only the registers of " + knows_.name(record_.running) : "";
      line("where", fmt::format("the record has no address in {}{}", knows_.name(record_.partition), others));
    }
    if (panic_.is_of_another() && !panic_.is_end_of_entry && !panic_.calls.empty()) {
      line("look at", "the answer, " + text_of(panic_.calls[0]));
      return;
    }
    for (const audit::Service* const service : answering_services()) {
      if (const auto function = tables_->places.function_of(*service); function) {
        line("look at", "what " + knows_.function_at(*function) + " returns");
      }
    }
  }

  /// An interrupt function serves no client, and its record names none.
  [[nodiscard]] Entry entry() const {
    if (tables_ == nullptr || partition_ == nullptr) {
      return Entry::unknown;
    }
    if (record_.clients[0] != 0 || interrupt_functions(tables_->image, *partition_).empty()) {
      return Entry::by_number;
    }
    const bool has_constructors =
        tables_->image.has_threads && knows_.frames_at(partition_->entry & ~1U).back().function != kPlainStart;
    const bool is_only_function =
        !has_constructors && !may_run_without_message(tables_->image, tables_->layout, *partition_);
    return is_only_function || own_supervisor_calls().empty() ? Entry::by_function : Entry::unknown;
  }

  [[nodiscard]] std::string what_entered() const {
    const bool has_traps = tables_ == nullptr || tables_->image.has_threads;
    std::string by_number = has_traps ? "made a supervisor call (`svc`) with a number that no call of this image has"
                                      : "made a supervisor call (`svc`), and the SFN backend has none";
    switch (entry()) {
      case Entry::by_number: return by_number;
      case Entry::by_function: return "made a call in an interrupt function, where none is allowed";
      case Entry::unknown: break;
    }
    return "made a call in an interrupt function, where none is allowed, or " + by_number;
  }

  [[nodiscard]] std::vector<SupervisorCall> own_supervisor_calls() const {
    return unknown_supervisor_calls(tables_->image, tables_->layout, *partition_);
  }

  /// What can have broken PE-11.
  void suspects() {
    line("where", "the record has no address");
    if (partition_ == nullptr) {
      return;
    }
    if (entry() != Entry::by_number) {
      for (const std::uint32_t function : interrupt_functions(tables_->image, *partition_)) {
        line("look at", "the calls in " + knows_.function_at(function));
      }
    }
    if (entry() != Entry::by_function) {
      for (const SupervisorCall& call : own_supervisor_calls()) {
        line("look at", fmt::format("`svc #{}`, {}", call.number, text_of(knows_.frames_at(call.address).front())));
      }
    }
  }

  /// The handle of the call, which is its first argument where the machine kept it.
  [[nodiscard]] std::string handle() const {
    const std::uint8_t trap = encoding::name_of(area_of(record_.rule)).trap;
    const bool has_handle = trap == POSTERN_TRAP_CALL || trap == POSTERN_TRAP_CLOSE || trap == POSTERN_TRAP_READ ||
                            trap == POSTERN_TRAP_WRITE || trap == POSTERN_TRAP_SKIP || trap == POSTERN_TRAP_REPLY;
    if (!has_handle || panic_.fault.exception_return == 0) {
      return "";
    }
    const std::uint32_t handle = panic_.fault.r[0];
    return fmt::format(", with the handle 0x{:08X}", handle) +
           (static_cast<std::int32_t>(handle) < 0 ? ", which is the status " + status_words(handle) : "");
  }

  [[nodiscard]] std::optional<std::uint32_t> known_word(std::uint32_t address) const {
    if (const auto word = panic_.stack_word(address); word) {
      return word;
    }
    return tables_ == nullptr ? std::nullopt : tables_->places.constant(address);
  }

  void condition() {
    if (!conditions_.passed.empty()) {
      line("passed", conditions_.passed);
    }
    for (std::size_t i = 0; i < conditions_.possible.size(); ++i) {
      line(i == 0 ? "one of" : "", fmt::format("{}. {}", i + 1, conditions_.possible[i]));
    }
  }

  [[nodiscard]] std::string advice() const {
    const bool needs_dependency = panic_.is_of(Area::conn) && number_of(record_.rule) == 2;
    const audit::Service* const service = named_service();
    return needs_dependency && service != nullptr ? fmt::format("in the manifest of {}: `dependencies: [{}]`",
                                                                knows_.name(record_.partition), service->name)
                                                  : "";
  }

  const Panic& panic_;
  const encoding::PanicRecord& record_;
  const Knowledge& knows_;
  const Tables* tables_;
  const audit::Partition* partition_;  // that is to blame
  Conditions conditions_;
  std::vector<Line> lines_;
};

}  // namespace

RuleWords rule_words(const Panic& panic) { return RuleWriter(panic).write(); }

}  // namespace postern::decode
