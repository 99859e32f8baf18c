#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The guides, followed as a reader follows them: every block of a page is used, in the order of the page, in an empty
# directory where only the installed package is known. The comment above a block tells what it is:
#
#   <!-- file: PATH -->      the content of a file, new or in place of the former one
#   <!-- append: PATH -->    more lines at its end
#   <!-- change: PATH -->    lines of a file: those with - are replaced by those with +
#   <!-- mistake: PATH -->   the same, taken back after the blocks `fails`, `then` and `prints` that follow
#   <!-- run: NAME -->       commands, which succeed
#   <!-- fails: NAME -->     commands, which do not
#   <!-- then: NAME -->      commands, which succeed, while a mistake is in place
#   <!-- prints: NAME -->    lines of what the last commands printed, or parts of them
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ulimit -c 0
patience=300

# blocks PAGE DIRECTORY: writes each block of the page to DIRECTORY/NUMBER, whose first line is KIND NAME
blocks() {
  mkdir -p "$2"
  awk -v folder="$2" '
    /^<!-- [a-z]+: .* -->$/ {mark = substr($0, 6, length($0) - 9); sub(/:/, "", mark); next}
    /^ *```/ {
      inside = !inside
      if (inside) {
        file = sprintf("%s/%03d", folder, ++count)
        print mark == "" ? "unmarked " NR : mark >file
      } else {
        close(file)
      }
      mark = ""
      next
    }
    inside {print >file; next}
    {mark = ""}' "$1"
}

# changed FILE DIFF: prints the file with the lines of DIFF that begin with `-` or a space replaced by those with `+` or a
# space, at the first place that has them. Fails if the file does not have them.
changed() {
  awk '
    NR == FNR {
      sign = substr($0, 1, 1)
      if (sign == " " || sign == "-") old[++olds] = substr($0, 2)
      if (sign == " " || sign == "+") new[++news] = substr($0, 2)
      next
    }
    {line[++lines] = $0}
    END {
      for (at = 1; at + olds - 1 <= lines; at++) {
        for (i = 1; i <= olds && line[at + i - 1] == old[i];) i++
        if (i > olds) break
      }
      if (olds == 0 || at + olds - 1 > lines) exit 1
      for (i = 1; i < at; i++) print line[i]
      for (i = 1; i <= news; i++) print new[i]
      for (i = at + olds; i <= lines; i++) print line[i]
    }' "$2" "$1"
}

# attempt EXPECTED TEXT NAME: runs commands in the present directory; their output is in $scratch/output
attempt() {
  local status=0
  timeout "$patience" bash -ec "$2" </dev/null >"$scratch/output" 2>&1 || status=1
  if [ "$status" = "$1" ]; then
    echo "ok $3"
  else
    echo "FAILED $3: $(tail -8 "$scratch/output")"
    return 1
  fi
}

# prints NAME TEXT FILE: each line of the text is in the file
prints() {
  local line
  while IFS= read -r line; do
    if ! grep -qF -- "$line" "$3"; then
      echo "FAILED $1: no \"$line\" in: $(tail -8 "$3")"
      return 1
    fi
  done <<<"$2"
  echo "ok $1"
}

# use NAME KIND ARGUMENT BLOCK TEXT: does with one block what its kind says, in the present directory
use() {
  local name=$1 kind=$2 argument=$3 block=$4 text=$5
  case $kind in
    file) mkdir -p "$(dirname "$argument")" && printf '%s\n' "$text" >"$argument" ;;
    append) printf '%s\n' "$text" >>"$argument" ;;
    change | mistake)
      sed 1d "$block" >"$scratch/diff"
      if ! changed "$argument" "$scratch/diff" >"$scratch/changed"; then
        echo "FAILED $name: $argument does not have the lines of: $(head -3 "$scratch/diff")"
        return 1
      fi
      cp "$argument" "$scratch/before"
      cp "$scratch/changed" "$argument" ;;
    run | then) attempt 0 "$text" "$name: $argument" ;;
    fails) attempt 1 "$text" "$name: $argument is refused" ;;
    prints) prints "$name: $argument" "$text" "$scratch/output" ;;
    *) echo "FAILED $name: the block in line $argument is no example: the comment above it is missing"; return 1 ;;
  esac
}

# follow PAGE NAME: the whole page in a new directory
follow() {
  local page=$1 name=$2 directory=$scratch/$2 block kind argument mistaken=
  rm -rf "$scratch/blocks"
  blocks "$page" "$scratch/blocks"
  mkdir -p "$directory"
  cd "$directory" || return
  for block in "$scratch/blocks"/*; do
    read -r kind argument <"$block"
    if [ -n "$mistaken" ] && [[ ! $kind =~ ^(fails|then|prints)$ ]]; then
      cp "$scratch/before" "$mistaken"
      mistaken=
    fi
    use "$name" "$kind" "$argument" "$block" "$(sed 1d "$block")" || break
    [ "$kind" != mistake ] || mistaken=$argument
  done
  cd "$tree" || return
}

export PREFIX=$scratch/prefix LEVEL
if cmake --install build/tool --prefix "$PREFIX" >"$scratch/output" 2>&1; then
  echo "ok the package is installed"
else
  echo "FAILED the package is installed: $(tail -3 "$scratch/output")"
fi
for LEVEL in 1 3; do follow doc/partitions.md "partitions-$LEVEL"; done
follow doc/migration.md migration
