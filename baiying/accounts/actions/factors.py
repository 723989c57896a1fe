"""Second factors of an account: added, removed, a key in doubt confirmed. The view has seen a fresh proof."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from baiying.accounts import locked, passkeys, queries, rules
from baiying.accounts.actions import recovery, telling
from baiying.accounts.models import Account, Factor, FactorKind, RecoveryCode
from baiying.kit import audit, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor

# A challenge is taken once; the session that holds it forgets it sooner.
_ONE_ANSWER = limits.Limit("passkey_challenge", 1, timedelta(minutes=15))


class FactorCodeWrong(Refused):
    code = "factor_code_wrong"
    sentence = _("数字不对。请看验证器里现在显示的六位数字，它每 30 秒换一次。")
    field = "code"


class FactorCodeUsed(Refused):
    code = "factor_code_used"
    sentence = _("这个数字用过了。等验证器换了下一个数字，再输入。")
    field = "code"


class PhoneClockOff(Refused):
    code = "phone_clock_off"
    sentence = _("手机时间不准，数字因此对不上。请在手机设置里打开“自动设置时间”，再输入新的数字。")
    field = "code"


class StaleSecret(Refused):
    code = "stale_secret"
    sentence = _("这个二维码已经用过，请重新打开这一页，扫新的。")
    field = "code"


class KeyKnown(Refused):
    code = "key_known"
    sentence = _("这台设备已登记，不用再登记一次。")


class KeyUnreadable(Refused):
    code = "key_unreadable"
    sentence = _("没有收到设备的正确答复。请再按一次；还是不行，用验证器里的数字。")


class LastFactor(Refused):
    code = "last_factor"
    sentence = _("您的岗位要有第二步验证，这是最后一种。先加另一种，或先卸任，再移除这一种。")


REFUSALS: dict[str, type[Refused]] = {"used": FactorCodeUsed, "clock": PhoneClockOff, "wrong": FactorCodeWrong}


@dataclass(frozen=True, slots=True)
class Added:
    """A new factor; `codes` on paper where the account had none, to be shown this once."""

    factor: Factor
    codes: list[str] = field(default_factory=list)


def take_challenge(challenge: bytes, at: datetime) -> bool:
    """Use a challenge up; False for one that was answered already. Stands outside what a refusal rolls back."""
    return limits.take(_ONE_ANSWER, challenge.hex(), at=at)


@transaction.atomic
def add_totp(*, account_id: int, secret: str, code: str, label: str, actor: Actor, at: datetime) -> Added:
    """Add an authenticator app that has shown that it holds the secret; the code it showed is taken by that.

    Again with the same secret gives the factor that is there. Refuses: FactorCodeWrong, FactorCodeUsed, PhoneClockOff,
    StaleSecret.
    """
    account = locked.account(account_id)
    handle = sealed.lookup("totp", secret)
    known = Factor.objects.filter(kind=FactorKind.TOTP, handle=handle).first()
    if known is not None:
        if known.account_id != account_id or known.ended_at is not None:
            raise StaleSecret
        return Added(known)
    verdict, step = rules.judge_totp(secret, code, at, 0)
    if verdict != "right":
        raise REFUSALS[verdict]
    public_id = new_public_id()
    made = Factor.objects.create(
        public_id=public_id,
        account=account,
        kind=FactorKind.TOTP,
        label=label[:40],
        handle=handle,
        secret_sealed=sealed.seal(secret, at=sealed.Place("accounts_factor", public_id, "secret_sealed")),
        last_step=step,
        added_at=at,
        last_used_at=at,
    )
    return _added(account, made, actor, at)


def add_passkey(*, account_id: int, answer: passkeys.Answer, label: str, actor: Actor, at: datetime) -> Added:
    """Add a passkey that a device made for our challenge. Refuses: KeyUnreadable, KeyKnown."""
    if not take_challenge(answer.challenge, at):
        raise KeyUnreadable
    try:
        key = passkeys.read_new(answer)
    except passkeys.Unreadable:
        raise KeyUnreadable from None
    return _keep_passkey(account_id=account_id, key=key, label=label, actor=actor, at=at)


@transaction.atomic
def _keep_passkey(*, account_id: int, key: passkeys.NewKey, label: str, actor: Actor, at: datetime) -> Added:
    account = locked.account(account_id)
    if Factor.objects.filter(kind=FactorKind.PASSKEY, handle=key.handle).exists():
        raise KeyKnown
    made = Factor.objects.create(
        account=account,
        kind=FactorKind.PASSKEY,
        label=label[:40],
        handle=key.handle,
        public_key=key.public_key,
        sign_count=key.sign_count,
        site=key.site[:120],
        added_at=at,
        last_used_at=at,
    )
    return _added(account, made, actor, at)


def _added(account: Account, made: Factor, actor: Actor, at: datetime) -> Added:
    audit.record("FactorAdded", actor=actor, at=at, subject=("account", account.pk), detail={"kind": made.kind})
    text = translate("您的账号加了一种第二步验证：%(label)s。不是您本人加的，请马上到“登录与安全”移除，并告诉同事。")
    telling.tell_everywhere(
        account_id=account.pk, kind="factor_added", text=text % {"label": made.label},
        source=f"factor_added:{made.public_id}", at=at,
    )  # fmt: skip
    has = queries.recovery_codes_left(account.pk)
    return Added(made, [] if has else recovery.write_new(account, at))


@transaction.atomic
def remove_factor(*, factor_id: int, actor: Actor, at: datetime) -> None:
    """End one of the own factors, and every session of the account: some may have come in by it.

    Again changes nothing. Refuses: LastFactor where a role in force needs one.
    """
    row = Factor.objects.get(pk=factor_id)
    account = locked.account(row.account_id)
    row.refresh_from_db()
    if row.ended_at is not None:
        return
    others = queries.factors(account.pk).exclude(pk=row.pk)
    if not others.filter(doubted_at__isnull=True).exists() and queries.needs_factor(account.pk, at):
        raise LastFactor
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    account.session_epoch = F("session_epoch") + 1
    if not others.exists():
        # Whoever is appointed later has days of grace like anybody else.
        account.factor_asked_at = None
        RecoveryCode.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
        if account.held_back_until is not None and account.held_back_until <= at:
            account.held_back_until = None
    account.save(update_fields=["session_epoch", "factor_asked_at", "held_back_until"])
    audit.record("FactorRemoved", actor=actor, at=at, subject=("account", account.pk), detail={"kind": row.kind})
    text = translate("您的账号移除了一种第二步验证：%(label)s。不是您本人移除的，请马上联系同事。")
    telling.tell_everywhere(
        account_id=account.pk, kind="factor_removed", text=text % {"label": row.label},
        source=f"factor_removed:{row.public_id}", at=at,
    )  # fmt: skip


@transaction.atomic
def confirm_passkey(*, factor_id: int, actor: Actor, at: datetime) -> None:
    """Say that a key in doubt is the own one: its count goes on from what it sent last. Again changes nothing."""
    row = Factor.objects.get(pk=factor_id)
    locked.account(row.account_id)
    row.refresh_from_db()
    if row.doubted_at is None or row.ended_at is not None:
        return
    row.sign_count, row.doubted_at, row.doubted_count = row.doubted_count or 0, None, None
    row.save(update_fields=["sign_count", "doubted_at", "doubted_count"])
    audit.record("FactorConfirmed", actor=actor, at=at, subject=("account", row.account_id))
