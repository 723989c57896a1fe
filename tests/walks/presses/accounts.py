"""The presses about appointments and locks."""

from collections.abc import Callable
from datetime import timedelta

import pyotp

from baiying.accounts import actions as accounts
from baiying.accounts import list_reading
from baiying.accounts import queries as account_rows
from baiying.accounts.list_models import AppointmentList
from baiying.accounts.models import Factor, Lock, Session
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
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


def _confirm_passkey(w: World) -> Press:
    account = w.morning.cast["volunteer"].account
    row = Factor.objects.create(
        account=account, kind="passkey", label="钥匙", handle=b"handle", public_key=b"key", sign_count=7,
        doubted_at=w.at, doubted_count=5, added_at=w.at,
    )  # fmt: skip
    return lambda at: accounts.confirm_passkey(factor_id=row.pk, actor=w.actor("volunteer"), at=at)


def _end_session(w: World) -> Press:
    account = w.morning.cast["volunteer"].account
    row = Session.objects.create(account=account, epoch=account.session_epoch, began_at=w.at, seen_at=w.at)
    return lambda at: accounts.end_session(session_id=row.pk, actor=w.actor("volunteer"), at=at)


def _withdraw_reset(w: World) -> Press:
    account = w.morning.cast["clerk"].account
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    accounts.add_totp(
        account_id=account.pk, secret=secret, code=pyotp.TOTP(secret).at(w.at), label="手机",
        actor=w.actor("clerk"), at=w.at,
    )  # fmt: skip
    appointment = w.morning.cast["clerk"].appointment
    assert appointment is not None
    reset = accounts.open_reset(appointment=appointment, document="citizen", actor=w.actor("county"), at=w.at)
    return lambda at: accounts.withdraw_reset(reset=reset, actor=w.actor("county"), at=at)


def _end_stand_in(w: World) -> Press:
    own = w.morning.cast["clerk"].appointment
    assert own is not None
    today = clock.local_date(w.at)
    days = accounts.Days(today, today + timedelta(days=3))
    row = accounts.ask_to_stand_in(
        appointment_id=own.pk, whom=w.morning.cast["county"].account, days=days, actor=w.actor("clerk"), at=w.at
    )
    return lambda at: accounts.end_stand_in(appointment_id=row.pk, actor=w.actor("clerk"), at=at)


def _untie(w: World) -> Press:
    account = w.morning.cast["volunteer"].account
    row = accounts.tie(
        account_id=account.pk, issuer="https://id.example", subject="s", mask="…", actor=w.actor("volunteer"), at=w.at
    )
    return lambda at: accounts.end_tie(identity_id=row.pk, actor=w.actor("volunteer"), at=at)


def _list(w: World) -> AppointmentList:
    """A list of one line, read and not sent."""
    name = w.morning.cast["stranger"].account.display_name
    area = w.morning.cast["leader"].team.area  # type: ignore[union-attr]
    sheet = list_reading.of_text(f"地点,角色,姓名,手机号\n{area.code},站所工作人员,{name},19900000777")
    return accounts.read_list(sheet=sheet, title="名单", form_id=new_public_id(), actor=w.actor("county"), at=w.at)


def _undo_list(w: World) -> Press:
    row = _list(w)
    accounts.send_list(listing=row, without_faults=True, actor=w.actor("county"), at=w.at)
    accounts.give_all(list_id=row.pk, at=w.at)
    return lambda at: accounts.undo_list(listing=row, actor=w.actor("county"), at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "accounts.undo_list": _undo_list,
    "accounts.accept_appointment": On(
        World.offer,
        lambda w, row, at: accounts.accept_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.decline_appointment": On(
        World.offer,
        lambda w, row, at: accounts.decline_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.confirm_passkey": _confirm_passkey,
    "accounts.withdraw_reset": _withdraw_reset,
    "accounts.end_session": _end_session,
    "accounts.end_appointment": _end_appointment,
    "accounts.unlock": _unlock,
    "accounts.end_stand_in": _end_stand_in,
    "accounts.end_tie": _untie,
}
