"""A team stands below another of its body or has a liaison, never both; inner groups serve inside (R020, R021)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baiying.kit import clock
from baiying.teams import actions, queries, rules
from baiying.teams.models import Body, Change, Team
from tests.activities.makers import LONG_AGO, OTHER_CREDIT_CODE, Town, actor, log_in, office
from tests.activities.test_plan_pages import plan_data
from tests.teams.test_changes import sent


def another_body(town: Town, name: str = "东区志愿服务联合会") -> Body:
    return Body.objects.create(
        kind="registered", name=name, credit_code=OTHER_CREDIT_CODE, competent_unit="东区民政局", area=town.county,
        created_at=LONG_AGO,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("depth", "height", "said"), [(1, 1, 0), (1, 2, 1), (2, 1, 2), (3, 1, 3), (4, 1, 4), (5, 1, 4)]
)
def test_levels_are_named_by_depth(depth: int, height: int, said: int) -> None:
    assert rules.level(depth, height) == said


def test_a_tree_is_read_from_the_top_down() -> None:
    parents = {1: None, 2: 4, 3: None, 4: 1, 5: 99}
    assert rules.in_order(parents) == [(1, 1), (4, 2), (2, 3), (3, 1), (5, 1)]


@pytest.mark.django_db
def test_r021_corps_detachment_squad_section(town: Town, client: Any) -> None:
    teams = [town.a_team("甲")]
    for name in ("乙", "丙", "丁"):
        teams.append(town.a_team(name, parent=teams[-1]))
    for team, level in zip(teams, ("总队", "支队", "分队", "小队"), strict=True):
        assert level in client.get(f"/teams/{team.public_id}/").content.decode()
    assert "层级" not in client.get(f"/teams/{town.team.public_id}/").content.decode()
    page = log_in(town.admin, town.admin_person).get(f"/desk/teams/bodies/{town.body.public_id}/")
    shown = [(row.name, level) for row, _deep, level in page.context["teams"]]
    assert shown[-4:] == [("甲", "总队"), ("乙", "支队"), ("丙", "分队"), ("丁", "小队")] or ("甲", "总队") in shown
    assert "支队" in page.content.decode()


@pytest.mark.django_db
def test_r021_a_parent_or_a_liaison_never_both(town: Town) -> None:
    other, upper = another_body(town), town.a_team("总队")
    county = log_in(office("county_office", town.county))
    url = f"/desk/teams/{town.team.public_id}/edit/"
    both = county.post(url, sent(town.team, parent=upper.public_id, liaison=other.name, introduction="写了一半"))
    assert both.status_code == 422
    assert "两样只能有一样" in both.content.decode()
    assert "写了一半" in both.content.decode()
    for said, why in (("没有的单位", "没有登记这样一家单位"), (town.body.name, "联络组织是另一家单位")):
        answer = county.post(url, sent(town.team, liaison=said))
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert county.post(url, sent(town.team, liaison=OTHER_CREDIT_CODE)).status_code == 303
    town.team.refresh_from_db()
    assert town.team.liaison_id == other.pk
    assert other.name in county.get(url).content.decode()
    for wrong in ({"parent": upper}, {"liaison": town.body}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Team.objects.filter(pk=town.team.pk).update(**wrong)


@pytest.mark.django_db
def test_r021_a_parent_by_review_beside_a_liaison_that_came_meanwhile_is_refused(town: Town) -> None:
    other, upper = another_body(town), town.a_team("总队")
    admin = log_in(town.admin, town.admin_person)
    url = f"/desk/teams/{town.team.public_id}/edit/"
    assert admin.post(url, sent(town.team, parent=upper.public_id)).status_code == 303
    row = Change.objects.get()
    Team.objects.filter(pk=town.team.pk).update(liaison=other)
    county, team = actor(office("county_office", town.county)), Team.objects.get(pk=town.team.pk)
    with pytest.raises(actions.ParentAndLiaison):
        actions.approve_change(change_id=row.pk, seen=queries.mark_of(row, team), actor=county, at=clock.now())
    assert Team.objects.get(pk=team.pk).parent_id is None


@pytest.mark.django_db
@pytest.mark.law("R685-42")
def test_r020_a_group_is_warned_where_it_plans_outside_of_its_unit(town: Town) -> None:
    Body.objects.filter(pk=town.body.pk).update(
        kind="internal_group", credit_code="", competent_unit="", consenting_name="河畔镇政府",
        consenting_credit_code=OTHER_CREDIT_CODE, consenting_contact="周敏",
    )  # fmt: skip
    assert queries.serves_outside(town.team.pk, town.village.pk) is None
    assert queries.serves_outside(town.team.pk, town.township.pk) is None
    for area in (town.county, town.other_village):
        assert queries.serves_outside(town.team.pk, area.pk) is not None
    leader = log_in(town.leader, town.leader_person)
    begin = f"/desk/activities/plans/?team={town.team.public_id}"
    assert "经河畔镇政府同意成立的团体" not in leader.get(begin).content.decode()
    answer = leader.post(begin, plan_data(area=town.county.public_id), follow=True)
    assert "经河畔镇政府同意成立的团体，在河畔镇以内服务" in answer.content.decode()
    Body.objects.filter(pk=town.body.pk).update(kind="legal_entity", credit_code="91110000600037341L")
    assert queries.serves_outside(town.team.pk, town.county.pk) is None
