"""Typing a paper sheet back: all rows or none, each then before a second person (R053, R059)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError

from baiying.activities import queries as activities
from baiying.hours import locked, queries, rules
from baiying.hours.actions import checking_out, refusals, settling
from baiying.hours.models import Attendance, PaperSheet, Source
from baiying.kit import clock
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access
from baiying.people import queries as people
from baiying.places import queries as places


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
    GuardianMissing, GuardianSaidNo, OwnMatter); then nothing is recorded.
    """
    made, refused = _try_rows(shift, rows, words, source, actor, at)
    if refused:
        transaction.set_rollback(True)
        raise RowsRefused(refused)
    if made and source == Source.PAPER and actor.account_id is not None:
        sheet = PaperSheet.objects.create(
            shift=shift, words=words[:200], rows=len(made), typed_at=at, typed_by_id=actor.account_id
        )
        for row in made:
            row.sheet = sheet
        Attendance.objects.filter(pk__in=[row.pk for row in made]).update(sheet=sheet)
    return made


@transaction.atomic
def refused_rows(*, shift: activities.Shift, rows: list[PaperRow], actor: Actor, at: datetime) -> dict[str, Refused]:
    """What record_paper would refuse of these rows, by key, while others of the sheet cannot be read yet.

    Asked by recording them and taking all of it back, so that what only the database knows is said in the same round.
    """
    _made, refused = _try_rows(shift, rows, "", Source.PAPER, actor, at)
    transaction.set_rollback(True)
    return refused


def _try_rows(
    shift: activities.Shift, rows: list[PaperRow], words: str, source: str, actor: Actor, at: datetime
) -> tuple[list[Attendance], dict[str, Refused]]:
    occasion = queries.occasion_of_shift(shift)
    given = queries.rules_of(occasion).rules
    refused: dict[str, Refused] = {}
    made: list[Attendance] = []
    # Everybody on the sheet at once and in one order, so that two sheets at one moment do not wait for each other.
    locked.minutes(
        [row.person_id for row in rows], occasion, given, days=[clock.local_date(row.starts_at) for row in rows]
    )
    for row in sorted(rows, key=lambda one: one.person_id):
        try:
            access.refuse_own(actor, row.person_id, refusals.OWN_ATTENDANCE)
            _check(shift, row, given, at)
            made.append(_record(shift, row, words, source, actor, at))
        except Refused as refusal:
            refused[row.key] = refusal
    return made, refused


def _check(shift: activities.Shift, row: PaperRow, given: rules.HourRules, at: datetime) -> None:
    if row.ends_at <= row.starts_at:
        raise refusals.WrongTimes
    if row.ends_at > at:
        raise refusals.InFuture
    if row.ends_at <= shift.starts_at or row.starts_at >= shift.ends_at:
        raise refusals.OutsideShift
    if at - shift.ends_at > timedelta(days=given.back_entry_days):
        raise refusals.TooOld
    # As of the day served: what ended since does not undo it, and what came later does not make up for it.
    standing = people.standing_on(row.person_id, on=queries.served_on(shift.starts_at), at=at)
    if standing is None or standing.state in ("not_registered", "failed", "ended"):
        raise refusals.NotRegistered
    if standing.state == "awaiting_guardian":
        raise refusals.GuardianMissing
    if activities.guardian_said_no(row.person_id, standing.birth_date, shift):
        raise refusals.GuardianSaidNo
    if queries.is_barred(row.person_id, shift):
        raise refusals.AdultsOnly
    if queries.needs_licence(shift) and _accepted(shift, row.person_id) is None:
        raise refusals.LicenceUnseen
    if queries.overlapping(row.person_id, row.starts_at, row.ends_at):
        raise refusals.Overlap


def _accepted(shift: activities.Shift, person_id: int) -> activities.Signup | None:
    """The place in the shift; also one that ended with the rest of it, which somebody on paper had."""
    return activities.on_paper_perhaps(shift.pk).filter(person_id=person_id).last()


def _record(shift: activities.Shift, row: PaperRow, words: str, source: str, actor: Actor, at: datetime) -> Attendance:
    signup = _accepted(shift, row.person_id)
    attendance = Attendance(
        person_id=row.person_id,
        shift=shift,
        signup=signup,
        county_id=places.county_id_of(shift.activity.area.path),
        walk_in=signup is None,
        checked_in_at=row.starts_at,
        in_source=source,
        in_by_id=actor.account_id,
        led_by_id=shift.activity.leader_id,
        checked_out_at=row.ends_at,
        out_source=source,
        out_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            attendance.save(force_insert=True)
    except IntegrityError as error:
        if errors.constraint_of(error) != checking_out.NO_TIME_TWICE:
            raise
        raise refusals.Overlap from None
    settling.audit_attendance("PaperRecorded", attendance, actor=actor, at=at, words=words[:200], source=source)
    settling.settle(attendance, words=words, actor=actor, at=at)
    return attendance
