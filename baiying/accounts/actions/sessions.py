"""Sessions on devices: begun, seen, ended one by one or all but one. What a session may do stands in access."""

from dataclasses import dataclass
from datetime import datetime

from baiying.accounts import locked
from baiying.accounts.models import Account, Session
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Device:
    """What a session is shown as: the program and the machine by their codes, and where from, masked."""

    browser: str
    machine: str
    network: str
    # By which way one came in; empty where that was not said.
    came_by: str = ""


def begin_session(*, public_id: str, account: Account, device: Device, acting: int | None, at: datetime) -> None:
    """Write down a session that `access.enter` has opened. Again with the same id changes nothing."""
    Session.objects.get_or_create(
        public_id=public_id,
        defaults={
            "account": account, "epoch": account.session_epoch, "browser": device.browser, "machine": device.machine,
            "network": device.network, "came_by": device.came_by, "acting_id": acting, "began_at": at, "seen_at": at,
        },
    )  # fmt: skip


def keep_session(*, public_id: str, account: Account) -> None:
    """All sessions of the account have ended but this one: it goes on with the account's new epoch."""
    Session.objects.filter(public_id=public_id, account=account).update(epoch=account.session_epoch)


def see_session(*, public_id: str, network: str, acting: int | None, at: datetime) -> None:
    """It is still used, from there and in that role; asked for once an hour at most, or when the role changes."""
    Session.objects.filter(public_id=public_id, ended_at__isnull=True).update(
        seen_at=at, network=network, acting_id=acting
    )


@transaction.atomic
def end_session(*, session_id: int, actor: Actor, at: datetime) -> None:
    """End one session: its next request is nobody's. Again changes nothing."""
    if Session.objects.filter(pk=session_id, ended_at__isnull=True).update(ended_at=at):
        row = Session.objects.get(pk=session_id)
        audit.record("SessionEnded", actor=actor, at=at, subject=("account", row.account_id))


@transaction.atomic
def end_other_sessions(*, account_id: int, epoch: int, but: str, actor: Actor, at: datetime) -> int | None:
    """End every session of the account but one, those too that were begun before sessions were written down.

    `epoch`: of the session that asks, as its request read it. Gives the new one, with which that goes on; None where
    all were logged out meanwhile, that one too: then nothing is done.
    """
    account = locked.account(account_id)
    if account.session_epoch != epoch:
        return None
    others = Session.objects.filter(account_id=account_id, ended_at__isnull=True).exclude(public_id=but)
    others.update(ended_at=at)
    Account.objects.filter(pk=account.pk).update(session_epoch=epoch + 1)
    audit.record("SessionsEnded", actor=actor, at=at, subject=("account", account_id), detail={"why": "others"})
    return epoch + 1
