"""Locked rows of this room, in the house's order (kit.db.README)."""

from collections.abc import Collection

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, advisory, take
from baiying.notices.models import Message

CHAT = Kind("an account of WeChat", 496)
MAIL = Kind("a reader's mail address", 497)
ADDRESS = Kind("address of messages", 498)
NUMBER = Kind("number at a gateway", 499)
MESSAGE = Kind("message", 500)


def address(address_hash: bytes) -> None:
    """One at a time decides whether one more may go to an address today."""
    advisory(ADDRESS, f"notices:{address_hash.hex()}")


def number(given: str) -> None:
    """What a gateway says of a number, and which message has it, are noted one after the other."""
    advisory(NUMBER, f"notices:number:{given}")


def mail_of(inbox: str) -> None:
    """One at a time changes where a reader gets mail, or WeChat."""
    advisory(MAIL, f"notices:mail:{inbox}")


def chat(account_hash: bytes) -> None:
    """One at a time decides whose an account of WeChat or WeCom is."""
    advisory(CHAT, f"notices:chat:{account_hash.hex()}")


def messages(rows: QuerySet[Message], ids: Collection[int]) -> list[Message]:
    """Those of some messages that are among these and that nobody else takes at this moment, locked."""
    return list(take(MESSAGE, rows.order_by("id"), skip=True).filter(id__in=ids))


def claimed(row: Message) -> Message | None:
    """The message if the worker that claimed it still has it and it is in no gateway's hand, locked."""
    rows = Message.objects.filter(id=row.id, written_at=row.written_at, claimed_at=row.claimed_at)
    rows = rows.filter(handed_at__isnull=True)
    return take(MESSAGE, rows.filter(delivered_at__isnull=True, failed_at__isnull=True)).first()
