#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Does test/fp notice when a step that separates registers of the FPU is missing? Breaks a copy of the port in one place
# after the other, and runs the image that has to notice. Without a mutant each image must pass; among them are those of
# configurations that have no preset.
#
#   test/registers.sh            the images, and the mutants marked +: a suite of ./run test
#   test/registers.sh all [WORD] all mutants, or those with this word in their name: ./run mutate registers [WORD]
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runner=build/tool/runner
scratch=$PWD/build/mutate/registers
tree=$scratch/tree
all=${1:-}
word=${2:-}

# The tree with one folder of tests. What did not change keeps its time, so that a second run builds little.
mkdir -p "$tree/test"
# FROM TO
update() {
  local file
  while IFS= read -r file; do
    cmp -s "$1/$file" "$2/$file" || { mkdir -p "$(dirname "$2/$file")" && cp "$1/$file" "$2/$file"; }
  done < <(cd "$1" && find . -type f)
  while IFS= read -r file; do
    [ -e "$1/$file" ] || rm "$2/$file"
  done < <(cd "$2" && find . -type f)
}
for folder in board client cmake encoding include port runtime spm test/fp test/harness; do update "$folder" "$tree/$folder"; done
cp -p test/*.cmake "$tree/test"
cp -p VERSION "$tree"
sed -E 's|(foreach\(directory IN ITEMS ).*\)|\1test/fp)|' CMakeLists.txt >"$scratch/CMakeLists.txt"
cmp -s "$scratch/CMakeLists.txt" "$tree/CMakeLists.txt" || cp "$scratch/CMakeLists.txt" "$tree"

# PLATFORM-BACKEND-LEVEL -> the platform's folder
platform_of() {
  local match
  for match in board/*/*/"${1%%-*}"; do echo "${match#board/}"; done
}

# build SYSTEM IMAGE
build() {
  local directory=$scratch/$1 backend level
  backend=${1#*-} level=${1##*-}
  if [ ! -f "$directory/build.ninja" ]; then
    cmake -S "$tree" -B "$directory" -G Ninja -DTFM_PLATFORM="$(platform_of "$1")" -DCONFIG_TFM_SPM_BACKEND="${backend%-*}" \
      -DTFM_ISOLATION_LEVEL="$level" -DPOSTERN_TOOL="$PWD/build/tool/postern" -DPOSTERN_TESTS=ON >"$scratch/build.log" 2>&1 || return
  fi
  ninja -C "$directory" "$2_s" "$2_ns" >"$scratch/build.log" 2>&1
}

# passes SYSTEM IMAGE
passes() {
  local directory=$scratch/$1 machine
  machine=$(sed -n 's/^machine: *//p' "board/$(platform_of "$1")/board.yaml")
  (ulimit -c 0
   timeout 600 "$runner" image --image "$2" --machine "$machine" --secure "$directory/$2/$2_s.elf" --non-secure "$directory/$2/$2_ns.elf" \
     --secure-log "$scratch/secure.log") >"$scratch/output.log" 2>&1
}

# What noticed the last mutant.
noticed_by() {
  local line
  line=$(sed -n 's/^FAILED [0-9]* \([^ ]*\).*/\1/p' "$scratch/output.log" | head -n 1)
  echo "${line:-that the image does not come to its end}"
}

status=0
# WHAT
failed() {
  echo "FAILED $1"
  status=1
}

# Of each mutant a name, the system and the image that it is tried on, the file, and the change.
mutants() {
  cat <<'TEXT'
a secure frame has half of the registers|an505-IPC-1|fp_now_not_lazy|boot.cpp|s/ | kSecureFrameHasAll;/;/;s/0xFC00'0000/0xF800'0000/
a handler's registers are not cleared when it returns|an505-IPC-1|fp_first|boot.cpp|s/kClearedOnReturn | kSecureFrameHasAll/kSecureFrameHasAll/;s/0xFC00'0000/0xE400'0000/
+ a handler's registers are not cleared when it returns, on SFN|an505-SFN-1|fp_lazy|boot.cpp|s/kClearedOnReturn | kSecureFrameHasAll/kSecureFrameHasAll/;s/0xFC00'0000/0xE400'0000/
suspended code leaves its registers to the next context|an505-IPC-2|fp_first|trap_ipc.S|/^    clear_fpu r1$/d
s16 to s31 of suspended code are not kept|an505-IPC-2|fp_now|trap_ipc.S|s/    vstm  r1!, {s16-s31}/    adds  r1, #64/
s16 to s31 of suspended code do not come back|an505-IPC-2|fp_now|trap_ipc.S|s/    vldm  r0!, {s16-s31}/    adds  r0, #64/
a switch leaves registers to be stored later|an505-IPC-2|fp_now|trap_ipc.S|s/    vmrseq r1, fpscr .*/    nopeq/
idle goes below a thread whose registers are to be stored later|an505-IPC-3|fp_lazy|context.cpp|s/^      port_store_fpu();/      (void)0;/
a first-level function leaves registers to be stored later|an505-IPC-2|fp_first|trap_ipc.S|s/    vmrs  r1, fpscr  .*/    nop/
idle goes below a thread with another frame|an505-IPC-3|fp_lazy|context.cpp|s/idle_start, has_fpu)/idle_start, false)/
a thread that idle went below returns with another frame|an505-IPC-3|fp_lazy|context.cpp|s/kReturnToPreEmpted & ~kBasicFrame/kReturnToPreEmpted | kBasicFrame/
the registers of suspended code stay with the context below|an505-IPC-2|fp_first|context.cpp|/    idle.fpu = context.fpu;/d
an answer stays in the place of a register|an505-IPC-1|fp_now_not_lazy|trap_ipc.S|/^    str   r4, \[r12\]$/d
the kernel's view of a frame with registers is not the thread's|an505-IPC-2|fp_now|trap_ipc.S|s/    str   r1, \[r12, #-FPU_FRAME\]!/    sub   r12, #FPU_FRAME/
a frame with registers is taken for one without when a trap is made again|an505-IPC-2|fp_now|trap_ipc.S|/no Thumb state: for port::repeat_trap/d
+ init functions leave s0 to s7|an505-SFN-1|fp|exceptions.S|/^    vldm  sp, {d0-d3}$/d
init functions leave s8 to s15|an505-SFN-1|fp|exceptions.S|/^    vldm  sp, {d4-d7}$/d
init functions leave s16 to s23|an505-SFN-1|fp|exceptions.S|/^    vldm  sp, {d8-d11}$/d
init functions leave s24 to s31|an505-SFN-1|fp|exceptions.S|/^    vldm  sp, {d12-d15}$/d
+ a gate leaves its caller's registers to the service|an505-SFN-1|fp|gates_sfn.S|/^    clear_fpu r12$/d
a gate leaves the service's registers to its caller|an505-SFN-1|fp|gates_sfn.S|/^.Lrestore_fpu:/,/pop/s/^    clear_fpu r1$//
a gate leaves registers to a caller that owns none|an505-SFN-1|fp|gates_sfn.S|/^.Lclear_fpu:/,/bic/s/^    clear_fpu r1$//
a gate does not keep s16 to s31|an505-SFN-1|fp|gates_sfn.S|s/    vpop  {s16-s31}/    add   sp, #64/
a gate does not keep FPSCR|an505-SFN-1|fp|gates_sfn.S|/^    vmsr  fpscr, r2$/d
a gate for clients ends as one that has saved registers|an505-SFN-1|fp_lazy|gates_sfn.S|/^    cpsie i/,/endm/s/.Lrestored/.Lserved/
VPR is not cleared, on SFN|an547-SFN-1|fp|fpu.inc|s/vscclrm {s0-s31, vpr}/vmrs \\scratch, p0\n    vscclrm {s0-s31, vpr}\n    vmsr p0, \\scratch/
TEXT
}

if [ -n "$all" ]; then mutants | grep -F -- "$word"; else mutants | grep "^+ "; fi >"$scratch/chosen"
systems=$({ cut -d'|' -f2,3 "$scratch/chosen"; [ -n "$all" ] || printf '%s\n' 'an505-SFN-1|fp' 'an505-SFN-1|fp_lazy' 'an547-SFN-1|fp_lazy' 'an505-IPC-1|fp_first' 'an547-IPC-1|fp_now'; } | sort -u)
for system in $systems; do
  if build "${system%|*}" "${system#*|}" && passes "${system%|*}" "${system#*|}"; then
    echo "ok ${system/|/ }: without a mutant all is well [SCH-12]"
  else
    tail -n 5 "$scratch/build.log" "$scratch/output.log"
    failed "${system/|/ }: without a mutant all is well"
  fi
done

while IFS='|' read -r name system image file change; do
  name=${name#+ }
  sed -i "$change" "$tree/port/armv8m/$file"
  if cmp -s "port/armv8m/$file" "$tree/port/armv8m/$file"; then
    failed "$name: the place to break is not there"
  elif ! build "$system" "$image"; then
    tail -n 5 "$scratch/build.log"
    failed "$name: does not build"
  elif passes "$system" "$image"; then
    failed "$name: nothing noticed"
  else
    echo "ok $name: noticed by $(noticed_by) [SCH-12]"
  fi
  cp "port/armv8m/$file" "$tree/port/armv8m/$file"
done <"$scratch/chosen"
exit "$status"
