"""Closing an account, as far as the person's record goes: rested while there is time to stop, then erased."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import facts
from baiying.kit.db import transaction
from baiying.kit.erasing import Erased
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import facts as told
from baiying.people import locked, queries, rules
from baiying.people.actions import counting, reopening, sleeping
from baiying.people.models import Consent, InvitedBy, Person, Registration, RegistrationDraft

# Stands in the place of a birth date that is gone: no person of the register was born then.
NO_BIRTH_DATE = date(1900, 1, 1)


class BeingClosed(Refused):
    code = "being_closed"
    sentence = _("正在注销，现在不能重新注册。不想注销了，请先停止注销，注册会恢复。")


def refuse_being_closed(person: Person) -> None:
    """Who is about to be erased comes back by stopping that, not by registering anew. Refuses: BeingClosed."""
    if person.rests_since is not None and queries.is_being_closed(person.pk):
        raise BeingClosed


@transaction.atomic
def hold_for_closing(*, person_id: int) -> bool:
    """Lock the record before a closing is written down for it; False where it is closed, or was merged meanwhile."""
    return locked.person(person_id).closed_at is None


@transaction.atomic
def rest_for_closing(*, person_id: int, actor: Actor, at: datetime) -> None:
    """From now on the record is storage only: the registration pauses, what is coming is called off."""
    row = locked.person(person_id)
    sleeping.leave_sleeping(person_id=person_id, actor=actor, at=at)
    row.refresh_from_db(fields=["rests_since", "parked_at"])
    registration = locked.open_registration(person_id)
    if registration is not None:
        counting.stop_counting(registration, why="registration_ended", at=at)
        registration.ended_at, registration.end_reason = at, queries.CLOSING
        registration.save(update_fields=["ended_at", "end_reason"])
        ended = told.RegistrationEnded(person_id=row.pk, registration_id=registration.pk)
        facts.publish(ended, actor=actor, at=at, area_id=row.residence_id)
    if row.rests_since is None:
        row.rests_since = at
        row.save(update_fields=["rests_since"])


@transaction.atomic
def wake_after_closing(*, person_id: int, actor: Actor, at: datetime) -> None:
    """The closing was stopped: the same registration goes on, with its number and its consents.

    A record whose consent was withdrawn before rests as it did.
    """
    row = locked.person(person_id)
    paused = Registration.objects.filter(person_id=person_id, end_reason=queries.CLOSING).order_by("-id").first()
    if paused is None or queries.registration_of(person_id) is not None:
        return
    registration = locked.registration(paused.pk)
    registration.ended_at, registration.end_reason = None, ""
    registration.save(update_fields=["ended_at", "end_reason"])
    live = Consent.objects.filter(person_id=person_id, purpose=rules.SERVICE, withdrawn_at__isnull=True)
    if live.exists():
        row.rests_since = None
        row.save(update_fields=["rests_since"])
    if not reopening.ask_anew(registration, actor=actor, at=at):
        counting.count_if_ready(registration, actor=actor, at=at)


@transaction.atomic
def blank_record(*, whom: Erased, at: datetime) -> None:
    """What is left of the record after its lines were emptied: no name, no birth date, another number, no account.

    The row keeps its id, by which ledger and audit name it; the placeholder of each is its own.
    """
    row = locked.person(whom.person_id)
    row.account, row.closed_at, row.birth_date = None, at, NO_BIRTH_DATE
    row.name, row.sex, row.availability, row.name_public = f"已注销 {row.public_id}", "", [], False
    row.invited_by = InvitedBy.NOBODY
    row.save(
        update_fields=["account", "closed_at", "birth_date", "name", "sex", "availability", "name_public", "invited_by"]
    )
    for one in Registration.objects.filter(person=row):
        one.volunteer_no = f"X{one.public_id}"
        one.save(update_fields=["volunteer_no"])
    RegistrationDraft.objects.filter(phone_hash__in=whom.phone_hashes).delete()
