# SPDX-License-Identifier: Apache-2.0

# ./run mutate target: does a suite notice a few wrong bytes in a secure image? Sourced by ../run, after mutate.sh.
#
# The machine's part of the system cannot be tried on the host, and a build for each mutant takes too long. So linked
# images are changed: one instruction of port/armv8m or board/, or one field of a table by which the image draws its
# boundaries. QEMU then runs the suites that contain it, the fastest first, until one fails. test/mutate/ makes the
# mutants; a mutant of a line that several images contain is the same mutant in all of them.

target_mutation=build/mutate/target
target_sample=20  # of all mutants, in an order that the seed decides
target_seed=1
target_boundaries=test/mutate/boundaries # always in the sample
# Images whose tables from manifests are mutated too: the code is the same in all images, these tables are not.
target_with_tables="an521-SFN-1/layers an521-IPC-3/scenario an521-IPC-3/hostile an521-IPC-3/interrupt an521-SFN-1/scenario"

# PLATFORM-BACKEND-LEVEL/IMAGE: the suites that find most for their time. The first one with a line decides its mutants.
target_images() {
  local image
  say "an521-SFN-1/layers"
  say "an521-IPC-1/layers"
  for image in scenario gates hostile panic corners forgery threads interrupt identity log returns; do say "an521-IPC-3/$image"; done
  for image in scenario gates panic interrupt log returns; do say "an521-SFN-1/$image"; done
  [ "$1" != sample ] || return 0
  for image in matrix sweep; do say "an521-IPC-3/$image"; done
  say "an521-SFN-1/sweep"
  for image in scenario gates matrix panic interrupt; do say "an521-IPC-1/$image"; done
  for image in scenario gates matrix; do say "an505-IPC-3/$image" "an547-IPC-3/$image"; done
}

# an521-IPC-3/gates -> the build directory
target_directory() {
  local platform backend level
  IFS=- read -r platform backend level <<<"${1%%/*}"
  directory_of "$(platform_of "$platform")" "$backend" "$level"
}

target_build() {
  local configuration platform backend level
  for configuration in $(sed 's|/.*||' "$target_mutation/images" | sort -u); do
    IFS=- read -r platform backend level <<<"$configuration"
    build "$platform" "$backend" "$level"
  done
}

# target_ticks PROCESS FIELD: sets `ticks` to the processor time of the process, in hundredths of a second. Field 12 is
# its own time, field 14 that of its finished children.
target_ticks() {
  local line words
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return
  read -ra words <<<"${line##*) }"
  [ "${words[0]}" != Z ] || return
  ticks=$((words[$2 - 1] + words[$2]))
}

# target_is_idle PROCESS: no thread of it executes, or would on a less busy machine.
target_is_idle() {
  local thread line
  for thread in "/proc/$1/task"/*/stat; do
    { read -r line <"$thread"; } 2>/dev/null || continue
    [[ ${line##*) } != [RD]* ]] || return
  done
}

# target_watch PROCESS TICKS: ends the process when it has used that much time, or when nothing moves any more. A system
# that waits for an interrupt that never comes uses no time, and by the clock it looks like a slow one on a busy
# machine.
target_watch() {
  local ticks last=-1 same=0
  while target_ticks "$1" 12; do
    [ "$ticks" -eq "$last" ] && target_is_idle "$1" && same=$((same + 1)) || same=0
    if [ "$same" -ge 10 ] || [ "$ticks" -gt "$2" ]; then
      kill -KILL "$1" 2>/dev/null
      return
    fi
    last=$ticks
    sleep 0.2
  done
}

# target_run NAME ELF TICKS SCRATCH: does the suite of this image pass with this secure part?
target_run() {
  local image=${1#*/} directory scratch=$4 end process status=0
  directory=$(target_directory "$1")
  : >"$scratch/secure"
  (ulimit -c 0 -f 20000
   exec qemu-system-arm -M "$(machine_of "$directory")" -display none -monitor none \
     -icount shift=0,sleep=off -semihosting-config "enable=on,target=native,arg=$image" \
     -serial stdio -serial "file:$scratch/secure" -kernel "$2" -device "loader,file=$directory/$image/${image}_ns.elf") \
    >"$scratch/words" 2>/dev/null </dev/null &
  process=$!
  target_watch "$process" "$3"
  wait "$process" || return
  end=$(grep -aE "^END $image [0-9]+ cases 0 failed" "$scratch/words" | tail -n 1 | tr -d '\r')
  [ -n "$end" ] || return
  [ ! -f "$target_mutation/ends/${1////-}" ] || [ "$end" = "$(cat "$target_mutation/ends/${1////-}")" ] || return
  compare_panics "$(grep -aoE '^expect-panic .*' "$scratch/words" | tr -d '\r')" "$scratch/secure" "$directory/$image/${image}_s.elf" >/dev/null || return
  compare_words "$scratch/words" "$scratch/secure" "$directory/$image/${image}_s.elf" >/dev/null
}

# NAME TICKS of each image, the shortest first: its limit. Without a mutant all must pass; how they end is kept.
target_measure() {
  local name image elf before ticks
  mkdir -p "$target_mutation/ends" "$target_mutation/job0"
  while read -r name; do
    image=${name#*/}
    elf=$(target_directory "$name")/$image/${image}_s.elf
    "$tool" audit "$elf" >/dev/null 2>&1 || die "without any mutant, the audit refuses $name"
    rm -f "$target_mutation/ends/${name////-}"
    target_ticks "$BASHPID" 14
    before=$ticks
    target_run "$name" "$elf" 60000 "$target_mutation/job0" || die "without any mutant, $name fails"
    target_ticks "$BASHPID" 14
    grep -aE "^END $image " "$target_mutation/job0/words" | tail -n 1 | tr -d '\r' >"$target_mutation/ends/${name////-}"
    say "$((ticks - before)) $name"
  done <"$target_mutation/images" | sort -n | awk '{print $2, 50 + 3 * $1}'
}

# All mutants of the images: rank, file, line, function, code, change, and their places in each image.
target_list() {
  local name mark words=()
  while read -r name; do
    [[ " $target_with_tables " == *" $name "* ]] && mark=+ || mark=
    words+=("$mark$name=$(target_directory "$name")/${name#*/}/${name#*/}_s.elf")
  done <"$target_mutation/images"
  quietly mutate-program-configure cmake -S test/mutate -B "$mutation/program" -G Ninja
  quietly mutate-program-build ninja -C "$mutation/program" mutate_image
  "$mutation/program/mutate_image" . "$target_seed" "${words[@]}" >"$target_mutation/list"
}

# target_mutated NAME OFFSET:BYTES ELF: the image with other bytes at that offset
target_mutated() {
  local image=${1#*/}
  cp "$(target_directory "$1")/$image/${image}_s.elf" "$3"
  printf '%b' "${2#*:}" | dd of="$3" bs=1 seek="${2%%:*}" conv=notrunc status=none
}

# target_job JOB: tries every mutate_jobs-th of the wanted mutants, and writes the results to JOB/result. The audit checks
# a wrong table first, as it checks every image of the suites.
target_job() {
  local directory=$target_mutation/job$1 rank file line function code change places name ticks caught patch done=0 wanted
  wanted=$(wc -l <"$target_mutation/wanted")
  mkdir -p "$directory"
  : >"$directory/result"
  awk -v job="$1" -v jobs=$mutate_jobs 'NR % jobs == job' "$target_mutation/wanted" >"$directory/mutants"
  while IFS=$'\t' read -r rank file line function code change places; do
    caught=
    while read -r name ticks; do
      patch=$(tr , '\n' <<<"$places" | grep -F "$name=") || continue
      target_mutated "$name" "${patch#*=}" "$directory/mutant.elf"
      [ "$line" -ne 0 ] || "$tool" audit "$directory/mutant.elf" >/dev/null 2>&1 || { caught=audit; break; }
      target_run "$name" "$directory/mutant.elf" "$ticks" "$directory" 2>/dev/null || { caught=$name; break; }
    done <"$target_mutation/times"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$rank" "$file" "$line" "$function" "$code" "$change" "$caught" >>"$directory/result"
    [ -n "$caught" ] || say "survivor  $file:$line  $function  $code  ($change)"
    done=$((done + 1))
    [ $((done % 25)) -ne 0 ] || [ "$1" -ne 0 ] || progress "== mutate: about $((done * mutate_jobs)) of $wanted"
  done <"$directory/mutants"
}

# Mutants of a boundary that must hold: FILE|FUNCTION|CODE|CHANGE, where the end of a line can be left out.
target_named() {
  grep -v '^#' "$target_boundaries" |
    awk -F '\t' 'FILENAME == ARGV[1] {named[$0]; next} {for (name in named) if (index($2 "|" $4 "|" $5 "|" $6, name) == 1) {print; next}}' - "$target_mutation/list"
}

# Survivors with a line in doc/mutants.md: by file, function, code and change; `*` matches any.
target_explained() {
  awk -F '\t' 'function plain(text) {gsub(/^ +| +$|`/, "", text); gsub(/\\\|/, "|", text); return text}
    function fits(said, is,    piece, pieces, i, at) {
      pieces = split(said, piece, "*")
      if (pieces < 2) return said == is
      if (substr(is, 1, length(piece[1])) != piece[1]) return 0
      is = substr(is, length(piece[1]) + 1)
      for (i = 2; i < pieces; i++) {
        if ((at = index(is, piece[i])) == 0) return 0
        is = substr(is, at + length(piece[i]))
      }
      return length(is) >= length(piece[pieces]) && substr(is, length(is) - length(piece[pieces]) + 1) == piece[pieces]
    }
    FILENAME == ARGV[1] {
      gsub(/\\\|/, "\001")
      count = split($0, cell, "|")
      for (i = 1; i <= count; i++) gsub(/\001/, "|", cell[i])
      if (count > 5) {lines++; for (i = 2; i <= 5; i++) said[lines, i] = plain(cell[i])}
      next
    }
    $7 == "" {
      for (i = 1; i <= lines; i++)
        if (fits(said[i, 2], $2) && fits(said[i, 3], $4) && fits(said[i, 4], $5) && fits(said[i, 5], $6)) {print; next}
    }' <(grep -E '^\| (port/|board|system\.hpp|image\.ld)' doc/mutants.md) "$1"
}

# Lines of the list of boundaries that match no mutant, because the sources have changed.
target_lost() {
  awk -F '\t' 'FILENAME == ARGV[1] {if ($0 !~ /^#/) named[$0]; next} {for (name in named) if (index($2 "|" $4 "|" $5 "|" $6, name) == 1) delete named[name]}
    END {for (name in named) print name}' "$target_boundaries" "$target_mutation/list"
}

# Reads mutants, and removes those that no test can catch according to doc/mutants.md.
target_without_explained() {
  awk -F '\t' -v OFS='\t' '{places = $7; $7 = ""; print $0, places}' >"$target_mutation/candidates"
  target_explained "$target_mutation/candidates" >"$target_mutation/left-out"
  grep -vxFf "$target_mutation/left-out" "$target_mutation/candidates" | cut -f 1-6,8 || true
}

# Mutants that were caught although doc/mutants.md says that no test can.
target_stale() {
  awk -F '\t' -v OFS='\t' '{key = $2 FS $4 FS $5 FS $6} NR == FNR {if ($7 == "") survived[key]; next}
    $7 != "" && !(key in survived) {$7 = ""; print}' "$target_mutation/result" "$target_mutation/result" >"$target_mutation/caught"
  target_explained "$target_mutation/caught" | awk -F '\t' '{print "caught, and doc/mutants.md says otherwise: " $2 "  " $4 "  " $5 "  (" $6 ")"}'
}

# target_campaign: tries build/mutate/target/wanted, and writes the results to build/mutate/target/result.
target_campaign() {
  local job
  [ -s "$target_mutation/wanted" ] || die "no such mutants"
  for ((job = 0; job < mutate_jobs; job++)); do target_job "$job" & done
  wait
  for ((job = 0; job < mutate_jobs; job++)); do cat "$target_mutation/job$job/result"; done >"$target_mutation/result"
  [ "$(wc -l <"$target_mutation/result")" -eq "$(wc -l <"$target_mutation/wanted")" ] || die "not every mutant was run"
}

# Reports by file what was caught, and how much of what has no explanation; fails below the floor.
target_summary() {
  local mutants caught explained
  mutants=$(wc -l <"$target_mutation/result")
  caught=$(awk -F '\t' '$7 != ""' "$target_mutation/result" | wc -l)
  target_explained "$target_mutation/result" >"$target_mutation/explained"
  explained=$(wc -l <"$target_mutation/explained")
  awk -F '\t' '{all[$2]++; if ($7 != "") caught[$2]++} END {for (file in all) printf "%5d of %5d caught in %s\n", caught[file], all[file], file}' \
    "$target_mutation/result" | sort -k 6
  target_stale
  say "$(wc -l <"$target_mutation/list") mutants, $mutants run, $caught caught, $explained explained, $((mutants - caught - explained)) not"
  [ $((caught * 100)) -ge $(((mutants - explained) * mutate_floor)) ]
}

# target_prepare WHICH: images, list and times
target_prepare() {
  mkdir -p "$target_mutation"
  target_images "$1" >"$target_mutation/images"
  target_build
  target_list || exit 1
  target_measure >"$target_mutation/times" || exit 1
  rm -f "$target_mutation/wanted"
}

# mutate_target [FILE]: tries all mutants, or those whose file's name contains FILE.
mutate_target() {
  target_prepare all
  awk -F '\t' -v file="${1:-}" 'index($2, file)' "$target_mutation/list" | sort >"$target_mutation/wanted"
  say "== mutate: $(wc -l <"$target_mutation/wanted") mutants, $(wc -l <"$target_mutation/times") images"
  target_campaign
  target_summary
}

# The sample: of each file the first mutant in the order of the seed, then of each the second, and so on.
target_of_each_file() {
  sort "$target_mutation/list" | target_without_explained | awk -F '\t' '{print ++count[$2] "\t" $0}' | sort -n | awk -v most="$target_sample" 'NR <= most' | cut -f 2-
}

# mutate_boundaries: tries those that move a boundary, also the ones that doc/mutants.md calls a hole.
mutate_boundaries() {
  target_prepare sample
  target_named | sort -u >"$target_mutation/wanted"
  target_campaign
  target_summary
}

# mutate_sample [SEED]: tries a sample, and those that are always in it.
mutate_sample() {
  local lost
  target_seed=${1:-$target_seed}
  target_prepare sample
  { target_named | target_without_explained; target_of_each_file; } | sort -u >"$target_mutation/wanted"
  say "== mutate: $(wc -l <"$target_mutation/wanted") of $(wc -l <"$target_mutation/list") mutants, $(wc -l <"$target_mutation/times") images"
  target_campaign
  lost=$(target_lost)
  [ -z "$lost" ] || say "in $target_boundaries, and no mutant any more: $lost"
  target_summary && [ -z "$lost" ]
}
