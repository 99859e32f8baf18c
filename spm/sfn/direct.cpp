// SPDX-License-Identifier: Apache-2.0

// The PSA calls as plain functions, for partitions and for the gates of the SFN backend.
//
// A gate has compared the stack pointer, so its call can only come from the non-secure thread that owns the empty agent
// stack. A partition's call comes from the running partition. A call from a FLIH function is refused (PE-11).
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "runtime/trap_numbers.h"
#include "spm/calls/calls.hpp"
#include "spm/calls/words.hpp"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"
#include "spm/sfn/running.hpp"

namespace spm::sfn {
namespace {

[[gnu::always_inline]] inline Partition& running_partition() {
  if (port::in_handler_mode()) {
    panic_for_entry();
  }
  return *running;
}

/// The result of a function of the PSA API, and its parameters by their places.
template <typename ResultType, typename... Parameters>
struct Api {
  using Result = ResultType;
  template <std::size_t place>
  using Parameter = std::tuple_element_t<place, std::tuple<Parameters...>>;
};
template <typename Result, typename... Parameters>
Api<Result, Parameters...> api_of(Result (*)(Parameters...));

std::uintptr_t to_word(const void* pointer) { return address_of(pointer); }
std::uintptr_t to_word(std::integral auto number) { return static_cast<std::uintptr_t>(number); }

std::uint32_t from(Answer answer) { return word_of(answer); }
template <typename Word>
Word from(Word word) {
  return word;
}

/// Makes the call and returns its answer in the type of the PSA function.
template <typename Result, auto function>
[[gnu::always_inline]] inline Result serve(const calls::Words& words) {
  using Call = calls::Adapted<function>;
  if constexpr (std::is_void_v<Result>) {
    Call::template make<running_partition>(words);
  } else {
    return static_cast<Result>(from(Call::template make<running_partition>(words)));
  }
}

/// psa_panic() does not return, as its declaration says. A `return`, also of nothing, would contradict that.
template <typename Result, auto function>
requires(function == &calls::panic) [[noreturn, gnu::always_inline]] inline Result serve(const calls::Words& /*none*/) {
  calls::panic(running_partition());
}

POSTERN_CALLS(POSTERN_CHECK_CALL)

}  // namespace

extern "C" {

// With everything inlined.
[[gnu::flatten]] decltype(psa_read) psa_read;    // NOLINT(readability-redundant-declaration)
[[gnu::flatten]] decltype(psa_write) psa_write;  // NOLINT(readability-redundant-declaration)

#define POSTERN_API(api) decltype(api_of(api))
#define POSTERN_PARAMETER(api, place) POSTERN_API(api)::Parameter<place>
#define POSTERN_PARAMETERS_0(api)
#define POSTERN_PARAMETERS_1(api) POSTERN_PARAMETER(api, 0) a
#define POSTERN_PARAMETERS_2(api) POSTERN_PARAMETERS_1(api), POSTERN_PARAMETER(api, 1) b
#define POSTERN_PARAMETERS_3(api) POSTERN_PARAMETERS_2(api), POSTERN_PARAMETER(api, 2) c
#define POSTERN_PARAMETERS_4(api) POSTERN_PARAMETERS_3(api), POSTERN_PARAMETER(api, 3) d
#define POSTERN_WORDS_0
#define POSTERN_WORDS_1 to_word(a)
#define POSTERN_WORDS_2 POSTERN_WORDS_1, to_word(b)
#define POSTERN_WORDS_3 POSTERN_WORDS_2, to_word(c)
#define POSTERN_WORDS_4 POSTERN_WORDS_3, to_word(d)

#define POSTERN_ENDS_psa_panic ,
#define POSTERN_SECOND(first, second, ...) second
#define POSTERN_RETURN(...) POSTERN_SECOND(__VA_ARGS__, return, )

#define POSTERN_FUNCTION(number, api, count, function, exists)                                             \
  POSTERN_API(api)::Result api(POSTERN_PARAMETERS_##count(api)) {                                          \
    POSTERN_RETURN(POSTERN_ENDS_##api) serve<POSTERN_API(api)::Result, function>({POSTERN_WORDS_##count}); \
  }

POSTERN_CALLS(POSTERN_FUNCTION)

// Called by the gates, on the agent's stack, for the non-secure world.

std::uint32_t spm_gate_version(std::uint32_t sid) {
  return has_non_secure_client() ? calls::version(non_secure_caller(), sid) : PSA_VERSION_NONE;
}

Answer spm_gate_connect(std::uint32_t sid, std::uint32_t version) {
  return has_non_secure_client() ? calls::connect(non_secure_caller(), sid, version) : now(kRefusedConnect);
}

[[gnu::flatten]] Answer spm_gate_call(std::uint32_t handle, std::uint32_t control, std::uintptr_t in,
                                      std::uintptr_t out) {
  return has_non_secure_client() ? calls::gate_call(non_secure_caller(), ConnectionHandle{handle}, control, in, out)
                                 : now(kRefusedCall);
}

void spm_gate_close(std::uint32_t handle) {
  if (has_non_secure_client()) {
    calls::close(non_secure_caller(), ConnectionHandle{handle});
  }
}

}  // extern "C"

}  // namespace spm::sfn
