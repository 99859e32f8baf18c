#!/usr/bin/env bash
# The choice of backend and level, right and wrong (BSEL-1 to BSEL-9): a wrong one stops the configuration, and the message
# names what is wrong and what is valid.
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
case_of "SFN above level 1 names both options (BSEL-4)" 1 'CONFIG_TFM_SPM_BACKEND' 'TFM_ISOLATION_LEVEL' -- $an521 -DCONFIG_TFM_SPM_BACKEND=SFN -DTFM_ISOLATION_LEVEL=2
case_of "a level that does not exist is refused (BSEL-5)" 1 'TFM_ISOLATION_LEVEL' -- $an521 -DTFM_ISOLATION_LEVEL=4
case_of "an unknown platform is refused" 1 'TFM_PLATFORM' -- -DTFM_PLATFORM=arm/mps2/an999
case_of "the old name TFM_LVL is refused with advice (CFG-42)" 1 'TFM_LVL' 'TFM_ISOLATION_LEVEL' -- $an521 -DTFM_LVL=1

# An IPC-model partition on the SFN backend: the message names the partition and its manifest (BSEL-3).
mkdir -p "$scratch/extra"
sed 's/: vault.yaml/: only_ipc.yaml/; /conditional/d; /manifest_list:/q' examples/demo/manifest_list.yaml >"$scratch/extra/list.yaml"
printf '  - description: Only IPC\n    manifest: only_ipc.yaml\n    pid: 400\n' >>"$scratch/extra/list.yaml"
sed 's/name: VAULT$/name: ONLY_IPC/; s/name: VAULT_WORK/name: ONLY_IPC_WORK/; s/0x0000D00/0x0000E00/' examples/demo/vault.yaml >"$scratch/extra/only_ipc.yaml"
sed -i '0,/name: ONLY_IPC/! s/name: ONLY_IPC$/name: ONLY_IPC_SERVICE/' "$scratch/extra/only_ipc.yaml"
case_of "SFN with an IPC-model partition names it and its manifest (BSEL-3)" 1 'ONLY_IPC' 'only_ipc.yaml' -- $an521 -DCONFIG_TFM_SPM_BACKEND=SFN "-DTFM_EXTRA_MANIFEST_LIST_FILES=$scratch/extra/list.yaml"

# An IPC build that has no need of it says so in one line.
note=$("$tool" check --list test/attack/manifest_list.yaml --board board/arm/mps2/an521/board.yaml --backend IPC --level 1 2>&1)
if [ "$(grep -c 'note:.*SFN' <<<"$note")" -eq 1 ]; then echo "ok an IPC image that could be SFN says so"; else echo "FAILED an IPC image that could be SFN says so: $note"; fi
