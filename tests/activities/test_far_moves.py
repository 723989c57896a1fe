"""A slip of the year in a move is asked once more before anybody is told; what is past or too far is refused."""

from datetime import datetime, timedelta

import pytest

from baiying.activities.rules import shifts as rules
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import clock
from baiying.notices.models import Message
from tests.activities.makers import Town, confirmed, log_in, volunteer
from tests.activities.test_before_moving import typed

pytestmark = pytest.mark.django_db
GIVEN = ActivityRules(move_asks_days=90, furthest_ahead_days=400)
AT = datetime(2026, 11, 30, 9, tzinfo=clock.CHINA)


@pytest.mark.parametrize(
    ("was", "to", "asked"),
    [
        (5, 95, False),
        (5, 96, True),
        (200, 110, False),
        (200, 109, True),
        (5, 400, True),
        # Refused by their own sentences.
        (5, 401, False),
        (5, -360, False),
        (5, 0, False),
    ],
)
def test_how_far_is_far(was: int, to: int, asked: bool) -> None:
    assert rules.is_far(AT + timedelta(days=was), AT + timedelta(days=to), AT, GIVEN) is asked


def test_next_year_is_asked_once_and_done_when_it_was_meant(town: Town) -> None:
    shift = town.shift(days=3)
    town.signup(shift, volunteer("林一", town.village))
    start = (shift.starts_at + timedelta(days=365)).replace(second=0, microsecond=0)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    assert "日期没有写错" not in leader.get(url).content.decode()
    asked = leader.post(url, typed(start))
    page = asked.content.decode()
    assert asked.status_code == 422
    assert f"{clock.local(start).year}年" in page
    assert "比原来晚 365 天" in page
    assert "场地被占" in page, "what was typed stays"
    shift.refresh_from_db()
    assert shift.starts_at < start
    preview = leader.post(url, typed(start, far="on")).content.decode()
    assert leader.post(url, typed(start, far="on") | confirmed(preview)).status_code == 303
    shift.refresh_from_db()
    assert shift.starts_at == start


def test_nobody_signed_up_is_no_reason_not_to_ask(town: Town) -> None:
    shift = town.shift(days=3)
    start = (shift.starts_at + timedelta(days=200)).replace(second=0, microsecond=0)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    assert leader.post(url, typed(start)).status_code == 422
    assert leader.post(url, typed(start, far="on")).status_code == 303


@pytest.mark.parametrize(("days", "sentence"), [(-365, "这个时间已经过去了"), (36 * 365, "最多提前 400 天安排")])
def test_last_year_and_2062_are_refused_at_the_day(town: Town, days: int, sentence: str) -> None:
    shift = town.shift(days=3)
    town.signup(shift, volunteer("林一", town.village))
    start = (shift.starts_at + timedelta(days=days)).replace(second=0, microsecond=0)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    for sent in (typed(start), typed(start, far="on")):
        answer = leader.post(url, sent)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not Message.objects.filter(kind="signup_moved").exists()


@pytest.mark.parametrize(
    ("was", "to", "asked"),
    [
        (300, 1, True),
        (300, 119, True),
        (300, 120, False),
        # Put off, be it by little: nobody who sets out in time comes too late.
        (30, 60, False),
        (60, 60, False),
        (60, 59, True),
        # Refused by its own sentence.
        (300, 0, False),
    ],
)
def test_how_soon_is_soon(was: int, to: int, asked: bool) -> None:
    given = ActivityRules(move_asks_minutes=120)
    assert rules.is_soon(AT + timedelta(minutes=was), AT + timedelta(minutes=to), AT, given) is asked


def test_a_start_in_a_few_minutes_is_asked_once_and_done_when_it_was_meant(town: Town) -> None:
    shift = town.shift(days=3)
    start = (clock.now() + timedelta(minutes=9)).replace(second=0, microsecond=0)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    assert "时间没有写错" not in leader.get(url).content.decode()
    asked = leader.post(url, typed(start))
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "时间没有写错" in page
    assert "分钟，多数人来不及" in page
    assert "场地被占" in page, "what was typed stays"
    assert leader.post(url, typed(start, soon="on")).status_code == 303
    shift.refresh_from_db()
    assert shift.starts_at == start


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(("starts", "ends", "over"), [("22:00", "00:00", ""), ("22:00", "02:00", "on")])
def test_the_edge_of_the_calendar_is_no_day_for_a_shift(
    town: Town, day: str, starts: str, ends: str, over: str
) -> None:
    shift = town.shift(days=3)
    start, leader = shift.starts_at, log_in(town.leader, town.leader_person)
    given = {"day": day, "starts": starts, "ends": ends, "next_day": over, "reason": "场地", "which": "one"}
    answer = leader.post(f"/shifts/{shift.public_id}/time/", given)
    assert answer.status_code == 422
    assert "日期不对" in answer.content.decode()
    shift.refresh_from_db()
    assert shift.starts_at == start
