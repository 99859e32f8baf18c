// SPDX-License-Identifier: Apache-2.0

// What readers accept, told by the readers themselves: `postern schema`.
//
// A probe stands for any document. It is a Value like others, and readers read it as they read a file. Each function
// of fields.hpp that meets a probe notes what it expects there (a list, one of some words, a required key) and answers
// with a value that is right. A reader takes other ways for other answers, so it runs once for each of them, and the
// notes of all runs are added up. A key that a reader learns to read is in the schema without another line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/yaml_reader.hpp"
#include "text/words.hpp"

namespace postern {

/// What a single value may be.
struct Shape {
  enum class Kind { scalar, text, any_text, label, identifier, words, plain_words, boolean, number };

  Kind kind;
  Words words = {};         // plain: without quotes
  std::uint64_t least = 0;  // of a number
  std::uint64_t most = 0;
};

/// The answers of one run.
struct Answers {
  std::size_t word = 0;                                   // which of several words, counted over the end
  std::string absent;                                     // this key is not there
  std::map<std::string, std::string, std::less<>> fixed;  // words of these keys
};

class Probe {
 public:
  struct Member {
    std::string key;
    std::unique_ptr<Probe> probe;
    unsigned times_required = 0;
  };

  explicit Probe(const Answers& answers);
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /// What a reader gets.
  [[nodiscard]] const Value& value() const { return value_; }

  // Notes of fields.cpp.
  void expect(const Shape& shape);
  void expect_fields() { ++times_read_; }
  const Value* expect_key(std::string_view key, bool is_required);
  const std::vector<Value>& expect_items();
  const std::vector<Entry>& expect_entries();
  [[nodiscard]] const std::string& answer(std::string_view what, const Words& valid) const;
  [[nodiscard]] bool answer_boolean() const { return answers_.word % 2 == 0; }

  // The notes.
  [[nodiscard]] const std::vector<Shape>& shapes() const { return shapes_; }
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] bool is_required(const Member& member) const { return member.times_required == times_read_; }
  [[nodiscard]] const Probe* item() const { return item_.get(); }         // nullptr: not a list
  [[nodiscard]] const Probe* any_member() const { return other_.get(); }  // nullptr: no free keys
  [[nodiscard]] bool is_map() const { return times_read_ != 0; }          // with the keys of members()

 private:
  const Answers& answers_;
  Value value_;
  std::vector<Shape> shapes_;
  std::vector<Member> members_;
  unsigned times_read_ = 0;
  std::unique_ptr<Probe> item_;
  std::vector<Value> items_;
  std::unique_ptr<Probe> other_;
  std::vector<Entry> entries_;
};

}  // namespace postern
