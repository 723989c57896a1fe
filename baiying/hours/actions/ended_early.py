"""The rest of a running shift is called off: who walked in has no sign-up by which the room below could tell them."""

from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import telling


def tell_ended_early(shift: activities.Shift, reason: str, at: datetime) -> None:
    """Tell everybody on the record of the shift who did not sign up; of a child the guardians too. Called inside the
    ending, which holds the shift."""
    told: set[int] = set()
    for row in queries.attendances_of(shift.pk).filter(walk_in=True).select_related("person__residence"):
        if row.person_id not in told:
            told.add(row.person_id)
            telling.ended_early(row, shift, reason, at)
