"""The one place where a registration begins or ceases to count."""

from datetime import datetime

from baiying.kit import facts
from baiying.kit.values.actor import Actor
from baiying.people import facts as told
from baiying.people.models import Registration


def count_if_ready(registration: Registration, *, actor: Actor, at: datetime) -> bool:
    """Set counted_from and announce it, once the document was seen and, where needed, the guardian agreed."""
    guardian_ok = not registration.needs_guardian or registration.guardian_ok_at is not None
    if registration.counted_from is not None or registration.verified_at is None or not guardian_ok:
        return False
    registration.counted_from = at
    registration.save(update_fields=["counted_from"])
    facts.publish(
        told.PersonVerified(person_id=registration.person_id, registration_id=registration.pk),
        actor=actor,
        at=at,
        area_id=registration.person.residence_id,
    )
    return True


def stop_counting(registration: Registration) -> None:
    """The guardian's consent is gone: what was counted stays, nothing new counts."""
    registration.guardian_ok_at = None
    registration.counted_from = None
    registration.save(update_fields=["guardian_ok_at", "counted_from"])
