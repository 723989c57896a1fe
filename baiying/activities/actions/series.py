"""Shifts that come again: made as rows some weeks ahead, changed together, called off together (R033, R041).

A series is changed only under the lock of its activity. What has begun is never touched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Max

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import refusals, shifts, telling
from baiying.activities.actions.signups import end_many
from baiying.activities.models import Activity, ActivityState, Post, Series, Shift, Signup
from baiying.activities.rules import plans
from baiying.activities.rules import series as rules
from baiying.kit import audit, clock, each, facts
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system

# This shift alone, it and what comes after it, or everything of the series that is to come.
Which = Literal["one", "later", "all"]


def begin(post: Post, planned: plans.PlannedShift, *, actor: Actor, at: datetime) -> Series:
    """The series that a planned shift with repetitions means; its shifts are made by `missing`."""
    rhythm = rules.of_week(planned.starts_at, planned.ends_at, planned.repeats)
    return Series.objects.create(
        post=post,
        weekdays=list(rhythm.weekdays),
        interval_weeks=rhythm.interval_weeks,
        from_on=rhythm.from_on,
        until_on=rhythm.until_on,
        starts_time=rhythm.starts,
        ends_time=rhythm.ends,
        places=planned.places,
        break_minutes=planned.break_minutes,
        created_at=at,
        created_by_id=actor.account_id,
    )


def missing(row: Series, activity: Activity, at: datetime) -> list[Shift]:
    """The shifts of a series that are due and not there, unsaved. The caller holds the activity's lock."""
    if row.ended_at is not None:
        return []
    ahead = queries.activity_rules(activity.area.path, clock.local_date(at)).weeks_ahead
    made, off = queries.places_made(row), queries.days_off(activity.area.path, at)
    return [
        Shift(
            activity=activity,
            post_id=row.post_id,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            places=row.places,
            break_minutes=row.break_minutes,
            series=row,
            place_in_series=one.place,
        )
        for one in rules.due(queries.rhythm_of(row), made=made, at=at, weeks_ahead=ahead, off=off)
    ]


def make_due(activity: Activity, at: datetime) -> int:
    """Make what is due of all series of a locked activity; gives how many."""
    return len(
        Shift.objects.bulk_create(s for row in queries.series_of(activity.pk) for s in missing(row, activity, at))
    )


@transaction.atomic
def top_up_series(*, series_id: int, at: datetime) -> int:
    """Make the shifts of a published activity's series that are due by now; gives how many. Twice makes nothing twice.

    `places`, break and times are the series' as they stand; nothing is made for a series that was ended.
    """
    activity = locked.activity(Series.objects.values_list("post__activity_id", flat=True).get(pk=series_id))
    if activity.state != ActivityState.PUBLISHED:
        return 0
    row = Series.objects.get(pk=series_id)
    made = Shift.objects.bulk_create(missing(row, activity, at))
    if made:
        audit.record(
            "SeriesToppedUp",
            actor=system("activities.top_up_series"),
            at=at,
            subject=("series", row.pk),
            area_id=activity.area_id,
            detail={"activity_id": activity.pk, "shifts": len(made)},
        )
    return len(made)


def top_up_all(*, at: datetime) -> each.Outcome:
    """The same for every series that goes on. Run every night; one that fails is tried again the next night."""
    ids = each.keys(queries.series_going_on(at))
    return each.each("activities.top_up_series", ids, lambda pk: top_up_series(series_id=pk, at=at), at=at)


def _chosen(shift_id: int, which: Which, at: datetime) -> tuple[Shift, list[Shift]]:
    """The shift, and those to come that are meant with it, locked in the house's order, its activity first.

    Refuses: NoSeries, ShiftPast (what has begun is not touched; `all` may be said at any shift), ShiftCalledOff.
    """
    given = Shift.objects.values("activity_id", "series_id", "place_in_series").get(pk=shift_id)
    activity = locked.activity(given["activity_id"])
    rows = Shift.objects.filter(activity=activity)
    if which == "one":
        rows = rows.filter(pk=shift_id)
    elif given["series_id"] is None:
        raise refusals.NoSeries
    elif which == "later":
        rows = rows.filter(series_id=given["series_id"], place_in_series__gte=given["place_in_series"])
    else:
        rows = rows.filter(series_id=given["series_id"])
    found = locked.shifts_among(rows)
    for row in found:
        row.activity = activity
    shift = next(row for row in found if row.pk == shift_id)
    if which != "all":
        shifts.refuse_over(shift, at)
    return shift, [row for row in found if row.starts_at > at and row.called_off_at is None]


@dataclass(frozen=True, slots=True)
class NewTime:
    """Where the shift at hand goes. `with_moved`: what was given another time by itself goes with the series again."""

    starts_at: datetime
    ends_at: datetime
    with_moved: bool = False


@transaction.atomic
def move_series(*, shift_id: int, to: NewTime, which: Which, reason: str, actor: Actor, at: datetime) -> list[Signup]:
    """Give a shift and its later ones, or all of its series that are to come, another time of day and weekday.

    The later ones move by as much as this one. What was given another time by itself keeps it, unless `to` says
    otherwise; every shift keeps its place in the series, and what is made later follows the new times. Gives the
    sign-ups that were set aside, as move_shift does.

    Refuses: ReasonMissing, NoSeries, ShiftPast, ShiftCalledOff, BadTimes, SeriesDays, Busy.
    """
    if which == "one":
        return shifts.move_shift(
            shift_id=shift_id, starts_at=to.starts_at, ends_at=to.ends_at, reason=reason, actor=actor, at=at
        )
    if not reason.strip():
        raise refusals.ReasonMissing
    shift, coming = _chosen(shift_id, which, at)
    shifts.refuse_over(shift, at)
    row = _series_of(shift)
    before = queries.rhythm_of(row)
    after = _moved(before, shift, to.starts_at, to.ends_at)
    earlier = after.from_on < before.from_on
    follow = shifts.follows(shift.activity, at)
    aside: list[Signup] = []
    moved: list[Shift] = []
    # The one that goes first makes room for the one behind it: nobody is in the way of himself.
    for one in sorted(coming, key=lambda s: s.starts_at, reverse=not earlier):
        if one.pk != shift.pk and not to.with_moved and not _keeps_time(one, before):
            continue
        start, end = _times(after, one)
        aside += shifts.move_locked(one, start, end, reason.strip(), actor=actor, at=at)
        moved.append(one)
    row.weekdays, row.from_on, row.until_on = list(after.weekdays), after.from_on, after.until_on
    row.starts_time, row.ends_time = after.starts, after.ends
    row.save(update_fields=["weekdays", "from_on", "until_on", "starts_time", "ends_time"])
    Shift.objects.bulk_create(missing(row, shift.activity, at))
    shifts.refit_days(shift.activity, at, follow=follow)
    detail = {"which": which, "times": f"{after.starts:%H:%M}-{after.ends:%H:%M}", "weekdays": row.weekdays}
    _record("SeriesMoved", row, shift.activity, detail, actor=actor, at=at)
    shifts.undo_above(moved, actor, at)
    return aside


def _series_of(shift: Shift) -> Series:
    if shift.series is None:
        raise refusals.NoSeries
    return shift.series


def _place(shift: Shift) -> int:
    if shift.place_in_series is None:
        raise refusals.NoSeries
    return shift.place_in_series


def _times(rhythm: rules.Rhythm, shift: Shift) -> tuple[datetime, datetime]:
    return rules.times(rhythm, rules.days(rhythm)[_place(shift)])


def _keeps_time(shift: Shift, rhythm: rules.Rhythm) -> bool:
    """Whether the shift still stands where the series put it."""
    return rules.keeps(rhythm, shift.place_in_series, shift.starts_at, shift.ends_at)


def _moved(before: rules.Rhythm, shift: Shift, starts_at: datetime, ends_at: datetime) -> rules.Rhythm:
    finding = plans.Finding("shifts", 0, "repeats", "too_long_to_repeat")
    if ends_at > starts_at and not rules.may_repeat(starts_at, ends_at):
        raise refusals.BadTimes(field="ends", finding=finding)
    start, end = clock.local(starts_at), clock.local(ends_at)
    by_days = (start.date() - rules.days(before)[_place(shift)]).days
    try:
        after = rules.shifted(before, by_days, start.time(), end.time())
    except ValueError as error:
        raise refusals.SeriesDays from error
    if ends_at <= starts_at:
        raise refusals.BadTimes(field="ends", finding=plans.Finding("shifts", 0, "ends", "ends_before_start"))
    return after


@transaction.atomic
def change_places_of(*, shift_id: int, places: int, which: Which, actor: Actor, at: datetime) -> list[Signup]:
    """Give one shift, it and its later ones, or all to come of its series so many places; returns those promoted.

    All or none. Refuses: PlacesBelowTaken, NoSeries, ShiftPast, ShiftCalledOff, BadTimes.
    """
    shift, coming = _chosen(shift_id, which, at)
    promoted: list[Signup] = []
    for one in coming:
        promoted += shifts.change_places_locked(one, places, actor=actor, at=at)
    if which != "one":
        row = _series_of(shift)
        row.places = places
        row.save(update_fields=["places"])
        _record("SeriesPlacesChanged", row, shift.activity, {"which": which, "to": places}, actor=actor, at=at)
    return promoted


@transaction.atomic
def call_off(*, shift_id: int, which: Which, reason: str, actor: Actor, at: datetime) -> int:
    """Call off one shift, it and its later ones, or all of its series that is to come; gives how many.

    Sign-ups end and everybody is told. A shift that was called off stays as a row and is not made again; a series whose
    rest was called off makes no more. What has begun stays as it was served. Repeating changes nothing, and gives what
    the first one gave.

    Refuses: ReasonMissing, NotPublished, NoSeries, ShiftPast.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    before = _called_off_before(shift_id, which, at)
    if before:
        return before
    shift, coming = _chosen(shift_id, which, at)
    activity = shift.activity
    if activity.state != ActivityState.PUBLISHED:
        raise refusals.NotPublished
    follow = shifts.follows(activity, at)
    if which != "one":
        end_series([_series_of(shift)], at=at)
        _record("SeriesEnded", _series_of(shift), activity, {"which": which, "reason": reason}, actor=actor, at=at)
    groups = [_call_off_locked(one, reason.strip()[:200], actor=actor, at=at) for one in coming]
    telling.tell_groups([group for group in groups if group[0]], "called_off", at)
    shifts.refit_days(activity, at, follow=follow)
    return len(coming)


def _called_off_before(shift_id: int, which: Which, at: datetime) -> int:
    """How many shifts the same act called off already; 0 if it was not done. Locks the activity."""
    locked.activity(Shift.objects.values_list("activity_id", flat=True).get(pk=shift_id))
    given = Shift.objects.select_related("series").get(pk=shift_id)
    if which == "one" or given.series is None:
        return int(given.called_off_at is not None)
    rows = Shift.objects.filter(series=given.series)
    if which == "later":
        rows = rows.filter(place_in_series__gte=given.place_in_series)
    if given.series.ended_at is None or rows.filter(called_off_at__isnull=True, starts_at__gt=at).exists():
        return 0
    last = rows.aggregate(last=Max("called_off_at"))["last"]
    return rows.filter(called_off_at=last).count() if last is not None else 0


def _call_off_locked(shift: Shift, reason: str, *, actor: Actor, at: datetime) -> telling.Group:
    live = locked.live_signups(shift.pk)
    # The leader's own words, for whoever looks the sign-up up later.
    end_many(shift, live, reason, actor=actor, at=at)
    shift.called_off_at, shift.call_off_reason, shift.closed_at = at, reason, shift.closed_at or at
    shift.save(update_fields=["called_off_at", "call_off_reason", "closed_at"])
    fact = told.ShiftCalledOff(shift_id=shift.pk, activity_id=shift.activity_id, reason=reason)
    facts.publish(fact, actor=actor, at=at, area_id=shift.activity.area_id)
    words = {"title": shift.activity.title, "when": telling.when(shift), "reason": reason}
    text = translate("“%(title)s”的班次（%(when)s）取消了，您不用来了。原因：%(reason)s") % words
    return [signup.pk for signup in live], text


def end_series(rows: Iterable[Series], *, at: datetime) -> None:
    """No more shifts are made of these; what there is stays. The caller holds the activity's lock."""
    ids = [row.pk for row in rows if row.ended_at is None]
    Series.objects.filter(pk__in=ids).update(ended_at=at)


def _record(
    action: str, row: Series, activity: Activity, detail: Mapping[str, object], *, actor: Actor, at: datetime
) -> None:
    audit.record(
        action,
        actor=actor,
        at=at,
        subject=("series", row.pk),
        area_id=activity.area_id,
        detail={"activity_id": activity.pk, **detail},
    )
