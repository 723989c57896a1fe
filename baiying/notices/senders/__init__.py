"""Ways out for text messages. A real gateway is one more class here and one more word for BAIYING_SMS."""

from baiying.notices.senders.base import NeverDeliverable, Sender, SendFailed
from baiying.notices.senders.local import LogSender, ScreenSender

__all__ = ["SENDERS", "LogSender", "NeverDeliverable", "ScreenSender", "SendFailed", "Sender", "sender"]

SENDERS: dict[str, type[Sender]] = {"screen": ScreenSender, "log": LogSender}


def sender(name: str) -> Sender:
    """The sender that the setting names. An unknown name is a mistake of the operator and said at once."""
    try:
        return SENDERS[name]()
    except KeyError:
        raise ValueError(f"BAIYING_SMS={name}: choose one of {', '.join(sorted(SENDERS))}") from None
