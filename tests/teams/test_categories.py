"""The kinds of teams are edited by the area: added, called otherwise, ended; each from a day on (R022)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from baiying.kit import clock
from baiying.teams import actions, queries
from baiying.teams.models import CategoryTerm, Team, TeamCategory
from tests.activities.makers import Town, actor, log_in, office

LIST = "/desk/teams/categories/"


def today(days: int = 0) -> Any:
    return clock.local_date(clock.now()) + timedelta(days=days)


def said(name: str, department: str = "", days: int = 0) -> dict[str, str]:
    return {"name": name, "lead_department": department, "from_on": today(days).isoformat()}


@pytest.mark.django_db
def test_r022_an_area_calls_a_kind_otherwise_from_a_day_and_its_neighbour_does_not(town: Town, client: Any) -> None:
    county = log_in(office("county_office", town.county))
    code = town.category.code
    url = f"{LIST}{code}/"
    assert county.post(url, said("理论宣讲小分队", "县委宣传部")).status_code == 303
    assert county.post(url, said("理论宣讲小分队", "县委宣传部")).status_code == 303
    assert CategoryTerm.objects.count() == 1
    assert county.post(url, said("明年的名称", "县委宣传部", days=30)).status_code == 303
    page = county.get(LIST).content.decode()
    for words in ("理论宣讲小分队", "县委宣传部", "以后才生效的", "明年的名称"):
        assert words in page
    assert "理论宣讲小分队" in client.get(f"/teams/{town.team.public_id}/").content.decode()
    assert "理论宣讲小分队" in log_in(town.admin, town.admin_person).get("/desk/teams/").content.decode()
    here, there = town.county.path, town.other_county.path
    names = [queries.kind_of(town.category, path, today(days)).name for path in (here, there) for days in (-1, 0, 30)]
    old = town.category.name
    assert names == [old, "理论宣讲小分队", "明年的名称", old, old, old]
    assert county.post(url, said("", "")).status_code == 422
    late = county.post(url, said("改", days=-1))
    assert late.status_code == 422
    assert "从今天或以后的某一天起才行" in late.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        CategoryTerm.objects.update(name="x")


@pytest.mark.django_db
def test_r022_one_that_has_ended_keeps_its_teams_and_figures_and_comes_back(town: Town) -> None:
    county = log_in(office("county_office", town.county))
    code = town.category.code
    end = f"{LIST}{code}/end/"
    assert "1 支" in county.get(end).content.decode()
    for _twice in range(2):
        assert county.post(end, {"from_on": today().isoformat()}).status_code == 303
    assert CategoryTerm.objects.filter(ended=True).count() == 1
    page = county.get(LIST).content.decode()
    assert "已停用" in page
    assert queries.teams_by_category(town.county.pk)[town.category.pk] == 1
    admin = log_in(town.admin, town.admin_person)
    new = admin.get(f"/desk/teams/bodies/{town.body.public_id}/teams/").content.decode()
    assert f'value="{code}"' not in new
    # The team that has it keeps it, also when something else of it is changed.
    assert f'value="{code}"' in admin.get(f"/desk/teams/{town.team.public_id}/edit/").content.decode()
    assert county.post(f"{LIST}{code}/", said(town.category.name)).status_code == 303
    again = admin.get(f"/desk/teams/bodies/{town.body.public_id}/teams/").content.decode()
    assert f'value="{code}"' in again
    assert Team.objects.get(pk=town.team.pk).category_id == town.category.pk


@pytest.mark.django_db
def test_r022_an_areas_own_kind_is_its_own(town: Town) -> None:
    county = log_in(office("county_office", town.county))
    assert county.post(f"{LIST}new/", said("水上救援", "县应急管理局")).status_code == 303
    taken = county.post(f"{LIST}new/", said("水上救援", "别的部门"))
    assert taken.status_code == 422
    assert "已有叫这个名称的类别" in taken.content.decode()
    own = TeamCategory.objects.get(area=town.county)
    admin = log_in(town.admin, town.admin_person)
    assert "水上救援" in admin.get(f"/desk/teams/bodies/{town.body.public_id}/teams/").content.decode()
    other = log_in(office("county_office", town.other_county))
    assert "水上救援" not in other.get(LIST).content.decode()
    assert other.get(f"{LIST}{own.code}/").status_code == 404
    assert admin.get(LIST).status_code in {403, 404}


@pytest.mark.django_db
def test_r022_two_changes_of_one_day_the_later_holds(town: Town) -> None:
    who = actor(office("county_office", town.county))
    for name in ("先", "后"):
        actions.call_category(
            category_id=town.category.pk, area_id=town.county.pk, called=actions.Called(name, "", today()), actor=who,
            at=clock.now(),
        )  # fmt: skip
    assert queries.kind_of(town.category, town.village.path, today()).name == "后"
