"""What a guardian's withdrawal meets in this room: a ward who serves at this moment."""

from datetime import datetime

from django.utils.translation import gettext as translate

from baiying.hours import queries
from baiying.ui import formats


def serving(person_id: int, at: datetime) -> list[str]:
    """The running shift on which the ward is checked in, and what holds for it."""
    row = queries.open_attendance_of(person_id)
    if row is None or row.shift is None or row.shift.ends_at <= at:
        return []
    words = translate(
        "“%(title)s”，%(when)s。撤回后我们会马上告诉领队；撤回之前服务的时间仍然计入，请您联系领队接孩子。"
    )
    return [
        words
        % {
            "title": row.shift.activity.title,
            "when": formats.span_text(row.shift.starts_at, row.shift.ends_at),
        }
    ]
