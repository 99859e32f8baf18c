#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Does boot set the registers that a board.yaml describes, read them back, and stop where one does not have its value?
# Builds the demo for boards that are an AN521 with a few lines more, outside of this tree, and boots them.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
board=$scratch/board
image=$scratch/build/demo/demo
mkdir "$board"
echo '#include "board_tables.hpp"' >"$board/board.hpp"

# describes LINE...: the board is an AN521 with these lines more
describes() {
  { grep -v '^block_size:' board/arm/mps2/an521/board.yaml && printf '%s\n' "$@"; } >"$board/board.yaml"
}

# boots: builds the demo for the board and runs it until it ends, or boot stops at a check. `told` has the secure log in words.
boots() {
  local emulator
  : >"$scratch/secure"
  : >"$scratch/output"
  { [ -e "$scratch/build" ] ||
    cmake -S . -B "$scratch/build" -G Ninja -DTFM_PLATFORM="$board" -DTFM_ISOLATION_LEVEL=3 -DPOSTERN_TOOL="$tool"; } >"$scratch/log" 2>&1 &&
    ninja -C "$scratch/build" >>"$scratch/log" 2>&1 || { tail -5 "$scratch/log"; return 1; }
  (ulimit -c 0 -t 10
   exec timeout 60 qemu-system-arm -M mps2-an521 -display none -monitor none -icount shift=0,sleep=off \
     -semihosting-config enable=on,target=native,arg=demo,arg=3,arg=1,arg=4 -serial "file:$scratch/output" -serial "file:$scratch/secure" \
     -kernel "${image}_s.elf" -device "loader,file=${image}_ns.elf") >"$scratch/log" 2>&1 </dev/null &
  emulator=$!
  while kill -0 "$emulator" 2>/dev/null; do
    ! grep -q "^\(own: \)\?\[ERR\] boot: check .* at" "$scratch/secure" || kill "$emulator" 2>/dev/null
    sleep 0.1
  done
  wait "$emulator" 2>/dev/null
  "$tool" decode --lines "${image}_s.elf" "$scratch/secure" >"$scratch/told"
  return 0
}

# case_of NAME PATTERN FILE LINE...: on a board with these lines, the file of the run has the pattern
case_of() {
  local name=$1 pattern=$2 file=$3
  shift 3
  describes "$@"
  if boots && grep -qE "$pattern" "$scratch/$file"; then
    echo "ok $name"
  else
    tail -n 3 -v "$scratch/output" "$scratch/secure" "$scratch/log"
    echo "FAILED $name"
  fi
}

# audited IMAGE NAME
audited() {
  if "$tool" audit "$1" >"$scratch/log" 2>&1; then echo "ok $2"; else
    tail -n 5 "$scratch/log"
    echo "FAILED $2"
  fi
}

stopped_by() { echo "boot did not get its way with the register at $1; nothing is started"; }

# The interrupts of the peripheral protection controllers (0x50080028), which nothing else here uses, with the bits that
# they keep: 0x00F000F3. 0x5008002C does not exist. The code for the subsystem sets 0x50080010 and 0x50080014.
enables=0x50080028
case_of "boot sets described registers, and the bits beside them stay (BOOT-1)" '^END demo' output 'controllers:' \
  "  - {register: $enables, value: 0x00500000, mask: 0x00F00000}" \
  "  - {register: $enables, value: 0x00000030, mask: 0x000000F0, preserve: true}" \
  "  - {register: $enables, expect: 0, mask: 0x00000003}" \
  '  - {register: 0x50080010, expect: 0, mask: 1}'
case_of "boot stops where a register does not keep its value (BOOT-1)" "$(stopped_by $enables)" told 'controllers:' \
  "  - {register: $enables, value: 0x00F000F7}"
case_of "boot stops where the bits beside a value were not left as they are" "$(stopped_by $enables)" told 'controllers:' \
  "  - {register: $enables, value: 0x00500000, mask: 0}" \
  "  - {register: $enables, value: 0x00000030, mask: 0x000000F0}" \
  "  - {register: $enables, expect: 0x00500000, mask: 0x00F00000}"
case_of "boot stops where a precondition does not hold" "$(stopped_by 0x50080014)" told 'controllers:' \
  '  - {register: 0x50080014, expect: 2, mask: 2}'
fields="  - {name: ENABLES, registers: $enables, fields: 4, mask: 0xF0, secure: 0x50, non_secure: 0, reserved: [1, 3, 5, 7]"
case_of "boot sets the fields of a described controller" '^END demo' output 'controllers:' "${fields/, 5, 7}, count: 4}"
audited "${image}_s.elf" "the audit finds the registers that the board describes"
case_of "boot sets all registers of a described controller" "$(stopped_by 0x5008002C)" told 'controllers:' "$fields, count: 8}"
case_of "boot stops where the blocks of a memory controller have another size than the board states" "$(stopped_by 0x58007014)" \
  told 'block_size: 0x200'

# A UART of the board's own, which is one of the known kind here.
cat >"$board/uart.cpp" <<'CPP'
#include "board/arm/common/uart.hpp"
#include "registers.hpp"
namespace board {
void start_own_uart(std::uintptr_t registers) {
  port::registers::write(registers + 0x10, 16);
  port::registers::write(registers + 0x08, 1);
  for (const char* text = "own: "; *text != '\0'; ++text) {
    send_by_own_uart(registers, *text);
  }
}
void send_by_own_uart(std::uintptr_t registers, char character) {
  port::registers::write(registers, static_cast<std::uint8_t>(character));
}
}  // namespace board
CPP
case_of "a board can have code for its own UART" '^own: .*boot: check [0-9A-F]+ at 50080014' secure 'uart: own' \
  'controllers:' '  - {register: 0x50080014, expect: 2, mask: 2}'

# Secure images for the described devices link; none runs here, and the non-secure platform has no code for their UARTs.
links() {
  cp "test/silicon/$1/board.yaml" "$board"
  cmake -S . -B "$scratch/$1" -G Ninja -DTFM_PLATFORM="$board" -DTFM_ISOLATION_LEVEL=3 -DPOSTERN_TOOL="$tool" >"$scratch/log" 2>&1 &&
    ninja -C "$scratch/$1" demo_s >>"$scratch/log" 2>&1
}
for device in stm32u585 nrf5340; do
  if links "$device"; then echo "ok a secure image for $device links"; else
    tail -n 5 "$scratch/log"
    echo "FAILED a secure image for $device links"
  fi
  audited "$scratch/$device/demo/demo_s.elf" "the audit finds the registers of $device"
done
