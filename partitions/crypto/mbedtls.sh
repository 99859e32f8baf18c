# SPDX-License-Identifier: Apache-2.0

# Mbed TLS, which the crypto service is built from: the source package of a Debian release that is newer than the one
# most of us build on. apt verifies it, with lists and a cache under build/; the system's own sources are not changed.
# Sourced by ../../run.

mbedtls=build/third_party/mbedtls
mbedtls_release=trixie
mbedtls_packages=(dpkg-dev debian-archive-keyring)

# A version that the configuration of partitions/crypto fits: 3.6.6 or later, of the series 3.6.
is_right_mbedtls() { dpkg --compare-versions "$1" ge 3.6.6 && dpkg --compare-versions "$1" lt 3.7; }

# mbedtls_version DIRECTORY: what a source tree says of itself; nothing if it is none.
mbedtls_version() { sed -n 's/^#define MBEDTLS_VERSION_STRING  *"\(.*\)"/\1/p' "$1/include/mbedtls/build_info.h" 2>/dev/null || true; }

# The mirror of Debian that this system's own apt uses, unless POSTERN_DEBIAN_MIRROR names one.
debian_mirror() {
  local mirror=${POSTERN_DEBIAN_MIRROR:-}
  if [ -z "$mirror" ] && grep -qx 'ID=debian' /etc/os-release; then
    # shellcheck disable=SC2016
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | awk '!/-security/ && !found++')
  fi
  [ -n "$mirror" ] || die "apt names no mirror of Debian, which has the sources of Mbed TLS; name one: POSTERN_DEBIAN_MIRROR=URL"
  say "$mirror"
}

# private_apt COMMAND...: apt-get that knows the source packages of that release, and nothing else.
private_apt() {
  local state=$PWD/build/third_party/apt mirror
  mirror=$(debian_mirror)
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $mbedtls_release main" >"$state/sources.list"
  (cd "$state" && apt-get -q -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$state" \
    -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state/cache" -o APT::Sandbox::User= "$@")
}

# The package into build/third_party/mbedtls, unless a right one is there.
fetch_mbedtls() {
  local version state=build/third_party/apt found
  ! is_right_mbedtls "$(mbedtls_version "$mbedtls")" || return 0
  say "== setup: Mbed TLS, of Debian $mbedtls_release"
  quietly mbedtls-lists private_apt update
  quietly mbedtls-source private_apt source --download-only --only-source mbedtls
  found=$(find "$state" -maxdepth 1 -name 'mbedtls_*.dsc')
  version=$(sed -n 's/^Version: //p' "${found:-/dev/null}")
  is_right_mbedtls "${version:-0}" || die "Debian $mbedtls_release has Mbed TLS ${version:-nowhere}; 3.6.6 or later, before 3.7, is needed: name a source tree with -DPOSTERN_MBEDTLS_DIR"
  rm -rf "$mbedtls"
  quietly mbedtls-unpack dpkg-source --no-check -x "$found" "$mbedtls"
  rm -rf "$state" build/third_party/mbedtls_*
}
