"""Bodies and teams, their offices and members; names from the real townships, everything else invented."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate

from baiying.demo import numbers
from baiying.demo.loading import names, texts, words
from baiying.demo.loading.city import Area, City
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.stage import Stage, moment
from baiying.teams import bulk as teams

NAMES = {
    "theory": "理论宣讲", "culture": "文化文艺", "education": "助学支教", "health": "医疗健身", "science": "科学普及",
    "law": "法律服务", "environment": "卫生环保", "relief": "扶贫帮困", "emergency": "应急救援", "civility": "文明交通",
    "elders": "为老服务", "children": "关爱未成年人",
}  # fmt: skip
# How often each category appears in a township.
_COMMON = {"environment": 5, "civility": 5, "elders": 5, "culture": 4, "health": 3, "education": 3, "theory": 3,
           "children": 3, "relief": 2, "emergency": 3, "science": 2, "law": 2}  # fmt: skip


@dataclass(slots=True)
class Team:
    """A team with its habits and people, as the stage of service needs it."""

    id: int
    name: str
    body_id: int
    category: str
    area: Area
    county: Area
    leader: Volunteer
    admin_account_id: int
    founded_on: date
    per_week: float
    weekdays: tuple[int, int]
    size: int
    no_show: float
    by_hand: float
    kinds: tuple[texts.Kind, ...] = ()
    members: list[Volunteer] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)
    always: list[tuple[Volunteer, float]] = field(default_factory=list)

    def close(self) -> None:
        self.bounds = list(accumulate(m.weight for m in self.members))


@dataclass(slots=True)
class _Plan:
    """A team before it has a row; teams with the same `body` key belong to one body."""

    body: tuple[str, int, str]
    body_name: str
    kind: str
    area: Area
    category: str
    name: str


def wanted(volunteers: int) -> int:
    """600 teams for 20,000 volunteers; fewer than in proportion for more."""
    return max(14, round(600 * math.pow(volunteers / 20_000, 0.7)))


def build(stage: Stage, city: City, volunteers: list[Volunteer], cast_team: Team, cast_admin: Volunteer) -> list[Team]:
    """All teams with their members, the cast's own first; teams of its township belong to its body."""
    chance = stage.chance("teams")
    plans = _chosen(chance, city, wanted(stage.volunteers), taken=cast_team.name)
    pools = _pools(volunteers, city)
    bodies, admins = _bodies(stage, chance, city, plans, pools, home=cast_team.area.id)
    for plan in plans:
        if plan.area.id == cast_team.area.id:
            bodies[plan.body] = teams.BodyRow("", "", 0, stage.at, id=cast_team.body_id)
            admins[plan.body] = cast_admin
    since = moment(stage.first_day - timedelta(days=200), 600)
    categories = dict(teams.TeamCategory.objects.values_list("code", "id"))
    rows = [
        teams.TeamRow(
            body_id=bodies[p.body].id, name=p.name, category_id=categories[p.category], area_id=p.area.id,
            created_at=since, introduction=chance.choice(words.INTRODUCTIONS), created_by_id=admins[p.body].account_id,
            founded_on=stage.first_day - timedelta(days=chance.randrange(10, 1500)),
        )
        for p in plans
    ]  # fmt: skip
    teams.add_teams(rows)
    scale = stage.volunteers / 20_000 * 600 / len(plans)
    made = [
        _team(chance, city, plan, row, admins[plan.body], pools, scale) for plan, row in zip(plans, rows, strict=True)
    ]
    teams.add_offices([teams.OfficeRow("team_leader", t.body_id, t.id, t.leader.account_id or 0, since) for t in made])
    stage.tell("队伍", len(made), len(made))
    everything = [cast_team, *made]
    _join(stage, everything, volunteers, skip=cast_team.leader)
    return everything


def _chosen(chance: random.Random, city: City, count: int, *, taken: str) -> list[_Plan]:
    found: list[_Plan] = []
    plans = _plans(chance, city)
    seen = {taken}
    while len(found) < count:
        plan = next(plans)
        if plan.name not in seen:
            seen.add(plan.name)
            found.append(plan)
    return found


def _plans(chance: random.Random, city: City) -> Iterator[_Plan]:
    """Round after round: townships, then county departments, registered organisations, groups in communities."""
    codes, weights = list(_COMMON), list(_COMMON.values())
    leads = {row.code: row.lead_department for row in teams.TeamCategory.objects.all()}
    while True:
        for _ in range(3):
            for township in chance.sample(city.townships, len(city.townships)):
                code = chance.choices(codes, weights)[0]
                office = township.name if "街道" not in township.name else f"{township.name}办事处"
                name = f"{township.name}{NAMES[code]}志愿服务队"
                yield _Plan(("township", township.id, ""), office, "legal_entity", township, code, name)
            for county in city.counties * 4:
                code = chance.choice(codes)
                body = f"{county.name}{leads[code]}"
                name = f"{county.name}{NAMES[code]}志愿服务{chance.choice(_RANKS)}"
                yield _Plan(("county", county.id, code), body, "legal_entity", county, code, name)
            for _ in range(20):
                county, word = chance.choice(city.counties), chance.choice(_WORDS)
                code, branch = chance.choice(codes), chance.choice(("", "一分队", "二分队", "青年分队"))
                body = f"{county.name}{word}志愿者协会"
                name = f"{word}志愿者协会{county.short}{NAMES[code]}{branch or '服务队'}"
                yield _Plan(("registered", county.id, word), body, "registered", county, code, name)
            for _ in range(18):
                village = chance.choice(city.villages)
                code = chance.choices(codes, weights)[0]
                name = f"{village.short}{NAMES[code]}小队"
                yield _Plan(
                    ("group", village.id, ""), f"{village.short}邻里互助队", "internal_group", village, code, name
                )


_RANKS = ("支队", "一大队", "二大队", "先锋队", "直属队")
_WORDS = ("春晖", "同心", "暖流", "莲城", "颍水", "微光", "蓝马甲", "好邻居", "石榴籽", "向阳")


def _pools(volunteers: list[Volunteer], city: City) -> dict[int, list[Volunteer]]:
    """Who may lead or join, by every area they live in."""
    pools: dict[int, list[Volunteer]] = {area_id: [] for area_id in city.by_id}
    for one in volunteers:
        if one.counted_from is not None and one.weight:
            for area_id in one.home.path:
                if area_id in pools:
                    pools[area_id].append(one)
    return pools


def _somebody(chance: random.Random, area: Area, pools: dict[int, list[Volunteer]], before: date) -> Volunteer:
    """A grown-up of the area, or of a larger one, who has an account and was there from the beginning."""
    for area_id in reversed(area.path):
        pool = pools.get(area_id, [])
        for one in chance.sample(pool, min(30, len(pool))):
            old_enough = one.born.year <= before.year - 24
            early = one.counted_from is not None and one.counted_from.date() < before
            if one.account_id is not None and old_enough and early:
                return one
    raise LookupError(f"Nobody in {area.name} can lead")


def _bodies(
    stage: Stage,
    chance: random.Random,
    city: City,
    plans: list[_Plan],
    pools: dict[int, list[Volunteer]],
    home: int,
) -> tuple[dict[tuple[str, int, str], teams.BodyRow], dict[tuple[str, int, str], Volunteer]]:
    since = moment(stage.first_day - timedelta(days=300), 600)
    rows: dict[tuple[str, int, str], teams.BodyRow] = {}
    admins: dict[tuple[str, int, str], Volunteer] = {}
    for plan in plans:
        if plan.body in rows or plan.area.id == home:
            continue
        code = numbers.credit_code(
            {"legal_entity": "11", "registered": "51"}.get(plan.kind, "54"), plan.area.code[:6], 7_000_000 + len(rows)
        )
        row = teams.BodyRow(plan.kind, plan.body_name, plan.area.id, since)
        if plan.kind == "internal_group":
            row.consenting_name, row.consenting_credit_code = plan.area.name, code
            row.consenting_contact = names.person(chance, "male", 1975)
        else:
            row.credit_code = code
            row.competent_unit = f"{city.up(plan.area, 'county').name}民政局" if plan.kind == "registered" else ""
        rows[plan.body] = row
        admins[plan.body] = _somebody(chance, plan.area, pools, stage.first_day)
    teams.add_bodies(list(rows.values()))
    teams.add_offices(
        [teams.OfficeRow("unit_admin", row.id, None, admins[key].account_id or 0, since) for key, row in rows.items()]
    )
    return rows, admins


def _team(
    chance: random.Random,
    city: City,
    plan: _Plan,
    row: teams.TeamRow,
    admin: Volunteer,
    pools: dict[int, list[Volunteer]],
    scale: float,
) -> Team:
    founded = row.founded_on or date.min
    leader = _somebody(chance, plan.area, pools, row.created_at.date() + timedelta(days=200))
    first = chance.choice((5, 5, 6, 6, chance.randrange(7)))
    return Team(
        id=row.id, name=plan.name, body_id=row.body_id, category=plan.category, area=plan.area,
        county=city.up(plan.area, "county"), leader=leader, admin_account_id=admin.account_id or 0, founded_on=founded,
        per_week=min(3.0, chance.lognormvariate(-0.55, 0.6)), weekdays=(first, chance.randrange(7)),
        size=max(3, round(chance.lognormvariate(2.05, 0.45) * scale)),
        no_show=chance.uniform(0.03, 0.16), by_hand=min(0.9, chance.betavariate(1, 7)),
        kinds=texts.KINDS[plan.category],
    )  # fmt: skip


def _join(stage: Stage, made: list[Team], volunteers: list[Volunteer], skip: Volunteer) -> None:
    """Most who ever come belong to a team of their township or county; the cast's team is never small."""
    chance = stage.chance("members")
    near: dict[int, list[Team]] = {}
    for team in made:
        near.setdefault(team.area.id, []).append(team)
    rows: list[teams.MembershipRow] = []
    for one in volunteers:
        if one.counted_from is None or not one.weight or chance.random() < 0.1:
            continue
        choice = [t for area_id in one.home.path for t in near.get(area_id, ()) for _ in range(_pull(t))]
        picked = chance.choices(choice, k=chance.choice((1, 1, 1, 2, 2, 3))) if choice else [chance.choice(made)]
        for team in {t.id: t for t in picked}.values():
            rows.append(_membership(chance, stage, team, one))
            team.members.append(one)
        if len(rows) > 4_000:
            teams.add_memberships(rows)
            rows = []
    own = made[0]
    known = {m.id for m in own.members}
    eager = [v for v in volunteers if v.counted_from is not None and v.weight and v.id not in known]
    for one in eager[: max(0, 30 - len(known))]:
        rows.append(_membership(chance, stage, own, one))
        own.members.append(one)
    unseen = [team for team in made if team.leader is not skip and team.leader not in team.members]
    rows += [_membership(chance, stage, team, team.leader) for team in unseen]
    teams.add_memberships(rows)
    for team in made:
        team.members = [m for m in team.members if m is not team.leader]
        team.close()


def _pull(team: Team) -> int:
    """Teams nearer home are chosen more often; whole counties compete with single communities."""
    return {"village": 12, "township": 8, "county": 1}.get(team.area.level, 1)


def _membership(chance: random.Random, stage: Stage, team: Team, one: Volunteer) -> teams.MembershipRow:
    counted = one.counted_from or stage.at
    asked = max(counted, moment(team.founded_on, 600)) + timedelta(minutes=chance.randrange(60, 20_000))
    asked = min(asked, stage.at - timedelta(minutes=600))
    joined: datetime = min(asked + timedelta(minutes=chance.randrange(30, 4_000)), stage.at - timedelta(minutes=5))
    return teams.MembershipRow(team.id, one.id, asked, "", joined, team.leader.account_id)
