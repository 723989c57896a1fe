"""Persons: one by its many names, or those within a scope that match a search."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Right

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock, sealed
from baiying.kit.db.fields import Signs
from baiying.kit.values import documents, identifiers, names, sounds
from baiying.people import identity, rules
from baiying.people.models import Card, ClosedWhy, Consent, Guardianship, Person, Registration
from baiying.people.queries import merged
from baiying.places import queries as places


def _all() -> QuerySet[Person]:
    return Person.objects.select_related("residence", "service_area", "account")


def person(public_id: str) -> Person | None:
    return _all().filter(public_id=public_id).first()


def person_by_id(person_id: int) -> Person | None:
    return _all().filter(pk=person_id).first()


def public_id_of(person_id: int) -> str:
    """By what a person is named outside the database; empty for nobody."""
    return Person.objects.filter(pk=person_id).values_list("public_id", flat=True).first() or ""


def public_ids_of(person_ids: Iterable[int]) -> dict[int, str]:
    """By what some persons are named outside the database."""
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "public_id"))


def inboxes_of_accounts(account_ids: Iterable[int]) -> dict[int, str]:
    """By what the own persons of some accounts are named outside the database; nothing for who has none."""
    rows = merged.comes_in().filter(account_id__in=list(account_ids)).order_by("-id")
    own = rows.values_list("account_id", Coalesce("merged_into__public_id", "public_id"))
    return {pk: public_id for pk, public_id in own if pk is not None}


def inbox_of_account(account_id: int) -> str:
    """By what the reader behind an account is known to the messages: the own person, else the account itself.

    A guardian who is nobody's volunteer reads of the wards there, and has settings of his own.
    """
    return inboxes_of_accounts([account_id]).get(account_id) or accounts.public_id_of(account_id)


def inbox_without_person(account_id: int) -> str:
    """The inbox of an account that has no person of its own; empty for one that has."""
    return "" if merged.person_id_of_account(account_id) else accounts.public_id_of(account_id)


def language_of_inbox(inbox: str) -> str:
    """In which language the owner of an inbox reads: of a person the account's, else of the account itself; empty for
    Chinese, and where nobody comes in.
    """
    rows = Person.objects.filter(public_id=inbox).values_list("account__language", flat=True)
    found = list(rows[:1])
    return (found[0] or "") if found else accounts.language_of(inbox)


def residences_of(person_pids: Iterable[str]) -> dict[str, int]:
    """The area in which some persons live, by their public ids."""
    return dict(Person.objects.filter(public_id__in=list(person_pids)).values_list("public_id", "residence_id"))


def known_by_name(keys: Iterable[str]) -> list[tuple[int, str, list[int], bool]]:
    """Who comes in by a log-in of the own and is called so (names.key): account, name, the areas from the top down to
    the home, and whether the record is closed or at rest. Of records that became one the one that goes on."""
    rows = Person.objects.filter(name_key__in=set(keys), account_id__isnull=False, merged_into__isnull=True)
    found = rows.values_list("account_id", "name", "residence__path", "closed_at", "rests_since")
    return [(pk or 0, name, path, bool(closed or rests)) for pk, name, path, closed, rests in found]


def masked_by_pid(person_pids: Iterable[str]) -> dict[str, str]:
    """Surname and stars of some persons, by their public ids."""
    rows = Person.objects.filter(public_id__in=list(person_pids)).values_list("public_id", "name")
    return {pid: identifiers.mask_name(name) for pid, name in rows}


def made_at_desk_on(account_ids: Iterable[int], day: date) -> int:
    """How many people some accounts together registered at a desk on a day of this place, whatever came of them."""
    made = Person.objects.filter(channel="office", created_by_id__in=list(account_ids))
    return made.filter(created_at__gte=clock.midnight(day), created_at__lt=clock.end_of(day)).count()


def home_of(person_id: int) -> "places.Division | None":
    """The area where a person serves: what is near to whoever is logged in."""
    return home_and_birth(person_id)[0]


def home_and_birth(person_id: int) -> "tuple[places.Division | None, date | None]":
    """The area where a person serves, and the day of birth."""
    rows = Person.objects.filter(pk=person_id).select_related("service_area").only("service_area", "birth_date")
    row = rows.first()
    return (row.service_area, row.birth_date) if row else (None, None)


def person_of_account(account_id: int) -> Person | None:
    pk = merged.person_id_of_account(account_id)
    return person_by_id(pk) if pk is not None else None


def account_id_of(person_id: int) -> int | None:
    """The account that is a person; None for whoever comes in by none."""
    return Person.objects.filter(pk=person_id).values_list("account_id", flat=True).first()


def ids_of_inboxes(inboxes: Collection[str]) -> list[int]:
    """The persons that some inboxes are of; those of accounts alone are nobody's here."""
    found, wanted = list[int](), sorted(inboxes)
    for at in range(0, len(wanted), 10_000):
        found += Person.objects.filter(public_id__in=wanted[at : at + 10_000]).values_list("pk", flat=True)
    return found


def own_person_ids(*account_ids: int) -> frozenset[int]:
    """The persons about whom an account must not decide; for several accounts, those of any of them.

    Itself, whoever comes in by the same phone, and every ward for whom it ever answered, with yes or no: a parent stays
    a parent when the child has grown up or the consent is withdrawn.
    """
    by_yes_or_no = Q(agreed_at__isnull=False) | Q(closed_why=ClosedWhy.NO)
    answered = Guardianship.objects.filter(by_yes_or_no, guardian_account_id__in=account_ids)
    hands = {*account_ids, *accounts.all_sharing_a_phone(account_ids)}
    own = Person.objects.filter(account_id__in=hands)
    # Two questions with an index each: said as one with "or", every person is read.
    known = {pk for pk, into in own.values_list("pk", "merged_into_id") for pk in (pk, into) if pk is not None}
    known |= set(answered.values_list("ward_id", flat=True))
    # A record of the same human is the same human.
    return frozenset(known) | frozenset(Person.objects.filter(merged_into_id__in=known).values_list("pk", flat=True))


def person_by_card(code: str) -> Person | None:
    """Whose live card carries the code; nobody whose record rests, but for one that is parked: who holds it has come. A
    merged record's card finds who goes on."""
    rows = _all().filter(cards__code=code, cards__revoked_at__isnull=True)
    found = merged.leading(_all(), rows.filter(Q(closed_at__isnull=True) | Q(merged_into__isnull=False)).first())
    if found is None or (found.rests_since is not None and found.parked_at is None):
        return None
    return found


def person_by_volunteer_no(volunteer_no: str) -> Person | None:
    number = identifiers.tidy(volunteer_no)
    if not rules.is_volunteer_no(number):
        return None
    return merged.leading(
        _all(), _all().filter(registrations__volunteer_no=number, registrations__ended_at__isnull=True).first()
    )


def person_by_id_number(id_type: str, number: str) -> Person | None:
    return merged.leading(_all(), _all().filter(id_no_hash=identity.id_no_hash(id_type, number)).first())


def persons_of_phone(phone: str) -> QuerySet[Person]:
    """Who gave this phone as theirs; a ward may share the guardian's."""
    return _all().filter(phone_hash=identity.phone_hash(phone), closed_at__isnull=True).order_by("id")


def for_lists(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Persons with what lists show of them, names of areas besides; the sealed and long columns stay where they are."""
    shown = ("public_id", "name", "name_key", "birth_date", "id_no_mask", "phone_mask", "created_at", "rests_since")
    areas = ("residence__name", "service_area__name")
    return rows.select_related(None).select_related("residence", "service_area").only(*shown, *areas)


# A township has fewer areas than this: named one by one, both indexes serve; a county is read by sub-select.
_FEW_AREAS = 200


def within(scope: Scope) -> Q:
    """Who belongs to a scope: those who live there and those who serve there."""
    if scope.area_id is None:
        return Q()
    # Sub-selects, not joins: an OR over two joins would read every person's two divisions.
    here = places.division_ids_within(scope.area_id)
    few = list(here[: _FEW_AREAS + 1])
    areas = few if len(few) <= _FEW_AREAS else here
    return Q(residence_id__in=areas) | Q(service_area_id__in=areas)


def of_within(scope: Scope) -> Q:
    """The same of few rows that name a `person`: from them to their areas, never from the areas to all persons."""
    if scope.area_id is None:
        return Q()
    here = [scope.area_id]
    return Q(person__residence__path__contains=here) | Q(person__service_area__path__contains=here)


def persons(scope: Scope, search: str = "") -> QuerySet[Person]:
    """Persons within the scope; found by part of a name, or by a whole volunteer number, ID number or phone.

    Numbers are looked up by keyed hash, so only the whole number finds anybody. A record at rest is found by its whole
    number alone: its person stands at the desk, and may want to come back.
    """
    rows = _all().alias(signs=Signs("name_key")).filter(within(scope), closed_at__isnull=True).order_by("-id")
    words = search.strip()
    if not words:
        return rows.filter(rests_since__isnull=True)
    number = identifiers.tidy(words)
    if rules.is_volunteer_no(number):
        return rows.filter(_or_merged(Q(registrations__volunteer_no=number)))
    if number.isascii() and number.isalnum() and any(c.isdigit() for c in number):
        known = Q(id_no_hash__in=identity.id_no_hashes(number)) | Q(phone_hash=identity.phone_hash(number))
        return rows.filter(_or_merged(known))
    key = names.key(words)
    if not key:
        return rows.none()
    # The signs first: they are in an index, a part of a text is not.
    return rows.filter(_has(key), rests_since__isnull=True, name_key__contains=key)


def _or_merged(known: Q) -> Q:
    """Whom a number means, or the record that goes on for whom it means: few, so they are named one by one."""
    found = Person.objects.filter(known).values_list("pk", "merged_into_id")
    return Q(pk__in={into or pk for pk, into in found})


def _has(signs: str) -> Q:
    return Q(signs__contains=sorted(set(signs)))


# So many of one sign's difference are looked at for their sound.
_MOST_ALIKE = 2000
_TWO_SIGNS, _MOST_SIGNS = 2, 8


def persons_or_alike(scope: Scope, search: str) -> QuerySet[Person]:
    """As `persons`; where a name finds nobody, by its parts in any order, or typed in letters by its sound; else those
    whose name differs in one sign.

    Only those that sound the same where there are any; of two signs one alone says too little.
    """
    found = persons(scope, search)
    key = names.key(search.strip())
    parts = _parts(search)
    if len(parts) > 1 and not found.order_by()[:1]:
        turned = [Q(name_key__contains=part) for part in parts]
        found = persons(scope).filter(_has(key), *turned)
    if _SHORTEST_SPOKEN <= len(key) <= _LONGEST_SPOKEN and key.isascii() and key.isalpha() and not found.order_by()[:1]:
        return _spoken(scope, key)
    if not _TWO_SIGNS <= len(key) <= _MOST_SIGNS or not names.is_han(key) or found.order_by()[:1]:
        return found
    others = [(key[:at], key[at + 1 :]) for at in range(len(key))]
    near = "|".join(f"{before}.{after}" for before, after in others)
    but_one = reduce(or_, (_has(before + after) for before, after in others))
    alike = persons(scope).filter(but_one, name_key__regex=f"^({near})$")
    some = list(alike.order_by("-id").values_list("pk", "name_key")[:_MOST_ALIKE])
    same = [pk for pk, other in some if sounds.alike(key, other)]
    if not same and len(key) > _TWO_SIGNS:
        if len(some) == _MOST_ALIKE:
            return alike
        # All of them are known: nobody's name is read twice.
        same = [pk for pk, _other in some]
    return persons(scope).filter(pk__in=same)


_SHORTEST_SPOKEN, _LONGEST_SPOKEN = 4, 30


def _parts(search: str) -> list[str]:
    return [part for word in search.split() if (part := names.key(word))]


def _spoken(scope: Scope, letters: str) -> QuerySet[Person]:
    """Whose name is spoken so: 王福顺 by wangfushun. The index is entered by the signs of every syllable."""
    wanted = Q()
    for said in sounds.spelled(letters):
        signs = [sounds.signs_of(one) for one in said]
        if len(said) < _TWO_SIGNS or not all(signs):
            continue
        has = reduce(and_, (Q(signs__overlap=list(one)) for one in signs))
        wanted |= has & Q(name_key__regex="".join(f"[{one}]" for one in signs))
    return persons(scope).filter(wanted) if wanted else persons(scope).none()


def only_alike(search: str, name_keys: Collection[str]) -> bool:
    """Whether nobody of those found for a Chinese name is called so: what was found differs in one sign."""
    parts = _parts(search)
    called = any(all(part in key for part in parts) for key in name_keys)
    return bool(name_keys) and names.is_han("".join(parts)) and not called


_TAIL = 4


def first_persons(scope: Scope, search: str, most: int) -> list[Person]:
    """The first persons within the scope whom a few words mean, those whose name begins so before the others.

    As `persons_or_alike`, and by the last four digits of the phone, which lists show anyway.
    """
    words = search.strip()
    number = identifiers.tidy(words)
    if len(number) == _TAIL and number.isascii() and number.isdigit():
        with_tail = persons(scope).annotate(tail=Right("phone_mask", _TAIL)).filter(tail=number)
        return list(with_tail[:most])
    key = names.key(words)
    if not key or any(sign.isdigit() for sign in number):
        return list(persons(scope, words)[:most]) if words else []
    # What begins so is not before it in the order: so the order's index is entered there, not read from its start.
    begins = persons(scope).filter(name_key__startswith=key, name_key__gte=key)
    first = list(begins.order_by("name_key", "-id")[:most])
    if len(first) == most:
        return first
    others = persons_or_alike(scope, words) if not first else persons(scope, words)
    known = {one.pk for one in first}
    return [*first, *(one for one in others[:most] if one.pk not in known)][:most]


def key_of(person: Person) -> bytes:
    """The person's own data key. Raises sealed.Unreadable if it was destroyed."""
    if person.data_key_sealed is None:
        raise sealed.Unreadable("the key is gone")
    return sealed.open_key(person.data_key_sealed, at=sealed.Place.of(person, "data_key_sealed"))


def _opened(person: Person, column: str) -> str | None:
    box: bytes | None = getattr(person, column)
    return sealed.open_sealed(box, at=sealed.Place.of(person, column), key=key_of(person)) if box else None


def id_number_of(person: Person) -> str:
    """The ID number in the clear. Whoever shows it must have audited the look."""
    return _opened(person, "id_no_sealed") or ""


def number_end_of(person: Person) -> documents.NumberEnd:
    """How much of the number is copied from the document at a desk. Only passports may be shorter than six signs, or
    end in letters: no other number is opened for that."""
    return documents.end_of(id_number_of(person)) if person.id_type == documents.PASSPORT else documents.LAST_SIX


def is_end_of_number(person: Person, typed: str) -> bool:
    """Whether what was copied from a document at a desk is the end of the person's number; the number stays shut."""
    return rules.last_six_match(id_number_of(person), identifiers.tidy(typed), kind=person.id_type)


def phone_of(person: Person) -> str | None:
    """The phone in the clear, to send to; never to show without an audited look."""
    return _opened(person, "phone_sealed")


def with_last_four(person_ids: Iterable[int], digits: str) -> set[int]:
    """Of some persons, whose phone ends in these four digits. The number itself is given to nobody."""
    rows = _all().filter(pk__in=list(person_ids), phone_sealed__isnull=False, data_key_sealed__isnull=False)
    return {row.pk for row in rows if (phone_of(row) or "").endswith(digits)}


def card_of(person_id: int) -> Card | None:
    return Card.objects.filter(person_id=person_id, revoked_at__isnull=True).first()


def last_volunteer_no(person_id: int) -> str:
    """The number of the newest registration, open or ended; empty for who never was registered."""
    rows = Registration.objects.filter(person_id=person_id).order_by("-id").values_list("volunteer_no", flat=True)
    return rows.first() or ""


def named_to_strangers(account_ids: Iterable[int], day: date) -> set[int]:
    """The accounts whose volunteers want their whole name on public pages where they lead; nobody under age (R012)."""
    rows = Person.objects.filter(account_id__in=list(account_ids), name_public=True, closed_at__isnull=True)
    known = rows.filter(rests_since__isnull=True).values_list("account_id", "birth_date")
    return {pk for pk, born in known if pk is not None and identifiers.age_on(born, day) >= rules.ADULT}


def invite_choices(person_ids: Iterable[int]) -> dict[int, str]:
    """Who may ask each of some people to join a team (InvitedBy)."""
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "invited_by"))


def is_minor_on(person_id: int, day: date) -> bool:
    """Whether the person has not completed the eighteenth year on a day (Civil Code art. 17)."""
    born = Person.objects.filter(pk=person_id).values_list("birth_date", flat=True).first()
    return born is not None and identifiers.age_on(born, day) < rules.ADULT


def consents_of(person_id: int) -> QuerySet[Consent]:
    """Given consents, the live ones first."""
    return Consent.objects.filter(person_id=person_id).order_by(F("withdrawn_at").asc(nulls_first=True), "id")


def names_and_numbers(person_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and latest volunteer number of each who has not left; for lists of many, in one statement."""
    latest = Registration.objects.filter(person_id=OuterRef("pk")).order_by("-id").values("volunteer_no")[:1]
    rows = Person.objects.filter(pk__in=list(person_ids), closed_at__isnull=True).annotate(number=Subquery(latest))
    return {pk: (name, number or "") for pk, name, number in rows.values_list("pk", "name", "number")}
