"""Counting tries, locking a phone, unlocking it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.accounts import facts as told
from baiying.accounts import locked, queries, rules
from baiying.accounts.models import Lock, LogInAttempt
from baiying.kit import addresses, audit, clock, facts, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor


class LockedOut(Refused):
    code = "locked_out"
    sentence = _("这个手机号的密码登录已暂时锁定，请用验证码登录。")
    field = "phone"


class TooManyFromHere(Refused):
    code = "too_many_from_here"
    sentence = _("这个网络上输错的次数太多，请半小时后再试，或到就近的实践站（所）当面办理。")


class OwnLock(Refused):
    code = "own_lock"
    sentence = _("不能给自己解锁，请另一位工作人员办理，或等锁定到时。")
    field = "phone"


def rules_at(at: datetime) -> rules.LogInRules:
    return queries.log_in_rules(at)


def locked_out(lock: Lock) -> LockedOut:
    """The honest sentence: until when, and who can help before."""
    until = clock.local(lock.until)
    words = translate(
        "密码输错的次数太多，密码登录锁定到 %(time)s。"
        "现在可以用验证码登录，也可以请就近的实践站（所）工作人员当面解锁。"
    ) % {"time": f"{until:%H:%M}"}
    return LockedOut(words)


def refusal_before_trying(phone: str, *, actor: Actor, at: datetime, given: rules.LogInRules) -> Refused | None:
    """Why nothing may be tried now from this network, or for this phone from it."""
    for limit, key in _failures_from(phone, actor, given):
        if not limits.left(limit, *key, at=at):
            return TooManyFromHere()
    return None


def refusal_of_password(phone: str, at: datetime) -> Refused | None:
    """Why the way by password is shut; the way by code is not, or strangers could lock anybody out."""
    lock = queries.lock_of(phone, at)
    return locked_out(lock) if lock is not None else None


def _failures_from(phone: str, actor: Actor, given: rules.LogInRules) -> Iterator[tuple[limits.Limit, tuple[str, ...]]]:
    network = addresses.neighbourhood(actor.ip)
    if network:
        within = timedelta(minutes=given.lock_window_minutes)
        yield limits.Limit("failures:phone+network", given.failures_per_phone_and_ip, within), (phone, network)
        yield limits.Limit("failures:network", given.failures_per_ip, within), (network,)


def note_try(phone: str, *, method: str, ok: bool, actor: Actor, at: datetime, given: rules.LogInRules) -> Lock | None:
    """Write the try down; lock the phone's way by password when it was one failure too many."""
    hashed = queries.phone_hash(phone)
    LogInAttempt.objects.create(at=at, phone_hash=hashed, ip=actor.ip, method=method, ok=ok)
    for limit, key in _failures_from(phone, actor, given):
        if not ok:
            limits.take(limit, *key, at=at)
        elif phone in key:
            limits.forget(limit, *key)
    if ok or method != "password" or not rules.locks_now(_failures(hashed, at, given), given):
        return None
    lock = Lock.objects.create(
        phone_hash=hashed,
        phone_mask=identifiers.mask_phone(phone),
        locked_at=at,
        until=at + timedelta(minutes=given.lock_minutes),
    )
    facts.publish(told.PhoneLocked(lock_id=lock.pk), actor=actor, at=at)
    return lock


def _failures(hashed: bytes, at: datetime, given: rules.LogInRules) -> int:
    """Wrong passwords in the window, since the last success and the last lock."""
    rows = LogInAttempt.objects.filter(phone_hash=hashed, at__gt=at - timedelta(minutes=given.lock_window_minutes))
    last_good = rows.filter(ok=True).order_by("-id").values_list("at", flat=True).first()
    last_lock = Lock.objects.filter(phone_hash=hashed).order_by("-id").values_list("locked_at", flat=True).first()
    since = max((t for t in (last_good, last_lock) if t is not None), default=None)
    bad = rows.filter(ok=False, method="password")
    return (bad.filter(at__gt=since) if since else bad).count()


@transaction.atomic
def unlock(*, phone: str, reason: str, actor: Actor, at: datetime) -> bool:
    """Lift the lock; says whether there was one. The caller has checked that the phone is in the actor's area.

    Again by the same hand says the same and changes nothing. Refuses: OwnLock.
    """
    if actor.account_id is not None and queries.comes_in_by(actor.account_id, queries.phone_hash(phone)):
        raise OwnLock
    held = queries.live_locks(at).filter(phone_hash=queries.phone_hash(phone))
    lock = locked.phone_lock(held)
    if lock is None:
        mine = Lock.objects.filter(phone_hash=queries.phone_hash(phone), until__gt=at, unlocked_by_id=actor.account_id)
        return actor.account_id is not None and mine.exists()
    lock.unlocked_at, lock.unlocked_by_id, lock.reason = at, actor.account_id, reason[:120]
    lock.save(update_fields=["unlocked_at", "unlocked_by_id", "reason"])
    audit.record("PhoneUnlocked", actor=actor, at=at, subject=("lock", lock.pk), detail={"reason": reason[:120]})
    return True
