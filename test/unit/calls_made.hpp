// Every call, because the tests enter the kernel by number.
#pragma once

#include <array>
#include <string_view>

namespace spm::system {

inline constexpr auto kCallsMade =
    std::to_array<std::string_view>({"psa_call",        "psa_clear",      "psa_close",        "psa_connect",
                                     "psa_eoi",         "psa_get",        "psa_irq_disable",  "psa_irq_enable",
                                     "psa_map_invec",   "psa_map_outvec", "psa_notify",       "psa_panic",
                                     "psa_read",        "psa_reply",      "psa_reset_signal", "psa_rot_lifecycle_state",
                                     "psa_set_rhandle", "psa_skip",       "psa_unmap_invec",  "psa_unmap_outvec",
                                     "psa_version",     "psa_wait",       "psa_write",        "tfm_log_unpriv_piece"});

}  // namespace spm::system
