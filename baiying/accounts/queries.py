"""Reads: accounts by phone, locks, appointments, and who answers for an area."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import rules
from baiying.accounts.came_in import log_ins as log_ins
from baiying.accounts.elsewhere import identity_elsewhere as identity_elsewhere
from baiying.accounts.elsewhere import tied_elsewhere as tied_elsewhere
from baiying.accounts.last_ones import is_kept as is_kept
from baiying.accounts.last_ones import is_last as is_last
from baiying.accounts.last_ones import is_vacant as is_vacant
from baiying.accounts.models import Account as Account
from baiying.accounts.models import Appointment as Appointment
from baiying.accounts.models import Factor, FactorKind, FactorReset, Identity, IdentityKind, Lock, RecoveryCode, Session
from baiying.accounts.models import Role as Role
from baiying.accounts.role_words import rights_in_words as rights_in_words
from baiying.accounts.role_words import what_role_may_do as what_role_may_do
from baiying.accounts.role_words import what_roles_may_do as what_roles_may_do
from baiying.accounts.rules import LogInRules
from baiying.accounts.sites import bound_to_other_sites as bound_to_other_sites
from baiying.accounts.stand_ins import called as called
from baiying.accounts.stand_ins import on_duty as on_duty
from baiying.kit import clock, rooms, sealed
from baiying.kit.db import folding, offered
from baiying.kit.once import asked_once
from baiying.kit.rights import Right, roles_with
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Acting
from baiying.places import queries as places
from baiying.ui.offers import Offer


def phone_hash(phone: str) -> bytes:
    """The keyed hash by which a tidy phone number is found, here and in people."""
    return sealed.lookup("phone", phone)


def log_in_rules(at: datetime) -> LogInRules:
    """The limits of log-in on the day of an instant, everywhere alike."""
    return places.rule_set(LogInRules, area_path=(), on=clock.local_date(at)).rules


def factor_due(row: Account, roles: Sequence[str], at: datetime) -> datetime | None:
    """From when on an account's office roles do nothing without a second factor; None where none needs one."""
    return rules.factor_due(row.factor_asked_at, roles, at, log_in_rules(at)) if roles else None


def needs_factor(account_id: int, at: datetime) -> bool:
    """Whether a role that the account holds now needs a second factor."""
    roles = roles_in_force([account_id], at)
    return bool(roles) and rules.needs_factor(roles, log_in_rules(at))


def factors(account_id: int) -> QuerySet[Factor]:
    """The second factors that an account has now, oldest first."""
    return Factor.objects.filter(account_id=account_id, ended_at__isnull=True).order_by("id")


def is_near(role: str, area_id: int | None, account_id: int, at: datetime) -> bool:
    """Whether a role may vouch for every appointment that an account has now; an account without one has nobody."""
    hers = list(appointments_in_force(at).filter(account_id=account_id))
    return bool(hers) and all(
        rules.may_vouch(role, area_id, one.role, tuple(one.area.path) if one.area else ()) for one in hers
    )


def has_factor(account_id: int) -> bool:
    return factors(account_id).exists()


def own_factor(account_id: int, public_id: str) -> Factor | None:
    return factors(account_id).filter(public_id=public_id).first()


def passkey_of(handle: bytes) -> Factor | None:
    """The live passkey of this id, of an open account."""
    rows = Factor.objects.filter(kind=FactorKind.PASSKEY, handle=handle, ended_at__isnull=True)
    return rows.filter(account__closed_at__isnull=True).select_related("account").first()


def colleagues(acting: Acting, at: datetime) -> QuerySet[Appointment]:
    """The appointments with a second factor for whose holders a role may vouch, as `rules.may_vouch` says it.

    Of every appointment of the holder: two of a village end nothing of who serves the city besides.
    """
    near = _near(acting, at)
    beyond = appointments_in_force(at).exclude(pk__in=near.values("pk"))
    return near.exclude(account_id__in=beyond.values("account_id"))


def _near(acting: Acting, at: datetime) -> QuerySet[Appointment]:
    has = Factor.objects.filter(account_id=OuterRef("account_id"), ended_at__isnull=True)
    rows = appointments_in_force(at).filter(Exists(has)).select_related("account")
    if acting.role in rules.PLATFORM:
        return rows.filter(role__in=[*rules.PLATFORM, *(rules.BESIDE if acting.role == "secadmin" else ())])
    if acting.role in rules.BESIDE:
        return rows.filter(role__in=rules.BESIDE, area__path__contains=[acting.area_id])
    low = [role for role, rank in rules.RANK.items() if rank <= rules.RANK.get(acting.role, 0)]
    return rows.filter(role__in=low, area__path__contains=[acting.area_id])


def open_resets(account_ids: Iterable[int]) -> dict[int, FactorReset]:
    """Which of these accounts one colleague has vouched for and none else yet."""
    rows = FactorReset.objects.filter(account_id__in=list(account_ids), done_at__isnull=True, withdrawn_at__isnull=True)
    return {row.account_id: row for row in rows.select_related("opened_by")}


def live_sessions(account: Account, at: datetime) -> QuerySet[Session]:
    """The sessions that an account has now, the one used last first: not ended, logged out everywhere or lapsed."""
    lapsed = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = Session.objects.filter(account=account, epoch=account.session_epoch, ended_at__isnull=True)
    return rows.filter(seen_at__gt=lapsed).select_related("acting__area").order_by("-seen_at", "-id")


def recovery_codes_left(account_id: int) -> int:
    """How many codes on paper still stand in for a factor."""
    return RecoveryCode.objects.filter(account_id=account_id, used_at__isnull=True, ended_at__isnull=True).count()


def account(account_id: int) -> Account | None:
    return Account.objects.filter(pk=account_id, closed_at__isnull=True).first()


def accounts_of_phone(phone: str) -> QuerySet[Account]:
    """The open accounts that log in with the phone, oldest first. Phones are not unique."""
    holders = _live_phones().filter(subject_hash=phone_hash(phone)).values("account_id")
    return Account.objects.filter(pk__in=holders, closed_at__isnull=True).order_by("id")


def to_choose(phone: str, name: str) -> list[Account]:
    """The accounts among which somebody must choose who is meant by a phone and a name; none if that is clear.

    It is clear where nobody comes in by the phone, or one only, of the same name or of none yet.
    """
    found = list(accounts_of_phone(phone))
    one = found[0].display_name if len(found) == 1 else None
    if not found or (one is not None and (not name or "*" in one or names.same(one, name))):
        return []
    return found


def _live_phones() -> QuerySet[Identity]:
    return Identity.objects.filter(kind=IdentityKind.PHONE, ended_at__isnull=True)


def phone_of(account: Account) -> str | None:
    """The phone in the clear, to send to or compare with; never to show. None for an account without a phone."""
    row = _live_phones().filter(account=account).first()
    return _opened(row) if row else None


def phones_to_send(
    account_ids: Iterable[int], *, unreadable: dict[int, sealed.Unreadable] | None = None
) -> dict[int, str]:
    """The phones of some open accounts in the clear, to send to and never to show; nothing for who has none.

    Whoever writes to many gives `unreadable`: what cannot be opened is put there with its reason and left out.
    """
    rows = _live_phones().filter(account_id__in=list(account_ids), account__closed_at__isnull=True).order_by("-id")
    found = {}
    for row in rows:
        try:
            found[row.account_id] = _opened(row)
        except sealed.Unreadable as error:
            if unreadable is None:
                raise
            unreadable[row.account_id] = error
    return found


def _opened(row: Identity) -> str:
    return sealed.open_sealed(row.subject_sealed, at=sealed.Place.of(row, "subject_sealed"))


def comes_in_by(account_id: int, hashed_phone: bytes) -> bool:
    """Whether the account comes in by the phone of this keyed hash."""
    return _live_phones().filter(account_id=account_id, subject_hash=hashed_phone).exists()


def began_to_come_in(phone: str, since: datetime, *, but: int | None) -> bool:
    """Whether another account than one began to come in by a phone after an instant: it may be somebody else's now."""
    rows = _live_phones().filter(subject_hash=phone_hash(phone), since__gt=since)
    return rows.exclude(account_id=but).exists() if but is not None else rows.exists()


def lost_a_way_in(account_id: int, since: datetime) -> bool:
    """Whether something by which the account comes in ended since an instant: whoever held it may not be its owner."""
    return Identity.objects.filter(account_id=account_id, ended_at__gte=since).exists()


def phone_hashes(account_id: int) -> list[bytes]:
    """The keyed hashes of the phones that the account comes in by: what was sent to them was sent to it."""
    return [bytes(one) for one in _live_phones().filter(account_id=account_id).values_list("subject_hash", flat=True)]


def share_a_phone(one_account_id: int, other_account_id: int) -> bool:
    """Whether two accounts come in by one phone: whoever holds it may be either."""
    one = _live_phones().filter(account_id=one_account_id).values("subject_hash")
    return _live_phones().filter(account_id=other_account_id, subject_hash__in=one).exists()


@asked_once
def sharing_a_phone(account_id: int) -> list[int]:
    """The other accounts that come in by a phone of this one."""
    own = _live_phones().filter(account_id=account_id).values("subject_hash")
    rows = _live_phones().filter(subject_hash__in=own).exclude(account_id=account_id)
    return list(rows.values_list("account_id", flat=True))


def all_sharing_a_phone(account_ids: Iterable[int]) -> list[int]:
    """The accounts that come in by a phone of any of these, these with them."""
    own = _live_phones().filter(account_id__in=account_ids).values("subject_hash")
    return list(_live_phones().filter(subject_hash__in=own).values_list("account_id", flat=True))


def phone_masks(account_ids: Iterable[int]) -> dict[int, str]:
    """What may be shown of the phones of some accounts."""
    return dict(_live_phones().filter(account_id__in=account_ids).values_list("account_id", "mask"))


def phones_of_many(account_ids: Iterable[int]) -> dict[int, frozenset[bytes]]:
    """The keyed hashes of the phones by which some accounts come in: who has one in common may be one human."""
    found: dict[int, set[bytes]] = {}
    for pk, hashed in _live_phones().filter(account_id__in=list(account_ids)).values_list("account_id", "subject_hash"):
        found.setdefault(pk, set()).add(bytes(hashed))
    return {pk: frozenset(hashes) for pk, hashes in found.items()}


def holders_of(hashed_phones: Iterable[bytes]) -> dict[bytes, list[int]]:
    """The open accounts that come in by phones of these keyed hashes, oldest first."""
    rows = _live_phones().filter(subject_hash__in=list(hashed_phones), account__closed_at__isnull=True)
    found: dict[bytes, list[int]] = {}
    for hashed, pk in rows.order_by("account_id").values_list("subject_hash", "account_id"):
        found.setdefault(bytes(hashed), []).append(pk)
    return found


def lock_of(phone: str, at: datetime) -> Lock | None:
    """The lock that holds now on the phone."""
    return _locks(at).filter(phone_hash=phone_hash(phone)).first()


def live_locks(at: datetime) -> QuerySet[Lock]:
    """All locks that hold now, newest first."""
    return _locks(at)


def _locks(at: datetime) -> QuerySet[Lock]:
    return Lock.objects.filter(until__gt=at, unlocked_at__isnull=True).order_by("-id")


def appointments_of(account_id: int, at: datetime) -> QuerySet[Appointment]:
    """What an account was given and has not given up, accepted or not yet answered."""
    return Appointment.objects.filter(offered.standing(at), account_id=account_id).select_related("area").order_by("id")


def grants_of(account_id: int, role: str, area_id: int | None, at: datetime) -> QuerySet[Appointment]:
    """What an account was given of one role at one place and has not ended, begun or not: one row of each office."""
    rows = Appointment.objects.filter(offered.given(at), account_id=account_id, role=role, area_id=area_id)
    return rows.order_by("id")


def has_ended(account_id: int, public_id: str, at: datetime) -> bool:
    """Whether an appointment of an account, once accepted, is over."""
    rows = Appointment.objects.filter(account_id=account_id, public_id=public_id, accepted_at__isnull=False)
    return rows.filter(ends_at__lte=at).exists()


def appointments_in_force(at: datetime) -> QuerySet[Appointment]:
    """Every appointment that holds and was accepted, of open accounts, with its area."""
    rows = Appointment.objects.filter(offered.in_force(at), account__closed_at__isnull=True)
    return rows.select_related("area").order_by("account_id", "id")


def roles_in_force(account_ids: Iterable[int], at: datetime) -> list[str]:
    """Which roles some accounts hold and have accepted, taken together."""
    rows = Appointment.objects.filter(offered.in_force(at), account_id__in=account_ids)
    return list(rows.values_list("role", flat=True))


def was_appointed(account_id: int) -> bool:
    """Whether the account ever accepted an appointment, ended or not."""
    return Appointment.objects.filter(account_id=account_id, accepted_at__isnull=False).exists()


def appointment(public_id: str) -> Appointment | None:
    return Appointment.objects.filter(public_id=public_id).select_related("area", "account").first()


def appointments_offered(account_id: int, at: datetime) -> QuerySet[Appointment]:
    """The appointments that wait for the account's own answer, oldest first."""
    rows = Appointment.objects.filter(offered.unanswered(at), account_id=account_id)
    return rows.select_related("area").order_by("id")


def offers_to(account_id: int, at: datetime) -> list[Offer]:
    """Everything that waits for the account's own answer, as every room lists it."""
    return [one for fill in rooms.filling("offers") for one in fill(account_id, at)]


@asked_once
def name_of(account_id: int) -> str:
    """What an account is called now; empty for one that is erased."""
    return names_of([account_id]).get(account_id, "")


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """The names of some accounts, closed ones too."""
    return dict(Account.objects.filter(pk__in=account_ids).values_list("pk", "display_name"))


def open_accounts(account_ids: Iterable[int]) -> QuerySet[Account]:
    """Some accounts as far as they are not closed, the oldest first."""
    return Account.objects.filter(pk__in=account_ids, closed_at__isnull=True).order_by("pk")


def public_id_of(account_id: int) -> str:
    """By what an open account is named outside the database; empty for none."""
    return open_accounts([account_id]).values_list("public_id", flat=True).first() or ""


def language_of(public_id: str) -> str:
    """In which language an account last did something; empty for Chinese."""
    return Account.objects.filter(public_id=public_id).values_list("language", flat=True).first() or ""


def masked_by_pid(public_ids: Iterable[str]) -> dict[str, str]:
    """How some accounts are shown to an office, by their public ids: surname and stars, or the mask of the phone."""
    rows = Account.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "display_name")
    return {pid: name if "*" in name else identifiers.mask_name(name) for pid, name in rows}


def ids_by_pid(public_ids: Iterable[str]) -> dict[str, int]:
    """The accounts of some public ids."""
    rows = Account.objects.filter(public_id__in=list(public_ids))
    return dict(rows.values_list("public_id", "pk"))


def named(account_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The public ids and names of some accounts, closed ones too."""
    rows = Account.objects.filter(pk__in=list(account_ids)).values_list("pk", "public_id", "display_name")
    return {pk: (public_id, name) for pk, public_id, name in rows}


def account_of_pid(public_id: str) -> Account | None:
    """An account by its public id, also a closed one."""
    return Account.objects.filter(public_id=public_id).first()


def appointees_called(words: str) -> list[int]:
    """The accounts with part of a name that were ever appointed to something: of who comes in by their own person the
    person's name is asked."""
    rows = Appointment.objects.filter(folding.called("account__display_name", words))
    return list(rows.order_by("account_id").values_list("account_id", flat=True).distinct())


def appointments_within(area_id: int | None, at: datetime) -> QuerySet[Appointment]:
    """Appointments open now in an area and below, also those not yet answered, and for 30 days those declined.

    None means everywhere, platform appointments included.
    """
    rows = Appointment.objects.filter(offered.shown(at)).select_related("area", "account")
    if area_id is not None:
        rows = rows.filter(area__path__contains=[area_id])
    return rows.order_by("area__path", "role", "id")


def phone_serves_within(phone: str, area_id: int, at: datetime) -> bool:
    """Whether somebody with this phone holds an appointment in the area or below."""
    rows = Appointment.objects.filter(offered.in_force(at), account__in=accounts_of_phone(phone))
    return rows.filter(area__path__contains=[area_id]).exists()


def answers_for(
    area_path: Sequence[int], right: Right, at: datetime, *, roles: Iterable[str] | None = None
) -> Appointment | None:
    """The named human who holds a right for an area: the nearest area upwards wins; of who is away, the stand-in."""
    able = [role for role in roles_with(right) if roles is None or role in roles]
    rows = on_duty(at).filter(role__in=able, area_id__in=list(area_path))
    nearest = {area_id: depth for depth, area_id in enumerate(area_path)}
    found = rows.select_related("area", "account").order_by("id")
    return max(found, key=lambda row: nearest[row.area_id or 0], default=None)


def holders(right: Right, at: datetime) -> QuerySet[Appointment]:
    """Every appointment in force that holds a right, at a place or on the platform."""
    rows = Appointment.objects.filter(offered.in_force(at), role__in=roles_with(right), account__closed_at__isnull=True)
    return rows.select_related("area", "account").order_by("id")


def held_in(area_ids: Sequence[int], at: datetime) -> tuple[str | Promise, dict[int, int]]:
    """How many open appointments are at each of the areas, for whoever closes them (kit.rooms: area_holds)."""
    rows = Appointment.objects.filter(offered.given(at), area_id__in=area_ids)
    return _("在任的人"), dict(rows.values_list("area_id").annotate(Count("pk")))
