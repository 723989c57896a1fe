"""The secret address of somebody's calendar: opened, renewed, closed."""

from datetime import datetime

from baiying.activities import locked, queries
from baiying.activities.models import CalendarFeed
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


def _close(person_id: int, actor: Actor, at: datetime) -> bool:
    rows = CalendarFeed.objects.filter(person_id=person_id, created_by_id=actor.account_id, ended_at__isnull=True)
    ended = rows.update(ended_at=at)
    if ended:
        audit.record("CalendarFeedClosed", actor=actor, at=at, subject=("person", person_id))
    return bool(ended)


@transaction.atomic
def open_calendar(*, person_id: int, renew: bool, actor: Actor, at: datetime) -> CalendarFeed:
    """The address at which the actor's calendar reads the person's sign-ups. `renew` ends the one there is: it leaked.

    One that no longer answers (queries.calendar_of_person) is ended by opening another. Nobody ends another's: a child
    and each guardian have their own.
    """
    locked.calendar_of(person_id)
    live = queries.calendar_of_person(person_id, actor.account_id, at)
    if live is not None and not renew:
        return live
    _close(person_id, actor, at)
    made = CalendarFeed.objects.create(person_id=person_id, created_at=at, created_by_id=actor.account_id)
    audit.record("CalendarFeedOpened", actor=actor, at=at, subject=("person", person_id))
    return made


@transaction.atomic
def close_calendar(*, person_id: int, actor: Actor, at: datetime) -> bool:
    """Nobody reads the actor's address from now on. False if there was none."""
    locked.calendar_of(person_id)
    return _close(person_id, actor, at)
