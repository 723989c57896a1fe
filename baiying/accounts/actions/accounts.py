"""Accounts: made, given another phone or password, all their sessions ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access, identity, locked, queries, rules
from baiying.accounts.models import Account, Appointment, Factor, Identity, IdentityKind, RecoveryCode, Role
from baiying.kit import audit
from baiying.kit.db import offered, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor, command
from baiying.notices import actions as notices


@transaction.atomic
def create_account(*, phone: str, display_name: str, actor: Actor, at: datetime) -> Account:
    """Make a way in for a proven phone. It has no password until its owner sets one."""
    name = (display_name or identifiers.mask_phone(phone))[:60]
    made = Account.objects.create(display_name=name, password=make_password(None), created_at=at)
    Identity.objects.create(account=made, since=at, **identity.of_phone(phone))
    audit.record("AccountMade", actor=actor, at=at, subject=("account", made.pk))
    return made


@transaction.atomic
def rename(*, account_id: int, display_name: str, actor: Actor, at: datetime) -> None:
    Account.objects.filter(pk=account_id).update(display_name=display_name[:60])
    audit.record("AccountRenamed", actor=actor, at=at, subject=("account", account_id))


class WhichPerson(Refused):
    code = "which_person"
    sentence = _("用这个手机号登录的人与所填的姓名不同，或者不止一位，请选是哪一位。")
    field = "account"


class NameMissing(Refused):
    code = "name_missing"
    sentence = _("这个手机号还没有登录过，请填姓名，系统会为他开好账号。")
    field = "name"


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is meant: a tidy phone, a typed name, and what was chosen among several (a public id, or ANOTHER)."""

    phone: str
    name: str = ""
    chosen: str = ""


@transaction.atomic
def account_meant(*, whom: Whom, actor: Actor, at: datetime) -> Account:
    """The account that is meant, never just the first of a shared phone; a new one where nobody is.

    An account that shows only the mask of its phone gets the typed name. Refuses: WhichPerson, NameMissing, and where
    nobody is known by the number, who gets a text message, as notices.take_typed does.
    """
    name = whom.name.strip()
    found = {row.public_id: row for row in queries.accounts_of_phone(whom.phone)}
    account = found.get(whom.chosen)
    if account is None and whom.chosen != access.ANOTHER:
        if queries.to_choose(whom.phone, name):
            raise WhichPerson
        account = next(iter(found.values()), None)
    if account is None:
        if not name:
            raise NameMissing
        if refusal := notices.take_typed(phone=whom.phone, actor=actor, at=at):
            raise refusal
        return create_account(phone=whom.phone, display_name=name, actor=actor, at=at)
    if name and "*" in account.display_name:
        rename(account_id=account.pk, display_name=name, actor=actor, at=at)
        account.refresh_from_db()
    return account


class TwoOfThree(Refused):
    code = "two_of_three"
    sentence = _(
        "改用这个手机号后，系统、安全、审计三类管理员中的两类会由同一个手机号登录。请用另一个号码，或先结束其中一项任职。"
    )


@transaction.atomic
def change_phone(*, account_id: int, phone: str, actor: Actor, at: datetime) -> None:
    """Give the account another phone: sessions end and the password is void, because the holder may have changed.

    Refuses: TwoOfThree (GB/T 22239-2019 8.1.5: who comes in by one phone is one person).
    """
    locked.account(account_id)
    locked.three()
    hands = {account_id, *queries.accounts_of_phone(phone).values_list("pk", flat=True)}
    if rules.are_two_of_three(queries.roles_in_force(hands, at)):
        raise TwoOfThree
    live = Identity.objects.filter(account_id=account_id, kind=IdentityKind.PHONE, ended_at__isnull=True)
    _drop_waiting(account_id, at)
    live.update(ended_at=at)
    Identity.objects.create(account_id=account_id, since=at, **identity.of_phone(phone))
    Account.objects.filter(pk=account_id).update(password=make_password(None), session_epoch=F("session_epoch") + 1)
    audit.record("PhoneChanged", actor=actor, at=at, subject=("account", account_id))


@transaction.atomic
def hand_to(*, account_id: int, phone: str, actor: Actor, at: datetime) -> None:
    """Give the account to whoever showed the document: by this phone, and by nothing that whoever held it before left.

    Beside what `change_phone` does, ties to other systems, passkeys, apps and codes on paper end. Where it holds an
    office, that is held back for hours as after a vouching, and asks for a new second factor at once.

    Refuses: TwoOfThree.
    """
    change_phone(account_id=account_id, phone=phone, actor=actor, at=at)
    others = Identity.objects.filter(account_id=account_id, ended_at__isnull=True)
    others.exclude(kind=IdentityKind.PHONE).update(ended_at=at)
    Factor.objects.filter(account_id=account_id, ended_at__isnull=True).update(ended_at=at)
    RecoveryCode.objects.filter(account_id=account_id, ended_at__isnull=True).update(ended_at=at)
    if queries.roles_in_force([account_id], at):
        until = at + timedelta(hours=queries.log_in_rules(at).held_back_hours)
        Account.objects.filter(pk=account_id).update(held_back_until=until)


def _drop_waiting(account_id: int, at: datetime) -> None:
    """What waits to go to the phone that the account leaves goes nowhere: it may be somebody else's tomorrow."""
    phone = queries.phone_of(Account.objects.get(pk=account_id))
    if phone:
        notices.drop_waiting(phone=phone, at=at, reason=translate("换了号码，没有再发到旧号码"))


@transaction.atomic
def detach_phone(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Take the phone from an account whose owner no longer holds it: sessions end and the password is void.

    There is no way in any more until an office gives one, with the document seen (a claim).
    """
    locked.account(account_id)
    live = Identity.objects.filter(account_id=account_id, kind=IdentityKind.PHONE, ended_at__isnull=True)
    _drop_waiting(account_id, at)
    live.update(ended_at=at)
    Account.objects.filter(pk=account_id).update(password=make_password(None), session_epoch=F("session_epoch") + 1)
    audit.record("PhoneDetached", actor=actor, at=at, subject=("account", account_id))


def keep_language(*, account: Account, language: str) -> None:
    """Keep in which language somebody reads, for what is sent when they are not here. Chinese is what nobody chose."""
    if (account.language or settings.LANGUAGE_CODE) != language:
        Account.objects.filter(pk=account.pk).update(language=language)
        account.language = language


@transaction.atomic
def set_password(*, account: Account, password: str, actor: Actor, at: datetime) -> Account:
    """Set a password the form found strong enough; every other session of the account ends."""
    account.set_password(password)
    account.session_epoch += 1
    account.save(update_fields=["password", "session_epoch"])
    audit.record("PasswordSet", actor=actor, at=at, subject=("account", account.pk))
    return account


@transaction.atomic
def end_sessions(*, account_id: int, actor: Actor, at: datetime, why: str) -> None:
    """End every session of the account, on all its devices. `why` is a code: log_out, claim, guardian_withdrew."""
    Account.objects.filter(pk=account_id).update(session_epoch=F("session_epoch") + 1)
    audit.record("SessionsEnded", actor=actor, at=at, subject=("account", account_id), detail={"why": why})


@transaction.atomic
def note_log_in(*, account: Account, method: str, actor: Actor, at: datetime) -> None:
    """Write the log-in down, and from when an office role was told that it needs a second factor."""
    is_new = account.factor_asked_at is None
    if is_new and queries.needs_factor(account.pk, at) and not queries.has_factor(account.pk):
        Account.objects.filter(pk=account.pk, factor_asked_at__isnull=True).update(factor_asked_at=at)
    audit.record("LoggedIn", actor=actor, at=at, subject=("account", account.pk), detail={"method": method})


@transaction.atomic
def create_first_admin(*, phone: str, password: str, display_name: str, at: datetime) -> Account:
    """The one account of an empty installation: the security administrator, who appoints all others.

    Nobody is there yet to be asked, so it counts as accepted. System and audit administrator are two other people
    (GB/T 22239-2019 8.1.5): appointing them comes first.
    """
    actor = command("admin create")
    made = create_account(phone=phone, display_name=display_name, actor=actor, at=at)
    made.set_password(password)
    made.save(update_fields=["password"])
    role = Role.SECADMIN
    row = Appointment.objects.create(
        account=made, role=role, area=None, starts_at=at, accepted_at=at, accepted_because=offered.SET_UP
    )
    detail = {"role": role, "account": made.pk}
    audit.record("Appointed", actor=actor, at=at, subject=("appointment", row.pk), detail=detail)
    return made
