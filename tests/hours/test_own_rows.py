"""One's own records of a year as a file: own rows alone, whole minutes, sums as on the page, what the numbers mean."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.http import FileResponse
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.models import Taken
from tests.hours.conftest import morning_at
from tests.hours.test_pages import ClientAs, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(cast: dict[str, the_cast.Member]) -> int:
    """Two visits of the volunteer and one of the leader, today; and hours that no visit stands behind."""
    volunteer, leader = cast["volunteer"].person, cast["leader"].person
    assert volunteer is not None
    assert leader is not None
    now = clock.now()
    for days in (0, 1):
        over = morning_at(cast, now - timedelta(days=days, hours=5))
        row = builders.attendance(over.shift, volunteer, left_at=over.at(100), settled=True)
        builders.entry(volunteer, attendance=row)
    builders.entry(leader, attendance=builders.attendance(over.shift, leader, left_at=over.at(90), settled=True))
    builders.entry(volunteer, minutes=45, served_on=clock.local_date(now))
    return clock.local_date(now).year


def book(answer: Any) -> Any:
    assert isinstance(answer, FileResponse), answer.content
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]


def test_p17_own_rows_leave_as_a_workbook_with_the_sums_of_the_page(year: int, client_as: ClientAs) -> None:
    mine = client_as("volunteer")
    page = mine.get(f"/mine/hours/?year={year}")
    assert f"/mine/hours/{year}/rows.xlsx" in text(page)
    totals = page.context["totals"]
    found = book(mine.get(f"/mine/hours/{year}/rows.xlsx"))
    rows = list(found.worksheets[0].iter_rows(min_row=2, values_only=True))
    *lines, last = rows
    assert [last[4], last[5], last[6]] == [totals.credit_minutes, totals.honour_minutes, totals.all_minutes]
    for column in (4, 5, 6):
        assert all(isinstance(line[column], int) for line in rows), "whole minutes"
        assert sum(line[column] for line in lines) == last[column]
    # Every line of the ledger that is the own, none of anybody else.
    own = HourEntry.objects.filter(person_id=mine.session["person"], served_on__year=year)
    assert sum(entry.minutes for entry in own) == last[6]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    # What the numbers mean, and that it proves nothing.
    said = {row[0]: row[1] for row in found["怎么算的"].iter_rows(min_row=2, values_only=True)}
    assert "扫码" in said["信用时长"]
    assert "复核" in said["荣誉时长"]
    assert "整分钟" in said["分钟"]
    assert "67号" in said["依据"]
    assert "不是证明" in said["用途"]
    taken = Taken.objects.get()
    assert (taken.rows, taken.account_id) == (len(lines), client_account(mine))


def client_account(client: Any) -> int:
    return int(client.session["_auth_user_id"])


def test_another_year_is_not_there_and_nobody_without_a_record_takes_one(year: int, client_as: ClientAs) -> None:
    assert client_as("volunteer").get("/mine/hours/1999/rows.xlsx").status_code == 404
    assert client_as("county").get(f"/mine/hours/{year}/rows.xlsx").status_code == 404
    other = book(client_as("leader").get(f"/mine/hours/{year}/rows.xlsx"))
    told = [row[6] for row in other.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert 45 not in told


def test_in_english_the_file_is_english(year: int, client_as: ClientAs) -> None:
    mine = client_as("volunteer")
    mine.cookies["language"] = "en"
    found = book(mine.get(f"/mine/hours/{year}/rows.xlsx"))
    heads = [cell.value for cell in found.worksheets[0][1]]
    assert heads[0] == "Date of service"
    assert not any("\u4e00" <= sign <= "\u9fff" for head in heads for sign in str(head))
