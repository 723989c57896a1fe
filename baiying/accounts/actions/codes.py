"""One-time codes: sent to any phone that asks, known here or not, so that an answer tells nobody who is registered.

`check_code` counts a wrong try even though it refuses: it must not stand inside a caller's transaction.
"""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.accounts import locked, queries, rules
from baiying.accounts.actions import locks
from baiying.accounts.models import LogInCode
from baiying.kit import addresses, audit, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.ui import formats

# Codes wait a minute between each other and live for five.
_MOST_LIVE = 5


class CodeSentJustNow(Refused):
    code = "code_sent_just_now"
    sentence = _("验证码刚刚发过，请稍等再发。")
    field = "phone"


class CodeLimit(Refused):
    code = "code_limit"
    sentence = _("今天发给这个手机号的验证码已到上限，请明天再试，或到就近的实践站（所）当面办理。")
    field = "phone"


class CodeNotTaken(Refused):
    code = "code_not_taken"
    sentence = _("发到这个手机号的短信已达上限。可以用密码登录，或到就近的实践站（所）当面办理。")
    field = "phone"


class CodesShut(Refused):
    code = "codes_shut"
    sentence = _(
        "现在要验证码的人太多，暂时发不出去，请过几分钟再试。可以用通行密钥或密码登录，或到就近的实践站（所）当面办理。"
    )
    field = "phone"


class CodeExpired(Refused):
    code = "code_expired"
    sentence = _("验证码已失效，请重新发送。")
    field = "code"


class WrongCode(Refused):
    code = "wrong_code"
    sentence = _("验证码不对，请再看一遍短信。")
    field = "code"


def _code_hash(phone: str, purpose: str, code: str) -> bytes:
    return sealed.lookup("log_in_code", f"{purpose}\0{phone}\0{code}")


def start_code(*, phone: str, purpose: str, actor: Actor, at: datetime) -> None:
    """Send a fresh six-digit code to the phone; codes sent before stay good. Refuses: CodeSentJustNow, CodeLimit,
    CodeNotTaken, TooManyFromHere, CodesShut.
    """
    given = locks.rules_at(at)
    refusal = locks.refusal_before_trying(phone, actor=actor, at=at, given=given)
    if refusal is not None:
        raise refusal
    refusal = not_taken(phone, at)
    if refusal is not None:
        raise refusal
    _send(phone=phone, purpose=purpose, actor=actor, at=at, given=given)


def not_taken(phone: str, at: datetime) -> CodeNotTaken | None:
    """That the gateway takes nothing for this number for now, and the other ways in; None where it does (N28)."""
    until = messages.codes_blocked_until(phone, at)
    if until is None:
        return None
    words = translate(
        "发到这个手机号的短信已达上限，%(when)s 以后可以再试。现在可以用密码登录，或到就近的实践站（所）当面办理。"
    )
    return CodeNotTaken(words % {"when": formats.datetime_text(until)})


@transaction.atomic
def _send(*, phone: str, purpose: str, actor: Actor, at: datetime, given: rules.LogInRules) -> None:
    hashed = queries.phone_hash(phone)
    locked.codes_of(hashed)
    sent = LogInCode.objects.filter(phone_hash=hashed)
    # A code that was used is gone: who logs out and in again at once gets a new one without waiting.
    waiting = sent.filter(purpose=purpose, used_at__isnull=True)
    last = waiting.order_by("-id").values_list("sent_at", flat=True).first()
    wait = rules.seconds_to_wait(last, at, given)
    if wait:
        raise CodeSentJustNow(translate("验证码刚刚发过，请 %(n)s 秒后再发。") % {"n": wait})
    for limit, key, refusal in _sending(phone, actor, given):
        if not limits.take(limit, *key, at=at):
            raise refusal
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = LogInCode.objects.create(
        phone_hash=hashed,
        purpose=purpose,
        code_hash=_code_hash(phone, purpose, code),
        sent_at=at,
        expires_at=at + timedelta(minutes=given.code_minutes),
        ip=actor.ip,
    )
    words = translate("验证码 %(code)s，%(minutes)s 分钟内有效。工作人员不会向您要验证码，请不要告诉别人。")
    text = words % {"code": code, "minutes": given.code_minutes}
    letter = notices.Letter(text=text, phone=phone, secret_until=row.expires_at)
    notices.write_many(kind="log_in_code", letters=[letter], at=at, urgent=True)
    audit.record("CodeSent", actor=actor, at=at, subject=("log_in_code", row.pk), detail={"purpose": purpose})


def _sending(
    phone: str, actor: Actor, given: rules.LogInRules
) -> Iterator[tuple[limits.Limit, tuple[str, ...], type[Refused]]]:
    """By the phone from this network, by the network, by the phone: who asks from elsewhere uses up the last alone."""
    network, day = addresses.neighbourhood(actor.ip), timedelta(days=1)
    mine = limits.Limit("codes:phone+network", given.codes_per_phone_and_ip_day, day)
    yield mine, (phone, network), CodeLimit
    if network:
        here = limits.Limit("codes:network", given.codes_per_ip_hour, timedelta(hours=1))
        yield here, (network,), locks.TooManyFromHere
    yield limits.Limit("codes:phone", given.codes_per_phone_day, day), (phone,), CodeLimit
    # Last, so that what is refused for another reason uses nothing up.
    yield _of_all(given), (_share_of(phone),), CodesShut


# The ceiling on all codes of an hour is kept in so many shares: as one row, every code would wait for every other.
_SHARES = 16


def _of_all(given: rules.LogInRules) -> limits.Limit:
    return limits.Limit("codes:all", given.codes_per_hour_in_all // _SHARES, timedelta(hours=1))


def _share_of(phone: str) -> str:
    return str(queries.phone_hash(phone)[0] % _SHARES)


def codes_left(at: datetime) -> tuple[int, int]:
    """How many codes may still be sent now in all, and how many an hour has."""
    limit = _of_all(locks.rules_at(at))
    return sum(limits.left(limit, str(share), at=at) for share in range(_SHARES)), limit.most * _SHARES


def check_code(*, phone: str, purpose: str, code: str, actor: Actor, at: datetime) -> None:
    """Use up the code, and with it all that wait for the phone. Refuses: TooManyFromHere, CodeExpired, WrongCode."""
    refusal = _try_code(phone=phone, purpose=purpose, code=code, actor=actor, at=at)
    if refusal is not None:
        raise refusal


@transaction.atomic
def _try_code(*, phone: str, purpose: str, code: str, actor: Actor, at: datetime) -> Refused | None:
    given = locks.rules_at(at)
    refusal = locks.refusal_before_trying(phone, actor=actor, at=at, given=given)
    if refusal is not None:
        return refusal
    live = LogInCode.objects.filter(
        phone_hash=queries.phone_hash(phone),
        purpose=purpose,
        used_at__isnull=True,
        expires_at__gt=at,
        wrong_tries__lt=given.code_tries_in_all,
    )
    # Who asks for another code does not void the one before: a stranger could ask again and again.
    rows = locked.newest_codes(live, _MOST_LIVE)
    tries = limits.Limit("code_tries", given.code_tries, timedelta(minutes=given.code_minutes))
    key = (phone, addresses.neighbourhood(actor.ip))
    if not rows or not limits.left(tries, *key, at=at):
        return CodeExpired()
    wanted = _code_hash(phone, purpose, code)
    if any(hmac.compare_digest(bytes(row.code_hash), wanted) for row in rows):
        LogInCode.objects.filter(pk__in=[row.pk for row in rows]).update(used_at=at)
        limits.forget(tries, *key)
        locks.note_try(phone, method="code", ok=True, actor=actor, at=at, given=given)
        notices.blank_used(phone=phone, at=at)
        return None
    LogInCode.objects.filter(pk__in=[row.pk for row in rows]).update(wrong_tries=F("wrong_tries") + 1)
    limits.take(tries, *key, at=at)
    locks.note_try(phone, method="code", ok=False, actor=actor, at=at, given=given)
    left = min(limits.left(tries, *key, at=at), given.code_tries_in_all - max(row.wrong_tries for row in rows) - 1)
    if left <= 0:
        return CodeExpired(translate("验证码输错的次数太多，请过几分钟再试，或重新发送。"))
    return WrongCode(translate("验证码不对，请再看一遍短信。还可以试 %(n)s 次。") % {"n": left})
