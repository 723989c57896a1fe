"""Locked rows of this room, in the house's order (kit.db.README)."""

from django.db.models import QuerySet

from baiying.kit.db.locks import Kind, take
from baiying.notices.models import Message

MESSAGE = Kind("message", 500)


def message(rows: QuerySet[Message], message_id: int) -> Message | None:
    """The message if it is among these and nobody else sends it at this moment, locked."""
    return take(MESSAGE, rows, skip=True).filter(id=message_id).first()
