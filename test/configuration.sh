#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Valid and invalid choices of backend and level (BSEL-1 to BSEL-9). An invalid one stops the configuration, and the
# message names what is wrong and what is valid.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# case NAME WANTED_STATUS REGEX... -- CMAKE_ARGUMENT...
case_of() {
  local name=$1 wanted=$2 patterns=() output status=0 pattern
  shift 2
  while [ "$1" != -- ]; do patterns+=("$1"); shift; done
  shift
  output=$(cmake -S . -B "$scratch/$RANDOM" -G Ninja -DPOSTERN_TOOL="$tool" "$@" 2>&1) || status=1
  if [ "$status" -ne "$wanted" ]; then
    echo "FAILED $name: status $status"
    echo "$output" | tail -5
    return
  fi
  output=$(tr -s ' \n' ' ' <<<"$output")
  for pattern in "${patterns[@]}"; do
    grep -qE -- "$pattern" <<<"$output" || { echo "FAILED $name: no '$pattern' in: $output"; return; }
  done
  echo "ok $name"
}

an521=-DTFM_PLATFORM=arm/mps2/an521
case_of "unset means IPC (BSEL-8)" 0 -- $an521
case_of "an unknown backend names the valid ones (BSEL-1)" 1 'CONFIG_TFM_SPM_BACKEND' 'IPC' 'SFN' -- $an521 -DCONFIG_TFM_SPM_BACKEND=RPC
case_of "SFN above level 1 names both options (BSEL-2 BSEL-4 CFG-50)" 1 'CONFIG_TFM_SPM_BACKEND' 'TFM_ISOLATION_LEVEL' -- $an521 -DCONFIG_TFM_SPM_BACKEND=SFN -DTFM_ISOLATION_LEVEL=2
case_of "a level that does not exist is refused (BSEL-5)" 1 'TFM_ISOLATION_LEVEL' -- $an521 -DTFM_ISOLATION_LEVEL=4
case_of "without a platform the first line names those that there are" 1 "^CMake Error at [^ ]* [(]message[)]: TFM_PLATFORM is not set; valid: " --
case_of "an unknown platform is refused" 1 'TFM_PLATFORM' -- -DTFM_PLATFORM=arm/mps2/an999
case_of "the old name TFM_LVL is refused with advice (CFG-42)" 1 'TFM_LVL' 'TFM_ISOLATION_LEVEL' -- $an521 -DTFM_LVL=1

case_of "additions to a board that are not there are refused" 1 "board-extra" "nowhere.yaml" -- $an521 -DPOSTERN_EXTRA_BOARD_FILES=nowhere.yaml

# An IPC-model partition on the SFN backend: the message names the partition and its manifest (BSEL-3).
mkdir -p "$scratch/extra"
sed 's/: vault.yaml/: only_ipc.yaml/; /conditional/d; /manifest_list:/q' examples/demo/manifest_list.yaml >"$scratch/extra/list.yaml"
printf '  - description: Only IPC\n    manifest: only_ipc.yaml\n    pid: 400\n' >>"$scratch/extra/list.yaml"
sed 's/name: VAULT$/name: ONLY_IPC/; s/name: VAULT_WORK/name: ONLY_IPC_WORK/; s/0x0000D00/0x0000E00/' examples/demo/vault.yaml >"$scratch/extra/only_ipc.yaml"
sed -i '0,/name: ONLY_IPC/! s/name: ONLY_IPC$/name: ONLY_IPC_SERVICE/' "$scratch/extra/only_ipc.yaml"
case_of "SFN with an IPC-model partition names it and its manifest (BSEL-2 BSEL-3)" 1 'ONLY_IPC' 'only_ipc.yaml' -- $an521 -DCONFIG_TFM_SPM_BACKEND=SFN "-DTFM_EXTRA_MANIFEST_LIST_FILES=$scratch/extra/list.yaml"

# A value on the command line overrides the default (CFG-51).
if cmake -S . -B "$scratch/three" -G Ninja -DPOSTERN_TOOL="$tool" $an521 -DCONFIG_TFM_CONN_HANDLE_MAX_NUM=3 >/dev/null 2>&1 &&
  grep -rqs 'CONFIG_TFM_CONN_HANDLE_MAX_NUM 3$' "$scratch/three/demo"; then
  echo "ok the command line wins over the default (CFG-51 CFG-5)"
else
  echo "FAILED the command line wins over the default (CFG-51 CFG-5)"
fi

version=$(cat VERSION)
if [ "$("$tool" --version)" = "postern $version" ] && grep -q "^## $version" CHANGELOG.md; then
  echo "ok the version is that of the file, and the changelog has it"
else
  echo "FAILED the version is that of the file, and the changelog has it"
fi

# An integrator's build has his images, or the demo. The images of the tests are built only on request.
has_images() {
  local name=$1 directory=$2 wanted=$3 images
  images=$(cd "$directory" 2>/dev/null && printf '%s\n' */generated | sed 's|/generated||' | tr '\n' ' ')
  if [ "$images" = "$wanted " ]; then echo "ok $name"; else echo "FAILED $name: $images"; fi
}

has_images "without POSTERN_TESTS there is the demo alone" "$scratch/three" demo

mkdir -p "$scratch/within"
printf 'cmake_minimum_required(VERSION 3.22)\nproject(product C CXX ASM)\nadd_subdirectory("%s" postern)\n' "$PWD" >"$scratch/within/CMakeLists.txt"
cmake -S "$scratch/within" -B "$scratch/within/build" -G Ninja "-DCMAKE_TOOLCHAIN_FILE=$PWD/cmake/toolchain-armv8m.cmake" \
  -DPOSTERN_TOOL="$tool" -DPOSTERN_TESTS=ON $an521 >"$scratch/within/log" 2>&1 || tail -5 "$scratch/within/log"
has_images "a project that has Postern inside builds the demo alone" "$scratch/within/build" demo

mkdir -p "$scratch/own"
cp examples/demo/*.yaml "$scratch/own"
{
  printf 'postern_add_partition(%s SOURCES none.c)\n' STATISTICS LEDGER VAULT CLERK
  echo 'postern_add_image(own MANIFEST_LISTS manifest_list.yaml NS_SOURCES none.c)'
} >"$scratch/own/CMakeLists.txt"
: >"$scratch/own/none.c"
cmake -S . -B "$scratch/own/build" -G Ninja -DPOSTERN_TOOL="$tool" $an521 "-DTFM_EXTRA_PARTITION_PATHS=$scratch/own" >"$scratch/own/log" 2>&1 ||
  tail -5 "$scratch/own/log"
has_images "an image of one's own takes the demo's place" "$scratch/own/build" own

mkdir -p "$scratch/empty"
echo "postern_add_image(empty NS_SOURCES none.c)" >"$scratch/empty/CMakeLists.txt"
: >"$scratch/empty/none.c"
case_of "an image without a partition is refused" 1 "empty.*the image has no partition" "a service in DEFINES" -- $an521 "-DTFM_EXTRA_PARTITION_PATHS=$scratch/empty"

# A partition from outside the tree is one manifest, its source and one CMake call, as README.md says; and it runs.
outside=$scratch/outside
mkdir -p "$outside"
cat >"$outside/list.yaml" <<'YAML'
description: From outside the tree
type: manifest_list
version_major: 0
version_minor: 1
manifest_list:
  - {description: Greeter, manifest: greeter.yaml, pid: 900}
YAML
cat >"$outside/greeter.yaml" <<'YAML'
psa_framework_version: 1.1
name: GREETER
type: APPLICATION-ROT
priority: NORMAL
model: SFN
stack_size: 0x400
services:
  - {name: GREETER, sid: "0x0000C001", non_secure_clients: true, connection_based: false, version: 1}
YAML
cat >"$outside/greeter.c" <<'C'
#include "psa/service.h"
#include "psa_manifest/greeter.h"
psa_status_t greeter_sfn(const psa_msg_t *msg) { return msg->type; }
C
echo 'postern_add_partition(GREETER SOURCES greeter.c)' >"$outside/CMakeLists.txt"

# An IPC build without need of the IPC backend says so in one line.
note=$("$tool" check --list "$outside/list.yaml" --board board/arm/mps2/an521/board.yaml --backend IPC --level 1 2>&1)
if [ "$(grep -c 'note:.*SFN' <<<"$note")" -eq 1 ]; then echo "ok an IPC image that could be SFN says so"; else echo "FAILED an IPC image that could be SFN says so: $note"; fi

if output=$(cmake -S . -B "$scratch/with-greeter" -G Ninja -DPOSTERN_TOOL="$tool" $an521 "-DTFM_EXTRA_MANIFEST_LIST_FILES=$outside/list.yaml" "-DTFM_EXTRA_PARTITION_PATHS=$outside" 2>&1 &&
  ninja -C "$scratch/with-greeter" demo_s demo_ns 2>&1); then
  echo "ok a partition from outside the tree is built [MLIST-11]"
else
  echo "FAILED a partition from outside the tree is built [MLIST-11]: $(tail -5 <<<"$output")"
fi
if arm-none-eabi-nm "$scratch/with-greeter/demo/demo_s.elf" | grep -q 'GREETER\.start'; then echo "ok and is in the image"; else echo "FAILED and is in the image"; fi

if [ -f "$scratch/with-greeter/demo/partitions/GREETER.o" ]; then echo "ok and is an object of its own [MLIST-13]"; else echo "FAILED and is an object of its own [MLIST-13]"; fi
# Each gate begins with the instruction SG, and five gates exist (VEN-7).
entries=$(arm-none-eabi-objdump -d "$scratch/with-greeter/demo/demo_s.elf" | grep -wc sg)
if [ "$entries" -eq 5 ]; then echo "ok the image has five entries and no more [VEN-7 VEN-1]"; else echo "FAILED the image has five entries and no more [VEN-7 VEN-1]: $entries"; fi

if arm-none-eabi-nm "$scratch/with-greeter/demo/demo_s.elf" | grep -q 'tfm_nsce'; then echo "FAILED and none to manage ids without the option [NSID-1]"; else echo "ok and none to manage ids without the option [NSID-1]"; fi

# The loop around a secure function makes one trap, which answers and takes the next message. With the client's own trap
# a call has two. On the SFN backend a call has no traps.
traps_in() { arm-none-eabi-objdump -d "$1" | awk -v name="<$2" '/>:$/ { inside = index($2, name) == 1 } inside && $3 == "svc"' | wc -l; }
traps=$(traps_in "$scratch/with-greeter/demo/demo_s.elf" "GREETER.start>")
if [ "$traps" -eq 1 ]; then echo "ok the thread of a secure function has one trap for each message [SFN-20]"; else echo "FAILED the thread of a secure function has one trap for each message [SFN-20]: $traps"; fi
if output=$(cmake -S . -B "$scratch/calls" -G Ninja -DPOSTERN_TOOL="$tool" $an521 -DCONFIG_TFM_SPM_BACKEND=SFN 2>&1 &&
  ninja -C "$scratch/calls" demo_s 2>&1) && [ "$(traps_in "$scratch/calls/demo/demo_s.elf" "")" -eq 0 ]; then
  echo "ok on the SFN backend a call is a call and no trap [SFN-20]"
else
  echo "FAILED on the SFN backend a call is a call and no trap [SFN-20]: $(tail -5 <<<"$output")"
fi

# An edit of a manifest causes a rebuild, and nothing is rebuilt without one.
sed -i 's/stack_size: 0x400/stack_size: 0x500/' "$outside/greeter.yaml"
size() { arm-none-eabi-nm -S "$scratch/with-greeter/demo/demo_s.elf" | awk '/ postern_stack$/ {print $2}' | sort | uniq -c; }
before=$(size)
ninja -C "$scratch/with-greeter" demo_s >/dev/null 2>&1
if [ "$before" != "$(size)" ]; then echo "ok a manifest edit is built"; else echo "FAILED a manifest edit is built"; fi
if ninja -C "$scratch/with-greeter" demo_s | grep -q 'no work to do'; then echo "ok and then there is nothing to do"; else echo "FAILED and then there is nothing to do"; fi

# A partition that allocates is built without a heap, where malloc returns NULL, and with one.
cat >"$outside/greeter.c" <<'C'
#include <stdlib.h>
#include "psa/service.h"
#include "psa_manifest/greeter.h"
static void *volatile kept;
psa_status_t greeter_sfn(const psa_msg_t *msg) { kept = malloc(8); return kept != NULL ? msg->type : -1; }
C
if output=$(ninja -C "$scratch/with-greeter" demo_s 2>&1); then echo "ok memory without a heap_size is built (CRT-2)"; else echo "FAILED memory without a heap_size is built (CRT-2): $(tail -5 <<<"$output")"; fi
echo 'heap_size: 0x100' >>"$outside/greeter.yaml"
if output=$(ninja -C "$scratch/with-greeter" demo_s 2>&1); then echo "ok and with one it is built"; else echo "FAILED and with one it is built: $(tail -5 <<<"$output")"; fi

mkdir -p "$scratch/twice"
printf 'postern_add_partition(GREETER SOURCES %s.c)\n' one two >"$scratch/twice/CMakeLists.txt"
case_of "two partitions of one name with other sources are refused" 1 "GREETER.*a partition of this name already has other sources" -- \
  $an521 "-DTFM_EXTRA_PARTITION_PATHS=$scratch/twice"

# Objects that are compiled at the link show their constructors late; the constructors run all the same.
lto=$scratch/lto
if output=$(cmake -S . -B "$lto" -G Ninja -DPOSTERN_TOOL="$tool" $an521 -DTFM_ISOLATION_LEVEL=3 -DPOSTERN_TESTS=ON \
  -DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON 2>&1 && ninja -C "$lto" programs_s programs_ns 2>&1 &&
  timeout 60 build/tool/runner boot --image programs --machine mps2-an521 --secure-log "$scratch/lto.log" \
    --secure "$lto/programs/programs_s.elf" --non-secure "$lto/programs/programs_ns.elf" 2>&1) &&
  grep -qE '^END programs [1-9][0-9]* cases 0 failed' <<<"$output"; then
  echo "ok all of a system can be optimised at the link [CRT-5]"
else
  echo "FAILED all of a system can be optimised at the link [CRT-5]: $(tail -5 <<<"$output")"
fi

# A board from outside the tree, with another layout: the commands of doc/porting.md.
board=$scratch/my_board
cp -r board/arm/mps2/an521 "$board"
sed -i -e 's|^name: .*|name: my_board|' -e 's|non_secure_ram:  {base: 0x28100000, size: 0x00100000}|non_secure_ram:  {base: 0x28300000, size: 0x00080000}|' "$board/board.yaml"
if output=$(cmake -S . -B "$scratch/my" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM="$board" -DTFM_ISOLATION_LEVEL=3 2>&1 && ninja -C "$scratch/my" 2>&1 &&
  timeout 60 ./run boot "$scratch/my/demo/demo_s.elf" 3 1 4 2>&1) && grep -q '^END demo' <<<"$output"; then
  echo "ok a board from outside the tree runs the demo"
else
  echo "FAILED a board from outside the tree runs the demo: $(tail -5 <<<"$output")"
fi
if arm-none-eabi-nm "$scratch/my/demo/demo_ns.elf" | grep -q '^2830.* [bB] '; then echo "ok in the memory that its board.yaml gives"; else echo "FAILED in the memory that its board.yaml gives"; fi
# The same board with a product's layout: the commands of doc/porting.md.
cat >"$scratch/layout.yaml" <<'YAML'
description: The layout of a product
memory:
  secure_ram:     {base: 0x38100000, size: 0x00080000}
  non_secure_ram: {base: 0x28000000, size: 0x00080000}
YAML
laid=$scratch/laid/demo/demo_s.elf
if output=$(cmake -S . -B "$scratch/laid" -G Ninja -DPOSTERN_TOOL="$tool" $an521 -DTFM_ISOLATION_LEVEL=3 -DPOSTERN_LAYOUT="$scratch/layout.yaml" 2>&1 &&
  ninja -C "$scratch/laid" 2>&1 && timeout 60 build/tool/runner boot --image demo --machine mps2-an521 \
    --secure-log "$scratch/laid.log" --secure "$laid" --non-secure "${laid%_s.elf}_ns.elf" -- 3 1 4 2>&1) && grep -q '^END demo' <<<"$output"; then
  echo "ok a layout of one's own runs the demo at level 3"
else
  echo "FAILED a layout of one's own runs the demo at level 3: $(tail -5 <<<"$output")"
fi
if arm-none-eabi-nm "$laid" | grep -q '^3810.* [bB] ' && arm-none-eabi-nm "${laid%_s.elf}_ns.elf" | grep -q '^2800.* [bB] '; then
  echo "ok in the memory that the layout gives"
else
  echo "FAILED in the memory that the layout gives"
fi
if output=$("$tool" audit "$laid" 2>&1) && grep -q 'from the board.yaml in the image and its layout' <<<"$output"; then
  echo "ok and the audit judges by that layout [ISO-16]"
else
  echo "FAILED and the audit judges by that layout [ISO-16]: $(tail -5 <<<"$output")"
fi
output=$("$tool" audit "$laid" --board board/arm/mps2/an521/board.yaml 2>&1)
if grep -q "the image's secure_ram is not that of the board" <<<"$output"; then
  echo "ok and finds violations by the board's own layout [ISO-16]"
else
  echo "FAILED and finds violations by the board's own layout [ISO-16]: $(tail -5 <<<"$output")"
fi
if output=$("$tool" audit "$laid" --board board/arm/mps2/an521/board.yaml --layout "$scratch/layout.yaml" 2>&1); then
  echo "ok but none by both files from outside [ISO-16]"
else
  echo "FAILED but none by both files from outside [ISO-16]: $(tail -5 <<<"$output")"
fi
sed -i 's|0x28000000|0x38000000|' "$scratch/layout.yaml"
case_of "a layout that contradicts the board is refused at its line" 1 'layout.yaml:4:3: error: .non_secure_ram. is at the first address of .SSRAM2.' -- \
  $an521 "-DPOSTERN_LAYOUT=$scratch/layout.yaml"
case_of "a layout that is not there is refused" 1 'POSTERN_LAYOUT is ".*nowhere.yaml", which does not exist' -- $an521 -DPOSTERN_LAYOUT=nowhere.yaml
case_of "a folder without board.yaml is no board" 1 'TFM_PLATFORM is ".*nowhere"; valid: .*arm/mps2/an521.*the path of a folder with a board.yaml' -- "-DTFM_PLATFORM=$scratch/nowhere"

# The compiler for a board is that of a toolchain file; a compiler that nothing would use is refused.
gnu=$PWD/cmake/toolchain-armv8m.cmake
for language in C CXX ASM; do
  case_of "CMAKE_${language}_COMPILER is refused for a board, with what to do" 1 "CMAKE_${language}_COMPILER=arm-none-eabi-gcc is not possible" 'Use TFM_TOOLCHAIN_FILE' -- \
    $an521 -DCMAKE_${language}_COMPILER=arm-none-eabi-gcc
done
case_of "on the host it is the compiler" 0 'compiler: .*/g\+\+ ' -- -DTFM_PLATFORM=host -DCMAKE_CXX_COMPILER=g++
case_of "TFM_TOOLCHAIN_FILE is refused for the host" 1 'TFM_TOOLCHAIN_FILE is for boards.*CMAKE_CXX_COMPILER' -- -DTFM_PLATFORM=host "-DTFM_TOOLCHAIN_FILE=$gnu"
case_of "a toolchain file that does not exist is refused" 1 'TFM_TOOLCHAIN_FILE is ".*nowhere.cmake", which does not exist' -- $an521 -DTFM_TOOLCHAIN_FILE=nowhere.cmake
case_of "two toolchain files exclude each other" 1 'TFM_TOOLCHAIN_FILE=.*CMAKE_TOOLCHAIN_FILE=.*exclude each other' -- $an521 "-DTFM_TOOLCHAIN_FILE=$gnu" -DCMAKE_TOOLCHAIN_FILE=cmake/other.cmake
printf 'include("%s")\nmessage(STATUS "of my own")\n' "$gnu" >"$scratch/own.cmake"
case_of "TFM_TOOLCHAIN_FILE names the compiler" 0 'of my own' -- $an521 "-DTFM_TOOLCHAIN_FILE=$scratch/own.cmake"
output=$(cmake -S . -B "$scratch/three" "-DTFM_TOOLCHAIN_FILE=$scratch/own.cmake" 2>&1)
if [ $? -ne 0 ] && grep -q 'which stays' <<<"$output"; then echo "ok a build directory keeps its compiler"; else echo "FAILED a build directory keeps its compiler: $output"; fi

# Clang is another compiler for the same images.
clang_file=cmake/toolchain-armv8m-clang.cmake
# NAME BUILD COMMAND...: the commands configure, build and run
by_clang() {
  local name=$1 build=$2
  shift 2
  if ! command -v clang++-19 >/dev/null && ! command -v clang++ >/dev/null; then
    echo "skipped $name: clang is not installed"
  elif output=$("$@" 2>&1) && ! grep -q 'warning:.*\[-W' <<<"$output" &&
    find "$build" -name '*_s.elf' -exec arm-none-eabi-readelf -p .comment {} + | grep -q clang; then
    echo "ok $name"
  else
    echo "FAILED $name: $(grep -m1 -E 'error:|warning:.*\[-W|^FAILED' <<<"$output" || tail -5 <<<"$output")"
  fi
}
# BUILD IMAGE [WORD...]
boots() {
  local build=$1 image=$2
  shift 2
  timeout 120 build/tool/runner boot --image "$image" --machine mps2-an521 --secure-log "$scratch/clang.log" \
    --secure "$build/$image/${image}_s.elf" --non-secure "$build/$image/${image}_ns.elf" -- "$@" |
    grep -E "^END $image [1-9][0-9]* cases 0 failed"
}
demo_by_clang() {
  cmake -S . -B "$scratch/clang" -G Ninja -DPOSTERN_TOOL="$tool" $an521 -DTFM_ISOLATION_LEVEL=3 -DTFM_TOOLCHAIN_FILE=$clang_file &&
    ninja -C "$scratch/clang" && "$tool" audit "$scratch/clang/demo/demo_s.elf" && boots "$scratch/clang" demo 3 1 4
}
# PRESET IMAGE
test_by_clang() {
  cmake --preset "$1" -B "$scratch/clang-$1" -DPOSTERN_TOOL="$tool" -DPOSTERN_TESTS=ON -DTFM_TOOLCHAIN_FILE=$clang_file &&
    ninja -C "$scratch/clang-$1" "$2" && boots "$scratch/clang-$1" "$2"
}
by_clang "clang builds the demo without a warning, and it runs" "$scratch/clang" demo_by_clang
for each in arm-mps2-an521-sfn-l1/scenario arm-mps2-an521-ipc-l1/scenario arm-mps2-an521-ipc-l2/interrupt; do
  by_clang "clang builds $each without a warning, and it passes" "$scratch/clang-${each%/*}" test_by_clang "${each%/*}" "${each#*/}"
done
