"""What a ward has before it in this room: what a guardian may say no to, and what a withdrawal undoes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.activities import queries
from baiying.activities.actions import is_withdrawal, unfit_code
from baiying.activities.views import old_links
from baiying.ui import formats


def coming(person_id: int, at: datetime) -> list[str]:
    """The sign-ups that will be cancelled, each with its day and time."""
    return [
        f"{formats.span_text(row.shift.starts_at, row.shift.ends_at)} {row.shift.activity.title}"
        for row in queries.coming_of_person(person_id, at)
        if row.shift.starts_at > at
    ]


def for_guardian(person_id: int, at: datetime) -> list[tuple[str, str]]:
    """The coming sign-ups of a ward, each with the page on which the guardian may say no; another time is marked."""
    rows = [row for row in queries.coming_of_person(person_id, at) if row.shift.starts_at > at]
    moved = {pk: said.was for pk, said in queries.new_times(rows).items() if not said.guardian}
    return [(_line(row, moved.get(row.pk)), _page(row)) for row in rows]


def again(person_id: int, account_id: int, at: datetime) -> list[tuple[str, str, str, str]]:
    """What ended by a guardian's no, by a withdrawn consent or by a new time, and may be had again: the words, the page
    about it, and the button with its address, by which the guardian who looks signs the child up again.
    """
    ended = [row for row in queries.ended_ahead(person_id, at) if _by_guardian_or_time(row)]
    comes_to = queries.signing_up_again_to(account_id, person_id, ended, at)
    offers = [
        (row, old_links.AGAIN_FOR_WARD[comes_to[row.pk]])
        for row in ended
        if comes_to[row.pk] in old_links.AGAIN_FOR_WARD
    ]
    return [
        (_line(row, None), _page(row), str(words), reverse("activities:signup_guardian_again", args=[row.public_id]))
        for row, (_why, words) in offers
    ]


def _by_guardian_or_time(row: queries.Signup) -> bool:
    return bool(row.refused_by_guardian_id or unfit_code(row) or is_withdrawal(row))


def _page(row: queries.Signup) -> str:
    return reverse("activities:signup_guardian", args=[row.public_id])


def _line(row: queries.Signup, before: tuple[datetime, datetime] | None) -> str:
    line = f"{formats.span_text(row.shift.starts_at, row.shift.ends_at)} {row.shift.activity.title}"
    if before is None:
        return line
    return gettext("%(line)s（改期了，报名时是 %(before)s）") % {"line": line, "before": formats.span_text(*before)}
