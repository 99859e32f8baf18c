#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# What doc/integration.md and doc/rtos.md tell of an RTOS: the tests that the table names, the example, ports of os_wrapper
# for different versions of TF-M, and the folder that Zephyr builds.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ulimit -c 0

# block PAGE NAME: the commands of a page
block() { awk -v mark="<!-- run: $2 -->" '$0 == mark {found = 1; next} found && /^```/ {if (inside) exit; inside = 1; next} inside' "$1"; }

# follow NAME PAGE BLOCK: runs these commands; their output is in $scratch/output
follow() {
  if timeout 600 bash -ec "$(block "$2" "$3")" </dev/null >"$scratch/output" 2>&1 && [ -s "$scratch/output" ]; then
    echo "ok $1"
  else
    echo "FAILED $1: $(tail -5 "$scratch/output")"
    return 1
  fi
}

table() {
  local name names
  names=$(sed -n '/^### From where you may call/,/^### /p' doc/integration.md | grep -oE '`[a-z0-9]+(_[a-z0-9]+){3,}`' | tr -d '`' | sort -u)
  [ "$(wc -l <<<"$names")" -ge 10 ] || echo "FAILED the table names its tests: $names"
  while read -r name; do
    case $name in os_wrapper_* | tfm_ns_*) continue ;; esac
    if grep -rqE "^STORY\($name," test; then echo "ok $name is a story"; else echo "FAILED $name is a story"; fi
  done <<<"$names"
}

example() {
  follow "the example runs" doc/integration.md demo-rtos || return
  if grep -qx '== both backends answered' "$scratch/output"; then echo "ok with both backends"; else echo "FAILED with both backends: $(tail -5 "$scratch/output")"; fi
}

# A port of os_wrapper, written for some version of TF-M, with a mutex that counts.
cat >"$scratch/port.c" <<'C'
#include <stdio.h>
#include "os_wrapper/common.h"
#include "os_wrapper/mutex.h"
#include "tfm_ns_interface.h"
static unsigned taken, given, failures;
static int lock;
void *os_wrapper_mutex_create(void) { return &lock; }
uint32_t os_wrapper_mutex_acquire(void *handle, uint32_t timeout) {
  if (failures != 0) {
    failures--;
    return OS_WRAPPER_ERROR;
  }
  taken += handle == &lock && timeout == OS_WRAPPER_WAIT_FOREVER;
  return OS_WRAPPER_SUCCESS;
}
uint32_t os_wrapper_mutex_release(void *handle) { given += handle == &lock; return OS_WRAPPER_SUCCESS; }
uint32_t os_wrapper_mutex_delete(void *handle) { (void)handle; return OS_WRAPPER_SUCCESS; }
static int32_t gate(veneer_argument a, veneer_argument b, veneer_argument c, veneer_argument d) {
  return (int32_t)(a + b + c + d + taken - given);
}
int main(void) {
  uint32_t bad = tfm_ns_interface_init();
  for (unsigned i = 0; i < 3; i++) {
    failures = i;
    const int32_t result = tfm_ns_interface_dispatch(gate, 1, 2, 3, 4);
    printf("%d ", (int)result);
  }
  printf("taken %u given %u\n", taken, given);
  return (int)bad;
}
C

# port NAME EXPECTED LINE...: the port with these lines more, which are its optional functions, prints what is expected
port() {
  local name=$1 expected=$2 got
  shift 2
  { cat "$scratch/port.c"; printf '%s\n' "$@"; } >"$scratch/this.c"
  if gcc -std=c11 -Wall -Wextra -Werror -Iinclude "$scratch/this.c" client/rtos/tfm_ns_interface_rtos.c -o "$scratch/this" >"$scratch/output" 2>&1 &&
    got=$(timeout 10 "$scratch/this") && [ "$got" = "$expected" ]; then
    echo "ok $name [NSI-5]"
  else
    echo "FAILED $name [NSI-5]: ${got:-} $(head -3 "$scratch/output")"
  fi
}

ports() {
  port "a port for TF-M 2.0 locks every call" "11 11 11 taken 3 given 3"
  port "a port for TF-M 2.3 locks when its kernel runs" "11 11 11 taken 3 given 3" '#include "os_wrapper/kernel.h"' \
    'bool os_wrapper_is_kernel_started(void) { return true; }'
  port "and not before" "10 10 10 taken 0 given 0" '#include "os_wrapper/kernel.h"' \
    'bool os_wrapper_is_kernel_started(void) { return false; }'
  port "who cannot wait goes to the gate" "10 10 10 taken 0 given 0" '#include "os_wrapper/kernel.h"' \
    'bool os_wrapper_can_wait(void) { return false; }'
}

# The way of Zephyr's dispatch: what it needs comes with this one header.
zephyr_dispatch() {
  cat >"$scratch/dispatch.c" <<'C'
#include <tfm_ns_interface.h>
int32_t tfm_ns_interface_dispatch(veneer_fn fn, uint32_t arg0, uint32_t arg1, uint32_t arg2, uint32_t arg3) {
  return fn == 0 ? PSA_ERROR_GENERIC_ERROR : fn(arg0, arg1, arg2, arg3);
}
uint32_t tfm_ns_interface_init(void) { return PSA_SUCCESS; }
C
  if arm-none-eabi-gcc -mcpu=cortex-m33 -mthumb -Wall -Wextra -Werror "-I$1/interface/include" -c "$scratch/dispatch.c" \
    -o "$scratch/dispatch.o" >"$scratch/output" 2>&1; then
    echo "ok a dispatch like Zephyr's compiles [NSI-2]"
  else
    echo "FAILED a dispatch like Zephyr's compiles [NSI-2]: $(head -3 "$scratch/output")"
  fi
}

# refuses NAME TEXT OPTION: the folder, with this option of Zephyr's more
refuses() {
  local output
  if output=$(cmake -S "$ZEPHYR_MODULE" -B "$scratch/refused" -GNinja "-DTFM_TOOLCHAIN_FILE=$ZEPHYR_MODULE/toolchain_GNUARM.cmake" \
    -DTFM_PLATFORM=arm/mps2/an521 "-DPOSTERN_TOOL=$tree/build/tool/postern" "$3" 2>&1); then
    echo "FAILED $1: it was not refused"
  elif tr -s ' \n' ' ' <<<"$output" | grep -qF -- "$2"; then
    echo "ok $1"
  else
    echo "FAILED $1: $(tail -5 <<<"$output")"
  fi
  rm -rf "$scratch/refused"
}

zephyr() {
  local file
  export ZEPHYR_MODULE=$tree/zephyr TFM=$scratch/tfm POSTERN_TOOL=$tree/build/tool/postern
  follow "Zephyr's commands build and install the folder" doc/rtos.md zephyr || return
  for file in $(sed -n '/^It finds these:/,/^Zephyr.s options:/p' doc/rtos.md | grep -oE '`(bin|api_ns)/[^`]+`' | tr -d '`'); do
    if [ -s "$TFM/$file" ]; then echo "ok there is $file"; else echo "FAILED there is $file"; fi
  done
  zephyr_dispatch "$TFM/api_ns"
  if grep -q '^TFM_SPM_LOG_LEVEL:STRING=LOG_LEVEL_NONE$' "$TFM/CMakeCache.txt"; then echo "ok its levels are translated"; else echo "FAILED its levels are translated"; fi
  refuses "a boot loader is refused" "BL2=TRUE is not possible." -DBL2=TRUE
  refuses "a service that is not here is refused" "TFM_PARTITION_FIRMWARE_UPDATE=ON is not possible." -DTFM_PARTITION_FIRMWARE_UPDATE=ON
  refuses "a backend that does not exist is refused" 'CONFIG_TFM_SPM_BACKEND is "RPC"' -DCONFIG_TFM_SPM_BACKEND=RPC
}

table
ports
zephyr
example
