// SPDX-License-Identifier: Apache-2.0

// Text that is safe inside HTML and SVG, and the frame of a page that needs nothing from outside.
#pragma once

#include <string>
#include <string_view>

namespace postern::page {

/// Characters with a meaning in HTML become references; control characters and bytes that are not ASCII become `?`.
[[nodiscard]] std::string escaped(std::string_view text);

/// A page with this body. Its policy forbids every request; its tables sort by a button in each heading.
[[nodiscard]] std::string whole_page(const std::string& title, const std::string& body);

}  // namespace postern::page
