# The suites of ./run test. Sourced by ../run.
#
# A suite counts what it printed itself: an exit status alone is no evidence, because a reset can end an emulated machine
# with status 0. A suite that ran no test has failed.

passed=0
failed=0

# result SUITE PASSED FAILED
result() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  printf '%-40s %4d passed, %d failed\n' "$1" "$2" "$3"
}

# GoogleTest program
suite_google() {
  local name=$1 program=$2 log=$logs/$1.log ran good
  "$program" --gtest_color=no >"$log" 2>&1 || true
  ran=$(sed -nE 's/^\[=+\] ([0-9]+) tests? from .* ran.*/\1/p' "$log")
  good=$(sed -nE 's/^\[  PASSED  \] ([0-9]+) tests?.*/\1/p' "$log")
  if [ "${ran:-0}" -eq 0 ]; then
    tail -20 "$log"
    result "$name: ran no test" 0 1
    return
  fi
  [ "$ran" -eq "${good:-0}" ] || grep -E 'Failure|FAILED|^ ' "$log" | head -60
  result "$name" "${good:-0}" $((ran - ${good:-0}))
}

# DIRECTORY IMAGE ARGUMENT...: its end marker, its number of cases, and for each panic that a case announced the record on the secure log.
suite_image() {
  local directory=$1 image=$2 words=("${@:3}") name log secure end cases bad announced status=0
  name=$(basename "$directory")-$image
  log=$logs/$name.log
  secure=$directory/$image.secure.log
  : >"$secure"
  boot "$directory" "$image" "${words[@]}" >"$log" 2>&1 </dev/null || status=$?
  end=$(grep -aE "^END $image [0-9]+ cases [0-9]+ failed" "$log" | tail -n 1 || true)
  cases=$(awk '{print $3}' <<<"$end")
  bad=$(awk '{print $5}' <<<"$end")
  if [ -z "$end" ] || [ "$cases" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    tail -n 15 "$log"
    tail -n 5 "$secure"
    result "$name: did not come to its end (status $status)" 0 1
    return
  fi
  [ "$bad" -eq 0 ] || grep -a '^FAILED' "$log"
  announced=$(grep -aoE '^expect-panic .*' "$log" | tr -d '\r' || true)
  if ! compare_panics "$announced" "$secure"; then bad=$((bad + 1)); fi
  if ! compare_words "$log" "$secure"; then bad=$((bad + 1)); fi
  result "$name" $((cases > bad ? cases - bad : 0)) "$bad"
  grep -a "^TALLY " "$log" | tr -d "\r" | sed "s|^TALLY |    |" || true
}

panic_lines="
  s/^.*restarted after a panic: (.*) id 0x[0-9A-F]+ broke ([A-Z]+-[0-9]+) in .*/\1 \2/p; t
  s/^.*restarted after a panic: (.*) id 0x[0-9A-F]+ stack overflow (.*)/\1 FAULT OVERFLOW \2/; t registers
  s/^.*restarted after a panic: (.*) id 0x[0-9A-F]+ fault:? (.*)/\1 FAULT \2/; T
  : registers
  s/ (at|CFSR|HFSR|SFSR|MMFAR|BFAR|SFAR) (0x[0-9A-F]+)/ \1=\2/g; p"

# expect-panic PARTITION RULE or PARTITION FAULT [NAME=VALUE]..., in order, against what the next boot read in the record
# that survived the reset: "[ERR] restarted after a panic: PARTITION id 0x... broke RULE in API" or "... id 0x... fault at
# 0x... CFSR 0x...", "id 0x... stack overflow CFSR 0x...". Of a fault, what is announced must be so: at=0x0 CFSR=0x1 say.
compare_panics() {
  local seen expected
  expected=$(sed -E 's/^expect-panic +//' <<<"$1")
  seen=$(tr -d "\r" <"$2" | sed -nE "$panic_lines")
  [ "$expected" = "$seen" ] && return
  awk '
    function is_as_announced(announced, was,    words, count, i) {
      if (index(announced, " FAULT") == 0 || announced !~ / FAULT( |$)/) return announced == was
      count = split(announced, words, " ")
      for (i = 1; i <= count && words[i] != "FAULT"; i++) continue
      if (substr(was, 1, index(was, " FAULT") - 1) != substr(announced, 1, index(announced, " FAULT") - 1)) return 0
      for (; i <= count; i++) if (index(was " ", " " words[i] " ") == 0) return 0
      return 1
    }
    NR == FNR { announced[++panics] = $0; next }
    { was[++records] = $0 }
    END {
      if (panics != records) printf "%d panics announced, %d recorded\n", panics, records
      for (i = 1; i <= panics || i <= records; i++) {
        if (is_as_announced(announced[i], was[i])) continue
        print "panic " i " announced: " announced[i] "\n  recorded on the secure log: " was[i]
        if (++wrong == 10) break
      }
      exit wrong > 0
    }' <(say "$expected") <(say "$seen")
}

# expect-log LINE, in order, against what stands on the secure log besides panics; for images that announce it.
compare_words() {
  local seen expected
  expected=$(grep -aE "^expect-log " "$1" | sed "s/^expect-log //" | tr -d "\r" || true)
  [ -z "$expected" ] && return
  seen=$(tr -d "\r" <"$2" | grep -avE "^\[ERR\] (panic:|restarted after a panic:)" || true)
  [ "$expected" = "$seen" ] && return
  say "words announced (<) and on the secure log (>):"
  diff <(say "$expected") <(say "$seen") || true
  return 1
}

# DIRECTORY IMAGE PARTITION RULE SAID: a system that halts. One panic on the secure log and no restart after it, and of the
# non-secure world the one line SAID, or none. Whether a device halted or is only slow cannot be seen: it is given a while.
suite_halt() {
  local directory=$1 image=$2 name log secure said panics patience=5
  name=$(basename "$directory")-$image
  log=$logs/$name.log
  secure=$directory/$image.secure.log
  : >"$secure"
  boot "$directory" "$image" >"$log" 2>/dev/null </dev/null || true
  said=$(tr -d "\r" <"$log")
  panics=$(tr -d "\r" <"$secure" | sed -E "s/ id 0x[0-9A-F]+ / /; s/ in .*//")
  if [ "$panics" = "[ERR] panic: $3 broke $4" ] && [ "$said" = "$5" ]; then
    result "$name" 1 0
  else
    say "the non-secure world said: $said"
    say "the secure log has: $panics"
    result "$name" 0 1
  fi
}

# Which images there are: those that declare themselves beside their sources.
images_of() { find "$1" -mindepth 1 -maxdepth 1 -type d -exec test -d '{}/generated' \; -printf '%f\n' | grep -vx demo | sort; }

# Every secure image of a board, held against the rules of its isolation level.
suite_audited() {
  local directory=$1 elf name good=0 bad=0
  name=$(basename "$directory")
  for elf in "$directory"/*/*_s.elf; do
    [ -f "$elf" ] || continue
    if "$tool" audit "$elf" >"$logs/$name-audit.log" 2>&1; then
      good=$((good + 1))
    else
      grep -E 'violation:|error:' "$logs/$name-audit.log" || tail -3 "$logs/$name-audit.log"
      bad=$((bad + 1))
    fi
  done
  [ $((good + bad)) -eq 0 ] || result "$name-audit" "$good" "$bad"
}

# PLATFORM-BACKEND-LEVEL
suite_platform() {
  local platform backend level directory image
  IFS=- read -r platform backend level <<<"$1"
  build "$platform" "$backend" "$level"
  directory=$(directory_of "$(platform_of "$platform")" "$backend" "$level")
  suite_audited "$directory"
  suite_image "$directory" demo 3 1 4 1 5 -9 2 6
  for image in $(images_of "$directory"); do
    case $image in
      halt_failing) suite_halt "$directory" "$image" FAILING SFN-10 "" ;;
      halt_quitter) suite_halt "$directory" "$image" QUITTER PANIC-1 "the non-secure world runs" ;;
      *) suite_image "$directory" "$image" ;;
    esac
  done
}

suite_script() {
  local name=$1 log=$logs/$1.log ok bad
  shift
  "$@" >"$log" 2>&1 || true
  ok=$(grep -c '^ok ' "$log" || true)
  bad=$(grep -c '^FAILED ' "$log" || true)
  [ "$bad" -eq 0 ] || grep -v '^ok ' "$log"
  if [ $((ok + bad)) -eq 0 ]; then
    tail -20 "$log"
    result "$name: ran no test" 0 1
    return
  fi
  result "$name" "$ok" "$bad"
}

# What both backends can do they do alike: the results of the same thousands of random sequences.
suite_agreement() {
  local ipc sfn
  ipc=$(grep -a '^digest ' "$logs/host-ipc-l1-differential.log" || true)
  sfn=$(grep -a '^digest ' "$logs/host-sfn-l1-differential.log" || true)
  if [ -n "$ipc" ] && [ "$ipc" = "$sfn" ]; then
    result agreement-of-backends 1 0
  else
    say "IPC: $ipc, SFN: $sfn"
    result agreement-of-backends 0 1
  fi
}

# The images that it takes apart are those of the platforms' suites.
suite_audit() {
  local level platform
  for level in 1 2 3; do build an521 IPC "$level"; done
  build an521 SFN 1
  for platform in an505 an547; do build "$platform" IPC 3; done
  suite_google audit build/tool/audit_test
}

# The kernel in every order of events, for both settings of SCH-9 and both kinds of interrupt functions.
suite_model() {
  local setting
  for setting in 0_l1 0_l2 1_l1 1_l2; do
    suite_google "unit-model-$setting" "build/host-ipc-l1/unit_model_${setting}_test"
    sed -nE "s/^([0-9]+ states, .*)/    \1/p" "$logs/unit-model-$setting.log"
  done
}

suite_unit() {
  build host IPC 1
  suite_google unit build/host-ipc-l1/unit_test
  suite_google unit-sfn build/host-ipc-l1/unit_sfn_test
  suite_google unit-upcall build/host-ipc-l1/unit_upcall_test
  suite_model
}

rules_page() { build/tool/rules_page --rules test/rules.yaml --logs build/log --output doc/rules.md "$@"; }

# Each rule has a test that passed just now. Whether doc/rules.md says the same, is said.
suite_rules() {
  local page=$PWD/$logs/rules.md
  local logs=build # its own log is no evidence
  suite_script rules build/tool/rules_page --rules test/rules.yaml --logs build/log --output "$page"
  cmp -s doc/rules.md "$page" || say "doc/rules.md is not what these tests say: ./run rules"
}

write_rules() {
  local status=0 lines
  lines=$(rules_page) || status=$?
  grep -v '^ok ' <<<"$lines" || true
  sed -n '/ rules: /p' doc/rules.md
  return "$status"
}

# A sample of the mutants of linked images: how many were caught. Below the floor every one that was not has failed.
suite_mutants() {
  local log=$logs/mutants.log status=0 caught survived
  (mutate_sample) >"$log" 2>&1 || status=$?
  caught=$(sed -nE 's/^.* mutants, [0-9]+ run, ([0-9]+) caught, .*/\1/p' "$log")
  survived=$(sed -nE 's/^.* mutants, .* explained, ([0-9]+) not$/\1/p' "$log")
  if [ "${caught:-0}" -eq 0 ]; then
    tail -20 "$log"
    result "mutants: ran no mutant" 0 1
    return
  fi
  grep '^survivor' "$log" || true
  sed -nE 's/^([0-9]+ mutants, .*)/    \1/p' "$log"
  [ "$status" -ne 0 ] || survived=0
  [ "$status" -eq 0 ] || [ "$survived" -gt 0 ] || survived=1
  result mutants "$caught" "$survived"
}

# All suites, or those whose name contains NAME. What earlier runs left says nothing of the rules.
run_tests() {
  local wanted=${1:-} known=(manifest headers unit host-IPC-1 host-SFN-1 agreement an521-IPC-1 an521-SFN-1 an521-IPC-2 an521-IPC-3
    an505-IPC-1 an505-IPC-2 an505-IPC-3 an547-IPC-1 an547-IPC-2 an547-IPC-3 audit configuration boot layers mutants hosting sections check bench) suite ran=0
  mkdir -p "$logs"
  [ -n "$wanted" ] || rm -f "$logs"/*.log
  build_tests_of_tool
  for suite in "${known[@]}"; do
    [[ $suite == *"$wanted"* ]] || continue
    [ "$suite" != mutants ] || [ -n "$wanted" ] || continue  # by its name only, until 95 of 100 are caught
    ran=1
    case $suite in
      manifest) suite_google manifest build/tool/manifest_test ;;
      unit) suite_unit ;;
      headers) suite_script headers test/headers.sh ;;
      audit) suite_audit ;;
      agreement) suite_agreement ;;
      configuration) suite_script configuration test/configuration.sh ;;
      hosting) suite_script hosting test/hosting.sh ;;
      sections) suite_script sections build/tool/sections_test "$PWD" "$PWD/$tool" ;;
      boot) suite_script boot test/boot.sh ;;
      layers) suite_script layers test/layers.sh ;;
      mutants) suite_mutants ;;
      check) suite_script check check/test.sh ;;
      bench) suite_script bench check_bench ;;
      *) suite_platform "$suite" ;;
    esac
  done
  [ -n "$wanted" ] || suite_rules
  [ "$ran" -eq 1 ] || die "no suite is called $wanted; there is: ${known[*]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
