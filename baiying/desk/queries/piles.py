"""What waits for somebody at work: one pile for each kind of thing, the oldest on top."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.hours import queries as hours
from baiying.hours.rights import Right as HoursRight
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.people.rights import Right as PeopleRight
from baiying.teams import queries as teams
from baiying.ui import formats

Text = str | Promise
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    title: Text
    detail: Text
    url: str
    since: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """`items` are the oldest few; `url` opens them all."""

    label: Text
    url: str
    count: int
    items: Sequence[Item]


def _end_of(day: date) -> datetime:
    return clock.midnight(day + timedelta(days=1))


def _pile(label: Text, url: str, rows: QuerySet[Any], item: Any) -> Pile:
    return Pile(label, url, rows.count(), [item(row) for row in rows[:_SHOWN]])


def piles(actor: Actor, at: datetime) -> list[Pile]:
    """All piles of the actor: by appointment, by office in a unit, by the activities led."""
    return [pile for pile in (*_field(actor, at), *_office(actor), *_hours(actor, at), *_unit(actor, at)) if pile.count]


def _field(actor: Actor, at: datetime) -> Iterator[Pile]:
    """The shifts of today that the actor leads: one touch from the workbench to the code."""
    if actor.account_id is None:
        return
    start = clock.midnight(clock.local_date(at))
    rows = activities.led_shifts(
        actor.account_id, teams.led_team_ids(actor.account_id, at), start, start + timedelta(days=1)
    )
    yield _pile(_("今天带的班次"), "/desk/activities/", rows, _led)


def _led(row: Any) -> Item:
    when = formats.span_text(row.starts_at, row.ends_at)
    return Item(row.activity.title, f"{when} · {row.post.name}", f"/shifts/{row.public_id}/field/")


def _hours(actor: Actor, at: datetime) -> Iterator[Pile]:
    scope = accounts.scope_of(actor, HoursRight.REVIEW_HOURS) if accounts.may(actor, HoursRight.REVIEW_HOURS) else None
    bodies = teams.administered_body_ids(actor.account_id, at) if actor.account_id else []
    if scope is not None or bodies:
        yield _pile(_("等待复核的时长"), "/desk/hours/reviews/", hours.waiting_for(scope, bodies), _proposal)
    if accounts.may(actor, HoursRight.ANSWER_OBJECTIONS):
        rows = hours.waiting_objections(accounts.scope_of(actor, HoursRight.ANSWER_OBJECTIONS))
        yield _pile(_("等待答复的异议"), "/desk/hours/objections/", rows, _objection)


def _proposal(row: Any) -> Item:
    attendance = row.attendance
    what = f"{formats.hours_text(row.minutes)} · {attendance.shift.activity.title}"
    return Item(attendance.person.name, what, f"/desk/hours/reviews/{row.public_id}/", due_at=_end_of(row.due_on))


def _objection(row: Any) -> Item:
    return Item(row.person.name, row.words[:40], f"/desk/hours/objections/{row.public_id}/", due_at=_end_of(row.due_on))


def _office(actor: Actor) -> Iterator[Pile]:
    if accounts.may(actor, PeopleRight.CHECK_REAL_NAME):
        rows = people.waiting_checks(accounts.scope_of(actor, PeopleRight.CHECK_REAL_NAME))
        yield _pile(_("等待实名核验"), "/desk/people/checks/", rows, _check)
    if accounts.may(actor, PeopleRight.DECIDE_CLAIMS):
        claims = people.waiting_claims(accounts.scope_of(actor, PeopleRight.DECIDE_CLAIMS))
        yield _pile(_("等待处理的认领"), "/desk/people/claims/", claims, _claim)


def _check(row: Any) -> Item:
    name = identifiers.mask_name(row.person.name)
    return Item(name, row.person.residence.name, "/desk/people/checks/", since=row.registered_at)


def _claim(row: Any) -> Item:
    return Item(_("有人认领登记"), row.area.name, "/desk/people/claims/", since=row.filed_at)


def _unit(actor: Actor, at: datetime) -> Iterator[Pile]:
    if actor.account_id is None:
        return
    led = teams.led_team_ids(actor.account_id, at)
    administered = teams.administered_body_ids(actor.account_id, at)
    if administered:
        plans = activities.waiting_to_publish(administered, at)
        yield _pile(_("等待发布的活动"), "/desk/activities/", plans, _plan)
    own_teams = set(led)
    for body_id in administered:
        own_teams.update(team.pk for team in teams.teams_of_body(body_id))
    if own_teams:
        asking = teams.waiting_for(own_teams)
        yield _pile(_("申请加入队伍"), "/desk/teams/", asking, _asking)
        applied = activities.waiting_to_decide(account_id=actor.account_id, team_ids=led, body_ids=administered, at=at)
        yield _pile(_("等待审核的报名"), "/desk/activities/", applied, _applied)


def _plan(row: Any) -> Item:
    return Item(row.title, row.team.name, f"/activities/{row.public_id}/", since=row.submitted_at)


def _asking(row: Any) -> Item:
    return Item(row.person.name, row.team.name, f"/teams/{row.team.public_id}/", since=row.asked_at)


def _applied(row: Any) -> Item:
    activity = row.shift.activity
    return Item(row.person.name, activity.title, f"/activities/{activity.public_id}/", since=row.signed_up_at)
