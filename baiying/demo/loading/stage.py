"""What every stage gets: when it is, how large the city shall be, chance by name, and whom to tell how far it is."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from baiying.kit import clock

Progress = Callable[[str, int, int], None]

# How far back activities and hours go, and how far ahead activities are planned.
DAYS_BACK = 400
DAYS_AHEAD = 14


@dataclass(slots=True)
class Stage:
    seed: int
    volunteers: int
    at: datetime
    tell: Progress
    anchor: date = field(init=False)

    def __post_init__(self) -> None:
        self.anchor = clock.local_date(self.at)

    def chance(self, name: str) -> random.Random:
        """A stream of its own for each purpose: a change in one stage leaves the others as they were."""
        return random.Random(f"{self.seed}:{name}")

    @property
    def first_day(self) -> date:
        return self.anchor - timedelta(days=DAYS_BACK)

    @property
    def last_day(self) -> date:
        return self.anchor + timedelta(days=DAYS_AHEAD)


def moment(day: date, minutes: int) -> datetime:
    """So many minutes after midnight in China, as an instant."""
    return datetime.combine(day, time.min, tzinfo=clock.CHINA) + timedelta(minutes=minutes)
