#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# How deep each stack of a secure image becomes on QEMU, beside what `postern` computes from its code.
#
#   test/stack_marks.sh IMAGE MACHINE [WORD...]   prints COMPUTED MEASURED SIZE OWNER for each stack
#
# gdb fills the stacks before the first instruction and lets the image run until its non-secure program ends. That then
# jumps into secure code, whose fault handler stops it: only secure code can read the stacks. What the hardware pushes at
# exceptions counts too.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
image=$1 machine=$2
words=$(printf ',arg=%s' "$(basename "$image" _s.elf)" "${@:3}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mapfile -t stacks < <(build/tool/postern link stacks --list "$image" 2>"$scratch/warnings" | grep -v '^00000000 ')
[ ${#stacks[@]} -gt 0 ] || { cat "$scratch/warnings"; exit 1; }
paint=() save=()
for number in "${!stacks[@]}"; do
  read -r first end _ <<<"${stacks[number]}"
  size=$((0x$end - 0x$first))
  head -c "$size" /dev/zero | tr '\0' '\245' >"$scratch/painted.$number"
  paint+=(-ex "restore $scratch/painted.$number binary 0x$first")
  save+=(-ex "dump binary memory $scratch/used.$number 0x$first 0x$end")
done

timeout 300 gdb-multiarch -batch -nx -q -ex 'set confirm off' -ex "target remote | exec qemu-system-arm -M $machine \
-display none -monitor none -S -gdb stdio -icount shift=0,sleep=off -semihosting-config enable=on,target=native$words \
-serial file:$scratch/words -serial file:$scratch/secure -kernel $image -device loader,file=${image%_s.elf}_ns.elf" \
  -ex "add-symbol-file ${image%_s.elf}_ns.elf" "${paint[@]}" -ex "break ns_exit" -ex continue -ex "break *port_fault" -ex "set \$pc = port_reset" -ex continue \
  "${save[@]}" "$image" \
  >"$scratch/gdb.log" 2>&1 </dev/null

for number in "${!stacks[@]}"; do
  read -r first end needed owner <<<"${stacks[number]}"
  [ -s "$scratch/used.$number" ] || { tail -5 "$scratch/gdb.log"; exit 1; }
  size=$((0x$end - 0x$first))
  untouched=$(cmp -l "$scratch/painted.$number" "$scratch/used.$number" | awk 'NR == 1 {print $1}')
  echo "$needed $((size + 1 - ${untouched:-$((size + 1))})) $size $owner"
done
