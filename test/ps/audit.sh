#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The audit tells of what is for trials, and only of that which the image has.
#
#   audit.sh POSTERN FOLDER    of the images
set -u
failed=0
# is NAME IMAGE TEXT yes|no: whether the text is among the warnings of the image's audit
is() {
  local found=no
  "$postern" audit "$folder/$2/$2_s.elf" | grep -q "^warning: .*$3" && found=yes
  if [ $found = "$4" ]; then echo "ok $1"; else echo "FAILED $1" && failed=1; fi
}
postern=$1
folder=$2
is "the audit tells of a device key for trials" ps 'the DEVICE KEY IS A CONSTANT' yes
is "and of no other" ps_keyless 'the DEVICE KEY IS A CONSTANT' no
is "it tells of flash that is memory" ps 'the flash of Internal Trusted Storage is memory' yes
is "and of each" ps 'the flash of Protected Storage is memory' yes
is "it tells of a seed that a loader writes" ps 'the seed of random numbers is what a loader wrote' yes
is "Protected Storage with counters has rollback protection" ps 'rollback' no
exit "$failed"
