#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Shows that each check finds what it is for: breaks a copy of the tree in one place, and the check must name the file.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
source check/pinned.sh

# First, the tree itself passes.
for check in format tidy floors fence contract conditionals names licences; do
  if why=$(is_skipped "$check"); then
    echo "skipped $check: $why"
  elif output=$(check/run "$check"); then
    echo "ok the tree passes: $check"
  else
    echo "FAILED the tree passes: $check"
    echo "$output" | head -20
  fi
done

git ls-files --cached --others --exclude-standard | tar -cf - -T - | tar -xf - -C "$scratch"
ln -s "$PWD/build" "$scratch/build"
cd "$scratch" && git init -q . && git add -A

# broken CHECK FILE SED_SCRIPT: the check must fail and name the file
broken() {
  local check=$1 file=$2 script=$3 output status=0
  if is_skipped "$check" >/dev/null; then return; fi
  cp "$file" "$scratch.saved"
  sed -i "$script" "$file"
  cmp -s "$file" "$scratch.saved" && { echo "FAILED $check: nothing was broken in $file"; return; }
  output=$(only=$file check/run "$check" 2>&1) || status=$?
  cp "$scratch.saved" "$file"
  if [ "$status" -ne 0 ] && grep -q "$file" <<<"$output"; then echo "ok $check finds it in $file"; else echo "FAILED $check does not find it in $file: $output"; fi
}

# Without its tool a check is skipped, and says so, only where the system does not have that version.
mkdir "$scratch/bin"
ln -s /usr/bin/* "$scratch/bin"
rm -f "$scratch/bin/clang-format-14"
status=0
output=$(PATH=$scratch/bin check/run format 2>&1) || status=$?
if is_required clang-format-14; then wanted='1 run:1: clang-format-14 is not installed'; else wanted='0 check format: skipped; this system has no clang-format-14'; fi
if [[ "$status $output" == "$wanted"* ]]; then echo "ok without its tool: $wanted"; else echo "FAILED without its tool, wanted $wanted: $status $output"; fi

if output=$(check/run spelling 2>&1); then echo "FAILED a check that does not exist is refused"; else echo "ok a check that does not exist is refused"; fi

broken licences spm/ipc/queue.cpp 1d
broken format spm/ipc/queue.cpp 's/^    last = nullptr;/last=nullptr;/'
broken tidy spm/ipc/queue.cpp 's/^    last = nullptr;/    auto Wrong_Name = 0; (void)Wrong_Name; last = nullptr;/'
broken tidy port/host/port.cpp 's/^  std::fflush(stdout);/  auto Wrong_Name = 0; (void)Wrong_Name; std::fflush(stdout);/'
broken tidy test/unit/types_test.cpp '$a namespace { int Wrong_Name = 0; }'
broken floors spm/memory.cpp '1a #include "spm/ipc/schedule.hpp"'
broken floors spm/calls/client.cpp '1a #include "spm/ipc/schedule.hpp"'
broken floors client/psa_client.c '1i #include "spm/types.hpp"'
broken floors README.md 's|spm/ipc/  spm/sfn/|spm/ipc/|'
broken floors README.md 's|{call,caller,|{caller,|; s|{backend,|{backend,call,|'
broken floors README.md 's|,system_check}|,system_check,scheduler}|'
broken floors tool/plan/planner.cpp '1a #include "emit/system.hpp"'
broken floors tool/check/services.cpp '1a #include "read/fields.hpp"'
broken fence spm/ipc/queue.cpp '$a int* unsafe(long a) { return reinterpret_cast<int*>(a); }'
broken fence spm/calls/message.cpp '$a void unsafe() { asm volatile(""); }'
broken contract spm/entry.cpp 's/port::route/::port::route/'
broken contract spm/connection.hpp '1a #include "port.hpp"'
broken conditionals spm/ipc/queue.cpp '$a #if 1\n#endif'
broken conditionals examples/demo/vault.c '$a #ifdef SOMETHING\n#endif'
broken conditionals runtime/start_ipc.c '$a #ifdef SOMETHING\n#endif'
broken names doc/why.md 's/`SIN_GET_TWO_SIGNALS`/`SIN_GET_NO_SUCH_SIGNALS`/'

# Code that a comment says does not compile: breaks a copy in one place, and the compiler must say what is wrong.
compile() { g++ -std=c++23 -fsyntax-only -I. -Iinclude -Itest/unit -DPOSTERN_UNIT_BACKEND=ipc -DPOSTERN_UNIT_LEVEL=1 "$1" 2>&1; }
if output=$(compile spm/ipc/enter.cpp); then echo "ok the table of calls compiles"; else echo "FAILED the table of calls does not compile: $output"; fi

# refused SOURCE FILE SED_SCRIPT MESSAGE: the compiler must refuse SOURCE with this message when FILE is broken
refused() {
  local source=$1 file=$2 script=$3 message=$4 output status=0
  cp "$file" "$scratch.saved"
  sed -i "$script" "$file"
  cmp -s "$file" "$scratch.saved" && { echo "FAILED the compiler: nothing was broken in $file"; return; }
  output=$(compile "$source") || status=$?
  cp "$scratch.saved" "$file"
  if [ "$status" -ne 0 ] && grep -qE "error: .*$message" <<<"$output"; then
    echo "ok the compiler refuses: $message"
  else
    echo "FAILED the compiler does not say: $message: $output"
  fi
}

calls=spm/calls/calls.hpp
refused spm/ipc/enter.cpp $calls 's/TRAP_READ, psa_read/TRAP_SKIP, psa_read/; s/TRAP_SKIP, psa_skip/TRAP_READ, psa_skip/' \
  'a row that mixes two calls: POSTERN_TRAP_SKIP is not the number of psa_read'
refused spm/ipc/enter.cpp $calls 's/psa_eoi, 1, calls::eoi/psa_eoi, 1, calls::reset_signal/' 'calls::reset_signal does not do it'
refused spm/ipc/enter.cpp $calls 's/TRAP_MAP_INVEC, psa_map_invec/TRAP_UNMAP_INVEC, psa_map_invec/; s/TRAP_UNMAP_INVEC, psa_unmap_invec/TRAP_MAP_INVEC, psa_unmap_invec/' \
  'a row that mixes two calls: POSTERN_TRAP_MAP_INVEC is not the number of psa_unmap_invec'
refused spm/ipc/enter.cpp $calls 's/psa_skip, 3/psa_skpi, 3/' '.psa_skpi. was not declared'
refused spm/ipc/enter.cpp $calls 's/psa_skip, 3/psa_skip, 2/' 'calls::skip takes other words than psa_skip'
refused spm/ipc/enter.cpp $calls '/TRAP_SKIP, /d' 'a number of runtime/trap_numbers.h has no row here, or two'
refused spm/ipc/enter.cpp spm/ipc/enter.cpp 's/GATE_VERSION, gate_version, calls::version/GATE_VERSION, gate_version, calls::close/' \
  'a row that mixes two gates: POSTERN_TRAP_GATE_VERSION and calls::close'
refused spm/entry.cpp test/unit/port.hpp '/void route(/d' '.route. has not been declared in .port.'
refused spm/entry.cpp test/unit/port.hpp 's/void route(std::uint16_t/void route(std::uint32_t/' 'invalid conversion from .void '
refused spm/entry.cpp spm/entry.cpp 's/port::route(interrupt.source)/port::reroute(interrupt.source)/' '.reroute. is not a member of .spm::port.'
refused spm/calls/log.cpp spm/calls/log.cpp 's/source->from(done).first(1)/text/' 'no matching function for call to .copy.spm::Target, spm::Claim'
refused spm/calls/log.cpp spm/calls/log.cpp 's/source->from(done).first(1)/Judgement::source(text)/' 'is private within this context'
refused spm/calls/client.cpp spm/calls/client.cpp 's/find_connection(caller.id(), handle)/find_connection(caller.id(), MessageHandle{1})/' \
  "cannot convert .spm::MessageHandle. to .spm::ConnectionHandle."
refused spm/ipc/enter.cpp spm/ipc/enter.cpp 's/const Completion completion = calls/const Answer completion = calls/' "cannot convert .spm::Completion. to .const spm::Answer."
