# The rooms of tool/, and which others each may know. A manifest goes through read, check, plan and emit, and none of them
# knows a later one; they have the model in common. What runs at the link, and the audit, stand beside that way.
BEGIN {
  # encoding/ is what the kernel and the port know too.
  knows["text"] = "text"
  knows["elf"] = "elf"
  knows["model"] = "model text"
  knows["link"] = "link elf text"
  knows["read"] = "read model text encoding"
  knows["check"] = "check model text"
  knows["plan"] = "plan model text"
  knows["emit"] = "emit plan model text encoding link/kinds.hpp"
  knows["audit"] = "audit read model text elf encoding"
  knows["rules_page"] = "rules_page"
  knows["fuzz"] = "fuzz compile.hpp"
  generated["header_words.inc"] = 1
}
FNR == 1 {
  room = FILENAME
  sub(/^tool\//, "", room)
  room = room ~ /\// ? substr(room, 1, index(room, "/") - 1) : ""  # compile and main know all
}
/^[ \t]*#[ \t]*include[ \t]+"/ {
  split($0, quoted, "\"")
  target = quoted[2]
  if (room == "" || target in generated) next
  if (!(room in knows)) {
    printf "%s:%d: no rule says what the room %s may know; add it to check/rooms.awk\n", FILENAME, FNR, room
    next
  }
  other = target ~ /\// ? substr(target, 1, index(target, "/") - 1) : target
  if (!index(" " knows[room] " ", " " other " ") && !index(" " knows[room] " ", " " target " "))
    printf "%s:%d: %s is not for %s, which may know: %s; include what stands before it, or move the code\n", FILENAME, FNR, target, room, knows[room]
}
