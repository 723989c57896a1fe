"""What the day's cap leaves after a correction: lines taken back make room, lines that stand take it (R055, R066)."""

import pytest

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.actions.refusals import DayFull
from baiying.hours.models import Attendance, HourEntry
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def capped(morning: Morning, request: pytest.FixtureRequest) -> Morning:
    builders.rule_set("hours", area=morning.shift.activity.area, daily_cap_minutes=request.param)
    return morning


def serve(morning: Morning, minutes: int = 150) -> Attendance:
    actor = morning.actor("volunteer")
    pid = actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0))
    row = queries.attendance(pid)
    assert row is not None
    return actions.check_out(attendance=row, actor=actor, at=morning.at(minutes))


def correct(morning: Morning, row: Attendance, minutes: int) -> None:
    """An objection is upheld: so many minutes were served; another person agrees."""
    at = morning.at(400)
    case = actions.file_objection(
        person_id=row.person_id, attendance=row, words="时间不对", actor=morning.actor("volunteer"), at=at
    )
    found = queries.objection(case.public_id)
    assert found is not None
    times = actions.Times(morning.at(0), morning.at(minutes))
    actions.answer_objection(
        objection=found, upheld=True, answer="核实过", times=times, actor=morning.actor("county"), at=at
    )
    proposal = queries.proposals().get(attendance=row, part="correction", decided_by_id__isnull=True)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=at)


def lines(row: Attendance) -> list[int]:
    return [entry.minutes for entry in HourEntry.objects.filter(attendance_id=row.pk).order_by("id")]


def total(row: Attendance) -> int:
    return queries.minutes_on(row.person_id, queries.served_on(row.checked_in_at))


def afternoon(morning: Morning) -> Morning:
    return morning_at(morning.cast, morning.at(240))


@pytest.mark.parametrize(
    ("capped", "second"),
    # 120 stand; the cap leaves the afternoon's 150 what is above them.
    [(200, 80), (270, 150), (269, 149), (271, 150), (150, 30), (121, 1)],
    indirect=["capped"],
)
def test_what_a_correction_took_back_is_room_for_the_next_attendance(capped: Morning, second: int) -> None:
    first = serve(capped)
    correct(capped, first, 120)
    assert lines(first) == [min(150, cap_of(capped)), -min(150, cap_of(capped)), 120]
    later = serve(afternoon(capped))
    assert lines(later) == [second]
    assert total(first) == 120 + second <= cap_of(capped)


@pytest.mark.parametrize("capped", [120, 119], indirect=True)
def test_where_the_correction_fills_the_cap_nothing_is_left(capped: Morning) -> None:
    first = serve(capped)
    # As many stand as the cap allows; that more were served adds nothing that could be posted.
    with pytest.raises(DayFull):
        correct(capped, first, cap_of(capped) + 1)
    assert lines(first) == [cap_of(capped)]
    later = serve(afternoon(capped))
    assert lines(later) == []
    assert "over_cap" in [reason["code"] for reason in later.reason]
    assert total(first) == cap_of(capped)


@pytest.mark.parametrize(
    ("capped", "found", "stand"),
    # The lines that go are not counted against those that come, whatever else the day holds.
    [(200, 120, 120), (200, 149, 149), (200, 1, 1)],
    indirect=["capped"],
)
def test_lines_that_are_replaced_do_not_count_against_what_replaces_them(
    capped: Morning, found: int, stand: int
) -> None:
    first = serve(capped)
    later = serve(afternoon(capped))
    assert lines(later) == [50]
    correct(capped, first, found)
    assert lines(first) == [150, -150, stand]


@pytest.mark.parametrize(
    ("capped", "found", "more"), [(200, 150, 50), (200, 149, 49), (720, 150, 50)], indirect=["capped"]
)
def test_what_a_correction_adds_is_held_by_the_same_cap(capped: Morning, found: int, more: int) -> None:
    first = serve(capped, 100)
    correct(capped, first, found)
    assert lines(first) == [100, more]
    later = serve(afternoon(capped))
    room = cap_of(capped) - 100 - more
    assert lines(later) == ([min(150, room)] if room else [])


def cap_of(morning: Morning) -> int:
    return queries.rules_of(queries.occasion_of_shift(morning.shift)).rules.daily_cap_minutes
