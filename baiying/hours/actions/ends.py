"""The end of a shift: all leave in one act, and whoever forgot is confirmed together (R050)."""

from collections.abc import Sequence
from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import checking_out, many
from baiying.hours.models import Attendance, Source
from baiying.kit.values.actor import Actor

# What saying the end of many came to.
OfMany = many.Many[Attendance, Attendance]


def leave_one(*, attendance: Attendance, shift: activities.Shift, actor: Actor, at: datetime) -> Attendance:
    """One who is still here leaves: the same that `leave_all` notes of everybody at this moment.

    Refuses as check_out and confirm_end do.
    """
    if at < shift.ends_at or attendance.checked_out_at is not None or attendance.checked_in_at >= shift.ends_at:
        return checking_out.check_out(attendance=attendance, source=Source.ROLL, actor=actor, at=at)
    return checking_out.confirm_end(attendance=attendance, ends_at=shift.ends_at, actor=actor, at=at)


def leave_all(*, shift: activities.Shift, actor: Actor, at: datetime) -> OfMany:
    """Everybody who is still here left at the planned end; before it, they leave now.

    Whoever may not be noted by the actor (OwnMatter) stays, and is named.
    """

    def leave(row: Attendance) -> Attendance:
        return leave_one(attendance=row, shift=shift, actor=actor, at=at)

    here = queries.attendances_of(shift.pk).filter(checked_out_at__isnull=True)
    return many.each(here, leave)


def confirm_ends(*, ends: Sequence[tuple[Attendance, datetime]], words: str = "", actor: Actor, at: datetime) -> OfMany:
    """Confirm when each of some people left, as confirm_end does; who cannot be confirmed is named with the reason."""

    said = {row.pk: ends_at for row, ends_at in ends}

    def confirm(row: Attendance) -> Attendance:
        return checking_out.confirm_end(attendance=row, ends_at=said[row.pk], words=words, actor=actor, at=at)

    return many.each([row for row, _ends_at in ends], confirm)
