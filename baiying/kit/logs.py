"""Log files of bounded size, and refusals that take one line of them. Knows nothing of Django, as the supervisor."""

import contextlib
import copy
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

# No log, and no log before it, grows past this (and what half a second adds): together twice as much.
MOST_BYTES = 5_000_000
_MOST_SIGNS = 400
_OUR_FAULT = 500


class Line(logging.Formatter):
    """As the format says; an answer that only refuses (403, 404, 400, a body too large) takes one short line.

    A bored visitor causes as many of these as he likes. A stack behind each says nothing and buries the real errors,
    which keep theirs. What he typed into the address cannot begin a line of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        status = getattr(record, "status_code", None)
        if not isinstance(status, int) or status >= _OUR_FAULT:
            return super().format(record)
        # Other handlers get the record as it was.
        bare = copy.copy(record)
        bare.exc_info = bare.exc_text = bare.stack_info = None
        line = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in super().format(bare))
        return line if len(line) <= _MOST_SIGNS else f"{line[:_MOST_SIGNS]}…"


class Hidden(logging.Filter):
    """Takes out of a line what must stand in no log: values of settings that come in an address (a gateway's key)."""

    def __init__(self, values: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._values = values

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        for value in self._values():
            if value and value in said:
                said = said.replace(value, "…")
                record.msg, record.args = said, ()
        return True


def of_process(var: Path, name: str) -> Path:
    """Where one of our processes writes what it has to say."""
    return var / "log" / f"{name}.log"


def keep_small(path: Path) -> bool:
    """Put a log that is full aside and begin it anew while its process goes on writing; gives whether it was full.

    The process must have opened it for appending. What it writes between copying and emptying is lost: a few lines of
    a log that is being flooded. A full disk keeps nobody from emptying it.
    """
    try:
        if path.stat().st_size <= MOST_BYTES:
            return False
    except FileNotFoundError:
        return False
    before = path.with_suffix(".log.1")
    # The process may outrun a copy to the end: no more than fits is copied, and that is the newest.
    try:
        with path.open("rb") as full, before.open("wb") as kept:
            full.seek(-MOST_BYTES, os.SEEK_END)
            kept.write(full.read(MOST_BYTES))
        shutil.copymode(path, before)
    except OSError:
        with contextlib.suppress(OSError):
            before.unlink(missing_ok=True)
    os.truncate(path, 0)
    return True
