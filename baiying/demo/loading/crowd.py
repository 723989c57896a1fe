"""Who can be won for a shift: members of the team, the eager ones more often, nobody in two places."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.planning import Shift
from baiying.kit import clock


@dataclass(slots=True)
class Sign:
    """One sign-up, and whether the person will be there."""

    shift: Shift
    who: Volunteer
    state: str
    at: datetime
    comes: bool = True
    id: int | None = None


@dataclass(slots=True)
class Crowd:
    """Keeps who is busy on which day of the month at hand."""

    busy: set[tuple[int, int]] = field(default_factory=set)
    # Taken by scenes with the cast, whatever month it is.
    kept: set[tuple[int, int]] = field(default_factory=set)

    def take(self, who: Volunteer, shift: Shift) -> None:
        self.busy.add((who.id, _day(shift)))

    def keep(self, who: Volunteer, shift: Shift) -> None:
        self.kept.add((who.id, _day(shift)))

    def pick(self, chance: random.Random, shift: Shift, count: int) -> list[Volunteer]:
        """So many people who may come, or fewer; those who always come to the team first."""
        team, day = shift.team, _day(shift)
        found: dict[int, Volunteer] = {}
        for who, share in team.always:
            if chance.random() < share and self._can(who, shift, day):
                found[who.id] = who
        if team.bounds and team.bounds[-1] > 0:
            for who in chance.choices(team.members, cum_weights=team.bounds, k=count * 3 // 2):
                if len(found) >= count:
                    break
                if who.id not in found and self._can(who, shift, day):
                    found[who.id] = who
        return list(found.values())

    def _can(self, who: Volunteer, shift: Shift, day: int) -> bool:
        if who.counted_from is None or who.counted_from > shift.starts_at - timedelta(days=1):
            return False
        if shift.kind.adults and day - who.born.toordinal() < 18 * 365.3:
            return False
        return (who.id, day) not in self.busy and (who.id, day) not in self.kept


def _day(shift: Shift) -> int:
    return clock.local_date(shift.starts_at).toordinal()
