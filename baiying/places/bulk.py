"""Set-based loading of places. Divisions of a whole city come by `actions.import_divisions`, which is set-based too."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from baiying.kit import clock, sealed
from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import finding, identifiers
from baiying.places.models import CalendarDay as CalendarDay
from baiying.places.models import Division as Division
from baiying.places.models import DivisionVersion as DivisionVersion
from baiying.places.models import Population as Population
from baiying.places.models import RuleSet as RuleSet
from baiying.places.models import Site as Site
from baiying.places.models import SiteHave as SiteHave
from baiying.places.models import SiteStaff as SiteStaff
from baiying.places.models import SiteStateChange as SiteStateChange


@dataclass(slots=True)
class DivisionRow:
    """A division and, once added, its first version."""

    code: str
    name: str
    level: str
    parent_id: int | None
    path: list[int]
    id: int = 0


@dataclass(slots=True)
class VersionRow:
    division_id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    path: list[int]
    valid_from: date
    id: int = 0


@dataclass(slots=True)
class SiteRow:
    division_id: int
    level: str
    name: str
    state: str
    state_since: date
    exempt_reason: str = ""
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    terms: list[str] = field(default_factory=list)
    haves: list[str] = field(default_factory=list)
    id: int = 0

    def __post_init__(self) -> None:
        self.terms = finding.terms(self.name)


@dataclass(slots=True)
class StateChangeRow:
    site_id: int
    state: str
    since: date
    said_at: datetime
    said_by_id: int | None
    reason: str = ""
    id: int = 0


@dataclass(slots=True)
class HaveRow:
    """That somebody saw an item of the standard at a site; the site's own row names it in `haves`."""

    site_id: int
    item: str
    seen_on: date
    seen_by: str
    proof: str
    said_at: datetime
    has: bool = True
    said_by_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class StaffRow:
    """Somebody of a site. `phone` is given in the clear, as it is dialled, and stands sealed in the table."""

    site_id: int
    name: str
    from_day: date
    said_at: datetime
    phone: InitVar[str] = ""
    role: str = "head"
    duty: str = ""
    said_by_id: int | None = None
    public_id: str = field(default_factory=new_public_id)
    phone_sealed: bytes | None = None
    phone_mask: str = ""
    id: int = 0

    def __post_init__(self, phone: str) -> None:
        if phone:
            here = sealed.Place("places_sitestaff", self.public_id, "phone_sealed")
            self.phone_sealed, self.phone_mask = sealed.seal(phone, at=here), identifiers.mask_phone(phone)


@dataclass(slots=True)
class PopulationRow:
    version_id: int
    division_id: int
    kind: str
    year: int
    persons: int
    source: str
    entered_at: datetime
    id: int = 0


@dataclass(slots=True)
class RuleSetRow:
    kind: str
    area_id: int | None
    valid_from: date
    source: str
    proposed_at: datetime
    proposed_by_id: int
    confirmed_at: datetime | None = None
    confirmed_by_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    valid_to: date | None = None
    in_force_from: date | None = None
    id: int = 0

    def __post_init__(self) -> None:
        # As confirm_rule_set decides it.
        if self.confirmed_at is not None:
            self.in_force_from = max(self.valid_from, clock.local_date(self.confirmed_at))


@dataclass(slots=True)
class CalendarDayRow:
    day: date
    is_working: bool
    name: str
    source: str = ""
    id: int = 0


def add_division(row: DivisionRow, *, valid_from: date) -> DivisionRow:
    """One division below those that exist; its own id is put at the end of its path."""
    row.id = copying.next_ids(Division, 1)[0]
    row.path = [*row.path, row.id]
    copying.add(Division, [row])
    version = VersionRow(row.id, row.code, row.name, row.level, row.parent_id, row.path, valid_from)
    copying.add(DivisionVersion, [version])
    return row


def add_sites(rows: Sequence[SiteRow], *, said_at: datetime, said_by_id: int | None) -> Sequence[SiteRow]:
    """Sites and the first statement of their state."""
    copying.add(Site, rows)
    said = [StateChangeRow(r.id, r.state, r.state_since, said_at, said_by_id, r.exempt_reason) for r in rows]
    copying.add(SiteStateChange, said)
    return rows


def add_haves(rows: Sequence[HaveRow]) -> Sequence[HaveRow]:
    return copying.add(SiteHave, rows)


def add_staff(rows: Sequence[StaffRow]) -> Sequence[StaffRow]:
    return copying.add(SiteStaff, rows)


def add_populations(rows: Sequence[PopulationRow]) -> Sequence[PopulationRow]:
    return copying.add(Population, rows)


def add_rule_sets(rows: Sequence[RuleSetRow]) -> Sequence[RuleSetRow]:
    return copying.add(RuleSet, rows)


def add_calendar_days(rows: Sequence[CalendarDayRow]) -> Sequence[CalendarDayRow]:
    return copying.add(CalendarDay, rows)
