"""The leader's day opens with the shifts that he leads, whoever else he is, and leads to the page on the spot (P18)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.kit import clock
from baiying.people.models import Counting, Registration
from baiying.ui import formats
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift in the middle of today that is not over, whatever the hour."""
    noon = clock.midnight(clock.local_date(clock.now())) + timedelta(hours=12)
    return morning_at(cast, min(noon, clock.now()))


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_today_opens_with_what_one_leads_in_the_order_of_time(now: Morning, client_as: ClientAs) -> None:
    later = builders.shift(now.shift.activity, now.shift.starts_at + timedelta(minutes=5), now.shift.ends_at)
    actions.tick_in(
        shift=now.shift,
        person_id=now.cast["volunteer"].person.pk,  # type: ignore[union-attr]
        actor=now.actor("leader"),
        at=now.at(1),
    )
    page = text(client_as("leader"), "/mine/")
    first, second = (page.index(f"/shifts/{shift.public_id}/field/") for shift in (now.shift, later))
    assert first < second < page.index("找活动", page.index("<main"))
    assert "应到 2：到 1、未到 1；现场加入 0" in page
    assert "还没有安排" not in page, "who leads today has something to do"


def test_without_any_registration_it_opens_with_them_all_the_same(now: Morning, client_as: ClientAs) -> None:
    leader = now.cast["leader"]
    Counting.objects.filter(person=leader.person, to_at__isnull=True).update(to_at=clock.now(), end_why="ended")
    Registration.objects.filter(person=leader.person).update(ended_at=clock.now())
    page = text(client_as("leader"), "/mine/")
    assert page.index("今天我带的班次") < page.index("您还不是注册志愿者")


def test_the_workbench_opens_with_them(now: Morning, client_as: ClientAs) -> None:
    """Whoever is no person here is led from "today" to the workbench."""
    page = text(client_as("leader"), "/desk/")
    assert page.index("<h2") == page.index('<h2 id="led-head">今天带的班次')
    assert f"/shifts/{now.shift.public_id}/field/" in page
    assert "应到 2：到 0、未到 2；现场加入 0" in page


def test_who_leads_by_the_plan_alone_finds_the_shift_on_the_workbench(now: Morning, client_as: ClientAs) -> None:
    """No team, no unit, no office: the activity's plan names the account, and that is enough."""
    Activity.objects.filter(pk=now.shift.activity_id).update(leader=now.cast["stranger"].account)
    page = text(client_as("stranger"), "/desk/")
    assert "今天带的班次" in page
    assert f"/shifts/{now.shift.public_id}/field/" in page


def test_whoever_leads_nothing_today_sees_the_day_as_before(now: Morning, client_as: ClientAs) -> None:
    page = text(client_as("stranger"), "/mine/")
    assert "今天我带的班次" not in page
    assert "还没有安排" in page


def test_the_desk_keeps_the_bar_of_the_phone(now: Morning, client_as: ClientAs) -> None:
    client = client_as("leader")
    for path in ("/desk/", "/desk/activities/", f"/desk/activities/{now.shift.activity.public_id}/", "/mine/"):
        page = text(client, path)
        assert '<nav class="by-bar"' in page, path
        bar = page.split('<nav class="by-bar"')[1].split("</nav>")[0]
        assert 'href="/desk/"' in bar
        assert 'href="/mine/"' in bar
    assert 'href="/desk/"' not in text(client_as("volunteer"), "/mine/").split('<nav class="by-bar"')[1]


def test_the_bar_marks_the_page_itself_and_no_other(now: Morning, client_as: ClientAs) -> None:
    client, activity = client_as("volunteer"), f"/activities/{now.shift.activity.public_id}/"
    marked = {"/mine/": True, "/activities/": True, "/mine/hours/": True, activity: False, "/mine/signups/": False}
    for path, one in marked.items():
        bar = text(client, path).split('<nav class="by-bar"')[1].split("</nav>")[0]
        assert (f'href="{path}" aria-current="page"' in bar) == one, path
        assert bar.count("aria-current") == one, path


def test_the_day_after_what_is_open_stands_first_with_the_day_until_when_it_can_be_said(
    cast: dict[str, the_cast.Member], client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = clock.midnight(clock.local_date(clock.now())) + timedelta(hours=12)
    before = morning_at(cast, noon - timedelta(days=1))
    person = cast["volunteer"].person
    builders.attendance(before.shift, person, source="roll", left_at=before.at(700), forced=True)  # type: ignore[arg-type]
    today = builders.shift(before.shift.activity, noon + timedelta(hours=1), noon + timedelta(hours=2))
    monkeypatch.setattr(clock, "now", lambda: noon)
    for path in ("/mine/", "/desk/"):
        page = text(client_as("leader"), path)
        until = formats.date_text(clock.local_date(before.shift.ends_at + timedelta(days=31)))
        assert f"没有签退 1 人，{until} 前可以补" in page, path
        first = page.index(f"/shifts/{before.shift.public_id}/", page.index("<main"))
        assert first < page.index(f"/shifts/{today.public_id}/field/", page.index("<main")), path
    assert "还等您补齐" not in text(client_as("volunteer"), "/mine/")
    monkeypatch.setattr(clock, "now", lambda: noon - timedelta(days=1) + timedelta(hours=2))
    assert "还等您补齐" not in text(client_as("leader"), "/mine/"), "today's own stands with today's shifts"
