"""The volunteer's own profile, and the audited look at a sealed number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import names
from baiying.kit.values.actor import Actor
from baiying.people import locked, queries
from baiying.people.actions import minor_leaves, numbers
from baiying.people.models import Person
from baiying.people.rules.showing import Showing
from baiying.places import queries as places

_NEXT = timedelta(microseconds=1)
_AREAS = {"residence_id", "service_area_id"}


class AtRest(Refused):
    """The consent was withdrawn: what is there is stored and not used (PIPL art. 15, 47)."""

    code = "at_rest"
    sentence = _("本人已撤回同意，资料只依法保存，不再查看和使用。本人重新注册以后才能查看。")


class Parked(Refused):
    """Long without any act, and parked: stored and not used until its person is back (U40)."""

    code = "parked"
    sentence = _("这条记录在休眠，资料只保存。本人恢复以后才能查看。")


class NoHome(Refused):
    """Where somebody is to live or serve is no village or township, or does not stand any more."""

    code = "no_home"
    sentence = _("居住地和服务地请选到村（社区）或者乡镇（街道）；原来选的已经撤并的，请重新选。")


def refuse_no_home(*area_ids: int) -> None:
    """Refuses: NoHome."""
    if not places.are_homes(area_ids):
        raise NoHome


def since(row: Person, at: datetime) -> datetime:
    """From when new areas of a locked record hold. Whoever waited for it may come with an earlier instant than the one
    who was first."""
    return max(at, row.areas_since + _NEXT) if row.areas_since else at


@transaction.atomic
def change_profile(
    *,
    person: Person,
    residence_id: int,
    service_area_id: int,
    skills: list[str],
    categories: list[str],
    availability: list[int],
    showing: Showing,
    actor: Actor,
    at: datetime,
) -> Person:
    """Change what a volunteer may change alone. A new area holds from now on: days and years before keep theirs.

    Refuses: NoHome.
    """
    row = locked.person(person.pk)
    new = {
        "residence_id": residence_id,
        "service_area_id": service_area_id,
        "skills": skills,
        "categories": categories,
        "availability": sorted(availability),
        "name_public": showing.name_public,
        "invited_by": showing.invited_by,
    }
    changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
    if not changed:
        return row
    refuse_no_home(*(int(str(new[name])) for name in changed if name in _AREAS))
    for name in changed:
        setattr(row, name, new[name])
    columns = [name.removesuffix("_id") for name in changed]
    if _AREAS & set(changed):
        row.areas_since = since(row, at)
        columns.append("areas_since")
    row.save(update_fields=columns)
    audit.record("ProfileChanged", actor=actor, at=at, subject=("person", row.pk), detail={"fields": changed})
    return row


@transaction.atomic
def resubmit(*, person: Person, name: str, actor: Actor, at: datetime) -> bool:
    """After a failed check: correct the name and wait again. Says whether there was anything to resubmit."""
    row = locked.open_registration(person.pk)
    if row is None or row.failed_at is None or row.verified_at is not None:
        return False
    row.failed_at, row.failed_reason = None, ""
    row.save(update_fields=["failed_at", "failed_reason"])
    Person.objects.filter(pk=person.pk).update(name=name[: names.MOST_SIGNS])
    audit.record("CheckResubmitted", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id)
    return True


@transaction.atomic
def reveal(*, person: Person, what: str, reason: str, actor: Actor, at: datetime) -> str:
    """Open a sealed number (`what`: id_number or phone) for a reason; the look is written down first (R153). A minor's
    only by a leave that a manager gave, and the guardians hear of it (R009).

    Refuses: AtRest; Parked; MinorLeaveMissing; NumberWaits.
    """
    row = locked.person(person.pk)
    if row.parked_at is not None:
        raise Parked
    if row.rests_since is not None:
        raise AtRest
    if what == "id_number":
        numbers.refuse_waiting(person, at)
    given = minor_leaves.leave_to_look(person, actor, at)
    audit.record(
        "NumberRevealed",
        actor=actor,
        at=at,
        subject=("person", person.pk),
        area_id=person.residence_id,
        detail={
            "what": what,
            "reason": reason[:120],
            "minor": given is not None,
            **({"leave": given.public_id} if given is not None else {}),
        },
    )
    if given is not None:
        minor_leaves.tell_of_look(given, what, reason[:120], actor=actor, at=at)
    return queries.id_number_of(person) if what == "id_number" else queries.phone_of(person) or ""


@dataclass(frozen=True, slots=True)
class StoredLook:
    """What of a record at rest is shown (name, id_number or phone), for which reason of the law, in whose words, and
    by which agreement of two (the room above holds it)."""

    what: str
    reason: str
    words: str
    opening: str


@transaction.atomic
def reveal_stored(*, person: Person, look: StoredLook, actor: Actor, at: datetime) -> str:
    """Show one thing of a record at rest, which two persons opened; the look is written down first (R153).

    The room that holds the agreement asks whether it is in force. Refuses: NumberWaits.
    """
    row = locked.person(person.pk)
    if look.what == "id_number":
        numbers.refuse_waiting(row, at)
    audit.record(
        "StoredSeen",
        actor=actor,
        at=at,
        subject=("person", row.pk),
        area_id=row.residence_id,
        detail={"what": look.what, "reason": look.reason, "words": look.words, "opening": look.opening,
                "minor": queries.is_under_age(row, at)},
    )  # fmt: skip
    if look.what == "name":
        return row.name
    return queries.id_number_of(row) if look.what == "id_number" else queries.phone_of(row) or ""


@transaction.atomic
def note_look(*, person: Person, page: str, actor: Actor, at: datetime) -> None:
    """An office opened somebody's record: written down (R153), a minor's under a name of its own (Minors Online
    Regulation art. 36; R009)."""
    audit.record(
        "MinorSeen" if queries.is_under_age(person, at) else "RecordSeen",
        actor=actor,
        at=at,
        subject=("person", person.pk),
        area_id=person.residence_id,
        detail={"page": page},
    )
