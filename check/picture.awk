# SPDX-License-Identifier: Apache-2.0

# The picture of the floors in README.md shows each file on the floor that floor_of.awk gives it, and no other file.
# Reads README.md, then the names of all files. A line of the picture is a number, words, and paths: `folder/`, or
# `folder/{name,name.ext}`, where a name without an extension means the files of any extension. A line without a number
# belongs to the one above.
function add(path) { floor_of[path] = number; line_of[path] = FNR }
function add_all(word,    names, count, i, folder) {
  if (word !~ /\{/) { add(word); return }
  folder = substr(word, 1, index(word, "{") - 1)
  count = split(substr(word, index(word, "{") + 1, length(word) - length(folder) - 2), names, ",")
  for (i = 1; i <= count; i++) add(folder names[i])
}
function shown_as(path,    stem) {  # the most exact entry: the file, its name without the extension, a folder
  if (path in floor_of) return path
  stem = path
  sub(/\.[^.\/]*$/, "", stem)
  if (stem in floor_of) return stem
  while (sub(/[^\/]*\/?$/, "", stem) && stem != "")
    if (stem in floor_of) return stem
  return ""
}
FNR == NR && /^```floors$/ { inside = 1; next }
FNR == NR && /^```$/ { inside = 0 }
FNR == NR && inside {
  if ($1 ~ /^[0-9]$/) number = $1
  for (i = 1; i <= NF; i++) if ($i ~ /\//) add_all($i)
}
FNR == NR { next }
floor($0) >= 0 {
  entry = shown_as($0)
  used[entry] = 1
  if (entry == "")
    printf "README.md:1: the picture of the floors lacks %s, which is on floor %d; add it\n", $0, floor($0)
  else if (floor_of[entry] != floor($0))
    printf "README.md:%d: the picture shows %s on floor %d; it is on floor %d; move it\n", line_of[entry], $0, floor_of[entry], floor($0)
}
END {
  for (entry in floor_of)
    if (!(entry in used)) printf "README.md:%d: no file is %s; take it out of the picture of the floors\n", line_of[entry], entry
}
