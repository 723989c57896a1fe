"""What waits to be sent, what was given up, and what a phone got."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from baiying.kit import clock, sealed
from baiying.notices import rules
from baiying.notices.models import Message, MessageSource
from baiying.notices.queries.neighbours import neighbours


def phone_hash(phone: str) -> bytes:
    """The keyed hash by which the messages of a tidy phone number are found."""
    return sealed.lookup("phone", phone)


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


def delivered_on_day(address_hash: bytes, at: datetime) -> int:
    """How many ordinary text messages the phone got on the day in China of `at`."""
    start = clock.midnight(clock.local_date(at))
    rows = Message.objects.filter(address_hash=address_hash, urgent=False, delivered_at__gte=start)
    return rows.filter(delivered_at__lt=clock.next_midnight(at)).count()


def told(sources: Collection[str]) -> set[str]:
    """Of some sources (`Letter.unique_source`) those that somebody was written to for."""
    rows = MessageSource.objects.filter(unique_source__in=list(sources))
    return set(rows.values_list("unique_source", flat=True))
