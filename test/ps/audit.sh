#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0

# The audit tells of a device key that is a constant, and only then.
#
#   audit.sh POSTERN FOLDER    of the images
set -u
failed=0
# says POSTERN FOLDER IMAGE: the warning is in its audit
says() { "$1" audit "$2/$3/$3_s.elf" | grep -q 'the DEVICE KEY IS A CONSTANT'; }
if says "$1" "$2" ps; then echo "ok the audit tells of a device key for trials"; else echo "FAILED the audit tells of a device key for trials" && failed=1; fi
if says "$1" "$2" ps_keyless; then echo "FAILED and of no other" && failed=1; else echo "ok and of no other"; fi
exit "$failed"
