// SPDX-License-Identifier: Apache-2.0

// How the kernel leaves a thread that died, and how its memory becomes as at boot.
//
// The sanitizers' red zones between variables are memory of the partition too, so the copies here are not checked.
#include "port_internal.hpp"

namespace port {
namespace {

[[gnu::no_sanitize("address")]] void copy_all(std::byte* to, const std::byte* from, const std::byte* end) {
  for (volatile std::byte* place = to; from != end; ++place) {
    *place = *from++;
  }
}

[[gnu::no_sanitize("address")]] void clear_all(std::byte* first, const std::byte* end) {
  for (volatile std::byte* place = first; place < end; ++place) {
    *place = std::byte{};
  }
}

}  // namespace

// The image lies outside of the partition's own memory.
void keep_images() {
  if constexpr (spm::system::kRestarts) {
    for (const spm::OwnMemory& memory : spm::system::kOwnMemories) {
      copy_all(const_cast<std::byte*>(memory.image), memory.data, memory.data_end);
    }
  }
}

bool can_leave() { return executing == &current->fibre; }

bool is_fault_of_thread(const spm::FaultRegisters&) { return !handler_mode; }

// The fibre that dies may be the next one too, prepared anew. A fault has no handler mode yet.
void leave(Context& next) {
  handler_mode = true;
  unmask_interrupts();
  current = &next;
  executing = next.top;
  abandon_for(*next.top);
}

// The kernel works on the stack that it clears: what is in use stays, and a page below it.
void renew(const spm::OwnMemory& memory) {
  constexpr std::size_t kInUse = 4096;
  copy_all(memory.data, memory.image, memory.image + (memory.data_end - memory.data));
  clear_all(memory.bss, memory.bss_end);
  clear_all(memory.heap, memory.heap_end);
  clear_all(memory.stack, static_cast<const std::byte*>(__builtin_frame_address(0)) - kInUse);
}

}  // namespace port
