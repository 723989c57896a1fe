"""What somebody served at, as far as counting, posting and telling need to know it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.places import queries as places
from baiying.teams import queries as teams


@dataclass(frozen=True, slots=True)
class Occasion:
    """A shift of an activity; or a visit without one, which is planned for as long as it took and led by nobody.

    `planned_end` is None for a visit. `day` is the day in China that the minutes belong to: on which the shift, or the
    visit, begins.
    """

    title: str | Promise
    window: rules.Window
    planned_end: datetime | None
    day: date
    area: places.Division
    site_id: int | None = None
    body_id: int | None = None
    team_id: int | None = None
    activity_id: int | None = None
    shift_id: int | None = None
    post_id: int | None = None
    category: str = ""
    leader_id: int | None = None
    link: str = "/mine/hours/"


def counts_from(occasion: Occasion, asked: date, due: date) -> date | None:
    """The day from which a second person's deadline counts: that on which it was asked (rules.review_since).

    None where the deadline does not follow from it: set before that was the rule, or by another calendar. Then only the
    deadline itself can be said.
    """
    given = rules_of(occasion).rules
    day, _known = places.working_day_after(rules.review_since(occasion.day, asked), given.record_working_days)
    return asked if day == due else None


def occasion_of_shift(shift: activities.Shift) -> Occasion:
    activity = shift.activity
    return Occasion(
        title=activity.title,
        window=rules.Window(shift.starts_at, shift.ends_at, shift.break_minutes),
        planned_end=shift.ends_at,
        day=served_on(shift.starts_at),
        area=activity.area,
        site_id=activity.site_id,
        body_id=activity.team.body_id,
        team_id=activity.team_id,
        activity_id=activity.pk,
        shift_id=shift.pk,
        post_id=shift.post_id,
        category=activity.categories[0] if activity.categories else "",
        leader_id=activity.leader_id,
        link=f"/shifts/{shift.public_id}/field/",
    )


def served_with(occasion: Occasion) -> tuple[int | None, int | None]:
    """The body and team with which it was served: of an activity that went to another team since, the one of then."""
    if occasion.team_id is None or occasion.activity_id is None:
        return occasion.body_id, occasion.team_id
    then = teams.team_of_then("activities.Activity", occasion.activity_id, occasion.team_id, occasion.window.starts_at)
    return (then.body_id, then.pk) if then is not None else (occasion.body_id, occasion.team_id)


def occasion_of(attendance: Attendance) -> Occasion:
    """Of an attendance; the database holds that it has a shift or an area."""
    if attendance.shift is not None:
        return occasion_of_shift(attendance.shift)
    if attendance.area is None:
        raise ValueError("An attendance is at a shift, or in an area.")
    left_at = attendance.checked_out_at or attendance.checked_in_at
    return Occasion(
        title=_("上门服务"),
        window=rules.Window(attendance.checked_in_at, left_at),
        planned_end=None,
        day=served_on(attendance.checked_in_at),
        area=attendance.area,
    )


def served_on(starts_at: datetime) -> date:
    """A shift belongs to the day in China on which it starts."""
    return clock.local_date(starts_at)


def rules_of(occasion: Occasion) -> places.Chosen[rules.HourRules]:
    """The dated rules of counting for the day of the occasion, in its area."""
    return hour_rules(list(occasion.area.path), occasion.day)


def last_day_to_claim(attendance: Attendance) -> date:
    """The last day on which an attendance of somebody not verified yet waits for that (R003)."""
    occasion = occasion_of(attendance)
    return rules.last_day_to_claim(occasion.day, rules_of(occasion).rules)


def hour_rules(area_path: list[int], on: date) -> places.Chosen[rules.HourRules]:
    """The rules of counting for an area on a day."""
    return places.rule_set(rules.HourRules, area_path=area_path, on=on)
