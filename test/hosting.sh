#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# A conformance suite from outside the tree, built as an integrator would build it, at every isolation level. The suite
# itself prints what it shows of each HOST rule.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
suite=$scratch/suite
cp -r test/hosting "$suite"

# build_hosting DIRECTORY LEVEL WATCHDOG_FILE WATCHDOG_AVAILABLE
build_hosting() {
  cmake -S . -B "$1" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM=arm/mps2/an521 -DTFM_ISOLATION_LEVEL="$2" \
    "-DTFM_EXTRA_MANIFEST_LIST_FILES=$suite/manifest_list.yaml" "-DTFM_EXTRA_PARTITION_PATHS=$suite" \
    "-DPOSTERN_EXTRA_BOARD_FILES=$suite/board.yaml;$suite/$3" "-DHOSTING_WATCHDOG_AVAILABLE=$4" && ninja -C "$1" hosting_s hosting_ns
}

# judge DIRECTORY: checks the output of the suite's own UART, the third.
judge() {
  build/tool/runner image --image hosting --machine mps2-an521 --uart 2 --secure "$1/hosting/hosting_s.elf" \
    --non-secure "$1/hosting/hosting_ns.elf" --secure-log "$1/secure.log" --log "$1/suite.log" >"$1/verdict"
}

# The next boot must find each announced panic, in order.
compare_records() {
  local differences
  if differences=$(build/tool/runner panics "$1/secure.log" "$1/hosting/hosting_s.elf" <"$1/suite.log") && grep -q '^expect-panic ' "$1/suite.log"; then
    echo "ok level $2: every panic is recorded as announced"
  else
    echo "FAILED level $2: panics announced and recorded: $differences"
  fi
}

# Other people's sources include these in any order, from C and from C++ (GEN-10).
check_headers() {
  local generated=$1/hosting/generated/include header language
  for header in $(cd include && find . -name "*.h" -printf "%P\n" | sort) $(cd "$generated" && find . -name "*.h" -printf "%P\n" | sort); do
    for language in "c -std=c11" "c++ -std=c++17"; do
      # shellcheck disable=SC2086
      if printf "#include \"%s\"\nint something;\n" "$header" | arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -x $language \
        -Wall -Wextra -Wpedantic -Werror -Iinclude "-I$generated" -fsyntax-only - >"$scratch/header" 2>&1; then
        echo "ok $header compiles alone ($language)"
      else
        echo "FAILED $header compiles alone ($language): $(head -3 "$scratch/header")"
      fi
    done
  done
}

run_level() {
  local level=$1 directory=$scratch/level-$1 watchdog=watchdog_device.yaml available=1 output
  if [ "$level" -gt 1 ]; then watchdog=watchdog_memory.yaml available=0; fi
  if ! output=$(build_hosting "$directory" "$level" "$watchdog" "$available" 2>&1); then
    echo "FAILED level $level: the suite is built outside the tree [NSI-6 MLIST-13 HOST-12]: $(tail -20 <<<"$output")"
    return
  fi
  echo "ok level $level: the suite is built outside the tree [NSI-6 MLIST-13 HOST-12]"
  judge "$directory" || sed "s/^/  /" "$directory/verdict"
  sed -E "s/^(ok|FAILED) ([0-9]+)/\1 level $level \2/" "$directory/suite.log"
  echo
  grep -qE '^END hosting [1-9][0-9]* cases [0-9]+ failed' "$directory/suite.log" ||
    echo "FAILED level $level: the suite came to its end"
  compare_records "$directory" "$level"
  if [ "$ran" -eq 0 ]; then check_headers "$directory"; fi
}

ran=0
for level in 1 2 3; do
  "$tool" check --list test/hosting/manifest_list.yaml --board board/arm/mps2/an521/board.yaml \
    --board-extra test/hosting/board.yaml --board-extra test/hosting/watchdog_memory.yaml --level "$level" >"$scratch/check" 2>&1 || true
  grep -q "TFM_ISOLATION_LEVEL=$level is not supported" "$scratch/check" && continue
  run_level "$level"
  ran=1
done
[ "$ran" -eq 1 ] || echo "FAILED no isolation level is supported"
