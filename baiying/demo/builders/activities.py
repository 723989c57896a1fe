"""Activities, posts, shifts and sign-ups."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from baiying.accounts import bulk as accounts
from baiying.activities import bulk as activities
from baiying.demo import numbers
from baiying.demo.builders.when import LONG_AGO, NOW
from baiying.kit import clock
from baiying.kit.db import copying
from baiying.people import bulk as people
from baiying.places import bulk as places
from baiying.teams import bulk as teams


def activity(
    team: teams.Team,
    leader: accounts.Account,
    title: str = "路口文明引导",
    *,
    state: str = "published",
    starts_on: date | None = None,
    ends_on: date | None = None,
    recruit_until: datetime | None = None,
    area: places.Division | None = None,
    site: places.Site | None = None,
    approval: str = "open",
    categories: Sequence[str] = ("civility",),
    publisher: accounts.Account | None = None,
    at: datetime = NOW,
) -> activities.Activity:
    """A published activity of the week from `at`, unless told otherwise; shifts come by `shift()`."""
    first = starts_on or clock.local_date(at)
    last = ends_on or max(first, clock.local_date(at) + timedelta(days=7))
    address = f"{team.area.name}文化广场"
    row = activities.ActivityRow(
        team_id=team.pk,
        title=title,
        description="在路口引导行人和车辆，劝阻闯红灯，帮助老人过马路。",
        risk_statement="路口车多，请穿反光背心，站在人行道上，听领队安排。",
        contact_name="周敏",
        contact_phone="19900009999",
        area_id=area.pk if area else team.area_id,
        site_id=site.pk if site else None,
        address=address,
        recruit_until=recruit_until or clock.midnight(last + timedelta(days=1)),
        starts_on=first,
        ends_on=last,
        leader_id=leader.pk,
        created_at=LONG_AGO,
        created_by_id=leader.pk,
        recipients=["11"],
        categories=list(categories),
        safeguards=["01", "05"],
        approval=approval,
        state=state,
        gate_answers=activities.all_no(),
        terms=activities.terms((title, address), categories=categories, recipients=["11"]),
        longitude=numbers.LONGITUDE,
        latitude=numbers.LATITUDE,
    )
    if state != "draft":
        row.submitted_at = LONG_AGO
    if state in {"published", "withdrawn", "cancelled"}:
        row.published_at, row.published_by_id = LONG_AGO, publisher.pk if publisher else leader.pk
    if state in {"withdrawn", "cancelled"}:
        row.ended_at, row.ended_by_id, row.end_reason = LONG_AGO, leader.pk, "天气原因"
    activities.add_activities([row])
    return activities.Activity.objects.get(pk=row.id)


def post(
    activity: activities.Activity,
    name: str = "引导员",
    *,
    min_age: int | None = None,
    max_age: int | None = None,
    skills: Sequence[str] = (),
    minors: bool = False,
) -> activities.Post:
    row = activities.PostRow(activity.pk, name, "站在路口引导。", min_age, max_age, list(skills), minors, "leader")
    activities.add_posts([row])
    return activities.Post.objects.get(pk=row.id)


def shift(
    activity: activities.Activity,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    *,
    places: int = 10,
    at_post: activities.Post | None = None,
    break_minutes: int = 0,
    at: datetime = NOW,
) -> activities.Shift:
    """Two hours from tomorrow's same minute, unless told otherwise."""
    starts = starts_at or at + timedelta(days=1)
    the_post = at_post or activities.Post.objects.filter(activity=activity).first() or post(activity)
    row = activities.ShiftRow(
        post_id=the_post.pk,
        activity_id=activity.pk,
        starts_at=starts,
        ends_at=ends_at or starts + timedelta(hours=2),
        places=places,
        break_minutes=break_minutes,
    )
    activities.add_shifts([row])
    return activities.Shift.objects.get(pk=row.id)


def signup(
    shift: activities.Shift,
    person: people.Person,
    *,
    state: str = "accepted",
    signed_up_at: datetime = LONG_AGO,
    by: accounts.Account | None = None,
) -> activities.Signup:
    """A sign-up as it stands after the fact: the shift's count follows, who waits stands last in the line."""
    shift.refresh_from_db()
    row = activities.SignupRow(
        shift_id=shift.pk,
        person_id=person.pk,
        state=state,
        period=copying.period(shift.starts_at, shift.ends_at),
        signed_up_at=signed_up_at,
        accepted_at=signed_up_at if state == "accepted" else None,
        ended_at=signed_up_at if state in {"refused", "cancelled"} else None,
        reason="临时有事" if state == "cancelled" else "",
        by_id=by.pk if by else person.account_id,
    )
    activities.add_signups([row])
    activities.recount([shift.pk])
    shift.refresh_from_db()
    return activities.Signup.objects.get(pk=row.id)
