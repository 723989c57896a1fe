"""Buttons that say what they do: leaving before the end, and printing the year in large type."""

from datetime import timedelta

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from tests.hours.conftest import morning_at, serve
from tests.hours.test_pages import ClientAs, text

pytestmark = pytest.mark.django_db


def test_before_the_end_the_button_says_now_and_the_page_what_it_does(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    morning = morning_at(cast, clock.now() - timedelta(minutes=30))
    person = morning.cast["volunteer"].person
    assert person is not None
    builders.attendance(morning.shift, person)
    page = text(client_as("volunteer").get("/check-in/"))
    assert "还没到结束的时间" in page
    assert "再按一次才记录" in page
    assert "现在签退</button>" in page
    assert "确定</button>" not in page


def test_in_large_type_the_year_is_printed_by_one_open_link(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    serve(morning_at(cast, clock.now() - timedelta(hours=5)))
    volunteer = client_as("volunteer")
    assert "打印全年记录" not in text(volunteer.get("/mine/hours/"))
    volunteer.cookies["elder"] = "1"
    before, link, _after = text(volunteer.get("/mine/hours/")).partition("打印全年记录")
    assert link
    page = before.rpartition("<main")[2]
    assert page.count("<details") == page.count("</details>"), "it stands in no fold"
    assert f"/mine/hours/{clock.local_date(clock.now()).year}/" in before.rpartition("<a ")[2]
