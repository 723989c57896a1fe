"""What a ward has before it in this room: what a guardian may say no to, and what a withdrawal undoes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.activities import queries
from baiying.activities.actions import unfit_code
from baiying.ui import formats


def coming(person_id: int, at: datetime) -> list[str]:
    """The sign-ups that will be cancelled, each with its day and time."""
    return [
        f"{formats.span_text(row.shift.starts_at, row.shift.ends_at)} {row.shift.activity.title}"
        for row in queries.coming_of_person(person_id, at)
        if row.shift.starts_at > at
    ]


def for_guardian(person_id: int, at: datetime) -> list[tuple[str, str]]:
    """The coming sign-ups of a ward, each with the page on which the guardian may say no; another time is marked. And
    those that ended by a guardian's no or by a new time: there the child may be signed up again.
    """
    rows = [row for row in queries.coming_of_person(person_id, at) if row.shift.starts_at > at]
    moved = {pk: said.was for pk, said in queries.new_times(rows).items() if not said.guardian}
    ended = [row for row in queries.ended_ahead(person_id, at) if row.refused_by_guardian_id or unfit_code(row)]
    return [
        *((_line(row, moved.get(row.pk)), _page(row)) for row in rows),
        *((gettext("%(line)s（已取消，可以看看再决定）") % {"line": _line(row, None)}, _page(row)) for row in ended),
    ]


def _page(row: queries.Signup) -> str:
    return reverse("activities:signup_guardian", args=[row.public_id])


def _line(row: queries.Signup, before: tuple[datetime, datetime] | None) -> str:
    line = f"{formats.span_text(row.shift.starts_at, row.shift.ends_at)} {row.shift.activity.title}"
    if before is None:
        return line
    return gettext("%(line)s（改期了，报名时是 %(before)s）") % {"line": line, "before": formats.span_text(*before)}
