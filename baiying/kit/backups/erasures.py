"""Who was erased and when, noted beside the database: a backup from before knows them still, and its restore asks here.

A line is a public id and an instant; no name, no number, nothing that leads to anybody once the record is gone. It lies
where BAIYING_ERASURES says, else in var. Whoever wants it to outlive the machine names a place on another one.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def path() -> Path:
    return Path(settings.BAIYING_ERASURES or Path(settings.BAIYING_VAR) / "erased.log")


def note(public_id: str, at: datetime) -> None:
    """Add a line. Twice is harmless: replaying an erasure that is done changes nothing."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="ascii") as file:
        file.write(f"{public_id} {at.astimezone(UTC).isoformat()}\n")


def noted() -> dict[str, datetime]:
    """By public id, when somebody was erased first; a line that nobody can read is left out."""
    if not path().exists():
        return {}
    found: dict[str, datetime] = {}
    for line in path().read_text(encoding="ascii", errors="replace").splitlines():
        words = line.split()
        if len(words) == 2:
            try:
                found.setdefault(words[0], datetime.fromisoformat(words[1]))
            except ValueError:
                continue
    return found
