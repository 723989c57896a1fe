"""Narrow phones on a bad day: the keyboard and the bar, large type, English words, no signal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from tests.browser import looks
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser


def narrow(stage: Stage, member: the_cast.Member, **cookies: str) -> Visitor:
    """Logged in on a phone of 320 pixels, with what the cookies ask for."""
    person = stage.visitor().log_in(member.phone)
    person.context.add_cookies([{"name": n, "value": v, "url": stage.address} for n, v in cookies.items()])
    person.page.set_viewport_size({"width": 320, "height": 640})
    return person


@contextmanager
def without_signal(person: Visitor) -> Iterator[None]:
    person.context.set_offline(True)
    # The page is told of it a moment later.
    person.page.wait_for_function("!navigator.onLine")
    person.page.wait_for_timeout(200)
    try:
        yield
    finally:
        person.context.set_offline(False)


@pytest.mark.parametrize("elder", ["0", "1"])
def test_what_takes_the_keyboard_stands_whole_above_the_bar(stage: Stage, cast: Cast, elder: str) -> None:
    shift = shift_of(cast, f"键盘走到底 {elder}", minutes=-150 * (1 + int(elder)))
    person = cast["volunteer"].person
    assert person is not None
    came = builders.attendance(shift, person, left_at=shift.ends_at)
    seen = 0
    ways = {
        "volunteer": [
            f"/mine/hours/objections/?attendance={came.public_id}",
            "/complaints/new/",
        ],
        "leader": [f"/shifts/{shift_of(cast, f'有通知 {elder}', days=1).public_id}/notes/", "/desk/activities/plans/"],
    }
    for role, paths in ways.items():
        phone = narrow(stage, cast[role], elder=elder)
        for path in paths:
            phone.page.goto(path)
            for _ in range(70):
                phone.page.keyboard.press("Tab")
                # Styles and the rest of a scrolling are done by the next picture.
                phone.page.evaluate("new Promise(requestAnimationFrame)")
                at = phone.page.evaluate(looks.FOCUSED)
                if at is None or at["times"] > 1:
                    break
                assert not at["under"], (path, at)
                seen += at["what"].startswith("TEXTAREA")
    assert seen >= 3


# Left edge and width of what one may do with the first of the list.
EDGES = """() => [...document.querySelector('.by-queue .by-actions').querySelectorAll('.btn')]
  .map(e => e.getBoundingClientRect()).map(box => [Math.round(box.left), Math.round(box.width)])"""


def test_yes_and_no_stand_in_one_line_in_large_type(stage: Stage, cast: Cast) -> None:
    team, leader, home = cast["leader"].team, cast["leader"].account, cast["volunteer"].person
    assert team is not None
    assert home is not None
    activity = builders.activity(team, leader, "等领队答复", approval="leader", at=clock.now())
    shift = builders.shift(activity, clock.now() + timedelta(days=2))
    builders.signup(shift, builders.person("申答复", residence=home.residence), state="applied")
    phone = narrow(stage, cast["leader"], elder="1").go("/desk/activities/").reads("不录用")
    yes, no = phone.page.evaluate(EDGES)
    assert yes == no
    assert yes[1] > 200


def test_one_expected_is_one_row_in_large_type(stage: Stage, cast: Cast) -> None:
    home = cast["volunteer"].person
    assert home is not None
    shift = shift_of(cast, "大字点名", minutes=5)
    builders.signup(shift, builders.person("欧阳建国", residence=home.residence))
    phone = narrow(stage, cast["leader"], elder="1").go(f"/shifts/{shift.public_id}/field/")
    name, mark = (phone.page.locator(f"#list {one}").first.bounding_box() for one in ("strong", ".by-tick"))
    assert mark["y"] < name["y"] + name["height"]


# How far the words of the bar's entries stand apart, and how far they are from the edges of the screen.
APART = """() => {
  const words = [...document.querySelectorAll('.by-bar a > span:first-of-type')].map(e => {
    const text = document.createRange(); text.selectNodeContents(e); return text.getBoundingClientRect(); });
  return words.map((box, n) => n ? box.left - words[n - 1].right : box.left).concat(innerWidth - words.at(-1).right);
}"""


@pytest.mark.parametrize("elder", ["0", "1", "2"])
def test_words_of_the_bar_never_touch_in_english(stage: Stage, cast: Cast, elder: str) -> None:
    phone = narrow(stage, cast["leader"], language="en", elder=elder).go("/mine/")
    apart = phone.page.evaluate(APART)
    assert len(apart) == 6
    assert min(apart) >= 2, apart


# Lines that are higher than the letters ask for: by how much.
STRETCHED = """() => [...document.querySelectorAll('main p:has(> a)')].filter(p => p.checkVisibility()
    && !p.matches('.by-row, .by-actions') && getComputedStyle(p).display === 'block'
    && [...p.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !p.querySelector('.btn, button'))
  .map(p => [p.innerText, p.offsetHeight / parseFloat(getComputedStyle(p).lineHeight)])
  .filter(([, lines]) => Math.abs(lines - Math.round(lines)) > .12)"""


def test_a_link_in_a_running_text_moves_no_line(stage: Stage, cast: Cast) -> None:
    for elder in "01":
        phone = narrow(stage, cast["volunteer"], elder=elder)
        for path in ("/register/", "/mine/", "/mine/hours/", "/check-in/", "/complaints/", "/sites/", "/privacy/"):
            phone.page.goto(path)
            assert phone.page.evaluate(STRETCHED) == [], path


@pytest.mark.parametrize("width", [320, 390])
def test_no_title_leaves_one_sign_alone_on_its_last_line(stage: Stage, cast: Cast, width: int) -> None:
    words = "槐树社区重阳节陪老人聊天理发量血压清理河道两岸的落叶"
    # One of so many lengths ends a sign behind the edge, whatever the edge is.
    shifts = [shift_of(cast, words[:n], days=3) for n in range(9, 26)]
    phone = narrow(stage, cast["volunteer"])
    phone.page.set_viewport_size({"width": width, "height": 844})
    ways = ("/", "/activities/", "/sites/", "/teams/", "/mine/", "/mine/hours/", "/register/", "/help/", "/privacy/")
    for path in (*ways, *(f"/activities/{shift.activity.public_id}/" for shift in shifts[:6])):
        phone.page.goto(path)
        assert phone.page.evaluate(looks.LONELY) == [], path
    # Without the rule there is one, so that the look is known to see.
    phone.page.goto("/activities/")
    phone.page.evaluate(
        "(s => { s.replaceSync('* { text-wrap: wrap !important }'); document.adoptedStyleSheets = [s]; })"
        "(new CSSStyleSheet())"
    )
    assert phone.page.evaluate(looks.LONELY)


def test_without_signal_a_link_leaves_the_page_where_it_is(stage: Stage, cast: Cast) -> None:
    phone = narrow(stage, cast["volunteer"]).go("/mine/signups/").go("/mine/hours/")
    with without_signal(phone):
        phone.page.locator(".by-bar a").first.click()
        phone.page.locator("#lost").wait_for()
        assert phone.page.url.endswith("/mine/hours/")
        assert "我的时长" in phone.page.inner_text("h1")
    phone.page.locator("#lost").wait_for(state="detached")
    phone.page.locator(".by-bar a").first.click()
    phone.page.wait_for_url("**/mine/")


def test_without_signal_the_browser_asks_before_going_back(stage: Stage, cast: Cast) -> None:
    """Its own error page would take the place of this one; a page cannot hold "back", but the browser asks for it."""
    phone = narrow(stage, cast["volunteer"]).go("/mine/signups/").go("/mine/hours/")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.page.on("dialog", answer)
    phone.page.locator("h1").click()
    with without_signal(phone):
        phone.page.evaluate("history.back()")
        phone.page.wait_for_timeout(500)
        assert asked == ["beforeunload"]
        assert phone.page.url.endswith("/mine/hours/")
    phone.page.evaluate("history.back()")
    phone.page.wait_for_url("**/mine/signups/")
    assert asked == ["beforeunload"]


# What one ticks in a list: the box, and what one taps for it.
TICKS = """() => [...document.querySelectorAll('.by-rows .by-tick input')].filter(e => e.checkVisibility())
  .map(e => [e.getBoundingClientRect(), e.closest('label').getBoundingClientRect()])
  .map(([box, tap]) => [box.width, box.height, tap.width, tap.height].map(Math.round))"""


def test_lists_of_an_office_keep_to_a_narrow_screen_in_english(stage: Stage, cast: Cast) -> None:
    for role, paths in (("clerk", ("/desk/people/", "/desk/people/checks/")), ("county", ("/desk/appointments/",))):
        phone = narrow(stage, cast[role], language="en")
        for path in paths:
            phone.page.goto(path)
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_tick_is_as_large_as_a_finger_on_a_phone_and_never_smaller_than_24_pixels(stage: Stage, cast: Cast) -> None:
    phone = narrow(stage, cast["county"])
    for width, least in ((320, 44), (1280, 24)):
        phone.page.set_viewport_size({"width": width, "height": 900})
        phone.page.goto("/desk/appointments/")
        found = phone.page.evaluate(TICKS)
        assert found
        for box_width, box_height, tap_width, tap_height in found:
            assert min(box_width, box_height) >= 24
            assert min(tap_width, tap_height) >= least


# How bright a colour is, 0 to 255.
BRIGHT = """selector => {
  const [red, green, blue] = getComputedStyle(document.querySelector(selector)).backgroundColor.match(/[\\d.]+/g);
  return .299 * red + .587 * green + .114 * blue;
}"""


def test_p32_in_the_dark_nothing_at_the_head_glares(stage: Stage, cast: Cast) -> None:
    person = stage.visitor().log_in(cast["volunteer"].phone)
    person.page.emulate_media(color_scheme="dark")
    person.go("/mine/")
    assert person.page.locator(".by-demo").is_visible()
    for part in (".by-demo", "body"):
        assert person.page.evaluate(BRIGHT, part) < 90, part
    person.page.emulate_media(color_scheme="light")
    assert person.page.evaluate(BRIGHT, "body") > 200, "the look sees a light ground"


# Pages with what does not break by itself: numbers, the call button, long English words.
WIDE = {
    "volunteer": ("/mine/", "/mine/profile/", "/mine/signups/"),
    "guardian": ("/mine/", "/mine/wards/", "/mine/profile/"),
    "minor": ("/mine/", "/mine/profile/"),
    "leader": ("/mine/profile/", "/desk/activities/"),
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_is_pushed_aside_in_the_largest_type(stage: Stage, cast: Cast, language: str) -> None:
    for role, paths in WIDE.items():
        phone = narrow(stage, cast[role], elder="2", language=language)
        for path in paths:
            phone.page.goto(path)
            wide = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            scrolls, shows = phone.page.evaluate(wide)
            assert scrolls <= shows, (role, path, scrolls)


# What stands out of its box to the right, by itself or by its words.
STANDS_OUT = """box => [...document.querySelectorAll(box)].flatMap(one => {
  const edge = one.getBoundingClientRect().right + 1;
  return [...one.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('.visually-hidden')
      && (e.getBoundingClientRect().right > edge || (e.matches('td, th') && e.scrollWidth > e.clientWidth + 1)))
    .map(e => e.outerHTML.slice(0, 90)); })"""


def test_digits_sheet_and_year_stand_within_their_boxes(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "不出框", minutes=5)
    home = cast["volunteer"].person
    assert home is not None
    builders.signup(shift, builders.person("欧阳建国", residence=home.residence))
    for tier in ("credit", "honour"):
        line = builders.entry(home, 839, tier=tier)
    leader, own = narrow(stage, cast["leader"]), narrow(stage, cast["volunteer"])
    for elder in ("0", "1", "2"):
        for person in (leader, own):
            person.context.add_cookies([{"name": "elder", "value": elder, "url": stage.address}])
        for path, box in ((f"/shifts/{shift.public_id}/field/", ".by-field-code"),
                          (f"/shifts/{shift.public_id}/paper/", ".by-cards tbody tr")):  # fmt: skip
            assert not leader.go(path).page.evaluate(STANDS_OUT, box), (elder, path)
        own.go(f"/mine/hours/{line.served_on.year}/")
        assert own.page.locator(".by-cards tbody tr").count() == 1
        assert not own.page.evaluate(STANDS_OUT, ".by-cards :is(tbody, tfoot) tr"), elder
        assert own.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), elder


# What stands in the row of filters, and what of it is beyond an edge of the screen.
CUT = """() => { const all = [...document.querySelectorAll('#list-filters :is(select, input[type="date"], button)')];
  return [all.length, all.map(e => e.getBoundingClientRect()).filter(b => b.left < 0 || b.right > innerWidth).length,
    document.getElementById('list-filters').scrollWidth - document.getElementById('list-filters').clientWidth]; }"""


@pytest.mark.parametrize("elder", ["0", "1", "2"])
def test_no_filter_of_a_list_hides_behind_the_edge(stage: Stage, cast: Cast, elder: str) -> None:
    for width in (320, 390):
        phone = narrow(stage, cast["county"], elder=elder)
        phone.page.set_viewport_size({"width": width, "height": 844})
        for path, many in (("/desk/messages/", 7), ("/desk/appointments/", 4), ("/desk/people/", 4)):
            found, cut, beyond = phone.go(path).page.evaluate(CUT)
            assert (found, cut, beyond) == (many, 0, 0), path


def test_what_one_does_with_the_chosen_covers_no_row_before_any_is_chosen(stage: Stage, cast: Cast) -> None:
    phone = narrow(stage, cast["county"]).go("/desk/appointments/")
    where = "getComputedStyle(document.querySelector('.by-listing-act')).position"
    assert phone.page.evaluate(where) == "static"
    box = phone.page.locator('input[name="row"]').first
    box.focus()
    box.press("Space")
    assert phone.page.evaluate(where) == "sticky"
