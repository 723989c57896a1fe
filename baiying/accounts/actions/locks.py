"""Counting tries, locking a phone, unlocking it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.accounts import facts as told
from baiying.accounts import queries, rules
from baiying.accounts.models import Lock, LogInAttempt
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.places import queries as places


class LockedOut(Refused):
    code = "locked_out"
    sentence = _("这个手机号已暂时锁定。")
    field = "phone"


class TooManyFromHere(Refused):
    code = "too_many_from_here"
    sentence = _("这个网络上输错的次数太多，请半小时后再试，或到就近的实践站（所）当面办理。")


def rules_at(at: datetime) -> rules.LogInRules:
    return places.rule_set(rules.LogInRules, area_path=(), on=clock.local_date(at)).rules


def locked_out(lock: Lock) -> LockedOut:
    """The honest sentence: until when, and who can help before."""
    until = clock.local(lock.until)
    words = translate(
        "输错次数太多，这个手机号锁定到 %(time)s。可以等到那时再试，也可以请就近实践站（所）的工作人员当面解锁。"
    ) % {"time": f"{until:%H:%M}"}
    return LockedOut(words)


def refusal_before_trying(phone: str, *, actor: Actor, at: datetime, given: rules.LogInRules) -> Refused | None:
    """Why this phone or this address may not try at all now."""
    lock = queries.lock_of(phone, at)
    if lock is not None:
        return locked_out(lock)
    since = at - timedelta(minutes=given.lock_window_minutes)
    if actor.ip and LogInAttempt.objects.filter(ip=actor.ip, ok=False, at__gt=since).count() >= given.failures_per_ip:
        return TooManyFromHere()
    return None


def note_try(phone: str, *, method: str, ok: bool, actor: Actor, at: datetime, given: rules.LogInRules) -> Lock | None:
    """Write the try down; lock the phone when it was one failure too many."""
    hashed = queries.phone_hash(phone)
    LogInAttempt.objects.create(at=at, phone_hash=hashed, ip=actor.ip, method=method, ok=ok)
    if ok or not rules.locks_now(_failures(hashed, at, given), given):
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
    """Failures in the window, since the last success and the last lock."""
    rows = LogInAttempt.objects.filter(phone_hash=hashed, at__gt=at - timedelta(minutes=given.lock_window_minutes))
    last_good = rows.filter(ok=True).order_by("-id").values_list("at", flat=True).first()
    last_lock = Lock.objects.filter(phone_hash=hashed).order_by("-id").values_list("locked_at", flat=True).first()
    since = max((t for t in (last_good, last_lock) if t is not None), default=None)
    bad = rows.filter(ok=False)
    return (bad.filter(at__gt=since) if since else bad).count()


@transaction.atomic
def unlock(*, phone: str, reason: str, actor: Actor, at: datetime) -> bool:
    """Lift the lock; says whether there was one. The caller has checked that the phone is in the actor's area."""
    lock = queries.live_locks(at).select_for_update().filter(phone_hash=queries.phone_hash(phone)).first()
    if lock is None:
        return False
    lock.unlocked_at, lock.unlocked_by_id, lock.reason = at, actor.account_id, reason[:120]
    lock.save(update_fields=["unlocked_at", "unlocked_by_id", "reason"])
    audit.record("PhoneUnlocked", actor=actor, at=at, subject=("lock", lock.pk), detail={"reason": reason[:120]})
    return True
