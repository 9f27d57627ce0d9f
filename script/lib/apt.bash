# Packages of the system, where this user may install them: Debian or Ubuntu, as root or with sudo that asks nothing.
# shellcheck shell=bash

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_apt() {
  [ -z "${ZHIAN_NO_APT:-}" ] && command -v apt-get >/dev/null 2>&1 && as_root true 2>/dev/null
}

# apt_install PACKAGE...: a machine may have no list of packages yet, or an old one; then the list is fetched first.
apt_install() {
  apt_get install --no-install-recommends "$@" || { apt_get update && apt_get install --no-install-recommends "$@"; }
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
}
