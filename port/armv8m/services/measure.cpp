// SPDX-License-Identifier: Apache-2.0

// Initial Attestation: what the two programs are, as SHA-256. Boot measures them, because no partition may read them.
//
// The secure program is all that was linked: its code memory from the beginning to the end of the initial data, the
// same bytes as in the binary file of the image. The non-secure program says nowhere how long it is, so all of its
// code memory counts. Both are read before non-secure code can run; the results are variables of the partition.
#include <algorithm>

#include "port_internal.hpp"
#include "services.hpp"
#include "services/sha256.hpp"

extern "C" {
extern std::uint8_t measurements[2][sizeof(port::Sha256::Hash)] asm(
    "TFM_SP_INITIAL_ATTESTATION.tfm_attest_measurements");
}

namespace port {
namespace {

namespace system = spm::system;

void measure(std::uintptr_t first, std::size_t size, std::uint8_t* result) {
  Sha256 sum;
  sum.add(reinterpret_cast<const std::uint8_t*>(first), size);
  std::ranges::copy(sum.finish(), result);
}

}  // namespace

void measure_secure_program(const std::byte* end) {
  const std::uintptr_t first = system::kSecureCode.base;
  measure(first, address_of(end) - first, measurements[0]);
}

void measure_non_secure_program() {
  measure(system::kNonSecureCode.base, system::kNonSecureCode.size, measurements[1]);
}

}  // namespace port
