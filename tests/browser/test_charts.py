"""Charts cost nothing until they are wanted: on a phone a button, on a wide screen when they come near."""

from typing import Any

import pytest

from baiying.demo import builders
from baiying.figures import actions as figures
from baiying.kit import clock
from tests.browser import axe
from tests.browser.conftest import Stage

pytestmark = pytest.mark.browser
DRAWN = ".by-plot canvas"


@pytest.fixture(scope="module")
def city(running: Any) -> str:
    """The address of a city's page of figures, with enough people to have some."""
    made = builders.small_city()
    for _ in range(12):
        builders.entry(builders.person(residence=made.villages[0]))
    figures.roll_up(at=clock.now())
    return f"/city/{made.city.public_id}/"


def asked_for(page: Any) -> list[str]:
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def test_on_a_phone_charts_are_drawn_when_asked_for_and_then_everywhere(stage: Stage, city: str) -> None:
    person = stage.visitor()
    asked = asked_for(person.page)
    person.page.goto(city)
    person.page.wait_for_load_state("networkidle")
    figures = person.page.locator("figure[data-chart]")
    assert figures.count() > 0
    assert person.page.locator("[data-draw]:visible").count() == figures.count()
    assert not [one for one in asked if "echarts" in one]
    assert not axe.serious_faults(person.page)
    button = person.page.locator("[data-draw]:visible").last
    button.focus()
    button.press("Enter")
    person.page.locator(DRAWN).last.wait_for()
    assert person.page.locator("[data-draw]:visible").count() == 0
    assert person.page.evaluate("document.activeElement.closest('figure') !== null"), "the keyboard lost its place"
    assert len([one for one in asked if "echarts" in one]) == 1
    assert not axe.serious_faults(person.page)
    # The wish is kept.
    person.page.reload()
    figures.last.scroll_into_view_if_needed()
    person.page.locator(DRAWN).last.wait_for()


def test_with_no_signal_the_table_comes_back(stage: Stage, city: str) -> None:
    context = stage.browser.new_context(base_url=stage.address, locale="zh-CN", viewport={"width": 390, "height": 844})
    context.route("**/vendor/echarts*", lambda route: route.abort())
    page = context.new_page()
    page.goto(city)
    page.locator("[data-draw]:visible").first.click()
    page.locator("figure table:visible").first.wait_for()
    page.locator("[data-draw]:visible").first.wait_for()
    context.unroute_all()
    page.locator("[data-draw]:visible").first.click()
    page.locator(DRAWN).first.wait_for()
    context.close()


def test_a_wide_screen_draws_what_comes_near_unless_it_saves_data(stage: Stage, city: str) -> None:
    saves = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    for saving in (False, True):
        person = stage.visitor(phone=False)
        if saving:
            person.page.add_init_script(saves)
        asked = asked_for(person.page)
        person.page.goto(city)
        last = person.page.locator("figure[data-chart]").last
        last.scroll_into_view_if_needed()
        if saving:
            person.page.wait_for_load_state("networkidle")
            assert last.locator("[data-draw]").is_visible()
            assert not [one for one in asked if "echarts" in one]
        else:
            last.locator("canvas").first.wait_for()
        person.leave()
