# SPDX-License-Identifier: Apache-2.0

# Tools of which one version decides, because another one formats and warns in another way, and the headers of sanitizers
# that clang-tidy includes. Sourced by ../run, run and test.sh.

pinned=(clang-format-14 clang-tidy-14 libclang-rt-14-dev)

# Whether the system has this package, as far as its lists are up to date.
is_offered() { apt-cache show "$1" >/dev/null 2>&1; }

# Debian 12 has them, and no check is skipped there, whatever is installed.
is_debian_12() { grep -qx 'ID=debian' /etc/os-release && grep -qx 'VERSION_ID="12"' /etc/os-release; }
is_required() { is_debian_12 || is_offered "$1"; }

# is_skipped CHECK: says why, where this system does not have the tool that the check needs.
is_skipped() {
  local tool=clang-$1-14
  [[ " ${pinned[*]} " == *" $tool "* ]] && ! command -v "$tool" >/dev/null && ! is_required "$tool" && echo "this system has no $tool"
}
