"""Coming in by password: the same words and about the same time for an unknown phone and for a wrong password."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries
from baiying.accounts.actions import locks
from baiying.accounts.models import Account
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


class WrongPassword(Refused):
    code = "wrong_password"
    sentence = _("手机号或密码不对。没有设过密码的，请用验证码登录。")
    field = "password"


# One phone may stand for a family; more accounts than this on one phone are not tried by password.
_AT_MOST = 6


def check_password(*, phone: str, password: str, actor: Actor, at: datetime) -> list[Account]:
    """The accounts of the phone that this password opens. Refuses: LockedOut, TooManyFromHere, WrongPassword."""
    given = locks.rules_at(at)
    refusal = locks.refusal_before_trying(phone, actor=actor, at=at, given=given)
    refusal = refusal or locks.refusal_of_password(phone, at)
    if refusal is not None:
        raise refusal
    candidates = [a for a in queries.accounts_of_phone(phone)[:_AT_MOST] if a.has_usable_password()]
    if not candidates:
        make_password(password)
    opened = [a for a in candidates if a.check_password(password)]
    with transaction.atomic():
        lock = locks.note_try(phone, method="password", ok=bool(opened), actor=actor, at=at, given=given)
    if lock is not None:
        raise locks.locked_out(lock)
    if not opened:
        raise WrongPassword
    return opened
