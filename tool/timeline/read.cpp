// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "timeline/timeline.hpp"

namespace postern::timeline {
namespace {

using encoding::TraceEvent;
using encoding::TraceKind;
using encoding::TraceRing;

class Reader {
 public:
  explicit Reader(const audit::Image* image) : image_(image) {}

  Timeline read(const TraceRing& ring) {
    const std::uint32_t count = std::min(ring.next, encoding::kTraceEvents);
    made_.ticks_per_second = ring.ticks_per_second;
    made_.lost = ring.next - count;
    for (std::uint32_t number = ring.next - count; number != ring.next; ++number) {
      take(ring.events[number % encoding::kTraceEvents]);
    }
    made_.end = now_;
    for (auto& [client, call] : open_) {
      call.end = now_;
      made_.calls.push_back(call);
    }
    if (!made_.runs.empty()) {
      made_.runs.back().end = now_;
    }
    std::stable_sort(made_.calls.begin(), made_.calls.end(),
                     [](const Call& one, const Call& other) { return one.begin < other.begin; });
    return std::move(made_);
  }

 private:
  /// The counter has few bits; the difference to the event before counts.
  void advance(std::uint32_t time) {
    constexpr std::uint32_t kMask = (1U << encoding::kTraceTimeBits) - 1;
    now_ += is_first_ ? 0 : (time - last_) & kMask;
    last_ = time;
    is_first_ = false;
  }

  void take(const TraceEvent& event) {
    advance(event.time);
    switch (event.kind) {
      case TraceKind::none: return;
      case TraceKind::call: begin(event); return;
      case TraceKind::take:
        if (const auto call = open_.find(event.who); call != open_.end()) {
          call->second.taken = now_;
        }
        return;
      case TraceKind::reply: end(event); return;
      case TraceKind::run:
        if (!made_.runs.empty()) {
          made_.runs.back().end = now_;
        }
        made_.runs.push_back({partition(event.who), now_, now_});
        return;
      case TraceKind::interrupt: made_.marks.push_back({fmt::format("interrupt {}", event.what), now_}); return;
      case TraceKind::panic:
        made_.marks.push_back({fmt::format("panic of {}", static_cast<std::int32_t>(event.value)), now_});
        return;
    }
  }

  void begin(const TraceEvent& event) {
    Call call;
    call.client = partition(event.who);
    call.service = service(event.what);
    const auto type = static_cast<std::int32_t>(event.value);
    call.type = type == -1 ? "connect" : type == -2 ? "close" : fmt::format("call {}", type);
    call.begin = call.taken = now_;
    open_[event.who] = call;
  }

  void end(const TraceEvent& event) {
    const auto found = open_.find(event.who);
    if (found == open_.end()) {
      return;  // it began before the ring does
    }
    Call& call = found->second;
    call.end = now_;
    call.status = static_cast<std::int32_t>(event.value);
    call.in = event.more >> 16U;
    call.out = event.more & 0xFFFFU;
    call.is_answered = true;
    made_.calls.push_back(call);
    open_.erase(found);
  }

  [[nodiscard]] std::string partition(unsigned index) const {
    if (image_ == nullptr) {
      return fmt::format("partition {}", index);
    }
    return index < image_->partitions.size() ? image_->partitions[index].name : "idle";
  }

  [[nodiscard]] std::string service(unsigned index) const {
    return image_ != nullptr && index < image_->services.size() ? image_->services[index].name
                                                                : fmt::format("service {}", index);
  }

  const audit::Image* image_;
  Timeline made_;
  std::map<unsigned, Call> open_;
  Ticks now_ = 0;
  std::uint32_t last_ = 0;
  bool is_first_ = true;
};

}  // namespace

page::Costs costs_of(const Timeline& timeline) {
  page::Costs made{{}, 0, timeline.end, timeline.ticks_per_second, timeline.lost};
  std::vector<page::Cost>& all = made.services;
  for (const Call& call : timeline.calls) {
    if (!call.is_answered) {
      ++made.unanswered;
      continue;
    }
    const std::string kind = call.type.substr(0, call.type.find(' '));
    auto cost = std::find_if(all.begin(), all.end(),
                             [&](const page::Cost& each) { return each.service == call.service && each.kind == kind; });
    if (cost == all.end()) {
      cost = all.insert(cost, page::Cost{call.service, kind});
    }
    ++cost->calls;
    cost->in += call.in;
    cost->out += call.out;
    const Ticks waiting = call.taken - call.begin;
    const Ticks running = call.end - call.taken;
    cost->waiting += waiting;
    cost->longest_waiting = std::max(cost->longest_waiting, waiting);
    cost->running += running;
    cost->longest_running = std::max(cost->longest_running, running);
  }
  return made;
}

Timeline read_timeline(const std::string& bytes, const audit::Image* image) {
  TraceRing ring;
  if (bytes.size() < sizeof ring) {
    throw audit::Unreadable(fmt::format("a ring of events has {} bytes, and this has {}", sizeof ring, bytes.size()));
  }
  std::memcpy(&ring, bytes.data(), sizeof ring);
  if (ring.magic != encoding::kTraceMagic) {
    throw audit::Unreadable(
        "these bytes are no ring of events: the image is built without POSTERN_TRACE, or has not begun");
  }
  return Reader(image).read(ring);
}

}  // namespace postern::timeline
