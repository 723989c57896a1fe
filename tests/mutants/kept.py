"""Reading the kept mutants."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: in `file`, `find` becomes `replace`; one of `tests` must fail."""

    id: str
    says: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]

    def planted(self, text: str) -> str:
        """The file's text with the fault. Raises ValueError where it cannot be planted."""
        if text.count(self.find) != 1:
            raise ValueError(f"{self.id}: the text to replace stands {text.count(self.find)} times in {self.file}")
        return text.replace(self.find, self.replace)


def mutants() -> list[Mutant]:
    """All, in the order of the rooms."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]:
            found.append(Mutant(**row | {"tests": tuple(row["tests"])}))
    return found
