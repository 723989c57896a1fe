"""What waits of a record stands on the form that would replace it, filled in, with what replacing means."""

from collections.abc import Callable

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions
from baiying.kit import clock
from tests.hours.conftest import Morning, serve
from tests.hours.test_leaders_corrections import correct, ticked, waiting

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture(autouse=True)
def _soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: builders.NOW.replace(hour=8))


def page_of(client: Client, row: object) -> str:
    return client.get(f"/attendances/{row.public_id}/correction/").content.decode()  # type: ignore[attr-defined]


def test_ones_own_correction_is_shown_filled_in_and_said_to_be_replaced(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    before = page_of(client_as("leader"), row)
    assert "在等复核" not in before
    correct(morning, row, 60)
    page = page_of(client_as("leader"), row)
    assert "已有一份更正在等复核" in page
    assert "09:00–10:00 · 1 小时" in page
    assert 'value="10:00"' in page
    assert ">\n点错了人</textarea>" in page
    assert "就用新的替换它" in page
    assert "用新的替换</button>" in page
    correct(morning, row, 90, at=402)
    assert [one.minutes for one in waiting(row)] == [90]


def test_that_somebody_was_not_there_is_shown_as_that(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    correct(morning, row, None)
    page = page_of(client_as("leader"), row)
    assert "这次不计时长" in page
    assert 'value="absent" ' in page
    assert "checked" in page.split('value="absent"')[1].split(">")[0]


def test_anothers_is_shown_without_a_form(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    correct(morning, row, 60, who="unit_admin")
    page = page_of(client_as("leader"), row)
    assert "等另一个人决定之后，才能再提出更正" in page
    assert "提交更正" not in page


def test_a_record_that_waits_itself_is_said_to_be_replaced(morning: Morning, client_as: ClientAs) -> None:
    page = page_of(client_as("leader"), ticked(morning))
    assert "这条记录的 2 小时 30 分钟 还在等复核" in page
    assert "提交更正" in page


def test_what_the_volunteer_said_of_the_end_is_filled_in(morning: Morning, client_as: ClientAs) -> None:
    row = builders.attendance(morning.shift, morning.cast["volunteer"].person, left_at=morning.at(300), forced=True)  # type: ignore[arg-type]
    address = f"/attendances/{row.public_id}/"
    assert "您说过一次了" not in client_as("volunteer").get(address).content.decode()
    actions.say_end(
        attendance=row, ends_at=morning.at(60), words="孩子发烧", actor=morning.actor("volunteer"), at=morning.at(310)
    )
    page = client_as("volunteer").get(address).content.decode()
    assert "您说过一次了，等领队确认" in page
    assert 'value="10:00"' in page
    assert 'value="孩子发烧"' in page
