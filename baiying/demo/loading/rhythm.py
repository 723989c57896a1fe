"""When people help: weekends, Lei Feng's month, feasts, exams, one flood week, the weather. Pure."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

# First days of the Spring Festival of the years a demo may be loaded in.
_NEW_YEARS = {
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6),
    2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 3), 2031: date(2031, 1, 23),
}  # fmt: skip
_CHILDREN = {"education", "children", "science"}
_STREET = {"civility", "environment", "emergency"}


@dataclass(slots=True)
class Rhythm:
    """How much is going on on each day, relative to a common working day."""

    first: date
    last: date
    seed: int
    weather: dict[date, float] = field(default_factory=dict)
    _known: dict[tuple[date, str], float] = field(default_factory=dict)
    flood_from: date = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(f"{self.seed}:weather")
        level, day = 0.0, self.first
        while day <= self.last:
            level = 0.55 * level + chance.gauss(0, 0.5)
            self.weather[day] = 0.55 if level > 0.8 else 0.85 if level > 0.3 else 1.1
            day += timedelta(days=1)
        self.flood_from = self._last_july(chance)

    def _last_july(self, chance: random.Random) -> date:
        """The Monday on which the flood week begins, in the latest July that is over."""
        year = self.last.year if self.last > date(self.last.year, 8, 20) else self.last.year - 1
        near = date(year, 7, 12) + timedelta(days=chance.randrange(8))
        return near - timedelta(days=near.weekday())

    def is_flood(self, day: date) -> bool:
        return self.flood_from <= day < self.flood_from + timedelta(days=7)

    def of(self, day: date, category: str) -> float:
        """The factor of a day for a team of a category."""
        known = self._known.get((day, category))
        if known is None:
            known = self._known[day, category] = self._count(day, category)
        return known

    def _count(self, day: date, category: str) -> float:
        factor = (0.62, 0.6, 0.7, 0.62, 0.85, 1.75, 1.4)[day.weekday()]
        factor *= _feast(day, category)
        if category in _CHILDREN and day.month in (7, 8):
            factor *= 1.5
        if category in _STREET:
            factor *= self.weather.get(day, 1.0)
        elif day.month == 8:
            factor *= 0.85
        if self.is_flood(day):
            factor *= 0.2 if category != "emergency" else 1.0
        return factor


def _feast(day: date, category: str) -> float:
    factor, here = 1.0, (day.month, day.day)
    if (3, 1) <= here <= (3, 10):
        factor = 2.6
    if here == (3, 5):
        factor = 13.0
    elif here in ((12, 4), (12, 5), (12, 6)):
        factor = 6.0 if here == (12, 5) else 1.6
    elif (4, 4) <= here <= (4, 6):
        factor = 2.4 if category in _STREET else 0.9
    elif (10, 1) <= here <= (10, 7) or (5, 1) <= here <= (5, 5):
        factor = 2.2 if category in _STREET else 0.6
    elif here in ((6, 7), (6, 8)):
        factor = 3.0 if category == "civility" else 0.7
    elif (6, 25) <= here <= (7, 5):
        factor = 0.85
    new_year = _NEW_YEARS.get(day.year)
    if new_year is not None:
        away = (day - new_year).days
        if -2 <= away <= 8:
            factor = 0.25
        elif -16 <= away < -2:
            factor = 1.5
    return factor


def is_school_day(day: date) -> bool:
    return day.weekday() < 5 and day.month not in (2, 7, 8)
