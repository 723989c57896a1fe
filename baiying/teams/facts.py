"""What this room announces. Ids only."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class BodyMade(Fact):
    subject: ClassVar[str] = "body"
    body_id: int


@dataclass(frozen=True, slots=True)
class TeamMade(Fact):
    subject: ClassVar[str] = "team"
    team_id: int
    body_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(Fact):
    subject: ClassVar[str] = "team"
    team_id: int
    person_id: int
    membership_id: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Fact):
    subject: ClassVar[str] = "team"
    team_id: int
    person_id: int
    membership_id: int


@dataclass(frozen=True, slots=True)
class MembershipEnded(Fact):
    """The team's leader or its body's administrator ended it, with a reason."""

    subject: ClassVar[str] = "team"
    team_id: int
    person_id: int
    membership_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeGiven(Fact):
    subject: ClassVar[str] = "office"
    office_id: int
    body_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class OfficeAccepted(Fact):
    subject: ClassVar[str] = "office"
    office_id: int
    body_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class OfficeDeclined(Fact):
    subject: ClassVar[str] = "office"
    office_id: int
    body_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class OfficeEnded(Fact):
    subject: ClassVar[str] = "office"
    office_id: int
    body_id: int
    account_id: int
