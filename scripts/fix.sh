#!/bin/sh
# `make fix`: mend and format what can be, then freeze new migrations as they now stand, then say what is left.
cd "$(dirname "$0")/.." || exit 1
.venv/bin/ruff check --fix --quiet --exit-zero . >/dev/null
.venv/bin/ruff format --quiet . || exit 1
.venv/bin/python scripts/freeze_migrations.py || exit 1
.venv/bin/ruff check --quiet .
