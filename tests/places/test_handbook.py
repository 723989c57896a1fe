"""The handbook of an area: dated pages beside the help they speak of, the nearest area's first, older versions kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.places import actions, queries
from baiying.places.actions import handbook as refusals
from baiying.places.models import Division, HandbookPage
from baiying.places.rules import handbook as rules
from tests.people import world
from tests.people.world import Area

URL, HELP = "/desk/handbook/", reverse("desk:help_topic", args=["work"])
TEXT = "# 来之前\n带身份证。\n老人可以由家人陪。\n\n1. 先看证件\n2. 再念注册说明\n\n- 上午 9 点到 11 点\n- 周末不办"


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def today(days: int = 0) -> date:
    return clock.local_date(clock.now()) + timedelta(days=days)


def page(area: Division, topic: str = "work", title: str = "市里怎么办", start: int = 0, **more: Any) -> HandbookPage:
    given = {"text": TEXT, "valid_from": today(start), "valid_to": None, "written_at": clock.now()} | more
    return HandbookPage.objects.create(area=area, topic=topic, title=title, **given)


def sent(**more: str) -> dict[str, str]:
    return {"topic": "work", "title": "周一怎么分工", "text": TEXT, "valid_from": str(today())} | more


def test_an_office_writes_a_page_and_the_station_reads_it_beside_the_help(area: Area) -> None:
    office = world.staff("city_office", area.city, "19900000301")
    assert "写一页" in office.get(URL).content.decode()
    answer = office.post(f"{URL}new/?topic=work", sent())
    assert answer.status_code == 303
    assert AuditEvent.objects.filter(action="HandbookWritten", area_id=area.city.pk).count() == 1
    station = world.staff("place_staff", area.village, "19900000302")
    desk = station.get("/desk/").content.decode()
    assert "百应市怎么做" in desk
    assert answer["Location"] in desk
    text = station.get(answer["Location"]).content.decode()
    assert "<h2>来之前</h2>" in text
    assert "<p>带身份证。<br>老人可以由家人陪。</p>" in text
    assert "<ol><li>先看证件</li><li>再念注册说明</li></ol>" in text
    assert "<ul><li>上午 9 点到 11 点</li><li>周末不办</li></ul>" in text
    assert "写新的一版" not in text
    # Beside the help itself too, and on the sheet to print.
    assert "百应市怎么做" in station.get(HELP).content.decode()
    assert "周一怎么分工" in station.get(f"{URL}whole/").content.decode()


def test_the_nearest_area_wins_and_another_county_is_not_shown(area: Area) -> None:
    page(area.city)
    page(area.county, title="东河区怎么办")
    page(area.other_county, title="西河区怎么办")
    on = today()
    near = queries.handbook_for("work", area.village.path, on)
    assert near is not None
    assert near.title == "东河区怎么办"
    assert [one.title for one in queries.handbook_in_force(area.village.path, on)] == ["东河区怎么办"]
    station = world.staff("place_staff", area.village, "19900000302")
    listed = station.get(URL).content.decode()
    assert "东河区怎么办" in listed
    assert "市里怎么办" in listed
    assert "西河区怎么办" not in listed
    elsewhere = HandbookPage.objects.get(title="西河区怎么办")
    assert station.get(f"{URL}{elsewhere.public_id}/").status_code == 404


def test_the_latest_version_that_has_begun_holds_and_the_older_can_be_read(area: Area) -> None:
    old = page(area.city, title="旧的", start=-30)
    new = page(area.city, title="新的", start=-1)
    page(area.city, title="明天的", start=1)
    path = area.village.path
    for day, expected in ((-31, None), (-30, "旧的"), (-2, "旧的"), (-1, "新的"), (0, "新的"), (1, "明天的")):
        found = queries.handbook_for("work", path, today(day))
        assert (found.title if found else None) == expected, day
    station = world.staff("place_staff", area.village, "19900000302")
    text = station.get(f"{URL}{old.public_id}/").content.decode()
    assert "今天用的不是这一版" in text
    assert f"{URL}{new.public_id}/" in text


def test_a_version_whose_last_day_is_over_leaves_nothing_older_in_force(area: Area) -> None:
    page(area.city, title="旧的", start=-30)
    page(area.city, title="试行", start=-10, valid_to=today(-1))
    assert queries.handbook_for("work", area.village.path, today(-1)) is not None
    assert queries.handbook_for("work", area.village.path, today()) is None


def test_ending_leaves_today_and_withdrawing_gives_the_day_back(area: Area) -> None:
    office = world.staff("county_office", area.county, "19900000301")
    now, later = page(area.county, title="在用"), page(area.county, title="下月", start=20)
    for row in (now, later):
        url = f"{URL}{row.public_id}/end/"
        assert office.get(url).status_code == 200
        assert office.post(url).status_code == 303
        assert office.post(url).status_code == 303
    assert AuditEvent.objects.filter(action="HandbookEnded").count() == 2
    path = area.village.path
    assert queries.handbook_for("work", path, today()) == now
    assert queries.handbook_for("work", path, today(1)) is None
    assert queries.handbook_for("work", path, today(20)) is None
    assert office.post(f"{URL}new/", sent(valid_from=str(today(20)))).status_code == 303


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(area: Area) -> None:
    office = world.staff("county_office", area.county, "19900000301")
    for wrong, said in (
        ({"valid_from": str(today(-1))}, "不能从过去的日子起有效"),
        ({"valid_to": str(today(-1))}, "最后一天不能早于第一天"),
        ({"text": "找王干事 13912345678"}, "请删去里面的手机号"),
        ({"topic": "no-such"}, "周一怎么分工"),
        ({"area": area.other_county.public_id}, "不在您的工作地区内"),
        ({"area": area.city.public_id}, "不在您的工作地区内"),
    ):
        answer = office.post(f"{URL}new/", sent(**wrong))
        text = answer.content.decode()
        assert answer.status_code == 422, wrong
        assert said in text, wrong
        assert 'value="周一怎么分工"' in text
    assert not HandbookPage.objects.exists()


def test_one_version_starts_on_a_day_and_twice_the_same_is_one(area: Area) -> None:
    given: dict[str, Any] = {
        "area_id": area.city.pk, "topic": "work", "title": "一", "text": "一", "valid_from": today(), "valid_to": None,
    }  # fmt: skip
    first = actions.write_page(**given, actor=Actor(account_id=1), at=clock.now())
    assert actions.write_page(**given, actor=Actor(account_id=1), at=clock.now()) == first
    with pytest.raises(refusals.PageStartTaken):
        actions.write_page(**given | {"text": "二"}, actor=Actor(account_id=1), at=clock.now())
    with pytest.raises(refusals.PageStartTaken):
        actions.write_page(**given, actor=Actor(account_id=2), at=clock.now())


@pytest.mark.parametrize("role", ["place_staff", "hours_reviewer"])
def test_who_only_reads_writes_and_ends_nothing(area: Area, role: str) -> None:
    row = page(area.county)
    client = world.staff(role, area.township if role == "place_staff" else area.county, "19900000302")
    assert client.get(URL).status_code == 200
    assert "写一页" not in client.get(URL).content.decode()
    assert client.get(f"{URL}new/").status_code == 403
    assert client.post(f"{URL}new/", sent()).status_code == 403
    assert client.post(f"{URL}{row.public_id}/end/").status_code == 403


def test_a_county_does_not_end_what_its_city_wrote_but_writes_its_own(area: Area) -> None:
    row = page(area.city)
    county = world.staff("county_office", area.county, "19900000301")
    assert county.get(f"{URL}{row.public_id}/").status_code == 200
    assert county.post(f"{URL}{row.public_id}/end/").status_code == 404
    assert county.get(f"{URL}new/?from={row.public_id}").status_code == 404
    assert county.post(f"{URL}new/", sent()).status_code == 303


def test_the_next_version_begins_with_the_words_of_the_one_before(area: Area) -> None:
    row = page(area.county, title="在用", start=-3)
    county = world.staff("county_office", area.county, "19900000301")
    text = county.get(f"{URL}new/?from={row.public_id}").content.decode()
    assert 'value="在用"' in text
    assert "先看证件" in text


def test_strangers_and_volunteers_see_no_handbook(area: Area, client: Client) -> None:
    row = page(area.city)
    assert client.get(f"{URL}{row.public_id}/").status_code in {302, 303, 403}
    assert "怎么做</a>" not in client.get(HELP).content.decode()


def test_the_one_box_finds_what_holds_today_only(area: Area) -> None:
    page(area.city, title="周一分工", start=-3)
    page(area.city, topic="audit", title="周一的旧分工", start=-9, valid_to=today(-1))
    station = world.staff("place_staff", area.village, "19900000302")
    found = station.get("/desk/search/", {"q": "分工"}).content.decode()
    assert "周一分工" in found
    assert "周一的旧分工" not in found
    assert "周一分工" in station.get(URL, {"q": "念注册说明"}).content.decode()


@pytest.mark.rules
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("一、准备\n带证件", ["heading", "paragraph"]),
        ("一、准备好证件，再来；不要空手", ["paragraph"]),
        ("1. 甲\n2、乙\n（3）丙", ["steps"]),
        ("- 甲\n\n- 乙", ["points", "points"]),
        ("#没有空格\n## 二", ["heading", "heading"]),
        ("2026.5.1 起", ["paragraph"]),
        ("1.5 小时以内算半天", ["paragraph"]),
        ("1.先看", ["steps"]),
    ],
)
def test_lines_become_blocks(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in rules.blocks(text)] == kinds


def test_nothing_in_a_page_is_markup(area: Area) -> None:
    row = page(area.city, text="# <b>粗</b>\n<script>alert(1)</script>\n- [a](javascript:alert(1))")
    station = world.staff("place_staff", area.village, "19900000302")
    text = station.get(f"{URL}{row.public_id}/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;粗&lt;/b&gt;" in text
    assert 'href="javascript' not in text


def test_a_mistake_of_today_is_corrected_today_by_whoever_had_it_before_them(area: Area) -> None:
    office = world.staff("city_office", area.city, "19900000301")
    wrong = page(area.city, title="电话写错了")
    assert office.post(f"{URL}new/", sent(title="另写一版")).status_code == 422, "who did not see it replaces nothing"
    answer = office.post(f"{URL}new/?from={wrong.public_id}", sent(title="电话改对了"))
    assert answer.status_code == 303
    held = queries.handbook_for("work", area.village.path, today())
    assert held is not None
    assert held.title == "电话改对了"
    wrong.refresh_from_db()
    assert wrong.withdrawn
    assert "电话写错了" in office.get(f"{URL}{wrong.public_id}/").content.decode(), (
        "what stood there is still to be read"
    )
    # Twice is one, and what began before today is not written over.
    assert office.post(f"{URL}new/?from={wrong.public_id}", sent(title="电话改对了")).status_code == 303
    old = page(area.county, title="上月的", start=-20)
    back = {"valid_from": str(today(-20)), "area": area.county.public_id}
    assert office.post(f"{URL}new/?from={old.public_id}", sent(**back)).status_code == 422
    old.refresh_from_db()
    assert not old.withdrawn


def test_a_page_with_many_versions_is_read(area: Area) -> None:
    rows = [page(area.city, title=f"第{n}版", start=-n) for n in range(60)]
    office = world.staff("city_office", area.city, "19900000301")
    for row in (rows[0], rows[-1]):
        assert office.get(f"{URL}{row.public_id}/").status_code == 200
