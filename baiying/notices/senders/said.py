"""What a gateway says of a message that it had taken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one message: by which number the gateway knows it, whether the phone or box has it, else the reason given."""

    number: str
    arrived: bool
    reason: str = ""
