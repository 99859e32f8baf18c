// SPDX-License-Identifier: Apache-2.0

#include "page/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "page/html.hpp"

namespace postern::page {
namespace {

constexpr unsigned kBoxWidth = 210;
constexpr unsigned kColumnGap = 130;
constexpr unsigned kLine = 22;
constexpr unsigned kRowGap = 26;

struct Box {
  unsigned layer = 0;
  unsigned x = 0;
  unsigned y = 0;
  std::vector<unsigned> services;
  [[nodiscard]] unsigned height() const { return kLine * (1 + static_cast<unsigned>(services.size())) + 8; }
};

class CallGraph {
 public:
  explicit CallGraph(const Facts& facts) : image_(facts.image), boxes_(image_.partitions.size()) {
    for (unsigned i = 0; i < image_.services.size(); ++i) {
      if (image_.services[i].owner < boxes_.size()) {
        boxes_[image_.services[i].owner].services.push_back(i);
      }
    }
  }

  std::string draw() {
    find_layers();
    place();
    std::string lines;
    for (unsigned from = 0; from < boxes_.size(); ++from) {
      for (unsigned service = 0; service < image_.services.size(); ++service) {
        if (image_.services[service].owner != from && image_.may_call(image_.partitions[from], service)) {
          lines += line(from, service);
        }
      }
    }
    std::string text = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Who can call whom\">"
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" "
        "orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n",
        width_, height_);
    text += lines;  // below the boxes
    for (unsigned i = 0; i < boxes_.size(); ++i) {
      text += box(i);
    }
    return text + "</svg>\n";
  }

 private:
  /// One more than the furthest caller. Callers in a circle stay where the number of partitions ends it.
  void find_layers() {
    for (std::size_t round = 0; round < boxes_.size(); ++round) {
      for (unsigned i = 0; i < image_.services.size(); ++i) {
        const unsigned owner = image_.services[i].owner;
        for (unsigned from = 0; owner < boxes_.size() && from < boxes_.size(); ++from) {
          if (from != owner && image_.may_call(image_.partitions[from], i)) {
            boxes_[owner].layer = std::max(boxes_[owner].layer, boxes_[from].layer + 1);
          }
        }
      }
    }
    for (Box& box : boxes_) {
      box.layer = std::min(box.layer, static_cast<unsigned>(boxes_.size()));
    }
  }

  void place() {
    std::vector<unsigned> layers;
    for (const Box& box : boxes_) {
      layers.push_back(box.layer);
    }
    std::sort(layers.begin(), layers.end());
    layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
    for (unsigned column = 0; column < layers.size(); ++column) {
      unsigned y = 10 + (column % 2) * kRowGap;  // lines past a column run between its boxes more often
      for (Box& box : boxes_) {
        if (box.layer == layers[column]) {
          box.x = 10 + column * (kBoxWidth + kColumnGap);
          box.y = y;
          y += box.height() + kRowGap;
          width_ = std::max(width_, box.x + kBoxWidth + 12);
          height_ = std::max(height_, y);
        }
      }
    }
  }

  [[nodiscard]] std::string box(unsigned index) const {
    const Box& box = boxes_[index];
    std::string text = fmt::format(
        "<g><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"1.5\"/>"
        "<text x=\"{}\" y=\"{}\" font-weight=\"700\">{}</text>",
        box.x, box.y, kBoxWidth, box.height(), box.x + 10, box.y + 18, escaped(image_.partitions[index].name));
    for (unsigned i = 0; i < box.services.size(); ++i) {
      text += fmt::format(R"(<text x="{}" y="{}">{}</text>)", box.x + 18, box.y + 18 + (i + 1) * kLine,
                          escaped(image_.services[box.services[i]].name));
    }
    return text + "</g>\n";
  }

  [[nodiscard]] std::string line(unsigned from, unsigned service) const {
    const Box& start = boxes_[from];
    const Box& end = boxes_[image_.services[service].owner];
    const auto row = std::find(end.services.begin(), end.services.end(), service) - end.services.begin();
    const unsigned x1 = start.x + kBoxWidth;
    const unsigned y1 = start.y + start.height() / 2;
    const unsigned y2 = end.y + 13 + (static_cast<unsigned>(row) + 1) * kLine;
    const unsigned bend = kColumnGap / 2;
    return fmt::format(
        "<path d=\"M{} {}C{} {} {} {} {} {}\" fill=\"none\" stroke=\"#111\" stroke-width=\"1.2\" "
        "marker-end=\"url(#tip)\"><title>{} calls {}</title></path>\n",
        x1, y1, x1 + bend, y1, static_cast<int>(end.x) - static_cast<int>(bend), y2, end.x, y2,
        escaped(image_.partitions[from].name), escaped(image_.services[service].name));
  }

  const audit::Image& image_;
  std::vector<Box> boxes_;
  unsigned width_ = 0;
  unsigned height_ = 0;
};

// The patterns of the map, by kind. They differ without colour.
constexpr std::string_view kPatterns = R"(<defs>
<pattern id="p-code" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#dbe9f6"/></pattern>
<pattern id="p-constants" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M0 3H6" stroke="#37c" stroke-width="1"/></pattern>
<pattern id="p-data" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fbe7c6"/><circle cx="3" cy="3" r="1" fill="#850"/></pattern>
<pattern id="p-stack" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/><path d="M0 8L8 0" stroke="#063" stroke-width="1.5"/></pattern>
<pattern id="p-heap" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/><path d="M0 4H8M4 0V8" stroke="#636" stroke-width="1"/></pattern>
<pattern id="p-waste" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#222"/></pattern>
</defs>
)";

std::string pattern_of(const Block& block) {
  if (block.is_waste()) {
    return "waste";
  }
  if (block.what.starts_with("stack")) {
    return "stack";
  }
  if (block.what == "heap" || block.what == "constants") {
    return block.what;
  }
  return block.what == "text" || block.what == "gates" || block.what == "veneers" ? "code" : "data";
}

}  // namespace

std::string call_graph(const Facts& facts) { return CallGraph(facts).draw(); }

std::string memory_map(const Memory& memory) {
  constexpr double kHeight = 620;
  constexpr double kLabel = 15;
  const double scale = kHeight / static_cast<double>(std::max<std::uint64_t>(memory.used(), 1));
  std::string blocks;
  double y = 10;
  double label = 0;
  for (const Block& block : memory.blocks) {
    const double height = static_cast<double>(block.size()) * scale;
    const std::string name = block.is_waste() ? "alignment" : block.owner + " " + block.what;
    blocks += fmt::format(
        "<rect x=\"90\" y=\"{:.2f}\" width=\"120\" height=\"{:.2f}\" fill=\"url(#p-{})\" stroke=\"#111\" "
        "stroke-width=\"0.5\"><title>{}, {} bytes at 0x{:08X}</title></rect>\n",
        y, height, pattern_of(block), escaped(name), block.size(), block.memory.first);
    if (!block.is_waste()) {
      const double middle = y + height / 2;
      label = std::max(label + kLabel, middle);
      blocks += fmt::format(
          "<path d=\"M210 {:.1f}L240 {:.1f}\" stroke=\"#555\" fill=\"none\"/><text x=\"244\" y=\"{:.1f}\">{}, {}</text>"
          "<text x=\"84\" y=\"{:.1f}\" text-anchor=\"end\" visibility=\"{}\">{:08X}</text>\n",
          middle, label, label + 4, escaped(name), block.size(), y + 9, height > 12 ? "visible" : "hidden",
          block.memory.first);
    }
    y += height;
  }
  const double bottom = std::max(y, label + kLabel) + 10;
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 {0:.0f}\" width=\"560\" height=\"{0:.0f}\" "
             "font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Map of the "
             "{1}\">",
             bottom, escaped(memory.name)) +
         std::string(kPatterns) + blocks + "</svg>\n";
}

}  // namespace postern::page
