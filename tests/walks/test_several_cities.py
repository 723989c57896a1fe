"""O17: two real cities on one platform, each with an office that sees its own, and a public that is asked which one."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts.access import SESSION_ACTING, SESSION_PERSON
from baiying.config.paths import ROOT
from baiying.demo import builders
from baiying.figures import actions as figures
from baiying.kit import clock
from baiying.kit.values.actor import Actor, system
from baiying.people import queries as people
from baiying.places import actions, queries
from baiying.places.models import Division

pytestmark = pytest.mark.django_db

FIRST = ROOT / "baiying" / "demo" / "data" / "divisions_4110.csv"
SECOND = Path(__file__).parent / "data" / "divisions_4602.csv"
# Pages of work; public lists (sites, teams, activities) are everybody's and of all cities.
OFFICE = ("/desk/", "/city/", "/areas/choose/")
MOST = 260


@pytest.fixture
def two(db: None, settings: Any, tmp_path: Path) -> tuple[Division, Division]:
    """许昌 with everything an office counts, and 三亚 with a little of it."""
    settings.VAR = tmp_path
    at = clock.now()
    for path in (FIRST, SECOND):
        actions.import_divisions(path=path, as_of=date(2026, 1, 1), actor=system("test"), at=at, source=path.name)
    found = []
    for code, word, persons in (("411000000000", "许昌", 14), ("460200000000", "三亚", 12)):
        city = queries.division_by_code(code)
        assert city is not None
        _furnish(city, word, persons)
        found.append(city)
    figures.rebuild(at=at)
    return found[0], found[1]


def _furnish(city: Division, word: str, persons: int) -> None:
    county = queries.children_of(city.pk)[0]
    township = queries.children_of(county.pk)[0]
    village = queries.children_of(township.pk)[0]
    for area in (county, township, village):
        builders.site(area)
    builders.population(city, 4_567_891 if word == "许昌" else 1_000_000)
    body = builders.body(f"{word}总队", area=county)
    team = builders.team(body, f"{word}护河队", area=township)
    for _ in range(persons):
        builders.person(residence=village)
    leader = builders.account()
    activity = builders.activity(team, leader, title=f"{word}河道清洁", at=clock.now())
    soon = clock.now() + timedelta(days=2)
    builders.shift(activity, soon, soon + timedelta(hours=2))
    builders.appointment(builders.account(), "county_office", county, title=f"{word}县级主管")
    builders.complaint(county, account=None)
    builders.rule_set("data_handler", area=city, name=f"{word}文明办", phone="0374-2960000")


def _office(city: Division, role: str = "city_office") -> Client:
    account, client = builders.account(), Client()
    appointment = builders.appointment(account, role, city)
    client.force_login(account)
    session = client.session
    session[SESSION_ACTING] = appointment.public_id
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def _upload(client: Client, path: Path) -> str:
    with path.open("rb") as file:
        answer = client.post("/desk/places/imports/", {"file": file, "as_of": "2026-02-01", "source": path.name})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    return str(answer["Location"])


def test_the_second_citys_office_meets_nothing_of_the_first(two: tuple[Division, Division]) -> None:
    first, second = two
    _upload(_office(first), FIRST)
    client = _office(second)
    _upload(client, SECOND)
    pids = set(queries.divisions(first.pk).values_list("public_id", flat=True))
    own = set(queries.divisions(second.pk).values_list("name", flat=True))
    strange = set(queries.divisions(first.pk).exclude(level="village").values_list("name", flat=True)) - own
    choosers = [f"/areas/choose/?next=/desk/x/&field=area&any=1&q={q}" for q in ("许昌", "魏都", "4110")]
    queue, seen = ["/desk/", *choosers], set[str]()
    while queue and len(seen) < MOST:
        address = queue.pop(0)
        kind = re.sub(r"/[0-9a-z]{12}/", "/*/", address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            assert answer.status_code < 500, address
            if answer.status_code in (301, 302, 303):
                queue.append(answer["Location"])
            continue
        page = unescape(answer.content.decode())
        said = page.replace("q=许昌", "").replace('value="许昌"', "").replace('value="魏都"', "").replace("q=魏都", "")
        assert "许昌" not in said, address
        assert not {name for name in strange if f">{name}<" in said}, address
        assert not pids & set(re.findall(r"[0-9a-z]{12}", said)), address
        assert "2,61" not in said, f"counts the other city: {address}"
        assert "4,567,891" not in said, address
        links = re.findall(r'href="(/[^"#]*)', page)
        queue += [link for link in links if link.startswith(OFFICE) and "/export" not in link]
    assert len(seen) > 60, "the walk went somewhere"
    kinds = {one.partition("?")[0] for one in seen}
    assert {
        "/desk/set-up/", "/desk/places/imports/", "/desk/places/coverage/", "/desk/places/populations/",
        "/desk/people/", "/desk/activities/", "/desk/teams/", "/desk/places/rules/", "/areas/choose/",
    } <= kinds  # fmt: skip


def test_an_office_counts_its_own_when_it_sets_up_its_city(two: tuple[Division, Division]) -> None:
    _first, second = two
    client = _office(second)
    page = client.get("/desk/set-up/").content.decode()
    assert "已有 159 个区划" in page
    client.post("/desk/set-up/sites/")
    made = queries.divisions(second.pk).exclude(level="city").count()
    assert f"已有 {made} 个阵地" in client.get("/desk/set-up/").content.decode()
    assert "现有 159 个区划" in client.get("/desk/places/imports/").content.decode()
    platform = _office(None, "sysadmin").get("/desk/places/imports/").content.decode()  # type: ignore[arg-type]
    assert "现有 2,779 个区划" in platform


def test_o17_whose_divisions_another_brought_in_is_not_told_that_there_are_none(
    two: tuple[Division, Division],
) -> None:
    """Beside thousands of them nobody reads that none were imported; the platform, which did it, reads which."""
    first, _second = two
    page = _office(first).get("/desk/places/imports/").content.decode()
    assert "您这里没有自己导入过" in page
    assert "还没有导入过" not in page
    assert f"现有 {queries.divisions(first.pk).count():,} 个区划" in page
    platform = _office(None, "sysadmin").get("/desk/places/imports/").content.decode()  # type: ignore[arg-type]
    assert FIRST.name in platform
    assert "没有自己导入过" not in platform


def test_years_of_another_citys_people_counts_are_not_ones_own(two: tuple[Division, Division]) -> None:
    first, second = two
    builders.population(first, 4_000_000, year=2026)
    assert queries.population_years(first.pk)[0] == 2026
    assert "已有 2025 年的数据" in _office(second).get("/desk/set-up/").content.decode()


def test_choosing_begins_at_the_own_area_and_stays_in_it_for_the_desk(two: tuple[Division, Division]) -> None:
    first, second = two
    client = _office(second)
    begins = client.get("/areas/choose/?next=/desk/teams/&field=area&any=1").content.decode()
    assert "海棠区" in begins
    assert "就选三亚市" in begins
    away = f"/areas/choose/?next=/desk/teams/&field=area&any=1&at={first.public_id}"
    assert "魏都区" not in client.get(away).content.decode()
    # For oneself, and for a plan that may lead elsewhere, the whole country stays open.
    assert "魏都区" in client.get(away.replace("/desk/teams/", "/activities/")).content.decode()
    assert "魏都区" in client.get(f"{away}&everywhere=1").content.decode()
    stranger = Client().get("/areas/choose/?next=/&any=1").content.decode()
    assert "河南省" in stranger
    assert "海南省" in stranger


def test_a_stations_worker_is_offered_the_one_area_there_is(two: tuple[Division, Division]) -> None:
    _first, second = two
    village = queries.divisions(second.pk).filter(level="village")[0]
    page = _office(village, "place_staff").get("/areas/choose/?next=/desk/x/&field=area").content.decode()
    assert f"/desk/x/?area={village.public_id}" in page


def test_the_front_page_asks_which_city_and_then_speaks_of_that_one(two: tuple[Division, Division]) -> None:
    first, second = two
    asked = Client().get("/")
    page = asked.content.decode()
    assert "您在哪个城市？" in page
    assert f"/?area={second.public_id}" in page
    assert "河道清洁" not in page, "nobody is shown the first city's because it is the first"
    assert not set(asked.cookies) - {"csrftoken"}, "remembered by the address, not by the device"
    for mine, other, city in (("三亚", "许昌", second), ("许昌", "三亚", first)):
        page = Client().get(f"/?area={city.public_id}").content.decode()
        assert f"{mine}河道清洁" in page
        assert other not in page
        assert f"/city/{city.public_id}/" in page
        assert f"/activities/?area={city.public_id}" in page
    village = queries.divisions(second.pk).filter(level="village")[0]
    near = Client().get(f"/?area={village.public_id}").content.decode()
    assert "三亚市" in near
    assert "许昌" not in near


def test_whoever_serves_or_works_in_a_city_is_not_asked(
    two: tuple[Division, Division], client_of: Callable[[Any], Client]
) -> None:
    first, second = two
    assert "三亚河道清洁" in _office(second).get("/").content.decode()
    village = queries.divisions(first.pk).filter(level="village")[0]
    person = builders.person(residence=village, account=builders.account())
    page = client_of(person).get("/").content.decode()
    assert "许昌河道清洁" in page
    assert "三亚" not in page


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    def make(person: Any) -> Client:
        client = Client()
        client.force_login(person.account)
        session = client.session
        session[SESSION_PERSON] = person.pk
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
        return client

    return make


def test_who_handles_ones_data_is_ones_own_citys_office(two: tuple[Division, Division]) -> None:
    first, second = two
    today = clock.local_date(clock.now())
    assert people.data_handler(today, first.path).name == "许昌文明办"
    assert people.data_handler(today, queries.children_of(second.pk)[0].path).name == "三亚文明办"
    assert people.data_handler(today).name == "", "nobody's in particular, never the first city's for all"
    page = Client().get("/privacy/").content.decode()
    assert "文明办" not in page
    assert "看您所在城市的" in page
    there = Client().get(f"/privacy/?area={second.public_id}").content.decode()
    assert "三亚文明办" in there
    assert "许昌" not in there


def test_a_complaint_names_the_city_of_each_county_and_stays_in_it(two: tuple[Division, Division]) -> None:
    _first, second = two
    page = Client().get("/complaints/new/").content.decode()
    assert '<optgroup label="三亚市">' in page
    assert '<optgroup label="许昌市">' in page
    row = builders.complaint(queries.children_of(second.pk)[1], account=None)
    desk = _office(second).get(f"/desk/complaints/{row.public_id}/").content.decode()
    assert "海棠区" in desk
    assert "魏都区" not in desk


def test_one_city_is_never_asked_for(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    actions.import_divisions(path=SECOND, as_of=date(2026, 1, 1), actor=Actor(label="t"), at=clock.now())
    page = Client().get("/").content.decode()
    assert "您在哪个城市" not in page
    assert "三亚市" in page
    assert "看您所在城市的" not in Client().get("/privacy/").content.decode()
