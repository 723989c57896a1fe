"""What this room announces. Ids only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class RosterSent(Fact):
    """A roster became invitations."""

    subject: ClassVar[str] = "roster"
    roster_id: int
    lines: int


@dataclass(frozen=True, slots=True)
class RosterUndone(Fact):
    """The invitations of a roster that nobody had accepted were withdrawn."""

    subject: ClassVar[str] = "roster"
    roster_id: int


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Fact):
    """Somebody registered, or came to the team, by an invitation."""

    subject: ClassVar[str] = "invitation"
    invitation_id: int
    person_id: int
