// SPDX-License-Identifier: Apache-2.0

// Reads boundaries from their tables at run time. boot.cpp, self_test.cpp and the boards use it.
//
// The compiler would fold the words of a constant into the code that uses them, and an image would no longer show which
// boundaries it sets. `postern audit` reads these tables, so boot must use them.
#pragma once

namespace port {

/// The same table, with words that the compiler does not know.
template <typename Table>
const Table& in_image(const Table& table) {
  const Table* place = &table;
  asm("" : "+r"(place));
  return *place;
}

}  // namespace port
