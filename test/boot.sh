#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Before the non-secure world runs, a partition that cannot initialise stops the boot, on both backends. The demo of the
# host is built with one more partition, whose init function fails.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/list.yaml" <<'YAML'
description: A partition that says how its initialisation went
type: manifest_list
version_major: 0
version_minor: 1
manifest_list:
  - {description: Starter, manifest: starter.yaml, pid: 901}
YAML
cat >"$scratch/starter.yaml" <<'YAML'
psa_framework_version: 1.1
name: STARTER
type: APPLICATION-ROT
priority: NORMAL
model: SFN
entry_init: starter_init
stack_size: 0x400
services:
  - {name: STARTER, sid: "0x0000C002", non_secure_clients: true, connection_based: false, version: 1}
YAML
echo 'postern_add_partition(STARTER SOURCES starter.c)' >"$scratch/CMakeLists.txt"

echo >"$scratch/starter.c"

# starts_with RESULT: builds and runs the demo with a partition whose init function answers RESULT
starts_with() {
  : >"$scratch/words"
  : >"$scratch/secure"
  cat >"$scratch/starter.c" <<C
#include "psa/service.h"
#include "psa_manifest/starter.h"
psa_status_t starter_init(void) { return $1; }
psa_status_t starter_sfn(const psa_msg_t *msg) { return msg->type; }
C
  ninja -C "$build" demo >"$scratch/build.log" 2>&1 || { tail -5 "$scratch/build.log"; return; }
  timeout -k 1 3 "$build/demo/demo" 1 2 3 >"$scratch/words" 2>"$scratch/secure"
}

# result NAME CONDITION...: the condition is a command
result() {
  local name=$1
  shift
  if "$@"; then echo "ok $name"; else echo "FAILED $name"; fi
}

ends() { grep -q '^END demo [1-9][0-9]* cases 0 failed' "$scratch/words"; }
begins_with_version() {
  [ "$(head -n 1 "$scratch/secure" | tr -d "\r")" = "[INF] Postern $(cat VERSION) on host: $backend backend, isolation level 1" ]
}
never_begins() { [ ! -s "$scratch/words" ] && "$tool" decode --lines "$build/demo/demo" "$scratch/secure" | grep -q "panic: STARTER id 0x00000385 broke $1 "; }

for backend in IPC SFN; do
  build=$scratch/$backend
  cmake -S . -B "$build" -G Ninja -DPOSTERN_TOOL="$tool" -DTFM_PLATFORM=host -DCONFIG_TFM_SPM_BACKEND=$backend -DTFM_SPM_LOG_LEVEL=LOG_LEVEL_INFO \
    "-DTFM_EXTRA_MANIFEST_LIST_FILES=$scratch/list.yaml" "-DTFM_EXTRA_PARTITION_PATHS=$scratch" >"$scratch/cmake.log" 2>&1 ||
    tail -5 "$scratch/cmake.log"
  starts_with 0
  result "$backend: a partition that initialised lets the system start [SFN-9 SFN-11]" ends
  result "$backend: the log begins with the version" begins_with_version
  starts_with -1
  result "$backend: one that could not stops the boot, and nobody else runs [SFN-10 SFN-22 BOOT-2 BOOT-6]" never_begins SFN-10
  starts_with 1
  result "$backend: a positive result is success [SFN-10]" ends
done
