"""Who has a place and no confirmation yet."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from baiying.activities.models import ActivityState, Signup, SignupState
from baiying.activities.reminded import Reminder

# The kind under which table `Reminder` keeps it.
PLACE = "place"
# A worker that stood still longer confirms nothing of before: the pages said it, and reminders follow.
_LOOK_BACK = timedelta(hours=6)


def unconfirmed(at: datetime) -> list[Signup]:
    """Who got a place in the last hours, by whichever way, at a shift that is to come, and was not looked at yet."""
    seen = Reminder.objects.filter(signup_id=OuterRef("pk"), kind=PLACE)
    rows = Signup.objects.filter(
        ~Exists(seen), state=SignupState.ACCEPTED, accepted_at__gt=at - _LOOK_BACK, accepted_at__lte=at,
        shift__starts_at__gt=at, shift__called_off_at__isnull=True, shift__activity__state=ActivityState.PUBLISHED,
    )  # fmt: skip
    return list(rows.select_related("person", "shift__activity__leader").order_by("shift__starts_at", "id"))
