#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Does a test notice a missing layer of the boundary? Breaks a copy of the boot sources in one place after the other.
# Each time either boot itself, which reads back what it wrote, or the image of test/layers must notice.
#
#   test/layers.sh [WORD]   only mutants with this word in their name
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/suites.sh
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
say() { printf '%s\n' "$*"; }

# Copies the tree, with one image.
tree=$scratch/tree
mkdir "$tree"
cp -rp board client cmake encoding include port runtime spm CMakeLists.txt VERSION "$tree"
mkdir "$tree/test"
cp -rp test/layers test/attack test/harness test/*.cmake "$tree/test"
sed -i -E 's|(foreach\(directory IN ITEMS ).*\)|\1test/layers)|' "$tree/CMakeLists.txt"

# build PLATFORM BACKEND: options of the build can follow the backend
build() {
  local directory=$scratch/$(basename "$1")-${2// /}
  if [ ! -d "$directory" ]; then
    cmake -S "$tree" -B "$directory" -G Ninja -DTFM_PLATFORM="$1" -DCONFIG_TFM_SPM_BACKEND=$2 -DTFM_ISOLATION_LEVEL=1 \
      -DPOSTERN_TOOL="$tool" -DPOSTERN_TESTS=ON >"$scratch/build.log" 2>&1 || return
  fi
  ninja -C "$directory" layers_s layers_ns >"$scratch/build.log" 2>&1
}

# passes PLATFORM BACKEND: does the image come to its end, with the panics that it announces? The wait ends early where
# boot stops, a case fails or panics repeat. A system that hangs has 10 seconds of processor time, far more than an
# image needs that passes.
passes() {
  local directory=$scratch/$(basename "$1")-${2// /} secure=$scratch/secure output=$scratch/output machine emulator
  machine=$(sed -n 's/^machine: *//p' "board/$1/board.yaml")
  : >"$secure"
  : >"$output"
  (ulimit -c 0 -t 10
   exec timeout 60 qemu-system-arm -M "$machine" -display none -monitor none -icount shift=0,sleep=off \
     -semihosting-config enable=on,target=native -serial "file:$output" -serial "file:$secure" \
     -kernel "$directory/layers/layers_s.elf" -device "loader,file=$directory/layers/layers_ns.elf") \
    >"$scratch/emulator.log" 2>&1 </dev/null &
  emulator=$!
  while kill -0 "$emulator" 2>/dev/null; do
    if grep -q '^\[ERR\] boot: ' "$secure" || grep -q '^FAILED' "$output" || [ "$(grep -c ' panic: ' "$secure")" -gt 60 ]; then
      kill "$emulator"
      break
    fi
    sleep 0.1
  done
  wait "$emulator" 2>/dev/null
  grep -qE '^END layers [1-9][0-9]* cases 0 failed' "$output" || return
  compare_panics "$(tr -d '\r' <"$output" | grep -E '^expect-panic ')" "$secure" "$directory/layers/layers_s.elf" >/dev/null
}

# noticed_by PLATFORM BACKEND: the check that noticed the last mutant.
noticed_by() {
  local reason
  reason=$("$tool" decode --lines "$scratch/$(basename "$1")-${2// /}/layers/layers_s.elf" "$scratch/secure" | sed -n 's/^\[ERR\] the memory protection of this board does not behave: \(.*\); nothing is started$/\1/p' | head -n 1)
  if [ -n "$reason" ]; then
    echo "boot: $reason"
  elif grep -q '^FAILED' "$scratch/output"; then
    echo "the image: $(tr -d '\r' <"$scratch/output" | sed -nE 's/^FAILED ([0-9]+ )?([^:[]*[^:[ ]).*/\2/p' | head -n 1)"
  elif grep -q '^END layers' "$scratch/output"; then
    echo "the image: its panics are not those that it announced"
  else
    echo "the image: it did not come to its end"
  fi
}

# Each mutant: its name, the board and the backend to try it on, the file, and the change.
mutants() {
  cat <<'TEXT'
the limit of the main stack is never set|arm/mps2/an521|IPC|port/armv8m/exceptions.S|/ldr   r0, =handler_stack_limit/,/msr   msplim, r0/d
the limit of the main stack is never set, on SFN|arm/mps2/an521|SFN|port/armv8m/exceptions.S|/ldr   r0, =handler_stack_limit/,/msr   msplim, r0/d
the limit of the main stack is below it|arm/mps2/an521|IPC|port/armv8m/exceptions.S|s/ldr   r0, =handler_stack_limit/ldr   r0, =handler_stack_limit - 64/
the attribution unit begins 32 bytes early|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/next_++, first,/next_++, first - 32,/
its regions end 32 bytes late|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/(first + size - 1) & ~encoding::kAttributes/(first + size + 31) \& ~encoding::kAttributes/
the NSC region is 32 bytes too long|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/doors.end - doors.first)/doors.end - doors.first) + 32/
the NSC region begins 32 bytes early|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/attribution.add(address_of(doors.first),/attribution.add(address_of(doors.first) - 32,/
all regions may be called|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/attribution.add(range.base, range.size, 0)/attribution.add(range.base, range.size, 2)/
regions that nothing uses stay as they were|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/next_++, 0, 0)/next_++, 0, 1)/
the attribution unit stays off|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/boundaries.set(reg::kAttributionControl, kEnable/d
a memory controller opens one word too many|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/edge += range.size;/edge += range.size + kStep;/
a memory controller opens one word too few|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/edge += range.size;/edge += range.size - kStep;/
a memory controller opens one word too few, on the MPS3 board|arm/mps3/an547|IPC|board/arm/common/corstone.cpp|s/edge += range.size;/edge += range.size - kStep;/
a memory controller opens one word early|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/edge = range.base;/edge = range.base - kStep;/;s/edge += range.size;/edge += range.size + kStep;/
the board states blocks of another size|arm/mps2/an521|IPC|board/arm/mps2/an521/board.yaml|s/^block_size: .*/block_size: 0x200/
the last word of a memory controller is left out|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/(reg::read(controller.registers + kLastWord) + 1)/reg::read(controller.registers + kLastWord)/
gates are allowed in RAM too|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/0x14, .value = 1, .kept = 3/0x14, .value = 3, .kept = 3/
gates are allowed nowhere|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/0x14, .value = 1, .kept = 3/0x14, .value = 0, .kept = 3/
a peripheral port too many|arm/mps2/an521|IPC|board/arm/mps2/an521/board.yaml|s/UART2: {base: 0x50202000, size: 0x1000, also: .*/UART2: {base: 0x40202000, size: 0x1000, also: [0x50202000], owner: non_secure, port: {register: 0x50080084, bit: 7}}/
a peripheral port too many, on the MPS3 board|arm/mps3/an547|IPC|board/arm/mps3/an547/board.yaml|s/UART2: {base: 0x59305000, size: 0x1000, also: .*/UART2: {base: 0x49305000, size: 0x1000, also: [0x59305000], owner: non_secure, port: {register: 0x50080088, bit: 5}}/
unprivileged code has the ports of the non-secure world|arm/mps2/an521|IPC|board/arm/common/corstone.cpp|s/ports.address == address ?/(ports.address | 0x40) == (address | 0x40) ?/
an interrupt line too many|arm/mps2/an521|IPC|board/arm/mps2/an521/board.yaml|s/non_secure: \[TIMER1,/non_secure: [S32K_TIMER, TIMER1,/
an interrupt line too many, on the MPS3 board|arm/mps3/an547|IPC|board/arm/mps3/an547/board.yaml|s/non_secure: \[TIMER1,/non_secure: [S32K_TIMER, TIMER1,/
interrupt lines of no table are the non-secure world's|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/std::uint32_t lines = 0;/std::uint32_t lines = word == 2 ? 0x10 : 0;/
SecureFault is not enabled|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/.address = reg::kSystemHandlerControl, .value = kAllFaults/.address = reg::kSystemHandlerControl, .value = kAllFaults \& ~kSecureFaultEnabled/
UsageFault is not enabled|arm/mps2/an521|SFN|port/armv8m/boot.cpp|s/.address = reg::kSystemHandlerControl, .value = kAllFaults/.address = reg::kSystemHandlerControl, .value = kAllFaults \& ~kUsageFaultEnabled/
faults are less urgent than traps|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/.address = reg::kSystemPriority1, .value = 0,/.address = reg::kSystemPriority1, .value = 0x80,/
faults are the non-secure world's|arm/mps2/an521|IPC|port/armv8m/port_internal.hpp|s/(0x05FAU << 16U) | (1U << 14U)/(0x05FAU << 16U) \| (1U << 14U) \| (1U << 13U)/
non-secure interrupts are as urgent as secure ones|arm/mps2/an521|IPC|port/armv8m/port_internal.hpp|s/(0x05FAU << 16U) | (1U << 14U)/(0x05FAU << 16U)/
the non-secure world may use more than the FPU|arm/mps2/an505|SFN|port/armv8m/boot.cpp|s/.value = kUnitForNonSecure,/.value = 0xCFF,/
the non-secure world's use of the FPU stays as it was|arm/mps2/an505|SFN|port/armv8m/boot.cpp|s/.address = reg::kNonSecureCoprocessorAccess/.address = reg::kCoprocessorAccess/
regions of the attribution unit stay open|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/  attribution.close();/d
slots of no domain stay open|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s/i < slot_count; ++i/i < system::kDomainSlots; ++i/
the first ports stay as they were|arm/mps2/an521|SFN|board/arm/common/corstone.cpp|s/kSecurityController + 0x50;/kSecurityController + 0x70;/
zeros of the kernel stay as they were|arm/mps2/an521|SFN|port/armv8m/boot.cpp|/    clear(record->memory/d
gates of non-secure code with FP cannot save it|arm/mps2/an505|SFN|port/armv8m/boot.cpp|s/.value = kUnitForAll,/.value = 0x500000,/
a secure frame has only half of the FPU|arm/mps2/an505|SFN|port/armv8m/boot.cpp|s/ | kClearedOnReturn | kSecureFrameHasAll/ | kClearedOnReturn/
the FPU is not off where no code may use it|arm/mps2/an505|SFN -DCONFIG_TFM_DISABLE_CP10CP11=ON|port/armv8m/boot.cpp|s/return system::kFpuIsUsable \&\& (/return (/
the MPU is off when boot ends|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/  reg::write(reg::kProtectionControl, kPrivilegedBackground | kEnable);/d
the MPU stays off where no self-test runs|arm/mps2/an521|IPC -DPOSTERN_BOOT_SELF_TEST=OFF|port/armv8m/boot.cpp|/boundaries.set(reg::kProtectionControl, kPrivilegedBackground . kEnable/d
privileged code has the memory of no domain|arm/mps2/an521|IPC|port/armv8m/boot.cpp|s,kIsolationLevel == 1 ? 0 : 1U << 2U,kIsolationLevel == 1 ? 1U << 2U : 0,
the first word of a seal is missing|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/boundaries.set(address_of(stack_top), kSeal)/d
the first word of a seal is missing, on SFN|arm/mps2/an521|SFN|port/armv8m/boot.cpp|/boundaries.set(address_of(stack_top), kSeal)/d
the second word of a seal is missing|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/boundaries.set(address_of(stack_top) + sizeof kSeal, kSeal)/d
the main stack has no seal|arm/mps2/an521|IPC|port/armv8m/boot.cpp|/  seal(boundaries, handler_stack_top);/d
the main stack has no seal, on SFN|arm/mps2/an521|SFN|port/armv8m/boot.cpp|/  seal(boundaries, handler_stack_top);/d
a gate does not clear r1|arm/mps2/an521|SFN|port/armv8m/gates_sfn.S|0,/movs  r1, #0/{/movs  r1, #0/d}
a gate does not clear r2|arm/mps2/an521|SFN|port/armv8m/gates_sfn.S|0,/movs  r2, #0/{/movs  r2, #0/d}
a gate does not clear r3|arm/mps2/an521|SFN|port/armv8m/gates_sfn.S|0,/movs  r3, #0/{/movs  r3, #0/d}
a gate does not clear r12|arm/mps2/an521|SFN|port/armv8m/gates.inc|/mov   r12, lr/d
a gate does not clear the flags|arm/mps2/an521|SFN|port/armv8m/gates.inc|/msr   apsr_nzcvq, r12/d
a gate does not clear the flags, on IPC|arm/mps2/an521|IPC|port/armv8m/gates.inc|/msr   apsr_nzcvq, r12/d
TEXT
}

for system in arm/mps2/an521:IPC arm/mps2/an521:SFN "arm/mps2/an521:IPC -DPOSTERN_BOOT_SELF_TEST=OFF" arm/mps3/an547:IPC arm/mps2/an505:SFN "arm/mps2/an505:SFN -DCONFIG_TFM_DISABLE_CP10CP11=ON"; do
  if build "${system%:*}" "${system#*:}" && passes "${system%:*}" "${system#*:}"; then
    echo "ok $system: without a mutant all is well"
  else
    tail -n 5 "$scratch/build.log" "$scratch/output"
    echo "FAILED $system: without a mutant all is well"
  fi
done

while IFS='|' read -r name platform backend file change; do
  [[ $name == *"${1:-}"* ]] || continue
  sed -i "$change" "$tree/$file"
  if cmp -s "$file" "$tree/$file"; then
    echo "FAILED $name: the place to break is not there"
  elif ! build "$platform" "$backend"; then
    tail -5 "$scratch/build.log"
    echo "FAILED $name: does not build"
  elif passes "$platform" "$backend"; then
    echo "FAILED $name: nothing noticed"
  else
    echo "ok $name: noticed by $(noticed_by "$platform" "$backend") [BOOT-1 ISO-3]"
  fi
  cp "$file" "$tree/$file"
done < <(mutants)
