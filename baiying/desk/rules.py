"""When an office hears of what waits for it. Values in, answers out."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DigestRules:
    """The minute of a working day at which an office reads in one message what waits for it, dated and per area.

    No rule names one: a proposal of this project, the beginning of the usual office hours.
    """

    KIND: ClassVar[str] = "digests"
    SOURCE: ClassVar[str] = "defaults of this project"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"office_hour": (0, 23), "office_minute": (0, 59)}

    office_hour: int = 8
    office_minute: int = 30


def has_come(local: datetime, rules: DigestRules) -> bool:
    """Whether the minute of the day has come, on China's clock. Whoever could not be told in time is told later."""
    return (local.hour, local.minute) >= (rules.office_hour, rules.office_minute)
