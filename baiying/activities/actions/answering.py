"""Saying yes to the new time of a shift that was moved: once, by who has the place, for a child by the guardian too."""

from datetime import datetime

from baiying.activities import locked, queries
from baiying.activities.actions import refusals
from baiying.activities.models import Signup, SignupState
from baiying.activities.reminded import MustKnow, TimeAgreed
from baiying.activities.rules import reached
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


@transaction.atomic
def agree_to_time(*, signup_id: int, time: str, actor: Actor, at: datetime) -> Signup:
    """The time of which `time` is the mark suits; again changes nothing. Saying no later is giving the place back.

    Whoever acts has been admitted to the sign-up: the own, or a ward's. Refuses: NothingToAgree; TimeChangedAgain.
    """
    shift, row = locked.signup(signup_id)
    if row.state != SignupState.ACCEPTED or shift.starts_at <= at or not queries.stands(shift):
        raise refusals.NothingToAgree
    if time != queries.mark_of_time(shift):
        raise refusals.TimeChangedAgain
    if row.pk not in queries.new_times([row]):
        return row
    by_guardian = not people.comes_in_as(actor.account_id, row.person)
    _said, new = TimeAgreed.objects.get_or_create(
        signup=row,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        by_guardian=by_guardian,
        defaults={"agreed_at": at, "agreed_by_id": actor.account_id},
    )
    if new:
        # Who answered knows: nobody has to call them about this.
        waits = MustKnow.objects.filter(signup=row, what="moved", told_at__isnull=True)
        waits.exclude(state=reached.OLD).update(state=reached.REACHED, why="")
        audit.record(
            "NewTimeAgreed", actor=actor, at=at, subject=("signup", row.pk), area_id=shift.activity.area_id,
            detail={"person_id": row.person_id, "shift_id": shift.pk, "by_guardian": by_guardian},
        )  # fmt: skip
    return row
