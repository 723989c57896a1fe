"""The ledger, read: lines, totals, what has been taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from baiying.hours.models import EntrySource, HourEntry, Proposal, Tier
from baiying.people import queries as people


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes of a person in a year: from live codes and scans alone, and all together."""

    credit_minutes: int
    all_minutes: int

    @property
    def honour_minutes(self) -> int:
        return self.all_minutes - self.credit_minutes


def entries_of(person_id: int) -> QuerySet[HourEntry]:
    """A person's lines, the newest day first; those of a record merged into this one among them."""
    return HourEntry.objects.filter(person_id__in=people.records_of(person_id)).order_by("-served_on", "-id")


def totals_of(person_id: int, year: int) -> Totals:
    """The two sums of a year."""
    return _summed(entries_of(person_id).filter(served_on__range=(date(year, 1, 1), date(year, 12, 31))))


def totals_ever(person_id: int) -> Totals:
    """The two sums of all years."""
    return _summed(entries_of(person_id))


def _summed(rows: QuerySet[HourEntry]) -> Totals:
    found = rows.aggregate(
        total=Sum("minutes", default=0), credit=Sum("minutes", filter=Q(tier=Tier.CREDIT), default=0)
    )
    return Totals(found["credit"], found["total"])


def minutes_on(person_id: int, day: date) -> int:
    """Posted minutes of a day, reversals taken off. Ask under the person-day lock."""
    rows = HourEntry.objects.filter(person_id__in=people.records_of(person_id), served_on=day)
    return int(rows.aggregate(total=Sum("minutes", default=0))["total"])


def minutes_in_activity(person_id: int, activity_id: int) -> int:
    rows = HourEntry.objects.filter(person_id__in=people.records_of(person_id), activity_id=activity_id)
    return int(rows.aggregate(total=Sum("minutes", default=0))["total"])


def entry(public_id: str) -> HourEntry | None:
    return HourEntry.objects.filter(public_id=public_id).first()


def entry_from(unique_source: str) -> HourEntry | None:
    """The line that this source made, in whichever year it stands."""
    made = EntrySource.objects.filter(unique_source=unique_source).values_list("served_on", "entry_id").first()
    return HourEntry.objects.filter(served_on=made[0], id=made[1]).first() if made else None


def entry_of_day(served_on: date, entry_id: int) -> HourEntry | None:
    return HourEntry.objects.filter(served_on=served_on, id=entry_id).first()


def taken_back_since(at: datetime) -> list[tuple[int, date]]:
    """Id and day of every reversal posted since then, the oldest first."""
    rows = HourEntry.objects.filter(reversal_of__isnull=False, posted_at__gte=at).order_by("posted_at", "id")
    return list(rows.values_list("id", "served_on"))


def entries_of_attendance(attendance_id: int) -> QuerySet[HourEntry]:
    return HourEntry.objects.filter(attendance_id=attendance_id).order_by("id")


def standing_entries_of(attendance_id: int) -> list[HourEntry]:
    """The positive lines of an attendance that nobody has taken back."""
    return standing(entries_of_attendance(attendance_id))


def standing(lines: Iterable[HourEntry]) -> list[HourEntry]:
    """Of the lines of one attendance the positive ones that nobody has taken back."""
    rows = list(lines)
    gone = {row.reversal_of for row in rows if row.reversal_of is not None}
    return [row for row in rows if row.reversal_of is None and row.id not in gone]


def reversal_asked(entry: HourEntry) -> Proposal | None:
    """The request to take a line back that a second person has not decided."""
    if entry.attendance_id is None:
        return None
    rows = Proposal.objects.filter(
        attendance_id=entry.attendance_id, part="reversal", decided_by_id__isnull=True, replaces__contains=[entry.id]
    )
    return rows.select_related("batch", "attendance__shift__activity__team", "attendance__area").first()


def reversal_of(entry: HourEntry) -> HourEntry | None:
    return entry_from(f"reversal:{entry.id}")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Minutes on record that approving a proposal takes back, and those of them in credit time."""

    minutes: int = 0
    credit: int = 0


Taken = Mapping[int, TakenBack]


def taken_back_by(proposals: Sequence[Proposal]) -> Taken:
    """By proposal what approving it takes back: the lines that it replaces, in one statement for all."""
    wanted = [pk for row in proposals for pk in row.replaces]
    lines = {
        pk: (minutes, minutes if tier == "credit" else 0)
        for pk, minutes, tier in HourEntry.objects.filter(id__in=wanted).values_list("id", "minutes", "tier")
    } if wanted else {}  # fmt: skip
    found = {}
    for row in proposals:
        old = [lines[pk] for pk in row.replaces if pk in lines]
        found[row.pk] = TakenBack(sum(minutes for minutes, _ in old), sum(credit for _, credit in old))
    return found
