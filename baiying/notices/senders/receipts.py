"""The shape of what gateways say of messages that they took (delivery receipts), and of our answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one message: by which number the gateway knows it, whether the phone has it, else the gateway's reason."""

    number: str
    arrived: bool
    reason: str = ""


def _tencent(one: Mapping[str, Any]) -> Heard:
    arrived = one.get("report_status") == "SUCCESS"
    return Heard(str(one["sid"])[:64], arrived, "" if arrived else str(one.get("errmsg", ""))[:120])


def _aliyun(one: Mapping[str, Any]) -> Heard:
    arrived = one.get("success") in {True, "true"}
    return Heard(str(one["biz_id"])[:64], arrived, "" if arrived else str(one.get("err_code", ""))[:120])


# What a gateway sends, a list of objects, and what it wants to hear (Tencent Cloud 382/52077, Aliyun SmsReport).
GATEWAYS: dict[str, tuple[Callable[[Mapping[str, Any]], Heard], dict[str, Any]]] = {
    "tencent": (_tencent, {"result": 0, "errmsg": "OK"}),
    "aliyun": (_aliyun, {"code": 0, "msg": "OK"}),
}


def read(gateway: str, body: bytes) -> list[Heard]:
    """What a gateway said. Raises ValueError for what is no list of receipts."""
    try:
        rows = json.loads(body)
        if not isinstance(rows, list) or len(rows) > _MOST:
            raise ValueError("not a list of receipts")
        return [GATEWAYS[gateway][0](one) for one in rows]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("not a list of receipts") from error
