#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The installed package and the folder of an image, used as doc/integration.md tells: this creates the page's files in an
# empty directory and runs the page's commands. Only the page's first two commands run in the tree, those that install.
# And a product that `postern init` makes, built and run in the same way.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree=$PWD
page=$tree/doc/integration.md
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ulimit -c 0

# block KIND NAME: the text of a block of the page
block() { awk -v mark="<!-- $1: $2 -->" '$0 == mark {found = 1; next} found && /^```/ {if (inside) exit; inside = 1; next} inside' "$page"; }

write_files() {
  local file
  for file in $(sed -n 's/^<!-- file: \(.*\) -->$/\1/p' "$page"); do
    mkdir -p "$(dirname "$1/$file")"
    block file "$file" >"$1/$file"
  done
}

# follow NAME DIRECTORY BLOCK...: these commands of the page, in this directory; their output is in $scratch/output
follow() {
  local name=$1 directory=$2 commands=set\ -e patience=300 block
  shift 2
  for block in "$@"; do commands+=$'\n'$(block run "$block"); done
  [[ $1 != run-* ]] || patience=60
  if (cd "$directory" && timeout "$patience" bash -c "$commands") </dev/null >"$scratch/output" 2>&1; then
    echo "ok $name"
  else
    echo "FAILED $name: $(tail -5 "$scratch/output")"
    return 1
  fi
}

# prints NAME TEXT: the last commands printed this line
prints() { if grep -qxF "$2" "$scratch/output"; then echo "ok $1"; else echo "FAILED $1: no \"$2\" in: $(tail -5 "$scratch/output")"; fi; }

# sees_no NAME PATH BUILD...: no path in the rules of these builds begins with this one
sees_no() {
  local name=$1 path=$2 build
  shift 2
  for build in "$@"; do
    tr -s " =:;,\"'" '\n' <"$build/build.ninja" | sed 's/^-[ILT]//' | awk -v path="$path/" 'index($0, path) == 1' >"$scratch/output"
    if [ ! -s "$build/build.ninja" ] || [ -s "$scratch/output" ]; then
      echo "FAILED $name: in $build: $(head -1 "$scratch/output" | cut -c 1-300)"
      return
    fi
  done
  echo "ok $name"
}

# product NAME LEVEL: the page's product in a directory of its own, with the package in $PREFIX
product() {
  local name=$1 directory=$scratch/$1
  export LEVEL=$2
  write_files "$directory"
  follow "$name: a project with only the package builds" "$directory" product &&
    follow "$name: it runs" "$directory" run-product &&
    prints "$name: its partition answers" "twice 21 is 42"
  sees_no "$name: it sees nothing of the tree" "$tree" "$directory/build/product"
}

# refused NAME TEXT DIRECTORY ARGUMENT...: the directory is not configured, and the message contains the text
refused() {
  local name=$1 text=$2 directory=$3
  shift 3
  if cmake -S "$directory" -G Ninja "$@" >"$scratch/output" 2>&1 || ! tr -s ' \n' ' ' <"$scratch/output" | grep -qE -- "$text"; then
    echo "FAILED $name: $(grep -m1 -A5 Error "$scratch/output")"
  else
    echo "ok $name"
  fi
}

# mistakes NAME: what a newcomer may forget or misspell in the product of this name, or in an application for its image
mistakes() {
  local here=$scratch/mistakes build=$scratch/mistakes/build spe
  mkdir "$here"
  cp -r "$scratch/$1/product" "$here"
  local package=("-DCMAKE_PREFIX_PATH=$PREFIX") list=$here/product/CMakeLists.txt
  local toolchain=("-DCMAKE_TOOLCHAIN_FILE=$PREFIX/share/postern/cmake/toolchain-armv8m.cmake") an521=-DTFM_PLATFORM=arm/mps2/an521
  refused "a product without the toolchain file is told which" "-DCMAKE_TOOLCHAIN_FILE=$PREFIX/share/.*/toolchain-armv8m.cmake in a new build" \
    "$here/product" -B "$build/1" "${package[@]}" $an521
  package+=("${toolchain[@]}")
  refused "the host has no toolchain file" "TFM_PLATFORM=host is a program for this computer" "$here/product" -B "$build/2" "${package[@]}" -DTFM_PLATFORM=host
  refused "a board's path is absolute or from the project on" "the path of a folder with a board.yaml, absolute or from $here/product on" \
    "$here/product" -B "$build/3" "${package[@]}" -DTFM_PLATFORM=board/arm/mps2/an521
  refused "lists and partitions of a tree's build are no product's" "TFM_EXTRA_MANIFEST_LIST_FILES is for a build of Postern's tree" \
    "$here/product" -B "$build/4" "${package[@]}" $an521 -DTFM_EXTRA_MANIFEST_LIST_FILES=manifest_list.yaml
  sed -i 's/ LANGUAGES C CXX ASM/ LANGUAGES C/' "$list"
  if cmake -S "$here/product" -B "$build/5" -G Ninja "${package[@]}" $an521 >"$scratch/output" 2>&1; then
    echo "ok a project of C has the other languages too"
  else
    echo "FAILED a project of C has the other languages too: $(tail -5 "$scratch/output")"
  fi
  refused "a build directory keeps the flags of its processor" 'configured with "-mcpu=cortex-m33.* Use a new build directory' \
    "$here/product" -B "$build/5" -DTFM_PLATFORM=arm/mps3/an547
  sed -i 's/MANIFEST_LISTS/MANIFESTS/' "$list"
  refused "an unknown word of a command is named" "MANIFESTS is none of its words" "$here/product" -B "$build/6" "${package[@]}" $an521
  sed -i 's/MANIFESTS manifest_list/MANIFEST_LISTS no_list/' "$list"
  refused "a list that is not there is named" "no_list.yaml: cannot read the file" "$here/product" -B "$build/7" "${package[@]}" $an521
  if grep -q "failed to open" "$scratch/output"; then echo "FAILED and by the tool alone"; else echo "ok and by the tool alone"; fi
  sed -i 's/no_list/manifest_list/; s/add_image(product/add_image("two words"/' "$list"
  refused "an image has a name without spaces" "the name of an image has letters, digits" "$here/product" -B "$build/8" "${package[@]}" $an521
  sed -i 's/"two words"/product/; /add_image/{p}' "$list"
  refused "no two images have one name" "there is an image of this name already" "$here/product" -B "$build/9" "${package[@]}" $an521
  spe=$scratch/$1-application
  refused "an application without the toolchain file is told which" "-DCMAKE_TOOLCHAIN_FILE=$spe/api_ns/cmake/toolchain_ns_GNUARM.cmake in a new build" \
    "$spe/application" -B "$build/10" "-DCONFIG_SPE_PATH=$spe/api_ns"
  refused "an application without the folder is told so" 'CONFIG_SPE_PATH is ""' "$spe/application" -B "$build/11"
}

# exported NAME: the folder of the product of this name, and an application that knows nothing else
exported() {
  local name=$1 directory=$scratch/$1-application described present
  follow "$name: the image is exported" "$scratch/$name" export || return
  mkdir "$directory"
  write_files "$directory"
  rm -r "$directory/product"
  mv "$scratch/$name/api_ns" "$directory/api_ns"
  described=$(sed -n 's/^| \(`[^|]*\.[^|]*`\) |.*/\1/p' "$page" | described_files | sort)
  present=$(cd "$directory/api_ns" && find . -type f -printf '%P\n' | sort)
  if [ "$described" = "$present" ]; then
    echo "ok $name: the page describes every file of the folder"
  else
    echo "FAILED $name: the page describes every file of the folder: $(diff <(echo "$described") <(echo "$present"))"
  fi
  takes_the_dispatch_of_an_rtos "$name" "$directory/api_ns"
  follow "$name: an application with only the folder builds" "$directory" application &&
    follow "$name: it runs with the secure image" "$directory" run-application &&
    prints "$name: it reaches the service" "the doubler is there"
  sees_no "$name: the application sees nothing of the tree" "$tree" "$directory/build/application"
  sees_no "$name: the application sees nothing of the package" "$PREFIX" "$directory/build/application"
}

# takes_the_dispatch_of_an_rtos NAME FOLDER: one in the types that TF-M declares it with, and the folder's own
takes_the_dispatch_of_an_rtos() {
  local include=$2/interface/include
  cat >"$scratch/dispatch.c" <<'C'
#include "tfm_ns_interface.h"
int32_t tfm_ns_interface_dispatch(veneer_fn fn, uint32_t arg0, uint32_t arg1, uint32_t arg2, uint32_t arg3) {
  return fn(arg0, arg1, arg2, arg3);
}
C
  if arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -Wall -Wextra -Werror "-I$include" -fsyntax-only "$scratch/dispatch.c" \
    "$2/interface/src/os_wrapper/tfm_ns_interface_rtos.c" >"$scratch/output" 2>&1; then
    echo "ok $1: the dispatch of an RTOS compiles [NSI-2]"
  else
    echo "FAILED $1: the dispatch of an RTOS compiles [NSI-2]: $(head -3 "$scratch/output")"
  fi
}

# served NAME BACKEND LEVEL: the page's image of services alone, and its program as a project that knows only the image's folder
served() {
  local name=$1 directory=$scratch/$1
  export BACKEND=$2 LEVEL=$3
  mkdir "$directory"
  write_files "$directory"
  follow "$name: an image of services of the package builds" "$directory" services || return
  follow "$name: it runs" "$directory" run-services &&
    prints "$name: its services answer, and storage survives a reset" "start 2, the hash begins with ba78"
  follow "$name: an application with only its folder builds" "$directory" client &&
    follow "$name: the application runs" "$directory" run-client &&
    prints "$name: the services answer it" "start 2, the hash begins with ba78"
  sees_no "$name: they see nothing of the tree" "$tree" "$directory/build/services" "$directory/build/client"
  sees_no "$name: the application sees nothing of the package" "$PREFIX" "$directory/build/client"
}

# begun MODEL: the product of `postern init`, as doc/postern.md calls it, in the place of the page's own product
begun() {
  local name="init --model $1" directory=$scratch/init-$1 command
  command="$(page=$tree/doc/postern.md block run init) --model $1"
  export LEVEL=3 PATH=$PREFIX/bin:$PATH
  mkdir "$directory"
  if (cd "$directory" && bash -ec "$command && ls -l && mv counter product") >"$scratch/output" 2>&1; then
    echo "ok $name: makes a product"
  else
    echo "FAILED $name: makes a product: $(tail -5 "$scratch/output")"
    return
  fi
  follow "$name: it builds with the package" "$directory" product && follow "$name: it runs" "$directory" run-product &&
    prints "$name: its partition answers" "twice 21 is 42, status 0"
  mkdir "$directory/counter"
  if (cd "$directory" && bash -c "$command") >"$scratch/output" 2>&1 || [ -n "$(ls "$directory/counter")" ]; then
    echo "FAILED $name: a folder that exists is left alone"
  else
    echo "ok $name: a folder that exists is left alone"
  fi
}

# Rows such as `a/b.h`, `c.h`: the folder of the first file is that of the others.
described_files() {
  tr -d '` ' | awk -F, '{folder = $1; if (!sub(/[^\/]*$/, "", folder)) folder = ""; print $1; for (i = 2; i <= NF; i++) print folder $i}'
}

if grep -qF "$(sed -n '/^cmake -S tool /p' "$page")" run; then
  echo "ok the page builds the tool as ./run does"
else
  echo "FAILED the page builds the tool as ./run does"
fi

export PREFIX=$scratch/prefix PACKAGES=$scratch/packages
follow "the package is installed" "$tree" install && prints "its tool knows its version" "postern $(cat VERSION)"
product level-1 1
product level-3 3
exported level-3
mistakes level-3
ln -s "$tree/build/third_party/mbedtls" "$scratch/mbedtls"
export MBEDTLS=$scratch/mbedtls
served services-ipc IPC 3
served services-sfn SFN 1
begun SFN
begun IPC

follow "a Debian package is made" "$tree" package
dpkg-deb -x "$PACKAGES"/*.deb "$scratch/root"
PREFIX=$scratch/root/usr
product debian 1
