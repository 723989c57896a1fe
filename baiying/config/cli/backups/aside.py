"""Files that make room for those of a backup, and come back if it fails or was killed meanwhile."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

_JOURNAL = "journal"


class Aside:
    """What stood there before moves below `folder`; nothing is deleted.

    Each step stands in a journal before it is done and leaves it after it is undone, so that undoing may begin in
    another process and be broken off itself.
    """

    def __init__(self, var: Path, name: str) -> None:
        self.var, self.folder = var, var / name
        self._journal = self.folder / _JOURNAL

    @classmethod
    def left_open(cls, var: Path) -> Iterator[Self]:
        """Those of restores that were neither finished nor undone."""
        for journal in sorted(var.glob(f"before-restore-*/{_JOURNAL}")):
            yield cls(var, journal.parent.name)

    def make_room(self, path: Path) -> None:
        if not path.exists():
            return
        target = self.folder / path.relative_to(self.var)
        self._note("moved", path)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.rename(target)

    def place(self, path: Path, blocks: Iterable[bytes]) -> None:
        """Write a file that only we can read; one with the same content stays as it is."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.new")
        self._note("placed", draft)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                for block in blocks:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if path.exists() and path.read_bytes() == draft.read_bytes():
                return
            self.make_room(path)
            self._note("placed", path)
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)

    def undo(self) -> None:
        """As it was before the first step. Safe to repeat after it was broken off."""
        while (last := self._last()) is not None:
            at, act, path = last
            if act == "placed":
                path.unlink(missing_ok=True)
            elif (target := self.folder / path.relative_to(self.var)).exists():
                _remove_empty(path)
                target.rename(path)
            os.truncate(self._journal, at)
        self.close()
        _remove_empty(self.folder)

    def close(self) -> None:
        """Nothing is left to undo: what was moved stays where it is."""
        self._journal.unlink(missing_ok=True)
        if self.folder.exists() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _note(self, act: str, path: Path) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps([act, str(path.relative_to(self.var))]) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _last(self) -> tuple[int, str, Path] | None:
        """Where the last line begins, and what it says. A line that was cut while it was written was not acted on."""
        if not self._journal.exists():
            return None
        *before, cut = self._journal.read_bytes().split(b"\n")
        if cut:
            os.truncate(self._journal, sum(len(line) + 1 for line in before))
        if not before:
            return None
        act, name = json.loads(before[-1])
        return sum(len(line) + 1 for line in before[:-1]), act, self.var / name


def _remove_empty(folder: Path) -> None:
    """The folder and those in it, as far as they hold nothing."""
    if not folder.is_dir():
        return
    for one in sorted((f for f in folder.glob("**/") if f.is_dir()), reverse=True):
        if not any(one.iterdir()):
            one.rmdir()
