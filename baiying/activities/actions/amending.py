"""A risk is written into what is published, and minors may not come any more: asked of everybody who signed up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from baiying.activities import locked, queries
from baiying.activities.actions import fitting, promoting, publishing, refusals, telling
from baiying.activities.models import ActivityState, Post, Shift, Signup
from baiying.activities.rules import plans
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def amend_for_adults(*, activity_id: int, words: Mapping[str, Any], actor: Actor, at: datetime) -> list[Signup]:
    """Other words for what is published (publishing.amend), and its posts take no minors from now on.

    Minors with a sign-up to what is to come give it back with the reason: no absence, their guardians are told, the
    place goes on. A post for minors alone stays theirs. Gives the sign-ups that ended; again it gives none.
    Source: Volunteer Service Regulations art. 15; Law on the Protection of Minors art. 4.
    Refuses: NotPublished.
    """
    activity = locked.activity(activity_id)
    if activity.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    rows = Shift.objects.filter(activity_id=activity_id, starts_at__gt=at, called_off_at__isnull=True)
    gone: list[Signup] = []
    for shift in locked.shifts_among(rows):
        shift.activity = activity
        if not _stays(shift.post):
            gone += _close(shift, actor=actor, at=at)
    closed = Post.objects.filter(activity_id=activity_id, minors_welcome=True).exclude(max_age__lt=plans.ADULT)
    if closed.update(minors_welcome=False):
        audit.record("PostsForAdults", actor=actor, at=at, subject=("activity", activity_id), area_id=activity.area_id)
    publishing.amend_locked(activity, words, actor=actor, at=at)
    return gone


def may_close(activity_id: int) -> bool:
    """Whether some post of it takes minors beside grown-ups, so that it may be asked."""
    grown_ups_too = Q(max_age__isnull=True) | Q(max_age__gte=plans.ADULT)
    return Post.objects.filter(grown_ups_too, activity_id=activity_id, minors_welcome=True).exists()


def _stays(post: Post) -> bool:
    return not post.minors_welcome or (post.max_age is not None and post.max_age < plans.ADULT)


def _close(shift: Shift, *, actor: Actor, at: datetime) -> list[Signup]:
    live = locked.live_signups(shift.pk)
    shift.post.minors_welcome = False
    # Also who never fitted for another reason: a child is not kept at a risk because there are lessons at that time.
    codes = {pk: code for pk, code in queries.unfit(live, shift).items() if code == "minors_not_welcome"}
    gone = fitting.end_unfit(shift, codes, live, fitting.RISK, actor=actor, at=at)
    telling.tell_groups(fitting.groups_of_risk(shift, gone), "adults_only", at)
    if gone:
        promoting.promote(shift, actor=actor, at=at)
    return gone
