#!/usr/bin/env bash
# What both backends can do they do alike: the results of the same thousands of random sequences, as the suites of the
# host left them.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ipc=$(grep -a '^digest ' build/log/host-ipc-l1-differential.log)
sfn=$(grep -a '^digest ' build/log/host-sfn-l1-differential.log)
if [ -n "$ipc" ] && [ "$ipc" = "$sfn" ]; then
  echo "ok both backends do alike"
else
  echo "FAILED both backends do alike: IPC: $ipc, SFN: $sfn"
fi
