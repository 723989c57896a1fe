"""The audit for the auditor: found by who and about whom, and its things by their names of today."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.desk.rights import Right
from baiying.kit import audit, rooms
from baiying.kit.models import AuditEvent
from baiying.people import queries as people
from baiying.ui.cards import Named

# So many of a name are looked for; who wants one of more types the number.
_MOST_FOUND = 50
# Of what one press wrote: a cancelled activity writes a row for each who signed up.
MOST_OF_A_PRESS = 20
# No index finds a network address: the newest entries are read for it.
BY_ADDRESS = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with what its ids are called: the thing, the person it is about, the area."""

    event: AuditEvent
    thing: Named | None
    person: Named | None
    area: str
    # The area that received what the thing was; empty of all but a merge.
    into: str = ""
    # Written by the same press as the entry before it on the page: what the press brought about, and no act of its own.
    goes_on: bool = False


def events() -> QuerySet[AuditEvent]:
    return audit.newest()


def event_at(place: str, now: datetime) -> Entry | None:
    """The entry at a place, as `place_of` says it."""
    micros, _sep, pk = place.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(place) < 40):
        return None
    try:
        at = _EPOCH + timedelta(microseconds=int(micros))
    except OverflowError:
        return None
    row = AuditEvent.objects.filter(at=at, id=int(pk)).first()
    return next(iter(entries([row], now)), None) if row else None


_DIVISION = "division"
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def place_of(event: AuditEvent) -> str:
    """An entry's place in the audit: its instant and number together find it."""
    return f"{(event.at - _EPOCH) // timedelta(microseconds=1)}-{event.id}"


def persons_called(words: str) -> list[int]:
    """The persons whom words mean: part of a name, or a whole volunteer number, document number or phone."""
    found = people.persons(Scope(None, Right.READ_AUDIT), words)
    return list(found.values_list("pk", flat=True)[:_MOST_FOUND])


def found(rows: QuerySet[AuditEvent], words: str) -> QuerySet[AuditEvent]:
    """What somebody so called did, or what was done about them."""
    if is_address(words):
        return rows
    persons, by = persons_called(words), accounts.appointees_called(words)[:_MOST_FOUND]
    if not persons and not by:
        return rows.none()
    wanted = Q(account_id__in=by) | Q(person_id__in=persons)
    for pk in persons:
        wanted |= audit.about("person", pk)
    return rows.filter(wanted)


def is_address(words: str) -> bool:
    """Whether words are a network address."""
    try:
        ipaddress.ip_address(words)
    except ValueError:
        return False
    return True


def entries(rows: Sequence[AuditEvent], at: datetime) -> list[Entry]:
    """Entries with their names: one question to each room, however many entries."""
    asked: dict[str, set[int]] = defaultdict(set)
    for event in rows:
        if event.subject_type and event.subject_id is not None:
            asked[event.subject_type].add(event.subject_id)
        if (person_id := _person(event)) is not None:
            asked["person"].add(person_id)
        if event.area_id is not None:
            asked["division"].add(event.area_id)
        if (into := _into(event)) is not None:
            asked["division"].add(into)
    called = names(asked, at)
    before = [None, *rows]
    return [_entry(event, called, goes_on=_same_press(event, one)) for event, one in zip(rows, before, strict=False)]


def _into(event: AuditEvent) -> int | None:
    """The area into which another went, where an entry tells of that."""
    pk = event.detail.get("into_id")
    return pk if isinstance(pk, int) and event.action.startswith("Division") else None


def _same_press(event: AuditEvent, other: AuditEvent | None) -> bool:
    """Whether somebody did both by one press: all that an action writes is written at its instant. A job's are not
    asked: nobody pressed."""
    return other is not None and event.account_id is not None and _press(event) == _press(other)


def _press(event: AuditEvent) -> tuple[object, ...]:
    return event.at, event.account_id, event.via


def of_same_press(event: AuditEvent, now: datetime) -> list[Entry]:
    """What else somebody's press brought about, in the order in which it was written; the first of many."""
    if event.account_id is None or event.via == "job":
        return []
    rows = AuditEvent.objects.filter(at=event.at, account_id=event.account_id, via=event.via)
    return entries(list(rows.exclude(id=event.id).order_by("id")[: MOST_OF_A_PRESS + 1]), now)


def names(asked: Mapping[str, Iterable[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """What ids are called, by the rooms that keep them; who is gone is absent."""
    found: dict[tuple[str, int], Named] = {}
    for fill in rooms.filling("audit_names"):
        found |= fill(asked, at)
    return found


def _entry(event: AuditEvent, called: Mapping[tuple[str, int], Named], *, goes_on: bool) -> Entry:
    person_id = _person(event)
    return Entry(
        event=event,
        thing=called.get((event.subject_type, event.subject_id)) if event.subject_id is not None else None,
        person=called.get(("person", person_id)) if person_id is not None else None,
        area=called["division", event.area_id].words if ("division", event.area_id) in called else "",  # type: ignore[index]
        into=called[_DIVISION, into].words if (into := _into(event)) and (_DIVISION, into) in called else "",
        goes_on=goes_on,
    )


def people_of(rows: QuerySet[AuditEvent]) -> Iterator[int]:
    """Whom entries are about: the person that is their subject, for whom it was done, and whom the detail names."""
    found = rows.values_list("subject_type", "subject_id", "person_id", "detail__person_id")
    for subject, subject_id, person_id, named in found.iterator(10_000):
        said = (subject_id if subject == "person" else None, person_id, named if isinstance(named, int) else None)
        yield from (one for one in said if one is not None)


def _person(event: AuditEvent) -> int | None:
    found = event.detail.get("person_id")
    return found if isinstance(found, int) and event.subject_type != "person" else None
