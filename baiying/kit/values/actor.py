"""Who acts: passed to every action, written into every audit row."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Via(StrEnum):
    """Through which door something is done. A page, or an API call with the page's session, is the browser."""

    BROWSER = "browser"
    TOKEN = "token"
    JOB = "job"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Acting:
    """The dated appointment in whose name somebody acts now. `area_path` runs from the root to the area, ids.

    `held_until`: until then it does only what an emergency needs (kit.rights). `stands_in_for`: the accounts in whose
    place it is held while they are away, the one who asked first: what is theirs is as little decided as the own.
    """

    appointment_id: int
    public_id: str
    role: str
    area_id: int | None
    area_path: tuple[int, ...] = ()
    held_until: datetime | None = None
    stands_in_for: tuple[int, ...] = ()

    @property
    def held_back(self) -> bool:
        return self.held_until is not None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (an account, perhaps with its person), nobody (a visitor) or the system itself.

    `person_id` is the person for whom the account acts now: its own, or a ward (`for_ward`). `via` is the door,
    `device` what the browser or program calls itself. `awaits_factor`: an appointment was chosen, and gives no right
    until a second factor has been shown. `ended`: the public id of the appointment that was chosen and has ended since.
    """

    account_id: int | None = None
    person_id: int | None = None
    acting: Acting | None = None
    label: str = ""
    ip: str = ""
    device: str = ""
    via: Via = Via.BROWSER
    for_ward: bool = False
    awaits_factor: bool = False
    ended: str = ""

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def signature(self) -> str:
        """How books that never change name who acts: an office by name, whoever acts for himself by number alone.

        The number leads to the name as long as there is one; erasing the account takes it from there.
        """
        return self.label if self.acting is not None or not self.is_signed_in else ""

    @property
    def role(self) -> str:
        if self.acting is not None:
            return self.acting.role
        return "volunteer" if self.is_signed_in else "public"


def system(label: str) -> Actor:
    """The system acting by itself: a worker's job."""
    return Actor(label=label, via=Via.JOB)


def command(label: str) -> Actor:
    """Somebody at the server's command line: who can run it holds the server's keys."""
    return Actor(label=label, via=Via.COMMAND)


STRANGER = Actor()
