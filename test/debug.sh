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
  if [ "$backend" = SFN ]; then
    text=$(timeout 120 ./run debug "$image" 3 1 4 -- -batch -ex 'break ledger_init' -ex continue -ex 'postern waits' </dev/null 2>&1)
    check "gdb knows who has started" "$text" 'LEDGER \(id [0-9]+\) is not called' 'the non-secure world has not started'
    if grep -q 'it holds a message' <<<"$text"; then echo "FAILED gdb knows who has started: nobody has a message"; fi
  fi
  text=$(timeout 120 ./run boot "$image" 3 1 4 </dev/null 2>&1)
  check "the demo boots by itself, $backend backend" "$text" '^END demo [1-9][0-9]* cases 0 failed'
done

# The counters, as gdb shows them and as the tool reads them from memory, when the non-secure program has ended. Only
# secure code can read them, so that program jumps there.
for configuration in "IPC 3" "IPC 1" "SFN 1"; do
  read -r backend level <<<"$configuration"
  directory=build/debug/counters
  rm -rf "$directory"
  if ! output=$(cmake -S . -B "$directory" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM=arm/mps2/an521 -DPOSTERN_COUNTERS=ON \
    -DCONFIG_TFM_SPM_BACKEND="$backend" -DTFM_ISOLATION_LEVEL="$level" 2>&1 && ninja -C "$directory" demo_s demo_ns 2>&1); then
    echo "FAILED the demo is built with counters, $backend backend, level $level"
    tail -20 <<<"$output"
    continue
  fi
  image=$directory/demo/demo_s.elf
  rm -f build/debug/ram
  text=$(timeout 300 ./run debug "$image" 3 1 4 -- -batch -ex 'break ns_exit' -ex continue -ex 'break *port_fault' \
    -ex 'set $pc = port_reset' -ex continue -ex 'postern counters' -ex 'dump binary memory build/debug/ram 0x38000000 (char *) &ram_last + 32' \
    </dev/null 2>&1)
  check "gdb shows the counters, $backend backend, level $level" "$text" \
    'partition_LEDGER \(id 301\): [1-9][0-9]* calls, 0 refused, 0 restarts' '^the non-secure world: 0 calls, [0-9]+ refused, 0 restarts, stack [1-9][0-9]* of'
  words=$("$tool" decode "$image" build/debug/ram --memory 0x38000000 2>&1)
  check "the tool finds the counters in memory, $backend backend, level $level" "$words" '^== since boot$' \
    '^   LEDGER: [1-9][0-9]* calls, 0 refused, 0 restarts'
  if [ "$(sed -nE 's/^   ([A-Z]+|the non-secure world): (.* restarts.*)/\1: \2/p' <<<"$words")" = "$(sed -nE 's/^spm::system::Name::partition_//; s/^([A-Z]+|the non-secure world)( \(id [0-9]+\))?: (.* restarts.*)/\1: \3/p' <<<"$text")" ]; then
    echo "ok both say the same, $backend backend, level $level"
  else
    echo "FAILED both say the same, $backend backend, level $level"
    printf '%s\n' "$words" "$text" | grep restarts
  fi
  [ "$configuration" != "IPC 1" ] || sed -nE 's/^   ([A-Z]+): .* stack ([0-9]+) of .*/\1 \2/p' <<<"$words" | sort >build/debug/deepest
done

# Marks that the kernel makes show the same depth as marks from outside, in an image without counters.
test/stack_marks.sh build/debug/IPC/demo/demo_s.elf mps2-an521 3 1 4 2>&1 | awk '$4 ~ /^[A-Z]+$/ {print $4, $2}' | sort >build/debug/marked
if [ -s build/debug/marked ] && cmp -s build/debug/marked build/debug/deepest; then
  echo "ok stacks have been as deep as marks from outside tell"
else
  echo "FAILED stacks have been as deep as marks from outside tell"
  diff build/debug/marked build/debug/deepest
fi

text=$(printf 'a line of the application\n[ERR] record 12345678 0\n' | ./run decode build/debug/IPC/demo/demo_s.elf 2>&1)
check "lines that are no record are passed through" "$text" '^a line of the application$' 'another version of Postern'
rm -rf build/debug
