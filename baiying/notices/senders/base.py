"""What a way out is: one small protocol, and how it says no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from baiying.kit import clock


@dataclass(frozen=True, slots=True)
class Parcel:
    """One text on its way to one address.

    `reference` is the same at each try, and different for each message. `secret`: it lets somebody in. `at`: when it
    leaves, which gateways want to know and sign.
    """

    address: str = field(repr=False)
    text: str = field(repr=False)
    kind: str = ""
    reference: str = ""
    secret: bool = False
    at: datetime = field(default_factory=clock.now)
    # What always stands in the text, with gaps, and what fills them (kit.kept.pattern); empty where nobody asks.
    pattern: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    # What it is about, in a few words, for channels that show a subject.
    subject: str = ""
    # Where its reader is sent, and how the text was made (kit.kept), for channels that show either.
    link: str = ""
    # By which address its reader has no more of this kind, at one press of the mail program (RFC 8058); empty for what
    # is of the own shift.
    off: str = ""
    # How many others left with this one, which says of them only that there are: where no text holds them all.
    more: int = 0
    recipe: Any = field(default=None, repr=False)


class Sender(Protocol):
    """Sends one text to one address; gives the number by which its gateway knows it, or nothing. Raises SendFailed.

    It gives up waiting for its gateway within a minute: after two (rules.CLAIM), another worker takes over.
    """

    def send(self, parcel: Parcel) -> str: ...


class SendFailed(Exception):
    """This one was not taken, for now. The text is the reason that staff see, never an address or a key."""


class NeverDeliverable(SendFailed):
    """The gateway said no for good: a number that does not exist, a text it will not carry. No try helps."""


class AddressRefused(NeverDeliverable):
    """The address takes nothing, whatever it is: no such box. A no to the text or to us as its sender is not this."""


class Unclear(SendFailed):
    """The gateway had it, and the connection was lost before it answered: it may have left."""


class Throttled(SendFailed):
    """Too many at this moment, in all or to this address: no fault of the message, which is tried after `again_in`."""

    def __init__(self, reason: str, again_in: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(reason)
        self.again_in = again_in


class GatewayDown(SendFailed):
    """The gateway takes nothing from us at all: it does not answer, our key is wrong, our account is empty.

    Nothing is lost by it: what waits goes on waiting, one message a minute asks whether it is back.
    """

    PROBE: ClassVar[timedelta] = timedelta(minutes=1)
