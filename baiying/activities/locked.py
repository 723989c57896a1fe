"""Locked rows of this room, in the house's order (kit.db.README): activity, lead, person's sign-ups, shift, sign-up."""

from collections.abc import Collection

from django.db.models import QuerySet

from baiying.activities import queries
from baiying.activities.models import Activity, Lead, Shift, Signup
from baiying.activities.reminded import CannotCome, MustKnow
from baiying.kit.db.locks import Kind, advisory, hold, take

# What one account writes for one team: no row yet.
PLANS = Kind("plans", 5)
# The calendars of a person: alone, nothing else is locked with it.
CALENDAR = Kind("calendar", 6)
ACTIVITY = Kind("activity", 10)
LEAD = Kind("lead", 12)
# Taken by the guarded statement (sql/sign_up.sql): one person's own sign-ups come one after the other.
OWN_SIGNUPS = Kind("person's sign-ups", 15)
SHIFT = Kind("shift", 20)
SIGNUP = Kind("signup", 30)
MUST_KNOW = Kind("must be known", 32)


def plans_of(team_id: int, account_id: int | None) -> None:
    """Wait until the account writes no other plan for the team; held to the end of the transaction."""
    advisory(PLANS, f"plans:{team_id}:{account_id}")


def calendar_of(person_id: int) -> None:
    """Wait until nobody else opens or closes the person's calendars; held to the end of the transaction."""
    advisory(CALENDAR, f"calendar:{person_id}")


def own_signups(person_id: int) -> None:
    """Wait until nobody else signs the person up; the guarded statement (sql/sign_up.sql) waits for the same name."""
    advisory(OWN_SIGNUPS, f"signup:{person_id}")


def activity(activity_id: int) -> Activity:
    """The activity with team, body and area, locked."""
    rows = Activity.objects.select_related("team", "team__body", "area")
    return hold(ACTIVITY, rows.filter(pk=activity_id)).get()


def activities(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """These activities, locked."""
    return take(ACTIVITY, rows)


def lead(lead_id: int) -> Lead:
    """Who was asked to lead, with the account, locked; its activity before it: naming and answering come one by one."""
    above = activity(Lead.objects.values_list("activity_id", flat=True).get(pk=lead_id))
    row = hold(LEAD, Lead.objects.select_related("account").filter(pk=lead_id)).get()
    row.activity = above
    return row


def open_leads(activity_id: int) -> list[Lead]:
    """Who leads a locked activity by having been asked, and who has been asked, locked."""
    rows = Lead.objects.select_related("account").filter(activity_id=activity_id, ends_at__isnull=True)
    return list(hold(LEAD, rows))


def shift(shift_id: int) -> Shift:
    """The shift with post and activity, locked; its activity is not. What a volunteer does needs no more."""
    rows = Shift.objects.select_related("post", "activity", "activity__team", "activity__area")
    return hold(SHIFT, rows.filter(pk=shift_id)).get()


def led_shift(shift_id: int) -> Shift:
    """The shift, its activity locked before it: for whatever its leader does, so that a cancellation waits or wins."""
    activity(Shift.objects.values_list("activity_id", flat=True).get(pk=shift_id))
    return shift(shift_id)


def shifts(activity_id: int) -> QuerySet[Shift]:
    """All shifts of a locked activity, to be narrowed and read."""
    return take(SHIFT, Shift.objects.filter(activity_id=activity_id))


def shifts_among(rows: QuerySet[Shift]) -> list[Shift]:
    """Some shifts of a locked activity with post and series, locked."""
    return list(hold(SHIFT, rows.select_related("post", "series")))


def signup(signup_id: int, *, led: bool = False) -> tuple[Shift, Signup]:
    """A sign-up under its shift's lock; with `led` under its activity's, too."""
    shift_id = Signup.objects.values_list("shift_id", flat=True).get(pk=signup_id)
    above = led_shift(shift_id) if led else shift(shift_id)
    row = hold(SIGNUP, Signup.objects.select_related("person").filter(pk=signup_id)).get()
    row.shift = above
    return above, row


def live_signups(shift_id: int) -> list[Signup]:
    """Who has applied, a place, or waits at a locked shift."""
    rows = Signup.objects.filter(shift_id=shift_id, state__in=queries.LIVE).select_related("person")
    return list(hold(SIGNUP, rows))


def first_signups(line: QuerySet[Signup], most: int) -> list[Signup]:
    """The first of a line at a locked shift, with their persons, locked."""
    ids = list(take(SIGNUP, line).values_list("pk", flat=True)[:most])
    return list(Signup.objects.filter(pk__in=ids).select_related("person").order_by("pk"))


def signups(rows: QuerySet[Signup]) -> QuerySet[Signup]:
    """These sign-ups of locked shifts, locked when they are read."""
    return take(SIGNUP, rows)


def must_know(must_know_id: int) -> MustKnow:
    """What somebody must know, with its sign-up and activity, locked."""
    rows = MustKnow.objects.select_related("signup__shift__activity")
    return hold(MUST_KNOW, rows.filter(pk=must_know_id)).get()


def must_know_of(ids: Collection[int]) -> list[MustKnow]:
    """Some of what must be known, locked, as it is now."""
    return list(take(MUST_KNOW, MustKnow.objects.filter(pk__in=ids)))


def cannot_come(cannot_come_id: int) -> CannotCome:
    """Who answered not to come, with sign-up and activity, locked."""
    rows = CannotCome.objects.select_related("signup__shift__activity")
    return hold(MUST_KNOW, rows.filter(pk=cannot_come_id)).get()
