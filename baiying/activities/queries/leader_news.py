"""What happened to an activity's list that its leader has not heard of."""

from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from baiying.activities.models import ActivityState, LeaderTold, Signup, SignupState

# What is older than this and untold was there before leaders were told.
_LOOK_BACK = timedelta(days=3)


def untold(at: datetime) -> QuerySet[Signup]:
    """Sign-ups to coming shifts that take place, whose state the leader does not know yet; the oldest first."""
    recent = at - _LOOK_BACK
    changed = Q(signed_up_at__gt=recent) | Q(ended_at__gt=recent) | Q(promoted_at__gt=recent)
    unknown = Q(leader_told__isnull=True) | ~Q(leader_told__state=F("state"))
    rows = Signup.objects.filter(changed, unknown, shift__starts_at__gt=at, shift__called_off_at__isnull=True)
    # An application that the leader answered is known to the one who answered.
    rows = rows.filter(shift__activity__state=ActivityState.PUBLISHED).exclude(state=SignupState.REFUSED)
    return rows.order_by("id")


def activities_with_news(at: datetime) -> list[int]:
    """Activities of which a leader may have to hear something."""
    return sorted(set(untold(at).values_list("shift__activity_id", flat=True)))


def news_of(activity_id: int, at: datetime) -> list[Signup]:
    """What of one activity its leader does not know, with person, shift and what the leader was told."""
    rows = untold(at).filter(shift__activity_id=activity_id)
    return list(rows.select_related("person", "shift", "leader_told"))


def leader_told_at(activity_id: int) -> datetime | None:
    """When the leader of an activity last got a message about its list."""
    rows = LeaderTold.objects.filter(signup__shift__activity_id=activity_id)
    found: datetime | None = rows.aggregate(last=Max("told_at"))["last"]
    return found
