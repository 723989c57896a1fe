"""What readers answered to a text message, as the gateways hand it on (上行短信).

Source: Tencent Cloud, 短信回复通知 (one JSON object an answer); Aliyun, SmsUp (a list of them).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from baiying.kit.values import identifiers

_MOST, _LONGEST = 1000, 500


@dataclass(frozen=True, slots=True)
class Reply:
    """Who answered, by a tidy phone number, and in which words."""

    phone: str = field(repr=False)
    text: str = field(repr=False)


# By gateway the names of the phone and of the words.
GATEWAYS: dict[str, tuple[str, str]] = {"tencent": ("mobile", "text"), "aliyun": ("phone_number", "content")}


def read(gateway: str, body: bytes) -> list[Reply]:
    """What was answered; nothing of what comes from no mobile phone. Raises ValueError for what is no answer at all."""
    try:
        given = json.loads(body)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not an answer") from error
    rows = given if isinstance(given, list) else [given]
    if len(rows) > _MOST or not all(isinstance(row, dict) for row in rows):
        raise ValueError("not a list of answers")
    found = [_reply(row, *GATEWAYS[gateway]) for row in rows]
    return [one for one in found if one is not None]


def _reply(row: Mapping[str, Any], phone: str, text: str) -> Reply | None:
    if phone not in row or text not in row:
        raise ValueError("not an answer")
    try:
        return Reply(identifiers.mobile_phone(str(row[phone])), str(row[text])[:_LONGEST])
    except identifiers.BadIdentifier:
        return None
