#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# `postern report` and `postern link stacks`: the computed depth of stacks is never less than what QEMU shows, a stack
# that is too small is noticed at the link, and a browser without network shows the page, sorts its tables and follows
# its links by keyboard.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
work=build/report
source test/browser.sh
trap 'close_browser; rm -rf "$work"' EXIT
rm -rf "$work"
mkdir -p "$work/extra"

result() {
  local name=$1
  shift
  if "$@"; then echo "ok $name"; else echo "FAILED $name"; fi
}

# configure DIRECTORY OPTION...
configure() {
  cmake -S . -B "$1" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM=arm/mps2/an521 "${@:2}" >"$work/cmake.log" 2>&1 || tail -5 "$work/cmake.log"
}

# images DIRECTORY NAME...: builds both programs of each
images() {
  local directory=$1
  shift
  ninja -C "$directory" "${@/%/_s}" "${@/%/_ns}" >"$work/build.log" 2>&1 || tail -20 "$work/build.log"
}

# No stack is deeper than computed. A line for the log says how close the numbers are.
is_bounded() {
  local needed used rest
  [ -s "$work/marks" ] || return 1
  while read -r needed used _ rest; do
    [[ $needed =~ ^[0-9]+$ && $used =~ ^[0-9]+$ ]] && [ "$used" -le "$needed" ] && [ "$used" -gt 0 ] ||
      [[ $rest == *'report of a fault'* && $used =~ ^[0-9]+$ ]] || { echo "    $needed $used $rest"; return 1; }
  done <"$work/marks"
  awk -v image="$1" '{needed += $1; used += $2} END {printf "    %s: computed %d, measured %d bytes in %d stacks\n", image, needed, used, NR}' "$work/marks"
}

for configuration in "IPC 3" "IPC 1" "SFN 1"; do
  read -r backend level <<<"$configuration"
  directory=$work/$backend-$level
  configure "$directory" -DCONFIG_TFM_SPM_BACKEND="$backend" -DTFM_ISOLATION_LEVEL="$level" -DPOSTERN_TESTS=ON
  images "$directory" demo scenario interrupt heap
  for image in demo scenario interrupt heap; do
    words=()
    [ "$image" != demo ] || words=(3 1 4 1 5)
    test/stack_marks.sh "$directory/$image/${image}_s.elf" mps2-an521 "${words[@]}" >"$work/marks"
    result "no stack of $image is deeper than its code tells, $backend backend, level $level" is_bounded "$image $backend $level"
  done
done

# A partition with everything that has no bound, and a stack that is too small.
cat >"$work/extra/list.yaml" <<'YAML'
description: A partition whose stack is too small
type: manifest_list
version_major: 0
version_minor: 1
manifest_list:
  - {description: Deep, manifest: deep.yaml, pid: 901}
YAML
cat >"$work/extra/deep.yaml" <<'YAML'
psa_framework_version: 1.1
name: DEEP
type: APPLICATION-ROT
priority: NORMAL
model: IPC
entry_point: deep_main
stack_size: 0x200
services:
  - {name: DEEP, sid: "0x0000C003", non_secure_clients: true, connection_based: false, version: 1}
YAML
echo 'postern_add_partition(DEEP SOURCES deep.c)' >"$work/extra/CMakeLists.txt"
cat >"$work/extra/deep.c" <<'C'
#include <stdint.h>
#include "psa/service.h"
#include "psa_manifest/deep.h"
void deep_main(void);
volatile unsigned depth_wanted = 3;
static __attribute__((noinline)) unsigned descend(volatile unsigned *from, unsigned count) {
  volatile unsigned here[4] = {*from, count};
  return count == 0 ? here[0] : descend(here, count - 1) + here[1];
}
static __attribute__((noinline)) unsigned vary(unsigned count) {
  volatile unsigned char some[count];
  some[0] = 1;
  return some[0];
}
static __attribute__((noinline)) unsigned large(unsigned count) {
  volatile unsigned char some[600];
  some[count] = 1;
  return some[count];
}
static unsigned (*const jumps[])(unsigned) = {vary, large};
void deep_main(void) {
  volatile unsigned zero = 0;
  depth_wanted = descend(&zero, depth_wanted) + jumps[depth_wanted & 1](depth_wanted);
  for (;;) (void)psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
}
C
small=$work/small
configure "$small" -DTFM_ISOLATION_LEVEL=2 "-DTFM_EXTRA_MANIFEST_LIST_FILES=$PWD/$work/extra/list.yaml" "-DTFM_EXTRA_PARTITION_PATHS=$PWD/$work/extra"
images "$small" demo
result "a stack that is too small is a warning at the link" grep -qE 'warning: the stack of DEEP has 512 bytes, and its code can need [67][0-9][0-9]' "$work/build.log"
configure "$small" -DPOSTERN_STRICT_STACKS=ON
stops() { ! ninja -C "$small" demo_s >"$work/build.log" 2>&1 && grep -q 'error: the stack of DEEP' "$work/build.log"; }
rm -f "$small/demo/demo_s.elf"
result "and an error with POSTERN_STRICT_STACKS" stops

"$tool" report "$small/demo/demo_s.elf" -o "$work/small.html" --against "$work/IPC-3/demo/demo_s.elf"
"$tool" report "$work/IPC-3/demo/demo_s.elf" -o "$work/demo.html"
says() { grep -qF -- "$2" "$work/$1.html"; }
result "the report names recursion" says small 'No bound: recursion: `descend`, and again `descend`'
result "the report names a stack of variable size" says small 'No bound: `vary` moves its stack pointer'
result "the report names a call through a pointer" says small 'A call through a pointer, in `deep_main` at '
result "the report has the chain of the deepest call" says small '<code>deep_main</code>, <code>large</code>'
result "the report shows what is new against another image" says small '<li>new: non-secure agent may call DEEP</li>'
needs_nothing() { ! sed 's, xmlns="http:[^"]*",,' "$work/demo.html" | grep -qE '(src|href)="[^#"]|url\([^#]|@import|https?:'; }
result "the page names nothing outside itself" needs_nothing

# The demo with POSTERN_TRACE: its calls are in the timeline. Without it the ring does not exist.
traced=$work/traced
configure "$traced" -DPOSTERN_TRACE=ON
images "$traced" demo
test/trace.sh "$traced/demo/demo_s.elf" mps2-an521 "$work/ring" 3 1 4 1 5 >"$work/trace.log" 2>&1
"$tool" trace "$traced/demo/demo_s.elf" "$work/ring" -o "$work/trace.json"
"$tool" trace "$traced/demo/demo_s.elf" "$work/ring" -o "$work/trace.html"
has_call() { tr -d ' \n' <"$work/trace.json" | grep -qE "\"client\":\"LEDGER\",\"type\":\"call0\",\"waiting\":[0-9.]+,\"running\":[0-9.]+,\"in\":20,\"out\":16,\"status\":0,\"answered\":true"; }
result "a call between partitions is in the trace, with its bytes and its status" has_call
result "so is what runs" grep -q '"cat": "run"' "$work/trace.json"
is_absent() { ! arm-none-eabi-nm "$work/IPC-3/demo/demo_s.elf" | grep -qi trace; }
result "without the option the kernel has no trace" is_absent
refuses() { head -c 4112 /dev/zero >"$work/none"; ! "$tool" trace "$traced/demo/demo_s.elf" "$work/none" -o "$work/none.json" 2>"$work/refused" && grep -q 'no ring of events' "$work/refused"; }
result "bytes that are no ring are refused" refuses

# The same recording in the report. LEDGER is called by SUMMER alone, with what the timeline shows of it.
"$tool" report "$traced/demo/demo_s.elf" -o "$work/costs.html" --trace "$work/ring"
result "without a recording the report says how to make one" says demo 'postern report IMAGE --trace FILE'
refuses_in_report() { ! "$tool" report "$traced/demo/demo_s.elf" -o "$work/none.html" --trace "$work/none" 2>"$work/refused" && grep -q 'no ring of events' "$work/refused"; }
result "the report refuses bytes that are no ring" refuses_in_report

if open_browser "$PWD/$work/demo.html"; then
  result "the page has no error in the browser" equals 0 'window.problems ?? 0'
  result "each link of the page leads to a part of it" equals 0 \
    "[...document.querySelectorAll('a[href]')].filter(link => !document.querySelector(link.getAttribute('href'))).length"
  result "no request leaves the page" equals 0 "performance.getEntriesByType('resource').length"
  result "the page is not wider than the window" equals true 'document.documentElement.scrollWidth <= innerWidth'
  first="document.querySelector('#stacks tbody tr').cells[2].dataset.value"
  evaluate "document.querySelectorAll('#stacks th button')[1].focus()" >/dev/null
  press Tab 9
  result "Tab goes to the heading of the next column" equals '"Can need"' 'document.activeElement.textContent'
  press Enter 13
  result "Enter sorts by it, upwards" equals true \
    "$first == Math.min(...[...document.querySelectorAll('#stacks tbody tr')].map(row => row.cells[2].dataset.value))"
  press Enter 13
  result "and again downwards" equals true \
    "$first == Math.max(...[...document.querySelectorAll('#stacks tbody tr')].map(row => row.cells[2].dataset.value))"
  result "the direction is told to a screen reader" equals '"descending"' \
    "document.querySelector('#stacks th[aria-sort]').getAttribute('aria-sort')"
  result "the map is to scale" equals true "(() => { const boxes = [...document.querySelectorAll('#memory svg')].pop().querySelectorAll('rect[stroke]');
    const part = box => box.height.baseVal.value / +box.textContent.match(/, (\\\\d+) bytes/)[1];
    return [...boxes].every(box => Math.abs(part(box) - part(boxes[0])) < 0.01); })()"
  result "the page prints" prints "$work/demo.pdf"
else
  echo "FAILED a browser opens the page"
fi

# What the page says of each service is what the timeline has of its calls.
close_browser
# NAME CALLS IN OUT LONGEST_WAIT RUNS LONGEST_RUN of the service with the most requests
of_timeline() {
  tr -d ' \n' <"$work/trace.json" | grep -oE '"name":"[^"]*","cat":"call"[^{]*\{[^}]*\}' |
    sed -nE 's/^"name":"([^"]*)".*"type":"call[^"]*","waiting":([0-9.]+),"running":([0-9.]+),"in":([0-9]+),"out":([0-9]+),.*"answered":true\}/\1 \2 \3 \4 \5/p' |
    awk '{calls[$1]++; if ($2 > wait[$1]) wait[$1] = $2; all[$1] += $3; if ($3 > run[$1]) run[$1] = $3; into[$1] += $4; out[$1] += $5}
      END {for (name in calls) print name, calls[name], into[name], out[name], wait[name] + 0, all[name], run[name]}' | sort -k2,2nr | head -1
}
read -r service calls in out waits_most runs runs_most < <(of_timeline)
if open_browser "$PWD/$work/costs.html"; then
  row="[...document.querySelectorAll('#costs tbody tr')].find(row => row.cells[0].textContent == '$service' && row.cells[1].textContent == 'call')"
  cell() { equals "\"${2%.0}\"" "$row.cells[$1].textContent"; }
  result "the costs have the number of calls of a service" cell 2 "$calls"
  result "the costs have the bytes into it" cell 3 "$in"
  result "the costs have the bytes out of it" cell 4 "$out"
  result "the costs have the longest wait" cell 6 "$waits_most"
  result "the costs have the mean of its run" cell 7 "$(awk -v all="$runs" -v calls="$calls" 'BEGIN {printf "%d", all / calls}')"
  result "the costs have its longest run" cell 8 "$runs_most"
  result "each service of the image is in the costs" equals true \
    "[...document.querySelectorAll('#calls tbody tr')].every(row => [...document.querySelectorAll('#costs tbody tr')].some(cost => cost.cells[0].textContent == row.cells[0].textContent))"
  evaluate "document.querySelectorAll('#costs th button')[8].focus()" >/dev/null
  press Enter 13
  press Enter 13
  result "the costs sort by the longest run" equals "\"$service\"" "document.querySelector('#costs tbody tr').cells[0].textContent"
else
  echo "FAILED a browser opens the page of costs"
fi
