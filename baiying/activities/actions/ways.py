"""By which way whoever is told of a change will hear of it: asked before it is done, of the addresses there are now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from baiying.activities.actions import telling
from baiying.notices import queries as messages
from baiying.people import queries as people


@dataclass(frozen=True, slots=True)
class Way:
    """Of one sign-up: whose it is, and whether a text message goes out, to the person or to a guardian.

    Everybody finds it in the inbox; who has a place and is reached by no text message has to be called (must_know).
    `full`: they had all their text messages of the day, so that only what is urgent still goes out to them.
    """

    person_id: int
    name: str
    by_text: bool
    guardians: int = 0
    has_place: bool = True
    full: bool = False


def ways_of(signup_ids: Collection[int], at: datetime) -> dict[int, Way]:
    """By sign-up, the way. The same addresses that the message is written to when it is done (tell_these)."""
    rows = telling.signups_by_ids(signup_ids)
    phones: dict[int, list[str | None]] = {row.pk: [people.phone_of(row.person)] for row in rows}
    for row, to in telling.guardians_of(rows, at):
        phones[row.pk].append(to.phone)
    full = messages.full_today({phone for some in phones.values() for phone in some if phone}, at)
    return {
        row.pk: Way(
            row.person_id,
            row.person.shown_name,
            any(phones[row.pk]),
            len(phones[row.pk]) - 1,
            row.accepted_at is not None,
            full=any(phones[row.pk]) and all(phone in full for phone in phones[row.pk] if phone),
        )
        for row in rows
    }
