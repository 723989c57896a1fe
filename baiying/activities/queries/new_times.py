"""What those with a place said to the new time of a shift that was moved: yes, or nothing. A no ends the sign-up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from baiying.activities.models import ActivityState, Shift, Signup, SignupState
from baiying.activities.queries.reminders import times_agreed_to
from baiying.activities.reminded import TimeAgreed
from baiying.activities.rules import plans
from baiying.kit import clock
from baiying.kit.values import identifiers

# What is older than this and untold was there before leaders were told.
_LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class NewTime:
    """Of a sign-up whose shift has another time than when it was made: the time that it had, and who said yes to the
    one of now. For a child the guardian answers."""

    was: tuple[datetime, datetime]
    minor: bool
    own: bool = False
    guardian: bool = False

    @property
    def answered(self) -> bool:
        return self.guardian if self.minor else self.own

    @property
    def words(self) -> str:
        """For who leads; of a child there are more (queries.children)."""
        return gettext("新时间可以") if self.answered else gettext("新时间还没有回")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader is asked of a shift that was moved: the time that it had when the sign-up was made, and the mark of
    the one of now, which the answer says back."""

    was: tuple[datetime, datetime]
    mark: str


def mark(shift: Shift) -> str:
    """The time of a shift as a form says it back: an answer is to what was read, not to what came since."""
    return f"{shift.starts_at.timestamp():.0f}-{shift.ends_at.timestamp():.0f}"


def is_minor(signup: Signup) -> bool:
    return identifiers.age_on(signup.person.birth_date, clock.local_date(signup.shift.starts_at)) < plans.ADULT


def new_times(signups: Collection[Signup]) -> dict[int, NewTime]:
    """By sign-up, of those with a place whose shift was moved to another time since they were made."""
    rows = [one for one in signups if one.state == SignupState.ACCEPTED]
    was = times_agreed_to(rows)
    if not was:
        return {}
    now = {one.pk: (one.shift.starts_at, one.shift.ends_at) for one in rows}
    yes = {
        (row.signup_id, row.by_guardian)
        for row in TimeAgreed.objects.filter(signup_id__in=was)
        if (row.starts_at, row.ends_at) == now[row.signup_id]
    }
    return {
        one.pk: NewTime(was[one.pk], is_minor(one), own=(one.pk, False) in yes, guardian=(one.pk, True) in yes)
        for one in rows
        if one.pk in was
    }


def new_times_at(shift: Shift, signups: Collection[Signup]) -> dict[int, NewTime]:
    """The same at one shift, which the rows need not have brought along."""
    for one in signups:
        one.shift = shift
    return new_times(signups)


def may_answer(signups: Iterable[Signup], at: datetime, *, as_guardian: bool) -> dict[int, Asked]:
    """By sign-up to come, the new time to which the reader may still say yes; nobody is asked twice."""
    coming = {one.pk: one for one in signups if one.shift.starts_at > at}
    found = new_times(list(coming.values()))
    return {
        pk: Asked(said.was, mark(coming[pk].shift))
        for pk, said in found.items()
        if not (said.guardian if as_guardian else said.own)
    }


def may_answer_at(shift: Shift, signup: Signup, at: datetime, *, as_guardian: bool) -> Asked | None:
    """The same of one sign-up to one shift; None where nothing is asked."""
    signup.shift = shift
    return may_answer([signup], at, as_guardian=as_guardian).get(signup.pk)


def untold(at: datetime) -> QuerySet[TimeAgreed]:
    """Who said yes to the time that a coming shift has now, of which its leader has not heard; the oldest first."""
    rows = TimeAgreed.objects.filter(
        leader_told_at__isnull=True,
        agreed_at__gt=at - _LOOK_BACK,
        signup__state=SignupState.ACCEPTED,
        signup__shift__starts_at__gt=at,
        signup__shift__called_off_at__isnull=True,
        signup__shift__activity__state=ActivityState.PUBLISHED,
        starts_at=F("signup__shift__starts_at"),
        ends_at=F("signup__shift__ends_at"),
    )
    return rows.order_by("id")


def untold_of(activity_id: int, at: datetime) -> list[TimeAgreed]:
    """The same of one activity, with sign-up, person and shift."""
    rows = untold(at).filter(signup__shift__activity_id=activity_id)
    return list(rows.select_related("signup__person", "signup__shift"))
