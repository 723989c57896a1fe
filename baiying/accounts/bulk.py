"""Set-based loading of accounts and appointments."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from baiying.accounts import queries
from baiying.accounts.models import Account as Account
from baiying.accounts.models import Appointment as Appointment
from baiying.kit import sealed
from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import identifiers


@dataclass(slots=True)
class AccountRow:
    public_id: str
    phone_sealed: bytes
    phone_hash: bytes
    phone_mask: str
    display_name: str
    password: str
    created_at: datetime
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
    id: int = 0


def account(*, phone: str, display_name: str, created_at: datetime, password: str | None = None) -> AccountRow:
    """A way in for a tidy phone number; without a password one comes in by code."""
    public_id = new_public_id()
    return AccountRow(
        public_id=public_id,
        phone_sealed=sealed.seal(phone, at=sealed.Place("accounts_account", public_id, "phone_sealed")),
        phone_hash=queries.phone_hash(phone),
        phone_mask=identifiers.mask_phone(phone),
        display_name=display_name[:40],
        # What make_password(None) gives, twenty times faster.
        password=make_password(password) if password else UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20),
        created_at=created_at,
    )


def add_accounts(rows: Sequence[AccountRow]) -> Sequence[AccountRow]:
    return copying.add(Account, rows)


def add_appointments(rows: Sequence[AppointmentRow]) -> Sequence[AppointmentRow]:
    return copying.add(Appointment, rows)
