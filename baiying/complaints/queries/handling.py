"""Who may have a complaint before them: nobody whom it is about, nor below or beside such a one in the offices (U36).

It is asked at each reading, never kept: who is appointed above a complaint about oneself has nothing of it from that
moment on, and it is with those above without anybody's doing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from baiying.accounts import access as admitting
from baiying.accounts import queries as accounts
from baiying.complaints import rules
from baiying.complaints.models import Complaint, Concern
from baiying.complaints.rights import Right
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places

# A surname alone is in too many words to mean somebody.
_SHORTEST_NAME = 2
_MOST_SHUT = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """An account as it acts: by which role, and at which place; `above` are those who stand beside or above there.

    `in_place_of`: those for whom it stands in. What they may not have before them, nobody has in their place.
    """

    account_id: int
    role: str
    area_id: int
    above: tuple[int, ...] = ()
    in_place_of: tuple[int, ...] = ()


def reader_of(actor: Actor, at: datetime) -> Reader | None:
    """The one who acts; None for whoever acts at no place."""
    if actor.account_id is None or actor.acting is None or actor.acting.area_id is None:
        return None
    area = places.division_by_id(actor.acting.area_id)
    return None if area is None else _reader(actor.account_id, actor.role, area, at, actor.acting.stands_in_for)


def _of_holder(holder: accounts.Appointment, at: datetime) -> Reader:
    assert holder.area is not None
    away = admitting.acting_of(holder).stands_in_for
    return _reader(holder.account_id, holder.role, holder.area, at, away)


def _reader(account_id: int, role: str, area: places.Division, at: datetime, away: tuple[int, ...]) -> Reader:
    officers = accounts.appointments_in_force(at).filter(area_id__in=area.path)
    found = {
        one.account_id
        for one in officers
        if rules.stands_in_the_way(
            role, one.role, is_above=one.area_id != area.pk, is_last=area.level == "city"
        )
    }  # fmt: skip
    if away:
        found |= _beside(account_id, at)
    return Reader(account_id, role, area.pk, tuple(sorted(found - {account_id, *away})), away)


def _beside(account_id: int, at: datetime) -> set[int]:
    """Whoever serves where the account serves itself: in another's place it does not decide about its own office."""
    own = accounts.appointments_in_force(at).filter(account_id=account_id, stands_in_for__isnull=True)
    places_of = [pk for pk in own.values_list("area_id", flat=True) if pk is not None]
    rows = accounts.appointments_in_force(at).filter(area_id__in=places_of, stands_in_for__isnull=True)
    return set(rows.values_list("account_id", flat=True))


def of_reader(reader: Reader) -> QuerySet[Complaint]:
    """Complaints that the reader may have before them, open and ended."""
    rows = Complaint.objects.filter(area__path__contains=[reader.area_id], addressee=rules.addressee_of(reader.role))
    if rules.is_below_an_office(reader.role):
        rows = rows.exclude(about_office=True)
    own = (reader.account_id, *reader.in_place_of)
    rows = rows.exclude(_concerning(own, people.own_person_ids(*own), aside=True))
    return rows.exclude(_about_those_above(reader)) if reader.above else rows


def may_handle(row: Complaint, actor: Actor, at: datetime) -> bool:
    """Whether a complaint is the actor's to have before them."""
    reader = reader_of(actor, at)
    return reader is not None and of_reader(reader).filter(pk=row.pk).exists()


def is_about_those_above(row: Complaint, actor: Actor, at: datetime) -> bool:
    """Whether a complaint is about the actor's own office or somebody who stands beside or above the actor in it."""
    reader = reader_of(actor, at)
    if reader is None:
        return False
    if row.about_office and rules.is_below_an_office(reader.role):
        return True
    return bool(reader.above) and Complaint.objects.filter(_about_those_above(reader), pk=row.pk).exists()


def _about_those_above(reader: Reader) -> Q:
    """Also by the other log-in, or by the name that the record has: who stands above is the same human by each."""
    return _concerning(reader.above, people.own_person_ids(*reader.above), aside=False)


def _concerning(account_ids: Collection[int], person_ids: Iterable[int], *, aside: bool) -> Q:
    """What is about some accounts: recorded so, or one of their names (or of these persons) stands in the words.

    Whoever comes in by the same phone is the same to this. `aside`: of the reader, the same by every log-in, also what
    was only stood aside from: that keeps nobody else away.
    """
    hands = {*account_ids, *accounts.all_sharing_a_phone(account_ids)}
    hands |= people.all_accounts_of_same(hands)
    if aside:
        hands |= {hand for one in account_ids for hand in admitting.hands_of(one)}
    recorded = Concern.objects.filter(account_id__in=hands)
    if not aside:
        recorded = recorded.filter(stood_aside_at__isnull=True)
    found = Q(pk__in=recorded.values("complaint_id"))
    for key in _name_keys(hands, person_ids):
        found |= Q(said_key__contains=key)
    return found


def _name_keys(account_ids: Iterable[int], person_ids: Iterable[int]) -> set[str]:
    said = [*accounts.names_of(account_ids).values()]
    said += [one[0] for one in people.names_and_numbers(person_ids).values()]
    keys = {key for one in said if "*" not in one for key in rules.keys_of(one)}
    return {key for key in keys if len(key) >= _SHORTEST_NAME}


def concerning(account_id: int) -> Q:
    """What is about the account, or it stood aside from: such a one neither sees, counts nor decides it."""
    return _concerning([account_id], people.own_person_ids(account_id), aside=True)


def concerns(row: Complaint, account_id: int) -> bool:
    """Whether a complaint is one of those."""
    return Complaint.objects.filter(concerning(account_id), pk=row.pk).exists()


def hears_of(account_id: int, area_id: int) -> list[Complaint]:
    """Open complaints in an area that are about an account: where it takes office there, others must answer them."""
    about = _concerning([account_id], people.own_person_ids(account_id), aside=False)
    rows = Complaint.objects.filter(about, area__path__contains=[area_id], ended_at__isnull=True)
    return list(rows.select_related("area").order_by("id"))


def is_answered_by(addressee: str, area_path: Collection[int], at: datetime) -> bool:
    """Whether anybody of a line is in office in an area or above it."""
    roles = [role for role, to in rules.ADDRESSEES.items() if to == addressee]
    rows = accounts.holders(Right.ANSWER_COMPLAINTS, at).filter(role__in=roles)
    return rows.filter(area_id__in=list(area_path)).exists()


def has_civil_affairs(at: datetime) -> bool:
    """Whether civil affairs answers here at all."""
    return accounts.holders(Right.ANSWER_COMPLAINTS, at).filter(role="civil_affairs").exists()


def who_answers(row: Complaint, at: datetime) -> list[int]:
    """Accounts at the nearest area upwards that may answer it."""
    found: dict[int, list[int]] = {}
    for holder in accounts.holders(Right.ANSWER_COMPLAINTS, at).filter(area_id__in=row.area.path):
        assert holder.area is not None
        if of_reader(_of_holder(holder, at)).filter(pk=row.pk).exists():
            found.setdefault(row.area.path.index(holder.area.pk), []).append(holder.account_id)
    return found[max(found)] if found else []


def area_of(account_ids: Collection[int], row: Complaint, at: datetime) -> int | None:
    """Where those serve who answer a complaint: the nearest area upwards; None where nobody does."""
    rows = accounts.appointments_in_force(at).filter(account_id__in=account_ids, area_id__in=row.area.path)
    found = [one.area_id for one in rows if one.area_id is not None and one.role in rules.ADDRESSEES]
    return max(found, key=row.area.path.index, default=None)


def without_anybody(at: datetime, *, reader_id: int | None = None) -> list[Complaint]:
    """Open complaints that nobody in office may answer: another person must be appointed.

    For a reader, without those that are about the reader: who appoints must not learn of them either.
    """
    rows = Complaint.objects.filter(ended_at__isnull=True).select_related("area")
    for holder in accounts.holders(Right.ANSWER_COMPLAINTS, at):
        if holder.area is not None:
            rows = rows.exclude(pk__in=of_reader(_of_holder(holder, at)).filter(ended_at__isnull=True).values("pk"))
    if reader_id is not None:
        rows = rows.exclude(_concerning([reader_id], people.own_person_ids(reader_id), aside=True))
    return list(rows.order_by("due_on", "id")[:_MOST_SHUT])
