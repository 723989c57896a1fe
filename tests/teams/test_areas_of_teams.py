"""Teams and activities lie where their unit's offices see them (R020, R032)."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities.models import Activity
from baiying.kit import clock
from baiying.places.models import Division
from baiying.teams import actions, queries
from baiying.teams.models import Change, Team
from tests.activities.makers import Town, actor, division, log_in, office
from tests.activities.repeating import BEFORE, plan_of, weekly
from tests.activities.test_plan_pages import plan_data, url_of_new_plan

pytestmark = pytest.mark.django_db


def sent(town: Town, area: Division, name: str = "新的队") -> dict[str, Any]:
    return {
        "name": name, "category": town.category.code, "parent": "", "introduction": "", "founded_on": "",
        "area": area.public_id,
    }  # fmt: skip


def outside(town: Town) -> list[Division]:
    """The city, the county above the unit, another county; and a village that was closed."""
    shut = division("旧村", "village", town.township)
    Division.objects.filter(pk=shut.pk).update(closed_on=clock.local_date(clock.now()))
    return [town.city, town.county, town.other_village, shut]


def said(answer: Any) -> str:
    page: str = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="wrong_area"' in page
    return page


def test_a_units_administrator_makes_and_moves_no_team_out_of_the_units_area(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    for area in outside(town):
        for url in (f"/desk/teams/bodies/{town.body.public_id}/teams/", f"/desk/teams/{town.team.public_id}/edit/"):
            page = said(admin.post(url, sent(town, area)))
            assert "不在河畔镇" in page or "已经撤并" in page
            said(admin.get(f"{url}?area={area.public_id}"))
    assert Team.objects.get().area_id == town.village.pk
    assert log_in(office("county_office", town.county)).get(f"/desk/teams/{town.team.public_id}/").status_code == 200
    answer = admin.post(f"/desk/teams/{town.team.public_id}/edit/", sent(town, town.township))
    assert answer.status_code == 303
    # A move within the unit's area waits for its office (R023).
    assert Team.objects.get().area_id == town.village.pk
    assert Change.objects.get().after["area_id"] == town.township.pk


def test_a_team_from_before_keeps_its_area_while_other_things_change(town: Town) -> None:
    Team.objects.update(area=town.other_village)
    admin = log_in(town.admin, town.admin_person)
    answer = admin.post(f"/desk/teams/{town.team.public_id}/edit/", sent(town, town.other_village, "改名的队"))
    assert answer.status_code == 303
    assert Change.objects.get().after == {"name": "改名的队"}


def test_the_actions_refuse_it_too(town: Town) -> None:
    facts = actions.TeamFacts(name="队", category_id=town.category.pk, area_id=town.city.pk)
    who = actor(town.admin)
    with pytest.raises(actions.AreaElsewhere):
        actions.create_team(body_id=town.body.pk, team=facts, actor=who, at=clock.now())
    with pytest.raises(actions.AreaElsewhere):
        actions.amend_team(team_id=town.team.pk, team=facts, actor=who, at=clock.now())


def test_a_plan_does_not_choose_whose_rules_hold(town: Town, client: Client) -> None:
    leader = log_in(town.leader, town.leader_person)
    beside = division("杨树村", "village", town.township)
    assert queries.ground_of_team(town.team.pk) == town.county
    for area in (town.city, town.other_village, town.other_county):
        assert "不在东区" in said(leader.post(url_of_new_plan(town), plan_data(area=area.public_id)))
    assert not Activity.objects.exists()
    assert leader.post(url_of_new_plan(town), plan_data(area=beside.public_id)).status_code == 303
    row = Activity.objects.get()
    assert row.area_id == beside.pk
    said(leader.post(f"/activities/{row.public_id}/plan/", plan_data(area=town.city.public_id)))
    row.refresh_from_db()
    assert row.area_id == beside.pk


def test_the_actions_of_a_plan_refuse_it_too(town: Town) -> None:
    plan = replace(plan_of(town, weekly()), area_id=town.city.pk)
    who = actor(town.leader)
    with pytest.raises(activities.AreaElsewhere):
        activities.write_plan(team_id=town.team.pk, plan=plan, actor=who, at=BEFORE)
    row = activities.write_plan(team_id=town.team.pk, plan=plan_of(town, weekly()), actor=who, at=BEFORE)
    with pytest.raises(activities.AreaElsewhere):
        activities.rewrite_plan(activity_id=row.pk, plan=plan, actor=who, at=BEFORE)


def test_a_team_from_before_is_before_its_unit_and_the_units_office_until_it_has_a_place(town: Town) -> None:
    label = "所在地不在本单位地区的队伍"
    admin, county = log_in(town.admin, town.admin_person), log_in(office("county_office", town.county))
    assert label not in admin.get("/desk/").content.decode()
    Team.objects.update(area=town.city)
    for client in (admin, county):
        page = client.get("/desk/").content.decode()
        assert label in page
        assert f"/desk/teams/{town.team.public_id}/edit/" in page
        assert client.get(f"/desk/teams/{town.team.public_id}/edit/").status_code == 200
    assert county.post(f"/desk/teams/{town.team.public_id}/edit/", sent(town, town.village)).status_code == 303
    assert label not in admin.get("/desk/").content.decode()
