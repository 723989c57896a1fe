"""What happened to an activity's list that its leader has not heard of."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from baiying.activities.models import ActivityState, LeaderTold, Signup, SignupState
from baiying.activities.queries import new_times
from baiying.activities.queries.cannot_come import untold_answers
from baiying.activities.queries.leads import leads_anything
from baiying.activities.reminded import CannotCome
from baiying.kit.values.actor import Actor
from baiying.people import queries as people

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


def leaders_with_news(at: datetime) -> dict[int, list[int]]:
    """Who may have to hear something, and of which of the activities led."""
    rows = untold(at).order_by().values_list("shift__activity__leader_id", "shift__activity_id").distinct()
    answers = untold_answers(at).values_list("signup__shift__activity__leader_id", "signup__shift__activity_id")
    found: dict[int, list[int]] = {}
    above = "signup__shift__activity"
    said = new_times.untold(at).order_by().values_list(f"{above}__leader_id", f"{above}_id").distinct()
    for leader_id, activity_id in sorted({*rows, *answers.order_by(), *said}):
        found.setdefault(leader_id, []).append(activity_id)
    return found


def news_of(activity_id: int, at: datetime) -> list[Signup]:
    """What of one activity its leader does not know, with person, shift and what the leader was told."""
    rows = untold(at).filter(shift__activity_id=activity_id)
    return list(rows.select_related("person", "shift", "leader_told"))


def leader_told_at(activity_id: int) -> datetime | None:
    """When the leader of an activity last got a message about its list."""
    here = {"signup__shift__activity_id": activity_id, "told_at__isnull": False}
    found = [
        rows.filter(**here).aggregate(last=Max("told_at"))["last"] for rows in (LeaderTold.objects, CannotCome.objects)
    ]
    return max(filter(None, found), default=None)


def still_news(signup_ids: Collection[int], leader_id: int, at: datetime) -> dict[int, Signup]:
    """Of sign-ups of which a leader is told those that still are news, by id: of coming shifts that take place, led by
    the same account, and of nobody who signed up there again since.
    """
    again = Signup.objects.filter(person=OuterRef("person"), shift=OuterRef("shift"), pk__gt=OuterRef("pk"))
    rows = Signup.objects.filter(pk__in=signup_ids, shift__starts_at__gt=at, shift__called_off_at__isnull=True)
    rows = rows.filter(shift__activity__state=ActivityState.PUBLISHED, shift__activity__leader_id=leader_id)
    rows = rows.exclude(Exists(again))
    return {one.pk: one for one in rows.select_related("person", "shift__activity")}


def reads_of_leading(actor: Actor, at: datetime) -> bool:
    """Whether text messages about what one leads can reach whoever asks, who acts for nobody else."""
    person = people.person_by_id(actor.person_id) if actor.person_id else None
    if person is None or actor.account_id is None or not people.comes_in_as(actor.account_id, person):
        return False
    return person.phone_hash is not None and leads_anything(actor.account_id, at)
