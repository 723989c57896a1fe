"""Shifts of a published activity: moved as one action, given more or fewer places, closed, added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import fitting, promoting, refusals, signups, telling
from baiying.activities.models import Activity, Post, Shift, Signup, SignupState
from baiying.activities.rules import plans
from baiying.kit import audit, clock, facts, rooms
from baiying.kit.db import errors, transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor


def times_of(activity: Activity, at: datetime) -> list[tuple[datetime, datetime]]:
    """Of the shifts that take place, those included that a series will still make."""
    there = Shift.objects.filter(activity_id=activity.pk, called_off_at__isnull=True)
    return [*there.values_list("starts_at", "ends_at"), *queries.times_of_series(activity.pk, at)]


def follows(activity: Activity, at: datetime) -> bool:
    """Whether nobody set the deadline: it stands where the last shift begins, and goes with it when that is moved."""
    times = times_of(activity, at)
    return bool(times) and activity.recruit_until >= max(start for start, _ in times)


def refit_days(activity: Activity, at: datetime, *, follow: bool = False) -> None:
    """Keep a locked activity's first and last day those of its shifts, and let one sign up until the last one ends.

    `follow`: nobody set the deadline (`follows`, asked before the change), so it stands where the last one begins.

    Shifts that a series will still make count like those that are there; what was called off does not. An activity of
    which everything was called off keeps its days.
    """
    times = times_of(activity, at)
    if not times:
        return
    activity.starts_on = clock.local_date(min(start for start, _ in times))
    activity.ends_on = clock.local_date(max(end for _, end in times) - timedelta(microseconds=1))
    last = max(start for start, _ in times)
    activity.recruit_until = last if follow else min(activity.recruit_until, max(end for _, end in times))
    activity.save(update_fields=["starts_on", "ends_on", "recruit_until"])


def times_findings(activity: Activity, shift: plans.PlannedShift, at: datetime) -> list[plans.Finding]:
    """What is wrong with the times and places of a shift as they would be, for a page that says everything at once."""
    rules = queries.activity_rules(activity.area.path, clock.local_date(at))
    return plans.shift_findings(0, shift, at, rules)


def _refuse_bad_times(activity: Activity, shift: plans.PlannedShift, at: datetime) -> None:
    for finding in times_findings(activity, shift, at):
        raise refusals.BadTimes(field=finding.field, finding=finding)


@transaction.atomic
def move_shift(
    *, shift_id: int, starts_at: datetime, ends_at: datetime, reason: str, actor: Actor, at: datetime
) -> list[Signup]:
    """Give a shift another time, with all its sign-ups; returns those set aside: who is elsewhere then, or whom the
    new time does not fit for the age (at school, too young or too old on that day).

    Everybody is told, minors' guardians too, who may say no to the new time. A shift of a series keeps its place there,
    so that it does not come again at its old time.
    Refuses: ReasonMissing, ShiftPast, ShiftCalledOff, BadTimes, Busy.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    shift = locked.led_shift(shift_id)
    follow = follows(shift.activity, at)
    aside = move_locked(shift, starts_at, ends_at, reason.strip(), actor=actor, at=at)
    refit_days(shift.activity, at, follow=follow)
    undo_above([shift], actor, at)
    return aside


def undo_above(moved: Sequence[Shift], actor: Actor, at: datetime) -> None:
    """Last of all in a move: what rooms above hold of these shifts and the new times undo (their locks come later)."""
    for undo in rooms.filling("moving"):
        undo(moved, actor, at)


def refuse_over(shift: Shift, at: datetime) -> None:
    """Refuse to change what has begun or was called off: ShiftCalledOff, ShiftPast."""
    if shift.called_off_at is not None:
        raise refusals.ShiftCalledOff
    if shift.starts_at <= at:
        raise refusals.ShiftPast


def move_locked(
    shift: Shift, starts_at: datetime, ends_at: datetime, reason: str, *, actor: Actor, at: datetime
) -> list[Signup]:
    """What move_shift does to one shift that is locked with its activity; whoever calls fits the activity's days."""
    refuse_over(shift, at)
    if (starts_at, ends_at) == (shift.starts_at, shift.ends_at):
        return []
    planned = plans.PlannedShift(0, starts_at, ends_at, shift.places, shift.break_minutes)
    _refuse_bad_times(shift.activity, planned, at)
    before, began, ended = telling.when(shift), shift.starts_at, shift.ends_at
    live = locked.live_signups(shift.pk)
    unfit_before, was_late = queries.unfit(live, shift), queries.is_late(shift)
    set_aside = _with_clash(live, shift, starts_at, ends_at)
    signups.end_many(shift, set_aside, translate("班次改期，与您的另一个班次时间重叠"), actor=actor, at=at)
    shift.starts_at, shift.ends_at = starts_at, ends_at
    shift.save(update_fields=["starts_at", "ends_at"])
    left = [s for s in live if s.state != SignupState.CANCELLED]
    codes = queries.no_longer_fit(unfit_before, queries.unfit(left, shift, moved=True, was_late=was_late))
    unfit = fitting.end_unfit(shift, codes, left, fitting.MOVED, actor=actor, at=at)
    staying = [s for s in live if s.state != SignupState.CANCELLED]
    _give_period(staying, starts_at, ends_at)
    moved = told.ShiftMoved(
        shift_id=shift.pk,
        activity_id=shift.activity_id,
        starts_at=starts_at,
        ends_at=ends_at,
        was_starts_at=began,
        was_ends_at=ended,
    )
    facts.publish(moved, actor=actor, at=at, area_id=shift.activity.area_id)
    _tell_of_move(shift, before, _Moved(staying, set_aside, unfit, codes, min(began, starts_at)), reason, at)
    promoting.promote(shift, actor=actor, at=at)
    return [*set_aside, *unfit]


def _give_period(staying: list[Signup], starts_at: datetime, ends_at: datetime) -> None:
    try:
        with transaction.atomic():
            Signup.objects.filter(pk__in=[s.pk for s in staying]).update(period=(starts_at, ends_at))
    except IntegrityError as error:
        if errors.constraint_of(error) != promoting.ONE_PLACE:
            raise
        # Somebody of the shift took another one in the new time after we looked: whoever moves it looks again.
        raise errors.Busy from error


def _with_clash(live: list[Signup], shift: Shift, starts_at: datetime, ends_at: datetime) -> list[Signup]:
    """The accepted who already have a place elsewhere in the new time."""
    accepted = [s for s in live if s.state == SignupState.ACCEPTED]
    busy = set(
        Signup.objects.filter(
            person_id__in=[s.person_id for s in accepted],
            state=SignupState.ACCEPTED,
            period__overlap=(starts_at, ends_at),
        )
        .exclude(shift=shift)
        .values_list("person_id", flat=True)
    )
    return [s for s in accepted if s.person_id in busy]


@dataclass(frozen=True, slots=True)
class _Moved:
    """What became of the sign-ups of a shift that was moved."""

    staying: list[Signup]
    elsewhere: list[Signup]
    # Who does not fit the new time, and the codes of why.
    unfit: list[Signup]
    codes: dict[int, str]
    # The earlier of its two beginnings.
    first: datetime


def _tell_of_move(shift: Shift, before: str, moved: _Moved, reason: str, at: datetime) -> None:
    words = {"title": shift.activity.title, "before": before, "now": telling.when(shift), "reason": reason}
    text = translate("“%(title)s”改期了：原来 %(before)s，改为 %(now)s。原因：%(reason)s。") % words
    text += telling.not_then()
    aside = translate(
        "“%(title)s”改期为 %(now)s（原来 %(before)s），与您的另一个班次时间重叠，这次报名已取消。"
    ) % words + fitting.why_moved(words)
    groups: list[telling.Group] = [([s.pk for s in moved.staying], text), ([s.pk for s in moved.elsewhere], aside)]
    groups += fitting.groups(shift, moved.unfit, moved.codes, words)
    urgent = bool(queries.begin_soon([shift], at, first=moved.first))
    telling.tell_groups(groups, "moved", at, mark=f"{at.timestamp():.6f}", urgent=urgent)


@transaction.atomic
def change_places(*, shift_id: int, places: int, actor: Actor, at: datetime) -> list[Signup]:
    """Give a shift more or fewer places; returns those promoted.

    Refuses: PlacesBelowTaken, ShiftPast, ShiftCalledOff, BadTimes.
    """
    return change_places_locked(locked.led_shift(shift_id), places, actor=actor, at=at)


def change_places_locked(shift: Shift, places: int, *, actor: Actor, at: datetime) -> list[Signup]:
    """What change_places does to one shift that is locked with its activity."""
    refuse_over(shift, at)
    planned = plans.PlannedShift(0, shift.starts_at, shift.ends_at, places, shift.break_minutes)
    _refuse_bad_times(shift.activity, planned, at)
    if places < shift.taken:
        raise refusals.PlacesBelowTaken
    detail = {"from": shift.places, "to": places}
    shift.places = places
    shift.save(update_fields=["places"])
    audit.record("ShiftPlacesChanged", actor=actor, at=at, subject=("shift", shift.pk), detail=detail)
    return promoting.promote(shift, actor=actor, at=at)


@transaction.atomic
def close_shift(*, shift_id: int, closed: bool, actor: Actor, at: datetime) -> Shift:
    """Stop taking sign-ups for a shift, or take them again; those who have signed up stay. Refuses: ShiftCalledOff."""
    shift = locked.led_shift(shift_id)
    if shift.called_off_at is not None:
        raise refusals.ShiftCalledOff
    if (shift.closed_at is not None) == closed:
        return shift
    shift.closed_at = at if closed else None
    shift.save(update_fields=["closed_at"])
    name = "ShiftClosed" if closed else "ShiftReopened"
    audit.record(name, actor=actor, at=at, subject=("shift", shift.pk))
    if not closed:
        promoting.promote(shift, actor=actor, at=at)
    return shift


def hold_shift(shift_id: int) -> Shift:
    """Keep a shift as it is to the end of the caller's transaction, and give it as it is then.

    Whoever moves it or calls it off has done so, or waits and finds what the caller wrote.
    """
    return locked.shift(shift_id)


@transaction.atomic
def add_shift(
    *, post_id: int, starts_at: datetime, ends_at: datetime, places: int, break_minutes: int, actor: Actor, at: datetime
) -> Shift:
    """Add one more shift to a post of a published activity. Refuses: BadTimes, NotPublished."""
    post = Post.objects.get(pk=post_id)
    activity = locked.activity(post.activity_id)
    if activity.state != "published":
        raise refusals.NotPublished
    _refuse_bad_times(activity, plans.PlannedShift(0, starts_at, ends_at, places, break_minutes), at)
    made = Shift.objects.create(
        post=post,
        activity=activity,
        starts_at=starts_at,
        ends_at=ends_at,
        places=places,
        break_minutes=break_minutes,
    )
    activity.recruit_until = max(activity.recruit_until, starts_at)
    refit_days(activity, at)
    audit.record("ShiftAdded", actor=actor, at=at, subject=("shift", made.pk), area_id=activity.area_id)
    return made
