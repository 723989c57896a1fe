"""Reads: an inbox, what shows on the demo's screen, what waits to be sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from baiying.kit import clock, sealed
from baiying.kit.values.actor import Actor
from baiying.notices import rules
from baiying.notices.models import Message, Preference
from baiying.notices.rules import NoticeRules


@dataclass(slots=True)
class Neighbours:
    """What rooms above tell this one; set once by config/wiring.py.

    `rules` gives the dated limits of a day (rule sets live in places); `inbox_of_person` the inbox key of a person;
    `screen_phone` the phone of an account whose text messages may show on a page (empty outside a demo).
    """

    rules: Callable[[date], NoticeRules] = lambda _day: NoticeRules()
    inbox_of_person: Callable[[int], str] = lambda _person_id: ""
    screen_phone: Callable[[int], str] = lambda _account_id: ""


neighbours = Neighbours()


def phone_hash(phone: str) -> bytes:
    """The keyed hash by which the messages of a tidy phone number are found."""
    return sealed.lookup("phone", phone)


def inbox_of(inbox: str) -> QuerySet[Message]:
    """The in-app messages of one inbox, newest first."""
    return Message.objects.filter(inbox=inbox, channel="inapp").exclude(inbox="").order_by("-id")


def unread_count(inbox: str) -> int:
    return inbox_of(inbox).filter(read_at__isnull=True).count()


def unread_of(actor: Actor, at: datetime) -> int:
    """How many messages nobody has read of whom the actor acts for; shown beside the entry of the bar."""
    return unread_count(neighbours.inbox_of_person(actor.person_id)) if actor.person_id else 0


def on_screen(phone: str, limit: int = 5) -> list[Message]:
    """The latest text messages to a phone, newest first. Only a demo may show them on a page."""
    return list(Message.objects.filter(address_hash=phone_hash(phone)).order_by("-id")[:limit])


def is_quiet(at: datetime) -> bool:
    """Whether nothing ordinary may ring at an instant."""
    return rules.is_quiet(clock.local(at).time(), neighbours.rules(clock.local_date(at)))


def waiting() -> QuerySet[Message]:
    """Text messages neither delivered nor given up: urgent ones first, then the oldest."""
    rows = Message.objects.filter(channel="sms", delivered_at__isnull=True, failed_at__isnull=True)
    return rows.order_by("-urgent", "id")


def due(at: datetime) -> QuerySet[Message]:
    """What waits and may be tried now, as far as the pause after a failure is concerned."""
    return waiting().filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=at))


def given_up_since(at: datetime) -> QuerySet[Message]:
    """Text messages that were given up from then on: what is tried for hours was written two days before at most.

    Without those that were dropped because they would have been late or false.
    """
    rows = Message.objects.filter(channel="sms", failed_at__gte=at, written_at__gte=at - timedelta(days=2))
    return rows.filter(dropped=False)


def preferences(kind: str, inboxes: Iterable[str]) -> dict[str, Preference]:
    """What the readers of these inboxes set for a kind; who set nothing has no entry."""
    return {row.inbox: row for row in Preference.objects.filter(kind=kind, inbox__in=set(inboxes) - {""})}


def preferences_of(inbox: str) -> dict[str, Preference]:
    """What one reader set, by kind."""
    return {row.kind: row for row in Preference.objects.filter(inbox=inbox).exclude(inbox="")}


def delivered_on_day(address_hash: bytes, at: datetime) -> int:
    """How many ordinary text messages the phone got on the day in China of `at`."""
    start = clock.midnight(clock.local_date(at))
    rows = Message.objects.filter(address_hash=address_hash, urgent=False, delivered_at__gte=start)
    return rows.filter(delivered_at__lt=clock.next_midnight(at)).count()
