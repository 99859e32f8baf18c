# SPDX-License-Identifier: Apache-2.0

# ./run sweep: the images of this directory in full, or one of them; ./run test tries a sample of the moments. Sourced by ../../run.

# PLATFORM BACKEND LEVEL [IMAGE]
sweep_one() {
  local directory image status=0
  build "$1" "$2" "$3"
  directory=$(directory_of "$(platform_of "$1")" "$2" "$3")
  for image in $(images_of "$directory" | grep -E "^(${4:-sweep|returns})"); do
    say "== $image on $*"
    patience=86400 boot "$directory" "$image" long </dev/null | grep -av '^expect-panic' || status=1
    if [ "$image" = returns ] && "$tool" decode --lines "$directory/$image/${image}_s.elf" "$directory/$image.secure.log" | grep -a 'restarted after' | grep -avE 'panic: the non-secure world id'; then
      say "a partition or the SPM is blamed for an error of non-secure code"
      status=1
    fi
  done
  return "$status"
}

# Prints progress: how many of the cases are done.
sweep() {
  local status=0
  if [ $# -eq 3 ] || [ $# -eq 4 ]; then
    sweep_one "$@" || status=1
  elif [ $# -eq 0 ]; then
    sweep_one an521 IPC 1 || status=1
    sweep_one an521 IPC 3 || status=1
    sweep_one an521 SFN 1 || status=1
  else
    die "usage: ./run sweep [PLATFORM BACKEND LEVEL [IMAGE]], for example: ./run sweep an521 IPC 3 sweep_restart"
  fi
  [ "$status" -eq 0 ] || die "the sweep failed"
}
