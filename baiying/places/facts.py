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
    recoded: int = 0


@dataclass(frozen=True, slots=True)
class DivisionRecoded(Fact):
    """An area goes on under another code: the same area, with everything that hangs on it."""

    subject: ClassVar[str] = "division"

    division_id: int
    code_before: str
    code: str


@dataclass(frozen=True, slots=True)
class DivisionMerged(Fact):
    """An area has closed and another takes over what is open in it: each room moves its own rows.

    Heard once more every night, so it must be harmless to hear again.
    """

    subject: ClassVar[str] = "division"

    division_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class DivisionsRestored(Fact):
    """An import of divisions was undone: the tree stands as it stood before it."""

    subject: ClassVar[str] = "division_import"

    division_import_id: int


@dataclass(frozen=True, slots=True)
class PopulationEntered(Fact):
    """Population figures were added or revised for a year: by a table, or one that was undone."""

    subject: ClassVar[str] = "population_import"

    year: int
    kind: str
    areas: int
    population_import_id: int | None = None
