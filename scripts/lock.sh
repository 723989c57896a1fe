#!/bin/sh
# Make the hashed locks from pyproject.toml: with hashes, for every platform, without addresses.
set -eu
cd "$(dirname "$0")/.."
lock() {
  target=$1
  shift
  .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
    --python-version 3.11 --output-file "requirements/$target" "$@"
}
lock run.txt pyproject.toml
# What stands in two locks stands there in one version: the later one is installed over the earlier.
lock dev.txt --group dev --constraint requirements/run.txt pyproject.toml
lock build.txt --group pyproject.toml:build --constraint requirements/dev.txt
lock node.txt --group pyproject.toml:node
npm install --package-lock-only --silent
if grep -nE "https?://|file://" requirements/*.txt || grep -n '"resolved"' package-lock.json; then
  echo "锁文件里有地址，请删去。The locks carry addresses: remove them." >&2
  exit 1
fi
