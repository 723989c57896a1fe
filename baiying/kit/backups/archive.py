"""The file of a backup: what is in it, written so that it is whole or not there, and checked before it is believed.

A zip without compression (the dump is compressed already): whoever has nothing but the file can still open it. The
manifest stands last and holds the SHA-256 of every other part.
"""

import fcntl
import hashlib
import json
import os
import re
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

FORMAT = 1
SUFFIX = ".backup"
DATABASE, KEYS, MANIFEST, FILES = "database.dump", "keys.sealed", "manifest.json", "files/"
# Below BAIYING_VAR, what a backup holds and may put back: never a key, a page's file or what tells a run from another.
_KEPT = re.compile(r"uploads/(?!\.{1,2}$)[^/\\\0]+|log/heads\.log")
_BLOCK = 1 << 20
_MOST_MANIFEST = 64 << 20
# What the library says of a file that is not as it was written, whichever byte was changed.
_DAMAGE = (
    zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error, KeyError, TypeError,
    OverflowError,
)  # fmt: skip
Progress = Callable[[str, int, int], None]


class Unusable(Exception):
    """Why a backup cannot be written, read or put back: one sentence of both languages."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file: its SHA-256 in hexadecimal, and its bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `taken_at` is the moment of the snapshot; `city` tells cities apart without telling a key; `server` is
    PostgreSQL's version number; `counts` are rows by table; `heads` the newest seal of each log; `master_keys` the
    numbers of the keys that are inside, none where keys are kept elsewhere.
    """

    version: str
    taken_at: datetime
    city: str
    server: int
    database_size: int
    migrations: list[str]
    counts: dict[str, int]
    heads: dict[str, str]
    master_keys: list[int]
    parts: dict[str, Part]

    def text(self) -> bytes:
        said = {"format": FORMAT, **asdict(self), "taken_at": self.taken_at.isoformat()}
        return json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False).encode()

    def digest(self) -> str:
        """Of everything but the sealed keys, which hold it in turn."""
        others = {name: part for name, part in self.parts.items() if name != KEYS}
        said = {
            **asdict(self),
            "taken_at": self.taken_at.isoformat(),
            "parts": {n: asdict(p) for n, p in others.items()},
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _manifest_of(text: bytes) -> Manifest:
    said = json.loads(text)
    form = said.pop("format")
    if not isinstance(form, int) or form > FORMAT:
        raise Unusable(
            f"这份备份由更新的版本写成（格式 {form}），请先升级程序。"
            f"This backup was written by a newer version (format {form}): upgrade the program first."
        )
    said["taken_at"] = datetime.fromisoformat(said["taken_at"])
    said["parts"] = {str(name): Part(str(part["sha256"]), int(part["size"])) for name, part in said["parts"].items()}
    return Manifest(**said)


@contextmanager
def draft(target: Path) -> Iterator[IO[bytes]]:
    """A new file, readable by oneself alone, that gets its name when all went well and is on disk.

    Whatever goes wrong, nothing is left; what a killed run left is taken away by the next. Raises Unusable.
    """
    folder = target.parent
    part = folder / f".{target.name}.{os.getpid()}.part"
    try:
        _sweep(folder)
        with _created(part) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            # A link that leads nowhere is somebody's too.
            if os.path.lexists(target):
                raise Unusable(f"{target} 已存在，没有覆盖。{target} is there already and was left as it is.")
            part.rename(target)
        with _opened(folder) as place:
            os.fsync(place)
    except OSError as error:
        raise Unusable(
            f"备份写不进 {folder}：{error.strerror or error}。没有留下不完整的文件。"
            f"The backup cannot be written there, and no part of it was left."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _created(part: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        # Held while we live: so the next run knows what was left by a killed one.
        with suppress(OSError):  # Some network file systems have no locks.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise Unusable(
                f"{part.parent} 所在的磁盘不能保证别的用户读不到文件（如 U 盘），请以 umask=077 挂载。"
                f"That disk cannot keep a file from other users: mount it with umask=077."
            )
        yield file


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f".*{SUFFIX}.*.part"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


class Writer:
    """Adds parts one after the other, counting and hashing what goes in. As a context, it lets go of what failed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self.parts: dict[str, Part] = {}

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            # Else the library would try to end the file when it is forgotten, and complain on the terminal.
            self._zip.fp = None

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Gives the function that takes the content of a new part."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, time.gmtime()[:6])
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as target:

            def write(block: bytes) -> None:
                nonlocal size
                digest.update(block)
                size += len(block)
                target.write(block)

            yield write
        self.parts[name] = Part(digest.hexdigest(), size)

    def add(self, name: str, content: bytes) -> None:
        with self.part(name) as write:
            write(content)

    def finish(self, manifest: Manifest) -> None:
        self.add(MANIFEST, manifest.text())
        self._zip.close()


class Reader:
    """A backup that stands on disk. Raises Unusable for what is no backup, or not as it was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            # We never compress: a mark that says so was changed.
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in self._zip.infolist()):
                raise _damaged(path, MANIFEST)
            with _damage_named(path), self._zip.open(MANIFEST) as file:
                self.manifest = _manifest_of(file.read(_MOST_MANIFEST))
        except OSError as error:
            raise Unusable(f"{path} 读不出来：{error.strerror or error}。It cannot be read.") from error
        except _DAMAGE as error:
            raise Unusable(f"{path} 不是完整的百应备份文件。It is not a whole backup of Baiying.") from error

    def check(self, progress: Progress = lambda _what, _done, _all: None) -> None:
        """Read everything once: every part is there, no other is, and each is what the manifest says."""
        named = self._zip.namelist()
        if sorted(named) != sorted([*self.manifest.parts, MANIFEST]):
            raise _damaged(self.path, "parts")
        _ = self.files
        total, done = sum(part.size for part in self.manifest.parts.values()), 0
        for name, part in self.manifest.parts.items():
            digest, size = hashlib.sha256(), 0
            for block in self.blocks(name):
                digest.update(block)
                size += len(block)
                progress("核对备份 check", done + size, total + 1)
            done += size
            if (digest.hexdigest(), size) != (part.sha256, part.size):
                raise _damaged(self.path, name)
        progress("核对备份 check", total, total)

    def blocks(self, name: str) -> Iterator[bytes]:
        with _damage_named(self.path, name), self._zip.open(name) as file:
            while block := file.read(_BLOCK):
                yield block

    def content(self, name: str) -> bytes:
        return b"".join(self.blocks(name))

    @property
    def files(self) -> list[str]:
        """The files' names below BAIYING_VAR. One that no backup of ours holds is refused."""
        found = [name.removeprefix(FILES) for name in self.manifest.parts if name.startswith(FILES)]
        if not all(map(_KEPT.fullmatch, found)):
            raise _damaged(self.path, FILES)
        return found

    @property
    def has_keys(self) -> bool:
        return KEYS in self.manifest.parts


@contextmanager
def _damage_named(path: Path, name: str = MANIFEST) -> Iterator[None]:
    try:
        yield
    except (*_DAMAGE, OSError) as error:
        raise _damaged(path, name) from error


def _damaged(path: Path, name: str) -> Unusable:
    return Unusable(
        f"{path} 已损坏或被改动：{name} 与清单不一致，没有使用。"
        f"It was damaged or changed: {name} is not what the manifest says; nothing was done."
    )


def older(folder: Path, city: str, keep: int) -> list[Path]:
    """Backups of this city in a folder that are not among the newest `keep`; what cannot be read is not counted."""
    return [path for _, path in of_city(folder, city)[keep:]]


def of_city(folder: Path, city: str) -> list[tuple[datetime, Path]]:
    """When each backup of this city in a folder was taken, the newest first; what cannot be read is left out."""
    found: list[tuple[datetime, Path]] = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(Unusable):
            manifest = Reader(path).manifest
            if manifest.city == city:
                found.append((manifest.taken_at, path))
    return sorted(found, reverse=True)


def as_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
