# Floors, the lowest first. 0: include/, encoding/ and the trap numbers. In spm/: 1 its types, and the headers that
# every file may need; 2 its objects; 3 events from outside: interrupts, kernel entries, panics; 4 the calls; 5 a
# backend. Then 6 a port; 7 boards. runtime/ and client/ may include floor 0 only. rooms.awk checks the tool.
function floor(path) {
  if (path ~ /^(include|encoding)\// || path == "runtime/trap_numbers.h") return 0
  if (path ~ /^spm\/(types|descriptors|port_contract|backend|panic_record|panic|entry)\.hpp$/ || path ~ /^port\/[a-z0-9]+\/(port|trap)\.h(pp)?$/) return 1
  if (path ~ /^spm\/(call|caller|connection|memory|non_secure_client|partition|service)\.[ch]pp$/) return 2
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
