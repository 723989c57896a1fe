"""An office at a desk: the head of a long list stays in sight (O10), lists and records are read on paper (O16)."""

from datetime import timedelta

import pytest

from baiying.demo import builders
from tests.browser import looks, shoot
from tests.browser.conftest import Cast, Stage
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser

MANY = 40


@pytest.fixture(scope="module")
def pages(cast: Cast) -> list[str]:
    """Lists and records of a county with something on each."""
    volunteer = cast["volunteer"].person
    assert volunteer is not None
    for n in range(MANY):
        builders.person(f"众志愿{n}", residence=volunteer.residence)
    past = shift_of(cast, "槐树社区重阳节陪老人聊天理发量血压", days=-20)
    builders.attendance(past, volunteer, left_at=past.starts_at + timedelta(hours=1), settled=True)
    missing = shift_of(cast, "后柳村河道清洁", days=-30)
    builders.signup(missing, volunteer)
    record = f"/desk/activities/{past.activity.public_id}/"
    city = cast["city"].appointment
    assert city is not None
    assert city.area is not None
    return [
        "/desk/people/", f"/desk/people/{volunteer.public_id}/", "/desk/activities/?tab=past", record,
        f"/desk/hours/shifts/{past.public_id}/", "/desk/hours/overdue/", "/desk/teams/",
         "/desk/appointments/", "/desk/places/coverage/", f"/city/{city.area.public_id}/",
    ]  # fmt: skip


def test_o10_the_head_of_a_long_list_stays_in_sight(stage: Stage, cast: Cast, pages: list[str]) -> None:
    county = stage.visitor(phone=False).log_in(cast["county"].phone).go(pages[0])
    head = county.page.locator("main thead th").first
    before = head.bounding_box()
    # Not waited for by a function of the page, which our rules for scripts forbid.
    county.page.evaluate("scrollTo({top: 100_000, behavior: 'instant'})")
    assert county.page.evaluate("scrollY") > 500
    after = head.bounding_box()
    assert 0 <= after["y"] <= 4 < before["y"]
    words = head.inner_text()
    under = "([x, y]) => document.elementFromPoint(x, y).closest('th')?.innerText"
    middle = [after["x"] + after["width"] / 2, after["y"] + after["height"] / 2]
    assert county.page.evaluate(under, middle) == words, "nothing lies over it"


def test_o16_lists_and_records_keep_to_a4(stage: Stage, cast: Cast, pages: list[str]) -> None:
    county = stage.visitor(phone=False).log_in(cast["county"].phone)
    county.page.set_viewport_size(shoot.A4["viewport"])
    county.page.emulate_media(media="print")
    wrong = []
    for path in pages:
        answer = county.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        wide = county.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{path}: {wide} px wider than the paper"] if wide > 0 else []
        shown = county.page.locator(".by-side, .by-top, .by-bar, .by-foot, main .btn").locator("visible=true").count()
        wrong += [f"{path}: {shown} things that one presses are printed"] if shown else []
        if county.page.locator("main table:visible").count():
            narrowest = county.page.evaluate(looks.NARROWEST)
            wrong += [f"{path}: a column of {narrowest:.1f} signs"] if narrowest < 4 else []
    assert not wrong, "\n".join(wrong)
