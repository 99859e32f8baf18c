// SPDX-License-Identifier: Apache-2.0

// The messages that wait for a service, oldest first (GET-5, SLS-8): a circular list through the calls of their
// clients, one word for each service. The service signal is asserted exactly while the list is not empty (SIG-3).
// deliver() appends to it.
#pragma once

#include "spm/service.hpp"

namespace spm::ipc {

/// Takes the oldest message behind an asserted service signal. Returns the client.
Partition& take_message(Partition& owner, SignalSet signal);

}  // namespace spm::ipc
