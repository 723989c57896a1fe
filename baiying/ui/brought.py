"""What brought somebody to register (an invitation), as the room that knows it hands it to the registration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brought:
    """Facts known beforehand, to be looked at and changed by whoever registers; nothing counts by them.

    `page` leads back to what brought them; `taken`: somebody has come by it already.
    """

    name: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    page: str = ""
    taken: bool = False
