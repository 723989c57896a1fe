"""Who reads at one phone: what is told of several sign-ups goes there once (N14)."""

from dataclasses import dataclass, field

from baiying.activities.models import Signup
from baiying.people import queries as people


@dataclass(slots=True)
class Reader:
    """Whoever reads at one phone, or without a phone at one inbox: the own sign-ups, and those of wards without one."""

    phone: str | None
    # The inbox whose settings hold for the phone; the account of a guardian, 0 for who reads for oneself alone.
    inbox: str
    account_id: int = 0
    own: list[Signup] = field(default_factory=list)
    wards: list[Signup] = field(default_factory=list)
    by_text: bool = True
    any_hour: bool = False
    # Whether another text message may still come in the quiet hours.
    rings_later: bool = False

    @property
    def signups(self) -> list[Signup]:
        return [*self.own, *self.wards]


class Readers:
    """The readers of some sign-ups, each once however many of them are theirs."""

    def __init__(self) -> None:
        self._found: dict[str, Reader] = {}

    def at(self, phone: str | None, inbox: str, account_id: int = 0) -> Reader:
        """Whoever reads there; the first to be found at a phone is whose settings hold."""
        made = self._found.setdefault(phone or f"inbox {inbox}", Reader(phone, inbox))
        made.account_id = made.account_id or account_id
        return made

    def all(self) -> list[Reader]:
        return list(self._found.values())


def answers_for(signup: Signup, account_id: int) -> bool:
    """Whether an account still is a guardian of whose sign-up it is."""
    return any(to.account_id == account_id for to in people.guardians_to_tell(signup.person_id))
