"""A sample of the crawl (crawl.py): the first pages that the links lead to, as each role of the phone and as offices.

The whole of it, in every way: `make run`, then `.venv/bin/python -m tests.browser.crawl`.
"""

from pathlib import Path

import pytest

from baiying.demo import builders
from tests.browser import crawl, looks
from tests.browser.conftest import Cast, Stage
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser
# Which way for whom: each way once, and every role once.
SAMPLE = {"": "dark", "volunteer": "plain", "guardian": "no-scripts", "minor": "elder", "leader": "english"}
OFFICES = {"clerk": "desktop", "county": "plain"}
MOST = 14


@pytest.mark.parametrize("role", [*SAMPLE, *OFFICES])
def test_no_page_has_a_fault(stage: Stage, cast: Cast, role: str) -> None:
    if role:
        shift = shift_of(cast, f"走一遍{role}", minutes=-5)
        if role == "volunteer":
            builders.signup(shift, cast["volunteer"].person)  # type: ignore[arg-type]
    cookies = stage.visitor().log_in(cast[role].phone).context.cookies() if role else []
    wish = crawl.Wish((crawl.WAYS[(SAMPLE | OFFICES)[role]],), each=1, most=MOST, keyboard=role == "volunteer")
    made = crawl.crawl(stage.browser, stage.address, {role: cookies}, wish)
    assert len(made.pages[role]) > 4
    assert not made.faults, made.told()


def test_a_crawl_that_was_stopped_goes_on_where_it_was(stage: Stage, tmp_path: Path) -> None:
    kept, wish = tmp_path / "looks.jsonl", crawl.Wish((crawl.WAYS["plain"],), each=1, most=3, keyboard=False)
    first = crawl.crawl(stage.browser, stage.address, {"": []}, wish, crawl.Crawl(kept=crawl.Kept(kept)))
    assert first.looks == 3
    # Two were looked at without a fault, one had one, the last line was not written to its end.
    *lines, last = kept.read_text(encoding="utf-8").splitlines()
    kept.write_text("\n".join([*lines, last.replace('"faults": []', '"faults": ["x"]'), last[:9]]), encoding="utf-8")
    again = crawl.crawl(stage.browser, stage.address, {"": []}, wish, crawl.Crawl(kept=crawl.Kept(kept)))
    assert (again.pages, again.looks) == (first.pages, 1)
    anew = crawl.Crawl(kept=crawl.Kept(kept, anew=True))
    assert not anew.kept.links


def test_the_many_ways_to_ask_for_one_page_are_few_looks() -> None:
    kinds = crawl.Kinds(2)
    assert [kinds.wants(crawl.kind_of(f"/activities/{one}/")) for one in ("abcdefghijk1", "abcdefghijk2", "3")] == [
        True, True, False,
    ]  # fmt: skip
    asked = [f"/activities/?{one}" for one in ("a=1", "b=1", "a=2", "a=1&b=1", "c=1", "tab=new")]
    assert [kinds.wants(crawl.kind_of(one)) for one in asked] == [True, True, False, True, False, True]
    assert crawl.one_of_each(["/a/1/", "/a/2/", "/b/"]) == ["/a/1/", "/b/"]


def test_the_crawl_sees_what_is_wrong(stage: Stage) -> None:
    """A page with one of each fault, so that a crawl that finds nothing has looked."""
    context = crawl.context_for(stage.browser, stage.address, crawl.WAYS["english"])
    made = crawl.Crawl()
    looker = crawl.Looker(made, context, stage.address, crawl.WAYS["english"])
    looker.known = frozenset({"报名"})
    bad = (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=width=device-width>"
        "<title>x</title><body><main><h1>a</h1><h1>b</h1><a href='#no'>here</a>"
        "<button style='width:9px;height:9px;padding:0'>报名</button><div style='width:900px'>wide %(name)s</div>"
        "<img src='/static/none.png'><script>console.error('oh')</script></main>"
    )
    context.route("**/bad/", lambda route: route.fulfill(body=bad, content_type="text/html"))
    looker.open("/bad/")
    context.close()
    said = made.told()
    for fault in ("2 headings", "#no", "small: BUTTON", "left over", "wider", "stays Chinese", "console error", "404"):
        assert fault in said, (fault, said)
    assert "image-alt" in said


# Four links of 20 pixels: two in a heap, one with room around it, one a word of a text; and one as high as a thumb.
SIZES = (
    "<!doctype html><html lang=zh><meta charset=utf-8><meta name=viewport content=width=device-width><title>x</title>"
    "<body style='margin:40px;line-height:20px'><main><style>.b{display:block;width:90px;height:20px}</style>"
    "<a class=b href=/1>heap 1</a><a class=b href=/2>heap 2</a><div style='height:60px'></div>"
    "<a class=b href=/3>alone</a><p>see <a href=/4>the word</a> here</p><a class=b style='height:44px' href=/5>big</a>"
    "</main>"
)


@pytest.mark.parametrize(
    ("way", "small"), [("plain", {"heap 1", "heap 2", "alone"}), ("desktop", {"heap 1", "heap 2"})]
)
def test_a_thumb_needs_pixels_and_a_mouse_room(stage: Stage, way: str, small: set[str]) -> None:
    context = crawl.context_for(stage.browser, stage.address, crawl.WAYS[way])
    context.route("**/sizes/", lambda route: route.fulfill(body=SIZES, content_type="text/html"))
    page = context.new_page()
    page.goto("/sizes/")
    asked = [crawl.WAYS[way].least, crawl.WAYS[way].desktop]
    assert {one.split('"')[1] for one in page.evaluate(looks.SMALL, asked)} == small
    context.close()
