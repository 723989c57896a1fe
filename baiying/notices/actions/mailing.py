"""A reader's own mail address: asked, proven by a code, lifted again after it refused, given up."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import locked, queries, senders, words
from baiying.notices.actions.writing import write_mail
from baiying.notices.models import MailAddress

_GOOD_FOR = timedelta(minutes=30)
_A_DAY = timedelta(days=1)
# A code costs somebody else a mail: by reader and by address.
_ASKED = limits.Limit("notices:mail:reader", 6, _A_DAY)
_SENT = limits.Limit("notices:mail:address", 4, _A_DAY)
_TRIED = limits.Limit("notices:mail:tries", 5, _GOOD_FOR)


class MailIsOff(Refused):
    code = "mail_is_off"
    sentence = _("这里没有开通邮件。")
    field = "address"


class TooManyMailCodes(Refused):
    code = "too_many_mail_codes"
    sentence = _("今天发到这个邮箱的验证码已经很多，请明天再试。")
    field = "address"


class TooManyCodesAsked(TooManyMailCodes):
    """Of the reader, whatever the address: said as that, for the address in hand may never have had one."""

    code = "too_many_codes_asked"
    sentence = _("您今天要的验证码已经很多，请明天再试。")


class WrongMailCode(Refused):
    code = "wrong_mail_code"
    sentence = _("验证码不对或已过期，请再看一遍邮件，或重新发送。")
    field = "code"


def ask_mail(*, inbox: str, address: str, actor: Actor, at: datetime) -> None:
    """Take down an address and send a code there. Until it comes back nothing else goes there.

    Refuses: MailIsOff, TooManyCodesAsked, TooManyMailCodes.
    """
    if not queries.mail_is_on():
        raise MailIsOff
    if not limits.take(_ASKED, inbox, at=at):
        raise TooManyCodesAsked
    if not limits.take(_SENT, address.lower(), at=at):
        raise TooManyMailCodes
    _ask(inbox, address, actor, at)


@transaction.atomic
def _ask(inbox: str, address: str, actor: Actor, at: datetime) -> None:
    locked.mail_of(inbox)
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = queries.mail_address_of(inbox) or MailAddress(inbox=inbox)
    _drop_waiting(inbox, at, but=queries.mail_hash(address))
    row.address_sealed = sealed.seal(address, at=sealed.Place.of(row, "address_sealed"))
    row.address_hash, row.address_mask = queries.mail_hash(address), senders.masked(address)
    row.code_hash, row.code_until = _hash(inbox, code), at + _GOOD_FOR
    row.asked_at, row.confirmed_at, row.failed_at, row.failure = at, None, None, ""
    row.save()
    given = {"code": code, "minutes": _GOOD_FOR // timedelta(minutes=1)}
    text = translate("验证码 %(code)s，%(minutes)s 分钟内有效。请填在“消息设置”里，以后的消息就发到这个邮箱。") % given
    write_mail(to=row, kind="mail_code", text=text, secret_until=row.code_until, at=at)
    audit.record("MailAddressAsked", actor=actor, at=at, subject=("mail_address", row.pk))


def resend_mail_code(*, inbox: str, actor: Actor, at: datetime) -> None:
    """Another code to the address that stands there: it was lost, or the address refused and is mended."""
    row = queries.mail_address_of(inbox)
    if row is not None:
        ask_mail(inbox=inbox, address=queries.address_of(row), actor=actor, at=at)


def prove_mail(*, inbox: str, code: str, actor: Actor, at: datetime) -> None:
    """The code came back: from now on mail goes there. Refuses: WrongMailCode."""
    row = queries.mail_address_of(inbox)
    if row is not None and row.confirmed_at is not None:
        return
    if row is None or not limits.take(_TRIED, inbox, at=at) or not _is_right(row, code, at):
        raise WrongMailCode
    if not _prove(row, actor, at) and not MailAddress.objects.filter(pk=row.pk, confirmed_at__isnull=False).exists():
        # Another address or another code was asked for at the same moment.
        raise WrongMailCode


def _is_right(row: MailAddress, code: str, at: datetime) -> bool:
    if row.code_hash is None or row.code_until is None or row.code_until <= at:
        return False
    return hmac.compare_digest(bytes(row.code_hash), _hash(row.inbox, code))


@transaction.atomic
def _prove(row: MailAddress, actor: Actor, at: datetime) -> bool:
    rows = MailAddress.objects.filter(pk=row.pk, code_hash=row.code_hash, confirmed_at__isnull=True)
    if not rows.update(confirmed_at=at, code_hash=None, code_until=None):
        return False
    audit.record("MailAddressProven", actor=actor, at=at, subject=("mail_address", row.pk))
    return True


@transaction.atomic
def copy_to_mail(*, inbox: str, copies: bool) -> None:
    """Whether every text message comes by mail too, or only what could not be sent as one."""
    MailAddress.objects.filter(inbox=inbox).exclude(inbox="").update(copies=copies)


@transaction.atomic
def forget_mail(*, inbox: str, actor: Actor, at: datetime) -> None:
    """No mail to this reader any more; what waits for that address is dropped."""
    locked.mail_of(inbox)
    row = queries.mail_address_of(inbox)
    if row is None:
        return
    _drop_waiting(inbox, at)
    audit.record("MailAddressForgotten", actor=actor, at=at, subject=("mail_address", row.pk))
    row.delete()


def _drop_waiting(inbox: str, at: datetime, *, but: bytes | None = None) -> None:
    """What waits for an address that its reader gives up, or changes, goes nowhere; nor does a code before the last.

    What a worker has in its hand at this moment may still leave. `but`: the address that stays.
    """
    waits = queries.waiting().filter(channel=senders.MAIL, inbox=inbox, claimed_at__isnull=True).order_by()
    if but is not None:
        waits = waits.exclude(address_hash=but, secret_until__isnull=True)
    waits.update(failed_at=at, dropped=True, failure=words.no_mail_any_more())


def _hash(inbox: str, code: str) -> bytes:
    return sealed.lookup("mail_code", f"{inbox}\0{code}")
