"""Which legal holds there are, noted beside the database: a backup from before knows none of them.

A line is one hold as it stands then, as JSON; the last line of a hold counts. It names persons and records by their
public ids, and the ground; no name, no number of a document. It lies beside the note of the erased.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baiying.kit.backups import erasures


def path() -> Path:
    return erasures.path().with_name("holds.log")


def note(hold: Mapping[str, Any]) -> None:
    """Add how one stands now. Twice is harmless."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="ascii") as file:
        file.write(json.dumps(hold, sort_keys=True) + "\n")


def noted() -> dict[str, dict[str, Any]]:
    """By the hold's number, as it stood last; a line that nobody can read is left out."""
    if not path().exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    for line in path().read_text(encoding="ascii", errors="replace").splitlines():
        try:
            one = json.loads(line)
            found[one["hold"]] = one
        except (ValueError, KeyError, TypeError):
            continue
    return found
