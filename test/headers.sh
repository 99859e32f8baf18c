#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Each header compiles alone, in C11 and in C++17, for the host and for a device. config_tfm.h uses the values of a
# platform and of a project before its own defaults (GEN-10, CFG-41).
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compiles() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then echo "ok $name"; else echo "FAILED $name: $output"; fi
}

for header in include/*.h include/psa/*.h include/os_wrapper/*.h; do
  name=${header#include/}
  printf "#include \"%s\"\n#include \"%s\"\nextern int nothing;\n" "$name" "$name" >"$scratch/alone.c"
  for prefix in "" arm-none-eabi-; do
    flags=(-Iinclude -fsyntax-only -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    compiles "$name alone in C11, ${prefix}gcc" "${prefix}gcc" -std=c11 "${flags[@]}" "$scratch/alone.c"
    compiles "$name alone in C++17, ${prefix}g++" "${prefix}g++" -std=c++17 "${flags[@]}" -x c++ "$scratch/alone.c"
  done
done

echo '#define ITS_STACK_SIZE 1001' >"$scratch/project.h"
printf '#define PS_STACK_SIZE 1002\n#define OF_THE_PLATFORM 1003\n' >"$scratch/target.h"
cat >"$scratch/chain.c" <<'C'
#include "config_tfm.h"
_Static_assert(ITS_STACK_SIZE == 1001, "the project's");
_Static_assert(PS_STACK_SIZE == 1002 && OF_THE_PLATFORM == 1003, "the platform's");
_Static_assert(FWU_STACK_SIZE == 0x600, "the default");
C
compiles "config_tfm.h takes the platform's and the project's options (CFG-41)" gcc -std=c11 -Iinclude -fsyntax-only -Wall -Werror \
  "-DPROJECT_CONFIG_HEADER_FILE=\"$scratch/project.h\"" "-DTARGET_CONFIG_HEADER_FILE=\"$scratch/target.h\"" "$scratch/chain.c"
