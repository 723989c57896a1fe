"""What this room announces. Ids only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class RegistrationMade(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class PersonVerified(Fact):
    """From now on the person counts: the document was seen and, below 18, the guardian agreed."""

    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class RegistrationEnded(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class HoldLifted(Fact):
    """A registration in doubt was found right: hours that waited for that may be posted."""

    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class GuardianAgreed(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class GuardianWithdrew(Fact):
    """The minor no longer counts and may not serve: what is coming should be called off."""

    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class WardPaused(Fact):
    """No consent carries the minor any more, though no guardian withdrew one: an office wrote down that one is no
    guardian any more, or a second guardian said no. What is coming should be called off."""

    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class ClaimFiled(Fact):
    """Somebody says that the record is theirs: whoever knows the person may tell the office what it knows."""

    subject: ClassVar[str] = "person"
    person_id: int
    claim_id: int
