"""The cast's own story: a team with a shift running now, places to take, plans to publish, people who ask to join."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from baiying.activities import bulk as activities
from baiying.demo import builders, cast
from baiying.demo.loading import planning, texts, words
from baiying.demo.loading.city import Area, City
from baiying.demo.loading.crowd import Sign
from baiying.demo.loading.ledger import Presence
from baiying.demo.loading.people import Volunteer, consent_version
from baiying.demo.loading.serving import Service
from baiying.demo.loading.stage import Stage, moment
from baiying.demo.loading.teams import Team
from baiying.hours import bulk as hours
from baiying.kit import clock
from baiying.kit.db import copying
from baiying.kit.values import identifiers
from baiying.places import queries as places
from baiying.teams import bulk as teams

_ADULT = 18
_PARENT, _RETIRED = 26, 60
HOME_TOWNSHIP = "灞陵街道"


@dataclass(slots=True)
class Story:
    """The cast in the city, in the shape of the stages."""

    members: dict[str, cast.Member]
    team: Team
    people: dict[str, Volunteer]
    spot: Area


def home_of_cast(city: City) -> Area:
    """The township where the cast lives; where the table lacks it, the first one with two villages."""
    named = [t for t in city.townships if t.name == HOME_TOWNSHIP]
    return (named or [t for t in city.townships if len(t.children) > 1])[0]


def build(stage: Stage, city: City) -> Story:
    """Accounts, persons, body and team of the cast."""
    township = home_of_cast(city)
    county = city.up(township, "county")
    far = next(c for c in reversed(city.counties) if c.id != county.id)
    villages = [*township.children[:5], far.children[0].children[0]]
    rows = {d.pk: d for d in places.divisions()}
    small = builders.SmallCity(
        rows[city.root.id],
        [rows[county.id], rows[far.id]],
        [rows[township.id]],
        [rows[village.id] for village in villages],
    )
    members = cast.build(small, at=stage.at, version=consent_version(builders.LONG_AGO))
    people = {
        key: Volunteer(
            member.person.pk, member.part.name, member.person.birth_date, city.by_id[member.person.residence_id],
            member.person.service_area_id, member.account.pk, builders.LONG_AGO, 2.0,
        )
        for key, member in members.items()
        if member.person is not None
    }  # fmt: skip
    leader, admin = members["leader"], members["unit_admin"]
    if leader.team is None or leader.body is None:
        raise ValueError("The leader of the cast has a team")
    team = Team(
        id=leader.team.pk, name=leader.team.name, body_id=leader.body.pk, category="civility", area=township,
        county=county, leader=people["leader"], admin_account_id=admin.account.pk, founded_on=stage.first_day,
        per_week=2.2, weekdays=(5, 2), size=9, no_show=0.06, by_hand=0.08, kinds=texts.KINDS["civility"],
        always=[(people["volunteer"], 0.5), (people["minor"], 0.14), (people["unit_admin"], 0.1)],
    )  # fmt: skip
    return Story(members, team, people, township.children[0])


def play(stage: Stage, service: Service, story: Story) -> None:
    """What is going on around now; the days are kept free of other shifts for whoever is in them."""
    chance = stage.chance("scenes")
    _running(stage, chance, service, story)
    _coming(stage, chance, service, story)
    _yesterday(stage, chance, service, story)
    _plans(stage, chance, story)
    _weekly(stage, chance, story)


def _activity(story: Story, kind: texts.Kind, stage: Stage, *, state: str = "published") -> planning.Activity:
    made = planning.Activity(story.team, kind, story.spot, state=state)
    made.title = f"{story.spot.short}{kind.title}"
    made.created_at = stage.at - timedelta(days=6)
    return made


def _shift(activity: planning.Activity, starts_at: datetime, minutes: int, places: int) -> planning.Shift:
    made = planning.Shift(activity.team, activity.kind, starts_at, starts_at + timedelta(minutes=minutes), places)
    made.activity = activity
    activity.shifts.append(made)
    return made


def _load(
    chance: random.Random, stage: Stage, service: Service, found: list[planning.Activity], signs: list[Sign]
) -> None:
    """Activities and sign-ups exactly as told."""
    planning.load(chance, stage, found)
    counts: dict[int, int] = {}
    for activity in found:
        for shift in activity.shifts:
            counts[id(shift)] = sum(1 for s in signs if s.shift is shift and s.state == "accepted")
    planning.load_shifts(found, counts, stage.at)
    rows = [
        activities.SignupRow(
            s.shift.id, s.who.id, s.state, copying.period(s.shift.starts_at, s.shift.ends_at), s.at,
            accepted_at=s.at if s.state == "accepted" else None, by_id=s.who.account_id,
        )
        for s in signs
    ]  # fmt: skip
    for sign, row in zip(signs, activities.add_signups(rows), strict=True):
        sign.id = row.id
        service.crowd.keep(sign.who, sign.shift)


def _running(stage: Stage, chance: random.Random, service: Service, story: Story) -> None:
    """On now: some are here, the volunteer is expected, the leader shows the code."""
    even = stage.at.replace(minute=stage.at.minute - stage.at.minute % 5, second=0, microsecond=0)
    starts_at = even - timedelta(minutes=30)
    by_night = not 6 <= clock.local(starts_at).hour < 20
    # Whoever looks at the demo late finds something that is done late, and nobody who should be asleep.
    activity = _activity(story, texts.BY_NIGHT if by_night else texts.KINDS["civility"][0], stage)
    shift = _shift(activity, starts_at, 150, 14)
    others = service.crowd.pick(chance, shift, 8)
    others = [o for o in others if o.id not in {p.id for p in story.people.values()}]
    if by_night:
        others = [o for o in others if identifiers.age_on(o.born, stage.anchor) >= _ADULT]
    young = [story.people["minor"]] if service.crowd.may_at(story.people["minor"], shift) else []
    expected = [story.people["volunteer"], *([] if by_night else young), *others]
    before = stage.at - timedelta(days=2)
    signs = [Sign(shift, who, "accepted", before + timedelta(minutes=37 * i)) for i, who in enumerate(expected)]
    _load(chance, stage, service, [activity], signs)
    rows, county = [], story.team.county.id
    for i, sign in enumerate(signs[1:-2]):
        came = shift.starts_at + timedelta(minutes=2 * i - 6, seconds=13 * i)
        by_code = sign.who.account_id is not None
        by = sign.who.account_id if by_code else story.team.leader.account_id
        rows.append(
            hours.AttendanceRow(
                sign.who.id,
                shift.id,
                sign.id,
                came,
                "code" if by_code else "scan",
                by,
                county,
                led_by_id=story.team.leader.account_id,
            )
        )
    hours.add_attendances(rows)


def _coming(stage: Stage, chance: random.Random, service: Service, story: Story) -> None:
    """Places to take, one shift that is full with people waiting, one where the leader decides."""
    open_one = _activity(story, texts.KINDS["civility"][1], stage)
    full = _activity(story, texts.KINDS["civility"][2], stage)
    chosen = _activity(story, texts.KINDS["health"][2], stage)
    chosen.approval = "leader"
    today = stage.anchor
    signs: list[Sign] = []
    mine, minor = story.people["volunteer"], story.people["minor"]
    for days, hour in ((1, 17), (4, 9), (8, 9)):
        shift = _shift(open_one, moment(today + timedelta(days=days), hour * 60), 120, 12)
        signs += _signs(stage, chance, service, shift, 4, [mine] if days == 4 else [])
    shift = _shift(full, moment(today + timedelta(days=3), 8 * 60), 180, 5)
    for days in (3, 2, 5, 7, 9):
        # A day without lessons and without another of these shifts: one of them is always on a weekend.
        shift.starts_at = moment(today + timedelta(days=days), 8 * 60)
        shift.ends_at = shift.starts_at + timedelta(minutes=180)
        if service.crowd.may_at(minor, shift):
            break
    signs += _signs(stage, chance, service, shift, 7, [minor])
    shift = _shift(chosen, moment(today + timedelta(days=6), 14 * 60), 150, 8)
    applied = _signs(stage, chance, service, shift, 4, [])
    for sign in applied[:3]:
        sign.state = "applied"
    _load(chance, stage, service, [open_one, full, chosen], signs + applied)


def _signs(
    stage: Stage, chance: random.Random, service: Service, shift: planning.Shift, count: int, first: list[Volunteer]
) -> list[Sign]:
    cast_ids = {who.id for who, _ in shift.team.always}
    others = [who for who in service.crowd.pick(chance, shift, count + 3) if who.id not in cast_ids]
    made = []
    for i, who in enumerate([*first, *others][:count]):
        state = "waitlisted" if i >= shift.places else "accepted"
        at = stage.at - timedelta(days=3) + timedelta(minutes=51 * i)
        made.append(Sign(shift, who, state, at))
    return made


def _yesterday(stage: Stage, chance: random.Random, service: Service, story: Story) -> None:
    """The phone was empty, the leader ticked the volunteer: minutes that wait for the reviewer."""
    activity = _activity(story, texts.KINDS["elders"][1], stage)
    shift = _shift(activity, moment(stage.anchor - timedelta(days=1), 10 * 60), 150, 6)
    sign = Sign(shift, story.people["volunteer"], "accepted", stage.at - timedelta(days=4))
    _load(chance, stage, service, [activity], [sign])
    leader = story.team.leader.account_id
    row = hours.AttendanceRow(
        sign.who.id, shift.id, sign.id, shift.starts_at + timedelta(minutes=4), "roll", leader, story.team.county.id,
        led_by_id=leader,
    )  # fmt: skip
    row.checked_out_at, row.out_source, row.out_by_id = shift.ends_at, "roll", leader
    service.attending.books().load(chance, [Presence(shift, sign.who, row)], decide=False)


def _plans(stage: Stage, chance: random.Random, story: Story) -> None:
    """Two plans that wait for the unit, one draft."""
    found = []
    for days, kind, state in (
        (5, texts.KINDS["civility"][0], "submitted"),
        (9, texts.KINDS["elders"][0], "submitted"),
        (12, texts.KINDS["environment"][0], "draft"),
    ):
        activity = _activity(story, kind, stage, state=state)
        _shift(activity, moment(stage.anchor + timedelta(days=days), 9 * 60), 120, 10)
        found.append(activity)
    planning.load(chance, stage, found)
    planning.load_shifts(found, {}, stage.at)


def _weekly(stage: Stage, chance: random.Random, story: Story) -> None:
    """Every week at the same time for a quarter of a year: the last weeks open by themselves later."""
    activity = _activity(story, texts.KINDS["environment"][0], stage)
    shift = _shift(activity, moment(stage.anchor + timedelta(days=5), 15 * 60), 90, 8)
    shift.repeats = 11
    planning.load(chance, stage, [activity])
    planning.load_shifts([activity], {}, stage.at)


def _join_words(who: Volunteer, stage: Stage) -> tuple[str, ...]:
    """What somebody of that age may say."""
    age = identifiers.age_on(who.born, stage.anchor)
    if age >= _RETIRED:
        return words.JOIN_WORDS_RETIRED
    return words.JOIN_WORDS_GROWN if age >= _PARENT else words.JOIN_WORDS


def ask_to_join(stage: Stage, made: list[Team], volunteers: list[Volunteer]) -> None:
    """Requests that nobody has answered: four to the cast's team, some to others."""
    chance = stage.chance("requests")
    rows = []
    waiting = [v for v in volunteers[-4_000:] if v.counted_from is not None and not v.weight]
    chance.shuffle(waiting)
    targets = [made[0]] * 4 + chance.sample(made, min(60, len(made)))
    for team, who in zip(targets, waiting, strict=False):
        asked = stage.at - timedelta(minutes=chance.randrange(40, 7_000))
        rows.append(teams.MembershipRow(team.id, who.id, asked, chance.choice(_join_words(who, stage))))
    teams.add_memberships(rows)
