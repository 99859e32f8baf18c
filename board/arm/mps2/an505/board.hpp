// What the port needs to know about this board: nothing that the whole family does not share.
#pragma once

#include "board/arm/mps2/common/mps2.hpp"
