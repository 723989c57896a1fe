"""What a reader sees: an inbox, what is unread, what shows on the demo's screen."""

from datetime import datetime

from django.db.models import QuerySet

from baiying.kit.values.actor import Actor
from baiying.notices.models import Message, Reading
from baiying.notices.queries.neighbours import neighbours
from baiying.notices.queries.sending import phone_hash


def inbox_of(inbox: str) -> QuerySet[Message]:
    """The in-app messages of one inbox, newest first; nothing of whom its reader answers for no more."""
    rows = Message.objects.filter(inbox=inbox, channel="inapp", shut_at__isnull=True)
    return rows.exclude(inbox="").order_by("-id")


def copy_of(inbox: str) -> QuerySet[Message]:
    """All that one reader was sent by any way, newest first; nothing that lets somebody in, and nothing of whom the
    reader answers for no more."""
    rows = Message.objects.filter(inbox=inbox, secret_until__isnull=True, shut_at__isnull=True).exclude(inbox="")
    return rows.order_by("-id")


def inbox_of_actor(actor: Actor) -> str:
    """The inbox that somebody reads and sets: of the person acted for, else of an account that has no person.

    Empty for a visitor, and where an account just lost the ward it acted for.
    """
    if actor.person_id:
        return neighbours.inbox_of_person(actor.person_id)
    return neighbours.inbox_without_person(actor.account_id) if actor.account_id else ""


def sets_addresses(actor: Actor) -> bool:
    """Whether the actor says where else the inbox is written to: for oneself, never for a ward, whose news would go on
    to the guardian after the consent has ended."""
    return not actor.for_ward and bool(inbox_of_actor(actor))


def reads_for_another(actor: Actor) -> bool:
    """Whether the inbox has a reader of its own who is not the actor: then nothing in it is read by this look.

    Where the person acted for has no account nobody else will read it, and the look is the one that counts.
    """
    return actor.for_ward and bool(actor.person_id) and neighbours.owner_of_person(actor.person_id or 0) is not None


def read_upto(inbox: str, account_id: int) -> int:
    """Up to which message somebody who does not own an inbox has read it."""
    found = Reading.objects.filter(inbox=inbox, account_id=account_id).values_list("upto", flat=True).first()
    return found or 0


def unread_count(inbox: str) -> int:
    return inbox_of(inbox).filter(read_at__isnull=True).count()


def unread_of(actor: Actor, at: datetime) -> int:
    """How many messages of whom the actor acts for the actor has not read; shown beside the entry of the bar."""
    key = inbox_of_actor(actor)
    if not key:
        return 0
    if reads_for_another(actor):
        return inbox_of(key).filter(id__gt=read_upto(key, actor.account_id or 0)).count()
    return unread_count(key)


def on_screen(phone: str, limit: int = 5) -> list[Message]:
    """The latest text messages to a phone, newest first. Only a demo may show them on a page."""
    return list(Message.objects.filter(address_hash=phone_hash(phone)).order_by("-id")[:limit])
