# SPDX-License-Identifier: Apache-2.0

# Each include leads to the same floor (floor_of.awk) or a lower one. runtime/ and client/ may include floor 0 only.
# rooms.awk checks the tool.
FNR == 1 { here = floor(FILENAME); outside = FILENAME ~ /^(runtime|client)\// && FILENAME !~ /trap_numbers/ }
/^[ \t]*#[ \t]*include[ \t]+"/ {
  split($0, quoted, "\"")
  target = floor(resolve(quoted[2]))
  if (target < 0) next
  if (outside && target > 0 && quoted[2] != "trap.h")
    printf "%s:%d: %s belongs to the kernel; runtime/ and client/ may include floor 0 only\n", FILENAME, FNR, quoted[2]
  if (here >= 1 && target > here)
    printf "%s:%d: %s is on floor %d, above this file's %d; include downwards, or move the code\n", FILENAME, FNR, quoted[2], target, here
}
