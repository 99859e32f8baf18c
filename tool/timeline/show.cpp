// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "page/html.hpp"
#include "timeline/timeline.hpp"

namespace postern::timeline {
namespace {

using Json = nlohmann::ordered_json;
using page::escaped;

double microseconds(const Timeline& timeline, Ticks ticks) {
  return static_cast<double>(ticks) * (timeline.ticks_per_second == 0 ? 1.0 : 1e6 / timeline.ticks_per_second);
}

/// The lanes of the picture, in the order in which they first appear.
std::vector<std::string> lanes_of(const Timeline& timeline) {
  std::vector<std::string> lanes;
  const auto add = [&](const std::string& name) {
    if (std::find(lanes.begin(), lanes.end(), name) == lanes.end()) {
      lanes.push_back(name);
    }
  };
  for (const Call& call : timeline.calls) {
    add(call.client);
  }
  for (const Run& run : timeline.runs) {
    add(run.who);
  }
  return lanes;
}

std::string words_for(const Call& call) {
  return fmt::format("{}: {} of {}, waits {}, runs {} ticks, {} bytes in, {} out, {}", call.client, call.type,
                     call.service, call.taken - call.begin, call.end - call.taken, call.in, call.out,
                     call.is_answered ? fmt::format("status {}", call.status) : "not answered");
}

class Picture {
 public:
  explicit Picture(const Timeline& timeline) : timeline_(timeline), lanes_(lanes_of(timeline)) {}

  std::string draw() {
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      text_ += fmt::format("<text x=\"4\" y=\"{}\">{}</text><path d=\"M{} {}H{}\" stroke=\"#bbb\"/>\n", top(lane) + 20,
                           escaped(lanes_[lane]), kLeft, top(lane) + kLane - 4, kLeft + kWidth);
    }
    for (const Run& run : timeline_.runs) {
      bar(run.who, run.begin, run.end, 24, 6, "#111", run.who + " runs");
    }
    for (const Call& call : timeline_.calls) {
      bar(call.client, call.begin, call.taken, 6, 16, "#fff", words_for(call));
      bar(call.client, call.taken, call.end, 6, 16, "#cfe2f7", words_for(call));
      if (x(call.end) - x(call.begin) > 8.0 * static_cast<double>(call.service.size())) {
        text_ += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", x(call.begin) + 3, top(call.client) + 18,
                             escaped(call.service));
      }
    }
    for (const Mark& mark : timeline_.marks) {
      text_ +=
          fmt::format("<path d=\"M{0:.1f} 4V{1}\" stroke=\"#b00\" stroke-dasharray=\"3 2\"><title>{2}</title></path>\n",
                      x(mark.at), top(lanes_.size()), escaped(mark.what));
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"system-ui, sans-serif\" font-size=\"13\" viewBox=\"0 "
        "0 {0} "
        "{1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-label=\"Timeline of calls\">\n{2}</svg>\n",
        kLeft + kWidth + 10, top(lanes_.size()) + 8, text_);
  }

 private:
  static constexpr unsigned kLeft = 140;
  static constexpr unsigned kWidth = 980;
  static constexpr unsigned kLane = 40;

  [[nodiscard]] static std::size_t top(std::size_t lane) { return 4 + lane * kLane; }
  [[nodiscard]] std::size_t top(const std::string& lane) const {
    return top(static_cast<std::size_t>(std::find(lanes_.begin(), lanes_.end(), lane) - lanes_.begin()));
  }
  [[nodiscard]] double x(Ticks at) const {
    return kLeft + static_cast<double>(at) * kWidth / static_cast<double>(std::max<Ticks>(timeline_.end, 1));
  }

  void bar(const std::string& lane, Ticks begin, Ticks end, unsigned below, unsigned height, const char* fill,
           const std::string& title) {
    text_ += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{}\" width=\"{:.2f}\" height=\"{}\" fill=\"{}\" stroke=\"#111\" "
        "stroke-width=\"0.6\"><title>{}"
        "</title></rect>\n",
        x(begin), top(lane) + below, x(end) - x(begin), height, fill, escaped(title));
  }

  const Timeline& timeline_;
  std::vector<std::string> lanes_;
  std::string text_;
};

}  // namespace

std::string json_text(const Timeline& timeline) {
  Json events = Json::array();
  const std::vector<std::string> lanes = lanes_of(timeline);
  const auto number = [&](const std::string& lane) {
    return std::find(lanes.begin(), lanes.end(), lane) - lanes.begin();
  };
  for (const std::string& lane : lanes) {
    events.push_back(
        {{"name", "thread_name"}, {"ph", "M"}, {"pid", 1}, {"tid", number(lane)}, {"args", {{"name", lane}}}});
  }
  for (const Call& call : timeline.calls) {
    events.push_back({{"name", call.service},
                      {"cat", "call"},
                      {"ph", "X"},
                      {"pid", 1},
                      {"tid", number(call.client)},
                      {"ts", microseconds(timeline, call.begin)},
                      {"dur", microseconds(timeline, call.end - call.begin)},
                      {"args",
                       {{"client", call.client},
                        {"type", call.type},
                        {"waiting", microseconds(timeline, call.taken - call.begin)},
                        {"running", microseconds(timeline, call.end - call.taken)},
                        {"in", call.in},
                        {"out", call.out},
                        {"status", call.status},
                        {"answered", call.is_answered}}}});
  }
  for (const Run& run : timeline.runs) {
    events.push_back({{"name", run.who},
                      {"cat", "run"},
                      {"ph", "X"},
                      {"pid", 2},
                      {"tid", 0},
                      {"ts", microseconds(timeline, run.begin)},
                      {"dur", microseconds(timeline, run.end - run.begin)}});
  }
  for (const Mark& mark : timeline.marks) {
    events.push_back({{"name", mark.what},
                      {"ph", "i"},
                      {"s", "g"},
                      {"pid", 1},
                      {"tid", 0},
                      {"ts", microseconds(timeline, mark.at)}});
  }
  return Json{{"traceEvents", events}, {"displayTimeUnit", "ns"}}.dump(1, ' ', true, Json::error_handler_t::replace) +
         "\n";
}

std::string picture(const Timeline& timeline) { return Picture(timeline).draw(); }

std::string timeline_page(const Timeline& timeline) {
  std::string rows;
  for (const Call& call : timeline.calls) {
    rows += fmt::format(
        "<tr><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
        call.begin, escaped(call.client), escaped(call.service), escaped(call.type), call.taken - call.begin,
        call.end - call.taken, call.in, call.out, call.is_answered ? std::to_string(call.status) : "not answered");
  }
  std::string marks;
  for (const Mark& mark : timeline.marks) {
    marks += fmt::format("<li>{}: {}</li>\n", mark.at, escaped(mark.what));
  }
  return page::whole_page(
      "Postern trace: " + timeline.image,
      fmt::format(
          "<h1>{}</h1>\n<p>{} calls in {} ticks; {} events before them are lost. A bar is a call in the lane of its "
          "client: white while it waits, filled while it is served; the thin bar below is when the partition "
          "runs.</p>\n<div class=\"scroll\">{}</div>\n<table class=\"sorts\"><caption>Calls, in ticks and "
          "bytes</caption>"
          "<thead><tr><th>Begins</th><th>Client</th><th>Service</th><th>Type</th><th>Waits</th><th>Runs</th>"
          "<th>In</th><th>Out</th><th>Status</th></tr></thead><tbody>\n{}</tbody></table>\n<h2>Interrupts and "
          "panics</h2>\n<ul>{}</ul>\n",
          escaped(timeline.image), timeline.calls.size(), timeline.end, timeline.lost, picture(timeline), rows, marks));
}

}  // namespace postern::timeline
