// SPDX-License-Identifier: Apache-2.0

// An open libelf file, which its destructor closes. Only code that reads or edits ELF files includes this.
#pragma once

#include <gelf.h>
#include <libelf.h>

#include <string>

namespace postern::elf {

class Handle {
 public:
  enum class Access { read, change };

  /// Throws Unreadable when the file does not exist, or is neither an ELF file nor an archive.
  explicit Handle(const std::string& path, Access access = Access::read);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] Elf* get() const { return elf_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  Elf* elf_ = nullptr;
};

}  // namespace postern::elf
