"""What was sent, by the names of those it went to: messages know addresses, people know whose they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.activities import queries as activities
from baiying.circulars import queries as circulars
from baiying.kit import rooms
from baiying.kit.values import identifiers
from baiying.notices import queries as notices
from baiying.notices.queries import Message, Outcome
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui.cards import NotTold

# So many of a name are looked for; who wants one of more types the number.
_MOST_FOUND = 50
# A township has fewer areas: named one by one, the index serves each.
_FEW_AREAS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the list shows it. `person_pid` is empty where no record stands behind the address."""

    row: Message
    what: str
    to: str
    person_pid: str
    outcome: Outcome
    area: str
    # Of a notice down the levels the place, unit or team in whose box it lies; empty for others.
    box: str
    hidden: bool

    @property
    def whom(self) -> str:
        """To whom it went, and of a notice down the levels to which box."""
        return f"{self.to} · {self.box}" if self.box and not self.hidden else self.to

    @property
    def is_secret(self) -> bool:
        return self.row.secret_until is not None

    @property
    def text(self) -> str:
        """What it says; never a text that lets somebody in, nor one that is its reader's alone."""
        if self.hidden:
            return gettext("（只有本人能看）")
        return gettext("（验证码，不显示）") if self.is_secret else self.row.text_to_read


def within(scope: Scope) -> QuerySet[Message]:
    """The messages that belong to the places of a scope."""
    if scope.area_id is None:
        return notices.outbox(None)
    return notices.outbox(_areas(scope.area_id))


def in_area(rows: QuerySet[Message], area_id: int) -> QuerySet[Message]:
    return rows.filter(area_id__in=_areas(area_id))


def _areas(area_id: int) -> "QuerySet[places.Division, int] | list[int]":
    here = places.division_ids_within(area_id)
    few = list(here[: _FEW_AREAS + 1])
    return few if len(few) <= _FEW_AREAS else here


class Found(NamedTuple):
    """A person whom a search means; the name masked."""

    pk: int
    public_id: str
    name: str


def persons_called(scope: Scope, words: str) -> list[Found]:
    """The persons of a scope whom words mean, by part of a name or a whole number."""
    found = people.persons(scope, words)[:_MOST_FOUND]
    return [Found(person.pk, person.public_id, identifiers.mask_name(person.name)) for person in found]


def of_activity(rows: QuerySet[Message], activity_pid: str) -> QuerySet[Message]:
    """What speaks of an activity: it belongs to the activity's area, and is not older than it."""
    activity = activities.activity(activity_pid)
    if activity is None:
        return rows.none()
    return rows.filter(area_id=activity.area_id, link__in=_links(activity_pid))


def title_of(activity_pid: str) -> str:
    activity = activities.activity(activity_pid)
    return gettext("“%(title)s”") % {"title": activity.title} if activity is not None else ""


def _links(activity_pid: str) -> list[str]:
    return [f"/activities/{activity_pid}/", f"/desk/activities/{activity_pid}/"]


def activity_of(row: Message) -> str:
    """The public id of the activity that a message speaks of; empty for others."""
    parts = [part for part in row.link.split("/") if part and part != "desk"]
    return parts[1] if len(parts) == 2 and row.link in _links(parts[1]) else ""


def lines(rows: Sequence[Message], at: datetime) -> list[Line]:
    """Messages with their names: one question to each room, however many messages."""
    hidden = set(notices.hidden_kinds())
    inboxes = {row.inbox for row in rows if row.inbox and row.kind not in hidden}
    names = people.masked_by_pid(inboxes)
    # A guardian who is no volunteer is told at the account; there is no record behind it to open.
    guardians = accounts.masked_by_pid(inboxes - set(names))
    areas = places.names_by_id({row.area_id for row in rows if row.area_id is not None})
    boxes = circulars.boxes_told({pk for row in rows if (pk := _recipient(row))})
    named = _Names({**guardians, **names}, frozenset(names), areas, boxes)
    gone = notices.outdated(rows)
    rests = people.at_rest_by_pid(names)
    return [
        _line(row, named, _became(row, gone, at), hidden=row.kind in hidden, rests=row.inbox in rests) for row in rows
    ]


class _Names(NamedTuple):
    """What some messages are called: readers by inbox (`persons`: those with a record), areas, and boxes of notices."""

    readers: Mapping[str, str]
    persons: frozenset[str]
    areas: Mapping[int, str]
    boxes: Mapping[int, str]


def _recipient(row: Message) -> int:
    """As whose recipient a notice down the levels was told, 0 for other messages."""
    made = row.making or {}
    return int(made.get("recipient", 0)) if row.kind.startswith("circulars.") else 0


def _became(row: Message, gone: Mapping[int, str], at: datetime) -> Outcome:
    """What became of it or will; of a reminder in an inbox that holds no longer, that too."""
    outcome = notices.foreseen(row, at)
    return replace(outcome, why=gone[row.id]) if row.id in gone and not outcome.why else outcome


def people_of(rows: QuerySet[Message]) -> list[int]:
    """Whom a file of messages tells of: to whom they went, but for what is its reader's alone."""
    open_ones = rows.exclude(kind__in=notices.hidden_kinds()).exclude(inbox="")
    return people.ids_of_inboxes(set(open_ones.values_list("inbox", flat=True)))


def _line(row: Message, named: _Names, outcome: Outcome, *, hidden: bool, rests: bool) -> Line:
    known = not hidden and row.inbox in named.persons
    to = (
        gettext("（不显示）")
        if hidden
        else _addressee(named.readers.get(row.inbox, ""), "" if rests else row.address_mask)
    )
    return Line(
        row=row,
        what=str(rooms.told_of(row.kind).label),
        to=to,
        person_pid=row.inbox if known else "",
        outcome=outcome,
        area=named.areas.get(row.area_id or 0, ""),
        box=named.boxes.get(_recipient(row), ""),
        hidden=hidden,
    )


def _addressee(name: str, mask: str) -> str:
    if not name or not mask or name == mask:
        return name or mask
    return gettext("%(name)s（%(mask)s）") % {"name": name, "mask": mask}


def not_told(person_ids: Collection[int], at: datetime) -> list[NotTold]:
    """What some persons were not written though it might have been expected, the newest first."""
    found = [one for told in rooms.filling("not_told") for one in told(person_ids, at)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def story(line: Line) -> list[dict[str, Any]]:
    """What happened to a message, the newest first, for a time line."""
    row, outcome = line.row, line.outcome
    events = [{"at": row.written_at, "title": gettext("写好"), "who": line.what}]
    if row.delivered_at is not None:
        said = gettext("放进站内消息") if row.channel == "inapp" else gettext("已送出")
        if row.joined is not None:
            said = gettext("已送出，和夜里等着的其他消息并成一条")
        events.append({"at": row.delivered_at, "title": said, "tone": "jade"})
    if row.received_at is not None:
        events.append({"at": row.received_at, "title": gettext("网关回执：对方已收到"), "tone": "jade"})
    if row.read_at is not None:
        events.append({"at": row.read_at, "title": gettext("本人打开看过"), "tone": "jade"})
    if row.failed_at is not None:
        events.append({"at": row.failed_at, "title": outcome.words, "why": outcome.why, "tone": outcome.tone})
    return events[::-1]
