// SPDX-License-Identifier: Apache-2.0

// A static object of the non-secure program, with a section of its own beside it.
namespace {

volatile int given = 12;

struct Object {
  explicit Object(int first) : value(first) {}
  ~Object() { value = 0; }
  [[nodiscard]] virtual int twice() const { return 2 * value; }
  int value;
};

Object object(given);

}  // namespace

[[gnu::section("my_config")]] volatile int configuration = 77;

extern "C" int ns_object_twice() { return object.twice(); }
extern "C" int ns_configuration() { return configuration; }
