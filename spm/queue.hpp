// The messages that wait for a service, oldest first (GET-5, SLS-8): a circular list through the calls themselves, one
// word a service. The service signal is asserted exactly while the list is not empty (SIG-3).
#pragma once

#include "spm/partition.hpp"

namespace spm {

/// Appends a call to its service's queue and asserts the signal. Whether somebody waits for it is the backend's to see.
Partition& enqueue(Call& call);

/// Takes the oldest message of the service behind one asserted service signal; drops the signal with the last one.
Call& take_message(Partition& owner, SignalSet signal);

}  // namespace spm
