"""News of what a leader noted on the list, told once no undoing can make them false, as things stand then."""

from datetime import datetime

from baiying.hours import locked, queries, rules
from baiying.hours.actions import telling
from baiying.hours.models import Attendance, Source
from baiying.kit import each
from baiying.kit.db import transaction
from baiying.people import queries as people


def _ticked_without_place(row: Attendance) -> bool:
    return row.walk_in and row.in_source in (Source.ROLL, Source.SCAN)


def after_coming(row: Attendance) -> datetime | None:
    """When it is told that a leader checked in somebody who had no place; None where nothing is told of the coming."""
    return row.checked_in_at + rules.UNDO_WITHIN if _ticked_without_place(row) else None


def say_held(*, at: datetime) -> int:
    """Tell what was kept back and cannot be taken back any more. Run every minute; gives of how many records."""
    ids = each.keys(Attendance.objects.filter(say_after__lt=at))
    return each.each("hours.say_held", ids, lambda pk: _say(pk, at), at=at).done


@transaction.atomic
def _say(attendance_id: int, at: datetime) -> bool:
    """The news of one record. Of what was taken back there are none; what was decided meanwhile has been told."""
    row = locked.attendance(attendance_id)
    if row.say_after is None or not rules.may_say(row.say_after, at):
        return False
    row.say_after = None
    row.save(update_fields=["say_after"])
    if row.undone_at is not None:
        return False
    if _ticked_without_place(row):
        telling.walked_in(row, at)
    if row.end_before is not None:
        _say_of_end(row, at)
    return True


def _say_of_end(row: Attendance, at: datetime) -> None:
    waiting = [one for one in row.proposals.all() if one.decided_by_id is None]
    for one in waiting:
        if one.part not in queries.ABOUT_A_RECORD:
            telling.proposed(row, one, at)
    state = queries.state_of(row, queries.entries_of_attendance(row.pk), at)
    if state in ("nothing", "provisional"):
        never = any(str(reason.get("code", "")).startswith("never_") for reason in row.reason)
        # A registration in doubt waits for two persons, not for a check by who is registered (rules.settle).
        standing = people.standing_on(row.person_id, on=queries.occasion_of(row).day, at=at)
        waits = rules.waits_as(standing.state) if state == "provisional" and standing is not None else state
        telling.outcome(row, "never" if never else waits, at)
