"""The newest seals, noted outside the database: whoever cuts off the end of a log must also reach this file.

The file stands beside the logs of the run. It protects against whoever owns the database alone; an office that wants
more copies `baiying audit head` to a place that neither the database's nor the server's administrator reaches.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from baiying.kit.chain import logs, sealing

_LOG = logging.getLogger("baiying.chain")


def path() -> Path:
    return Path(settings.BAIYING_VAR) / "log" / "heads.log"


def note(at: datetime) -> None:
    """Write the head of every log, once a day and before a backup."""
    found = [head for log in logs.logs() if (head := sealing.head(log.name))]
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="ascii") as file:
        for head in found:
            _LOG.info("head %s", head)
            file.write(f"{at.astimezone(UTC).isoformat()} {head}\n")


def noted(name: str) -> list[tuple[int, str]]:
    """Numbers and digests that were noted of one log; a line that nobody can read is left out."""
    if not path().exists():
        return []
    found = []
    for line in path().read_text(encoding="ascii", errors="replace").splitlines():
        words = line.split()
        if len(words) != 3 or words[1] != name:
            continue
        number, _, digest = words[2].partition(":")
        if number.isdecimal() and len(digest) == 64:
            found.append((int(number), digest))
    return found
