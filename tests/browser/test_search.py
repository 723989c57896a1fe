"""The one box of the offices by keyboard, and without scripts."""

import re
from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import mark_as_demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


@pytest.fixture(scope="module")
def cast(city: builders.SmallCity) -> Cast:
    return the_cast.build(city)


def test_a_misspelt_name_is_found_and_opened_by_keys_alone(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    person = builders.person("欧阳瑞明", residence=city.villages[0])
    page = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/").page
    page.keyboard.press("/")
    page.keyboard.type("欧阳睿明")
    page.wait_for_selector("[data-found] a")
    assert page.url.endswith("/desk/"), "nobody left the page"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.pathname") == f"/desk/people/{person.public_id}/"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "all-q"
    page.keyboard.press("Escape")
    assert page.locator("[data-found]").is_hidden()
    page.keyboard.type(" ")
    page.wait_for_selector("[data-found] a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/desk/people/{person.public_id}/"))


def test_a_list_keeps_the_key_for_its_own_search(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    page = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/people/").page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "list-q"


def test_without_scripts_the_box_leads_to_a_page(stage: Stage, cast: Cast, city: builders.SmallCity) -> None:
    person = builders.person("司徒远", residence=city.villages[0])
    page = stage.visitor(phone=False, scripts=False).log_in(cast["clerk"].phone).go("/desk/").page
    page.fill("#all-q", "司徒远")
    page.press("#all-q", "Enter")
    page.click(f'main a[href="/desk/people/{person.public_id}/"]')
    assert "司徒远" in page.inner_text("h1")


def test_back_after_a_search_in_a_list_of_persons_shows_what_stood_there(
    stage: Stage, cast: Cast, city: builders.SmallCity
) -> None:
    """It was a page made by a POST: Back gave the browser's own question whether to send the form once more."""
    person = builders.person("申屠明", residence=city.villages[0], phone="19900000977")
    page = stage.visitor(phone=False, scripts=False).log_in(cast["clerk"].phone).go("/desk/people/").page
    for words in ("19900000977", "申屠明"):
        page.fill("#list-q", words)
        page.press("#list-q", "Enter")
        page.wait_for_url(re.compile(r"/desk/people/\?s="))
        found = page.url
        page.click(f'main a[href="/desk/people/{person.public_id}/"]')
        page.wait_for_url(re.compile(person.public_id))
        page.go_back()
        assert page.url == found
        assert page.locator("main tbody tr").count() == 1
        page.reload()
        assert page.locator(f'main a[href="/desk/people/{person.public_id}/"]').count() == 1
        assert words not in page.url
