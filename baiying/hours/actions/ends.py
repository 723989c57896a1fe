"""The end of a shift: all leave in one act; who forgot is warned in time, and all are confirmed together (R050)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import checking_out, many, telling
from baiying.hours.models import Attendance, Source
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import kept

# What saying the end of many came to.
OfMany = many.Many[Attendance, Attendance]


def leave_all(*, shift: activities.Shift, actor: Actor, at: datetime) -> OfMany:
    """Everybody who is still here left at the planned end; before it, they leave now.

    Whoever may not be noted by the actor (OwnMatter) stays, and is named.
    """

    def leave(row: Attendance) -> Attendance:
        if at < shift.ends_at:
            return checking_out.check_out(attendance=row, source=Source.ROLL, actor=actor, at=at)
        return checking_out.confirm_end(attendance=row, ends_at=shift.ends_at, actor=actor, at=at)

    here = queries.attendances_of(shift.pk).filter(checked_out_at__isnull=True)
    return many.each(here, leave)


def confirm_ends(*, ends: Sequence[tuple[Attendance, datetime]], words: str = "", actor: Actor, at: datetime) -> OfMany:
    """Confirm when each of some people left, as confirm_end does; who cannot be confirmed is named with the reason."""

    said = {row.pk: ends_at for row, ends_at in ends}

    def confirm(row: Attendance) -> Attendance:
        return checking_out.confirm_end(attendance=row, ends_at=said[row.pk], words=words, actor=actor, at=at)

    return many.each([row for row, _ends_at in ends], confirm)


def warn_open(*, at: datetime) -> int:
    """Tell whoever has not checked out some minutes after the planned end, while it can still be mended.

    In the app and by a text message, once. Run every few minutes; gives how many were looked at. The minutes are those
    of the dated rules (HourRules.warn_open_minutes).
    """
    rows = Attendance.objects.filter(checked_out_at__isnull=True, shift__ends_at__lte=at)
    # What is a day old was closed by close_forgotten, or will be at once.
    ids = each.keys(rows.filter(shift__ends_at__gt=at - timedelta(days=1)))
    return each.each("hours.warn_open", ids, lambda pk: _warn_open(pk, at), at=at).done


@transaction.atomic
def _warn_open(attendance_id: int, at: datetime) -> bool:
    row = queries.attendance_by_id(attendance_id)
    if row is None or row.shift is None or row.checked_out_at is not None:
        return False
    given = queries.rules_of(queries.occasion_of(row)).rules
    if at < row.shift.ends_at + timedelta(minutes=given.warn_open_minutes):
        return False
    text = translate(
        "“%(title)s”（%(when)s）已经结束，您还没有签退。还在现场的请扫码或输数字签退；已经离开的，请说明几点离开。"
    ) % {"title": telling.title_of(row), "when": kept.span(row.shift.starts_at, row.shift.ends_at)}
    notices.write(
        kind="hours.still_open",
        text=text,
        at=at,
        inbox=row.person.public_id,
        phone=people.phone_of(row.person),
        link=f"/attendances/{row.public_id}/",
        unique_source=f"hours:still_open:{row.pk}",
    )
    return True
