// SPDX-License-Identifier: Apache-2.0

#include "read/probe.hpp"

#include <algorithm>

namespace postern {

Probe::Probe(const Answers& answers) : answers_(answers) { value_.probe = this; }

void Probe::expect(const Shape& shape) {
  const auto same =
      std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& other) { return other.kind == shape.kind; });
  if (same == shapes_.end()) {
    shapes_.push_back(shape);
    return;
  }
  same->least = std::min(same->least, shape.least);
  same->most = std::max(same->most, shape.most);
  for (const std::string& word : shape.words) {
    if (std::find(same->words.begin(), same->words.end(), word) == same->words.end()) {
      same->words.push_back(word);
    }
  }
}

const Value* Probe::expect_key(std::string_view key, bool is_required) {
  auto member = std::find_if(members_.begin(), members_.end(), [&](const Member& each) { return each.key == key; });
  if (member == members_.end()) {
    members_.push_back({std::string(key), std::make_unique<Probe>(answers_)});
    member = std::prev(members_.end());
  }
  member->times_required += is_required ? 1 : 0;
  return answers_.absent == key ? nullptr : &member->probe->value();
}

const std::vector<Value>& Probe::expect_items() {
  if (item_ == nullptr) {
    item_ = std::make_unique<Probe>(answers_);
    items_ = {item_->value()};
  }
  return items_;
}

const std::vector<Entry>& Probe::expect_entries() {
  if (other_ == nullptr) {
    other_ = std::make_unique<Probe>(answers_);
    Value key;
    key.kind = Value::Kind::scalar;
    key.text = "name";
    entries_ = {{key, other_->value()}};
  }
  return entries_;
}

const std::string& Probe::answer(std::string_view what, const Words& valid) const {
  static const std::string none;
  const auto fixed = answers_.fixed.find(what);
  if (fixed != answers_.fixed.end()) {
    return fixed->second;
  }
  return valid.empty() ? none : valid[answers_.word % valid.size()];
}

}  // namespace postern
