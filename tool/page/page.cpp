// SPDX-License-Identifier: Apache-2.0

#include "page/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include "page/html.hpp"
#include "page/pictures.hpp"

namespace postern::page {
namespace {

using Cells = std::vector<std::string>;

std::string number(std::uint64_t value) { return fmt::format(R"(<td class="n" data-value="{0}">{0}</td>)", value); }
std::string word(const std::string& text) { return fmt::format("<td>{}</td>", escaped(text)); }

/// A table whose rows are ready; its columns sort.
class Table {
 public:
  Table(const std::string& caption, const Cells& heads) {
    text_ =
        fmt::format(R"(<div class="scroll"><table class="sorts"><caption>{}</caption><thead><tr>)", escaped(caption));
    for (const std::string& head : heads) {
      text_ += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
    }
    text_ += "</tr></thead><tbody>\n";
  }

  void row(const Cells& cells) {
    text_ += "<tr>";
    for (const std::string& cell : cells) {
      text_ += cell;
    }
    text_ += "</tr>\n";
  }

  [[nodiscard]] std::string text() const { return text_ + "</tbody></table></div>\n"; }

 private:
  std::string text_;
};

std::string summary(const Facts& facts) {
  const auto small = stack::small_stacks(facts.stacks);
  std::string text = fmt::format(
      "<p>Isolation level {}, {} backend, board {}. {} partitions, {} services. Flash: {} bytes, of which alignment "
      "takes "
      "{}. RAM: {} bytes, of which alignment takes {}.</p>\n",
      facts.image.level, facts.image.has_threads ? "IPC" : "SFN", escaped(facts.image.board.board->name),
      facts.image.partitions.size() - 1, facts.image.services.size(), facts.flash.used(), facts.flash.wasted(),
      facts.ram.used(), facts.ram.wasted());
  for (const std::string& line : small) {
    text += fmt::format("<p class=\"warning\">&#9888; Warning: {}</p>\n", escaped(line));
  }
  for (const std::string& warning : facts.image.warnings) {
    text += fmt::format("<p class=\"warning\">&#9888; Warning: {}</p>\n", escaped(warning));
  }
  for (const auto& violation : facts.audit["violations"]) {
    text += fmt::format("<p class=\"warning\">&#9888; The audit: {}</p>\n", escaped(violation.get<std::string>()));
  }
  return text;
}

std::string services(const Facts& facts) {
  Table table("Services and who may call them", {"Service", "SID", "Partition", "Callers", "Maps vectors"});
  for (const auto& service : facts.audit["services"]) {
    const unsigned owner = service["owner"];
    table.row({word(service["name"]), fmt::format("<td class=\"c\">0x{:08X}</td>", service["sid"].get<std::uint32_t>()),
               word(owner < facts.image.partitions.size() ? facts.image.partitions[owner].name : ""),
               word(service["callers"]), word(service["maps_vectors"].get<bool>() ? "yes" : "no")});
  }
  return table.text();
}

std::string reach(const Facts& facts) {
  Cells heads{"Memory or device", "From", "To"};
  for (const audit::Partition& partition : facts.image.partitions) {
    heads.push_back(partition.name);
  }
  Table table("Rights: r read, w write, x execute, - none, ? different for a part of the range", heads);
  for (const auto& object : facts.audit["objects"]) {
    const std::string name = object["name"];
    Cells cells{word(name), fmt::format("<td class=\"c\">{:08X}</td>", object["memory"]["first"].get<std::uint64_t>()),
                fmt::format("<td class=\"c\">{:08X}</td>", object["memory"]["last"].get<std::uint64_t>())};
    for (const auto& partition : facts.audit["partitions"]) {
      const auto found = partition["reaches"].find(name);
      cells.push_back(fmt::format("<td class=\"c\">{}</td>",
                                  found == partition["reaches"].end() ? "---" : escaped(found->get<std::string>())));
    }
    table.row(cells);
  }
  return table.text();
}

std::string memory(const Facts& facts) {
  Table table("What each owner takes, in bytes", {"Owner", "Id", "Flash", "RAM", "of it stack", "of it heap"});
  for (const Share& share : facts.shares) {
    table.row({word(share.owner), word(share.id), number(share.flash), number(share.ram), number(share.stack),
               number(share.heap)});
  }
  std::string text = table.text();
  for (const Memory* each : {&facts.flash, &facts.ram}) {
    text += fmt::format("<h3>{}: {} of {} bytes in use, alignment takes {}</h3>\n", escaped(each->name), each->used(),
                        each->size, each->wasted());
    text += memory_map(*each);
    Table blocks(each->name + ", by address", {"From", "To", "Bytes", "Owner", "What"});
    for (const Block& block : each->blocks) {
      blocks.row({fmt::format("<td class=\"c\">{:08X}</td>", block.memory.first),
                  fmt::format("<td class=\"c\">{:08X}</td>", block.memory.end - 1), number(block.size()),
                  word(block.owner), word(block.what)});
    }
    text += "<details><summary>The blocks as a table</summary>" + blocks.text() + "</details>\n";
  }
  return text;
}

std::string verdict(const stack::Stack& stack) {
  if (stack.memory.is_empty()) {
    return "a part of the stack that all share";
  }
  const std::string bound = stack.unbounded.empty() ? "" : ", and that is no bound: see below";
  if (stack.is_too_small()) {
    return fmt::format("\xE2\x9A\xA0 too small by {}", stack.needed - stack.given()) + bound;
  }
  return fmt::format("{} left", stack.given() - stack.needed) + bound;
}

std::string notes(const stack::Stack& stack) {
  std::string text = fmt::format("<h3>{}</h3>\n<ul>\n", escaped(stack.owner));
  for (const stack::Part& part : stack.parts) {
    text += fmt::format("<li>{} bytes: {}", part.bytes, escaped(part.what));
    for (std::size_t i = 0; i < part.chain.size(); ++i) {
      text += fmt::format("{}<code>{}</code>", i == 0 ? ", in " : ", ", escaped(part.chain[i]));
    }
    text += "</li>\n";
  }
  for (const std::string& reason : std::set<std::string>(stack.unbounded.begin(), stack.unbounded.end())) {
    text += fmt::format("<li class=\"warning\">No bound: {}</li>\n", escaped(reason));
  }
  for (const std::string& call : std::set<std::string>(stack.pointers.begin(), stack.pointers.end())) {
    text += fmt::format("<li>A call through a pointer, in {}</li>\n", escaped(call));
  }
  return text + "</ul>\n";
}

std::string stacks(const Facts& facts) {
  std::string text =
      "<p>Computed from the machine code: the deepest chain of calls, and what the hardware pushes at an exception "
      "there. "
      "A call through a pointer is taken to reach each function whose address its owner stores.</p>\n";
  Table table("Worst case, in bytes", {"Stack", "Has", "Can need", "Verdict"});
  for (const stack::Stack& stack : facts.stacks) {
    std::string says = verdict(stack);
    if (says.starts_with("\xE2")) {
      says = "<td class=\"warning\">&#9888;" + escaped(says.substr(3)) + "</td>";
    } else {
      says = word(says);
    }
    table.row(
        {word(stack.owner), stack.memory.is_empty() ? word("") : number(stack.given()), number(stack.needed), says});
  }
  text += table.text() + "<details><summary>The chains, and calls through pointers</summary>\n";
  for (const stack::Stack& stack : facts.stacks) {
    text += notes(stack);
  }
  return text + "</details>\n";
}

constexpr const char* kHowToRecord =
    "<p>An image does not tell what its calls cost: that depends on their bytes and on what else runs. Build it with "
    "<code>-DPOSTERN_TRACE=ON</code>, let it run, read its variable <code>spm_trace</code> into a file with a debugger "
    "(<code>dump binary memory FILE &amp;spm_trace (char*)&amp;spm_trace+sizeof(spm_trace)</code>), and give that file "
    "here: <code>postern report IMAGE --trace FILE</code>.</p>\n";

std::string number_unless(bool is_absent, std::uint64_t value) {
  return is_absent ? R"(<td class="n" data-value="0">-</td>)" : number(value);
}

void cost_row(Table& table, const Cost& cost) {
  const bool is_none = cost.calls == 0;
  const std::uint64_t calls = is_none ? 1 : cost.calls;
  Cells cells{word(cost.service), word(cost.kind), number(cost.calls)};
  for (const std::uint64_t value :
       {cost.in, cost.out, cost.waiting / calls, cost.longest_waiting, cost.running / calls, cost.longest_running}) {
    cells.push_back(number_unless(is_none, value));
  }
  table.row(cells);
}

std::string cost_table(const Facts& facts, const Costs* recorded) {
  if (recorded == nullptr) {
    return kHowToRecord;
  }
  const std::vector<Cost>& all = recorded->services;
  unsigned answered = 0;
  Table table("Calls of the recording, in bytes and ticks", {"Service", "What", "Calls", "Bytes in", "Bytes out",
                                                             "Waits, mean", "Waits, most", "Runs, mean", "Runs, most"});
  for (const Cost& cost : all) {
    answered += cost.calls;
    cost_row(table, cost);
  }
  for (const audit::Service& service : facts.image.services) {
    const bool is_called =
        std::any_of(all.begin(), all.end(), [&](const Cost& cost) { return cost.service == service.name; });
    if (!is_called) {
      cost_row(table, {service.name, "call"});
    }
  }
  return fmt::format(
             "<p>{} calls that were answered in {} ticks; {} others had not ended, and {} events before the recording "
             "are lost. A call waits until its service takes it, and runs from then until the answer: with the calls "
             "that the service makes, and with all that runs in between. A tick is one of the secure SysTick{}.</p>\n",
             answered, recorded->end, recorded->unanswered, recorded->lost,
             recorded->ticks_per_second == 0 ? ", which counts the clock of the processor"
                                             : fmt::format(": {} in a second", recorded->ticks_per_second)) +
         table.text();
}

/// Bytes by names: what the comparison shows.
std::map<std::string, std::uint64_t> figures(const Facts& facts) {
  std::map<std::string, std::uint64_t> all{{"Flash, all", facts.flash.used()},
                                           {"Flash, alignment", facts.flash.wasted()},
                                           {"RAM, all", facts.ram.used()},
                                           {"RAM, alignment", facts.ram.wasted()}};
  for (const Share& share : facts.shares) {
    all[share.owner + ", flash"] = share.flash;
    all[share.owner + ", RAM"] = share.ram;
    all[share.owner + ", stack"] = share.stack;
    all[share.owner + ", heap"] = share.heap;
  }
  for (const stack::Stack& stack : facts.stacks) {
    all[stack.owner + ", worst case of the stack"] = stack.needed;
  }
  return all;
}

/// Facts without a number, as lines: who calls what, who reaches what.
std::set<std::string> statements(const Facts& facts) {
  std::set<std::string> all;
  for (const audit::Partition& partition : facts.image.partitions) {
    for (unsigned i = 0; i < facts.image.services.size(); ++i) {
      if (facts.image.may_call(partition, i)) {
        all.insert(fmt::format("{} may call {}", partition.name, facts.image.services[i].name));
      }
    }
  }
  for (const auto& partition : facts.audit["partitions"]) {
    for (const auto& [object, rights] : partition["reaches"].items()) {
      all.insert(
          fmt::format("{} reaches {} ({})", partition["name"].get<std::string>(), object, rights.get<std::string>()));
    }
  }
  return all;
}

std::string missing_in(const std::set<std::string>& some, const std::set<std::string>& others, const char* what) {
  std::string text;
  for (const std::string& each : some) {
    text += others.contains(each) ? "" : fmt::format("<li>{}: {}</li>\n", what, escaped(each));
  }
  return text;
}

std::string difference(const Facts& facts, const Facts& old) {
  const auto now = figures(facts);
  const auto before = figures(old);
  std::set<std::string> names;
  for (const auto* each : {&now, &before}) {
    for (const auto& [name, value] : *each) {
      names.insert(name);
    }
  }
  Table table("Bytes that changed", {"What", "Before", "Now", "Difference"});
  const auto value_in = [](const auto& all, const std::string& name) {
    const auto found = all.find(name);
    return found == all.end() ? std::int64_t{0} : static_cast<std::int64_t>(found->second);
  };
  for (const std::string& name : names) {
    const std::int64_t was = value_in(before, name);
    const std::int64_t is = value_in(now, name);
    if (was != is) {
      table.row({word(name), number(static_cast<std::uint64_t>(was)), number(static_cast<std::uint64_t>(is)),
                 fmt::format(R"(<td class="n" data-value="{0}">{0:+}</td>)", is - was)});
    }
  }
  const auto said = statements(facts);
  const auto said_before = statements(old);
  const std::string list = missing_in(said, said_before, "new") + missing_in(said_before, said, "gone");
  return fmt::format("<p>Compared with <code>{}</code>.</p>\n", escaped(old.path)) + table.text() +
         (list.empty() ? "<p>The same calls and the same rights.</p>\n" : "<ul>\n" + list + "</ul>\n");
}

}  // namespace

std::string report_page(const Facts& facts, const Facts* old, const Costs* recorded) {
  const std::string name = std::filesystem::path(facts.path).filename().string();
  struct Section {
    const char* id;
    const char* title;
    std::string text;
  };
  std::vector<Section> sections{{"calls", "Who can call whom", call_graph(facts) + services(facts)},
                                {"reach", "Who can reach what", reach(facts)},
                                {"memory", "Memory", memory(facts)},
                                {"stacks", "Stacks", stacks(facts)},
                                {"costs", "What calls cost", cost_table(facts, recorded)}};
  if (old != nullptr) {
    sections.push_back({"difference", "Difference", difference(facts, *old)});
  }
  std::string body =
      fmt::format("<a class=\"skip\" href=\"#calls\">To the content</a>\n<header><h1>{}</h1>\n", escaped(name)) +
      summary(facts) + "<nav aria-label=\"Parts\">";
  for (const Section& section : sections) {
    body += fmt::format("<a href=\"#{}\">{}</a>", section.id, section.title);
  }
  body += "</nav></header>\n<main>\n";
  for (const Section& section : sections) {
    body += fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", section.id, section.title, section.text);
  }
  return whole_page("Postern report: " + name, body + "</main>\n");
}

}  // namespace postern::page
