#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Kills QEMU at random moments while a program stores, and starts it again with the same flash: test/power. The flash is
# a file that QEMU keeps as the board's memory at ITS_FLASH. Each boot must find a round that is done or the one after it.
#
#   test/power.sh [KILLS] [SEED]    8 kills; the seed gives the same moments, not the same instructions
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ulimit -c 0
kills=${1:-8}
RANDOM=${2:-1}
scratch=$(mktemp -d)
qemu=
trap '[ -z "$qemu" ] || kill -9 "$qemu" 2>/dev/null; rm -rf "$scratch"' EXIT
failed=0
fail() {
  echo "FAILED $*"
  failed=1
}
progress() { [ ! -t 1 ] || printf '\r\033[K%s' "$*"; }

# start DIRECTORY: `qemu` is its process
start() {
  : >"$scratch/output"
  qemu-system-arm -display none -monitor none -machine mps2-an521,memory-backend=flash \
    -object memory-backend-file,id=flash,size=16M,mem-path="$scratch/flash",share=on \
    -semihosting-config enable=on,target=native,arg=power -serial file:"$scratch/output" -serial null \
    -kernel "$1/power/power_s.elf" -device loader,file="$1/power/power_ns.elf" </dev/null >/dev/null 2>"$scratch/errors" &
  qemu=$!
}

# until_line PATTERN: waits up to 30 seconds for a whole line
until_line() {
  local i
  for i in $(seq 600); do
    grep -qE "$1" "$scratch/output" && return
    kill -0 "$qemu" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

# The last lines of the output. QEMU may be killed in the middle of one, which does not count.
whole_lines() { tail -n 5 "$scratch/output" | while IFS= read -r line; do printf '%s\n' "$line"; done; }

stop() {
  kill -9 "$qemu" 2>/dev/null
  wait "$qemu" 2>/dev/null
  qemu=
}

# try DIRECTORY NAME
try() {
  local kill done=0 found wrong=''
  rm -f "$scratch/flash"
  for kill in $(seq "$kills"); do
    start "$1"
    if ! until_line '^found [0-9]+ [0-9]+ [0-9]+[[:space:]]*$' || grep -q FAILED "$scratch/output"; then
      wrong="at start $kill: $(tail -n 2 "$scratch/output" | tr '\n' ' ') $(head -1 "$scratch/errors")"
      stop
      break
    fi
    found=$(sed -nE 's/^found ([0-9]+) .*/\1/p' "$scratch/output" | head -1)
    [ "$found" -eq "$done" ] || [ "$found" -eq $((done + 1)) ] || wrong="at start $kill: round $done was done, and $found is found"
    sleep "$(printf '0.%03d' $((RANDOM % 700)))"
    stop
    [ -z "$wrong" ] || break
    if grep -q FAILED "$scratch/output"; then
      wrong="after start $kill: $(grep FAILED "$scratch/output")"
      break
    fi
    done=$(whole_lines | sed -nE 's/^done ([0-9]+)[[:space:]]*$/\1/p' | tail -1)
    done=${done:-$found}
    progress "$2: kill $kill of $kills, round $done"
  done
  progress ''
  [ "$done" -gt "$kills" ] || wrong="${wrong:-only $done rounds were done}"
  if [ -z "$wrong" ]; then echo "ok $2: $kills kills, $done rounds"; else fail "$2: $wrong"; fi
}

for configuration in 'IPC 3' 'SFN 1'; do
  read -r backend level <<<"$configuration"
  directory=build/arm-mps2-an521-${backend,,}-l$level
  if cmake -S . -B "$directory" -G Ninja -DTFM_PLATFORM=arm/mps2/an521 -DCONFIG_TFM_SPM_BACKEND="$backend" \
    -DTFM_ISOLATION_LEVEL="$level" -DPOSTERN_TOOL="$PWD/build/tool/postern" -DPOSTERN_TESTS=ON >"$scratch/build.log" 2>&1 &&
    ninja -C "$directory" power_s power_ns >"$scratch/build.log" 2>&1; then
    try "$directory" "content survives the death of QEMU, $backend backend, level $level"
  else
    fail "the image of $backend $level does not build"
    tail -5 "$scratch/build.log"
  fi
done

# The demo of doc/services.md, whose power fails once.
if ./run demo services >"$scratch/demo.log" 2>&1 && grep -qx "== both backends kept .*" "$scratch/demo.log"; then
  echo "ok the demo keeps its key, its count and its diary"
else
  fail "the demo keeps its key, its count and its diary: $(tail -5 "$scratch/demo.log")"
fi
exit $failed
