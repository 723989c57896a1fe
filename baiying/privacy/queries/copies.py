"""Copies of somebody's data: the living one, whether it may be fetched, and what is in it."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from baiying.kit import clock, sealed
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy import rules
from baiying.privacy.models import Copy as Copy
from baiying.privacy.models import Way

_SHOWN = 10


def privacy_rules(area_path: Sequence[int], on: date) -> rules.PrivacyRules:
    """The days of an area on a day."""
    return places.rule_set(rules.PrivacyRules, area_path=area_path, on=on).rules


def copies_of(person_id: int, account_id: int) -> list[Copy]:
    """What an account asked for about a person, without the contents; the newest first."""
    rows = Copy.objects.filter(person_id=person_id, asked_by_id=account_id).exclude(way=Way.DESK)
    return list(rows.defer("content_sealed").order_by("-id")[:_SHOWN])


def at_desk(person_id: int, account_id: int) -> Copy | None:
    """The living copy that a clerk asked for somebody who stands there."""
    rows = Copy.objects.filter(person_id=person_id, asked_by_id=account_id, way=Way.DESK, emptied_at__isnull=True)
    return rows.defer("content_sealed").first()


def copy_of(public_id: str) -> Copy | None:
    return Copy.objects.select_related("person__residence").defer("content_sealed").filter(public_id=public_id).first()


def live_copy(person_id: int, account_id: int) -> Copy | None:
    """What the account asked for and has not been emptied, whether made or not."""
    return Copy.objects.filter(person_id=person_id, asked_by_id=account_id, emptied_at__isnull=True).first()


def state_of(row: Copy, at: datetime) -> str:
    """making, ready or over."""
    return rules.copy_state(made_at=row.made_at, until=row.until, emptied_at=row.emptied_at, at=at)


def may_fetch(row: Copy, account_id: int, at: datetime) -> bool:
    """Whether who asked may have it now: asked again at each step, because a ward comes of age at midnight (U21)."""
    if row.asked_by_id != account_id or row.person.closed_at is not None:
        return False
    if row.way == Way.SELF:
        return people.comes_in_as(account_id, row.person)
    if row.way == Way.GUARDIAN:
        is_child = people.is_minor_on(row.person_id, clock.local_date(at))
        return is_child and people.may_act_for(account_id, row.person_id, clock.local_date(at))
    return True


def content_of(row: Copy) -> dict[str, Any]:
    """What was gathered. The caller has written down that it is handed out."""
    box = row.content_sealed
    assert box is not None, "an emptied copy is not asked for its contents"
    found: dict[str, Any] = json.loads(sealed.open_sealed(box, at=sealed.Place.of(row, "content_sealed")))
    return found


def to_empty(at: datetime) -> QuerySet[Copy]:
    """Those whose days are over and whose contents are still there."""
    return Copy.objects.filter(until__lte=at, content_sealed__isnull=False)


def not_made(before: datetime) -> QuerySet[Copy]:
    """Those asked before an instant that no job has made."""
    return Copy.objects.filter(made_at__isnull=True, emptied_at__isnull=True, asked_at__lt=before)
