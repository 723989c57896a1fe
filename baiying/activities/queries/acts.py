"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max

from baiying.activities.models import Activity, ActivityState, Signup, SignupState
from baiying.activities.reminded import TimeAgreed
from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_accounts, of_persons

_LIVE = (SignupState.APPLIED, SignupState.ACCEPTED, SignupState.WAITLISTED)


def acts(whose: Whose, at: datetime) -> list[Act]:
    """Sign-ups, and what was answered about them; a shift that is still ahead, and an activity that one leads, are of
    today; the latter also for a leader who is on leave."""
    today = clock.local_date(at)
    rows = Signup.objects.filter(person_id__in=whose.persons).order_by()
    signed = rows.values_list("person_id").annotate(Max("signed_up_at"))
    ahead = rows.filter(state__in=_LIVE, period__endswith__gt=at).values_list("person_id", flat=True)
    said = TimeAgreed.objects.filter(signup__person_id__in=whose.persons, by_guardian=False).order_by()
    led = Activity.objects.filter(leader_id__in=whose.accounts).order_by()
    until = led.filter(state=ActivityState.PUBLISHED).values_list("leader_id").annotate(Max("ends_on"))
    planned = led.values_list("leader_id").annotate(Max("created_at"))
    return [
        *of_persons([(pk, clock.local_date(day)) for pk, day in signed]),
        *of_persons([(pk, today) for pk in ahead]),
        *of_persons(
            [
                (pk, clock.local_date(day))
                for pk, day in said.values_list("signup__person_id").annotate(Max("agreed_at"))
            ]
        ),
        *of_accounts([(pk, min(day, today)) for pk, day in until]),
        *of_accounts([(pk, clock.local_date(day)) for pk, day in planned]),
    ]
