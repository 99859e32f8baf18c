#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Audits every secure image of a build directory by the rules of its isolation level.
#
#   test/audited.sh TOOL DIRECTORY
set -u
for elf in "$2"/*/*_s.elf; do
  [ -f "$elf" ] || continue
  image=$(basename "$elf" _s.elf)
  if output=$("$1" audit "$elf" 2>&1); then
    echo "ok audit of $image"
  else
    echo "FAILED audit of $image"
    grep -E 'violation:|error:' <<<"$output" || tail -3 <<<"$output"
  fi
done
