"""The leader calls who is missing, or the guardian of a child who is here.

The number is opened for one person, around the shift, and the look is on record.
"""

from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import queries, rules
from baiying.hours.actions import refusals
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


@transaction.atomic
def number_of(*, signup: activities.Signup, actor: Actor, at: datetime) -> people.Call:
    """The number by which somebody with a place is reached: the own one, a minor's guardian's. The look is audited.

    So are those who had one when the shift was called off: somebody has to tell whoever reads no messages.

    Only around the shift, as the dated rules say, while a change that must be known has not arrived by a message, or
    while no reminder leaves and the shift begins soon (PIPL art. 6: no more than the purpose needs). The caller has
    asked that the actor leads it. Refuses: NotTheTimeToCall, NoNumber.
    """
    shift = signup.shift
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    is_time = rules.may_call(shift.starts_at, shift.ends_at, given, at) or activities.in_doubt([shift], at)
    around = activities.had_a_place(signup) and is_time
    if not around and not activities.has_to_be_called(signup.pk, at):
        raise refusals.NotTheTimeToCall
    call = people.call_of(signup.person, at)
    if call is None:
        raise refusals.NoNumber
    audit.record(
        "PhoneLookedUp",
        actor=actor,
        at=at,
        subject=("signup", signup.pk),
        area_id=shift.activity.area_id,
        detail={"person_id": signup.person_id, "shift_id": shift.pk, "guardians": call.is_guardians},
    )
    return call
