"""Writing a consent down; what follows from it is each act's own."""

from datetime import datetime

from baiying.people.models import Consent, Person


def give_consent(
    person: Person,
    purpose: str,
    version: str,
    *,
    given_by: str,
    channel: str,
    at: datetime,
    giver_name: str = "",
    witness: int | None = None,
) -> None:
    """Write one consent down: purpose, version, time, channel, giver (R002)."""
    Consent.objects.create(
        person=person,
        purpose=purpose,
        version=version,
        given_at=at,
        given_by=given_by,
        giver_name=giver_name or person.name,
        channel=channel,
        witness_id=witness,
    )
