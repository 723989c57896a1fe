"""What this room announces. Never a phone, never a name."""

from dataclasses import dataclass
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class Appointed(Fact):
    subject: ClassVar[str] = "appointment"
    appointment_id: int
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class AppointmentAccepted(Fact):
    subject: ClassVar[str] = "appointment"
    appointment_id: int
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class AppointmentDeclined(Fact):
    subject: ClassVar[str] = "appointment"
    appointment_id: int
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Fact):
    subject: ClassVar[str] = "appointment"
    appointment_id: int
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class AppointmentListSent(Fact):
    subject: ClassVar[str] = "appointment_list"
    list_id: int
    lines: int


@dataclass(frozen=True, slots=True)
class AppointmentListUndone(Fact):
    subject: ClassVar[str] = "appointment_list"
    list_id: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class PhoneLocked(Fact):
    subject: ClassVar[str] = "lock"
    lock_id: int
