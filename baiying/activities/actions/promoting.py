"""Filling a place that became free: the first in the queue who can still come, under the shift's lock."""

from datetime import datetime

from django.db import IntegrityError

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import telling, wards
from baiying.activities.models import ActivityState, Shift, Signup, SignupState
from baiying.activities.rules.plans import ADULT
from baiying.kit import facts
from baiying.kit.db import errors, transaction
from baiying.kit.values.actor import Actor

# The constraint that keeps one person in one place at a time.
ONE_PLACE = "activities_one_person_one_place"
_MORE = 20


def promote(shift: Shift, *, actor: Actor, at: datetime) -> list[Signup]:
    """Give free places to those who wait, in the order of the line (by id); `shift` must be locked by the caller.

    Who has another shift at that time, or may no longer serve, is passed over and keeps the place in the line. Nobody
    is promoted into a shift that has begun, was closed or called off.
    """
    if shift.starts_at <= at or shift.closed_at is not None or shift.activity.state != ActivityState.PUBLISHED:
        return []
    made: list[Signup] = []
    after = 0
    while shift.taken < shift.places:
        # A few more than there are places: the first ones may be busy elsewhere.
        line = Signup.objects.filter(shift=shift, state=SignupState.WAITLISTED, pk__gt=after)
        some = locked.first_signups(line, shift.places - shift.taken + _MORE)
        for signup in _who_can(shift, some):
            if shift.taken < shift.places and _promote_one(shift, signup, actor=actor, at=at):
                made.append(signup)
        if not some:
            break
        after = some[-1].pk
    return made


def _who_can(shift: Shift, some: list[Signup]) -> list[Signup]:
    """Those of some of the line who can come, in its order: asked of all at once, for the shift is locked meanwhile."""
    for signup in some:
        signup.shift = shift
    # In doubt, another time, or other rules, since they stood in the line: kept there, for it may be changed again.
    barred = queries.why_no_place(some)
    elsewhere = Signup.objects.filter(
        person_id__in=[one.person_id for one in some],
        state=SignupState.ACCEPTED,
        period__overlap=(shift.starts_at, shift.ends_at),
    )
    busy = set(elsewhere.values_list("person_id", flat=True))
    return [one for one in some if one.pk not in barred and one.person_id not in busy]


def _promote_one(shift: Shift, signup: Signup, *, actor: Actor, at: datetime) -> bool:
    signup.state, signup.accepted_at, signup.promoted_at = SignupState.ACCEPTED, at, at
    try:
        with transaction.atomic():
            signup.save(update_fields=["state", "accepted_at", "promoted_at"])
    except IntegrityError as error:
        if errors.constraint_of(error) != ONE_PLACE:
            raise
        # Somebody took another shift at this very moment: the database keeps one person in one place.
        return False
    shift.taken += 1
    shift.save(update_fields=["taken"])
    promoted = told.SignupPromoted(signup_id=signup.pk, shift_id=shift.pk, person_id=signup.person_id)
    facts.publish(promoted, actor=actor, at=at, area_id=shift.activity.area_id)
    telling.tell(signup, "promoted", telling.promoted_text(signup), at, by_text=False)
    if queries.age_at(signup, shift) < ADULT:
        wards.tell_guardians(signup.pk, "promoted", at)
    return True
