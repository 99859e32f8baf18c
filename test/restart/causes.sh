#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Boots the image `restart`. The fault status registers keep what nobody clears, so each fault on the secure log must
# have its own cause and none of an earlier life: one bit.
#
#   test/restart/causes.sh TOOL RUNNER IMAGE SECURE_LOG SYSTEM...
set -u
tool=$1 runner=$2 image=$3 log=$4
shift 4

timeout 120 "$runner" boot "$@" --secure-log "$log" -- </dev/null >/dev/null 2>&1
mapfile -t causes < <("$tool" decode --lines "$image" "$log" | sed -nE 's/.*restarts: MORTAL id .* CFSR (0x[0-9A-F]+) .*/\1/p')
[ "$(printf '%s\n' "${causes[@]}" | sort -u | wc -l)" -gt 1 ] || echo "FAILED the log has no two kinds of faults: ${causes[*]}"
for cause in "${causes[@]}"; do
  if [ $((cause)) -ne 0 ] && [ $((cause & (cause - 1))) -eq 0 ]; then
    echo "ok a fault has its own cause, $cause [LIFE-6]"
  else
    echo "FAILED a fault has its own cause, $cause"
  fi
done
