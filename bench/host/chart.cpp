// SPDX-License-Identifier: Apache-2.0

// The charts of doc/cost.md.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "page.hpp"

namespace postern::bench {

namespace {

constexpr std::array kColours{"#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377",
                              "#bbbbbb", "#997700", "#004488", "#dd8844", "#88ccaa", "#6699cc"};
constexpr std::array kPartitions{1, 4, 9, 24};

std::string svg(int width, int height, const std::string& body) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n{2}</svg>\n",
      width, height, body);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

std::string label(double x, double y, const std::string& text, const char* anchor = "start") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, escaped(text));
}

std::string line(double x1, double y1, double x2, double y2, const char* colour, const char* dashes = "none") {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-dasharray=\"{}\"/>\n", x1, y1,
      x2, y2, colour, dashes);
}

}  // namespace

std::string partitions_chart(const Figures& ours, const Figures& theirs) {
  constexpr double kLeft = 60;
  constexpr double kBottom = 330;
  constexpr double kAcross = 18;
  constexpr double kMost = 4500;
  const auto x_of = [](int count) { return kLeft + kAcross * count; };
  const auto y_of = [](double cost) { return kBottom - cost / kMost * 290; };
  std::string body = label(kLeft, 20, "Instructions of a call without vectors, non-secure to APP-ROT");
  for (int cost = 0; cost <= 4000; cost += 1000) {
    body += line(kLeft, y_of(cost), x_of(25), y_of(cost), "#dddddd") +
            label(kLeft - 6, y_of(cost) + 4, std::to_string(cost), "end");
  }
  for (const int count : kPartitions) {
    body += label(x_of(count), kBottom + 18, std::to_string(count), "middle");
  }
  body += label(x_of(12), kBottom + 38, "partitions in the image", "middle");
  for (std::size_t i = 0; i < kConfigurations.size(); ++i) {
    const std::string name = fmt::format("cost.ns-app.none.{}", kConfigurations[i]);
    std::string points;
    for (const int count : kPartitions) {
      const Figure* figure = find(ours, count == 4 ? name : fmt::format("{}.p{}", name, count));
      if (figure != nullptr) {
        points += fmt::format("{:.1f},{:.1f} ", x_of(count), y_of(static_cast<double>(figure->value)));
      }
    }
    body +=
        fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", points, kColours[i]);
    const double y = 60 + 20 * static_cast<double>(i);
    body += line(x_of(25) + 10, y - 4, x_of(25) + 34, y - 4, kColours[i]) + label(x_of(25) + 40, y, kConfigurations[i]);
    const Figure* their = find(theirs, name);
    const Figure* each = find(theirs, "cost.partition.IPC.l1");
    if (their != nullptr && each != nullptr) {
      const double more = i == 0 ? 0 : static_cast<double>(each->value);  // its SFN backend searches nothing
      const auto cost = [&](int count) { return static_cast<double>(their->value) + more * (count - 4); };
      const int last = cost(24) > kMost ? 4 + static_cast<int>((kMost - static_cast<double>(their->value)) / more) : 24;
      body += line(x_of(1), y_of(cost(1)), x_of(last), y_of(cost(last)), kColours[i], "4 3");
    }
  }
  body += line(x_of(25) + 10, 156, x_of(25) + 34, 156, "#000000", "4 3") + label(x_of(25) + 40, 160, "incumbent");
  return svg(640, 380, body);
}

std::string call_chart(const Profiles& profiles) {
  constexpr double kTop = 50;
  constexpr double kRow = 15;
  std::string body = label(10, 20, "One call without vectors, non-secure to APP-ROT: instructions by function");
  double bottom = 0;
  for (std::size_t i = 0; i < kConfigurations.size(); ++i) {
    const std::string name = fmt::format("cost.ns-app.none.{}", kConfigurations[i]);
    const auto profile = profiles.find(kConfigurations[i]);
    if (profile == profiles.end() || !profile->second.contains(name)) {
      continue;
    }
    std::vector<std::pair<std::int64_t, std::string>> rows;
    std::int64_t sum = 0;
    for (const auto& [function, count] : profile->second.at(name)) {
      rows.emplace_back(-count, function);
      sum += count;
    }
    std::ranges::sort(rows);
    const double left = 10 + 330.0 * static_cast<double>(i % 2);
    const double top = i < 2 ? kTop : kTop + 30 * kRow;
    body += label(left, top, fmt::format("{}: {}", kConfigurations[i], sum));
    double y = top + 8;
    for (const auto& [count, function] : rows) {
      const bool is_kernel = function.starts_with("kernel ");
      const char* colour = is_kernel                             ? kColours[0]
                           : function.starts_with("non-secure ") ? kColours[3]
                           : function.starts_with("gate ")       ? kColours[4]
                                                                 : kColours[2];
      body += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"11\" fill=\"{}\"/>\n", left, y,
                          static_cast<double>(-count), colour);
      body += label(left + static_cast<double>(-count) + 4, y + 10,
                    fmt::format("{} {}", -count, is_kernel ? function.substr(7) : function));
      y += kRow;
    }
    bottom = std::max(bottom, y);
  }
  return svg(690, static_cast<int>(bottom) + 10, body);
}

}  // namespace postern::bench
