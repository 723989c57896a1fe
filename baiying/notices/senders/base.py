"""What a way out is: one small protocol, and how it says no."""

from typing import Protocol


class Sender(Protocol):
    """Sends one text to one phone; raises SendFailed with the reason if the gateway refused.

    It gives up waiting for its gateway within a minute: after two, another worker takes the message for lost.
    """

    def send(self, phone: str, text: str) -> None: ...


class SendFailed(Exception):
    """The gateway said no, for now. The text is the reason that staff see."""


class NeverDeliverable(SendFailed):
    """The gateway said no for good: a number that does not exist, a text it will not carry. No try helps."""
