#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Boots the image `faults`, has `postern decode` translate its secure log, and compares each report with what the image
# announced. Without the non-secure program a report says less about it, and says how to have more.
#
#   test/faults/words.sh TOOL RUNNER IMAGE NON_SECURE SECURE_LOG SYSTEM...
set -u
tool=$1 runner=$2 image=$3 non_secure=$4 log=$5
shift 5

announced=$(timeout 120 "$runner" boot "$@" --secure-log "$log" -- </dev/null 2>&1 | tr -d '\r')
mapfile -t wanted < <(sed -n 's/^expect-words //p' <<<"$announced")
mapfile -t names < <(sed -nE 's/^(ok|FAILED) [0-9]+ ([^ ]+).*/\2/p' <<<"$announced")

# Each report on one line.
report_all() {
  "$tool" decode "$image" "$log" "$@" |
    awk '/^== panic/ {if (text != "") print text; text = ""; on = 1} on && !/^(== panic|   )/ {on = 0} on {sub(/^ +/, " "); text = text $0} END {if (text != "") print text}' |
    tr -s ' '
}
mapfile -t reports < <(report_all --non-secure "$non_secure")
mapfile -t alone < <(report_all)

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
  # shellcheck disable=SC2016 # quotation marks of the report
  case ${names[$i]:-}:${alone[$i]:-} in
    an_unaligned_read_of_the_non_secure_world:*' accessed memory at an address that is not aligned; the processor does not record the address where 0x'*' of the non-secure program, called from 0x'*' (--non-secure FILE names the functions) '* | \
      a_breakpoint_of_the_non_secure_world:*' had a fault whose cause no register tells, mostly a breakpoint (`bkpt`) without a debugger: --non-secure FILE reads the instruction where 0x'*)
      echo "ok ${names[$i]} in words without the non-secure program" ;;
    an_unaligned_read_of_the_non_secure_world:* | a_breakpoint_of_the_non_secure_world:*)
      echo "FAILED ${names[$i]} in words without the non-secure program"
      echo "  reported: ${alone[$i]:-}" ;;
  esac
done
