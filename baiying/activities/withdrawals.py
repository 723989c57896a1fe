"""What a guardian's withdrawal undoes in this room, said before it is pressed."""

from datetime import datetime

from baiying.activities import queries
from baiying.ui import formats


def coming(person_id: int, at: datetime) -> list[str]:
    """The sign-ups that will be cancelled, each with its day and time."""
    return [
        f"{formats.span_text(row.shift.starts_at, row.shift.ends_at)} {row.shift.activity.title}"
        for row in queries.coming_of_person(person_id, at)
        if row.shift.starts_at > at
    ]
