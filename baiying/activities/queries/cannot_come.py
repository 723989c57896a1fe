"""Who answered to a text message not to come, and has not cancelled."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from baiying.activities.models import ActivityState
from baiying.activities.queries.must_know import of_whoever_leads
from baiying.activities.queries.signups import LIVE
from baiying.activities.reminded import CannotCome
from baiying.notices import queries as messages

# The kinds of messages of the own shift, or of a ward's; and how long an answer is looked for that was not taken up.
_KINDS = ("signup_", "ward_signup_", "reminder_")
_LOOK_BACK = timedelta(days=2)


def answers_to_take_up(at: datetime) -> list[tuple[messages.HeardReply, list[int]]]:
    """The answers of late, each with the sign-ups that the text message was about to which it answers."""
    found = []
    for reply in messages.cannot_come_since(at - _LOOK_BACK):
        ids = {pk for row in messages.answered_by(reply, _KINDS) for pk in _signups_of(row.making or {})}
        found.append((reply, sorted(ids)))
    return found


def _signups_of(making: dict[str, Any]) -> set[int]:
    """The sign-ups of which a text message was made: a reminder, a confirmation, or news."""
    several = {int(pk) for whose in ("own", "wards") for pk in making.get(whose, ())}
    return several | ({making["signup"]} if "signup" in making else set())


def not_coming_perhaps(at: datetime) -> QuerySet[CannotCome]:
    """Of which nobody has asked yet: sign-ups that stand, of shifts that take place and are not over."""
    shift = {"signup__shift__ends_at__gt": at, "signup__shift__called_off_at__isnull": True}
    rows = CannotCome.objects.filter(settled_at__isnull=True, signup__state__in=LIVE, **shift)
    rows = rows.filter(signup__shift__activity__state=ActivityState.PUBLISHED)
    return rows.select_related("signup__person", "signup__shift__activity__team")


def to_ask(
    at: datetime, *, account_id: int, team_ids: Collection[int], body_ids: Collection[int]
) -> QuerySet[CannotCome]:
    """Whom an account has to ask whether they come, the next shift first."""
    mine = of_whoever_leads(account_id=account_id, team_ids=team_ids, body_ids=body_ids)
    return not_coming_perhaps(at).filter(mine).order_by("signup__shift__starts_at", "id")


def cannot_come_of_activity(activity_id: int, at: datetime) -> list[CannotCome]:
    """Of an activity those that nobody has asked yet, and those that somebody has; shifts that are not over."""
    asked = Q(settled_at__isnull=False, signup__shift__ends_at__gt=at, signup__state__in=LIVE)
    rows = CannotCome.objects.filter(Q(pk__in=not_coming_perhaps(at).values("pk")) | asked)
    rows = rows.filter(signup__shift__activity_id=activity_id).select_related("signup__person", "signup__shift")
    return list(rows.order_by("signup__shift__starts_at", "id"))


def cannot_come(public_id: str) -> CannotCome | None:
    rows = CannotCome.objects.select_related("signup__person", "signup__shift__activity")
    return rows.filter(public_id=public_id).first()


def untold_answers(at: datetime) -> QuerySet[CannotCome]:
    """Of which whoever leads has no message yet."""
    return not_coming_perhaps(at).filter(told_at__isnull=True, signup__shift__starts_at__gt=at)
