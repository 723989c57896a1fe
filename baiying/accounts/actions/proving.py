"""Showing a second factor: a code of an app, a code on paper, a passkey. Each is taken once.

A wrong try counts though it refuses: nothing here may stand inside a caller's transaction.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import locked, passkeys, queries, rules
from baiying.accounts.actions import factors, recovery, telling
from baiying.accounts.models import Factor, FactorKind, RecoveryCode
from baiying.kit import addresses, audit, kept, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


class TooManyFactorTries(Refused):
    code = "too_many_factor_tries"
    sentence = _("输错的次数太多，请过一刻钟再试。有通行密钥的，现在就可以用。")
    field = "code"


class PaperCodeWrong(Refused):
    code = "paper_code_wrong"
    sentence = _("恢复码不对，请再看一遍纸上的字母和数字。")
    field = "code"


class PaperCodeUsed(Refused):
    code = "paper_code_used"
    sentence = _("这个恢复码用过了，或者已经换了新的一套。请用另一个。")
    field = "code"


class KeyUnknown(Refused):
    code = "key_unknown"
    sentence = _("这把通行密钥没有登记在这里，或已经移除。请用别的方式。")


class KeyInDoubt(Refused):
    code = "key_in_doubt"
    sentence = _(
        "这把通行密钥的计数变小了，可能有人复制了它，所以这次没有放行。"
        "请用另一种方式验证，再到“登录与安全”里确认它是您的，或移除它。"
    )


def _limits(
    account_id: int, actor: Actor, given: rules.LogInRules
) -> Iterator[tuple[limits.Limit, tuple[object, ...]]]:
    here = limits.Limit("factor:account+network", given.factor_tries, timedelta(minutes=15))
    yield here, (account_id, addresses.neighbourhood(actor.ip))
    yield limits.Limit("factor:account", given.factor_tries_in_all, timedelta(hours=1)), (account_id,)


def _may_try(account_id: int, actor: Actor, at: datetime) -> bool:
    given = queries.log_in_rules(at)
    return all(limits.left(limit, *key, at=at) for limit, key in _limits(account_id, actor, given))


def _counted(account_id: int, actor: Actor, at: datetime, refusal: type[Refused]) -> Refused:
    """The refusal of a wrong try, which is written down; says how many are left."""
    given = queries.log_in_rules(at)
    for limit, key in _limits(account_id, actor, given):
        limits.take(limit, *key, at=at)
    audit.record("FactorRefused", actor=actor, at=at, subject=("account", account_id), detail={"why": refusal.code})
    left = min(limits.left(limit, *key, at=at) for limit, key in _limits(account_id, actor, given))
    return refusal() if left else TooManyFactorTries()


def _shown(account_id: int, kind: str, actor: Actor, at: datetime) -> None:
    here, _all = _limits(account_id, actor, queries.log_in_rules(at))
    limits.forget(here[0], *here[1])
    audit.record("FactorShown", actor=actor, at=at, subject=("account", account_id), detail={"kind": kind})


def prove_totp(*, account_id: int, code: str, actor: Actor, at: datetime) -> Factor:
    """Take a code of one of the account's apps. Refuses: TooManyFactorTries, FactorCodeUsed, PhoneClockOff,
    FactorCodeWrong."""
    found = _try_totp(account_id=account_id, code=code, actor=actor, at=at)
    if isinstance(found, Refused):
        raise found
    return found


@transaction.atomic
def _try_totp(*, account_id: int, code: str, actor: Actor, at: datetime) -> Factor | Refused:
    # One at a time: of two requests with the same code the second one finds the step taken.
    locked.account(account_id)
    if not _may_try(account_id, actor, at):
        return TooManyFactorTries()
    verdicts = []
    for row in queries.factors(account_id).filter(kind=FactorKind.TOTP):
        secret = sealed.open_sealed(row.secret_sealed, at=sealed.Place.of(row, "secret_sealed"))
        verdict, step = rules.judge_totp(secret, code, at, row.last_step)
        risen = Factor.objects.filter(pk=row.pk, last_step__lt=step)
        if verdict == "right" and risen.update(last_step=step, last_used_at=at):
            _shown(account_id, row.kind, actor, at)
            return row
        verdicts.append(verdict)
    worst = next((one for one in factors.REFUSALS if one in verdicts), "wrong")
    return _counted(account_id, actor, at, factors.REFUSALS[worst])


def prove_paper(*, account_id: int, code: str, actor: Actor, at: datetime) -> None:
    """Use up a code on paper; its owner is told everywhere. Refuses: TooManyFactorTries, PaperCodeUsed,
    PaperCodeWrong."""
    refusal = _try_paper(account_id=account_id, code=code, actor=actor, at=at)
    if refusal is not None:
        raise refusal


@transaction.atomic
def _try_paper(*, account_id: int, code: str, actor: Actor, at: datetime) -> Refused | None:
    account = locked.account(account_id)
    if not _may_try(account_id, actor, at):
        return TooManyFactorTries()
    rows = RecoveryCode.objects.filter(account=account, code_hash=recovery.hash_of(account, code))
    row = rows.filter(used_at__isnull=True, ended_at__isnull=True).first()
    if row is None:
        return _counted(account_id, actor, at, PaperCodeUsed if rows.exists() else PaperCodeWrong)
    row.used_at = at
    row.save(update_fields=["used_at"])
    _shown(account_id, "paper", actor, at)
    left = queries.recovery_codes_left(account_id)
    text = kept.translate("有人用恢复码通过了您账号的第二步验证，还剩 %(n)s 个。不是您本人的，请马上换一套。")
    telling.tell_everywhere(
        account_id=account_id, kind="factor_paper", text=text % {"n": left}, source=f"paper:{row.pk}", at=at
    )
    return None


def prove_passkey(*, answer: passkeys.Answer, account_id: int | None, actor: Actor, at: datetime) -> Factor:
    """Take the answer of a passkey: of this account, or of whichever account holds it (None, at the log-in).

    Refuses: KeyUnreadable (also for a challenge that was answered), KeyUnknown, KeyInDoubt.
    """
    if not factors.take_challenge(answer.challenge, at):
        raise factors.KeyUnreadable
    try:
        row = queries.passkey_of(passkeys.handle_of(answer))
        if row is None or account_id not in (None, row.account_id):
            raise KeyUnknown
        count = passkeys.check(answer, bytes(row.public_key or b""))
    except passkeys.Unreadable:
        raise factors.KeyUnreadable from None
    refusal = _take_count(factor_id=row.pk, account_id=row.account_id, count=count, actor=actor, at=at)
    if refusal is not None:
        raise refusal
    return row


@transaction.atomic
def _take_count(*, factor_id: int, account_id: int, count: int, actor: Actor, at: datetime) -> Refused | None:
    locked.account(account_id)
    row = Factor.objects.get(pk=factor_id)
    if row.ended_at is not None:
        return KeyUnknown()
    if row.doubted_at is not None:
        return KeyInDoubt()
    if rules.count_fell(row.sign_count, count):
        row.doubted_at, row.doubted_count = at, count
        row.save(update_fields=["doubted_at", "doubted_count"])
        detail = {"before": row.sign_count, "now": count}
        audit.record("FactorDoubted", actor=actor, at=at, subject=("account", account_id), detail=detail)
        text = kept.translate("您的通行密钥“%(label)s”可能被复制，已经停用。请到“登录与安全”确认它是您的，或移除它。")
        telling.tell_everywhere(
            account_id=account_id, kind="factor_doubted", text=text % {"label": row.label},
            source=f"factor_doubted:{row.public_id}:{row.sign_count}", at=at,
        )  # fmt: skip
        return KeyInDoubt()
    row.sign_count, row.last_used_at = count, at
    row.save(update_fields=["sign_count", "last_used_at"])
    _shown(account_id, row.kind, actor, at)
    return None
