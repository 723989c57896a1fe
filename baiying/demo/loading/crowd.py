"""Who can be won for a shift: members of the team, the eager ones more often, nobody in two places."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from baiying.activities.rules import minors
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.planning import Shift
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.places import queries as places


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
    # The days that differ from Monday to Friday, read when the first minor is asked.
    calendar: dict[date, bool] | None = None

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
        if not self.may_at(who, shift):
            return False
        return (who.id, day) not in self.busy and (who.id, day) not in self.kept

    def may_at(self, who: Volunteer, shift: Shift) -> bool:
        """Whether the rules for minors let somebody come at that time: no lessons, no late hour."""
        starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
        age, rules = identifiers.age_on(who.born, starts.date()), minors.MinorRules()
        if age >= max(rules.school_below, rules.late_below):
            return True
        if self.calendar is None:
            self.calendar = places.special_days(date.min, date.max)
        hours = minors.Hours(
            minors.in_school_hours(starts, ends, self.calendar, rules), minors.in_late_hours(starts, ends, rules)
        )
        young = minors.young(age, hours=hours, by_guardian=False, rules=rules)
        return not (young.at_school or young.late)


def _day(shift: Shift) -> int:
    return clock.local_date(shift.starts_at).toordinal()
