"""Before anybody may check in the leader's page shows when the code will be there, and nothing to press in vain."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import cast as the_cast
from baiying.hours import rules
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.ui import formats
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def pages(morning: Morning, client: Client) -> list[str]:
    base = f"/shifts/{morning.shift.public_id}"
    part = client.get(f"{base}/code/", headers={"HX-Request": "true"})
    return [client.get(f"{base}/{name}/").content.decode() for name in ("field", "code")] + [part.content.decode()]


def test_tomorrow_no_page_shows_a_code_and_each_says_when(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    morning = morning_at(cast, clock.now() + timedelta(days=1))
    opens = rules.opens_at(morning.shift.starts_at, HourRules())
    for page in pages(morning, client_as("leader")):
        assert "by-digits" not in page
        assert "/c/" not in page
        assert formats.datetime_text(opens) in page
    field = pages(morning, client_as("leader"))[0]
    assert "林晓雨" in field
    assert "到了" not in field.partition("<main")[2]
    assert "没有记录" not in field
    assert "现场加入</h2>" not in field


def test_from_the_minute_on_in_which_one_may_check_in_the_code_is_there(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    before = HourRules().check_in_before_minutes
    soon = morning_at(cast, clock.now() + timedelta(minutes=before - 1))
    for page in pages(soon, client_as("leader")):
        assert "by-digits" in page
    assert "到了" in pages(soon, client_as("leader"))[0]


def test_an_hour_before_it_the_page_waits_for_it(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    before = HourRules().check_in_before_minutes
    later = morning_at(cast, clock.now() + timedelta(minutes=before + 5))
    page = pages(later, client_as("leader"))[0]
    assert "by-digits" not in page
    assert 'hx-trigger="every 5s"' in page, "the code comes by itself"
