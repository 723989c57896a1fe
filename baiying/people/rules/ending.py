"""The end of a guardianship by a paper: from which instant on a consent carries nothing. Pure."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class End:
    """What a paper says: on which day somebody ceased to be a guardian, by what (models.EndWhy), and which paper."""

    on: date
    why: str
    document: str


def ends_at(on: date, over: datetime, *, today: date, at: datetime) -> datetime | None:
    """When the consents of whoever ceased to be a guardian on a day end, `over` being the end of that day, written down
    at an instant: with that day, not with the typing; on the day itself at once. None for a day that has not come."""
    return None if on > today else min(at, over)
