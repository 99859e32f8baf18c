#!/usr/bin/env bash
# The same sources make the same image, byte for byte, in whatever folder the tree and the build are: what a release
# contains can be checked by building it again.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# build TREE TYPE: the demo of this tree, in its folder build-TYPE
build() {
  cmake -S "$1" -B "$1/../build-$2" -G Ninja -DTFM_PLATFORM=arm/mps2/an521 -DTFM_ISOLATION_LEVEL=2 -DCMAKE_BUILD_TYPE="$2" \
    -DPOSTERN_TOOL="$tool" && ninja -C "$1/../build-$2" demo_s demo_ns
}

first=$scratch/a/tree
second=$scratch/a-folder/of/another/length/source
for tree in "$first" "$second"; do
  mkdir -p "$tree"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tree"
done
for type in Debug MinSizeRel; do
  for tree in "$first" "$second"; do
    build "$tree" "$type" >"$scratch/output" 2>&1 || echo "FAILED $type: the demo builds: $(tail -5 "$scratch/output")"
  done
  for file in demo_s.elf demo_ns.elf demo_gates.o; do
    if ! cmp "$first/../build-$type/demo/$file" "$second/../build-$type/demo/$file" >"$scratch/output" 2>&1; then
      echo "FAILED $type: $file is the same in every folder: $(cat "$scratch/output")"
    elif grep -qaF "$scratch" "$first/../build-$type/demo/$file"; then
      echo "FAILED $type: $file names no folder of the machine"
    else
      echo "ok $type: $file is the same in every folder and names none"
    fi
  done
done
