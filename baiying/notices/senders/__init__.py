"""Ways out of the house. A real gateway is one more class here and one more word for its setting.

A *lane* is a way out with a gateway, a rate and a state of its own: log-in codes never wait behind anything else.
"""

from collections.abc import Callable

from django.conf import settings

from baiying.notices.senders.aliyun import AliyunSender
from baiying.notices.senders.base import (
    AddressRefused,
    GatewayDown,
    NeverDeliverable,
    Parcel,
    Sender,
    SendFailed,
    Throttled,
    Unclear,
)
from baiying.notices.senders.local import LogSender, NoSender, ScreenSender, chat_mask, masked
from baiying.notices.senders.smtp import SmtpSender
from baiying.notices.senders.templates import by_text, key_of
from baiying.notices.senders.templates import takes_any as _has_template_of_any
from baiying.notices.senders.tencent import TencentSender
from baiying.notices.senders.wechat import WechatSender, says_more
from baiying.notices.senders.wecom import WecomSender

__all__ = [
    "CHATS",
    "CODES",
    "GATEWAYS",
    "LANES",
    "LIMITED",
    "MAIL",
    "NEXT",
    "SENDERS",
    "SMS",
    "WECHAT",
    "WECOM",
    "AddressRefused",
    "GatewayDown",
    "LogSender",
    "NeverDeliverable",
    "Parcel",
    "ScreenSender",
    "SendFailed",
    "Sender",
    "Throttled",
    "Unclear",
    "any_limited",
    "by_text",
    "chat_mask",
    "chosen",
    "is_limited",
    "is_on",
    "key_of",
    "masked",
    "of_lane",
    "rate",
    "sender",
    "stands_for_all",
    "takes_any",
]

CODES, SMS, MAIL, WECHAT, WECOM = "codes", "sms", "mail", "wechat", "wecom"
# Ways that reach a reader in place of a text message, the first that somebody has; and where a message goes that one
# way could not carry. This is the one table of the order of channels.
CHATS = (WECHAT, WECOM)
NEXT = {WECHAT: SMS, WECOM: SMS, SMS: MAIL}
# Those on which the day's limit of ordinary messages holds.
LIMITED = frozenset({SMS, *CHATS})
# Lane -> the settings that say which sender it has and how many messages a second its gateway takes.
LANES: dict[str, tuple[str, str]] = {
    CODES: ("BAIYING_SMS_CODES", "BAIYING_SMS_CODES_RATE"),
    SMS: ("BAIYING_SMS", "BAIYING_SMS_RATE"),
    MAIL: ("BAIYING_MAIL", "BAIYING_MAIL_RATE"),
    WECHAT: ("BAIYING_WECHAT", "BAIYING_WECHAT_RATE"),
    WECOM: ("BAIYING_WECOM", "BAIYING_WECOM_RATE"),
}
# Those that send nothing have no rate.
_LOCAL = frozenset({"screen", "log", "off"})
SENDERS: dict[str, Callable[[], Sender]] = {
    "screen": ScreenSender,
    "log": LogSender,
    "off": NoSender,
    "smtp": SmtpSender,
    "wechat": WechatSender,
    "wecom": WecomSender,
}
# Those that have an account, which each lane may have of its own.
GATEWAYS: dict[str, Callable[[str], Sender]] = {"tencent": TencentSender, "aliyun": AliyunSender}


def sender(name: str, lane: str = SMS) -> Sender:
    """The sender that a setting names. An unknown name is a mistake of the operator and said at once."""
    if name in GATEWAYS:
        return GATEWAYS[name](lane)
    try:
        return SENDERS[name]()
    except KeyError:
        known = ", ".join(sorted({*SENDERS, *GATEWAYS}))
        raise ValueError(f"{name}: choose one of {known}") from None


def chosen(lane: str) -> str:
    """The word that chooses the sender of a lane."""
    return str(getattr(settings, LANES[lane][0]))


def of_lane(lane: str) -> Sender:
    return sender(chosen(lane), lane)


def is_limited(lane: str) -> bool:
    """Whether a gateway stands behind it, which takes only so many a second."""
    return chosen(lane) not in _LOCAL


def any_limited() -> bool:
    """Whether messages leave the house by any gateway: then its keeper handles numbers for us (PIPL art. 21, 55)."""
    return any(is_limited(lane) for lane in LANES)


def takes_any(lane: str) -> bool:
    """Whether one message of a way may hold several texts: where each needs a template of its own it may not."""
    return lane != WECHAT and (chosen(lane) not in GATEWAYS or _has_template_of_any(lane))


def stands_for_all(lane: str, kind: str) -> bool:
    """Whether one message of a kind may leave in place of several, all of which the app has: its template says how many
    more there are."""
    return lane == WECHAT and says_more(kind)


def is_on(lane: str) -> bool:
    """Whether anything may be written for a lane."""
    return chosen(lane) != "off"


def rate(lane: str) -> int:
    """How many messages a second may go this way."""
    return int(getattr(settings, LANES[lane][1]))
