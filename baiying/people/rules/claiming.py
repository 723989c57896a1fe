"""When a claimed record is handed back: by whom, and after how many hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """A record that somebody says is theirs, dated and per area (R005, R013).

    Where the record has a number of its own, a second person confirms what the first saw, and `cooling_hours` lie
    between their word and the handing over, in which that number can object: a stolen document and a helpful clerk
    together must not be enough, and who was robbed of the phone is back within a day. This project's own measure [P].
    """

    KIND: ClassVar[str] = "claims"
    SOURCE: ClassVar[str] = "this project's own measure [P] (R005, R013)"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"cooling_hours": (0, 72)}

    second_person: bool = True
    cooling_hours: int = 12


def needs_second(old_phone: str | None, new_phone: str, rules: ClaimRules) -> bool:
    """Whether two decide: somebody else may still hold the number that stands on the record."""
    return rules.second_person and bool(old_phone) and old_phone != new_phone


def cools_until(confirmed_at: datetime, old_phone: str | None, rules: ClaimRules) -> datetime:
    """When it is handed back; at once where no number is left that could object."""
    return confirmed_at + timedelta(hours=rules.cooling_hours) if old_phone else confirmed_at
