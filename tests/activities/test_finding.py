"""Finding an activity as people do: everyday words, sounds, times, chips, near and soon, proposals (P7, P11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from baiying.activities import queries
from baiying.activities.models import Activity, Shift
from baiying.activities.rules import asking, everyday, searching
from baiying.kit import clock
from baiying.people import queries as people
from baiying.places.models import RuleSet
from tests.activities.makers import Town, log_in, volunteer

SATURDAY = date(2026, 11, 28)
BOOK = everyday.shipped()


def listed(client: Any, query: str) -> str:
    return str(client.get(f"/activities/?{query}").content.decode())


def at(shift: Shift, day: date, hour: int, hours: float = 2) -> Shift:
    """The shift on a day in China."""
    starts = clock.midnight(day) + timedelta(hours=hour)
    Shift.objects.filter(pk=shift.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=hours))
    return shift


def named(town: Town, title: str, **more: Any) -> Activity:
    return town.activity(title, **more)


# What is found -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("打扫", "河岸清洁日"),
        ("扫地", "河岸清洁日"),
        ("养老院", "陪老人说话"),
        ("孩子", "留守儿童课堂"),
        ("献血", "无偿献血宣传"),
        ("jiaotong", "路口交通引导"),
        ("jt", "路口交通引导"),
        ("jtyd", "路口交通引导"),
        ("LKJT", "路口交通引导"),
        ("交\u200b通", "路口交通引导"),
        ("交同", "路口交通引导"),
        ("交通引到", "路口交通引导"),
        ("交通引领", "路口交通引导"),
        ("暖心", "路口交通引导"),
        ("nuanxin", "路口交通引导"),
        ("ＡＥＤ", "AED 急救课"),
        ("kids", "留守儿童课堂"),
    ],
)
def test_everyday_words_pinyin_and_a_wrong_sign_find_it(town: Town, client: Client, typed: str, title: str) -> None:
    for name in ("河岸清洁日", "陪老人说话", "留守儿童课堂", "无偿献血宣传", "路口交通引导", "AED 急救课"):
        town.shift(named(town, name))
    page = listed(client, f"q={typed}")
    assert title in page
    assert "没有符合条件" not in page


def test_recipients_and_categories_answer_for_words_that_no_title_has(town: Town, client: Client) -> None:
    town.shift(named(town, "上门理发", recipients=["03"]))
    town.shift(named(town, "捡烟头", categories=["environment"]))
    assert "上门理发" in listed(client, "q=爷爷")
    assert "捡烟头" in listed(client, "q=打扫")
    assert "捡烟头" not in listed(client, "q=爷爷")


def test_what_was_typed_as_it_stands_comes_before_what_is_also_meant(town: Town, client: Client) -> None:
    town.shift(named(town, "河岸清洁日"), days=1)
    town.shift(named(town, "村口打扫"), days=5)
    page = listed(client, "q=打扫")
    assert page.index("村口打扫") < page.index("河岸清洁日")


def test_a_nearly_found_list_says_so(town: Town, client: Client) -> None:
    town.shift(named(town, "路口交通引导"))
    assert "没有写着“交同”的活动" in listed(client, "q=交同")
    assert "没有写着" not in listed(client, "q=交通")


def test_a_city_word_finds_after_it_is_in_force(town: Town, client: Client) -> None:
    town.shift(named(town, "夜市文明劝导"))
    assert "夜市文明劝导" not in listed(client, "q=撸串")
    RuleSet.objects.create(
        kind="activities",
        area=town.city,
        valid_from=date(2020, 1, 1),
        in_force_from=date(2020, 1, 1),
        values={"everyday_words": ["撸串:夜市"]},
        source="测试",
        proposed_at=datetime(2020, 1, 1, tzinfo=UTC),
        proposed_by_id=1,
        confirmed_at=datetime(2020, 1, 1, tzinfo=UTC),
        confirmed_by_id=2,
    )
    assert "夜市文明劝导" in listed(client, "q=撸串")


def test_days_and_parts_of_the_day_are_words_and_chips(town: Town, client: Client) -> None:
    today = clock.local_date(clock.now())
    first, last = asking.days_of("next_weekend", today) or (today, today)
    at(town.shift(named(town, "周六晨练")), first, 8)
    at(town.shift(named(town, "周日夜巡")), last, 19)
    at(town.shift(named(town, "远处的事")), first + timedelta(days=14), 8)
    for query in ("q=周六上午", "q=下周末上午", "when=next_weekend&part=morning", "when=next_weekend&q=早上"):
        page = listed(client, query)
        assert "周六晨练" in page, query
        assert "周日夜巡" not in page, query
    assert "周日夜巡" in listed(client, "when=next_weekend&part=evening")
    assert "远处的事" not in listed(client, "when=next_weekend")


def test_chips_combine_and_each_link_takes_its_own_filter_off(town: Town, client: Client) -> None:
    page = listed(client, "when=weekend&free=1&q=打扫")
    assert "aria-current" in page
    links = [unquote(link).replace("&amp;", "&") for link in page.split('class="by-wish" href="?')[1:]]
    taken_off = next(link for link in links if 'aria-current="true">本周末' in link)
    assert taken_off.startswith('q=打扫&free=1"')
    added = next(link for link in links if ">上午<" in link)
    assert added.startswith('q=打扫&when=weekend&part=morning&free=1"')


def test_places_left_and_minors(town: Town, client: Client) -> None:
    full = town.shift(named(town, "满了的"), places=1)
    Shift.objects.filter(pk=full.pk).update(taken=1)
    town.shift(named(town, "成年人的"), min_age=18)
    town.shift(named(town, "没说的"), minors_welcome=False)
    town.shift(named(town, "十六岁起的"), minors_welcome=True, min_age=16)
    town.shift(named(town, "孩子也行的"), minors_welcome=True)
    page = listed(client, "free=1")
    assert "满了的" not in page
    page = listed(client, "minors=1")
    assert "成年人的" not in page
    assert "没说的" not in page
    assert "十六岁起的" not in page
    assert "孩子也行的" in page


def test_my_teams_are_those_i_am_in(town: Town) -> None:
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    town.shift(named(town, "别队的活动", team=town.a_team("别的队")))
    town.shift(named(town, "本队的活动"))
    assert "您还没有加入队伍" in listed(browser, "mine=1")
    town.member(person)
    page = listed(browser, "mine=1")
    assert "本队的活动" in page
    assert "别队的活动" not in page
    assert "我的队伍" not in listed(Client(), "")


# What comes first --------------------------------------------------------------------------------------------------


def order(page: str, *titles: str) -> list[str]:
    return sorted((title for title in titles if title in page), key=page.index)


def test_full_ones_and_those_about_to_begin_never_lead(town: Town, client: Client) -> None:
    full = town.shift(named(town, "满了的"), places=1, days=1)
    Shift.objects.filter(pk=full.pk).update(taken=1)
    town.shift(named(town, "马上开始的"), days=0.5 / 24)
    town.shift(named(town, "后天的"), days=2)
    for address in ("/activities/", "/"):
        page = client.get(address).content.decode()
        assert order(page, "满了的", "马上开始的", "后天的")[0] == "后天的", address


def test_the_shift_shown_is_the_first_that_can_be_reached(town: Town, client: Client) -> None:
    activity = named(town, "每天的")
    first = town.shift(activity, days=1, places=1)
    Shift.objects.filter(pk=first.pk).update(taken=1)
    later = town.shift(activity, days=4)
    row = queries.upcoming(queries.Filters(), clock.now()).rows[0]
    assert row.next_start == later.starts_at
    assert row.shifts == 2


def test_near_comes_first_for_whom_it_is_known_where_he_serves(town: Town) -> None:
    town.shift(named(town, "别县的", area=town.other_village), days=1)
    town.shift(named(town, "本县的", area=town.county), days=2)
    town.shift(named(town, "本镇的", area=town.township), days=3)
    town.shift(named(town, "本村的", area=town.village), days=4)
    titles = ("别县的", "本县的", "本镇的", "本村的")
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    for address in ("/activities/", "/"):
        page = browser.get(address).content.decode()
        assert order(page, *titles) == ["本村的", "本镇的", "本县的", "别县的"], address
    assert "本村（社区）" in listed(browser, "")
    assert order(Client().get("/activities/").content.decode(), *titles) == list(titles)
    assert people.home_of(person.pk) == town.village


def test_a_list_goes_on_from_where_it_ended_and_back(town: Town, client: Client) -> None:
    for n in range(45):
        town.shift(named(town, f"活动第{n:02d}号"), days=1 + n / 10)
    at_ = clock.now()
    first = queries.stretch(queries.Filters(), at_)
    second = queries.stretch(queries.Filters(), at_, older=first.older)
    third = queries.stretch(queries.Filters(), at_, older=second.older)
    seen = [row.title for page in (first, second, third) for row in page.rows]
    assert seen == [f"活动第{n:02d}号" for n in range(45)]
    assert (first.newer, third.older, third.total) == ("", "", 45)
    back = queries.stretch(queries.Filters(), at_, newer=third.newer)
    assert [row.title for row in back.rows] == [row.title for row in second.rows]
    page = client.get("/activities/").content.decode()
    assert "older=" in page
    assert "换一天看" in page
    for bad in ("older=1~2", "older=a~b~c~d", "newer=0~nan~2026-11-28~1", "older=0~0.0~2026-11-28T00:00:00~1"):
        assert "活动第00号" in listed(client, bad)
    assert client.get("/activities/?older=0~0.0~2999-01-01T00:00:00%2B00:00~1").status_code == 200


# What an empty list proposes ---------------------------------------------------------------------------------------


def test_an_empty_list_proposes_the_nearest_day_and_what_to_give_up(town: Town, client: Client) -> None:
    shift = town.shift(named(town, "老人义诊"), days=9)
    day = clock.local_date(shift.starts_at)
    page = listed(client, f"q=义诊&day={day - timedelta(days=1)}")
    assert "最近的一天" in page
    assert f"day={day}" in page
    assert "不限哪一天" in page
    page = listed(client, f"q=义诊&area={town.other_county.public_id}")
    assert "在整个测试市找" in page
    assert "最近的一天" not in page


def test_times_in_words_are_given_up_too(town: Town, client: Client) -> None:
    shift = town.shift(named(town, "老人义诊"), days=9)
    other = (shift.starts_at + timedelta(days=1)).astimezone(clock.CHINA).isoweekday()
    page = listed(client, f"q=周{'一二三四五六日'[other - 1]}义诊")
    assert "只找“义诊”，不限时间" in page
    assert "没有符合条件" in page


def test_nothing_is_proposed_where_nothing_would_be_found(town: Town, client: Client) -> None:
    page = listed(client, "q=植物园&free=1")
    assert "换个条件就有" not in page
    assert "看全部活动" in page


def test_an_amended_address_is_found(town: Town) -> None:
    shift = town.shift(named(town, "义诊"))
    assert searching.terms(("新广场",))[0] not in Activity.objects.get(pk=shift.activity_id).terms
    browser = log_in(town.admin)
    page = browser.get(f"/activities/{shift.activity.public_id}/amendment/")
    assert page.status_code == 200
    browser.post(
        f"/activities/{shift.activity.public_id}/amendment/",
        {
            "description": "清扫。", "risk_statement": "有车。", "address": "新广场北门", "contact_name": "王队长",
            "contact_phone": "13900001111",
        },
    )  # fmt: skip
    assert "义诊" in listed(Client(), "q=新广场")
