"""What must stay whole in the largest type at 320 pixels; and what a form at the desk opens by itself."""

import pytest

from tests.browser.conftest import Cast, Stage
from tests.browser.test_narrow import narrow

pytestmark = pytest.mark.browser
# The words of what matches that stand on more than one line.
BROKEN = """(where) => [...document.querySelectorAll(where)].filter(e => e.checkVisibility()).flatMap(e => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const match of node.data.matchAll(/[A-Za-z0-9-]+/g)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        if (new Set([...range.getClientRects()].map(one => Math.round(one.top))).size > 1) found.push(match[0]);
      }
    return found;
  })"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_numbers_to_ring_and_words_of_the_bar_break_nowhere(stage: Stage, cast: Cast, language: str) -> None:
    phone = narrow(stage, cast["volunteer"], language=language, elder="2")
    for path in ("/mine/", "/activities/", "/mine/profile/"):
        phone.page.goto(path)
        assert phone.page.evaluate(BROKEN, ".by-bar a, .by-phone, main a[href^='tel:']") == [], path
        assert phone.page.evaluate(WIDER) <= 0, path


@pytest.mark.parametrize("scripts", [True, False])
def test_what_a_passport_does_not_say_is_asked_for_at_once_also_without_scripts(
    stage: Stage, cast: Cast, *, scripts: bool
) -> None:
    village = cast["volunteer"].person.residence  # type: ignore[union-attr]
    clerk = stage.visitor(phone=False, scripts=scripts).log_in(cast["clerk"].phone)
    page = clerk.page
    page.goto(f"/desk/people/on-site/?area={village.public_id}")
    assert not page.is_visible("[name=birth_date]")
    page.select_option("[name=id_type]", "passport")
    assert page.is_visible("[name=birth_date]")
    if scripts:
        assert not page.is_visible("[name=guardian_name]")
        page.fill("[name=birth_date]", f"{page.evaluate('new Date().getFullYear()') - 12}-01-01")
        assert page.is_visible("[name=guardian_name]")
    page.select_option("[name=id_type]", "citizen")
    assert not page.is_visible("[name=birth_date]")
