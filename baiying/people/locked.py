"""Locked rows of this room, in the house's order (kit.db.README).

A merge and its two persons before all rooms; a clerk's day at the desk, claim,
draft, spot check, doubt, person, dormancy, registration, guardianship.
"""

from collections.abc import Iterable
from datetime import date

from baiying.kit.db.locks import Kind, advisory, hold, take
from baiying.people.models import (
    Claim,
    Dormancy,
    DormancyStart,
    Doubt,
    FileLeave,
    Guardianship,
    Merge,
    MinorLeave,
    Person,
    Registration,
    RegistrationDraft,
    SpotCheck,
)

# Before everything that rooms above lock: a merge holds both persons, and so whatever would come to name them.
MERGE = Kind("merge of two records", 2)
MERGED_PERSON = Kind("person who is merged", 3)
CLERKS_DAY = Kind("clerk's day at the desk", 195)
CLAIM = Kind("claim", 200)
DRAFT = Kind("registration under way", 205)
SPOT_CHECK = Kind("spot check", 207)
DOUBT = Kind("doubt", 208)
MINOR_LEAVE = Kind("leave to look at a minor's numbers", 209)
FILE_LEAVE = Kind("leave to take a file with children in it", 206)
PERSON = Kind("person", 210)
DORMANCY = Kind("record asked about as asleep", 212)
DORMANCY_START = Kind("cleaning of the asleep in an area", 213)
COUNTING_ASLEEP = Kind("the counting of the asleep", 214)
REGISTRATION = Kind("registration", 220)
GUARDIANSHIP = Kind("guardianship", 230)


def merge(merge_id: int) -> Merge:
    """A merge with its area, locked before the two records."""
    return hold(MERGE, Merge.objects.select_related("area").filter(pk=merge_id)).get()


def persons_to_merge(*person_ids: int) -> dict[int, Person]:
    """Both persons, locked whole: whoever writes a row that names one of them waits, or has written it before."""
    rows = Person.objects.select_related("residence").filter(pk__in=person_ids)
    return {row.pk: row for row in hold(MERGED_PERSON, rows, whole=True)}


def clerks_day(hands: frozenset[int], day: date) -> None:
    """Wait until nobody else registers at a desk by one of these accounts of one human on this day."""
    advisory(CLERKS_DAY, f"people:on_site:{min(hands)}:{day}")


def claim(claim_id: int) -> Claim:
    """The claim, locked before the record that it is about."""
    return hold(CLAIM, Claim.objects.select_related("person").filter(pk=claim_id)).get()


def draft(draft_id: int) -> RegistrationDraft | None:
    """What is being registered, locked before the record that comes of it; None where it was deleted meanwhile."""
    return take(DRAFT, RegistrationDraft.objects.all()).filter(pk=draft_id).first()


def spot_check(check_id: int) -> SpotCheck:
    """A spot check with whom it is about, locked."""
    return hold(SPOT_CHECK, SpotCheck.objects.select_related("person").filter(pk=check_id)).get()


def doubt(doubt_id: int) -> Doubt:
    """A doubt about a registration with whom it is about, locked before the registration."""
    rows = Doubt.objects.select_related("person__residence", "registration", "check_row")
    return hold(DOUBT, rows.filter(pk=doubt_id)).get()


def open_doubt(registration_id: int) -> Doubt | None:
    """The doubt about a registration that nobody has decided, locked."""
    return take(DOUBT, Doubt.objects.all()).filter(registration_id=registration_id, decided_at__isnull=True).first()


def person(person_id: int) -> Person:
    """The record with its area, locked."""
    return hold(PERSON, Person.objects.select_related("residence").filter(pk=person_id)).get()


def registration(registration_id: int) -> Registration:
    """One registration with its person, locked."""
    return hold(REGISTRATION, Registration.objects.select_related("person").filter(pk=registration_id)).get()


def open_registration(person_id: int) -> Registration | None:
    """The registration that has not ended, locked; before the guardianship, whoever comes: the guardian or the ward."""
    rows = Registration.objects.select_related("person", "person__residence")
    return hold(REGISTRATION, rows.filter(person_id=person_id, ended_at__isnull=True)).first()


def guardianship(guardianship_id: int) -> Guardianship:
    """The guardianship with the ward, locked."""
    rows = Guardianship.objects.select_related("ward", "ward__residence").filter(pk=guardianship_id)
    return hold(GUARDIANSHIP, rows).get()


def guardianships(ids: Iterable[int]) -> list[Guardianship]:
    """Several guardianships of one ward with the ward, the oldest first, locked after its registration."""
    rows = Guardianship.objects.select_related("ward", "ward__residence").filter(pk__in=list(ids))
    return list(hold(GUARDIANSHIP, rows))


def minor_leave(leave_id: int) -> MinorLeave:
    """A leave to look at a minor's numbers, locked before the record."""
    rows = MinorLeave.objects.select_related("person__residence").filter(pk=leave_id)
    return hold(MINOR_LEAVE, rows).get()


def file_leave(leave_id: int) -> FileLeave:
    """A leave to take a file with children in it, locked."""
    return hold(FILE_LEAVE, FileLeave.objects.select_related("area").filter(pk=leave_id)).get()


def dormancy(dormancy_id: int) -> Dormancy:
    """What is asked of a record without acts, with the record, locked after it."""
    return hold(DORMANCY, Dormancy.objects.select_related("person__residence").filter(pk=dormancy_id)).get()


def counting_asleep() -> None:
    """Become the only one who counts the asleep until the transaction ends."""
    advisory(COUNTING_ASLEEP, "people:counting_asleep")


def dormancy_start(start_id: int) -> DormancyStart:
    """That the cleaning goes on in an area, locked."""
    return hold(DORMANCY_START, DormancyStart.objects.filter(pk=start_id)).get()
