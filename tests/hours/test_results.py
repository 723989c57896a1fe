"""What came of an activity: on its record and in the list of the past, equal to the ledger to the minute (O2)."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db.models import Sum
from django.test import Client
from openpyxl import load_workbook

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import access, actions, queries
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.values.actor import STRANGER
from baiying.ui.cards import Served
from tests.hours.conftest import Morning, morning_at, serve, taken_back

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def past(cast: dict[str, the_cast.Member]) -> Morning:
    """One served 2 h 17 min by the code, a child with a place did not come, one walked in on paper, not posted yet."""
    now = morning_at(cast, clock.now() - timedelta(days=12))
    serve(now, minutes=137)
    walked_in = builders.person("走进来的", residence=now.shift.activity.area)
    row = builders.attendance(now.shift, walked_in, came_at=now.at(0), left_at=now.at(60), source="paper")
    builders.proposal(row, 60)
    Activity.objects.filter(pk=now.shift.activity_id).update(
        starts_on=clock.local_date(now.at(0)), ends_on=clock.local_date(now.at(0))
    )
    return now


def posted(past: Morning) -> int:
    rows = HourEntry.objects.filter(activity_id=past.shift.activity_id)
    return int(rows.aggregate(n=Sum("minutes", default=0))["n"])


def test_the_record_says_who_came_and_how_much_was_posted_down_to_the_rows(past: Morning, client_as: ClientAs) -> None:
    record = f"/desk/activities/{past.shift.activity.public_id}/"
    page = client_as("county").get(record).content.decode()
    results = page.partition('id="results"')[2].partition("</section>")[0]
    assert f'href="/desk/hours/shifts/{past.shift.public_id}/"' in results
    found = queries.served([past.shift.pk])[past.shift.pk]
    assert (found.expected, found.came, found.missing, found.walked_in) == (2, 2, 1, 1)
    assert (found.minutes, found.credit) == (posted(past), posted(past))
    assert posted(past) > 0
    leader = client_as("leader").get(record).content.decode().partition('id="results"')[2]
    assert f'href="/shifts/{past.shift.public_id}/field/"' in leader


def test_what_was_taken_back_is_taken_off(past: Morning) -> None:
    [entry] = HourEntry.objects.filter(activity_id=past.shift.activity_id)
    taken_back(entry, past, "查实没有来", clock.now())
    found = queries.served([past.shift.pk])[past.shift.pk]
    assert (found.minutes, found.credit) == (0, 0)


def test_honorary_time_is_in_all_and_not_in_credit(past: Morning) -> None:
    before = posted(past)
    proposal = queries.proposals().get(minutes=60)
    actions.approve(proposal=proposal, actor=past.actor("reviewer"), at=clock.now())
    found = queries.served([past.shift.pk])[past.shift.pk]
    assert found.credit == before
    assert found.minutes == posted(past) > before


def test_the_list_of_the_past_and_its_file_add_the_shifts_up(past: Morning, client_as: ClientAs) -> None:
    start = past.at(0) + timedelta(hours=5)
    second = builders.shift(past.shift.activity, start, start + timedelta(hours=2))
    person = builders.person("下午的", residence=past.shift.activity.area)
    builders.signup(second, person)
    builders.attendance(second, person, came_at=start, left_at=start + timedelta(minutes=90), source="code")
    total = sum(queries.served([past.shift.pk, second.pk]).values(), Served())
    assert total.came == 3
    county = client_as("county")
    row = next(
        line
        for line in county.get("/desk/activities/?tab=past").content.decode().split("<tr")
        if past.shift.activity.title in line
    )
    assert f">{total.came}<" in row
    book = load_workbook(BytesIO(county.post("/desk/activities/?tab=past", {"file": "1"}).getvalue()), read_only=True)
    values = [line for line in book.worksheets[0].iter_rows(values_only=True) if past.shift.activity.title in line]
    assert total.came in values[0]


def test_who_may_not_see_rows_gets_no_way_to_them(past: Morning) -> None:
    assert access.record_address(past.shift, STRANGER, leads=False) == ""
    assert access.record_address(past.shift, past.actor("volunteer"), leads=False) == ""
    assert access.record_address(past.shift, past.actor("county"), leads=False)
    assert queries.served([]) == {}
