#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Boots the image `faults`, has `postern decode` translate its secure log, and compares each report with what the image
# announced.
#
#   test/faults/words.sh TOOL RUNNER IMAGE SECURE_LOG SYSTEM...
set -u
tool=$1 runner=$2 image=$3 log=$4
shift 4

announced=$(timeout 120 "$runner" boot "$@" --secure-log "$log" -- </dev/null 2>&1 | tr -d '\r')
mapfile -t wanted < <(sed -n 's/^expect-words //p' <<<"$announced")
mapfile -t names < <(sed -nE 's/^(ok|FAILED) [0-9]+ ([^ ]+).*/\2/p' <<<"$announced")

# Each report on one line.
mapfile -t reports < <("$tool" decode "$image" "$log" |
  awk '/^== panic/ {if (text != "") print text; text = ""; on = 1} on && !/^(== panic|   )/ {on = 0} on {sub(/^ +/, " "); text = text $0} END {if (text != "") print text}' |
  tr -s ' ')

[ ${#wanted[@]} -gt 20 ] || echo "FAILED the image announced ${#wanted[@]} faults"
[ ${#wanted[@]} -eq ${#reports[@]} ] || echo "FAILED ${#wanted[@]} faults were announced, and ${#reports[@]} reported"
for report in "${reports[@]}"; do
  # shellcheck disable=SC2016 # a quotation mark of the report
  [[ $report != *'`$'* ]] || echo "FAILED the mark of an area of code is called a function: $report"
done
for i in "${!wanted[@]}"; do
  report=${reports[$i]:-}
  words=${report#"== panic "*: }
  # shellcheck disable=SC2053 # a pattern
  if [[ $words == ${wanted[$i]} ]]; then
    echo "ok ${names[$i]:-$i} in words"
  else
    echo "FAILED ${names[$i]:-$i} in words"
    echo "  expected: ${wanted[$i]}"
    echo "  reported: $words"
  fi
done
