// SPDX-License-Identifier: Apache-2.0

#include "emit/system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "encoding/region.hpp"
#include "model/protection.hpp"
#include "plan/domains.hpp"
#include "text/line_writer.hpp"

namespace postern {

namespace {

constexpr int kAgentId = 2;                   // CID-10
constexpr std::uint32_t kDoorbell = 1U << 3;  // SIG-1

// The rights of a region are in the low bits of its base, the kind of its memory is in those of its limit.
constexpr auto kReadExecute = encoding::kReadOnly | encoding::kUnprivileged;
constexpr auto kReadOnly = encoding::kReadOnly | encoding::kUnprivileged | encoding::kExecuteNever;
constexpr auto kReadWrite = encoding::kUnprivileged | encoding::kExecuteNever;
constexpr auto kPrivilegedReadWrite = encoding::kExecuteNever;
constexpr auto kPrivilegedReadExecute = encoding::kReadOnly;
constexpr auto kPrivilegedRead = encoding::kReadOnly | encoding::kExecuteNever;
constexpr auto kNormal = encoding::kRegionOn | encoding::kNormalMemory;
constexpr auto kDevice = encoding::kRegionOn | encoding::kDeviceMemory;

// A pointer into an array is constant only within the array's bound, so linker symbols get one that is never reached.
constexpr const char* kAnyBound = "[0x10000000]";

const char* word(bool value) { return value ? "true" : "false"; }

class Emitter {
 public:
  explicit Emitter(const Plan& plan) : plan_(plan) {}

  std::string emit() {
    text_ =
        "// The system as constants. Written by postern from the manifests; edit those.\n#pragma once\n\n"
        "#include \"encoding/counters.h\"\n#include \"encoding/last_run.h\"\n#include "
        "\"spm/descriptors.hpp\"\n\nnamespace spm::system {\n\n";
    options();
    symbols();
    memory();
    domains();
    peripheral_gates();
    services();
    interrupts();
    names();
    partitions();
    policies();
    last_run();
    counters();
    text_ += "}  // namespace spm::system\n";
    return std::move(text_);
  }

 private:
  void number(const char* name, std::size_t value) { line_("inline constexpr unsigned {} = {};", name, value); }
  void flag(const char* name, bool value) { line_("inline constexpr bool {} = {};", name, word(value)); }

  [[nodiscard]] std::string boot_text() const {
    return fmt::format("\"[INF] Postern " POSTERN_VERSION " on {}: {} backend, isolation level {}\\r\\n\"",
                       plan_.board->name, plan_.is_ipc() ? "IPC" : "SFN", plan_.configuration->level);
  }

  void options() {
    const Configuration& configuration = *plan_.configuration;
    line_("inline constexpr Backend kBackend = Backend::{};", plan_.is_ipc() ? "ipc" : "sfn");
    number("kIsolationLevel", configuration.level);
    number("kPartitionCount", plan_.partitions.size() + 1);
    line_("inline constexpr PartitionIndex kAgent = kPartitionCount - 1;");
    number("kServiceCount", plan_.services.size());
    number("kConnectionCount", plan_.has_connections() ? configuration.connections : 0);
    number("kStatelessCount", plan_.stateless.size());
    number("kInterruptCount", plan_.interrupts.size());
    flag("kDoorbell", configuration.doorbell);
    flag("kMmIovec", configuration.mm_iovec);
    flag("kHasSfnModel", plan_.has_model(Model::sfn));
    flag("kHasIpcModel", plan_.has_model(Model::ipc));
    flag("kScheduleWhenNsInterrupted", configuration.schedule_when_ns_interrupted);
    flag("kManagesNonSecureIds", configuration.manage_nsid);
    flag("kSoftwareInterrupts", configuration.software_interrupts);
    flag("kBootSelfTest", configuration.boot_self_test);
    flag("kFpuIsUsable", configuration.fpu_usable);
    flag("kPartitionsUseFpu", configuration.fp);
    flag("kLazyStacking", configuration.lazy_stacking);
    flag("kLogErrors", configuration.log_errors);
    line_("inline constexpr const char* kLogAtBoot = {};", configuration.log_boot ? boot_text() : "nullptr");
    flag("kHaltOnPanic", configuration.halt_on_panic);
    flag("kTrace", configuration.trace);
    number("kResetLoopLimit", configuration.reset_loop_limit);
    flag("kHasPolicies", plan_.has_policies());
    flag("kRestarts", plan_.restarts());
    number("kRestartLimit", configuration.restart_limit);
    line_("");
  }

  void linker_symbol(const std::string& identifier, const std::string& symbol) {
    line_("extern std::byte {}{} asm(\"{}\");", identifier, kAnyBound, symbol);
  }

  // The names of linker symbols and of partitions' exported symbols: a partition cannot spell them in C.
  void symbols() {
    line_("extern \"C\" {{");
    for (const char* symbol :
         {"text_start", "text_last", "constants_start", "constants_last", "ram_start", "ram_last", "gates_start",
          "gates_last", "gates_end", "memory_last", "kernel_text_last", "code_last"}) {
      linker_symbol(symbol, symbol);
    }
    for (unsigned i = 0; i < plan_.areas.size(); ++i) {
      for (const char* symbol :
           {"text_start", "text_last", "text_end", "rodata_start", "rodata_last", "rodata_end", "data_start",
            "data_last", "data_end", "below_last", "below_text_last", "below_rodata_last"}) {
        linker_symbol(fmt::format("area_{}_{}", i, symbol), fmt::format("area_{}_{}", i, symbol));
      }
    }
    linker_symbol("agent_stack_limit", "agent.stack_limit");
    linker_symbol("agent_stack_top", "agent.stack_top");
    if (plan_.is_ipc()) {
      line_("void agent_start();");
    }
    for (const PlannedPartition& partition : plan_.partitions) {
      partition_symbols(partition);
    }
    line_("}}\n");
  }

  // No name of the kernel or of the linker script has this prefix: a partition may have the same name as one of them.
  // Two partitions cannot collide either: no suffix of these identifiers is the end of a longer one.
  static std::string identifier(const Manifest& manifest) { return "partition_" + manifest.name.value; }

  void partition_symbols(const PlannedPartition& partition) {
    const Manifest& manifest = *partition.manifest;
    const std::string& name = manifest.name.value;
    const std::string own = identifier(manifest);
    if (plan_.is_ipc()) {
      line_("void {1}_start() asm(\"{0}.start\");", name, own);
      linker_symbol(own + "_stack_limit", name + ".stack_limit");
      linker_symbol(own + "_stack_top", name + ".stack_top");
      if (manifest.restarts()) {
        for (const char* symbol :
             {"data_start", "data_end", "data_image", "bss_start", "bss_end", "heap_start", "heap_end"}) {
          linker_symbol(fmt::format("{}_{}", own, symbol), fmt::format("{}.{}", name, symbol));
        }
      }
      if (partition.model == Model::sfn) {
        line_("extern psa_msg_t {1}_message asm(\"{0}.message\");", name, own);
      }
    } else {
      if (!manifest.services.empty()) {
        line_("extern const SecureFunction {1}_functions[{2}] asm(\"{0}.functions\");", name, own,
              manifest.services.size());
      }
      line_("extern psa_status_t (*const {1}_init)() asm(\"{0}.init\");", name, own);
    }
    if (plan_.knows_last_run(partition)) {
      line_("extern std::uint32_t {1}_last_run[LAST_RUN_WORDS] asm(\"{0}.last_run\");", name, own);
    }
    for (const Interrupt& interrupt : manifest.interrupts) {
      if (interrupt.handling != Handling::first_level) {
        continue;
      }
      line_("psa_flih_result_t {2}_irq_{3}() asm(\"{0}.{1}\");", name, interrupt.flih_function, own,
            interrupt.source->value);
    }
  }

  void memory() {
    const Board& board = *plan_.board;
    line_("struct MemoryRange {{\n  std::uintptr_t base;\n  std::uintptr_t size;\n}};");
    constexpr std::array<std::pair<const char*, const char*>, 4> kNames{{{"kSecureCode", "secure_code"},
                                                                         {"kSecureRam", "secure_ram"},
                                                                         {"kNonSecureCode", "non_secure_code"},
                                                                         {"kNonSecureRam", "non_secure_ram"}}};
    for (const auto& [constant, name] : kNames) {
      const Memory range = board.memory_of(name);
      line_("inline constexpr MemoryRange {}{{0x{:08X}U, 0x{:08X}U}};", constant, range.base, range.size);
    }
    if (const auto& devices = board.secure_devices) {
      line_("inline constexpr MemoryRange kSecureDevices{{0x{:08X}U, 0x{:08X}U}};", devices->base, devices->size);
    }
    line_("inline constexpr std::array<Range, {}> kNonSecureMemory{{{{", board.non_secure_memory.size());
    for (const std::string& name : board.non_secure_memory) {
      const Memory range = board.memory_of(name);
      line_("    {{0x{:08X}U, 0x{:08X}U, {}}},", range.base, range.base + range.size - 1, name != "non_secure_code");
    }
    line_("}}}};\n");
  }

  static std::string symbols_row(const std::string& first, const std::string& last, std::uint64_t rights) {
    return fmt::format("{} + {}, {} + {}", first, rights, last, kNormal);
  }

  static std::string numbers_row(Memory memory, std::uint64_t rights, std::uint64_t kind) {
    const std::uint64_t last = memory.base + memory.size - encoding::kGranule;
    return fmt::format("reinterpret_cast<const std::byte*>(0x{:08X}U), reinterpret_cast<const std::byte*>(0x{:08X}U)",
                       memory.base + rights, last + kind);
  }

  [[nodiscard]] std::string row(const Row& row) const {
    const std::string area = fmt::format("area_{}_", row.area);
    switch (row.kind) {
      case Row::Kind::nothing: return "nullptr, nullptr";
      case Row::Kind::all_text: return symbols_row("text_start", "text_last", kReadExecute);
      case Row::Kind::all_constants: return symbols_row("constants_start", "constants_last", kReadOnly);
      case Row::Kind::all_ram: return symbols_row("ram_start", "ram_last", kReadWrite);
      case Row::Kind::gates: return symbols_row("gates_start", "gates_last", kReadExecute);
      case Row::Kind::text:
        return fmt::format("{0}text_start + {1}, {0}text_last + {2}", area, kReadExecute,
                           kNormal + (plan_.board->privileged_execute_never ? encoding::kPrivilegedExecuteNever : 0));
      case Row::Kind::constants: return symbols_row(area + "rodata_start", area + "rodata_last", kReadOnly);
      case Row::Kind::data: return symbols_row(area + "data_start", area + "data_last", kReadWrite);
      case Row::Kind::below_data: return symbols_row("ram_start", area + "below_last", kPrivilegedReadWrite);
      case Row::Kind::above_data: return symbols_row(area + "data_end", "memory_last", kPrivilegedReadWrite);
      case Row::Kind::kernel_text: return symbols_row("text_start", "kernel_text_last", kPrivilegedReadExecute);
      case Row::Kind::below_text: return symbols_row("gates_end", area + "below_text_last", kPrivilegedRead);
      case Row::Kind::below_constants:
        return symbols_row(area + "text_end", area + "below_rodata_last", kPrivilegedRead);
      case Row::Kind::above_constants:
        return symbols_row(has_code(row.area) ? area + "rodata_end" : "gates_end", "code_last", kPrivilegedRead);
      case Row::Kind::non_secure_code:
        return numbers_row(plan_.board->memory_of("non_secure_code"), kPrivilegedRead, kNormal);
      case Row::Kind::non_secure_ram:
        return numbers_row(plan_.board->memory_of("non_secure_ram"), kPrivilegedReadWrite, kNormal);
      case Row::Kind::secure_devices: return numbers_row({row.base, row.size}, kPrivilegedReadWrite, kDevice);
      case Row::Kind::device: break;
    }
    return numbers_row({row.base, row.size}, row.writable ? kReadWrite : kReadOnly, kDevice);
  }

  [[nodiscard]] bool has_code(unsigned area) const { return !plan_.areas[area].partitions.empty(); }

  // Addresses of devices are integers, which no constant expression turns into pointers, so the regions are only
  // `const`. They are still initialised statically: the linker script refuses an image in which they are not.
  void domains() {
    number("kFixedRows", fixed_rows(plan_.configuration->level, *plan_.board));
    number("kDomainSlots", slot_count(plan_));
    flag("kRowsOnDemand", has_rows_on_demand(plan_));
    // The search for a region on demand ends at an empty one, behind all slots.
    const std::size_t end = has_rows_on_demand(plan_) ? 1 : 0;
    std::size_t length = slot_count(plan_) + end;
    for (const Domain& domain : plan_.domains) {
      length = std::max(length, domain.rows.size() + domain.covered.size() + end);
    }
    for (std::size_t i = 0; i < plan_.domains.size(); ++i) {
      const Domain& domain = plan_.domains[i];
      line_("inline const Region kRegions{}[{}] = {{", i, length);
      for (const std::vector<Row>* rows : {&domain.rows, &domain.covered}) {
        for (const Row& each : *rows) {
          line_("    {{{}}},", row(each));
        }
      }
      line_("}};");
    }
    line_("inline constexpr std::array<Domain, {}> kDomains{{{{", plan_.domains.size());
    for (std::size_t i = 0; i < plan_.domains.size(); ++i) {
      const Domain& domain = plan_.domains[i];
      line_("    {{kRegions{}, {}, {}}},", i, domain.rows.size() + domain.covered.size(), domain.rows.size());
    }
    line_("}}}};\n");
  }

  // The unprivileged-access bits that boot sets for owners that are not privileged: one word for each register of the
  // board that has such bits.
  void peripheral_gates() {
    std::map<std::uint64_t, std::uint32_t> words;
    if (plan_.configuration->level > 1) {
      for (const PlannedPartition& partition : plan_.partitions) {
        for (const MmioRegion& region : partition.manifest->mmio_regions) {
          add_gates(region, words);
        }
      }
    }
    line_("inline constexpr std::array<PeripheralGate, {}> kPeripheralGates{{{{", words.size());
    for (const auto& [address, bits] : words) {
      line_("    {{0x{:08X}U, 0x{:08X}U}},", address, bits);
    }
    line_("}}}};\n");
  }

  void add_gates(const MmioRegion& region, std::map<std::uint64_t, std::uint32_t>& words) const {
    for (const auto& [name, device] : plan_.board->devices) {
      const Memory& memory = device.memory;
      if (device.gate && region.base < memory.base + memory.size && memory.base < region.base + region.size) {
        words[device.gate->address] |= 1U << device.gate->bit;
      }
    }
  }

  void services() {
    line_("inline constexpr std::array<ServiceDescriptor, kServiceCount> kServices{{{{");
    for (const PlannedService& planned : plan_.services) {
      const Service& service = *planned.service;
      line_(
          "    {{.sid = 0x{:08X}U, .version = {}U, .signal = SignalSet{{0x{:08X}U}}, .callers = 0x{:08X}U, .owner = "
          "{}, .policy = "
          "VersionPolicy::{}, .connection_based = {}, .mm_iovec = {}, .is_psa_rot = {}}},  // {}",
          service.sid->value, service.version.value, planned.signal, planned.callers, planned.owner,
          service.relaxed ? "relaxed" : "strict", word(service.connection_based), word(service.mm_iovec.has_value()),
          word(plan_.partitions[planned.owner].manifest->is_psa_rot), service.name.value);
    }
    line_("}}}};");
    std::string order;
    for (const unsigned service : plan_.services_by_sid) {
      order += fmt::format("{}{}", order.empty() ? "" : ", ", service);
    }
    line_("inline constexpr std::array<ServiceIndex, kServiceCount> kServicesBySid{{{{{}}}}};", order);
    stateless();
  }

  void stateless() {
    constexpr std::uint32_t kWholeHandle = 0xFFFF'FFFF;
    constexpr std::uint32_t kNotTheVersion = 0xFFFF'00FF;  // a lower version leaves a difference in these bits only
    line_("inline constexpr std::array<StatelessEntry, kStatelessCount> kStateless{{{{");
    for (unsigned index = 0; index < plan_.stateless.size(); ++index) {
      if (!plan_.stateless[index]) {
        line_("    {{.expected = 0, .mask = 0x{:08X}U, .service = 0}},", kWholeHandle);
        continue;
      }
      const unsigned place = *plan_.stateless[index];
      const Service& service = *plan_.services[place].service;
      line_("    {{.expected = 0x{:08X}U, .mask = 0x{:08X}U, .service = {}}},  // {}",
            stateless_handle(index, service.version.value), service.relaxed ? kNotTheVersion : kWholeHandle, place,
            service.name.value);
    }
    line_("}}}};\n");
  }

  void interrupts() {
    line_("inline constexpr std::array<InterruptDescriptor, kInterruptCount> kInterrupts{{{{");
    for (const PlannedInterrupt& planned : plan_.interrupts) {
      const Interrupt& interrupt = *planned.interrupt;
      const Manifest& owner = *plan_.partitions[planned.owner].manifest;
      const bool is_first = interrupt.handling == Handling::first_level;
      line_(
          "    {{.source = {}, .owner = {}, .handling = Handling::{}, .signal = SignalSet{{0x{:08X}U}}, "
          ".enabled_at_boot = "
          "{}, .function = {}}},",
          interrupt.source->value, planned.owner, is_first ? "first_level" : "second_level", planned.signal,
          word(owner.version == FrameworkVersion::v1_0),
          is_first ? fmt::format("{}_irq_{}", identifier(owner), interrupt.source->value) : "nullptr");
    }
    line_("}}}};\n");
  }

  // For a debugger, and as text for the log of the host.
  void names() {
    std::string values;
    std::string text;
    for (const PlannedPartition& partition : plan_.partitions) {
      values += fmt::format("  {} = {},\n", identifier(*partition.manifest), partition.id);
      text += fmt::format("    \"{} {}\\n\"\n", partition.id, partition.manifest->name.value);
    }
    line_("enum class Name : std::int32_t {{\n{}}};", values);
    line_("inline constexpr char kNames[] =\n    \"\"\n{}    ;\n", text);
  }

  void partitions() {
    line_("inline constexpr std::array<PartitionDescriptor, kPartitionCount> kPartitions{{{{");
    for (const PlannedPartition& partition : plan_.partitions) {
      this->partition(partition);
    }
    agent();
    line_("}}}};\n");
  }

  void partition(const PlannedPartition& partition) {
    const Manifest& manifest = *partition.manifest;
    const std::string own = identifier(manifest);
    const bool is_ipc = plan_.is_ipc();
    const bool is_sfn_model = partition.model == Model::sfn;
    std::uint32_t services = 0;
    std::uint32_t interrupts = 0;
    for (unsigned k = 0; k < manifest.services.size(); ++k) {
      services |= plan_.services[partition.first_service + k].signal;
    }
    for (unsigned k = 0; k < manifest.interrupts.size(); ++k) {
      interrupts |= plan_.interrupts[partition.first_interrupt + k].signal;
    }
    line_(
        "    {{.id = {}, .model = Model::{}, .service_count = {}, .interrupt_count = {}, .first_service = {}, "
        ".first_interrupt = {},",
        partition.id, is_sfn_model ? "sfn" : "ipc", manifest.services.size(), manifest.interrupts.size(),
        partition.first_service, partition.first_interrupt);
    // The service signals of the SFN model are the framework's (SFN-13).
    const std::uint32_t waitable =
        interrupts | (is_sfn_model ? 0 : services) | (plan_.configuration->doorbell ? kDoorbell : 0);
    line_(
        "     .services = SignalSet{{0x{:08X}U}}, .interrupts = SignalSet{{0x{:08X}U}}, .waitable = "
        "SignalSet{{0x{:08X}U}}, .more_urgent = 0x{:08X}U,",
        services, interrupts, waitable, partition.more_urgent);
    line_("     .domain = &kDomains[{}],", partition.domain);
    line_("     .entry = {}, .stack_limit = {}, .stack_top = {},", is_ipc ? own + "_start" : "nullptr",
          is_ipc ? own + "_stack_limit" : "nullptr", is_ipc ? own + "_stack_top" : "nullptr");
    line_("     .message = {}, .init = {}, .functions = {}}},",
          is_ipc && is_sfn_model ? fmt::format("&{}_message", own) : "nullptr",
          is_ipc ? "nullptr" : fmt::format("&{}_init", own),
          is_ipc || manifest.services.empty() ? "nullptr" : own + "_functions");
  }

  void agent() {
    const std::uint32_t more_urgent = plan_.partitions.empty() ? 0 : ~(0xFFFF'FFFFU >> plan_.partitions.size());
    line_(
        "    {{.id = {}, .model = Model::agent, .service_count = 0, .interrupt_count = 0, .first_service = {}, "
        ".first_interrupt = {},",
        kAgentId, plan_.services.size(), plan_.interrupts.size());
    line_(
        "     .services = SignalSet::none, .interrupts = SignalSet::none, .waitable = SignalSet::none, .more_urgent = "
        "0x{:08X}U,",
        more_urgent);
    line_("     .domain = &kDomains[{}],", plan_.agent_domain);
    line_("     .entry = {}, .stack_limit = agent_stack_limit, .stack_top = agent_stack_top,",
          plan_.is_ipc() ? "agent_start" : "nullptr");
    line_("     .message = nullptr, .init = nullptr, .functions = nullptr}},");
  }

  // Empty tables where no partition needs them.
  void policies() {
    constexpr std::array<const char*, 3> kNames{"reset", "halt", "restart"};
    line_("inline constexpr std::array<Policy, {}> kPolicies{{{{",
          plan_.has_policies() ? plan_.partitions.size() + 1 : 0);
    for (const PlannedPartition& partition : plan_.partitions) {
      if (plan_.has_policies()) {
        line_("    {{OnPanic::{}, OnPanic::{}}},", kNames[static_cast<std::size_t>(partition.manifest->on_error.value)],
              kNames[static_cast<std::size_t>(partition.manifest->on_fault.value)]);
      }
    }
    line_("}}}};");
    line_("inline const std::array<OwnMemory, {}> kOwnMemories{{{{",
          plan_.restarts() ? plan_.partitions.size() + 1 : 0);
    for (const PlannedPartition& partition : plan_.partitions) {
      if (plan_.restarts()) {
        own_memory(*partition.manifest);
      }
    }
    line_("}}}};\n");
  }

  void last_run() {
    std::string told = "nullptr";
    for (const PlannedPartition& partition : plan_.partitions) {
      if (plan_.knows_last_run(partition)) {
        told = identifier(*partition.manifest) + "_last_run";
      }
    }
    flag("kTellsLastRun", told != "nullptr");
    line_("inline std::uint32_t* const kLastRun = {};\n", told);
  }

  // The partition that tells them defines them; debuggers find them as spm_counters in both cases.
  void counters() {
    std::string name = "spm_counters";
    for (const PlannedPartition& partition : plan_.partitions) {
      name = plan_.has_counters(partition) ? partition.manifest->name.value + ".counters" : name;
    }
    const bool are_own = plan_.configuration->counters && name == "spm_counters";
    flag("kCounters", plan_.configuration->counters);
    line_("{} postern_counters counters[kPartitionCount] asm(\"{}\"){};\n", are_own ? "inline constinit" : "extern",
          name, are_own ? " = {}" : "");
  }

  void own_memory(const Manifest& manifest) {
    if (!manifest.restarts()) {
      line_("    {{}},");
      return;
    }
    line_(
        "    {{.data = {0}_data_start, .data_end = {0}_data_end, .image = {0}_data_image, .bss = {0}_bss_start, "
        ".bss_end "
        "= {0}_bss_end, .heap = {0}_heap_start, .heap_end = {0}_heap_end, .stack = {0}_stack_limit, .stack_end = "
        "{0}_stack_top}},",
        identifier(manifest));
  }

  const Plan& plan_;
  std::string text_;
  LineWriter line_{text_};
};

}  // namespace

std::string system_header(const Plan& plan) { return Emitter(plan).emit(); }

}  // namespace postern
