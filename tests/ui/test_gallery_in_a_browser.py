"""Every component in a real browser: accessible, never wider than the screen, with a silent console.

The pages are rendered here and handed to the browser by hand: no server and no database are needed for them.
"""

import mimetypes
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.browser import axe, looks, shoot
from tests.ui.drawing import drawn

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.addresses")]

PAGES = [
    "",
    "public",
    "activity",
    "form",
    "confirm",
    "today",
    "code",
    "desk",
    "table",
    "record",
    "city",
    "hall",
    "paper",
]
HOST = "http://baiying.test"
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with shoot.browser() as running:
        yield running


def opened(chromium: Any, size: dict[str, Any], pages: dict[str, str], said: list[str], **more: Any) -> Any:
    page = chromium.new_context(**size, **more).new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def answer(route: Any) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            # Where files were collected, their names carry a fingerprint.
            found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", parts.path.removeprefix("/static/")))
            kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
            route.fulfill(path=found, content_type=kind) if found else route.fulfill(status=404)
        else:
            name = parse_qs(parts.query).get("page", [""])[0]
            policy = {"Content-Security-Policy": POLICY}
            route.fulfill(body=pages[name], content_type="text/html; charset=utf-8", headers=policy)

    page.route(f"{HOST}/**", answer)
    return page


@pytest.mark.parametrize(
    ("size", "elder", "theme"),
    [
        (shoot.PHONE, "", "light"),
        (shoot.PHONE, "2", "light"),
        (shoot.DESKTOP, "", "light"),
        (shoot.DESKTOP, "", "dark"),
    ],
    ids=["phone", "phone-largest-type", "desktop", "desktop-dark"],
)
def test_every_kind_of_page_is_whole_and_accessible(
    chromium: Any, size: dict[str, Any], elder: str, theme: str
) -> None:
    said: list[str] = []
    page = opened(chromium, size, {name: drawn(name, elder=elder) for name in PAGES}, said, color_scheme=theme)
    wrong: list[str] = []
    for name in PAGES:
        page.goto(f"{HOST}/?page={name}")
        shoot.settled(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: wider than the screen by {wide} px"] if wide > 0 else []
        wrong += [f"{name}: {fault}" for fault in axe.serious_faults(page)]
    assert not wrong + said, "\n".join(wrong + said)


def test_charts_are_drawn_and_their_table_stays_within_reach(chromium: Any) -> None:
    page = opened(chromium, shoot.DESKTOP, {"city": drawn("city")}, [])
    page.goto(f"{HOST}/?page=city")
    shoot.settled(page)
    assert page.locator(".by-plot canvas").count() == 4
    assert not page.locator("#compare table").is_visible()
    page.locator("#compare summary").click()
    assert page.locator("#compare table").is_visible()


def test_without_scripts_every_number_is_in_a_table(chromium: Any) -> None:
    page = opened(chromium, shoot.DESKTOP, {"city": drawn("city")}, [], java_script_enabled=False)
    page.goto(f"{HOST}/?page=city")
    assert page.locator("figure table:visible").count() == 4


def test_the_menu_opens_by_keyboard_and_closes_with_escape(chromium: Any) -> None:
    page = opened(chromium, shoot.DESKTOP, {"desk": drawn("desk")}, [])
    page.goto(f"{HOST}/?page=desk")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "by-skip"
    page.locator(".by-account").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("以哪个身份办事").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_text("以哪个身份办事").is_visible()


def test_the_error_summary_takes_the_reader_to_the_field(chromium: Any) -> None:
    page = opened(chromium, shoot.PHONE, {"": drawn("")}, [])
    page.goto(f"{HOST}/")
    page.locator(".by-summary a").nth(1).click()
    assert page.evaluate("document.activeElement.name") == "phone"


@pytest.mark.parametrize("size", [shoot.A4, shoot.DESKTOP], ids=["paper", "wide"])
def test_on_paper_a_list_of_the_offices_keeps_its_columns(chromium: Any, size: dict[str, Any]) -> None:
    """Not a column of single letters, nor a page in the width of the navigation that is not printed (O16)."""
    page = opened(chromium, size, {"table": drawn("table")}, [])
    page.goto(f"{HOST}/?page=table")
    page.emulate_media(media="print")
    assert page.locator(".by-side").count() > 0
    assert not page.locator(".by-side").first.is_visible()
    assert page.evaluate("document.querySelector('main').clientWidth") > size["viewport"]["width"] * 0.95
    assert page.evaluate("getComputedStyle(document.querySelector('main thead')).display") == "table-header-group"
    assert page.evaluate(looks.NARROWEST) >= 4
    assert not page.locator("main .btn:visible").count()


@pytest.mark.parametrize("elder", ["0", "2"])
def test_on_paper_what_is_taken_home_stands_in_larger_type(chromium: Any, elder: str) -> None:
    """It is read without glasses, whoever printed it; no type that was chosen on the screen makes it smaller."""
    words = '<div class="by-takes-home"><p id="home">今天不用等</p></div><p id="else">今天不用等</p></main>'
    page = opened(chromium, shoot.A4, {"public": drawn("public").replace("</main>", words, 1)}, [])
    page.goto(f"{HOST}/?page=public")
    page.evaluate("elder => elder === '0' || document.documentElement.setAttribute('data-elder', elder)", elder)
    size = "name => parseFloat(getComputedStyle(document.getElementById(name)).fontSize)"
    assert page.evaluate(size, "home") == page.evaluate(size, "else")
    page.emulate_media(media="print")
    assert page.evaluate(size, "home") >= 20
    assert page.evaluate(size, "home") >= 1.3 * page.evaluate(size, "else")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_on_paper_a_list_has_no_column_of_what_one_presses(chromium: Any) -> None:
    acts = '<tr><th scope="row">甲</th><td class="by-act">结束任职</td></tr></tbody>'
    page = opened(chromium, shoot.A4, {"table": drawn("table").replace("</tbody>", acts, 1)}, [])
    page.goto(f"{HOST}/?page=table")
    assert page.get_by_text("结束任职").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".by-act").count() == 1
    assert not page.locator(".by-act").is_visible()
