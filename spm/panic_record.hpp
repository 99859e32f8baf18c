// SPDX-License-Identifier: Apache-2.0

// The panic record and the rules that it names, for the kernel: encoding/panic_record.hpp has the layout, which the
// tool shares. panic.cpp writes the record, and prints it at the next boot.
#pragma once

#include "encoding/panic_record.hpp"

namespace spm {

using encoding::Area;
using encoding::area_of;
using encoding::FaultRegisters;
using encoding::number_of;
using encoding::PanicKind;
using encoding::PanicRecord;
using encoding::Rule;
using encoding::rule;
using encoding::StackWords;

}  // namespace spm
