#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Every row of the table of options: a wrong value is refused, an option of TF-M that this project does not have is
# answered, and a misspelling of each name is found. A few configurations try them all.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rows=$(cmake -P test/options.cmake)
an521=-DTFM_PLATFORM=arm/mps2/an521

# configure NAME ARGUMENT...: its output without line breaks, in $output; its exit status.
configure() {
  local status=0
  output=$(cmake -S . -B "$scratch/$1" -G Ninja -DPOSTERN_TOOL="$tool" "${@:2}" 2>&1) || status=1
  output=$(tr -s ' \n' ' ' <<<"$output")
  return $status
}

# expect NAME TEXT: the output contains it.
expect() { if grep -qF -- "$2" <<<"$output"; then echo "ok $1"; else echo "FAILED $1: no \"$2\" in $(tail -c 2000 <<<"$output")"; fi; }

# An instance of a family of names.
instance() { echo "${1/\*/EXAMPLE}"; }

wrong_values() {
  local arguments=() kind name default
  while IFS='|' read -r kind name default _; do
    case $kind in CHOICE | SWITCH | NUMBER | FILE) [ "$name" = POSTERN_TOOL ] || arguments+=("-D$name=wrong") ;; esac
  done <<<"$rows"
  configure values "${arguments[@]}" && echo "FAILED wrong values are refused [CFG-50]"
  while IFS='|' read -r kind name default _; do
    case $kind in
      CHOICE) expect "$name: a wrong value names the valid ones" "$name is \"wrong\"; valid: " ;;
      SWITCH) expect "$name: a wrong value names the valid ones" "$name is \"wrong\"; valid: ON, OFF." ;;
      NUMBER) expect "$name: a wrong value says what is expected" "$name is \"wrong\"; a whole number" ;;
      FILE) [ "$name" = POSTERN_TOOL ] || expect "$name: a file that does not exist is refused" "/wrong\", which does not exist." ;;
    esac
  done <<<"$rows"
}

other_options() {
  local refused=() accepted=() kind name answer values value
  while IFS='|' read -r kind name answer values; do
    [ "$kind" = OTHER ] || continue
    refused+=("-D$(instance "$name")=strange")
    for value in $values; do accepted+=("-D$name=$value"); done
  done <<<"$rows"
  configure others $an521 "${refused[@]}" && echo "FAILED options that are not here are refused [CFG-50]"
  while IFS='|' read -r kind name answer values; do
    [ "$kind" != OTHER ] || expect "$(instance "$name") is answered" "$(instance "$name")=strange is not possible. $answer"
  done <<<"$rows"
  if configure accepted $an521 "${accepted[@]}"; then echo "ok what is so anyway can be asked for"; else echo "FAILED what is so anyway can be asked for: $output"; fi
}

# Without the letter in the middle.
misspelt() {
  local at=$((${#1} / 2))
  [ "${1:at:1}" != _ ] || at=$((at + 1))
  echo "${1:0:at}${1:at+1}"
}

misspellings() {
  local arguments=() kind name
  local names=()
  while IFS='|' read -r kind name _; do
    [[ $name == *\** || ${#name} -lt 6 ]] || names+=("$name")
  done <<<"$rows"
  for name in "${names[@]}"; do arguments+=("-D$(misspelt "$name")=ON"); done
  configure misspelt $an521 "${arguments[@]}" && echo "FAILED misspelt names are refused"
  for name in "${names[@]}"; do
    if grep -qF -- "$(misspelt "$name")=ON is not possible. " <<<"$output"; then
      echo "ok a misspelling of $name is answered as one of a family"
    else
      expect "a misspelling of $name is found" "$(misspelt "$name") is not an option; did you mean $name?"
    fi
  done
}

# The two letters in the middle swapped, or two after them if those are equal.
swapped() {
  local at=$((${#1} / 2))
  while [ "${1:at:1}" = "${1:at+1:1}" ]; do at=$((at + 1)); done
  echo "${1:0:at}${1:at+1:1}${1:at:1}${1:at+2}"
}

# family NAME: the family in the table that the name belongs to, or nothing
family() {
  local beginning
  for beginning in $families; do
    if [[ $1 == "${beginning%\*}"* ]]; then echo "$beginning"; return; fi
  done
}

# Each option of TF-M is one of this project, or answered; and so is each misspelling of it.
options_of_tfm() {
  local ours families name wrong arguments=() misspellings=()
  ours=" $(awk -F'|' '$1 != "OTHER" {printf "%s ", $2}' <<<"$rows")"
  families=$(awk -F'|' '$2 ~ /\*$/ {print $2}' <<<"$rows")
  while IFS= read -r name; do
    [[ $ours == *" $name "* ]] || arguments+=("-D$name=strange")
    [ "${#name}" -lt 6 ] || for wrong in "$(misspelt "$name")" "$(swapped "$name")"; do misspellings+=("$wrong" "$name"); done
  done < <(grep -vE '^(#|$)' test/tfm_options.txt)
  configure tfm $an521 "${arguments[@]}" && echo "FAILED options of TF-M that are not here are refused [CFG-50]"
  for name in "${arguments[@]#-D}"; do expect "TF-M's ${name%=strange} is answered" "$name is not possible."; done
  arguments=()
  set -- "${misspellings[@]}"
  while [ $# -gt 0 ]; do arguments+=("-D$1=ON"); shift 2; done
  configure tfm-misspelt $an521 "${arguments[@]}" && echo "FAILED misspelt options of TF-M are refused"
  set -- "${misspellings[@]}"
  while [ $# -gt 0 ]; do
    name=$(family "$2")
    if grep -qF -- "$1=ON is not possible. " <<<"$output" || grep -qF -- "$1 is not an option; did you mean ${name:-$2}?" <<<"$output"; then
      echo "ok $1 is found to be $2"
    else
      expect "$1 is found to be $2" "$1 is not an option; did you mean $2?"
    fi
    shift 2
  done
  configure no-underscore $an521 -DMCUBOOTVERSION=ON && echo "FAILED a family without its underscore is refused"
  expect "a family is found without its underscore" "MCUBOOTVERSION is not an option; did you mean MCUBOOT_*?"
}

# A product's own names.
own_names() {
  cat >"$scratch/list.yaml" <<'YAML'
description: A partition of a product
type: manifest_list
version_major: 0
version_minor: 1
manifest_list:
  - {description: Example, manifest: example.yaml, pid: 900, conditional: TFM_PARTITION_EXAMPLE}
  - {description: A service of TF-M, manifest: nowhere.yaml, pid: 901, conditional: TFM_PARTITION_CRYPTO}
YAML
  cat >"$scratch/example.yaml" <<'YAML'
psa_framework_version: 1.1
name: EXAMPLE
type: APPLICATION-ROT
priority: NORMAL
model: SFN
stack_size: 0x400
services:
  - {name: EXAMPLE, sid: "0x0000C001", non_secure_clients: true, connection_based: false, version: 1}
YAML
  echo 'postern_add_partition(EXAMPLE SOURCES example.c)' >"$scratch/CMakeLists.txt"
  touch "$scratch/example.c"
  local product=("-DTFM_EXTRA_MANIFEST_LIST_FILES=$scratch/list.yaml" "-DTFM_EXTRA_PARTITION_PATHS=$scratch") value
  for value in ON OFF; do
    configure "condition-$value" $an521 "${product[@]}" -DTFM_PARTITION_EXAMPLE=$value || echo "FAILED a condition of the command line: $output"
    if [ "$(grep -c EXAMPLE "$scratch/condition-$value/demo/generated/partitions.cmake")" -gt 0 ]; then output=ON; else output=OFF; fi
    expect "a manifest list has its conditions of the command line: $value [MLIST-4]" $value
  done
  configure no-condition $an521 "${product[@]}" && echo "FAILED a condition without a value is refused"
  expect "a condition without a value says which" "TFM_PARTITION_EXAMPLE"
  configure unknown $an521 -DTFM_WATER_TEMPERATURE=ON && echo "FAILED a name like TF-M's that is none is refused"
  expect "a name like TF-M's that is none is refused" "TFM_WATER_TEMPERATURE is not an option, nor a condition of a manifest list"
  if configure foreign $an521 -DMY_PRODUCT=blue; then echo "ok other names are the product's"; else echo "FAILED other names are the product's: $output"; fi
}

profiles() {
  local profile backend level
  while read -r profile backend level; do
    configure "$profile" $an521 -DTFM_PROFILE="$profile" || echo "FAILED $profile: $output"
    output=$(grep -hE '^(CONFIG_TFM_SPM_BACKEND|TFM_ISOLATION_LEVEL):' "$scratch/$profile/CMakeCache.txt" | cut -d= -f2 | tr '\n' ' ')
    expect "$profile is $backend, level $level [CFG-39]" "$backend $level"
  done <<<"profile_small SFN 1
profile_medium IPC 2
profile_medium_arotless SFN 1
profile_large IPC 3"
  configure profile-and-backend $an521 -DTFM_PROFILE=profile_small -DCONFIG_TFM_SPM_BACKEND=IPC && echo "FAILED profile_small with IPC is refused"
  expect "profile_small with the IPC backend is refused [BSEL-10]" "TFM_PROFILE=profile_small and CONFIG_TFM_SPM_BACKEND=IPC exclude each other"
  echo 'set(TFM_ISOLATION_LEVEL 2)' >"$scratch/config.cmake"
  configure config $an521 "-DTFM_EXTRA_CONFIG_PATH=$scratch/config.cmake" || echo "FAILED a file of options: $output"
  output=$(grep -h 'PSA_FRAMEWORK_ISOLATION_LEVEL' -r "$scratch/config/demo/generated/include")
  expect "a file of options comes before the defaults [CFG-51]" "LEVEL 2"
  configure config-and-level $an521 "-DTFM_EXTRA_CONFIG_PATH=$scratch/config.cmake" -DTFM_ISOLATION_LEVEL=3 || echo "FAILED a file of options: $output"
  output=$(grep -h 'PSA_FRAMEWORK_ISOLATION_LEVEL' -r "$scratch/config-and-level/demo/generated/include")
  expect "the command line comes before the file of options [CFG-51]" "LEVEL 3"
  echo 'set(TFM_ISOLATON_LEVEL 2)' >"$scratch/config.cmake"
  configure misspelt-config $an521 "-DTFM_EXTRA_CONFIG_PATH=$scratch/config.cmake" && echo "FAILED a misspelling in a file of options is found"
  expect "a misspelling in a file of options is found" "TFM_ISOLATON_LEVEL is not an option; did you mean TFM_ISOLATION_LEVEL?"
}

wrong_values
other_options
misspellings
options_of_tfm
own_names
profiles
if cmake -P cmake/OptionsPage.cmake | cmp -s - doc/options.md; then echo "ok doc/options.md is the table"; else echo "FAILED doc/options.md is the table: cmake -P cmake/OptionsPage.cmake >doc/options.md"; fi
