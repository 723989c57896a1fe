"""The shape of what gateways say of messages that they took (delivery receipts), and of our answer."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from baiying.notices.senders import bounces, events
from baiying.notices.senders.said import Heard as Heard

_MOST = 1000


def _tencent(one: Mapping[str, Any]) -> Heard:
    arrived = one.get("report_status") == "SUCCESS"
    return Heard(str(one["sid"])[:64], arrived, "" if arrived else str(one.get("errmsg", ""))[:120])


def _aliyun(one: Mapping[str, Any]) -> Heard:
    arrived = one.get("success") in {True, "true"}
    return Heard(str(one["biz_id"])[:64], arrived, "" if arrived else str(one.get("err_code", ""))[:120])


def _listed(one: Callable[[Mapping[str, Any]], Heard]) -> Callable[[bytes], list[Heard]]:
    """Receipts that come as a list of JSON objects."""

    def read_all(body: bytes) -> list[Heard]:
        rows = json.loads(body)
        if not isinstance(rows, list) or len(rows) > _MOST:
            raise ValueError("not a list of receipts")
        return [one(row) for row in rows]

    return read_all


# How what a gateway sends is read, and what it wants to hear (Tencent Cloud 382/52077, Aliyun SmsReport; RFC 3464).
GATEWAYS: dict[str, tuple[Callable[[bytes], list[Heard]], dict[str, Any]]] = {
    "tencent": (_listed(_tencent), {"result": 0, "errmsg": "OK"}),
    "aliyun": (_listed(_aliyun), {"code": 0, "msg": "OK"}),
    "mail": (bounces.read, {}),
    "wechat": (events.read, {}),
}


def read(gateway: str, body: bytes) -> list[Heard]:
    """What a gateway said. Raises ValueError for what is no receipt, or holds what no text of the database may."""
    try:
        found = GATEWAYS[gateway][0](body)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a receipt") from error
    # Raises UnicodeEncodeError, a ValueError, for half of a pair.
    if any(b"\0" in (one.number + one.reason).encode() for one in found):
        raise ValueError("not plain text")
    return found
