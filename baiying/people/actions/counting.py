"""The one place where a registration begins or ceases to count."""

from datetime import datetime

from baiying.kit import facts
from baiying.kit.values.actor import Actor
from baiying.people import facts as told
from baiying.people.models import Counting, Registration


def count_if_ready(registration: Registration, *, actor: Actor, at: datetime) -> bool:
    """Open a counting and announce it, once the document was seen, where needed the guardian agreed, and whoever is
    entitled agreed to the ID number.

    The caller has locked the registration. Says whether it began now.
    """
    guardian_ok = not registration.needs_guardian or registration.guardian_ok_at is not None
    if registration.verified_at is None or not guardian_ok or registration.ended_at is not None:
        return False
    if registration.number_waits_since is not None:
        return False
    if registration.countings.filter(to_at__isnull=True).exists():
        return False
    Counting.objects.create(person_id=registration.person_id, registration=registration, from_at=at, why="ready")
    facts.publish(
        told.PersonVerified(person_id=registration.person_id, registration_id=registration.pk),
        actor=actor,
        at=at,
        area_id=registration.person.residence_id,
    )
    return True


def stop_counting(registration: Registration, *, why: str, at: datetime) -> None:
    """Close the open counting, if there is one: what was counted stays, nothing new counts.

    `why`: guardian_withdrew, number_waits or registration_ended. Call it before the registration loses what it counts
    by.
    """
    registration.countings.filter(to_at__isnull=True).update(to_at=at, end_why=why)
