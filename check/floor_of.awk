# SPDX-License-Identifier: Apache-2.0

# floor(PATH) is the floor of a file, -1 if it has none; resolve(NAME) is the file that an include directive names. The
# rules are in floors.awk and the picture in README.md (picture.awk).
#
# Floors, the lowest first. 0: include/, encoding/ and the trap numbers. In spm/: 1 its types, and the headers that
# every file may need; 2 its objects; 3 events from outside: interrupts, kernel entries, panics; 4 the calls; 5 a
# backend. Then 6 a port; 7 boards.
function floor(path) {
  if (path ~ /^(include|encoding)\// || path == "runtime/trap_numbers.h") return 0
  if (path ~ /^spm\/(types|descriptors|port_contract|backend|panic_record|panic|entry|worked_out)\.hpp$/ || path ~ /^port\/[a-z0-9]+\/(port|trap)\.h(pp)?$/) return 1
  if (path ~ /^spm\/(call|caller|connection|counters|memory|non_secure_client|partition|service|trace)\.[ch]pp$/) return 2
  if (path ~ /^spm\/[a-z_]+\.[ch]pp$/) return 3
  if (path ~ /^spm\/calls\//) return 4
  if (path ~ /^spm\/(ipc|sfn)\//) return 5
  if (path ~ /^port\//) return 6
  if (path ~ /^board\//) return 7
  return -1
}
function resolve(name) {  # as the include path does
  if (name ~ /^psa\// || name ~ /^tfm_/ || name == "config_tfm.h") return "include/" name
  if (name == "port.hpp") return "port/any/port.hpp"
  if (name == "trap.h") return "port/any/trap.h"
  return name
}
