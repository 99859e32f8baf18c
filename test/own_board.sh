#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# A board outside the tree that gives the services all that they take from a board: the seed of random numbers, the device
# key, the identity, two flashes with drivers of their own, and a product's counters. It runs on QEMU, and the audit has
# nothing to warn of. Without counters both say what is then missing.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
board=$scratch/own_board
image=$scratch/build/own_board/own_board_s.elf
cp -r test/own_board "$scratch/product"
mv "$scratch/product/board" "$board"
cp board/arm/mps2/an521/board.{yaml,hpp} "$board"
# Boot measures all of the memory for non-secure code, so a smaller one makes it shorter.
sed -i -e 's|^name: .*|name: own_board|' -e 's|non_secure_code: {base: 0x00100000, size: 0x00100000}|non_secure_code: {base: 0x00100000, size: 0x00020000}|' "$board/board.yaml"

# built NAME OPTION...: configures and builds with these options, or says what came instead
built() {
  local name=$1 output
  shift
  if output=$(cmake -S . -B "$scratch/build" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM="$board" -DTFM_ISOLATION_LEVEL=3 \
    "-DTFM_EXTRA_PARTITION_PATHS=$scratch/product" -DTFM_PARTITION_PLATFORM=ON -DTFM_PARTITION_CRYPTO=ON \
    -DTFM_PARTITION_PROTECTED_STORAGE=ON -DTFM_PARTITION_INITIAL_ATTESTATION=ON "$@" 2>&1 &&
    ninja -C "$scratch/build" own_board_s own_board_ns 2>&1); then
    echo "ok $name"
  else
    echo "FAILED $name: $(tail -5 <<<"$output")"
    exit 1
  fi
}

# runs NAME: the four lines of the program, over a reset
runs() {
  local output
  output=$(timeout 300 build/tool/runner boot --image own_board --machine mps2-an521 --secure-log "$scratch/secure.log" \
    --secure "$image" --non-secure "${image%_s.elf}_ns.elf" 2>&1)
  if [ "$(grep -c '^ok ' <<<"$output")" -eq 4 ] && ! grep -q FAILED <<<"$output"; then
    echo "ok $1"
  else
    echo "FAILED $1: $(tail -5 <<<"$output")"
  fi
}

# warns NAME TEXT: the audit's warnings are this text; nothing is none
warns() {
  local output
  output=$("$tool" audit "$image" | sed -n 's/^warning: //p')
  if [ "$output" = "$2" ]; then echo "ok $1"; else echo "FAILED $1: $output"; fi
}

built "a board outside the tree has all services" -DTFM_PARTITION_INTERNAL_TRUSTED_STORAGE=ON "-DPOSTERN_PS_COUNTERS=$scratch/product/counters.c"
runs "they have what the board gives"
warns "the audit has nothing to warn of" ""
if grep -q 'WRN' "$scratch/secure.log"; then echo "FAILED nor has boot: $(cat "$scratch/secure.log")"; else echo "ok nor has boot"; fi

built "without counters it builds too" -DTFM_PARTITION_INTERNAL_TRUSTED_STORAGE=OFF -DPOSTERN_PS_COUNTERS=
runs "and runs"
warns "the audit tells that there is no rollback protection" \
  "Protected Storage has no rollback protection: it does not notice an older copy of its flash"
if grep -q 'no rollback protection' "$scratch/secure.log"; then echo "ok so does boot"; else echo "FAILED so does boot"; fi
