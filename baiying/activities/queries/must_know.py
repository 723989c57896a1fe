"""Whom somebody has to call because no message reaches them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from baiying.activities.queries.signups import LIVE
from baiying.activities.reminded import CannotCome, MustKnow
from baiying.activities.rules import news, reached

_ACTIVITY = "signup__shift__activity"
_OPEN = Q(state__in=(reached.UNKNOWN, reached.CALL), told_at__isnull=True)
# News of a shift that stands concern who still comes; that it does not take place whoever had meant to.
_CONCERNS = Q(what__in=news.ENDED) | Q(signup__state__in=LIVE)


def not_known_yet(at: datetime) -> QuerySet[MustKnow]:
    """What must be known, may still help, and of which nobody knows that it arrived."""
    return MustKnow.objects.filter(_OPEN, until__gt=at)


def to_call(
    at: datetime, *, account_id: int, team_ids: Collection[int], body_ids: Collection[int]
) -> QuerySet[MustKnow]:
    """Whom an account has to call, the next shift first: of what it leads, and its teams and bodies."""
    mine = of_whoever_leads(account_id=account_id, team_ids=team_ids, body_ids=body_ids)
    rows = not_known_yet(at).filter(_CONCERNS, mine, state=reached.CALL)
    return rows.select_related("signup__person", f"{_ACTIVITY}__team").order_by("signup__shift__starts_at", "id")


def of_whoever_leads(*, account_id: int, team_ids: Collection[int], body_ids: Collection[int]) -> Q:
    """Rows with a sign-up, of what an account leads, and its teams and bodies."""
    return (
        Q(**{f"{_ACTIVITY}__leader_id": account_id})
        | Q(**{f"{_ACTIVITY}__team_id__in": team_ids})
        | Q(**{f"{_ACTIVITY}__team__body_id__in": body_ids})
    )


def must_know_of_activity(activity_id: int, at: datetime) -> list[MustKnow]:
    """By sign-up what must be known of an activity's shifts that are not over, and whether it is: to call first."""
    rows = MustKnow.objects.filter(_CONCERNS, signup__shift__activity_id=activity_id, until__gt=at)
    rows = rows.exclude(state=reached.OLD).select_related("signup__person", "signup__shift")
    return sorted(rows, key=lambda row: (row.state != reached.CALL or row.told_at is not None, row.pk))


def must_know(public_id: str) -> MustKnow | None:
    rows = MustKnow.objects.select_related("signup__person", "signup__shift__activity")
    return rows.filter(public_id=public_id).first()


def has_to_be_called(signup_id: int, at: datetime) -> bool:
    """Whether somebody has to call this one now, so that the number may be opened whenever the shift is."""
    if CannotCome.objects.filter(signup_id=signup_id, settled_at__isnull=True, signup__state__in=LIVE).exists():
        return True
    return not_known_yet(at).filter(_CONCERNS, signup_id=signup_id, state=reached.CALL).exists()
