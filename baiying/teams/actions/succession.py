"""What an acceptance ends: the office that was handed over, and what was signed over to others beside it (R015)."""

from datetime import datetime

from baiying.kit import facts
from baiying.kit.values.actor import Actor
from baiying.teams import facts as told
from baiying.teams.actions import refusals, telling
from baiying.teams.models import HandOver


def refuse_void(office_id: int) -> None:
    """Refuses an offer whose hand-over another has taken: HandOverVoid."""
    if HandOver.objects.filter(coming_id=office_id, void_at__isnull=False).exists():
        raise refusals.HandOverVoid


def taken(office_id: int, body_id: int, actor: Actor, at: datetime) -> None:
    """An administrator of the locked body has accepted: the office it comes of ends in the same instant, and what was
    signed over to others of that office, or of one that has ended, is void."""
    own = HandOver.objects.filter(coming_id=office_id).select_related("leaving__account", "leaving__body").first()
    if own is not None:
        own.taken_at = at
        own.save(update_fields=["taken_at"])
        leaving = own.leaving
        if leaving.ends_at is None:
            leaving.ends_at, leaving.ended_by_id = at, actor.account_id
            leaving.save(update_fields=["ends_at", "ended_by_id"])
            ended = told.OfficeEnded(office_id=leaving.pk, body_id=body_id, account_id=leaving.account_id)
            facts.publish(ended, actor=actor, at=at, area_id=leaving.body.area_id)
            telling.ended(leaving, at)
    open_ones = HandOver.objects.filter(body_id=body_id, taken_at__isnull=True, void_at__isnull=True)
    for other in open_ones.select_related("leaving", "coming__account", "coming__body").order_by("id"):
        same = own is not None and other.leaving_id == own.leaving_id
        if other.coming_id != office_id and (same or other.leaving.ends_at is not None):
            _void(other, actor, at)


def void_of(office_id: int, actor: Actor, at: datetime) -> None:
    """Nobody takes what was signed over from an office that those above have ended."""
    rows = HandOver.objects.filter(leaving_id=office_id, taken_at__isnull=True, void_at__isnull=True)
    for row in rows.select_related("coming__account", "coming__body").order_by("id"):
        _void(row, actor, at)


def _void(row: HandOver, actor: Actor, at: datetime) -> None:
    row.void_at = at
    row.save(update_fields=["void_at"])
    coming = row.coming
    if coming.ends_at is None:
        coming.ends_at, coming.ended_by_id = at, actor.account_id
        coming.save(update_fields=["ends_at", "ended_by_id"])
        telling.ended(coming, at)
