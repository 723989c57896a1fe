"""What WeChat's service account tells of a template message that it took: whether it arrived (TEMPLATESENDJOBFINISH).

Source: the vendor's documents, 事件推送 (模板消息发送任务完成后) and 接入指南. It comes as XML of one flat level;
nothing is parsed but the few tags that are read.
"""

import hashlib
import hmac
import re

from baiying.notices.senders.said import Heard

_FINISHED, _ARRIVED = "TEMPLATESENDJOBFINISH", "success"
_MOST_BYTES = 20_000
# The reader does not follow, or refuses: it belongs to the account, not to this one message.
_BY_READER = "user block"


def read(body: bytes) -> list[Heard]:
    """What an event says of a message; nothing of all other events, which come to the same address."""
    if len(body) > _MOST_BYTES:
        raise ValueError("too long for an event")
    text = body.decode()
    if "<xml" not in text:
        raise ValueError("not an event")
    if _tag(text, "Event") != _FINISHED:
        return []
    status, number = _tag(text, "Status"), _tag(text, "MsgID") or _tag(text, "MsgId")
    arrived = status == _ARRIVED
    return (
        [Heard(number[:64], arrived, "" if arrived else status.removeprefix("failed:").strip()[:120])] if number else []
    )


def is_of_the_reader(reason: str) -> bool:
    """Whether a message did not arrive because its reader takes none."""
    return _BY_READER in reason


def _tag(text: str, name: str) -> str:
    found = re.search(rf"<{name}>(?:<!\[CDATA\[)?([^<\]]*)", text)
    return found.group(1).strip() if found else ""


def is_signed(*, signature: str, timestamp: str, nonce: str, key: str) -> bool:
    """Whether WeChat asks, which knows the key as its token."""
    wanted = hashlib.sha1("".join(sorted([key, timestamp, nonce])).encode()).hexdigest()
    return hmac.compare_digest(signature.encode(), wanted.encode())
