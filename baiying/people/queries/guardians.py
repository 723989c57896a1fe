"""Who answers for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.people import identity
from baiying.people.models import ClosedWhy, Guardianship, Person, Registration, Relation
from baiying.people.queries.catalogues import registration_rules
from baiying.people.queries.persons import inbox_of_account, person_of_account, phone_of
from baiying.people.rules import ADULT, RegistrationRules

LIVE = Q(agreed_at__isnull=False, withdrawn_at__isnull=True, declined_at__isnull=True)
# Given while another guardian's withdrawal stands, and not settled: it carries no registration.
WAITS = LIVE & Q(waits_since__isnull=False, in_force_at__isnull=True)
IN_FORCE = LIVE & (Q(waits_since__isnull=True) | Q(in_force_at__isnull=False))
_OPEN = Q(agreed_at__isnull=True, withdrawn_at__isnull=True, declined_at__isnull=True)
SAID_NO = Q(agreed_at__isnull=True, closed_why=ClosedWhy.NO, ended_at__isnull=True)


def guardianship(public_id: str) -> Guardianship | None:
    return Guardianship.objects.filter(public_id=public_id).select_related("ward", "ward__residence").first()


def guardianships_of(person_id: int) -> QuerySet[Guardianship]:
    """All guardianships of a ward, the newest first."""
    return Guardianship.objects.filter(ward_id=person_id).order_by("-id")


def may_act_for(account_id: int, person_id: int, day: date) -> bool:
    """Whether an account may act for a person on a day: its own, or a ward's (sql/may_act_for.sql decides)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_may_act_for(%s, %s, %s)", [account_id, person_id, day])
        return bool(cursor.fetchone()[0])


def wards_of(account_id: int, at: datetime) -> list[Guardianship]:
    """The guardianships by which an account may act for somebody now: agreed, and the ward still under age."""
    rows = _wards(account_id, clock.local_date(at))
    return list(rows.select_related("ward", "ward__residence").order_by("id"))


def withdrawn_wards_of(account_id: int, at: datetime) -> list[Guardianship]:
    """The newest guardianship of each ward under age whose consent the account withdrew and did not give again.

    A guardian goes on answering for the child, also when another one agrees: may see what is on record, ask for
    correction and deletion (PIPL art. 44 to 47, 31), and agree again.
    """
    own = Guardianship.objects.filter(guardian_account_id=account_id, withdrawn_at__isnull=False, ended_at__isnull=True)
    newest = own.order_by("ward_id", "-id").distinct("ward_id").select_related("ward", "ward__residence")
    live = Guardianship.objects.filter(LIVE, guardian_account_id=account_id).values_list("ward_id", flat=True)
    agreed = set(live)
    left = (row for row in newest if row.ward_id not in agreed and row.ward.closed_at is None)
    return [row for row in left if is_under_age(row.ward, at)]


def open_requests_to(account_id: int, at: datetime) -> list[Guardianship]:
    """What waits for an account's own answer: requests sent to the phone it comes in by, the oldest first.

    A ward who comes in by the same phone is not asked: the page of the request asks for a fresh code besides. Nor is
    anybody for who has come of age.
    """
    rows = Guardianship.objects.filter(_OPEN, phone_hash__in=account_rows.phone_hashes(account_id))
    rows = rows.filter(ward__closed_at__isnull=True)
    return _of_minors(rows.exclude(ward__account_id=account_id), at)


def open_requests_by(phone: str, at: datetime) -> list[Guardianship]:
    """What waits for an answer by a phone, whoever comes in by it, the oldest first; for nobody who is of age."""
    return _of_minors(Guardianship.objects.filter(_OPEN, phone_hash=identity.phone_hash(phone)), at)


def _of_minors(rows: QuerySet[Guardianship], at: datetime) -> list[Guardianship]:
    return [row for row in rows.select_related("ward__residence").order_by("id") if is_under_age(row.ward, at)]


def refusals_by(phone: str) -> list[Guardianship]:
    """What was refused by a phone that has no account yet, and may be changed, the oldest first."""
    rows = Guardianship.objects.filter(SAID_NO, phone_hash=identity.phone_hash(phone), guardian_account__isnull=True)
    rows = rows.filter(phone_lost_at__isnull=True).select_related("ward").order_by("id")
    return [row for row in rows if not agreed_later(row)]


def consents_in_force(registration: Registration) -> QuerySet[Guardianship]:
    """The guardians' consents that carry a registration, the oldest first: neither ended nor waiting."""
    rows = Guardianship.objects.filter(IN_FORCE, ward_id=registration.person_id)
    return rows.filter(asked_at__gte=registration.registered_at).select_related("ward__residence").order_by("id")


def agreed_to() -> Q:
    """Of registrations those that need no guardian, or have a guardian's consent that is in force: noted, and there."""
    consents = Guardianship.objects.filter(
        IN_FORCE, ward_id=OuterRef("person_id"), asked_at__gte=OuterRef("registered_at")
    )  # fmt: skip
    return Q(needs_guardian=False) | (Q(guardian_ok_at__isnull=False) & Q(Exists(consents)))


def may_serve(person: str) -> Exists:
    """Of rows that name a person in a field: whether that person's open registration needs no guardian's consent, or
    one is in force."""
    return Exists(Registration.objects.filter(agreed_to(), person_id=OuterRef(person), ended_at__isnull=True))


def unagreed(at: datetime) -> list[int]:
    """Ids of the open registrations of minors that are noted as agreed to while no guardian's consent is in force."""
    rows = Registration.objects.filter(needs_guardian=True, guardian_ok_at__isnull=False, ended_at__isnull=True)
    # Of a merged record the guardians stand at the one that goes on.
    rows = rows.filter(person__merged_into__isnull=True)
    found = rows.exclude(agreed_to()).select_related("person__residence").order_by("id")
    return [row.pk for row in found if is_under_age(row.person, at)]


def is_under_age(ward: Person, at: datetime) -> bool:
    """Whether somebody needs a guardian where they live, on the day of the instant."""
    today = clock.local_date(at)
    age = identifiers.age_on(ward.birth_date, today)
    # No rule set lowers the law's line: rules are read for grown-ups alone.
    return age < ADULT or age < registration_rules(ward.residence.path, today).adult_age


def is_waiting(row: Guardianship) -> bool:
    """Whether a consent is given and waits for another guardian."""
    return row.agreed_at is not None and row.waits_since is not None and row.in_force_at is None


def is_in_force(row: Guardianship) -> bool:
    """Whether a consent is given, stands, and waits for nobody."""
    return row.agreed_at is not None and row.withdrawn_at is None and row.declined_at is None and not is_waiting(row)


def said_no(row: Guardianship) -> bool:
    """Whether the guardian answered with a no, which holds against another's yes."""
    return row.agreed_at is None and row.closed_why == ClosedWhy.NO and row.ended_at is None


def may_reconsider(row: Guardianship, at: datetime) -> bool:
    """Whether a guardian's no may be taken back so that the request is open again: nobody was asked since, and the
    ward's registration still waits for a guardian. Not by a number that is somebody else's: the open request would be
    his."""
    if row.phone_lost_at is not None or not is_still_guardians_phone(row):
        return False
    newer = Guardianship.objects.filter(ward_id=row.ward_id, pk__gt=row.pk)
    waiting = Registration.objects.filter(person_id=row.ward_id, ended_at__isnull=True, needs_guardian=True)
    if not said_no(row) or not is_under_age(row.ward, at) or newer.exists():
        return False
    return waiting.filter(guardian_ok_at__isnull=True).exists()


def agreed_later(row: Guardianship) -> bool:
    """Whether who said no gave a consent since, withdrawn or not: the no is over, and its page leads to that."""
    agreed = Guardianship.objects.filter(ward_id=row.ward_id, agreed_at__isnull=False, pk__gt=row.pk)
    if row.guardian_account_id is not None:
        return agreed.filter(guardian_account_id=row.guardian_account_id).exists()
    return agreed.filter(phone_hash=row.phone_hash).exists()


def refused_wards_of(account_id: int, at: datetime) -> list[Guardianship]:
    """The newest no of an account to each child under age for whom it gave no other answer: by the account that said
    it, or by the phone where it had none yet. Nobody by a number that changed hands since."""
    hashes = account_rows.phone_hashes(account_id)
    own = Q(guardian_account_id=account_id) | Q(guardian_account__isnull=True, phone_hash__in=hashes)
    rows = Guardianship.objects.filter(SAID_NO, own, phone_lost_at__isnull=True, ward__closed_at__isnull=True)
    rows = rows.exclude(ward__account_id=account_id).select_related("ward", "ward__residence")
    newest = rows.order_by("ward_id", "-id").distinct("ward_id")
    asked = {row.ward_id for row in open_requests_to(account_id, at)}
    left = (row for row in newest if row.ward_id not in asked and is_under_age(row.ward, at))
    return [row for row in left if not agreed_later(row)]


def guardians_answer(person_id: int) -> str:
    """What came of asking the ward's guardian last: asked, declined, laid_aside, not_theirs, withdrawn, ended (no
    guardian any more), agreed, or waits (for another guardian who withdrew or said no); empty if nobody was asked."""
    if (withdrawal := withdrawal_of(person_id)) is not None:
        return "withdrawn" if withdrawal.ended_at is None else "ended"
    row = guardianships_of(person_id).first()
    if row is None:
        return ""
    if row.ended_at is not None:
        return "ended"
    if row.declined_at is not None:
        return row.closed_why if row.closed_why in {ClosedWhy.LAID_ASIDE, ClosedWhy.NOT_THEIRS} else "declined"
    if row.agreed_at is None:
        return "asked"
    return "waits" if row.waits_since is not None and row.in_force_at is None else "agreed"


def withdrawal_of(person_id: int) -> Guardianship | None:
    """The guardianship whose withdrawal was the last word about a ward; None where anybody was asked since."""
    rows = guardianships_of(person_id)
    again = rows.filter(
        guardian_account_id=OuterRef("guardian_account_id"), agreed_at__isnull=False, pk__gt=OuterRef("pk")
    ).order_by()
    row = rows.filter(~Exists(again), withdrawn_at__isnull=False).order_by("-withdrawn_at", "-id").first()
    if row is None or row.withdrawn_at is None:
        return None
    since = Q(asked_at__gt=row.withdrawn_at) | Q(asked_at=row.withdrawn_at, pk__gt=row.pk)
    return None if rows.filter(since).exists() else row


def agreement_after_withdrawal(person_id: int, since: datetime) -> Guardianship | None:
    """The consent that is in force for a ward after one was withdrawn at or after `since`; None otherwise."""
    rows = guardianships_of(person_id)
    if not rows.filter(withdrawn_at__gte=since).exists():
        return None
    return rows.filter(IN_FORCE, _begun_since(since)).first()


def _begun_since(since: datetime) -> Q:
    return Q(agreed_at__gte=since) | Q(in_force_at__gte=since)


def agreed_to_since(person_ids: Collection[int], since: datetime) -> list[int]:
    """Those of the persons to whom a guardian agreed at or after `since`, and the consent is in force."""
    rows = Guardianship.objects.filter(IN_FORCE, _begun_since(since), ward_id__in=person_ids)
    return list(rows.order_by("ward_id").values_list("ward_id", flat=True).distinct())


def needing_guardian(person_ids: Collection[int]) -> dict[int, bool]:
    """Those of the persons who are registered with a guardian, and whether the consent stands now."""
    rows = Registration.objects.filter(person_id__in=person_ids, ended_at__isnull=True, needs_guardian=True)
    return {pk: ok is not None for pk, ok in rows.values_list("person_id", "guardian_ok_at")}


def paused_wards(person_ids: Collection[int]) -> list[int]:
    """Those of the persons whose registration waits for a guardian's consent."""
    return [pk for pk, stands in needing_guardian(person_ids).items() if not stands]


def _wards(account_id: int, day: date) -> QuerySet[Guardianship]:
    may = Func(Value(account_id), F("ward_id"), Value(day), function="people_may_act_for", output_field=BooleanField())
    return Guardianship.objects.filter(LIVE, may, guardian_account_id=account_id)


def is_guardian(account_id: int, at: datetime) -> bool:
    """Whether an account answers for anybody now."""
    return _wards(account_id, clock.local_date(at)).exists()


def has_wards(account_id: int, at: datetime) -> bool:
    """Whether the page of wards has something for an account: a ward, a consent withdrawn, a request, a no."""
    if not Guardianship.objects.filter(guardian_account_id=account_id).exists():
        # Almost everybody ends here: the menu of every page asks.
        return _was_asked(account_id)
    if is_guardian(account_id, at) or open_requests_to(account_id, at):
        return True
    return bool(withdrawn_wards_of(account_id, at) or refused_wards_of(account_id, at))


def _was_asked(account_id: int) -> bool:
    """Whether a phone of the account was asked for a child, and has not answered or said no."""
    rows = Guardianship.objects.filter(
        _OPEN | SAID_NO, phone_hash__in=account_rows.phone_hashes(account_id), guardian_account__isnull=True
    )
    rows = rows.filter(ward__closed_at__isnull=True, phone_lost_at__isnull=True)
    return rows.exclude(ward__account_id=account_id).exists()


def has_answered_for_anybody(account_id: int) -> bool:
    """Whether an account ever agreed to answer for a child, withdrawn since or not."""
    return Guardianship.objects.filter(guardian_account_id=account_id, agreed_at__isnull=False).exists()


def is_guardian_of(account_id: int, person_id: int, at: datetime) -> bool:
    """Whether an account answers for the person now."""
    return _wards(account_id, clock.local_date(at)).filter(ward_id=person_id).exists()


def is_parents_phone(account_id: int | None, phone: str, *, age: int, rules: RegistrationRules, day: date) -> bool:
    """Whether a grown-up, by the own account and its phone, registers a child of the family of that age.

    The proven phone is the guardian's then, who answers on the page of every guardian, with a fresh code. Below 14
    the separate consent (PIPL art. 31) comes by a phone other than the one the child registers with, or at the desk.
    """
    own = person_of_account(account_id) if account_id else None
    if own is None or age < rules.separate_consent_below or identifiers.age_on(own.birth_date, day) < rules.adult_age:
        return False
    return account_rows.comes_in_by(account_id or 0, identity.phone_hash(phone))


def is_still_guardians_phone(row: Guardianship) -> bool:
    """Whether the phone that was asked is still that of the guardian who agreed; nobody has agreed yet: it is."""
    return row.guardian_account_id is None or account_rows.comes_in_by(row.guardian_account_id, bytes(row.phone_hash))


def guardian_phone(row: Guardianship) -> str:
    """The guardian's phone in the clear, to send to; never to show without an audited look."""
    return sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))


@dataclass(frozen=True, slots=True)
class Call:
    """A number in the clear, and whose it is. Whoever shows it must have audited the look."""

    phone: str
    is_guardians: bool


def call_of(person: Person, at: datetime) -> Call | None:
    """By which number somebody is reached: the own one; of who is under age the guardian's who agreed, never another.

    Of a guardian the number by which they come in today, as where they are told. Where every guardian has withdrawn it
    is the one who did so last: the child may stand somewhere at this moment, to be picked up. None where there is no
    such number, and of a record at rest, whose own number is only stored.
    """
    if is_under_age(person, at):
        numbers = [to.phone for to in guardians_to_tell(person.pk) if to.phone]
        numbers = numbers or [phone for phone in [_phone_of_who_withdrew(person.pk)] if phone]
        return Call(numbers[-1], True) if numbers else None
    phone = phone_of(person) if person.rests_since is None else None
    return Call(phone, False) if phone else None


def _phone_of_who_withdrew(person_id: int) -> str | None:
    withdrew = guardianships_of(person_id).filter(withdrawn_at__isnull=False, guardian_account__isnull=False)
    withdrew = withdrew.filter(ended_at__isnull=True)
    row = withdrew.order_by("-withdrawn_at", "-id").first()
    account = account_rows.account(row.guardian_account_id or 0) if row is not None else None
    return account_rows.phone_of(account) if account is not None else None


def wards_out_of_reach(scope: accounts.Scope) -> list[Guardianship]:
    """Children registered with a guardian whose phone is somebody else's now, the longest first: for whom nobody else
    was asked since, and of whose guardians none has another number. A no by that number asks for nothing.
    """
    newer = Guardianship.objects.filter(
        ward_id=OuterRef("ward_id"), pk__gt=OuterRef("pk"), declined_at__isnull=True, withdrawn_at__isnull=True
    )
    registered = Registration.objects.filter(person_id=OuterRef("ward_id"), ended_at__isnull=True, needs_guardian=True)
    rows = Guardianship.objects.filter(
        Exists(registered), ~Exists(newer), scope.areas("ward__residence"),
        phone_lost_at__isnull=False, withdrawn_at__isnull=True, ward__closed_at__isnull=True,
    ).exclude(closed_why=ClosedWhy.NO)  # fmt: skip
    found = list(rows.select_related("ward__residence").order_by("phone_lost_at", "id"))
    reached = _reachable({row.ward_id for row in found})
    return [row for row in found if row.ward_id not in reached]


def _reachable(ward_ids: Collection[int]) -> set[int]:
    """Those of the wards of whom a guardian whose consent stands comes in by some phone today; in two statements."""
    live = Guardianship.objects.filter(LIVE, ward_id__in=ward_ids, guardian_account__isnull=False)
    pairs = list(live.values_list("ward_id", "guardian_account_id"))
    phones = account_rows.phones_of_many(account for _ward, account in pairs if account is not None)
    return {ward for ward, account in pairs if account in phones}


@dataclass(frozen=True, slots=True)
class GuardianAddress:
    """Where a guardian who agreed is told: the phone, and the inbox (persons.inbox_of_account), which all have."""

    account_id: int
    phone: str | None
    inbox: str


def guardian_who(guardianship_id: int) -> GuardianAddress | None:
    """Where the guardian of a consent is told, in force or withdrawn; None for one who never agreed, or is no guardian
    any more."""
    rows = Guardianship.objects.filter(pk=guardianship_id, guardian_account__isnull=False, ended_at__isnull=True)
    row = rows.first()
    return address_of_account(row.guardian_account_id or 0) if row is not None else None


def address_of_account(account_id: int) -> GuardianAddress:
    """Where a guardian's account is told: by the phone by which it comes in today."""
    account = account_rows.account(account_id)
    phone = account_rows.phone_of(account) if account is not None else None
    return GuardianAddress(account_id, phone, inbox_of_account(account_id))


def guardians_to_tell(person_id: int) -> list[GuardianAddress]:
    """The guardians whose consent for a ward stands, each once; nobody once the ward is of age."""
    found: dict[int, GuardianAddress] = {}
    rows = Guardianship.objects.filter(LIVE, ward_id=person_id, guardian_account__isnull=False)
    for row in _of_minors(rows, clock.now()):
        account_id = row.guardian_account_id or 0
        # The phone by which the guardian comes in today: the one of the consent may be somebody else's by now.
        found[account_id] = address_of_account(account_id)
    return list(found.values())


def guardian_on_screen(row: Guardianship) -> list[accounts.OnScreen]:
    """The message the guardian got: on demo data only."""
    return accounts.on_screen(guardian_phone(row))


def relation_name(code: str) -> str:
    return str(dict(Relation.choices).get(code, code))
