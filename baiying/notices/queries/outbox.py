"""What was sent, for the offices: every message of their places, to whom, and what became of it.

Messages know addresses, not people: whoever asks for a person brings the person's inbox.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from baiying.kit import rooms
from baiying.notices.models import Message as Message
from baiying.notices.models import MessageSource
from baiying.notices.queries import outcomes

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_PLACE = 40


def outbox(area_ids: "QuerySet[Any] | Collection[int] | None") -> QuerySet[Message]:
    """The messages that belong to some places, all of them for None, the newest first."""
    rows = Message.objects.order_by("-written_at", "-id")
    return rows if area_ids is None else rows.filter(area_id__in=area_ids)


def of_inboxes(rows: QuerySet[Message], inboxes: Collection[str]) -> QuerySet[Message]:
    """Which of them went to some persons, in whichever way; what is its reader's alone is among none."""
    return rows.filter(inbox__in=set(inboxes) - {""}).exclude(kind__in=hidden_kinds())


def hidden_kinds() -> list[str]:
    """The kinds of which only the reader learns to whom they went and what they say."""
    return [kind for kind, told in rooms.tells().items() if told.hidden]


def of_kinds(rows: QuerySet[Message], keys: Collection[str]) -> QuerySet[Message]:
    """The messages of some kinds, named as `kit.rooms.Room.tells` names them: whole, or by what they begin with.

    What has a word of its own is not among those that only begin so.
    """
    known, wanted = rooms.tells(), Q(kind__in=keys)
    for begin in (key for key in keys if key.endswith((".", "_"))):
        own = [kind for kind in known if kind != begin and kind.startswith(begin) and kind not in keys]
        wanted |= Q(kind__startswith=begin) & ~Q(kind__in=own)
    return rows.filter(wanted)


def in_state(rows: QuerySet[Message], state: str) -> QuerySet[Message]:
    """The messages of which an outcome (notices.outcomes) holds now."""
    open_ones = Q(delivered_at__isnull=True, failed_at__isnull=True)
    which = {
        outcomes.WAITING: open_ones & Q(tries=0),
        outcomes.RETRY: open_ones & Q(tries__gt=0),
        outcomes.SENT: Q(delivered_at__isnull=False, read_at__isnull=True, failed_at__isnull=True),
        outcomes.READ: Q(read_at__isnull=False),
        outcomes.FAILED: Q(failed_at__isnull=False, dropped=False, unclear=False),
        outcomes.UNCLEAR: Q(failed_at__isnull=False, unclear=True),
        outcomes.DROPPED: Q(failed_at__isnull=False, dropped=True),
    }
    return rows.filter(which[state])


def by_other_ways(row: Message) -> list[Message]:
    """What the same reader was told of the same by other ways: beside it, or in its place (N22)."""
    base = row.unique_source.removesuffix(f":{row.channel}") if row.unique_source else ""
    begins = [base] if base else []
    begins += [f"instead:{row.public_id}"]
    ways = [str(code) for code, _label in Message._meta.get_field("channel").choices or ()]
    sources = {f"{begin}{tail}" for begin in begins for tail in ("", *(f":{way}" for way in ways))}
    known = MessageSource.objects.filter(unique_source__in=sources).values_list("written_at", "message_id")
    places = list(known)
    rows = Message.objects.filter(written_at__in={at for at, _pk in places}, id__in=[pk for _at, pk in places])
    return list(rows.filter(inbox=row.inbox).exclude(id=row.id).order_by("id"))


def place_of(row: Message) -> str:
    """By what an address names a message: its instant and number together find it."""
    return f"{(row.written_at - _EPOCH) // timedelta(microseconds=1)}-{row.id}"


def message_at(rows: QuerySet[Message], place: str) -> Message | None:
    """The message at a place, as `place_of` says it, if it is among these."""
    micros, _sep, pk = place.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(place) < _PLACE):
        return None
    try:
        at = _EPOCH + timedelta(microseconds=int(micros))
    except OverflowError:
        return None
    return rows.filter(written_at=at, id=int(pk)).first() if int(pk) < 2**63 else None
