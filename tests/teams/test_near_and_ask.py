"""Teams and sites near whoever looks, and what a team's page says (P7, P33)."""

from datetime import date

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.values import finding
from baiying.places.models import Division, Site
from baiying.teams import queries
from baiying.teams.models import Team, TeamCategory
from tests.activities.makers import Town, log_in, volunteer

pytestmark = pytest.mark.django_db


def site(area: Division, level: str, name: str, phone: str = "", **more: object) -> Site:
    since = date(2024, 1, 1)
    return Site.objects.create(
        division=area, level=level, name=name, state="built", state_since=since, phone=phone, **more
    )


def order(page: str, *names: str) -> list[str]:
    return sorted((name for name in names if name in page), key=page.index)


def test_teams_and_sites_near_come_first_for_who_is_known(town: Town) -> None:
    town.a_team("啊最前面的队", area=town.other_village)
    town.a_team("镇上的队", area=town.township)
    site(town.other_county, "centre", "西区实践中心")
    site(town.county, "centre", "东区实践中心")
    site(town.township, "institute", "河畔镇实践所")
    site(town.village, "station", "柳树村实践站")
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    teams = ("啊最前面的队", "镇上的队", "柳树村暖心队")
    assert order(browser.get("/teams/").content.decode(), *teams) == ["柳树村暖心队", "镇上的队", "啊最前面的队"]
    sites = ("柳树村实践站", "河畔镇实践所", "东区实践中心", "西区实践中心")
    assert order(browser.get("/sites/").content.decode(), *sites) == list(sites)
    # Of strangers nobody knows where near begins, and the page does not say that it does.
    assert "近的在前" not in Client().get("/sites/").content.decode()
    assert order(Client().get("/sites/").content.decode(), *sites)[0] == "东区实践中心"


def test_teams_near_the_device_begin_at_the_nearest_site(town: Town, client: Client) -> None:
    town.a_team("啊最前面的队", area=town.village)
    town.a_team("岭上的队", area=town.other_village)
    site(town.other_village, "station", "松岭村实践站", latitude=34.1, longitude=113.8)
    page = client.get("/teams/?near=34.1,113.8").content.decode()
    assert order(page, "啊最前面的队", "岭上的队") == ["岭上的队", "啊最前面的队"]
    assert client.get("/teams/?near=x,").status_code == 200


@pytest.mark.parametrize("typed", ["暖心", "nuanxin", "nx", "暖\u200b心", "ＬＳＣ", "协会"])
def test_a_team_is_found_by_sound_and_folded(town: Town, client: Client, typed: str) -> None:
    town.a_team("河道守护队")
    page = client.get("/teams/", {"q": typed}).content.decode()
    assert "柳树村暖心队" in page


def test_the_page_of_a_team_says_who_leads_what_comes_and_whom_to_ask(town: Town, client: Client) -> None:
    town.shift(town.activity("老人义诊"))
    site(town.county, "centre", "东区实践中心", "0379-1111111")
    site(town.township, "institute", "河畔镇实践所", "0379-2222222")
    page = client.get(f"/teams/{town.team.public_id}/").content.decode()
    assert "老人义诊" in page
    assert "0379-2222222" in page
    assert "0379-1111111" not in page
    assert town.leader.display_name not in page
    assert f"{town.leader.display_name[0]}*" in page
    empty = town.a_team("没有活动的队")
    assert "现在没有可报名的活动" in client.get(f"/teams/{empty.public_id}/").content.decode()


def test_a_desk_finds_teams_and_units_however_the_name_was_typed(town: Town) -> None:
    Team.objects.filter(pk=town.team.pk).update(name="阳光（一）队", terms=finding.terms("阳光（一）队"))
    browser = log_in(town.admin)
    assert "阳光（一）队" in browser.get("/desk/teams/", {"q": "阳光(一)"}).content.decode()


def test_lists_of_teams_and_sites_are_narrowed_by_chips_in_one_row(town: Town, client: Client) -> None:
    site(town.county, "centre", "东区实践中心")
    site(town.village, "station", "柳树村实践站")
    page = client.get(f"/sites/?level=station&area={town.county.public_id}").content.decode()
    assert order(page, "柳树村实践站", "东区实践中心") == ["柳树村实践站"]
    assert 'aria-current="true">实践站' in page
    assert 'aria-current="true">' + town.county.name in page
    assert '<input type="hidden" name="level" value="station">' in page
    code = town.team.category.code
    page = client.get(f"/teams/?category={code}").content.decode()
    assert "柳树村暖心队" in page
    assert '<input type="hidden" name="category"' in page
    # What cannot be read in the address is left out.
    assert "柳树村暖心队" in client.get("/teams/?category=xx&near=1,2,3&area=zz").content.decode()


@pytest.mark.parametrize("typed", ["柳树", "柳树\u200b村", "hepan", "hp", "河畔镇"])
def test_a_site_is_found_by_its_name_and_by_the_sound_of_its_place(town: Town, client: Client, typed: str) -> None:
    site(town.village, "station", "柳树村实践站")
    site(town.other_village, "station", "松岭村实践站")
    page = client.get("/sites/", {"q": typed}).content.decode()
    assert "柳树村实践站" in page
    assert "松岭村实践站" not in page


def test_a_team_with_a_wrong_sign_is_found_and_said_to_be_near(town: Town, client: Client) -> None:
    page = client.get("/teams/", {"q": "柳树村软心队"}).content.decode()
    assert "柳树村暖心队" in page
    assert "没有写着“柳树村软心队”的队伍" in page


def test_empty_lists_of_teams_and_sites_propose_what_to_give_up(town: Town, client: Client) -> None:
    site(town.other_village, "station", "松岭村实践站")
    page = client.get(f"/sites/?q=松岭&area={town.village.public_id}").content.decode()
    assert f"在整个{town.township.name}找" not in page
    assert "不限关键词" not in page
    page = client.get("/sites/?q=松岭&level=centre").content.decode()
    assert "各级阵地" in page
    assert "1 个阵地" in page
    page = client.get(f"/teams/?q=暖心&area={town.other_village.public_id}").content.decode()
    assert "没有符合条件的队伍" in page
    assert "看全部队伍" in page
    other = next(row.code for row in queries.categories() if row.code != town.team.category.code)
    page = client.get(f"/teams/?q=暖心&category={other}").content.decode()
    assert "所有类别" in page
    assert "1 支队伍" in page


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("打扫", "河道清洁队"),
        ("养老院", "夕阳助老队"),
        ("爷爷", "夕阳助老队"),
        ("孩子", "四点半课堂队"),
        ("xiyang", "夕阳助老队"),
        ("xyzl", "夕阳助老队"),
        ("夕阳住老", "夕阳助老队"),
    ],
)
def test_everyday_words_sounds_and_a_wrong_sign_find_teams(town: Town, client: Client, typed: str, name: str) -> None:
    names = ("河道清洁队", "夕阳助老队", "四点半课堂队")
    for one in names:
        town.a_team(one)
    page = client.get("/teams/", {"q": typed}).content.decode()
    assert order(page, *names) == [name]


def test_an_everyday_word_finds_teams_of_the_kind_it_names(town: Town, client: Client) -> None:
    """No name says 老人; the kind of the team does."""
    town.a_team("夕阳红队", category=TeamCategory.objects.get(code="elders"))
    town.a_team("晨曦队")
    page = client.get("/teams/?q=老太太").content.decode()
    assert order(page, "夕阳红队", "晨曦队") == ["夕阳红队"]
    assert "夕阳红队" in client.get("/teams/?q=为老服务").content.decode()


def test_what_no_team_does_is_looked_for_in_the_other_lists(town: Town, client: Client) -> None:
    town.shift(town.activity("河岸清洁日"))
    page = client.get("/teams/?q=打扫").content.decode()
    assert "在活动里找“打扫”" in page
    assert "1 个活动" in page
    town.a_team("龙门守护队")
    assert "在队伍里找“龙门”" in client.get("/activities/?q=龙门").content.decode()
    assert "里找“" not in client.get("/teams/?q=云冈").content.decode()


def test_p33_whoever_takes_in_reads_age_standing_and_skills_beside_the_name(town: Town) -> None:
    """On the team's page and on the workbench; no number and no address."""
    born = clock.local_date(clock.now()).replace(month=1, day=1)
    person = volunteer("林老师", town.village, born=born.replace(year=born.year - 67), skills=["haircut"])
    log_in(person.account, person).post(f"/teams/{town.team.public_id}/memberships/", {"words": "会理发"})  # type: ignore[arg-type]
    leader = log_in(town.leader, town.leader_person)
    for path in (f"/desk/teams/{town.team.public_id}/", "/desk/"):
        line = leader.get(path).content.decode().partition("林老师")[2].partition("</li>")[0]
        assert "67 岁" in line, path
    asked = leader.get(f"/desk/teams/{town.team.public_id}/").content.decode()
    line = asked.partition("林老师")[2].partition("</li>")[0]
    assert "已实名" in line
    assert "自己说会理发" in line
