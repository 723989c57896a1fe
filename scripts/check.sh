#!/bin/sh
# Everything `make check` looks at; goes on after a finding, fails at the end.
cd "$(dirname "$0")/.." || exit 1
bad=0
look() {
  echo "— $1"
  shift
  "$@" || bad=1
}
bin=.venv/bin
look "格式 format" $bin/ruff format --check --quiet .
look "静态检查 lint" $bin/ruff check --quiet .
look "类型 types" $bin/mypy
look "楼层 floors" $bin/lint-imports --no-cache
look "房间 house" $bin/pytest tests/house -n 0
look "迁移 migrations" $bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
look "部署 deploy" env BAIYING_TLS=1 BAIYING_HOSTS=baiying.example BAIYING_PROXIES=1 $bin/python -m django check --deploy --fail-level WARNING
[ $bad -eq 0 ] && echo "全部通过。All checks passed."
exit $bad
