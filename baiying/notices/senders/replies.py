"""What readers answered to a text message, as the gateways hand it on (上行短信).

Source: Tencent Cloud, 短信回复通知 (382/43548): one JSON object an answer, `time` in seconds of Unix, no number of its
own. Aliyun, SmsUp: a list of them, each with `send_time` by China's clock and `sequence_id`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from baiying.kit import clock
from baiying.kit.values import identifiers

_MOST, _LONGEST, _NUMBER = 1000, 500, 64


@dataclass(frozen=True, slots=True)
class Reply:
    """Who answered, by a tidy phone number, and in which words.

    `said_at`: when, by the vendor's clock; `number`: by what the vendor knows it. None and empty where it says neither.
    """

    phone: str = field(repr=False)
    text: str = field(repr=False)
    said_at: datetime | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a gateway calls the parts of an answer; `read_time` reads its way of writing an instant."""

    phone: str
    text: str
    time: str
    read_time: Callable[[Any], datetime]
    number: str = ""


def _by_seconds(given: Any) -> datetime:
    return datetime.fromtimestamp(int(given), UTC)


def _by_words(given: Any) -> datetime:
    return datetime.fromisoformat(str(given)).replace(tzinfo=clock.CHINA)


GATEWAYS: dict[str, _Names] = {
    "tencent": _Names("mobile", "text", "time", _by_seconds),
    "aliyun": _Names("phone_number", "content", "send_time", _by_words, "sequence_id"),
}


def read(gateway: str, body: bytes) -> list[Reply]:
    """What was answered; nothing of what comes from no mobile phone, or of one that cannot be read among others.

    Raises ValueError for what is no answer at all.
    """
    try:
        given = json.loads(body)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not an answer") from error
    rows = given if isinstance(given, list) else [given]
    names = GATEWAYS[gateway]
    whole = [row for row in rows if isinstance(row, dict) and names.phone in row and names.text in row]
    if len(rows) > _MOST or (rows and not whole):
        raise ValueError("not a list of answers")
    found = [_reply(row, names) for row in whole]
    return [one for one in found if one is not None]


def _reply(row: Mapping[str, Any], names: _Names) -> Reply | None:
    number = row.get(names.number)
    number = _plain(number)[:_NUMBER] if isinstance(number, str | int) else ""
    try:
        phone = identifiers.mobile_phone(str(row[names.phone]))
    except identifiers.BadIdentifier:
        return None
    return Reply(phone, _plain(row[names.text])[:_LONGEST], _time(row.get(names.time), names), number)


def _plain(given: Any) -> str:
    """A text without what no text of the database may hold: half of a pair (an emoji that was cut), and nothing."""
    return str(given).encode(errors="ignore").decode().replace("\0", "")


def _time(given: Any, names: _Names) -> datetime | None:
    """When it was said; None for what cannot be read: an answer is obeyed all the same."""
    try:
        return names.read_time(given) if given is not None else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
