"""Set-based loading of bodies, teams, memberships and offices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from baiying.kit.db import copying, offered
from baiying.kit.values import finding
from baiying.teams.models import Body as Body
from baiying.teams.models import Membership as Membership
from baiying.teams.models import Office as Office
from baiying.teams.models import Team as Team
from baiying.teams.models import TeamCategory as TeamCategory


@dataclass(slots=True)
class BodyRow:
    kind: str
    name: str
    area_id: int
    created_at: datetime
    credit_code: str = ""
    competent_unit: str = ""
    consenting_name: str = ""
    consenting_credit_code: str = ""
    consenting_contact: str = ""
    created_by_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class TeamRow:
    body_id: int
    name: str
    category_id: int
    area_id: int
    created_at: datetime
    introduction: str = ""
    founded_on: date | None = None
    parent_id: int | None = None
    created_by_id: int | None = None
    terms: list[str] = field(default_factory=list)
    id: int = 0

    def __post_init__(self) -> None:
        self.terms = finding.terms(self.name)


@dataclass(slots=True)
class MembershipRow:
    team_id: int
    person_id: int
    asked_at: datetime
    words: str = ""
    joined_at: datetime | None = None
    decided_by_id: int | None = None
    left_at: datetime | None = None
    leave_reason: str = ""
    id: int = 0


@dataclass(slots=True)
class OfficeRow:
    kind: str
    body_id: int
    team_id: int | None
    account_id: int
    starts_at: datetime
    ends_at: datetime | None = None
    appointed_by_id: int | None = None
    # What is loaded counts as accepted when it starts.
    accepted_at: datetime | None = None
    accepted_because: str = ""
    id: int = 0

    def __post_init__(self) -> None:
        if self.accepted_at is None:
            self.accepted_at, self.accepted_because = self.starts_at, offered.LOADED


def add_bodies(rows: Sequence[BodyRow]) -> Sequence[BodyRow]:
    return copying.add(Body, rows)


def add_teams(rows: Sequence[TeamRow]) -> Sequence[TeamRow]:
    return copying.add(Team, rows)


def add_memberships(rows: Sequence[MembershipRow]) -> Sequence[MembershipRow]:
    return copying.add(Membership, rows)


def add_offices(rows: Sequence[OfficeRow]) -> Sequence[OfficeRow]:
    return copying.add(Office, rows)
