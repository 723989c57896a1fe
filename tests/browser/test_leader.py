"""The leader on the spot: thirty people marked by thumb and by keyboard, on one screen, and without scripts."""

import json
import sys
import time
from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import queries as hours
from baiying.kit import clock
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor, eventually, mark_as_demo
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser
MANY = 30


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


@pytest.fixture(scope="module")
def cast(city: builders.SmallCity) -> Cast:
    return the_cast.build(city)


def full_shift(cast: Cast, city: builders.SmallCity, title: str, people: int = MANY) -> Any:
    shift = shift_of(cast, title, places=people, minutes=-5)
    for n in range(people):
        builders.signup(shift, builders.person(f"{title[:1]}志愿{n}", residence=city.villages[0]))
    return shift


def at_the_list(stage: Stage, cast: Cast, shift: Any, **kind: bool) -> Visitor:
    return stage.visitor(**kind).log_in(cast["leader"].phone).go(f"/shifts/{shift.public_id}/field/")


def told(by: str, acts: int, began: float) -> None:
    """Counted, and not judged: seconds are those of this machine."""
    line = {
        "figure": f"marking {MANY} people by {by}",
        "value": round(time.perf_counter() - began, 1),
        "unit": "s of the machine",
        "acts": acts,
    }
    print(json.dumps(line, ensure_ascii=False), file=sys.stderr)  # noqa: T201


def stay(visitor: Visitor) -> None:
    """From here on the page must not be loaded anew: `stayed` asks."""
    visitor.page.evaluate("window.stayed = true")


def stayed(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("window.stayed === true"))


def test_thirty_people_by_thumb(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "甲点名")
    leader = at_the_list(stage, cast, shift)
    stay(leader)
    began, taps = time.perf_counter(), 0
    for row in leader.page.locator("[data-marks] li").all():
        before = leader.page.evaluate("scrollY")
        row.locator(".by-tick").tap()
        taps += 1
        row_id = row.get_attribute("id")
        leader.page.locator(f"#{row_id} .by-tick-out").wait_for()
        assert leader.page.evaluate("scrollY") >= before, "nothing jumps back to the head of the list"
    told("thumb", taps, began)
    assert (taps, stayed(leader)) == (MANY, True)
    assert hours.head_count(shift.pk).come == MANY
    leader.look().reads(f"到 {MANY}", "未到 0")
    # And back, as they were: one wrong tap is one tap to mend.
    first = leader.page.locator("[data-marks] li").first
    first.get_by_role("button", name="撤销").tap()
    first.get_by_role("button", name="到了").wait_for()
    assert hours.head_count(shift.pk).missing == 1


def test_thirty_people_by_keyboard(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "乙点名")
    leader = at_the_list(stage, cast, shift, phone=False)
    keys = leader.page.keyboard
    stay(leader)
    began, presses = time.perf_counter(), 2
    keys.press("/")
    keys.press("Enter")
    for n in range(MANY):
        keys.press("Enter")
        presses += 1
        # The cursor has gone on to the next who is missing.
        assert eventually(lambda n=n: leader.page.locator(".by-tick-out").count() == n + 1)
    told("keyboard", presses, began)
    assert stayed(leader)
    assert hours.head_count(shift.pk).come == MANY
    # Nobody is missing any more: the cursor waits in the search.
    keys.type("志愿7")
    assert leader.page.locator("[data-marks] li:visible").count() == 1


def test_without_scripts_one_comes_back_to_the_row(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "丙点名")
    leader = at_the_list(stage, cast, shift, scripts=False)
    row = leader.page.locator("[data-marks] li").nth(20)
    row_id = row.get_attribute("id")
    with leader.page.expect_navigation():
        row.get_by_role("button", name="到了").click()
    assert leader.page.url.endswith(f"#{row_id}")
    place = leader.page.locator(f"#{row_id}").bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 844 - 64, "the row that was marked is in sight"
    assert leader.page.locator("[data-marks] li").nth(20).get_attribute("id") == row_id, "and where it was"


@pytest.mark.parametrize("elder", [False, True])
def test_code_count_and_missing_are_on_one_screen_and_nothing_is_under_the_bar(
    stage: Stage, cast: Cast, city: builders.SmallCity, elder: bool
) -> None:
    shift = full_shift(cast, city, "丁点名" if elder else "戊点名", people=9)
    leader = at_the_list(stage, cast, shift)
    if elder:
        leader.context.add_cookies([{"name": "elder", "value": "1", "url": stage.address}])
        leader.page.set_viewport_size({"width": 320, "height": 640})
        leader.go(f"/shifts/{shift.public_id}/field/")
    bar = leader.page.locator(".by-bar").bounding_box()["y"]
    if not elder:
        for part in (".by-qr", ".by-code-caption", "#count", "[data-marks] li:nth-child(1)"):
            box = leader.page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= bar, f"{part} is under the bar"
    for button in leader.page.locator("main button:visible, main a:visible").all():
        button.focus()
        box = button.bounding_box()
        assert box["y"] + box["height"] <= bar + 1, f"{button.inner_text()} is under the bar when it is reached"
    least = 60 if elder else 44
    for button in leader.page.locator("[data-marks] button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= least - 0.5


def test_a_number_is_looked_up_in_place(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = shift_of(cast, "己点名", minutes=-5)
    person = cast["volunteer"].person
    assert person is not None
    builders.signup(shift, person)
    leader = at_the_list(stage, cast, shift)
    stay(leader)
    leader.page.get_by_role("button", name="打电话").tap()
    link = leader.page.locator(f"a[href='tel:{cast['volunteer'].phone}']")
    link.wait_for()
    assert eventually(lambda: bool(link.evaluate("e => e === document.activeElement")))
    assert stayed(leader)


def test_without_a_signal_the_list_stays_and_says_so(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "己点名", people=9)
    leader = at_the_list(stage, cast, shift)
    stay(leader)
    leader.context.set_offline(True)
    first = leader.page.locator("[data-marks] li").first
    first.get_by_role("button", name="到了").tap()
    leader.page.get_by_role("alert").get_by_text("没有信号").wait_for()
    assert stayed(leader)
    assert hours.head_count(shift.pk).come == 0
    leader.context.set_offline(False)
    leader.page.locator("#lost").wait_for(state="detached")
    first.get_by_role("button", name="到了").tap()
    first.get_by_role("button", name="撤销").wait_for()
    assert stayed(leader)
    assert hours.head_count(shift.pk).come == 1


def test_without_a_signal_what_was_written_is_kept(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "庚点名", people=2)
    leader = at_the_list(stage, cast, shift).go(f"/shifts/{shift.public_id}/notes/")
    words = leader.page.locator("textarea")
    words.fill("改在南门集合")
    leader.context.set_offline(True)
    leader.page.locator("main form button[type=submit]").tap()
    leader.page.get_by_role("alert").get_by_text("没有信号").wait_for()
    assert words.input_value() == "改在南门集合"
    leader.context.set_offline(False)
    leader.page.locator("main form button[type=submit]").tap()
    leader.page.get_by_text("已通知").first.wait_for()


def test_after_a_wrong_number_the_list_still_works_in_place(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    shift = full_shift(cast, city, "辛点名", people=9)
    leader = at_the_list(stage, cast, shift)
    stay(leader)
    number = leader.page.locator("form[data-in-place] input[type=text]").first
    number.fill("123 456")
    number.press("Enter")
    leader.page.locator(".by-summary").wait_for()
    leader.page.locator("[data-scan-begin]").wait_for(state="visible")
    first = leader.page.locator("[data-marks] li").first
    first.get_by_role("button", name="到了").tap()
    first.get_by_role("button", name="撤销").wait_for()
    leader.page.keyboard.press("Escape")
    leader.page.locator("h1").tap()
    leader.page.keyboard.press("/")
    leader.page.keyboard.type("志愿7")
    assert leader.page.locator("[data-marks] li:visible").count() == 1
    assert stayed(leader)
