#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Reads the events that an image with POSTERN_TRACE recorded on QEMU.
#
#   test/trace.sh IMAGE MACHINE RING [WORD...]   writes the ring to the file RING when the non-secure program ends
set -u
image=$1 machine=$2 ring=$3
words=$(printf ',arg=%s' "$(basename "$image" _s.elf)" "${@:4}")
address=$(arm-none-eabi-nm -S "$image" | awk '$4 == "spm_trace" {print "0x" $1 " 0x" $2}')
[ -n "$address" ] || { echo "$image is built without POSTERN_TRACE"; exit 1; }
read -r first size <<<"$address"

# Secure memory can only be read in secure code, so the non-secure program jumps there at its end, which is a fault.
timeout 300 gdb-multiarch -batch -nx -q -ex 'set confirm off' -ex "target remote | exec qemu-system-arm -M $machine \
-display none -monitor none -S -gdb stdio -icount shift=0,sleep=off -semihosting-config enable=on,target=native$words \
-serial null -serial null -kernel $image -device loader,file=${image%_s.elf}_ns.elf" \
  -ex "add-symbol-file ${image%_s.elf}_ns.elf" -ex 'break ns_exit' -ex continue -ex 'break *port_fault' \
  -ex 'set $pc = port_reset' -ex continue -ex "dump binary memory $ring $first $first+$size" "$image" </dev/null
