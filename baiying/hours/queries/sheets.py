"""Paper sheets that were typed back, and what taking one back would do to each of its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baiying.hours import rules
from baiying.hours.models import Attendance, Objection, PaperSheet, Proposal
from baiying.hours.queries import attendances

_CHANGES = ("correction", "reversal")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with what taking its sheet back does to it: rules.OFF, rules.ASK, or why it stays."""

    attendance: Attendance
    fate: str


def sheets_of(shift_id: int) -> list[PaperSheet]:
    """Those of a shift, the newest first."""
    return list(PaperSheet.objects.filter(shift_id=shift_id).order_by("-id"))


def sheet_of(shift_id: int, sheet_pid: str) -> PaperSheet | None:
    return PaperSheet.objects.filter(shift_id=shift_id, public_id=sheet_pid).first()


def lines_of_sheet(sheet: PaperSheet) -> list[Attendance]:
    """All its lines, also those taken back, in the order of coming."""
    rows = attendances.with_all().filter(sheet=sheet).prefetch_related("proposals")
    return list(rows.order_by("checked_in_at", "id"))


def fates(rows: Sequence[Attendance], own: Iterable[int]) -> list[SheetLine]:
    """`own`: the persons about whom whoever takes the sheet back may not decide."""
    ids, persons = [row.pk for row in rows], set(own)
    entries = attendances.entries_by_attendance(ids)
    objected = set(
        Objection.objects.filter(attendance__in=ids, withdrawn_at__isnull=True).values_list("attendance_id", flat=True)
    )
    return [
        SheetLine(
            row,
            rules.of_sheet_line(
                _now(row, sum(one.minutes for one in entries.get(row.pk, ())), row.pk in objected, persons)
            ),
        )
        for row in rows
    ]


def _now(row: Attendance, posted: int, objected: bool, own: set[int]) -> rules.SheetLine:
    proposals: list[Proposal] = list(row.proposals.all())
    of_it = [one for one in proposals if one.part not in _CHANGES]
    changed = any(one.part in _CHANGES and one.refused_at is None for one in proposals)
    return rules.SheetLine(
        undone=row.undone_at is not None,
        own=row.person_id in own,
        objected=objected,
        corrected=changed,
        deciding=any(one.batch_id is not None and one.decided_by_id is None for one in proposals),
        waits=sum(one.decided_by_id is None for one in of_it),
        approved=sum(one.approved_at is not None for one in of_it),
        refused=sum(one.refused_at is not None for one in of_it),
        posted=posted,
    )
