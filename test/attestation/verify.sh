#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The tokens of the image `attestation`, verified on the PC: signature, claims, and the measurements against the hash of
# the image's files. A program that differs in one byte has another measurement, and the other program has the same one.
#
#   verify.sh POSTERN RUNNER OBJCOPY BACKEND SYSTEM...    SYSTEM describes the image to `runner`
set -u
ulimit -c 0
postern=$1 runner=$2 objcopy=$3 backend=$4
shift 4
system=("$@")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The public keys of partitions/attestation/board/trial.c and of board.c.
trial=0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299
board=04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354
key=$board other_key=$trial
[ "$backend" = SFN ] || key=$trial other_key=$board

failed=0
# holds NAME COMMAND...
holds() {
  local name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    echo "ok $name"
  else
    echo "FAILED $name: $*"
    tail -n 20 "$scratch/output"
    failed=1
  fi
}
fails() { ! "$@"; }
exits() { local wanted=$1 status=0; shift; "$@" || status=$?; [ "$status" -eq "$wanted" ]; }

# option NAME: of the system
option() {
  local i
  for ((i = 0; i < ${#system[@]}; i++)); do
    [ "${system[i]}" != "--$1" ] || echo "${system[i + 1]}"
  done
}
secure=$(option secure)
non_secure=$(option non-secure)

# boot SECURE NON_SECURE FOLDER: the tokens, each in a file of its name
boot() {
  local words=() i
  for ((i = 0; i < ${#system[@]}; i += 2)); do
    case ${system[i]} in
      --secure) words+=(--secure "$1") ;;
      --non-secure) words+=(--non-secure "$2") ;;
      *) words+=("${system[@]:i:2}") ;;
    esac
  done
  mkdir -p "$scratch/$3"
  timeout 300 "$runner" boot "${words[@]}" --secure-log "$scratch/secure.log" -- tokens </dev/null >"$scratch/boot" 2>&1
  while read -r word name digits; do
    [ "$word" != token ] || printf '%s\n' "$digits" >"$scratch/$3/$name"
  done < <(tr -d '\r' <"$scratch/boot")
  cp "$scratch/secure.log" "$scratch/$3/secure.log"
}

# challenge SIZE: the program's, 00 01 02 ...
challenge() { for ((i = 0; i < $1; i++)); do printf '%02x' "$i"; done; }

# measured FOLDER TYPE: in a token, as hexadecimal digits
measured() { "$postern" verify-token --key "$key" "$scratch/$1/32" 2>/dev/null | sed -n "s/^program  *$2 \([0-9a-f]*\).*/\1/p"; }
hash_of() { sha256sum <"$1" | cut -d ' ' -f 1; }
# is_measured FOLDER TYPE FILE
is_measured() { [ -n "$(measured "$1" "$2")" ] && [ "$(measured "$1" "$2")" = "$(hash_of "$3")" ]; }
# same FOLDER FOLDER TYPE
same() { [ -n "$(measured "$1" "$3")" ] && [ "$(measured "$1" "$3")" = "$(measured "$2" "$3")" ]; }

# with_a_changed_byte FILE TEXT OTHER COPY: a copy that has the other text, once
with_a_changed_byte() {
  LC_ALL=C sed "s/$2/$3/" "$1" >"$4"
  [ "$(cmp -l "$1" "$4" | wc -l)" -eq 1 ]
}

boot "$secure" "$non_secure" first
for size in 32 48 64; do
  holds "a_token_for_${size}_bytes_is_valid" "$postern" verify-token --key "$key" --challenge "$(challenge $size)" "$scratch/first/$size"
done
holds "a_token_of_a_partition_is_valid" "$postern" verify-token --key "$key" --challenge "$(challenge 32)" "$scratch/first/partition"
holds "another_key_does_not_verify" exits 1 "$postern" verify-token --key "$other_key" "$scratch/first/32"
holds "another_challenge_is_refused" exits 1 "$postern" verify-token --key "$key" --challenge "$(challenge 48)" "$scratch/first/32"

"$postern" verify-token --key "$key" "$scratch/first/32" >"$scratch/words" 2>"$scratch/warnings"
"$postern" verify-token --key "$key" "$scratch/first/partition" >"$scratch/words_of_partition" 2>/dev/null
holds "the_non_secure_client_is_named" grep -qE '^client +-[0-9]+, of the non-secure world$' "$scratch/words"
holds "the_partition_is_named" grep -qE '^client +3900, a partition$' "$scratch/words_of_partition"
if [ "$backend" = SFN ]; then
  holds "the_board_names_the_lifecycle" grep -qE '^lifecycle +0x3000, secured$' "$scratch/words"
  holds "the_board_gives_the_boot_seed" grep -qE '^boot seed +(b0){32}$' "$scratch/words"
  holds "the_board_names_the_implementation" grep -qE '^implementation +(a0){32}$' "$scratch/words"
  holds "the_board_names_its_certificate" grep -qE '^certification +1234567890123-12345$' "$scratch/words"
  holds "the_board_names_its_verifier" grep -qE '^verifier +https://verifier.example/1$' "$scratch/words"
  holds "the_audit_says_nothing_about_a_trial" eval '! "$postern" audit "$secure" | grep -qi "trial key"'
  holds "nothing_is_said_about_a_trial" exits 1 grep -rqi trial "$scratch/first/secure.log" "$scratch/warnings"
else
  holds "without_a_board_the_lifecycle_is_unknown" grep -qE '^lifecycle +0x0000, unknown$' "$scratch/words"
  holds "boot_warns_of_the_trial_key" grep -q 'trial key, which is public' "$scratch/first/secure.log"
  holds "the_verifier_warns_of_the_trial_key" grep -q 'trial key, which is public' "$scratch/warnings"
  holds "the_audit_warns_of_the_trial_key" eval '"$postern" audit "$secure" | grep -q "trial key, which is public"'
fi

"$objcopy" -O binary "$secure" "$scratch/secure.bin"
"$objcopy" -O binary "$non_secure" "$scratch/non_secure.bin"
truncate -s 1M "$scratch/non_secure.bin" # all code memory of the non-secure world
holds "the_secure_measurement_is_the_hash_of_its_file" is_measured first SPE "$scratch/secure.bin"
holds "the_non_secure_measurement_is_the_hash_of_its_memory" is_measured first NSPE "$scratch/non_secure.bin"

holds "a_non_secure_program_with_another_byte_is_made" with_a_changed_byte "$non_secure" 'program, version 1' 'program, version 2' "$scratch/other_ns.elf"
boot "$secure" "$scratch/other_ns.elf" other_non_secure
holds "it_has_another_measurement" fails same first other_non_secure NSPE
holds "its_token_is_valid" "$postern" verify-token --key "$key" "$scratch/other_non_secure/32"
holds "the_secure_program_has_the_same_one" same first other_non_secure SPE

holds "a_secure_program_with_another_byte_is_made" with_a_changed_byte "$secure" 'psa#tfm' 'psa#tfn' "$scratch/other_s.elf"
boot "$scratch/other_s.elf" "$non_secure" other_secure
holds "it_has_another_secure_measurement" fails same first other_secure SPE
holds "the_non_secure_program_has_the_same_one" same first other_secure NSPE
holds "its_profile_is_refused" exits 1 "$postern" verify-token --key "$key" "$scratch/other_secure/32"

exit "$failed"
