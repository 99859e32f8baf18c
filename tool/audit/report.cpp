// SPDX-License-Identifier: Apache-2.0

#include "audit/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "audit/rules.hpp"
#include "text/line_writer.hpp"

namespace postern::audit {

namespace {

struct Object {
  std::string name;
  Span memory;
};

std::vector<Object> objects_of(const Image& image) {
  std::vector<Object> objects;
  for (const Partition& partition : image.partitions) {
    for (const Place& place : partition.places) {
      const bool is_ambiguous = partition.name == "kernel";  // the kernel's own places begin with this word
      objects.push_back({(is_ambiguous ? "partition kernel " : partition.name + " ") + place.name, place.memory});
    }
  }
  for (const Place& place : image.kernel) {
    objects.push_back({"kernel " + place.name, place.memory});
  }
  objects.push_back({"gates", image.gates});
  for (const Device& device : image.devices) {
    objects.push_back({device.name, device.memory});
  }
  for (const Span& memory : image.non_secure_ranges) {
    objects.push_back({"non-secure memory", memory});
  }
  return objects;
}

std::string rights_of(const Row& row, bool privileged) {
  if (!privileged && !row.is_unprivileged) {
    return "---";
  }
  return fmt::format("r{}{}", row.is_writable ? 'w' : '-', row.is_executable ? 'x' : '-');
}

/// What a partition of the domain can do to all of a range; `?` if the rights differ for a part of it. At level 1 the
/// partition is privileged.
std::string reach(const Image& image, unsigned domain, const Span& memory) {
  const bool privileged = image.level == 1;
  for (const Row& row : image.domains.at(domain)) {
    if (row.overlaps(memory)) {
      return row.memory.contains(memory) ? rights_of(row, privileged) : "?";
    }
  }
  return "---";
}

std::string callers_of(const Image& image, unsigned service) {
  std::string callers;
  for (const Partition& partition : image.partitions) {
    if (image.may_call(partition, service)) {
      callers += (callers.empty() ? "" : ", ") + partition.name;
    }
  }
  return callers.empty() ? "nobody" : callers;
}

bool is_given(const Image& image, unsigned source) {
  const auto& given = image.non_secure_interrupts;
  return std::find(given.begin(), given.end(), source) != given.end();
}

class TextReport {
 public:
  explicit TextReport(const Image& image) : image_(image) {}

  std::string write() {
    line_("isolation level {}, {} backend; partitions run {}", image_.level, image_.has_threads ? "IPC" : "SFN",
          image_.level == 1 ? "privileged" : "unprivileged");
    line_("addresses of the board {}, from {}", image_.board.board->name, image_.board.origin);
    for (const std::string& warning : image_.warnings) {
      line_("warning: {}", warning);
    }
    who_reaches_what();
    rows();
    interrupts();
    services();
    return std::move(text_);
  }

 private:
  void who_reaches_what() {
    line_("\npartitions");
    for (std::size_t i = 0; i < image_.partitions.size(); ++i) {
      line_("  [{}] {}, id {}, domain {}", i, image_.partitions[i].name, image_.partitions[i].id,
            image_.partitions[i].domain);
    }
    std::string head;
    for (std::size_t i = 0; i < image_.partitions.size(); ++i) {
      head += fmt::format(" {:<4}", fmt::format("[{}]", i));
    }
    line_("\n{:<36} {:<22}{}", "who reaches what", "", head);
    for (const Object& object : objects_of(image_)) {
      std::string cells;
      for (const Partition& partition : image_.partitions) {
        cells += fmt::format(" {:<4}", reach(image_, partition.domain, object.memory));
      }
      line_("  {:<34} {:08X}..{:08X}    {}", object.name, object.memory.first, object.memory.end - 1, cells);
    }
  }

  void rows() {
    for (unsigned domain = 0; domain < image_.domains.size(); ++domain) {
      line_("\ndomain {}: {}\n{:<34} privileged unprivileged", domain, members_of(image_, domain), "");
      for (const Row& row : image_.domains[domain]) {
        if (row.is_on) {
          line_("  {:08X}..{:08X} {:<8} {:<10} {}", row.memory.first, row.memory.end - 1,
                row.is_device ? "device" : "memory", rights_of(row, true), rights_of(row, false));
        }
      }
    }
    line_("\ndevices open to unprivileged code");
    for (const Register& gate : image_.peripheral_gates) {
      line_("  0x{:08X}: 0x{:08X}", gate.address, gate.word);
    }
    line_("\ndevices given to the non-secure world");
    for (const Register& port : image_.non_secure_ports) {
      line_("  0x{:08X}: 0x{:08X}", port.address, port.word);
    }
  }

  void interrupts() {
    line_("\ninterrupts");
    for (const Interrupt& interrupt : image_.interrupts) {
      line_("  {:<4} {} of {}, {}", interrupt.source, interrupt.is_first_level ? "function" : "signal",
            interrupt.owner < image_.partitions.size() ? image_.partitions[interrupt.owner].name : "nobody",
            is_given(image_, interrupt.source) ? "non-secure" : "secure");
    }
    for (const unsigned source : image_.non_secure_interrupts) {
      line_("  {:<4} non-secure", source);
    }
  }

  void services() {
    line_("\nservices and who may call them");
    for (unsigned i = 0; i < image_.services.size(); ++i) {
      const Service& service = image_.services[i];
      line_("  {} (0x{:08X}) of {}: {}{}", service.name, service.sid,
            service.owner < image_.partitions.size() ? image_.partitions[service.owner].name : "nobody",
            callers_of(image_, i), service.maps_vectors ? "; reaches their vectors while it maps them" : "");
    }
  }

  const Image& image_;
  std::string text_;
  LineWriter line_{text_};
};

nlohmann::json json_of(const Span& span) { return {{"first", span.first}, {"last", span.end - 1}}; }

nlohmann::json json_of(const Image& image, const Partition& partition) {
  nlohmann::json reaches = nlohmann::json::object();
  for (const Object& object : objects_of(image)) {
    const std::string rights = reach(image, partition.domain, object.memory);
    if (rights != "---") {
      reaches[object.name] = rights;
    }
  }
  return {{"name", partition.name}, {"id", partition.id}, {"domain", partition.domain}, {"reaches", reaches}};
}

nlohmann::json json_of(const Row& row) {
  return {{"memory", json_of(row.memory)},
          {"device", row.is_device},
          {"privileged", rights_of(row, true)},
          {"unprivileged", rights_of(row, false)}};
}

nlohmann::json json_of(const std::vector<Register>& registers) {
  nlohmann::json out = nlohmann::json::array();
  for (const Register& each : registers) {
    out.push_back({{"address", each.address}, {"word", each.word}});
  }
  return out;
}

}  // namespace

std::string text_report(const Image& image) { return TextReport(image).write(); }

std::string json_report(const Image& image, const std::vector<std::string>& violations) {
  nlohmann::json out{{"level", image.level},
                     {"board", image.board.board->name},
                     {"board_by", image.board.origin},
                     {"backend", image.has_threads ? "IPC" : "SFN"},
                     {"objects", nlohmann::json::array()},
                     {"partitions", nlohmann::json::array()},
                     {"domains", nlohmann::json::array()},
                     {"interrupts", nlohmann::json::array()},
                     {"services", nlohmann::json::array()},
                     {"peripheral_gates", json_of(image.peripheral_gates)},
                     {"non_secure_ports", json_of(image.non_secure_ports)},
                     {"non_secure_interrupts", image.non_secure_interrupts},
                     {"warnings", image.warnings},
                     {"violations", violations}};
  for (const Object& object : objects_of(image)) {
    out["objects"].push_back({{"name", object.name}, {"memory", json_of(object.memory)}});
  }
  for (const Partition& partition : image.partitions) {
    out["partitions"].push_back(json_of(image, partition));
  }
  for (const std::vector<Row>& domain : image.domains) {
    nlohmann::json rows = nlohmann::json::array();
    for (const Row& row : domain) {
      if (row.is_on) {
        rows.push_back(json_of(row));
      }
    }
    out["domains"].push_back(rows);
  }
  for (const Interrupt& interrupt : image.interrupts) {
    out["interrupts"].push_back({{"source", interrupt.source},
                                 {"owner", interrupt.owner},
                                 {"handling", interrupt.is_first_level ? "FLIH" : "SLIH"},
                                 {"secure", !is_given(image, interrupt.source)}});
  }
  for (unsigned i = 0; i < image.services.size(); ++i) {
    const Service& service = image.services[i];
    out["services"].push_back({{"name", service.name},
                               {"sid", service.sid},
                               {"owner", service.owner},
                               {"callers", callers_of(image, i)},
                               {"maps_vectors", service.maps_vectors}});
  }
  // A name in an image need not be UTF-8.
  return out.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace postern::audit
