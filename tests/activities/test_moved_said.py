"""That a shift was moved stands where it is answered, with the time that it had, on every page of whoever comes."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.ui import formats
from tests.activities.makers import Town, log_in, volunteer
from tests.activities.test_new_times import moved

pytestmark = pytest.mark.django_db


def _pages(client: Client, activity_pid: str) -> dict[str, str]:
    addresses = ("/mine/", "/mine/signups/", f"/activities/{activity_pid}/")
    return {page: client.get(page).content.decode() for page in addresses}


def test_today_my_signups_and_the_activity_say_it_with_the_old_time_until_it_is_answered(town: Town) -> None:
    who = volunteer("甲", town.village)
    first, second = town.shift(days=2), town.shift(days=4)
    rows = [town.signup(shift, who) for shift in (first, second)]
    was = formats.span_text(second.starts_at, second.ends_at)
    moved(town, second)
    client = log_in(who.account, who)  # type: ignore[arg-type]
    for page, text in _pages(client, second.activity.public_id).items():
        assert "改期了" in text, page
        assert f"报名时是 {was}" in text, page
        assert text.count("新时间可以</button>") == 1, page
    # The one that stands on the card of the day, too.
    before = formats.span_text(first.starts_at, first.ends_at)
    moved(town, first)
    today = client.get("/mine/").content.decode()
    assert f"报名时是 {before}" in today
    assert today.count("新时间可以</button>") == 2
    for row in rows:
        row.shift.refresh_from_db()
        mark = f"{row.shift.starts_at.timestamp():.0f}-{row.shift.ends_at.timestamp():.0f}"
        assert client.post(f"/signups/{row.public_id}/new-time/", {"time": mark}).status_code == 303
    for page, text in _pages(client, second.activity.public_id).items():
        assert "报名时是" not in text, page
    assert clock.now() < second.starts_at
