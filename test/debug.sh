#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The commands of doc/debugging.md: the demo under gdb and booted by itself, on both backends, and a log in words.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern

# check WHAT TEXT PATTERN...: each pattern is in the text.
check() {
  local what=$1 text=$2 pattern
  shift 2
  for pattern in "$@"; do
    if ! grep -qE -- "$pattern" <<<"$text"; then
      echo "FAILED $what: no line is like: $pattern"
      tail -30 <<<"$text" | sed 's/^/    /'
      return
    fi
  done
  echo "ok $what"
}

mapfile -t commands < <(sed -n '/^```gdb$/,/^```$/{/^```/!p}' doc/debugging.md)
[ ${#commands[@]} -ge 6 ] || echo "FAILED doc/debugging.md has ${#commands[@]} commands for gdb"

for backend in IPC SFN; do
  directory=build/debug/$backend
  if ! output=$(cmake -S . -B "$directory" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM=arm/mps2/an521 \
    -DCONFIG_TFM_SPM_BACKEND="$backend" -DTFM_ISOLATION_LEVEL=1 2>&1 && ninja -C "$directory" demo_s demo_ns 2>&1); then
    echo "FAILED the demo is built for the $backend backend"
    tail -20 <<<"$output"
    continue
  fi
  image=$directory/demo/demo_s.elf
  options=()
  for command in "${commands[@]}"; do
    [ "$backend" = IPC ] || command=${command/port_svc/psa_read}
    options+=(-ex "$command")
  done
  text=$(timeout 120 ./run debug "$image" 3 1 4 -- -batch "${options[@]}" </dev/null 2>&1)
  check "gdb knows who runs and who waits, $backend backend" "$text" ' \(id [0-9]+\) runs|the non-secure world runs' \
    '\(id [0-9]+\) (is ready|waits for|serves a call)' '^\[0\] .*: data 0x[0-9a-f]{8}\.\.0x[0-9a-f]{8}, stack 0x' '^#0 '
  text=$(timeout 120 ./run boot "$image" 3 1 4 </dev/null 2>&1)
  check "the demo boots by itself, $backend backend" "$text" '^END demo [1-9][0-9]* cases 0 failed'
done

text=$(printf 'a line of the application\n[ERR] record 12345678 0\n' | ./run decode build/debug/IPC/demo/demo_s.elf 2>&1)
check "lines that are no record are passed through" "$text" '^a line of the application$' 'another version of Postern'
rm -rf build/debug
