"""Taking a free place on the spot: for who stands there with the leader's live code, which the caller has compared."""

from datetime import datetime

from django.db import IntegrityError
from django.http import Http404

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import promoting, refusals, telling, wards
from baiying.activities.models import Shift, Signup, SignupState
from baiying.kit import clock, facts
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import actions as people_actions
from baiying.people import queries as people


@transaction.atomic
def join_now(*, shift_pid: str, person_id: int, actor: Actor, at: datetime) -> Signup:
    """Give the person a place at a shift that is about to begin or on.

    Whoever has one keeps it. The rules are those of signing up (rules.signing_up.may_join); only its deadline no longer
    counts. Refuses: as sign_up does, NoPlaceLeft, LeaderDecides.
    """
    found = queries.shift(shift_pid)
    if found is None:
        raise Http404
    locked.own_signups(person_id)
    shift = locked.shift(found.pk)
    own = Signup.objects.filter(shift=shift, person_id=person_id, state=SignupState.ACCEPTED).first()
    if own is not None:
        return own
    people_actions.hold_registration(person_id)
    code = queries.may_join(actor.account_id or 0, person_id, shift, at)
    if code == "not_yours":
        raise Http404
    if code != "joins":
        raise why_not(code, person_id, shift)
    signup = Signup(
        shift=shift,
        person_id=person_id,
        state=SignupState.ACCEPTED,
        period=(shift.starts_at, shift.ends_at),
        signed_up_at=at,
        accepted_at=at,
        by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            signup.save(force_insert=True)
    except IntegrityError as error:
        if errors.constraint_of(error) != promoting.ONE_PLACE:
            raise
        raise refusals.ShiftClash.of(queries.engaged_between(person_id, shift.starts_at, shift.ends_at)) from None
    shift.taken += 1
    shift.save(update_fields=["taken"])
    made = told.SignupMade(signup_id=signup.pk, shift_id=shift.pk, person_id=person_id, state=signup.state)
    facts.publish(made, actor=actor, at=at, area_id=shift.activity.area_id)
    signup.shift = shift
    telling.tell(signup, "made", telling.made_text(queries.wanted_of(shift)), at, by_text=False)
    if people.is_minor_on(person_id, clock.local_date(shift.starts_at)):
        wards.tell_guardians(signup.pk, "made", at, but=actor.account_id)
    return signup


def why_not(code: str, person_id: int, shift: Shift) -> Refused:
    """The refusal that a code of `queries.may_join` stands for, with what is in the way where that is the reason."""
    if code == refusals.ShiftClash.code:
        return refusals.ShiftClash.of(queries.engaged_between(person_id, shift.starts_at, shift.ends_at))
    return refusals.OF_JOINING[code]()
