"""Taking back what a leader noted by mistake: that somebody left, one or all who were noted in one act."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.dateparse import parse_datetime

from baiying.hours import locked, queries, rules
from baiying.hours.actions import checking_out, held, many, moved, refusals, settling
from baiying.hours.models import Attendance, Proposal
from baiying.kit.db import errors, transaction
from baiying.kit.values.actor import Actor


def _instant(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None


def may_undo_leaving(row: Attendance, account_id: int | None, at: datetime) -> bool:
    """Whether the account said this end, less than ten minutes ago, and no reviewer has decided of it since."""
    return _is_fresh(row, account_id, at) and not _is_decided(row)


def _is_fresh(row: Attendance, account_id: int | None, at: datetime) -> bool:
    said = row.end_before or {}
    said_at = _instant(said.get("at"))
    return said_at is not None and said.get("by") == account_id and rules.may_undo(said_at, at)


def _is_decided(row: Attendance) -> bool:
    """What a reviewer has decided, also together with others, is not taken out of it unseen, posted or not yet."""
    said_at = _instant((row.end_before or {}).get("at"))
    fresh = [one for one in row.proposals.all() if one.proposed_at == said_at]
    return any(one.decided_by_id is not None or one.batch_id is not None for one in fresh)


@transaction.atomic
def undo_leaving(*, attendance: Attendance, actor: Actor, at: datetime) -> Attendance:
    """Take back the end that the actor said: the attendance stands as before, and minutes that wait for it go.

    Only one's own act, within ten minutes, while nobody has decided about the minutes and none are posted. The
    volunteer was told nothing of it yet, and is told nothing now. Repeating refuses.
    Refuses: LeavingDecided, CannotUndoLeaving.
    """
    row = locked.attendance(attendance.pk)
    if row.undone_at is not None or moved.is_too_early(row):
        # The shift was moved since: nobody is to be present hours or days before it, without knowing.
        raise refusals.CannotUndoLeaving
    if not _is_fresh(row, actor.account_id, at):
        raise refusals.CannotUndoLeaving
    if _is_decided(row) or queries.standing_entries_of(row.pk):
        raise refusals.LeavingDecided
    before: dict[str, Any] = row.end_before or {}
    fresh = [one for one in locked.undecided(row) if one.proposed_at == _instant(before["at"])]
    settling.hold(row)
    Proposal.objects.filter(pk__in=[one.pk for one in fresh]).delete()
    row.checked_out_at, row.forced_out_at = _instant(before["out"]), _instant(before["forced"])
    row.out_source, row.out_by_id = before["source"], before["out_by"]
    row.reason, row.settled_at, row.end_before = before["reason"], _instant(before["settled"]), None
    row.say_after = held.after_coming(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if errors.constraint_of(error) not in checking_out.TAKEN:
            raise
        # Somewhere else since: the open attendance, or the time, is taken.
        raise refusals.CannotUndoLeaving from None
    minutes = [one.minutes for one in fresh]
    settling.audit_attendance("LeavingUndone", row, actor=actor, at=at, minutes=minutes)
    return row


def undo_leavings(
    *, attendances: Sequence[Attendance], actor: Actor, at: datetime
) -> many.Many[Attendance, Attendance]:
    """Take back one act for many; those that may not be taken back are named with the reason."""

    return many.each(attendances, lambda row: undo_leaving(attendance=row, actor=actor, at=at))
