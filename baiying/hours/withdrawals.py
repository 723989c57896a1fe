"""What a guardian sees of a ward who serves at this moment: where, until when, and whom to call."""

from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.people import queries as people
from baiying.ui import formats
from baiying.ui.cards import WardNow


def serving(person_id: int, at: datetime) -> list[WardNow]:
    """The running shift on which the ward is checked in, with its contact, or else the nearest telephone."""
    row = queries.open_attendance_of(person_id)
    if row is None or row.shift is None or row.shift.ends_at <= at:
        return []
    activity = row.shift.activity
    named = activities.named(activity, inside=True)
    call = (named.contact, named.phone)
    if not named.phone:
        line = people.helpline(person_id, at)
        call = (line.name, line.phone)
    when = formats.span_text(row.shift.starts_at, row.shift.ends_at)
    return [WardNow(activity.title, activity.address, when, *call)]
