// SPDX-License-Identifier: Apache-2.0

#include "decode/source_lines.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "elf/object.hpp"

namespace postern::decode {

namespace {

constexpr std::size_t kMostFrames = 32;

std::string file_name(const char* path) { return path == nullptr ? "" : std::filesystem::path(path).filename(); }

int number_in(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  return dwarf_formudata(dwarf_attr(die, attribute, &found), &value) == 0 ? static_cast<int>(value) : 0;
}

/// The file from which an inlined function was called.
std::string calling_file(Dwarf_Die* unit, Dwarf_Die* inlined) {
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  const auto index = static_cast<std::size_t>(number_in(inlined, DW_AT_call_file));
  if (dwarf_getsrcfiles(unit, &files, &count) != 0 || index >= count) {
    return "";
  }
  return file_name(dwarf_filesrc(files, index, nullptr, nullptr));
}

/// The unit that an address belongs to. A compiler need not list its units by address: clang does not.
Dwarf_Die* unit_at(Dwfl_Module* module, Dwarf_Addr address, Dwarf_Addr& bias) {
  if (Dwarf_Die* const unit = dwfl_module_addrdie(module, address, &bias); unit != nullptr) {
    return unit;
  }
  Dwarf_Die* unit = dwfl_module_nextcu(module, nullptr, &bias);
  while (unit != nullptr && dwarf_haspc(unit, address - bias) <= 0) {
    unit = dwfl_module_nextcu(module, unit, &bias);
  }
  return unit;
}

/// What a walk over one stack works on.
struct Walk {
  Start start;
  const Memory* memory;
  std::vector<std::uint32_t> addresses;
};

pid_t only_thread(Dwfl* /*dwfl*/, void* argument, void** thread) {
  const bool is_first = *thread == nullptr;
  *thread = argument;
  return is_first ? 1 : 0;
}

bool read_memory(Dwfl* /*dwfl*/, Dwarf_Addr address, Dwarf_Word* result, void* argument) {
  const auto word = (*static_cast<const Walk*>(argument)->memory)(static_cast<std::uint32_t>(address));
  *result = word.value_or(0);
  return word.has_value();
}

bool set_registers(Dwfl_Thread* thread, void* argument) {
  const Start& start = static_cast<const Walk*>(argument)->start;
  std::array<Dwarf_Word, std::size(Start{}.registers)> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = start.registers[i];
  }
  const Dwarf_Word pc = words.back() - (start.is_return_address ? 1 : 0);
  dwfl_thread_state_register_pc(thread, pc);
  return dwfl_thread_state_registers(thread, 0, words.size(), words.data());
}

int take_frame(Dwfl_Frame* frame, void* argument) {
  Walk& walk = *static_cast<Walk*>(argument);
  Dwarf_Addr pc = 0;
  bool is_activation = false;
  if (walk.addresses.size() == kMostFrames || !dwfl_frame_pc(frame, &pc, &is_activation)) {
    return DWARF_CB_ABORT;
  }
  const auto address = static_cast<std::uint32_t>(pc & ~Dwarf_Addr{1});
  walk.addresses.push_back(is_activation || walk.addresses.empty() ? address : address - 1);
  return DWARF_CB_OK;
}

constexpr Dwfl_Thread_Callbacks kThread = {.next_thread = only_thread,
                                           .get_thread = nullptr,
                                           .memory_read = read_memory,
                                           .set_initial_registers = set_registers,
                                           .detach = nullptr,
                                           .thread_detach = nullptr};

int open_image(Dwfl_Module* /*module*/, void** /*data*/, const char* image, Dwarf_Addr /*base*/, char** file,
               Elf** /*elf*/) {
  *file = strdup(image);  // libdwfl frees it
  return ::open(image, O_RDONLY | O_CLOEXEC);
}

std::uint64_t end_of_code(const std::string& image) {
  std::uint64_t end = 0;
  for (const elf::Segment& segment : elf::Object(image).segments()) {
    if (segment.is_executable) {
      end = std::max(end, segment.memory.end);
    }
  }
  return end;
}

}  // namespace

struct SourceLines::State {
  struct End {
    void operator()(Dwfl* dwfl) const { dwfl_end(dwfl); }
  };

  Dwfl_Callbacks callbacks{.find_elf = open_image,
                           .find_debuginfo = dwfl_standard_find_debuginfo,
                           .section_address = dwfl_offline_section_address,
                           .debuginfo_path = nullptr};
  std::string image;
  Dwarf_Addr first = 0;
  Dwarf_Addr end = 0;

  // libdwfl takes the end of the last segment for that of the image. Where RAM is below the code, it is not.
  void find_bounds() {
    const std::unique_ptr<Dwfl, End> opened(dwfl_begin(&callbacks));
    dwfl_report_begin(opened.get());
    Dwfl_Module* const module = dwfl_report_elf(opened.get(), "image", image.c_str(), -1, 0, false);
    if (module == nullptr) {
      throw elf::Unreadable(image + ": " + dwfl_errmsg(-1));
    }
    dwfl_module_info(module, nullptr, &first, &end, nullptr, nullptr, nullptr, nullptr);
    end = std::max(end, Dwarf_Addr{end_of_code(image)});
    dwfl_report_end(opened.get(), nullptr, nullptr);
  }

  [[nodiscard]] std::unique_ptr<Dwfl, End> open() const {
    std::unique_ptr<Dwfl, End> opened(dwfl_begin(&callbacks));
    dwfl_report_begin(opened.get());
    dwfl_report_module(opened.get(), image.c_str(), first, end);
    dwfl_report_end(opened.get(), nullptr, nullptr);
    return opened;
  }
  std::unique_ptr<Dwfl, End> dwfl;
};

SourceLines::SourceLines(const std::string& image) : state_(std::make_unique<State>()) {
  state_->image = image;
  state_->find_bounds();
  state_->dwfl = state_->open();
}
SourceLines::SourceLines(SourceLines&&) noexcept = default;
SourceLines::~SourceLines() = default;

std::vector<Frame> SourceLines::frames_at(std::uint32_t address) const {
  Dwfl_Module* const module = dwfl_addrmodule(state_->dwfl.get(), address);
  if (module == nullptr) {
    return {Frame{"", "", 0, address}};
  }
  Frame frame{"", "", 0, address};
  std::vector<Frame> frames;
  Dwarf_Addr bias = 0;
  Dwarf_Die* const unit = unit_at(module, address, bias);
  if (Dwarf_Line* const line = unit == nullptr ? nullptr : dwarf_getsrc_die(unit, address - bias); line != nullptr) {
    dwarf_lineno(line, &frame.line);
    frame.file = frame.line == 0 ? "" : file_name(dwarf_linesrc(line, nullptr, nullptr));
  }
  Dwarf_Die* innermost = nullptr;
  Dwarf_Die* scopes = nullptr;
  // The first call goes from an inlined function on to where it is defined; the second to where it is inlined.
  const int found = unit == nullptr ? 0 : dwarf_getscopes(unit, address - bias, &innermost);
  const int count = found <= 0 ? 0 : dwarf_getscopes_die(innermost, &scopes);
  for (int i = 0; i < count; ++i) {
    const int tag = dwarf_tag(&scopes[i]);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) {
      continue;
    }
    const char* const name = dwarf_diename(&scopes[i]);
    frame.function = name == nullptr ? "" : name;
    frame.is_inlined = tag == DW_TAG_inlined_subroutine;
    frames.push_back(frame);
    if (!frame.is_inlined) {
      break;
    }
    frame.line = number_in(&scopes[i], DW_AT_call_line);
    frame.file = frame.line == 0 ? "" : calling_file(unit, &scopes[i]);
  }
  std::free(innermost);  // NOLINT(cppcoreguidelines-no-malloc): libdw allocates it so
  std::free(scopes);     // NOLINT(cppcoreguidelines-no-malloc)
  if (frames.empty()) {
    const char* const name = dwfl_module_addrname(module, address | 1U);  // a symbol of Thumb code is odd
    frame.function = name == nullptr || *name == '$' ? "" : name;         // $t marks code, and is no function
    frames.push_back(frame);
  }
  return frames;
}

std::vector<Frame> SourceLines::unwind(const Start& start, const Memory& memory) {
  Walk walk{start, &memory, {}};
  const auto dwfl = state_->open();  // one serves one stack only
  if (dwfl_attach_state(dwfl.get(), nullptr, 1, &kThread, &walk)) {
    dwfl_getthread_frames(dwfl.get(), 1, take_frame, &walk);
  }
  std::vector<Frame> frames;
  for (const std::uint32_t address : walk.addresses) {
    for (Frame& frame : frames_at(address)) {
      frames.push_back(std::move(frame));
    }
  }
  return frames;
}

}  // namespace postern::decode
