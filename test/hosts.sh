# SPDX-License-Identifier: Apache-2.0

# ./run hosts: the demo and the suites on another system, in a root of its own below build/hosts. Sourced by ../run.
#
# What is committed is cloned into the root, so that it is what a new user has.
#
# On Debian 13 the suites take hours: its QEMU 10 translates one instruction at a time, each time anew, where the boundary
# of a region cuts a page of 1 KiB (`info jit` counts 676,000 blocks of 2 bytes where QEMU 7.2 has 1,700 of 9).

# RELEASE: its name, components and script for debootstrap, which knows no release that is newer than itself
host_release() {
  case $1 in
    debian-12) say bookworm main sid ;;
    debian-13) say trixie main sid ;;
    ubuntu-24.04) say noble main,universe gutsy ;;
    *) die "hosts knows no $1; available: debian-12, debian-13, ubuntu-24.04" ;;
  esac
}

# RELEASE ROOT: a system with nothing but what each has, and git. From the mirror POSTERN_MIRROR, or debootstrap's own.
make_host() {
  local words name components script
  words=$(host_release "$1")
  read -r name components script <<<"$words"
  [ ! -e "$2/made" ] || return 0
  say "== hosts: $1 -> $2"
  rm -rf --one-file-system "$2"
  mkdir -p "$2"
  quietly "hosts-$1" debootstrap --variant=minbase --components="$components" --include=git "$name" "$PWD/$2" "${POSTERN_MIRROR:-}" "$script"
  : >"$2/made"
}

# ROOT SCRIPT: no other process sees its mounts, so that nothing but the root is deleted with it.
in_host() {
  # shellcheck disable=SC2016
  unshare --mount --propagation private sh -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      ${POSTERN_DEBIAN_MIRROR:+"POSTERN_DEBIAN_MIRROR=$POSTERN_DEBIAN_MIRROR"} sh -euc "$2"' sh "$PWD/$1" "$2"
}

# RELEASE [NAME]
hosts() {
  local root=build/hosts/${1:-}
  [[ $# -eq 1 || $# -eq 2 ]] || die "usage: ./run hosts RELEASE [NAME of suites], for example: ./run hosts debian-13"
  [ "$(id -u)" -eq 0 ] || die "hosts makes a root of its own; be root"
  command -v debootstrap >/dev/null || die "debootstrap is not installed; apt-get install debootstrap"
  make_host "$1" "$root"
  rm -rf --one-file-system "$root/postern"
  git clone -q --no-hardlinks . "$root/postern"
  say "== hosts: ./run demo and ./run test${2:+ $2} on $1"
  in_host "$root" "git config --global --add safe.directory '*'; cd /postern; ./run setup; ./run demo; ./run test ${2:-}"
}
