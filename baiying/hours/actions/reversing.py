"""Taking hours back: a negative line with reason and decider, never a deletion (R061)."""

from datetime import datetime

from baiying.hours import access, locked, queries
from baiying.hours.actions import posting, refusals, telling
from baiying.hours.models import HourEntry
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


@transaction.atomic
def reverse(*, entry: HourEntry, words: str, actor: Actor, at: datetime) -> HourEntry:
    """Take a line back; the person is told why and how to object. Gives the negative line, again to the same hand.

    Refuses: ReasonMissing, SecondPersonNeeded (one's own or a ward's hours), AlreadyReversed.
    """
    if not words.strip():
        raise refusals.ReasonMissing
    if access.is_concerned(actor, entry.person_id):
        raise refusals.SecondPersonNeeded
    locked.person_days(entry.person_id, [entry.served_on])
    known = queries.reversal_of(entry)
    said = known is not None and known.reason[0].get("words") == words.strip()[:200]
    if known is not None and said and known.recorded_by_id == actor.account_id:
        return known
    if entry.reversal_of is not None or known is not None:
        raise refusals.AlreadyReversed
    row = posting.post_reversal(entry, words.strip()[:200], actor=actor, at=at)
    person = people.person_by_id(entry.person_id)
    if person is not None:
        telling.reversed_entry(person.public_id, row, words.strip(), at)
    return row
