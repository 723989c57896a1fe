"""Files that make room for those of a backup, and come back if it fails."""

import os
from collections.abc import Iterable
from pathlib import Path


class Aside:
    """What stood there before moves below `folder`; nothing is deleted."""

    def __init__(self, var: Path, name: str) -> None:
        self.var, self.folder = var, var / name
        self._moved: list[tuple[Path, Path]] = []
        self._placed: list[Path] = []

    def make_room(self, path: Path) -> None:
        if not path.exists():
            return
        target = self.folder / path.relative_to(self.var)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        path.rename(target)
        self._moved.append((path, target))

    def place(self, path: Path, blocks: Iterable[bytes]) -> None:
        """Write a file that only we can read; one with the same content stays as it is."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                for block in blocks:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if path.exists() and path.read_bytes() == draft.read_bytes():
                return
            self.make_room(path)
            draft.rename(path)
            self._placed.append(path)
        finally:
            draft.unlink(missing_ok=True)

    def undo(self) -> None:
        for path in self._placed:
            path.unlink(missing_ok=True)
        for path, target in reversed(self._moved):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            target.rename(path)
        for folder in sorted((one for one in self.folder.glob("**/") if one.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
