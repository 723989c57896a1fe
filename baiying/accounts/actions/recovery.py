"""Codes on paper that stand in for a second factor: ten, each taken once, shown once when they are made."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from baiying.accounts import locked
from baiying.accounts.actions import telling
from baiying.accounts.models import Account, RecoveryCode
from baiying.kit import audit, sealed
from baiying.kit.db import transaction
from baiying.kit.db.fields import random_letters
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor

_HOW_MANY = 10
# Two groups of five from an alphabet of 31: about 49 bits, and guessing is limited.
_LETTERS = 10


class RenewedMeanwhile(Refused):
    code = "renewed_meanwhile"
    sentence = _("恢复码刚才已经换过一套，只显示那一次。没有看到的，请再换一次。")


def hash_of(account: Account, code: str) -> bytes:
    """The keyed hash of a code as it was typed: with or without the dash, in capitals or full-width."""
    plain = identifiers.tidy(code).lower().replace("-", "")
    return sealed.lookup("recovery", f"{account.public_id}\0{plain}")


def newest(account_id: int) -> int:
    """By what a page says which set it saw; 0 where there never was one."""
    found = RecoveryCode.objects.filter(account_id=account_id).aggregate(newest=Max("pk"))["newest"]
    return found or 0


def write_new(account: Account, at: datetime) -> list[str]:
    """A new set for a locked account; the old one is worth nothing from here."""
    RecoveryCode.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    codes = [random_letters(_LETTERS) for _n in range(_HOW_MANY)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=hash_of(account, code), made_at=at) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def renew_recovery_codes(*, account_id: int, seen: int, actor: Actor, at: datetime) -> list[str]:
    """Make a new set and give it, this once. The view has seen a fresh factor or a code on paper.

    `seen`: what `newest` said when the page was made. Refuses: RenewedMeanwhile.
    """
    account = locked.account(account_id)
    if newest(account_id) != seen:
        raise RenewedMeanwhile
    codes = write_new(account, at)
    audit.record("RecoveryRenewed", actor=actor, at=at, subject=("account", account_id))
    text = translate("您的恢复码换了一套，旧的都作废了。不是您本人换的，请马上到“登录与安全”处理。")
    telling.tell_everywhere(
        account_id=account_id, kind="factor_codes", text=text, source=f"codes:{newest(account_id)}", at=at
    )
    return codes
