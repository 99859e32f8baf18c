# SPDX-License-Identifier: Apache-2.0

# The rooms (folders) of tool/, and which others each may include. A manifest goes through read, check, plan and emit;
# they share the model and do not include a later one. The steps of a link and the audit are separate.
BEGIN {
  # The kernel and the port include encoding/ too.
  knows["text"] = "text"
  knows["elf"] = "elf"
  knows["model"] = "model text"
  knows["link"] = "link elf text"
  knows["read"] = "read model text encoding"
  knows["check"] = "check model text"
  knows["plan"] = "plan model text"
  knows["emit"] = "emit plan model text encoding link/kinds.hpp"
  knows["audit"] = "audit read model text elf encoding"
  knows["explain"] = "explain read text"
  knows["init"] = "init check_files.hpp model text"
  knows["report"] = "report explain text"
  knows["schema"] = "schema read model text"
  knows["decode"] = "decode audit elf explain encoding include/psa/error.h"
  knows["stack"] = "stack audit encoding runtime/trap_numbers.h"
  knows["page"] = "page audit stack"
  knows["timeline"] = "timeline audit encoding page/html.hpp page/page.hpp"
  knows["token"] = "token text"
  knows["rules_page"] = "rules_page"
  knows["fuzz"] = "fuzz compile.hpp link audit"
  generated["header_words.inc"] = 1
  generated["rules_text.inc"] = 1
  generated["product_text.inc"] = 1
}
FNR == 1 {
  room = FILENAME
  sub(/^tool\//, "", room)
  room = room ~ /\// ? substr(room, 1, index(room, "/") - 1) : ""  # compile and main may include all
}
/^[ \t]*#[ \t]*include[ \t]+"/ {
  split($0, quoted, "\"")
  target = quoted[2]
  if (room == "" || target in generated) next
  if (!(room in knows)) {
    printf "%s:%d: no rule says what the room %s may include; add it to check/rooms.awk\n", FILENAME, FNR, room
    next
  }
  other = target ~ /\// ? substr(target, 1, index(target, "/") - 1) : target
  if (!index(" " knows[room] " ", " " other " ") && !index(" " knows[room] " ", " " target " "))
    printf "%s:%d: %s must not be included in %s, which may include: %s; move the code\n", FILENAME, FNR, target, room, knows[room]
}
