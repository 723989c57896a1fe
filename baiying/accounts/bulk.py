"""Set-based loading of accounts and appointments."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from baiying.accounts import identity
from baiying.accounts.models import Account as Account
from baiying.accounts.models import Appointment as Appointment
from baiying.accounts.models import Identity
from baiying.kit.db import copying, offered
from baiying.kit.values import identifiers


@dataclass(slots=True)
class AccountRow:
    """A way in and the phone by which one comes in."""

    phone: str
    display_name: str
    password: str
    created_at: datetime
    id: int = 0


@dataclass(slots=True)
class _AccountColumns:
    display_name: str
    password: str
    created_at: datetime
    id: int = 0


@dataclass(slots=True)
class _IdentityColumns:
    account_id: int
    since: datetime
    public_id: str
    kind: str
    subject_hash: bytes
    subject_sealed: bytes
    mask: str
    id: int = 0


@dataclass(slots=True)
class AppointmentRow:
    account_id: int
    role: str
    area_id: int | None
    starts_at: datetime
    title: str = ""
    ends_at: datetime | None = None
    appointed_by_id: int | None = None
    # What is loaded counts as accepted when it starts.
    accepted_at: datetime | None = None
    accepted_because: str = ""
    # As which office it was given: a load has none.
    given_role: str = ""
    id: int = 0

    def __post_init__(self) -> None:
        if self.accepted_at is None:
            self.accepted_at, self.accepted_because = self.starts_at, offered.LOADED


def account(*, phone: str, display_name: str, created_at: datetime, password: str | None = None) -> AccountRow:
    """A way in for a tidy phone number; without a password one comes in by code."""
    return AccountRow(
        phone=phone,
        display_name=(display_name or identifiers.mask_phone(phone))[:60],
        # What make_password(None) gives, twenty times faster.
        password=make_password(password) if password else UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20),
        created_at=created_at,
    )


def add_accounts(rows: Sequence[AccountRow]) -> Sequence[AccountRow]:
    """Load accounts and their phones; the rows get their ids."""
    made = copying.add(Account, [_AccountColumns(row.display_name, row.password, row.created_at) for row in rows])
    for row, columns in zip(rows, made, strict=True):
        row.id = columns.id
    copying.add(Identity, [_IdentityColumns(row.id, row.created_at, **identity.of_phone(row.phone)) for row in rows])
    return rows


def add_appointments(rows: Sequence[AppointmentRow]) -> Sequence[AppointmentRow]:
    return copying.add(Appointment, rows)
