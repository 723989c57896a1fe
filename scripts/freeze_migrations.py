"""Write the checksum of every new migration beside it. What is written already is never touched: an applied migration
does not change, because a city that has applied it would not see the change. Run by `make fix`.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def frozen(folder: Path) -> dict[str, str]:
    """Name -> checksum, as they are kept for one room's migrations."""
    kept = folder / "checksums.txt"
    lines = kept.read_text().splitlines() if kept.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def migrations(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.py"))


def freeze(folder: Path) -> None:
    known = frozen(folder)
    new = {path.name: checksum(path) for path in migrations(folder) if path.name not in known}
    if new:
        rows = sorted((known | new).items())
        (folder / "checksums.txt").write_text("".join(f"{digest}  {name}\n" for name, digest in rows))


if __name__ == "__main__":
    for folder in sorted(ROOT.glob("baiying/*/migrations")):
        freeze(folder)
