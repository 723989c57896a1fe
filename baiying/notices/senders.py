"""Ways out for text messages. A real gateway is one more class here and one more word for BAIYING_SMS."""

import logging
from typing import Protocol

from baiying.kit.values import identifiers

log = logging.getLogger(__name__)


class Sender(Protocol):
    """Sends one text to one phone; raises SendFailed with the reason if the gateway refused.

    It gives up waiting for its gateway within a minute: after two, another worker takes the message for lost.
    """

    def send(self, phone: str, text: str) -> None: ...


class SendFailed(Exception):
    """The gateway said no, for now. The text is the reason that staff see."""


class NeverDeliverable(SendFailed):
    """The gateway said no for good: a number that does not exist, a text it will not carry. No try helps."""


class ScreenSender:
    """Sends nothing: in a demo the pages show what was written to a phone."""

    def send(self, phone: str, text: str) -> None:
        pass


class LogSender:
    """Writes that something was sent, never the text: it may hold a log-in code."""

    def send(self, phone: str, text: str) -> None:
        log.warning("sms to %s, %d characters", identifiers.mask_phone(phone), len(text))


SENDERS: dict[str, type[Sender]] = {"screen": ScreenSender, "log": LogSender}


def sender(name: str) -> Sender:
    """The sender that the setting names. An unknown name is a mistake of the operator and said at once."""
    try:
        return SENDERS[name]()
    except KeyError:
        raise ValueError(f"BAIYING_SMS={name}: choose one of {', '.join(sorted(SENDERS))}") from None
