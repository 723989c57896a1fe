"""Which team invites to what and when: activities of a month with their shifts, by the team's habits and the days."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from baiying.activities import bulk as activities
from baiying.demo.loading import risks, texts, words
from baiying.demo.loading.city import Area, City, degrees
from baiying.demo.loading.rhythm import Rhythm
from baiying.demo.loading.stage import Stage, moment
from baiying.demo.loading.teams import Team
from baiying.kit import clock

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Shift:
    team: Team
    kind: texts.Kind
    starts_at: datetime
    ends_at: datetime
    places: int
    break_minutes: int = 0
    flood: bool = False
    # So many further weeks on the same weekday.
    repeats: int = 0
    activity: "Activity | None" = None
    id: int = 0
    post_id: int = 0


@dataclass(slots=True)
class Activity:
    """Shifts of one team, one kind and one month."""

    team: Team
    kind: texts.Kind
    spot: Area
    shifts: list[Shift] = field(default_factory=list)
    state: str = "published"
    approval: str = "open"
    title: str = ""
    created_at: datetime = _UNKNOWN
    id: int = 0


def months(stage: Stage) -> list[tuple[date, date]]:
    """First and last day of every month between the first day of records and the last planned one."""
    found, first = [], stage.first_day
    while first <= stage.last_day:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((first, min(following - timedelta(days=1), stage.last_day)))
        first = following
    return found


def month(
    chance: random.Random, stage: Stage, city: City, teams: list[Team], rhythm: Rhythm, first: date, last: date
) -> list[Activity]:
    """What all teams do between two days of a month, in order of the first shift."""
    found: list[Activity] = []
    for team in teams:
        if len(team.members) < 2:
            continue
        by_kind: dict[str, Activity] = {}
        # One main kind a month and, now and then, a second.
        kinds = [chance.choice(team.kinds), chance.choice(team.kinds)]
        day = max(first, team.founded_on)
        while day <= last:
            if chance.random() < _likelihood(team, rhythm, day):
                kind = kinds[0] if chance.random() < 0.75 else kinds[1]
                activity = by_kind.get(kind.title)
                if activity is None:
                    activity = by_kind[kind.title] = Activity(team, kind, _spot(chance, city, team))
                activity.shifts.append(_shift(chance, activity, day))
            if rhythm.is_flood(day) and team.category == "emergency":
                activity = by_kind.setdefault("flood", Activity(team, texts.FLOOD, _spot(chance, city, team)))
                activity.shifts.append(_flood_shift(chance, activity, day))
            day += timedelta(days=1)
        found += by_kind.values()
    for activity in found:
        _finish(chance, stage, activity)
    return sorted(found, key=lambda a: a.shifts[0].starts_at)


def _likelihood(team: Team, rhythm: Rhythm, day: date) -> float:
    habit = 2.2 if day.weekday() == team.weekdays[0] else 1.2 if day.weekday() == team.weekdays[1] else 0.45
    return min(0.9, team.per_week / 7 * habit * rhythm.of(day, team.category))


def _spot(chance: random.Random, city: City, team: Team) -> Area:
    """Where it happens: a village of the team's area."""
    area = team.area
    while area.children:
        area = chance.choice(area.children)
    return area


def _shift(chance: random.Random, activity: Activity, day: date) -> Shift:
    kind, team = activity.kind, activity.team
    starts = moment(day, chance.choice(kind.starts) * 60 + chance.choice((0, 0, 0, 30)))
    places = max(3, round(team.size * chance.uniform(0.7, 1.3)))
    made = Shift(team, kind, starts, starts + timedelta(minutes=chance.choice(kind.minutes)), places)
    made.activity = activity
    return made


def _flood_shift(chance: random.Random, activity: Activity, day: date) -> Shift:
    """Day or night watch, ten hours with an hour's rest: more than a day counts by itself."""
    starts = moment(day, 8 * 60 if chance.random() < 0.7 else 12 * 60)
    made = Shift(activity.team, texts.FLOOD, starts, starts + timedelta(minutes=630), activity.team.size * 2, 60, True)
    made.activity = activity
    return made


def _finish(chance: random.Random, stage: Stage, activity: Activity) -> None:
    """Name, approval and state, once its shifts are known."""
    first = activity.shifts[0].starts_at
    lead = 1 if activity.kind is texts.FLOOD else chance.randrange(7, 16)
    activity.created_at = first - timedelta(days=lead, minutes=chance.randrange(60, 900))
    if activity.created_at > stage.at - timedelta(days=2):
        activity.created_at = stage.at - timedelta(days=2, minutes=chance.randrange(60, 3_000))
    activity.title = f"{activity.spot.short}{activity.kind.title}"[:50]
    if activity.team.category in {"health", "law"} and chance.random() < 0.3:
        activity.approval = "leader"
    luck = chance.random()
    if luck < 0.02 and len(activity.shifts) == 1:
        activity.state = "cancelled"
    elif first > stage.at + timedelta(days=3) and luck > 0.93:
        activity.state = "submitted" if luck > 0.955 else "draft"


def load(chance: random.Random, stage: Stage, found: list[Activity]) -> None:
    """The activities and their posts; shifts follow when it is known how many signed up."""
    rows = [_row(chance, stage, activity) for activity in found]
    for activity, row in zip(found, activities.add_activities(rows), strict=True):
        activity.id = row.id


def _row(chance: random.Random, stage: Stage, activity: Activity) -> activities.ActivityRow:
    team, kind, spot = activity.team, activity.kind, activity.spot
    starts = [s.starts_at + timedelta(weeks=n) for s in activity.shifts for n in (0, s.repeats)]
    last = max(s.ends_at + timedelta(weeks=s.repeats) for s in activity.shifts) - timedelta(microseconds=1)
    address = f"{spot.short}{kind.where}"
    created = activity.created_at
    row = activities.ActivityRow(
        team_id=team.id, title=activity.title, description=kind.description, plan=texts.PLAN,
        risk_statement=risks.risk_of(kind, team.category), recipients=list(kind.recipients),
        categories=list(kind.categories), safeguards=["01", "05", *(["08"] if kind.adults else [])],
        contact_name=team.leader.name, contact_phone="19900009999", contact_public=False, area_id=spot.id,
        site_id=spot.site_id, address=address, longitude=degrees(spot.longitude + chance.gauss(0, 0.002)),
        latitude=degrees(spot.latitude + chance.gauss(0, 0.002)), recruit_until=max(starts),
        starts_on=clock.local_date(min(starts)), ends_on=clock.local_date(last), approval=activity.approval,
        leader_id=team.leader.account_id or 0, created_by_id=team.leader.account_id, created_at=created,
        state=activity.state,
        terms=activities.terms(
            (activity.title, address, kind.post, kind.duties), categories=kind.categories, recipients=kind.recipients
        ),
        gate_answers={} if activity.state == "draft" else activities.all_no(),
    )  # fmt: skip
    if activity.state != "draft":
        row.submitted_at = created + timedelta(minutes=50)
    if activity.state in {"published", "cancelled"}:
        publisher = team.admin_account_id
        row.published_at, row.published_by_id = created + timedelta(hours=chance.randrange(2, 30)), publisher
    if activity.state == "cancelled":
        row.ended_at = max(min(min(starts) - timedelta(hours=20), stage.at), created + timedelta(hours=31))
        row.ended_by_id, row.end_reason = team.leader.account_id, chance.choice(words.CALLED_OFF)
    return row


def _post_of(activity: Activity) -> activities.PostRow:
    """Minors are welcome where the kind is fit for them, the leader being there all the time."""
    kind = activity.kind
    row = activities.PostRow(activity.id, kind.post, kind.duties, min_age=18 if kind.adults else None)
    row.minors_welcome, row.minors_with = not kind.adults, "leader"
    return row


def load_shifts(found: list[Activity], counts: dict[int, int], latest: datetime | None = None) -> None:
    """Posts and shifts as of `latest`: nothing is called off after it; of what repeats the next weeks are open.

    `counts` has the places taken by the object's id().
    """
    posts = [_post_of(a) for a in found]
    activities.add_posts(posts)
    rows, shifts = [], []
    for activity, post in zip(found, posts, strict=True):
        for shift in activity.shifts:
            row = activities.ShiftRow(post.id, activity.id, shift.starts_at, shift.ends_at, shift.places)
            row.break_minutes, row.taken = shift.break_minutes, counts.get(id(shift), 0)
            if activity.state == "cancelled":
                off = activity.shifts[0].starts_at - timedelta(hours=20)
                row.closed_at = min(off, latest) if latest is not None else off
            if shift.repeats:
                leader = activity.team.leader.account_id
                activities.add_weekly(row, shift.repeats, at=latest or activity.created_at, by=leader)
                continue
            rows.append(row)
            shifts.append(shift)
    for shift, row in zip(shifts, activities.add_shifts(rows), strict=True):
        shift.id, shift.post_id = row.id, row.post_id
