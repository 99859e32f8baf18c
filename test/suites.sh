# SPDX-License-Identifier: Apache-2.0

# The suites of ./run test, which are CTest's: this builds what they need, calls ctest, and adds up. Sourced by ../run.
#
# `runner` judges each test and leaves its counts in build/log/results. A suite without counts that should have run has
# failed.

passed=0
failed=0
results=${logs:-build/log}/results
runner=build/tool/runner

# The presets of CMakePresets.json, by the names of their suites: an521-IPC-1 -> arm-mps2-an521-ipc-l1
preset_of() {
  local platform backend level
  IFS=- read -r platform backend level <<<"$1"
  basename "$(directory_of "$(platform_of "$platform")" "$backend" "$level")"
}

# result SUITE PASSED FAILED [SECONDS]
result() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  printf '%-40s %4d passed, %d failed%s\n' "$1" "$2" "$3" "${4:+$(printf '%9.1f s' "$4")}"
}

# The processor time of each part of this run: lines SECONDS PART
costs=()

# processor_seconds: sets `seconds` to the processor time of all commands of this shell so far.
processor_seconds() {
  times >"$logs/times"
  seconds=$(awk 'NR == 2 {for (i = 1; i <= 2; i++) {split($i, part, /[ms]/); all += 60 * part[1] + part[2]} print all}' "$logs/times")
}

# spend PART COMMAND...: runs the command and adds its processor time to the part.
spend() {
  local part=$1 before seconds
  shift
  processor_seconds
  before=$seconds
  "$@"
  processor_seconds
  costs+=("$(awk -v before="$before" -v after="$seconds" 'BEGIN {printf "%.1f", after - before}') $part")
}

print_costs() {
  [ ${#costs[@]} -gt 0 ] || return 0
  say "== seconds of the processor"
  printf '%s\n' "${costs[@]}" | sort -rn |
    awk '{seconds = $1; sub(/^[^ ]+ /, ""); printf "%8.1f  %s\n", seconds, $0; all += seconds} END {printf "%8.1f  in all\n", all}'
}

# run_ctest NAME ARGUMENT...: runs tests in parallel, as many as $expected says or ctest knows. Prints a line for each with
# its counts, and below it what failed.
run_ctest() {
  local name=$1 log=$logs/ctest-$1.out expected=${expected:-} ran=0 file good bad seconds
  shift
  rm -rf "$results"
  mkdir -p "$results"
  expected=${expected:-$(ctest "$@" -N | sed -n 's/^Total Tests: //p')}
  ctest "$@" -j 2 2>&1 | moving "test $name" "$log" || true
  for file in "$results"/*; do
    [ -f "$file" ] || continue
    read -r good _ bad _ seconds _ <"$file"
    result "$(basename "$file")" "$good" "$bad" "$seconds"
    [ -z "${each_suite_costs:-}" ] || costs+=("$seconds $(basename "$file")")
    sed 1d "$file"
    ran=$((ran + 1))
  done
  if [ "${expected:-0}" -eq 0 ] || [ "$ran" -ne "$expected" ]; then
    tail -20 "$log"
    result "$name: $ran of ${expected:-0} tests ran" 0 1
  fi
}

# PLATFORM-BACKEND-LEVEL [TESTS]: for a board by the compiler of TFM_TOOLCHAIN_FILE, if the environment has it
build_preset() {
  local preset compiler=()
  preset=$(preset_of "$1")
  [[ -z ${TFM_TOOLCHAIN_FILE:-} || $1 == host-* ]] || compiler=("-DTFM_TOOLCHAIN_FILE=$TFM_TOOLCHAIN_FILE")
  say "== build: $preset${compiler:+ with $TFM_TOOLCHAIN_FILE}"
  quietly "$preset-configure" cmake --preset "$preset" -DPOSTERN_TOOL="$PWD/$tool" -DPOSTERN_TESTS="${2:-ON}" "${compiler[@]}"
  quietly "$preset-build" cmake --build --preset "$preset"
}

# PLATFORM-BACKEND-LEVEL [TESTS]
suite_platform() {
  spend "$1: build" build_preset "$1" "$2"
  spend "$1: tests" run_ctest "$1" --preset "$(preset_of "$1")"
}

suite_unit() {
  spend "unit: build" build_preset host-IPC-1
  spend "unit: tests" run_ctest unit --preset "$(preset_of host-IPC-1)" -R '^unit'
}

# Suites of the build of the tools, by their names.
suite_tools() {
  local names each_suite_costs=1
  [ $# -gt 0 ] || return 0
  spend "the tool and its tests: build" build_tests_of_tool
  names=$(IFS='|'; printf '%s' "$*")
  expected=$# run_ctest tools --test-dir build/tool -L '^suite$' -R "^($names)\$"
}

# SUITE...: the suite `audit` examines the images of the platforms' suites, and builds those of suites that do not run.
build_for_audit() {
  local configuration
  for configuration in an521-IPC-1 an521-IPC-2 an521-IPC-3 an521-SFN-1 an505-IPC-3 an547-IPC-3; do
    [[ " $* " != *" $configuration "* ]] || continue
    spend "audit: build of $configuration" build_preset "$configuration"
  done
}

rules_page() { build/tool/rules_page --rules test/rules.yaml --logs build/log --output doc/rules.md "$@"; }

# [all]: each rule needs a test that passed in this run. Prints a line if doc/rules.md, which is of CI's run, differs.
suite_rules() {
  local page=$PWD/$logs/rules.md counts
  counts=$("$runner" script build/tool/rules_page --rules test/rules.yaml --logs build/log --output "$page") || true
  read -r good _ bad _ <<<"$counts"
  result rules "${good:-0}" "${bad:-1}"
  sed 1d <<<"$counts"
  [ "${1:-}" = all ] || cmp -s doc/rules.md "$page" || say "doc/rules.md is not what these tests say: ./run rules"
}

write_rules() {
  local status=0 lines
  lines=$(rules_page) || status=$?
  grep -v '^ok ' <<<"$lines" || true
  sed -n '/ rules: /p' doc/rules.md
  return "$status"
}

# Tries a sample of the mutants of linked images, and prints lines `ok` and `FAILED`. Below the floor, each mutant that
# survives is a failure.
suite_mutants() {
  local log=$logs/mutants-sample.out status=0 caught survived
  (mutate_sample) >"$log" 2>&1 || status=$?
  caught=$(sed -nE 's/^.* mutants, [0-9]+ run, ([0-9]+) caught, .*/\1/p' "$log")
  survived=$(sed -nE 's/^.* mutants, .* explained, ([0-9]+) not$/\1/p' "$log")
  if [ "${caught:-0}" -eq 0 ]; then
    tail -20 "$log"
    return
  fi
  seq -f 'ok mutant %g' "$caught"
  [ "$status" -ne 0 ] || survived=0
  [ "$status" -eq 0 ] || [ "$survived" -gt 0 ] || survived=1
  grep '^survivor' "$log" || true
  sed -nE 's/^([0-9]+ mutants, .*)/    \1/p' "$log"
  [ "$survived" -eq 0 ] || seq -f 'FAILED survivor %g' "$survived"
}

# CTest calls this for suites that need functions of `run`.
suite() {
  case $1 in
    bench) check_bench ;;
    mutants) suite_mutants ;;
    *) die "no suite is called $1" ;;
  esac
}

# IMAGE or IMAGE/STORY: on the host and on a device, in the first configuration of each that has it.
run_selected() {
  local image=${1%%/*} pattern configuration directory kind done='' label=(-LE '^story$')
  pattern=$(sed 's/[][().*+?^$|\\]/\\&/g' <<<"$1")
  [[ $1 != */* ]] || label=(-L '^story$')
  for configuration in host-IPC-1 an521-IPC-1 an521-IPC-3 an521-SFN-1; do
    kind=${configuration%%-*}
    [[ " $done " != *" $kind "* ]] || continue
    directory=build/$(preset_of "$configuration")
    [ -f "$directory/build.ninja" ] || quietly "$(basename "$directory")-configure" cmake --preset "$(basename "$directory")" -DPOSTERN_TOOL="$PWD/$tool"
    ninja -C "$directory" -t query "$image" >/dev/null 2>&1 || continue
    quietly "$(basename "$directory")-build" ninja -C "$directory" "$image"
    [ "$(ctest --test-dir "$directory" "${label[@]}" -R "^$pattern\$" -N | sed -n 's/^Total Tests: //p')" -gt 0 ] || continue
    say "== $1 on $configuration"
    rm -rf "$results"
    mkdir -p "$results"
    if ctest --test-dir "$directory" "${label[@]}" -R "^$pattern\$" --output-on-failure >"$logs/selected.out" 2>&1; then
      result "$1" 1 0
    else
      sed -n '/^ *[0-9]*\/[0-9]* Test/,/^[0-9]*% tests passed/p' "$logs/selected.out" | sed '/^[0-9]*% tests passed/d'
      result "$1" 0 1
    fi
    done+=" $kind"
  done
  [ -n "$done" ]
}

# Runs the suites of CI, or `all`, or those whose name contains NAME, or the image or the story of that name. Logs of
# earlier runs prove no rule, so a complete run deletes them.
run_tests() {
  local wanted=${1:-} left_out='' only_board='' chosen=() tools=() suite
  local known=(unit host-IPC-1 host-SFN-1 an521-IPC-1 an521-SFN-1 an521-IPC-2 an521-IPC-3 an505-IPC-1 an505-IPC-2 an505-IPC-3
    an524-IPC-1 an524-SFN-1 an524-IPC-3 an547-IPC-1 an547-IPC-2 an547-IPC-3 b1-IPC-1 b1-SFN-1 b1-IPC-3
    runner manifest headers agreement audit configuration options boot controllers debug power report layers registers mutants
    hosting install own_board pages rtos reproducible sections check bench)
  mkdir -p "$logs"
  # unit is a part of host-IPC-1. Boards differ in memory, devices and processor, which level 3 shows; CI runs the other
  # levels and the SFN backend on the an521. The processors of the an524 and the b1 are those of the an521 and the an505.
  case $wanted in
    '') left_out='^(unit|an5(05|24|47)-.*-[12]|b1-.*-1)$' only_board='^(an524|b1)-' ;;
    all) left_out='^unit$' wanted='' ;;
  esac
  for suite in "${known[@]}"; do
    [[ $suite == *"$wanted"* ]] || continue
    [[ -z $left_out || ! $suite =~ $left_out ]] || continue
    chosen+=("$suite")
  done
  [ -n "$wanted" ] || rm -f "$logs"/*.log
  build_tool
  [ ${#chosen[@]} -gt 0 ] || run_selected "$wanted" || die "no suite, image or story is called $wanted; suites: ${known[*]}"
  for suite in "${chosen[@]}"; do
    case $suite in
      unit) suite_unit ;;
      *-*-*)
        if [[ -n $only_board && $suite =~ $only_board ]]; then suite_platform "$suite" BOARD; else suite_platform "$suite" ON; fi
        ;;
      audit) build_for_audit "${chosen[@]}"; tools+=(audit) ;;
      *) tools+=("$suite") ;;
    esac
  done
  suite_tools "${tools[@]}"
  [ -n "$wanted" ] || suite_rules "${1:-}"
  print_costs
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# compare_panics ANNOUNCED SECURE_LOG ELF, compare_words OUTPUT SECURE_LOG ELF: compare as `runner` does, for suites that
# boot images themselves.
compare_panics() { "$runner" panics "$2" "$3" <<<"$1"; }
compare_words() { "$runner" words "$2" "$3" <"$1"; }

# The images of a build directory, without the demo.
images_of() { find "$1" -mindepth 1 -maxdepth 1 -type d -exec test -d '{}/generated' \; -printf '%f\n' | grep -vx demo | sort; }
