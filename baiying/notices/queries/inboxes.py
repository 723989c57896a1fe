"""What a reader sees: an inbox, what is unread, what shows on the demo's screen."""

from datetime import datetime

from django.db.models import QuerySet

from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.notices.queries.neighbours import neighbours
from baiying.notices.queries.sending import phone_hash


def inbox_of(inbox: str) -> QuerySet[Message]:
    """The in-app messages of one inbox, newest first."""
    return Message.objects.filter(inbox=inbox, channel="inapp").exclude(inbox="").order_by("-id")


def inbox_of_actor(actor: Actor) -> str:
    """The inbox that somebody reads and sets: of the person acted for, else of an account that has no person.

    Empty for a visitor, and where an account just lost the ward it acted for.
    """
    if actor.person_id:
        return neighbours.inbox_of_person(actor.person_id)
    return neighbours.inbox_without_person(actor.account_id) if actor.account_id else ""


def unread_count(inbox: str) -> int:
    return inbox_of(inbox).filter(read_at__isnull=True).count()


def unread_of(actor: Actor, at: datetime) -> int:
    """How many messages nobody has read of whom the actor acts for; shown beside the entry of the bar."""
    key = inbox_of_actor(actor)
    return unread_count(key) if key else 0


def on_screen(phone: str, limit: int = 5) -> list[Message]:
    """The latest text messages to a phone, newest first. Only a demo may show them on a page."""
    return list(Message.objects.filter(address_hash=phone_hash(phone)).order_by("-id")[:limit])
