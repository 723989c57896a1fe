"""What was decided about hours, on the one list of offices: searched, narrowed, and as a file (O9)."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.kit import clock
from baiying.places import access as areas
from tests.hours.conftest import Morning, morning_at
from tests.hours.test_decided_together import rolled

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]
LIST = "/desk/hours/reviews/?state=decided"
NAMES = ("志愿0", "志愿1", "志愿2")


@pytest.fixture
def decided(cast: dict[str, the_cast.Member]) -> Morning:
    """Two approved and one refused, by the reviewer; one more waits."""
    morning = morning_at(cast, clock.now() - timedelta(hours=5))
    rows = rolled(morning, 4)
    for row in rows[:2]:
        actions.approve(proposal=row, words="", actor=morning.actor("reviewer"), at=clock.now())
    actions.refuse(proposal=rows[2], words="与签到表不符", actor=morning.actor("reviewer"), at=clock.now())
    return morning


def named(client: Client, query: str = "") -> list[str]:
    body = client.get(LIST + query).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return sorted((name for name in (*NAMES, "志愿3") if name in body), key=body.index)


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)


def test_o9_decisions_are_found_by_name_result_and_day(decided: Morning, client_as: ClientAs) -> None:
    client = client_as("reviewer")
    assert named(client) == ["志愿2", "志愿1", "志愿0"]
    assert named(client, "&q=志愿1") == ["志愿1"]
    assert named(client, "&result=refused") == ["志愿2"]
    assert named(client, "&result=approved&sort=when") == ["志愿0", "志愿1"]
    today = clock.local_date(clock.now())
    assert named(client, f"&on_from={today + timedelta(days=2)}") == []
    assert named(client, "&part=over_cap") == []
    assert named(client, "&source=roll") == ["志愿2", "志愿1", "志愿0"]
    page = client.get(LIST).content.decode()
    assert "与签到表不符" in page
    assert decided.cast["reviewer"].account.display_name in page


def test_o9_the_file_asks_why_and_has_what_is_seen(decided: Morning, client_as: ClientAs) -> None:
    client = client_as("reviewer")
    assert client.post(LIST, {"file": "1"}).status_code == 200, "it asks for the use first"
    head, *rows = rows_of(client.post(f"{LIST}&result=approved&sort=when", {"file": "1", "reason": "季度抽查"}))
    assert "分钟" in head
    assert [row[0] for row in rows] == ["志愿0", "志愿1"]
    minutes = [row[head.index("分钟")] for row in rows]
    assert minutes == [120, 120], "whole minutes, as they add up"


def test_an_area_narrows_to_its_own_and_who_decides_nothing_sees_nothing(decided: Morning, client_as: ClientAs) -> None:
    reviewer = client_as("reviewer")
    below = areas.areas_below(decided.cast["reviewer"].appointment.area_id)  # type: ignore[union-attr]
    found = {str(label): len(named(reviewer, f"&area={pid}")) for pid, label in below}
    assert sorted(found.values())[-1] == 3
    assert sum(found.values()) == 3, found
    assert client_as("volunteer").get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_who_decides_for_a_unit_has_the_list_without_areas(decided: Morning, client_as: ClientAs) -> None:
    client = client_as("unit_admin")
    assert len(named(client)) == 3
    assert 'name="area"' not in client.get(LIST).content.decode()
    assert len(rows_of(client.post(LIST, {"file": "1", "reason": "单位核对"}))) == 4
