"""Taking a whole paper sheet back, which was typed into the wrong shift or twice: in one press, with a reason.

Lines that nobody has decided about go at once and leave the audit behind. Of what was approved or posted a second
person is asked, as for every correction. What was changed since stays, and is named.
"""

from datetime import datetime, timedelta

from baiying.accounts.access import acts_with
from baiying.hours import locked, queries, rules
from baiying.hours.actions import correcting, refusals, settling, telling
from baiying.hours.models import Attendance, PaperSheet, Proposal, ShiftRecord
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


def take_back_sheet(*, sheet: PaperSheet, words: str, actor: Actor, at: datetime) -> PaperSheet:
    """Take all lines of a sheet back. Pressed again it changes nothing; cut off on its way it goes on.

    Only who typed it, within the days in which it could have been typed. Everybody concerned is told, with the reason.
    Refuses: ReasonMissing, NotYourSheet, TooOld.
    """
    row, to_ask, left = _take_off(sheet, words.strip()[:200], actor, at)
    if row.left is not None:
        return row
    for attendance in to_ask:
        try:
            correcting.correct_record(attendance=attendance, times=None, words=row.taken_back_why, actor=actor, at=at)
        except Refused as refusal:
            left[str(attendance.pk)] = refusal.code
    return _finish(row, left)


@transaction.atomic
def _take_off(
    sheet: PaperSheet, words: str, actor: Actor, at: datetime
) -> tuple[PaperSheet, list[Attendance], dict[str, str]]:
    """What can go goes, in one transaction; gives those of which a second person is asked, and those that stay."""
    if not words:
        raise refusals.ReasonMissing
    rows = locked.lines_of_sheet(sheet)
    row = PaperSheet.objects.select_related("shift__activity__area").get(pk=sheet.pk)
    if actor.account_id is None or row.typed_by_id != actor.account_id:
        raise refusals.NotYourSheet
    if row.left is not None:
        return row, [], {}
    occasion = queries.occasion_of_shift(row.shift)
    given = queries.rules_of(occasion).rules
    if at - row.shift.ends_at > timedelta(days=given.back_entry_days):
        raise refusals.TooOld
    lines = queries.fates(rows, people.own_person_ids(*acts_with(actor)))
    off = [line.attendance for line in lines if line.fate == rules.OFF]
    locked.minutes([one.person_id for one in off], occasion, given)
    for attendance in off:
        _undo(attendance, row, words, actor, at)
    reopened = _reopen(row, off)
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_why = at, words
        row.save(update_fields=["taken_back_at", "taken_back_why"])
        counted = {fate: sum(line.fate == fate for line in lines) for fate in (rules.OFF, rules.ASK)}
        audit.record(
            "SheetTakenBack", actor=actor, at=at, subject=("sheet", row.pk), area_id=occasion.area.pk,
            detail={"words": words, "rows": row.rows, "shift_id": row.shift_id, "reopened": reopened, **counted},
        )  # fmt: skip
    asks = [line.attendance for line in lines if line.fate == rules.ASK]
    return row, asks, {str(line.attendance.pk): line.fate for line in lines if _stays(line, row)}


def _stays(line: queries.SheetLine, sheet: PaperSheet) -> bool:
    """Not what went, or was asked for, by this very act before it was cut off on its way."""
    since = sheet.taken_back_at
    asked = any(
        one.part == "correction" and since and one.proposed_at >= since for one in line.attendance.proposals.all()
    )
    return line.fate not in (rules.OFF, rules.ASK, "undone") and not asked


def _undo(attendance: Attendance, sheet: PaperSheet, words: str, actor: Actor, at: datetime) -> None:
    """The line never was: it counts nothing, is in no list, and its time is free for the right shift."""
    waiting = [one for one in attendance.proposals.all() if one.decided_by_id is None]
    minutes = sum(one.minutes for one in waiting)
    until = attendance.checked_out_at
    Proposal.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    attendance.checked_out_at = attendance.checked_in_at
    attendance.undone_at = attendance.settled_at = at
    attendance.say_after, attendance.reason = None, [{"code": "undone"}]
    attendance.save(update_fields=["checked_out_at", "undone_at", "settled_at", "say_after", "reason"])
    settling.audit_attendance(
        "PaperUndone", attendance, actor=actor, at=at, words=words, minutes=minutes,
        until=until.isoformat() if until is not None else None,
    )  # fmt: skip
    telling.sheet_taken_back(attendance, minutes, words, at)


def _reopen(sheet: PaperSheet, off: list[Attendance]) -> bool:
    """A record completed with these lines says of nobody that they did not come: it is to be completed anew."""
    if not any(one.signup_id is not None for one in off):
        return False
    gone, _kinds = ShiftRecord.objects.filter(shift_id=sheet.shift_id, completed_at__gte=sheet.typed_at).delete()
    return bool(gone)


@transaction.atomic
def _finish(sheet: PaperSheet, left: dict[str, str]) -> PaperSheet:
    sheet.left = left
    sheet.save(update_fields=["left"])
    return sheet
