"""Ways in, and roles at a place."""

from datetime import datetime

from baiying.accounts import bulk as accounts
from baiying.demo.builders.when import LONG_AGO, next_number
from baiying.places import bulk as places


def account(
    phone: str = "", *, name: str = "", password: str | None = None, created_at: datetime = LONG_AGO
) -> accounts.Account:
    """A way in; without a phone an invented one of its own."""
    row = accounts.account(
        phone=phone or f"1990001{next_number():04}", display_name=name, created_at=created_at, password=password
    )
    accounts.add_accounts([row])
    return accounts.Account.objects.get(pk=row.id)


def appointment(
    account: accounts.Account,
    role: str,
    area: places.Division | None,
    *,
    title: str = "",
    starts_at: datetime = LONG_AGO,
) -> accounts.Appointment:
    row = accounts.AppointmentRow(account.pk, role, area.pk if area else None, starts_at, title)
    accounts.add_appointments([row])
    return accounts.Appointment.objects.get(pk=row.id)
