"""Set-based loading of messages in the app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baiying.kit.db import copying
from baiying.notices.models import Message as Message


@dataclass(slots=True)
class MessageRow:
    inbox: str
    kind: str
    text: str
    written_at: datetime
    delivered_at: datetime
    link: str = ""
    channel: str = "inapp"
    read_at: datetime | None = None
    recipe: Any = None
    id: int = 0


def add_messages(rows: Sequence[MessageRow]) -> Sequence[MessageRow]:
    return copying.add(Message, rows)
