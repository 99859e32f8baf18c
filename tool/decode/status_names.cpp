// SPDX-License-Identifier: Apache-2.0

#include "decode/status_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "include/psa/error.h"

namespace postern::decode {

namespace {

struct Status {
  std::int32_t value;
  const char* name;
};

#define POSTERN_STATUS(name) \
  { (name), #name }
constexpr Status kStatuses[] = {
    POSTERN_STATUS(PSA_SUCCESS),
    POSTERN_STATUS(PSA_ERROR_PROGRAMMER_ERROR),
    POSTERN_STATUS(PSA_ERROR_CONNECTION_REFUSED),
    POSTERN_STATUS(PSA_ERROR_CONNECTION_BUSY),
    POSTERN_STATUS(PSA_ERROR_GENERIC_ERROR),
    POSTERN_STATUS(PSA_ERROR_NOT_PERMITTED),
    POSTERN_STATUS(PSA_ERROR_NOT_SUPPORTED),
    POSTERN_STATUS(PSA_ERROR_INVALID_ARGUMENT),
    POSTERN_STATUS(PSA_ERROR_INVALID_HANDLE),
    POSTERN_STATUS(PSA_ERROR_BAD_STATE),
    POSTERN_STATUS(PSA_ERROR_BUFFER_TOO_SMALL),
    POSTERN_STATUS(PSA_ERROR_ALREADY_EXISTS),
    POSTERN_STATUS(PSA_ERROR_DOES_NOT_EXIST),
    POSTERN_STATUS(PSA_ERROR_INSUFFICIENT_MEMORY),
    POSTERN_STATUS(PSA_ERROR_INSUFFICIENT_STORAGE),
    POSTERN_STATUS(PSA_ERROR_INSUFFICIENT_DATA),
    POSTERN_STATUS(PSA_ERROR_SERVICE_FAILURE),
    POSTERN_STATUS(PSA_ERROR_COMMUNICATION_FAILURE),
    POSTERN_STATUS(PSA_ERROR_STORAGE_FAILURE),
    POSTERN_STATUS(PSA_ERROR_HARDWARE_FAILURE),
    POSTERN_STATUS(PSA_ERROR_INVALID_SIGNATURE),
    POSTERN_STATUS(PSA_ERROR_CORRUPTION_DETECTED),
    POSTERN_STATUS(PSA_ERROR_DATA_CORRUPT),
    POSTERN_STATUS(PSA_ERROR_DATA_INVALID),
    POSTERN_STATUS(PSA_OPERATION_INCOMPLETE),
};
#undef POSTERN_STATUS

}  // namespace

std::string status_words(std::uint32_t status) {
  const auto value = static_cast<std::int32_t>(status);
  const auto* const found =
      std::find_if(std::begin(kStatuses), std::end(kStatuses), [=](const Status& each) { return each.value == value; });
  return found == std::end(kStatuses) ? fmt::format("{}", value) : fmt::format("{} ({})", found->name, value);
}

}  // namespace postern::decode
