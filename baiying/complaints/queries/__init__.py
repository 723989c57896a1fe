"""Reads: complaints of an account, those that an office may answer, and the way back by a code."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from baiying.complaints import rules
from baiying.complaints.models import Complaint as Complaint
from baiying.complaints.models import Photo, Step, StepKind
from baiying.complaints.queries.handling import (
    Reader,
    area_of,
    concerning,
    concerns,
    has_civil_affairs,
    hears_of,
    is_about_those_above,
    is_answered_by,
    may_handle,
    of_reader,
    reader_of,
    who_answers,
    without_anybody,
)
from baiying.complaints.queries.hearing import Heard, hearing_of, hearings_of, known_as, may_be_heard, waiting_for
from baiying.complaints.queries.public import by_area as public_by_area
from baiying.complaints.queries.public import by_kind as public_by_kind
from baiying.complaints.queries.public import quarters as public_quarters
from baiying.kit import clock, rooms, sealed
from baiying.kit.db.fields import ALPHABET
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui.cards import Thing

_CODE_SIGNS = 8


def complaint_rules(area_path: Sequence[int], on: date) -> rules.ComplaintRules:
    """The time limits and limits of an area on a day."""
    return places.rule_set(rules.ComplaintRules, area_path=area_path, on=on).rules


def complaint(public_id: str) -> Complaint | None:
    return Complaint.objects.select_related("area", "person").filter(public_id=public_id).first()


def by_form(form_id: str) -> Complaint | None:
    """What was filed with this form before."""
    return Complaint.objects.select_related("area", "person").filter(form_id=form_id).first()


def query_code(public_id: str) -> str:
    """What opens a complaint together with its number: made of the number by the key, so that it stands nowhere."""
    made = int.from_bytes(sealed.lookup("complaint-code", public_id))
    signs = []
    for _ in range(_CODE_SIGNS):
        made, sign = divmod(made, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def of_account(account_id: int) -> QuerySet[Complaint]:
    """What an account filed under its name, or another log-in of the same human; the newest first."""
    rows = Complaint.objects.filter(account_id__in=people.all_accounts_of_same([account_id]))
    return rows.select_related("area").order_by("-id")


def photos_of(complaint_id: int) -> QuerySet[Photo]:
    """The photographs that came with a complaint, without what they show."""
    return Photo.objects.filter(complaint_id=complaint_id).defer("content_sealed").order_by("number")


def steps_of(complaint_id: int) -> list[Step]:
    """What the office did, the oldest first."""
    return list(Step.objects.filter(complaint_id=complaint_id).select_related("area").order_by("id"))


def open_to(reader: Reader) -> QuerySet[Complaint]:
    """Open complaints that an office may answer; what is due first stands first."""
    return of_reader(reader).filter(ended_at__isnull=True).select_related("area").order_by("due_on", "id")


def ended_of(reader: Reader) -> QuerySet[Complaint]:
    """Answered, referred and withdrawn ones, the newest first, as far as they are the reader's."""
    return of_reader(reader).filter(ended_at__isnull=False).select_related("area").order_by("-id")


def handled_in(row: Complaint, at: datetime) -> places.Division:
    """Where it is handled now: of an open one where those serve who may answer it, else where it rose to last, else
    where it was filed or handed over to."""
    where = area_of(who_answers(row, at), row, at) if row.ended_at is None else None
    answering = places.division_by_id(where) if where is not None else None
    if answering is not None:
        return answering
    last = Step.objects.filter(complaint_id=row.pk, kind=StepKind.RISEN).select_related("area").order_by("-id").first()
    return last.area if last is not None else row.area


def next_due(row: Complaint) -> date:
    """Until when the office owes its next word."""
    return rules.waits_until(taken_up_at=row.taken_up_at, first_due_on=row.first_due_on, due_on=row.due_on)


def due_at(row: Complaint) -> datetime:
    """When that day is over."""
    return clock.end_of(next_due(row))


def state_of(row: Complaint) -> str:
    """As rules.state_of says."""
    return rules.state_of(taken_up_at=row.taken_up_at, ended_at=row.ended_at, outcome=row.outcome)


def thing_at(path: str, at: datetime) -> Thing | None:
    """What an address of this site is about, as the rooms know it; None for pages that are about no single thing."""
    return next((found for fill in rooms.filling("things") if (found := fill(path, at)) is not None), None)


def counties() -> list[places.Division]:
    """Where a complaint may go: the counties, and the cities that have none."""
    found = list(places.divisions().filter(level="county"))
    above = {pk for one in found for pk in one.path}
    return sorted((*found, *(one for one in places.cities() if one.pk not in above)), key=lambda one: one.code)


def counties_by_city() -> list[tuple[str, list[places.Division]]]:
    """The same, under the name of their city: counties of two cities can have one name."""
    names = {one.pk: one.name for one in places.cities()}
    found: dict[str, list[places.Division]] = {}
    for one in counties():
        found.setdefault(next((names[pk] for pk in one.path if pk in names), ""), []).append(one)
    return list(found.items())


def doors(path: Sequence[int] = ()) -> list[places.Division]:
    """Where an office may hand a complaint to: the counties of the same city, and the city above them."""
    rows = places.divisions().filter(level__in=("county", "city")).order_by("code")
    city = places.city_of(path)
    return list(rows if city is None else rows.filter(path__contains=[city.pk]))


def county_of(path: Iterable[int]) -> int | None:
    """The county of an area, or its city where that has none."""
    way = list(path)
    county = places.county_id_of(way)
    if county is not None or not way:
        return county
    city = places.city_of(way)
    return city.pk if city is not None and city.pk in {one.pk for one in counties()} else None


def waiting_to_forget(at: datetime) -> QuerySet[Complaint]:
    """Ended complaints whose name and telephone are no longer needed."""
    return Complaint.objects.filter(contact_until__lte=at)


__all__ = [
    "Complaint",
    "Heard",
    "Reader",
    "area_of",
    "by_form",
    "complaint",
    "complaint_rules",
    "concerning",
    "concerns",
    "counties",
    "counties_by_city",
    "county_of",
    "doors",
    "due_at",
    "ended_of",
    "handled_in",
    "has_civil_affairs",
    "hearing_of",
    "hearings_of",
    "hears_of",
    "is_about_those_above",
    "is_answered_by",
    "known_as",
    "may_be_heard",
    "may_handle",
    "next_due",
    "of_account",
    "of_reader",
    "open_to",
    "public_by_area",
    "public_by_kind",
    "public_quarters",
    "query_code",
    "reader_of",
    "state_of",
    "steps_of",
    "thing_at",
    "waiting_for",
    "waiting_to_forget",
    "who_answers",
    "without_anybody",
]  # fmt: skip
