"""What this room announces. Ids only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class ActivityPublished(Fact):
    subject: ClassVar[str] = "activity"
    activity_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class ActivityCancelled(Fact):
    subject: ClassVar[str] = "activity"
    activity_id: int
    team_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ActivityWithdrawn(Fact):
    subject: ClassVar[str] = "activity"
    activity_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class LeadOffered(Fact):
    """Somebody was asked to lead; the one who leads keeps leading until the answer."""

    subject: ClassVar[str] = "activity"
    activity_id: int
    lead_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class LeadAccepted(Fact):
    subject: ClassVar[str] = "activity"
    activity_id: int
    lead_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class LeadDeclined(Fact):
    subject: ClassVar[str] = "activity"
    activity_id: int
    lead_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class LeadEnded(Fact):
    """Withdrawn before it was answered, or over because somebody else leads now."""

    subject: ClassVar[str] = "activity"
    activity_id: int
    lead_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class ShiftMoved(Fact):
    subject: ClassVar[str] = "shift"
    shift_id: int
    activity_id: int
    starts_at: datetime
    ends_at: datetime
    was_starts_at: datetime
    was_ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftCalledOff(Fact):
    """One shift will not take place; its activity goes on."""

    subject: ClassVar[str] = "shift"
    shift_id: int
    activity_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ShiftEndedEarly(Fact):
    """What remained of a running shift was called off; what was served stays."""

    subject: ClassVar[str] = "shift"
    shift_id: int
    activity_id: int
    ends_at: datetime
    was_ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SignupMade(Fact):
    """Somebody has applied, has a place, or waits (`state`): by pressing the button, or by the leader's acceptance.

    The database function that signs up writes its audit row itself; it is told all the same.
    """

    subject: ClassVar[str] = "signup"
    signup_id: int
    shift_id: int
    person_id: int
    state: str


@dataclass(frozen=True, slots=True)
class SignupPromoted(Fact):
    subject: ClassVar[str] = "signup"
    signup_id: int
    shift_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class SignupCancelled(Fact):
    subject: ClassVar[str] = "signup"
    signup_id: int
    shift_id: int
    person_id: int
    reason: str
