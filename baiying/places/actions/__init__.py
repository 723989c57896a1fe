"""Writes of the places room, by noun."""

from baiying.places.actions.imports import (
    check_import,
    confirm_import,
    drop_import,
    fail_import,
    import_divisions,
    run_import,
    start_import,
)

__all__ = [
    "check_import",
    "confirm_import",
    "drop_import",
    "fail_import",
    "import_divisions",
    "run_import",
    "start_import",
]
