"""The presses about appointments and locks."""

from collections.abc import Callable
from datetime import timedelta

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Lock
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _unlock(w: World) -> Press:
    phone = "19900000777"
    Lock.objects.create(
        phone_hash=account_rows.phone_hash(phone), phone_mask="199****0777", locked_at=w.at,
        until=w.at + timedelta(days=2),
    )  # fmt: skip
    return lambda at: accounts.unlock(phone=phone, reason="看了证件", actor=w.actor("secadmin"), at=at)


def _end_appointment(w: World) -> Press:
    row = w.offer()
    return lambda at: accounts.end_appointment(appointment=row, actor=w.actor("county"), at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "accounts.accept_appointment": On(
        World.offer,
        lambda w, row, at: accounts.accept_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.decline_appointment": On(
        World.offer,
        lambda w, row, at: accounts.decline_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.end_appointment": _end_appointment,
    "accounts.unlock": _unlock,
}
