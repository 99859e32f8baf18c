// SPDX-License-Identifier: Apache-2.0

#include "shelf.hpp"

#include <new>

namespace {

volatile int32_t given = 42;  // volatile, so that no compiler evaluates the objects

class Constructed {
 public:
  explicit Constructed(int32_t value) : value_(value) {}
  ~Constructed() { value_ = 0; }
  [[nodiscard]] int32_t value() const { return value_; }

 private:
  int32_t value_;
};

Constructed object(given);

int32_t order = 0;
[[gnu::constructor(201)]] void first() { order = order * 10 + 1; }
[[gnu::constructor(202)]] void second() { order = order * 10 + 2; }

class Rectangle : public Shape {
 public:
  Rectangle(int32_t width, int32_t height) : width_(width), height_(height) {}
  [[nodiscard]] int32_t area() const override { return width_ * height_; }

 private:
  int32_t width_;
  int32_t height_;
};

class Square final : public Rectangle {
 public:
  explicit Square(int32_t side) : Rectangle(side, side) {}
};

int32_t sum_of_areas() {
  const Rectangle rectangle(2, 3);
  const Square square(2);
  const Shape* const shapes[] = {&rectangle, &square};
  int32_t sum = 0;
  for (const Shape* shape : shapes) {
    sum += shape->area();
  }
  return sum;
}

int32_t sum_of_list() {
  List<int32_t> list;
  for (int32_t i = 1; i <= 4; ++i) {
    list.add(i);
  }
  return list.sum();
}

// Hides a pointer from the compiler.
template <typename Object>
Object* hidden(Object* of) {
  asm volatile("" : "+r"(of) : : "memory");
  return of;
}

class Whole final : public Begun {
 public:
  [[nodiscard]] int32_t missing() const override { return 1; }
};

}  // namespace

Begun::Begun() { (void)hidden(this)->missing(); }

int32_t answer(int32_t request) {
  switch (request) {
    case CONSTRUCTED: return object.value();
    case COUNT: return asked();
    case AREA: return sum_of_areas();
    case ORDER: return order;
    case ALLOCATED: return sum_of_list();
    case PURE: return Whole().missing();
    case WITHOUT_MEMORY:
      return hidden(new (std::nothrow) char[0x4000]) == nullptr && hidden(new char[0x4000]) != nullptr;
    default: return -1;
  }
}
