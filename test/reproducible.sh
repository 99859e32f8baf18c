#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The same sources make the same image, byte for byte, in whatever folder the tree and the build are: what a release
# contains can be checked by building it again. And the SPDX document beside an image names what was built.
set -u
export CCACHE_DISABLE=1 # an object of the first build would be taken for the second one
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$PWD/build/tool/postern
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# build TREE TYPE: the demo of this tree, in its folder build-TYPE
build() {
  cmake -S "$1" -B "$1/../build-$2" -G Ninja -DTFM_PLATFORM=arm/mps2/an521 -DTFM_ISOLATION_LEVEL=2 -DCMAKE_BUILD_TYPE="$2" \
    -DPOSTERN_TOOL="$tool" && ninja -C "$1/../build-$2" demo
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

# expect NAME COMMAND...
expect() {
  local name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then echo "ok $name"; else echo "FAILED $name: $(tail -3 "$scratch/output")"; fi
}

document=$first/../build-MinSizeRel/demo/demo_s.spdx
has() { grep -qxE "$1" "$document"; }
package_has() { awk -v name="PackageName: $1" -v line="$2" '/^PackageName: /{inside = $0 == name} inside && $0 ~ line {found = 1} END {exit !found}' "$document"; }
files_have_their_checksums() {
  awk '/^FileName: /{name = $2} /^FileChecksum: SHA1: /{print $3 "  " name}' "$document" >"$scratch/sums"
  [ -s "$scratch/sums" ] && (cd "$first" && sha1sum --strict -c "$scratch/sums")
}
image_has_its_checksum() { has "PackageChecksum: SHA256: $(sha256sum <"$first/../build-MinSizeRel/demo/demo_s.elf" | cut -d ' ' -f 1)"; }
# Each element has an id of its own, each relation is between elements, and the tags of the document are all there.
is_well_formed() {
  local tag
  for tag in 'SPDXVersion: SPDX-2\.3' 'DataLicense: CC0-1\.0' 'DocumentName: .+' 'DocumentNamespace: https://[^#]+' \
    'Creator: Tool: .+' 'Created: [0-9-]{10}T[0-9:]{8}Z' 'Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image'; do
    has "$tag" || { echo "no $tag"; return 1; }
  done
  awk '/^SPDXID: /{if ($2 in known || $2 !~ /^SPDXRef-[A-Za-z0-9.-]+$/) {print "twice or no id: " $2; bad = 1} known[$2] = 1}
       /^Relationship: /{from[NR] = $2; to[NR] = $4}
       /^(PackageName|FileName): /{things++} /^(PackageVersion|PackageDownloadLocation|FileChecksum: SHA1): /{tags++}
       !/^($|[A-Za-z]+: .)/{print "no tag: " $0; bad = 1}
       END {for (i in from) if (!(from[i] in known) || !(to[i] in known)) {print "unknown: " from[i] " " to[i]; bad = 1}
            exit bad || things == 0}' "$document"
}
every_partition_is_there() {
  local names partition
  names=$(sed -n 's/^name: //p' "$first"/examples/demo/*.yaml)
  [ -n "$names" ] || return 1
  for partition in $names; do
    package_has "$partition" '^PackageVerificationCode: [0-9a-f]+$' || { echo "no $partition"; return 1; }
  done
}
expect "the SPDX document is well formed" is_well_formed
expect "it has the kernel's version" package_has Postern "^PackageVersion: $(cat VERSION)$"
expect "it has the board" package_has arm/mps2/an521 "$(sha1sum <"$first/board/arm/mps2/an521/board.yaml" | cut -d ' ' -f 1)"
expect "it has the compiler" package_has GNU "^PackageVersion: $(arm-none-eabi-gcc -dumpfullversion)"
expect "it has the C library" package_has newlib '^PackageVersion: [0-9]+\.[0-9]'
expect "it has every partition" every_partition_is_there
expect "it has the checksum of each file of the partitions" files_have_their_checksums
expect "it has the checksum of the image" image_has_its_checksum
