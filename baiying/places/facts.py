"""What the places room announces."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class DivisionsImported(Fact):
    """A division table was taken over; areas may be new, renamed, moved or closed."""

    subject: ClassVar[str] = "division_import"

    division_import_id: int
    added: int
    renamed: int
    moved: int
    closed: int


@dataclass(frozen=True, slots=True)
class DivisionsRestored(Fact):
    """An import of divisions was undone: the tree stands as it stood before it."""

    subject: ClassVar[str] = "division_import"

    division_import_id: int


@dataclass(frozen=True, slots=True)
class PopulationEntered(Fact):
    """Population figures were added or revised for a year."""

    subject: ClassVar[str] = "population"

    year: int
    kind: str
    areas: int
