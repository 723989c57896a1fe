"""Registrations in doubt: which wait for whom, and what came of them (O4)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts import access as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import rules
from baiying.people.models import Doubt, Registration
from baiying.people.queries.persons import of_within

# Of one person's, on a page.
_MOST = 10


def doubts(scope: Scope) -> QuerySet[Doubt]:
    """All of persons of a scope, whatever came of them."""
    rows = Doubt.objects.select_related("person", "person__residence", "registration", "check_row")
    return rows.filter(of_within(scope))


def waiting_doubts(scope: Scope, actor: Actor, *, due_before: datetime | None = None) -> QuerySet[Doubt]:
    """Which the actor may move on: those nobody proposed anything for, or another did. The first due first.

    Not what any account of the own phone registered. Also of a registration that the person ended: hours wait for it.
    """
    rows = doubts(scope).filter(decided_at__isnull=True).order_by("due_on", "id")
    if actor.account_id is not None:
        hands = accounts.own_hands(actor)
        rows = rows.exclude(check_row__registered_by_id__in=hands).exclude(proposed_by_id__in=hands)
    return rows if due_before is None else rows.filter(due_on__lt=clock.local_date(due_before))


def doubts_of(person_id: int) -> list[Doubt]:
    """Of one person, the newest first."""
    return list(Doubt.objects.filter(person_id=person_id).select_related("registration").order_by("-id")[:_MOST])


def last_doubt_of(person_id: int) -> Doubt | None:
    return Doubt.objects.filter(person_id=person_id).order_by("-id").first()


def is_held(person_id: int) -> bool:
    """Whether a registration of the person is in doubt and not decided, the open one or one that ended meanwhile.

    Nobody leaves a doubt behind by leaving and coming back: until two have decided, nothing new is signed up for.
    """
    return bool(held_among([person_id]))


def held_among(person_ids: Collection[int]) -> set[int]:
    """Those of the persons of whom `is_held` is true."""
    return set(_held(person_ids).values_list("person_id", flat=True))


def held_spans(person_id: int) -> list[tuple[datetime, datetime | None]]:
    """From when to when each registration stood that is in doubt: what was served then waits for two to decide."""
    return list(_held([person_id]).values_list("registered_at", "ended_at"))


def _held(person_ids: Collection[int]) -> QuerySet[Registration]:
    rows = Registration.objects.filter(person_id__in=person_ids, held_at__isnull=False)
    return rows.exclude(end_reason=rules.FOUND_UNTRUE)
