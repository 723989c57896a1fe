"""Bodies, teams, memberships, offices."""

from datetime import date, datetime

from baiying.accounts import bulk as accounts
from baiying.demo import numbers
from baiying.demo.builders.when import LONG_AGO, next_number
from baiying.people import bulk as people
from baiying.places import bulk as places
from baiying.teams import bulk as teams


def body(name: str = "", *, area: places.Division, kind: str = "legal_entity", credit_code: str = "") -> teams.Body:
    n = next_number()
    code = credit_code or numbers.credit_code("11" if kind == "legal_entity" else "53", area.code[:6], n)
    row = teams.BodyRow(kind=kind, name=name or f"单位{n}", area_id=area.pk, created_at=LONG_AGO)
    if kind == "internal_group":
        row.consenting_name, row.consenting_credit_code, row.consenting_contact = f"{area.name}居委会", code, "周敏"
    else:
        row.credit_code, row.competent_unit = code, "" if kind == "legal_entity" else "市民政局"
    teams.add_bodies([row])
    return teams.Body.objects.get(pk=row.id)


def team(
    body: teams.Body, name: str = "", *, category: str = "civility", area: places.Division | None = None
) -> teams.Team:
    category_id = teams.TeamCategory.objects.get(code=category).pk
    row = teams.TeamRow(
        body_id=body.pk,
        name=name or f"志愿服务队{next_number()}",
        category_id=category_id,
        area_id=area.pk if area else body.area_id,
        created_at=LONG_AGO,
        founded_on=date(2023, 3, 5),
        introduction="平时周末在社区服务，欢迎邻居们加入。",
    )
    teams.add_teams([row])
    return teams.Team.objects.get(pk=row.id)


def membership(
    team: teams.Team, person: people.Person, *, joined: bool = True, asked_at: datetime = LONG_AGO
) -> teams.Membership:
    row = teams.MembershipRow(team.pk, person.pk, asked_at, joined_at=asked_at if joined else None)
    teams.add_memberships([row])
    return teams.Membership.objects.get(pk=row.id)


def office(
    account: accounts.Account, body: teams.Body, team: teams.Team | None = None, *, starts_at: datetime = LONG_AGO
) -> teams.Office:
    """The administrator of a body or, with a team, that team's leader."""
    kind = "team_leader" if team else "unit_admin"
    row = teams.OfficeRow(kind, body.pk, team.pk if team else None, account.pk, starts_at)
    teams.add_offices([row])
    return teams.Office.objects.get(pk=row.id)
