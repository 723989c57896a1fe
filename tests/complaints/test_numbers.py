"""What came of complaints is public by quarters long over, in steps (R141, U37)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.complaints import actions, queries, rules
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import numbers
from baiying.kit.values.actor import Actor
from tests.people.world import Area, make_area

Q3 = rules.Quarter(2026, 3)
GIVEN = rules.ComplaintRules()


@pytest.fixture
def area(db: None) -> Area:
    return make_area()


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 29), rules.Quarter(2026, 2)),
        (date(2026, 11, 30), Q3),
        (date(2026, 12, 31), Q3),
        (date(2027, 1, 1), Q3),
        (date(2027, 3, 1), Q3),
        (date(2027, 3, 2), rules.Quarter(2026, 4)),
    ],
)
def test_a_quarter_is_public_sixty_days_after_its_end(today: date, last: rules.Quarter) -> None:
    assert rules.last_public(today, GIVEN) == last


@pytest.mark.parametrize(
    ("text", "quarter"), [("2026-3", Q3), ("2026-5", None), ("2026-0", None), ("x", None), ("", None)]
)
def test_a_quarter_in_an_address(text: str, quarter: rules.Quarter | None) -> None:
    assert rules.quarter_of(text) == quarter
    assert quarter is None or str(quarter) == text


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20)])
def test_numbers_go_in_steps(count: int, shown: int) -> None:
    assert numbers.in_steps(count, 10) == shown


def plant(area: Any, count: int, *, day: date, **more: Any) -> None:
    at = clock.midnight(day)
    Complaint.objects.bulk_create(
        Complaint(
            form_id=new_public_id(), kind=more.get("kind", "complaint"), words="有事", said_key="有事", area=area,
            filed_at=at, first_due_on=day, due_on=day + timedelta(days=20),
            **{key: value for key, value in more.items() if key != "kind"},
        )
        for _ in range(count)
    )  # fmt: skip


def answered(at: datetime) -> dict[str, Any]:
    return {"ended_at": at, "ended_by_id": 1, "outcome": "explained", "answer": "说明了"}


@pytest.mark.django_db
def test_a_quarters_numbers_are_counted_at_its_day_and_never_move_after(area: Area) -> None:
    day, due = date(2026, 7, 1), date(2026, 7, 21)
    plant(area.county, 10, day=day, **answered(clock.end_of(due) - timedelta(seconds=1)))
    plant(area.county, 20, day=date(2026, 9, 30), **answered(clock.midnight(date(2026, 11, 29))))
    plant(area.county, 10, day=day, **answered(clock.midnight(date(2026, 11, 30))))
    plant(area.county, 10, day=day, ended_at=clock.midnight(day), outcome="withdrawn", kind="fault")
    plant(area.county, 9, day=day, kind="suggestion")
    # Another quarter's, one moment before and after.
    plant(area.county, 30, day=date(2026, 6, 30))
    plant(area.county, 30, day=date(2026, 10, 1))
    total, *kinds = queries.public_by_kind(Q3, GIVEN)
    assert (total.received, total.in_time, total.late, total.open, total.withdrawn) == (50, 10, 20, 10, 10)
    assert [(one.received, one.open, one.withdrawn) for one in kinds] == [(0, 0, 0), (40, 10, 0), (10, 0, 10)]
    [line] = queries.public_by_area(Q3, GIVEN)
    assert (line.name, line.received) == (area.county.name, 50)


@pytest.mark.django_db
def test_nothing_of_a_few_is_shown_and_no_county_with_fewer_is_named(area: Area, client: Client) -> None:
    quarter = rules.last_public(clock.local_date(clock.now()), GIVEN)
    plant(area.county, 12, day=quarter.first, kind="charging")
    plant(area.other_county, 9, day=quarter.first, kind="false_data")
    page = client.get("/complaints/numbers/").content.decode().split("<main", 1)[1]
    assert area.county.name in page
    assert area.other_county.name not in page
    assert "不足 10" in page
    assert "21" not in page.split("这些数怎么算")[0].split("</form>")[1]
    assert client.get(f"/complaints/numbers/?quarter={quarter}").status_code == 200


@pytest.mark.django_db
def test_a_new_complaint_moves_no_public_number(area: Area, client: Client) -> None:
    """Who is complained of looks at the numbers of the day (U36)."""
    before = client.get("/complaints/numbers/").content
    plant(area.county, 40, day=clock.local_date(clock.now()))
    assert client.get("/complaints/numbers/").content.split(b"<main")[1] == before.split(b"<main")[1]
    newest = rules.last_public(clock.local_date(clock.now()), GIVEN)
    for wanted in (newest.before(-1), newest.before(8), "2026-9", "x"):
        assert client.get(f"/complaints/numbers/?quarter={wanted}").status_code == 404


def test_a_complaint_handed_over_today_moves_no_number_of_a_quarter_that_is_over(area: Area) -> None:
    """Whoever is complained of would read from it that somebody has."""
    plant(area.county, 10, day=date(2026, 7, 1))
    before = [(one.name, one.received) for one in queries.public_by_area(Q3, GIVEN)]
    assert before == [(area.county.name, 10)]
    one, hand = Complaint.objects.order_by("id")[0], Actor(account_id=builders.account(name="某").pk)
    for place in (area.other_county, area.city):
        actions.hand_over(complaint=one, area_id=place.pk, words="不归我们", actor=hand, at=clock.now())
        assert [(line.name, line.received) for line in queries.public_by_area(Q3, GIVEN)] == before
