# Finds a Python that is new enough, and builds an environment from a pinned list.
# shellcheck shell=bash

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# Prints the first Python 3.11 or newer; ZHIAN_PYTHON names one and then no other is tried.
find_python() {
  local candidate
  for candidate in ${ZHIAN_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  candidate=$("${ZHIAN_PYTHON:-python3}" --version 2>/dev/null) || candidate="no Python"
  refuse "需要 Python 3.11 或更新的版本，本机现有：${candidate/no Python/无}。请先安装：Debian/Ubuntu 用 apt install python3，macOS 用 brew install python。" \
    "Python 3.11 or newer is needed; this machine has ${candidate}. Install it first: apt install python3 on Debian or Ubuntu, brew install python on macOS."
}

# environment FOLDER LIST: the folder holds what requirements/LIST.txt pins, and finds the program in src/.
environment() {
  local folder=$1 list=$2 site
  if ! "$folder/bin/python" -c '' 2>/dev/null; then
    rm -rf "$folder"
    make_environment "$folder"
  fi
  if is_installed "$folder" "$list"; then return; fi
  progress "安装 $(grep -c "==" "requirements/$list.txt") 个程序包（首次约一分钟） Installing packages ($list)" \
    install_into "$folder" "requirements/$list.txt" ||
    refuse "程序包没有装好，原因见上。请检查网络（可用 PIP_INDEX_URL 指定镜像）后重试。" \
      "The packages could not be installed; the reason is above. Check the network (PIP_INDEX_URL names a mirror) and try again."
  site=$("$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo ../../../../src >"$site/zhian.pth" # relative, so that the whole folder can be moved
  cp "requirements/$list.txt" "$folder/installed-$list.txt"
}

# dev holds all of run, so an up-to-date dev environment serves the demo too.
is_installed() {
  cmp -s "requirements/$2.txt" "$1/installed-$2.txt" ||
    { [ "$2" = run ] && cmp -s requirements/dev.txt "$1/installed-dev.txt"; }
}

make_environment() {
  local folder=$1 python
  python=$(find_python) || exit 1
  if command -v uv >/dev/null 2>&1; then
    progress "建立 Python 环境 Making $folder" uv venv --quiet --python "$python" "$folder" && return
  fi
  if ! has ensurepip "$python" && ! has pip "$python" && may_apt; then
    progress "安装 python3-venv Installing python3-venv" apt_install python3-venv || true
  fi
  if has ensurepip "$python"; then
    progress "建立 Python 环境 Making $folder" "$python" -m venv "$folder"
  elif has pip "$python"; then # Debian has taken ensurepip out of Python; the system's pip can serve the new environment
    progress "建立 Python 环境 Making $folder" bare_environment "$python" "$folder"
  else
    refuse "这个 Python 缺少 venv。请先运行：sudo apt install python3-venv" \
      "This Python lacks venv. Run first: sudo apt install python3-venv"
  fi
}

has() { "$2" -c "import venv, $1" 2>/dev/null; }

bare_environment() {
  "$1" -m venv --without-pip "$2"
  "$1" -m pip --python "$2/bin/python" install --require-hashes -r requirements/uv.txt
}

# With uv, fetched by pip where the machine has none; pip itself is what is left when uv cannot reach what pip can.
install_into() {
  local folder=$1 list=$2 uv
  uv=$(command -v uv) || uv=$folder/bin/uv
  if [ ! -x "$uv" ]; then
    "$folder/bin/python" -m pip install --require-hashes -r requirements/uv.txt || true
  fi
  use_pips_mirror "$folder"
  if [ -x "$uv" ] && "$uv" pip install --python "$folder/bin/python" --require-hashes -r "$list"; then return; fi
  "$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$folder/bin/python" -m ensurepip
  "$folder/bin/python" -m pip install --require-hashes -r "$list"
}

# A hospital that has told pip where its mirror is need not tell uv again.
use_pips_mirror() {
  local mirror
  mirror=${PIP_INDEX_URL:-$("$1/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
  [ -z "$mirror" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$mirror}"
}
