#!/bin/sh
# Make .venv from the hashed lock: `bootstrap.sh run` or `bootstrap.sh dev`. Does nothing when it is up to date.
set -eu
cd "$(dirname "$0")/.."
kind=$1

fail() {
  echo "$1" >&2
  exit 1
}

digest() {
  # Without tools that some machines lack: Python is there anyway.
  "$1" -c 'import hashlib,sys;print(hashlib.sha256(b"".join(open(p,"rb").read() for p in sys.argv[1:])).hexdigest())' \
    "requirements/$2.txt" requirements/build.txt pyproject.toml
}

fresh() {
  [ -x .venv/bin/baiying ] && [ -f ".venv/.lock-$1" ] && [ "$(cat ".venv/.lock-$1")" = "$(digest .venv/bin/python "$1")" ]
}

if [ -x .venv/bin/python ] && .venv/bin/python -c "" 2>/dev/null; then
  if fresh dev || { [ "$kind" = run ] && fresh run; }; then exit 0; fi
else
  found=""
  for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$python && break; fi
  done
  [ -n "$found" ] || fail "需要 Python 3.11 或更新版本；装好后再执行一次。Python 3.11 or newer is needed."
  "$found" -c "import venv, ensurepip" 2>/dev/null ||
    fail "Python 缺少 venv 模块（Debian、Ubuntu：apt install python3-venv）。Python lacks its venv module."
  echo "正在创建 Python 环境……"
  rm -rf .venv
  "$found" -m venv .venv || fail "Python 环境没有建成，请检查磁盘空间和权限。The environment could not be made."
fi

echo "正在安装 Python 组件（只需一次）……"
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
# Two lists, one after the other: what installs this checkout is no part of what runs.
{ pip install --require-hashes --requirement "requirements/$kind.txt" &&
  pip install --require-hashes --requirement requirements/build.txt; } ||
  fail "Python 组件没有装好，请检查网络和磁盘后重试。The Python packages could not be installed: check network and disk."
pip install --no-index --no-build-isolation --no-deps --editable . ||
  fail "本程序没有装入环境，请删除 .venv 后重试。The program could not be installed: remove .venv and try again."
digest .venv/bin/python "$kind" >".venv/.lock-$kind"
