#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# Both backends give the same results for the same thousands of random sequences. Reads the logs of both suites of the
# host.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ipc=$(grep -a '^digest ' build/log/host-ipc-l1-differential.log)
sfn=$(grep -a '^digest ' build/log/host-sfn-l1-differential.log)
if [ -n "$ipc" ] && [ "$ipc" = "$sfn" ]; then
  echo "ok both backends do alike"
else
  echo "FAILED both backends do alike: IPC: $ipc, SFN: $sfn"
fi
