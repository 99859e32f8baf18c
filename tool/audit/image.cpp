#include "audit/image.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/addresses.hpp"

namespace postern::audit {

namespace {

constexpr std::uint32_t kMagic = 0x41545350;  // "PSTA"
constexpr std::uint32_t kVersion = 4;
constexpr std::size_t kNameSize = 64;
constexpr std::uint32_t kMostElements = 4096;

// Bytes between elements; port/armv8m/audit.cpp asserts them, and the fields within.
constexpr std::uint32_t kPartitionSize = 60;
constexpr std::uint32_t kServiceSize = 16;
constexpr std::uint32_t kNamedServiceSize = 16;
constexpr std::uint32_t kInterruptSize = 16;
constexpr std::uint32_t kControllerSize = 12;
constexpr std::uint32_t kPairSize = 8;

struct Table {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

// One word after the other out of the record.
class Words {
 public:
  Words(const std::vector<std::uint8_t>& bytes, std::size_t place) : bytes_(&bytes), place_(place) {}

  std::uint32_t next() {
    if (place_ > bytes_->size() || bytes_->size() - place_ < 4) {
      throw Unreadable("its audit record is too short");
    }
    std::uint32_t word = 0;
    for (unsigned i = 0; i < 4; ++i) {
      word |= static_cast<std::uint32_t>((*bytes_)[place_ + i]) << 8U * i;
    }
    place_ += 4;
    return word;
  }
  Table table() {
    const Table table{next(), next()};
    if (table.count > kMostElements) {
      throw Unreadable("a table of its audit record has no sensible length");
    }
    return table;
  }
  Span span() {
    const std::uint32_t first = next();
    return {first, next()};
  }
  Span range() {
    const std::uint32_t first = next();
    return {first, std::uint64_t{first} + next()};
  }
  std::string name() {
    if (place_ > bytes_->size() || bytes_->size() - place_ < kNameSize) {
      throw Unreadable("its audit record is too short");
    }
    const auto first = bytes_->begin() + static_cast<std::ptrdiff_t>(place_);
    place_ += kNameSize;
    return {first, std::find(first, first + kNameSize, 0)};
  }

 private:
  const std::vector<std::uint8_t>* bytes_;
  std::size_t place_;
};

Row row_of(std::uint32_t base, std::uint32_t limit) {
  constexpr std::uint32_t kAttributes = 31;
  Row row;
  row.memory = {base & ~kAttributes, std::uint64_t{limit | kAttributes} + 1};
  row.is_on = (limit & 1U) != 0;
  row.is_unprivileged = (base & 2U) != 0;
  row.is_writable = (base & 4U) == 0;
  row.is_executable = (base & 1U) == 0;
  row.is_device = (limit >> 1U & 7U) != 0;
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
      throw Unreadable("it does not carry its board's file, which says whose each address is");
    }
    image_.board = read_board_facts("the board.yaml in the image", image_.file.board);
    return std::move(image_);
  }

 private:
  [[nodiscard]] std::uint32_t word(std::uint32_t address) const { return image_.file.word(address); }

  void header() {
    if (words_.next() != kMagic || words_.next() != kVersion) {
      throw Unreadable("its audit record is of another version of Postern");
    }
    image_.level = words_.next();
    image_.has_threads = words_.next() != 0;
    slots_ = words_.next();
    partition_rows_ = words_.next();
    partition_row_size_ = words_.next();
    if (image_.level < 1 || image_.level > 3 || slots_ > 16 || partition_row_size_ == 0) {
      throw Unreadable("its audit record makes no sense");
    }
  }

  void tables() {
    const Table partitions = words_.table();
    domains_at_ = words_.table();
    this->partitions(partitions);
    services(words_.table());
    interrupts(words_.table());
    image_.peripheral_gates = registers(words_.table());
    image_.non_secure_ranges = ranges(words_.table());
    const std::uint32_t doors = words_.next();
    image_.doors = {word(doors), word(doors + 4)};
    image_.non_secure_devices = ranges(words_.table());
    const Table controllers = words_.table();
    for (std::uint32_t i = 0; i < controllers.count; ++i) {
      const std::uint32_t at = controllers.first + i * kControllerSize;
      image_.controllers.push_back({word(at), word(at + 4), word(at + 8)});
    }
    image_.non_secure_ports = registers(words_.table());
    const Table given = words_.table();
    for (std::uint32_t i = 0; i < given.count; ++i) {
      image_.non_secure_interrupts.push_back(image_.file.half(given.first + i * 2));
    }
  }

  // All that boot and the switch load, as many rows as there are slots; all that is loaded on demand; and what only
  // says where a buffer may lie.
  void domains() {
    for (std::uint32_t i = 0; i < domains_at_.count; ++i) {
      const std::uint32_t at = domains_at_.first + i * kPairSize;
      const std::uint32_t rows = word(at);
      const std::uint32_t granted = image_.file.byte(at + 4);
      const std::uint32_t loaded = std::max({slots_, std::uint32_t{image_.file.byte(at + 5)}, on_demand(rows)});
      std::vector<Row>& domain = image_.domains.emplace_back();
      for (std::uint32_t row = 0; row < std::max(loaded, granted); ++row) {
        domain.push_back(row_of(word(rows + row * kPairSize), word(rows + row * kPairSize + 4)));
        domain.back().is_loaded = row < loaded;
      }
    }
  }

  // Where MemManage has a handler of its own above level 1, that loads every row up to one that is nothing, whatever
  // the table's length.
  [[nodiscard]] std::uint32_t on_demand(std::uint32_t rows) const {
    constexpr std::uint32_t kMemManage = 4 * 4;
    constexpr std::uint32_t kBusFault = 5 * 4;
    const auto vectors = static_cast<std::uint32_t>(image_.secure_code.first);
    std::uint32_t end = slots_;
    if (image_.level > 1 && word(vectors + kMemManage) != word(vectors + kBusFault)) {
      while (end < kMostElements && word(rows + end * kPairSize + 4) != 0) {
        ++end;
      }
    }
    return end;
  }

  void partitions(const Table& table) {
    for (std::uint32_t i = 0; i < table.count; ++i) {
      const std::uint32_t at = table.first + i * kPartitionSize;
      Partition partition{};
      partition.id = static_cast<std::int32_t>(word(at));
      partition.is_agent = i + 1 == table.count;
      partition.name = partition.is_agent ? "non-secure agent" : "";
      const std::uint32_t domain = word(at + 28) - domains_at_.first;
      if (domain % kPairSize != 0 || domain / kPairSize >= domains_at_.count) {
        throw Unreadable(fmt::format("partition {} has no domain of the table", partition.id));
      }
      partition.domain = domain / kPairSize;
      const Span stack{word(at + 36), word(at + 40)};
      if (!stack.is_empty()) {
        partition.places.push_back({"stack", Place::Kind::stack, stack});
      }
      image_.partitions.push_back(std::move(partition));
    }
  }

  void services(const Table& table) {
    for (std::uint32_t i = 0; i < table.count; ++i) {
      const std::uint32_t at = table.first + i * kServiceSize;
      image_.services.push_back({"", 0, (word(at + 4) - partition_rows_) / partition_row_size_, word(at)});
    }
    const Table named = words_.table();
    for (std::uint32_t i = 0; i < named.count; ++i) {
      const std::uint32_t at = named.first + i * kNamedServiceSize;
      const std::uint32_t place = (word(at + 4) - table.first) / kServiceSize;
      if (place >= image_.services.size()) {
        throw Unreadable(fmt::format("the name 0x{:08X} is of no service of the table", word(at)));
      }
      image_.services[place].sid = word(at);
    }
  }

  void interrupts(const Table& table) {
    for (std::uint32_t i = 0; i < table.count; ++i) {
      const std::uint32_t at = table.first + i * kInterruptSize;
      image_.interrupts.push_back({image_.file.half(at), image_.file.byte(at + 2), image_.file.byte(at + 3) != 0});
    }
  }

  [[nodiscard]] std::vector<Register> registers(const Table& table) const {
    std::vector<Register> found;
    for (std::uint32_t i = 0; i < table.count; ++i) {
      found.push_back({word(table.first + i * kPairSize), word(table.first + i * kPairSize + 4)});
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
    image_.secure_code = words_.range();
    image_.secure_ram = words_.range();
    image_.secure_alias = words_.next();
    image_.ports_below_gates = words_.next();
    image_.gates = words_.span();
    image_.stubs = words_.span();
    for (const auto& [name, kind] : {std::pair{"text", Place::Kind::text},
                                     {"constants", Place::Kind::constants},
                                     {"data", Place::Kind::data},
                                     {"zeros", Place::Kind::data},
                                     {"stack", Place::Kind::stack},
                                     {"panic record", Place::Kind::data}}) {
      add_place(image_.kernel, name, kind, words_.span());
    }
  }

  static void add_place(std::vector<Place>& places, const char* name, Place::Kind kind, const Span& memory) {
    if (!memory.is_empty()) {
      places.push_back({name, kind, memory});
    }
  }

  // Tables in the record's own section, where addresses begin at 0.
  [[nodiscard]] Words words_at(const Table& table) const { return {image_.file.record, table.first}; }

  void stated() {
    partition_places(words_.table());
    const Table names = words_.table();
    if (names.count != image_.services.size()) {
      throw Unreadable("its audit record does not name every service");
    }
    Words words = words_at(names);
    for (Service& service : image_.services) {
      service.name = words.name();
    }
    const Table devices = words_.table();
    words = words_at(devices);
    for (std::uint32_t i = 0; i < devices.count; ++i) {
      Device device{words.name(), words.range(), 0, 0};
      device.gate = words.next();
      device.gate_bit = words.next();
      image_.devices.push_back(std::move(device));
    }
    const Table controllers = words_.table();
    words = words_at(controllers);
    for (std::uint32_t i = 0; i < controllers.count; ++i) {
      const std::uint32_t registers = words.next();
      const std::uint32_t memory = words.next();
      image_.controllers_of_board.push_back({registers, memory, words.next()});
    }
    const Table memory = words_.table();
    words = words_at(memory);
    for (std::uint32_t i = 0; i < memory.count; ++i) {
      const std::uint32_t first = words.next();
      image_.non_secure_memory.push_back({first, std::uint64_t{words.next()} + 1});
      words.next();
    }
  }

  void partition_places(const Table& table) {
    if (table.count + 1 != image_.partitions.size()) {
      throw Unreadable("its audit record does not name every partition");
    }
    Words words = words_at(table);
    for (std::uint32_t i = 0; i < table.count; ++i) {
      Partition& partition = image_.partitions[i];
      partition.name = words.name();
      partition.is_psa_rot = words.next() != 0;
      for (const auto& [name, kind] : {std::pair{"text", Place::Kind::text},
                                       {"constants", Place::Kind::constants},
                                       {"data", Place::Kind::data},
                                       {"zeros", Place::Kind::data},
                                       {"kept", Place::Kind::data},
                                       {"heap", Place::Kind::heap}}) {
        add_place(partition.places, name, kind, words.span());
      }
    }
  }

  Image image_{};
  Words words_{image_.file.record, 0};
  Table domains_at_{};
  std::uint32_t slots_ = 0;
  std::uint32_t partition_rows_ = 0;
  std::uint32_t partition_row_size_ = 0;
};

}  // namespace

Image read_image(const std::string& path) { return Reader(read_loaded_file(path)).read(); }

}  // namespace postern::audit
