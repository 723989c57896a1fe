"""Typing a paper sheet back: all rows or none, each then before a second person (R053, R059)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import posting, refusals, settling
from baiying.hours.models import Attendance, Source
from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the sheet; `key` names the form's row for which a refusal is shown."""

    key: str
    person_id: int
    starts_at: datetime
    ends_at: datetime


class RowsRefused(Refused):
    """Some rows cannot be taken: `by_key` says which and why. Nothing was recorded."""

    code = "rows_refused"
    status = 422

    def __init__(self, by_key: dict[str, Refused]) -> None:
        self.by_key = by_key
        super().__init__()

    def __str__(self) -> str:
        return str(next(iter(self.by_key.values())))


@transaction.atomic
def record_paper(
    *,
    shift: activities.Shift,
    rows: list[PaperRow],
    words: str,
    source: str = Source.PAPER,
    actor: Actor,
    at: datetime,
) -> list[Attendance]:
    """Record the sheet's rows as attendances and propose their minutes; `words` names the sheet or gives the reason.

    Refuses RowsRefused with one refusal per row (WrongTimes, InFuture, OutsideShift, Overlap, TooOld, NotRegistered,
    GuardianMissing); then nothing is recorded.
    """
    refused: dict[str, Refused] = {}
    made: list[Attendance] = []
    # One order for everybody, so that two sheets at one moment do not wait for each other.
    for row in sorted(rows, key=lambda one: one.person_id):
        posting.lock_person_day(row.person_id, clock.local_date(row.starts_at))
        try:
            _check(shift, row, at)
        except Refused as refusal:
            refused[row.key] = refusal
            continue
        made.append(_record(shift, row, words, source, actor, at))
    if refused:
        transaction.set_rollback(True)
        raise RowsRefused(refused)
    return made


def _check(shift: activities.Shift, row: PaperRow, at: datetime) -> None:
    if row.ends_at <= row.starts_at:
        raise refusals.WrongTimes
    if row.ends_at > at:
        raise refusals.InFuture
    if row.ends_at <= shift.starts_at or row.starts_at >= shift.ends_at:
        raise refusals.OutsideShift
    given = posting.rules_for(shift).rules
    if at - shift.ends_at > timedelta(days=given.back_entry_days):
        raise refusals.TooOld
    standing = people.standing_of(row.person_id, at)
    if standing is None or standing.state == "failed":
        raise refusals.NotRegistered
    if not standing.guardian_ok:
        raise refusals.GuardianMissing
    if queries.overlapping(row.person_id, row.starts_at, row.ends_at):
        raise refusals.Overlap


def _record(shift: activities.Shift, row: PaperRow, words: str, source: str, actor: Actor, at: datetime) -> Attendance:
    signup = activities.own_signups(row.person_id, [shift.pk]).get(shift.pk)
    accepted = signup is not None and signup.state == "accepted"
    attendance = Attendance.objects.create(
        person_id=row.person_id,
        shift=shift,
        signup=signup if accepted else None,
        walk_in=not accepted,
        checked_in_at=row.starts_at,
        in_source=source,
        in_by_id=actor.account_id,
        checked_out_at=row.ends_at,
        out_source=source,
        out_by_id=actor.account_id,
    )
    settling.audit_attendance("PaperRecorded", attendance, actor=actor, at=at, words=words[:200], source=source)
    settling.settle(attendance, actor=actor, at=at)
    if words:
        attendance.proposals.filter(refused_at__isnull=True).update(words=words[:200])
    return attendance
