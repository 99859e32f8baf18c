# SPDX-License-Identifier: Apache-2.0

# ./run mutate: does a test hold every condition of the kernel? Sourced by ../run, after suites.sh.
#
# spm/ is copied with every mutant inside, and an environment variable says which one is active (test/mutate/), so a
# mutant costs one run of existing programs. A mutant is caught when a program of the host suites ends differently than
# it does for the unchanged kernel.

mutation=build/mutate
mutate_jobs=2
mutate_floor=95  # per cent of all mutants

# Builds the mutated programs from a copy, because warnings about mutants are not errors.
mutate_sources() {
  local folder
  mkdir -p "$mutation/tree"
  for folder in board bench client cmake examples include interface partitions port runtime test encoding CMakeLists.txt VERSION; do
    [ -e "$folder" ] || continue
    rm -rf "${mutation:?}/tree/$folder"
    cp -rp "$folder" "$mutation/tree/$folder"
  done
  sed -i '/POSTERN_WARNINGS/s/ -Werror//' "$mutation/tree/cmake/Postern.cmake"
  touch -r cmake/Postern.cmake "$mutation/tree/cmake/Postern.cmake"
  quietly mutate-program-configure cmake -S test/mutate -B "$mutation/program" -G Ninja
  quietly mutate-program-build ninja -C "$mutation/program"
  for folder in ipc sfn; do  # how the kernel is compiled, without compiling it
    quietly "mutate-read-$folder" cmake -S . -B "$mutation/read-$folder" -G Ninja -DTFM_PLATFORM=host \
      -DCONFIG_TFM_SPM_BACKEND="${folder^^}" -DPOSTERN_TOOL="$PWD/$tool" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_UNITY_BUILD=OFF
  done
  # all headers except the one that makes the table of traps, which needs the partitions
  quietly mutate-read-calls ninja -C "$mutation/read-ipc" demo/generated/calls_made.hpp
  quietly mutate-rewrite "$mutation/program/mutate" . "$mutation/tree" "$mutation/list" "$mutation/read-ipc" "$mutation/read-sfn"
}

mutate_build() {
  local backend
  for backend in ipc sfn; do
    say "== mutate: build of host, ${backend^^} backend"
    quietly "mutate-$backend-configure" cmake -S "$mutation/tree" -B "$mutation/$backend" -G Ninja -DTFM_PLATFORM=host \
      -DCONFIG_TFM_SPM_BACKEND="${backend^^}" -DPOSTERN_TOOL="$PWD/$tool" -DPOSTERN_TESTS=ON -DPOSTERN_MBEDTLS_DIR="$PWD/$mbedtls"
    quietly "mutate-$backend-build" ninja -C "$mutation/$backend"
  done
}

# Prints programs as BACKEND:IMAGE, the unit tests once. A system that halts has no end line, so it is left out.
mutate_programs() {
  local backend image
  say ipc:unit_test
  say ipc:unit_sfn_test
  say ipc:unit_upcall_test
  for backend in ipc sfn; do
    for image in demo $(images_of "$mutation/$backend" | grep -v ^halt_); do say "$backend:$image"; done
  done
}

# mutate_passes NUMBER PROGRAM SECONDS DIRECTORY: does this program pass with that mutant?
mutate_passes() {
  local image=${2#*:} build=$mutation/${2%%:*} output=$4/output arguments=()
  if [[ $image == unit* ]]; then
    POSTERN_MUTANT=$1 timeout -s KILL "$3" "$build/$image" --gtest_brief=1 >"$output" 2>&1 </dev/null
    return
  fi
  [ "$image" != demo ] || arguments=(3 1 4 1 5 -9 2 6)
  POSTERN_MUTANT=$1 timeout -s KILL "$3" build/tool/runner image --image "$image" --program "$build/$image/$image" \
    --secure-log "$4/secure" --log "$output" -- "${arguments[@]}" >"$4/verdict" 2>&1 </dev/null
}

# Prints SECONDS PROGRAM for each program, the longest time it may take, the shortest first. Without a mutant all must
# pass.
mutate_measure() {
  local program begin took
  for program in $(mutate_programs); do
    begin=$(date +%s%N)
    mutate_passes 0 "$program" 60 "$mutation/job0" || die "without any mutant, $program fails"
    took=$((($(date +%s%N) - begin) / 1000000))
    say "$took $program"
  done | sort -n | awk '{printf "%.1f %s\n", 2 + 5 * $1 / 1000, $2}'
}

# mutate_job JOB MUTANTS TIMES: tries every mutate_jobs-th mutant of a list, and writes the results to JOB/result.
mutate_job() {
  local directory=$mutation/job$1 number file line function code change seconds program caught done=0
  ulimit -c 0 -f 100000  # a mutant may print for ever
  : >"$directory/result"
  awk -v job="$1" -v jobs=$mutate_jobs 'NR % jobs == job' "$2" >"$directory/mutants"
  while IFS=$'\t' read -r number file line function code change; do
    caught=
    while read -r seconds program; do
      mutate_passes "$number" "$program" "$seconds" "$directory" 2>/dev/null || { caught=$program; break; }
    done <"$3"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$number" "$file" "$line" "$function" "$code" "$change" "$caught" >>"$directory/result"
    [ -n "$caught" ] || say "survivor  $file:$line  $function  $code  ($change)"
    done=$((done + 1))
    [ $((done % 25)) -ne 0 ] || [ "$1" -ne 0 ] || progress "== mutate: about $((done * mutate_jobs)) of $(wc -l <"$2")"
  done <"$directory/mutants"
}

# Survivors without an explanation in doc/mutants.md, which lists them by file, function, code and change.
mutate_unexplained() {
  local number file line function code change caught
  while IFS=$'\t' read -r number file line function code change caught; do
    [ -z "$caught" ] || continue
    grep -qF "| $file | $function | \`${code//|/\\|}\` | $change |" doc/mutants.md || say "$file:$line  $function  $code  ($change)"
  done <"$1"
}

# Lines of doc/mutants.md that no longer explain a survivor.
mutate_stale() {
  awk -F '\t' '$7 == "" {gsub(/\|/, "\\|", $5); print "| " $2 " | " $4 " | `" $5 "` | " $6 " |"}' "$1" >"$mutation/survivors"
  grep '^| spm/' doc/mutants.md | grep -vFf "$mutation/survivors" || true
}

# mutate [FILE]: tries all mutants, or those of the files whose name contains FILE.
mutate() {
  local job mutants caught survivors unexplained stale
  mutate_sources
  mutate_build
  for ((job = 0; job < mutate_jobs; job++)); do mkdir -p "$mutation/job$job"; done
  awk -F '\t' -v file="${1:-}" 'index($2, file)' "$mutation/list" >"$mutation/wanted"
  mutate_measure >"$mutation/times"
  mutants=$(wc -l <"$mutation/wanted")
  [ "$mutants" -gt 0 ] || die "no mutants in files called ${1:-spm}"
  say "== mutate: $mutants mutants, $(wc -l <"$mutation/times") programs"
  for ((job = 0; job < mutate_jobs; job++)); do
    mutate_job "$job" "$mutation/wanted" "$mutation/times" &
  done
  wait
  mutate_measure >/dev/null  # the mutant must have failed them, and not the machine
  for ((job = 0; job < mutate_jobs; job++)); do cat "$mutation/job$job/result"; done | sort -n >"$mutation/result"
  [ "$(wc -l <"$mutation/result")" -eq "$mutants" ] || die "not every mutant was run"
  survivors=$(awk -F '\t' '$7 == ""' "$mutation/result" | wc -l)
  caught=$((mutants - survivors))
  unexplained=$(mutate_unexplained "$mutation/result")
  [ -z "$unexplained" ] || printf '%s\n' "survivors without a word in doc/mutants.md:" "$unexplained"
  if [ -z "${1:-}" ]; then
    stale=$(mutate_stale "$mutation/result")
    [ -z "$stale" ] || printf '%s\n' "lines of doc/mutants.md that can go:" "$stale"
  fi
  say "$(cat "$logs/mutate-rewrite.log"), $mutants mutants, $caught caught ($((caught * 100 / mutants)) %), $survivors survivors"
  [ -z "$unexplained" ] && { [ -n "${1:-}" ] || [ $((caught * 100)) -ge $((mutants * mutate_floor)) ]; }
}
