// SPDX-License-Identifier: Apache-2.0

#include "audit/image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <iterator>

#include "audit/addresses.hpp"
#include "encoding/audit_record.hpp"
#include "encoding/region.hpp"
#include "encoding/trial_key.hpp"

namespace postern::audit {

namespace {

namespace layout = encoding::layout;
using encoding::kPairSize;
using Record = encoding::AuditRecord<std::uint32_t>;
using Table = encoding::Table<std::uint32_t>;
static_assert(std::endian::native == std::endian::little, "the record is read as it stands in the file");

constexpr std::uint32_t kMostElements = 4096;

Span span_of(const encoding::Run<std::uint32_t>& run) { return {run.first, run.end}; }
Span span_of(const encoding::BaseAndSize& range) { return {range.base, std::uint64_t{range.base} + range.size}; }
std::string name_of(const encoding::AuditName& name) {
  return {std::begin(name.text), std::find(std::begin(name.text), std::end(name.text), 0)};
}

Row row_of(std::uint32_t base, std::uint32_t limit) {
  Row row;
  row.memory = {base & ~encoding::kAttributes, std::uint64_t{limit | encoding::kAttributes} + 1};
  row.is_on = (limit & encoding::kRegionOn) != 0;
  row.is_unprivileged = (base & encoding::kUnprivileged) != 0;
  row.is_writable = (base & encoding::kReadOnly) == 0;
  row.is_executable = (base & encoding::kExecuteNever) == 0;
  row.is_device = (limit & encoding::kMemoryAttributes) != encoding::kNormalMemory;
  return row;
}

class Reader {
 public:
  explicit Reader(LoadedFile file) { image_.file = std::move(file); }

  Image read() {
    header();
    tables();
    facts();
    domains();
    stated();
    if (image_.file.board.empty()) {
      throw Unreadable("it does not contain its board's file, which names the owner of each address");
    }
    for (const char* const warning : {encoding::kTrialKeyWarning, encoding::kTrialDeviceKeyWarning}) {
      if (image_.file.contains(warning)) {
        image_.warnings.emplace_back(warning);
      }
    }
    for (std::size_t at = 0; at < image_.file.warnings.size(); at += image_.warnings.back().size() + 1) {
      image_.warnings.emplace_back(image_.file.warnings.c_str() + at);
    }
    image_.board = read_board_facts("the board.yaml in the image", image_.file.board, image_.file.layout);
    return std::move(image_);
  }

 private:
  [[nodiscard]] std::uint32_t word(std::uint32_t address) const { return image_.file.word(address); }

  /// A value at an offset in the section of the audit record.
  template <typename Type>
  [[nodiscard]] Type stated_at(std::size_t place) const {
    const elf::Bytes& bytes = image_.file.record;
    if (place > bytes.size() || bytes.size() - place < sizeof(Type)) {
      throw Unreadable("its audit record is too short");
    }
    Type value;
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
  }

  /// The elements of a table in that section, whose addresses begin at 0.
  template <typename Element>
  [[nodiscard]] std::vector<Element> stated_in(const Table& table) const {
    std::vector<Element> elements;
    for (std::uint32_t i = 0; i < checked(table).count; ++i) {
      elements.push_back(stated_at<Element>(table.first + i * sizeof(Element)));
    }
    return elements;
  }

  static const Table& checked(const Table& table) {
    if (table.count > kMostElements) {
      throw Unreadable("a table of its audit record has an impossible length");
    }
    return table;
  }

  /// The address of each element.
  [[nodiscard]] static std::vector<std::uint32_t> elements_of(const Table& table, std::uint32_t size) {
    std::vector<std::uint32_t> addresses;
    for (std::uint32_t i = 0; i < checked(table).count; ++i) {
      addresses.push_back(table.first + i * size);
    }
    return addresses;
  }

  void header() {
    constexpr std::size_t kWord = sizeof(std::uint32_t);
    if (stated_at<std::uint32_t>(0) != encoding::kAuditMagic ||
        stated_at<std::uint32_t>(kWord) != encoding::kAuditVersion) {
      throw Unreadable("its audit record is from another version of Postern");
    }
    record_ = stated_at<Record>(0);
    image_.level = record_.level;
    image_.has_threads = record_.has_threads != 0;
    if (image_.level < 1 || image_.level > 3 || record_.slots > 16 || record_.partition_row_size == 0) {
      throw Unreadable("its audit record is invalid");
    }
  }

  void tables() {
    partitions();
    services();
    interrupts();
    image_.peripheral_gates = registers(record_.peripheral_gates);
    image_.non_secure_ranges = ranges(record_.attribution);
    image_.doors = {word(record_.doors), word(record_.doors + 4)};
    image_.non_secure_devices = ranges(record_.non_secure_devices);
    for (const std::uint32_t at : elements_of(record_.memory_controllers, sizeof(encoding::AuditController))) {
      image_.controllers.push_back({word(at + offsetof(encoding::AuditController, registers)),
                                    word(at + offsetof(encoding::AuditController, memory)),
                                    word(at + offsetof(encoding::AuditController, size))});
    }
    image_.non_secure_ports = registers(record_.non_secure_ports);
    for (const std::uint32_t at : elements_of(record_.non_secure_interrupts, sizeof(std::uint16_t))) {
      image_.non_secure_interrupts.push_back(image_.file.half(at));
    }
    described_registers();
  }

  void described_registers() {
    for (const std::uint32_t at : elements_of(record_.register_runs, layout::RegisterRun::size)) {
      DescribedRegister each{word(at + layout::RegisterRun::first), word(at + layout::RegisterRun::value),
                             word(at + layout::RegisterRun::written), word(at + layout::RegisterRun::kept)};
      for (unsigned left = image_.file.half(at + layout::RegisterRun::count); left != 0; --left) {
        image_.described_registers.push_back(each);
        each.address += image_.file.half(at + layout::RegisterRun::step);
      }
    }
  }

  // The regions that boot and a context switch load, as many as there are slots; those that are loaded on demand; and
  // those that only say where a buffer may be.
  void domains() {
    for (const std::uint32_t at : elements_of(record_.domains, layout::Domain::size)) {
      const std::uint32_t rows = word(at + layout::Domain::rows);
      const std::uint32_t granted = image_.file.byte(at + layout::Domain::granted);
      const std::uint32_t loaded =
          std::max({record_.slots, std::uint32_t{image_.file.byte(at + layout::Domain::loaded)}, on_demand(rows)});
      std::vector<Row>& domain = image_.domains.emplace_back();
      for (std::uint32_t row = 0; row < std::max(loaded, granted); ++row) {
        domain.push_back(row_of(word(rows + row * kPairSize), word(rows + row * kPairSize + 4)));
        domain.back().is_loaded = row < loaded;
      }
    }
  }

  // Above level 1, if MemManage has a handler of its own, that handler loads every region up to an empty one, whatever
  // the length of the table.
  [[nodiscard]] std::uint32_t on_demand(std::uint32_t rows) const {
    constexpr std::uint32_t kMemManage = 4 * 4;
    constexpr std::uint32_t kBusFault = 5 * 4;
    const auto vectors = static_cast<std::uint32_t>(image_.secure_code.first);
    std::uint32_t end = record_.slots;
    if (image_.level > 1 && word(vectors + kMemManage) != word(vectors + kBusFault)) {
      while (end < kMostElements && word(rows + end * kPairSize + 4) != 0) {
        ++end;
      }
    }
    return end;
  }

  void partitions() {
    for (const std::uint32_t at : elements_of(record_.partitions, layout::Partition::size)) {
      Partition partition{};
      partition.id = static_cast<std::int32_t>(word(at + layout::Partition::id));
      partition.is_agent = image_.partitions.size() + 1 == record_.partitions.count;
      partition.name = partition.is_agent ? "non-secure agent" : "";
      partition.entry = word(at + layout::Partition::entry);
      const std::uint32_t domain = word(at + layout::Partition::domain) - record_.domains.first;
      if (domain % layout::Domain::size != 0 || domain / layout::Domain::size >= checked(record_.domains).count) {
        throw Unreadable(fmt::format("the domain of partition {} is not in the table", partition.id));
      }
      partition.domain = domain / layout::Domain::size;
      const Span stack{word(at + layout::Partition::stack_limit), word(at + layout::Partition::stack_top)};
      if (!stack.is_empty()) {
        partition.places.push_back({"stack", Place::Kind::stack, stack});
      }
      image_.partitions.push_back(std::move(partition));
    }
  }

  void services() {
    for (const std::uint32_t at : elements_of(record_.services, layout::Service::size)) {
      const std::uint32_t owner = word(at + layout::Service::owner) - record_.partition_rows;
      image_.services.push_back(
          {"", 0, owner / record_.partition_row_size, word(at + layout::Service::callers), false});
    }
    for (const std::uint32_t at : elements_of(record_.services_by_sid, layout::NamedService::size)) {
      const std::uint32_t sid = word(at + layout::NamedService::sid);
      const std::uint32_t place =
          (word(at + layout::NamedService::service) - record_.services.first) / layout::Service::size;
      if (place >= image_.services.size()) {
        throw Unreadable(fmt::format("the SID 0x{:08X} names no service of the table", sid));
      }
      image_.services[place].sid = sid;
    }
  }

  void interrupts() {
    for (const std::uint32_t at : elements_of(record_.interrupts, layout::Interrupt::size)) {
      image_.interrupts.push_back(
          {image_.file.half(at + layout::Interrupt::source), image_.file.byte(at + layout::Interrupt::owner),
           image_.file.byte(at + layout::Interrupt::handling) != 0, word(at + layout::Interrupt::function)});
    }
  }

  [[nodiscard]] std::vector<Register> registers(const Table& table) const {
    std::vector<Register> found;
    for (const std::uint32_t at : elements_of(table, kPairSize)) {
      found.push_back({word(at), word(at + 4)});
    }
    return found;
  }

  [[nodiscard]] std::vector<Span> ranges(const Table& table) const {
    std::vector<Span> found;
    for (const Register& pair : registers(table)) {
      found.push_back({pair.address, std::uint64_t{pair.address} + pair.word});
    }
    return found;
  }

  void facts() {
    image_.secure_code = span_of(record_.secure_code);
    image_.secure_ram = span_of(record_.secure_ram);
    image_.secure_alias = record_.secure_alias;
    image_.ports_below_gates = record_.ports_below_gates;
    image_.gates = span_of(record_.gates);
    image_.stubs = span_of(record_.stubs);
    add_place(image_.kernel, "text", Place::Kind::text, span_of(record_.kernel_text));
    add_place(image_.kernel, "constants", Place::Kind::constants, span_of(record_.kernel_constants));
    add_place(image_.kernel, "data", Place::Kind::data, span_of(record_.kernel_data));
    add_place(image_.kernel, "zeros", Place::Kind::data, span_of(record_.kernel_zeros));
    add_place(image_.kernel, "stack", Place::Kind::stack, span_of(record_.kernel_stack));
    add_place(image_.kernel, "panic record", Place::Kind::data, span_of(record_.kernel_kept));
  }

  static void add_place(std::vector<Place>& places, const char* name, Place::Kind kind, const Span& memory) {
    if (!memory.is_empty()) {
      places.push_back({name, kind, memory});
    }
  }

  void stated() {
    partition_places();
    if (checked(record_.service_notes).count != image_.services.size()) {
      throw Unreadable("its audit record does not name every service");
    }
    const auto notes = stated_in<encoding::AuditService>(record_.service_notes);
    for (std::size_t i = 0; i < notes.size(); ++i) {
      image_.services[i].name = name_of(notes[i].name);
      image_.services[i].maps_vectors = notes[i].maps_vectors != 0;
    }
    for (const auto& device : stated_in<encoding::AuditDevice>(record_.devices)) {
      image_.devices.push_back({name_of(device.name), span_of(device.memory), device.gate, device.gate_bit});
    }
    for (const auto& controller : stated_in<encoding::AuditController>(record_.controllers_of_board)) {
      image_.controllers_of_board.push_back({controller.registers, controller.memory, controller.size});
    }
    for (const auto& range : stated_in<encoding::AuditRange>(record_.non_secure_memory)) {
      image_.non_secure_memory.push_back({range.first, std::uint64_t{range.last} + 1});
    }
  }

  void partition_places() {
    if (checked(record_.partition_places).count + 1 != image_.partitions.size()) {
      throw Unreadable("its audit record does not name every partition");
    }
    const auto all = stated_in<encoding::PartitionPlaces<std::uint32_t>>(record_.partition_places);
    for (std::size_t i = 0; i < all.size(); ++i) {
      Partition& partition = image_.partitions[i];
      partition.name = name_of(all[i].name);
      partition.stated_id = all[i].id;
      partition.is_psa_rot = all[i].is_psa_rot != 0;
      add_place(partition.places, "text", Place::Kind::text, span_of(all[i].text));
      add_place(partition.places, "constants", Place::Kind::constants, span_of(all[i].constants));
      add_place(partition.places, "data", Place::Kind::data, span_of(all[i].data));
      add_place(partition.places, "zeros", Place::Kind::data, span_of(all[i].zeros));
      add_place(partition.places, "kept", Place::Kind::data, span_of(all[i].kept));
      add_place(partition.places, "heap", Place::Kind::heap, span_of(all[i].heap));
    }
  }

  Image image_{};
  Record record_{};
};

}  // namespace

Image read_image(const std::string& path) { return Reader(read_loaded_file(path)).read(); }

}  // namespace postern::audit
