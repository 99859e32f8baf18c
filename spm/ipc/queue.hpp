// The messages that wait for a service, oldest first (GET-5, SLS-8): a circular list through the calls of their
// clients, one word a service. The service signal is asserted exactly while the list is not empty (SIG-3). Calls come
// to its end in deliver().
#pragma once

#include "spm/service.hpp"

namespace spm::ipc {

/// Takes the oldest message behind a service signal that is asserted: whose call it is.
Partition& take_message(Partition& owner, SignalSet signal);

}  // namespace spm::ipc
