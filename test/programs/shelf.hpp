// SPDX-License-Identifier: Apache-2.0

// Source that several partitions share: each of them has its own state.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum request : int32_t {
  CONSTRUCTED = 1,  // the value of a static object that a constructor sets
  COUNT,            // how often this partition was asked, from a static variable of an inline function
  AREA,             // through a virtual function: 6 of a rectangle, 4 of a square
  ORDER,            // the order in which constructors ran: 12
  ALLOCATED,        // the sum over a list of new elements, all of which are deleted: 10; without a heap none
  PURE,             // calls a function that no class has defined
  WITHOUT_MEMORY,   // a new of more memory than the heap has
};

class Shape {
 public:
  virtual ~Shape() = default;
  [[nodiscard]] virtual int32_t area() const = 0;
};

// Calls a pure function of an object whose constructor is running. For all that a compiler knows, other files derive
// from it.
class Begun {
 public:
  Begun();
  virtual ~Begun() = default;
  [[nodiscard]] virtual int32_t missing() const = 0;
};

inline int32_t asked() {
  static int32_t times = 0;
  return ++times;
}

template <typename Value>
class List {
 public:
  ~List() {
    while (first_ != nullptr) {
      Node* const next = first_->next;
      delete first_;
      first_ = next;
    }
  }
  void add(Value value) { first_ = new Node{value, first_}; }
  [[nodiscard]] Value sum() const {
    Value all{};
    for (const Node* node = first_; node != nullptr; node = node->next) {
      all += node->value;
    }
    return all;
  }

 private:
  struct Node {
    Value value;
    Node* next;
  };
  Node* first_ = nullptr;
};

int32_t answer(int32_t request);
