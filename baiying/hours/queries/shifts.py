"""The office's look at one shift: whether its record waits for the leader, by when, and who was reminded last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from baiying.hours import rules
from baiying.hours.queries import attendances, occasions, roster
from baiying.kit import audit, clock
from baiying.places import queries as places


@dataclass(frozen=True, slots=True)
class Reminded:
    """When the leader was last reminded, and by whom."""

    at: datetime
    by: str

    @property
    def day(self) -> date:
        """On which day: nobody is reminded twice on one."""
        return clock.local_date(self.at)


def waits_for_leader(shift_id: int, at: datetime) -> bool:
    """Whether somebody expected has no record although none says so, or nobody has said when somebody left."""
    rows = roster.roster_of(shift_id, at)
    if any(row.state in rules.WITHOUT_END for row in rows):
        return True
    return any(row.state == "missing" for row in rows) and attendances.shift_record(shift_id) is None


def record_due(occasion: occasions.Occasion) -> tuple[date, bool]:
    """By when the record of a shift has to be complete, and whether the calendar of that year is known."""
    return places.working_day_after(occasion.day, occasions.rules_of(occasion).rules.record_working_days)


def reminded(shift_ids: Collection[int]) -> dict[int, Reminded]:
    """By shift, when its leader was last reminded by an office."""
    return {
        event.subject_id: Reminded(event.at, event.who)
        for event in audit.stories_of("shift", shift_ids, ["LeaderReminded"])
        if event.subject_id is not None
    }
