"""What the day's cap leaves after a correction: lines taken back make room, lines that stand take it (R055, R066)."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.actions.refusals import DayFull
from baiying.hours.models import Attendance, HourEntry
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, morning_at, serve, taken_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def capped(morning: Morning, request: pytest.FixtureRequest) -> Morning:
    builders.rule_set("hours", area=morning.shift.activity.area, daily_cap_minutes=request.param)
    return morning


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


def room_again(row: Attendance, morning: Morning, at: int = 401) -> None:
    """What the listener does after lines of a record were taken back; the sweep of the night finds nothing more."""
    clerk = system("hours.give_back")
    for entry in HourEntry.objects.filter(attendance_id=row.pk, reversal_of__isnull=False).order_by("id"):
        actions.give_back(served_on=entry.served_on, entry_id=entry.id, actor=clerk, at=morning.at(at))


@pytest.mark.parametrize(
    ("capped", "found", "back"),
    # 150 in the morning, the afternoon's 150 are cut to what is left; then the morning turns out to be shorter.
    [(200, 120, [50, 30]), (200, 149, [50, 1]), (200, 1, [50, 100]), (150, 120, [30]), (299, 1, [149, 1]),
     (300, 1, [150])],
    indirect=["capped"],
)  # fmt: skip
def test_what_a_cap_cut_is_given_back_when_an_earlier_record_turns_out_shorter(
    capped: Morning, found: int, back: list[int]
) -> None:
    first = serve(capped)
    later = serve(afternoon(capped))
    correct(capped, first, found)
    room_again(first, capped)
    assert lines(later) == back
    assert total(first) == found + sum(back) <= cap_of(capped)
    # Asked again by a second try and by the night, nothing more comes.
    room_again(first, capped, 402)
    actions.sweep_room(actor=system("hours.sweep_room"), at=capped.at(900))
    assert lines(later) == back
    later.refresh_from_db()
    said = [reason["minutes"] for reason in later.reason if reason["code"] == "room_again"]
    assert sum(said) == min(150, cap_of(capped) - found) - max(0, min(150, cap_of(capped) - 150))


@pytest.mark.parametrize("capped", [200], indirect=True)
def test_the_night_gives_back_what_the_listener_missed_and_says_so(capped: Morning) -> None:
    first = serve(capped)
    later = serve(afternoon(capped))
    taken = queries.standing_entries_of(first.pk)[0]
    taken_back(taken, capped, "查实没有来", capped.at(400))
    assert lines(later) == [50]
    actions.sweep_room(actor=system("hours.sweep_room"), at=capped.at(400) + timedelta(days=2))
    assert lines(later) == [50, 100]
    assert "补记 1 小时 40 分" in notices.inbox_of(later.person.public_id)[0].text


@pytest.mark.parametrize("capped", [200], indirect=True)
@pytest.mark.parametrize("which", [0, 1])
def test_what_was_taken_back_as_wrong_is_not_given_back_by_the_room_it_leaves(capped: Morning, which: int) -> None:
    first = serve(capped)
    later = serve(afternoon(capped))
    correct(capped, first, 120)
    room_again(first, capped)
    wrong = queries.standing_entries_of(later.pk)[which]
    taken_back(wrong, capped, "查实早走", capped.at(410))
    room_again(first, capped, 411)
    room_again(later, capped, 412)
    assert lines(later) == [50, 30, [-50, -30][which]]


@pytest.mark.parametrize("capped", [200], indirect=True)
def test_what_a_second_person_approved_stands_on_that_approval(capped: Morning) -> None:
    first = serve(capped)
    second = afternoon(capped)
    person_id, leads = capped.actor("volunteer").person_id, second.actor("leader")
    assert person_id is not None
    row = actions.tick_in(shift=second.shift, person_id=person_id, actor=leads, at=second.at(0))
    later = actions.check_out(attendance=row, source="roll", actor=leads, at=second.at(150))
    proposal = queries.proposals().get(attendance=later)
    actions.approve(proposal=proposal, actor=capped.actor("reviewer"), at=second.at(200))
    assert lines(later) == [50]
    correct(capped, first, 120)
    room_again(first, capped)
    assert lines(later) == [50, 30]
    base, back = HourEntry.objects.filter(attendance_id=later.pk).order_by("id")
    assert (back.approved_by_id, back.source, back.tier) == (base.approved_by_id, base.source, base.tier)
    assert back.approved_by_id == capped.cast["reviewer"].account.pk


@pytest.mark.parametrize("capped", [200], indirect=True)
def test_what_is_over_the_automatic_cap_waits_for_a_second_person_again(capped: Morning) -> None:
    builders.rule_set("hours", area=capped.shift.activity.area, daily_cap_minutes=200, daily_auto_minutes=120)
    first = serve(capped, 100)
    later = serve(afternoon(capped))
    assert lines(later) == [20]
    waiting = queries.proposals().get(attendance=later)
    assert (waiting.part, waiting.minutes) == ("over_cap", 80)
    actions.approve(proposal=waiting, actor=capped.actor("reviewer"), at=capped.at(405))
    correct(capped, first, 60)
    room_again(first, capped, 410)
    assert lines(later) == [20, 80]
    again = queries.proposals().get(attendance=later, decided_by_id__isnull=True)
    assert (again.part, again.minutes, again.serial) == ("over_cap", 40, 1)
    room_again(first, capped, 411)
    assert queries.proposals().filter(attendance=later).count() == 2
    actions.approve(proposal=again, actor=capped.actor("reviewer"), at=capped.at(420))
    assert total(first) == 200


@pytest.mark.parametrize("capped", [200], indirect=True)
def test_the_job_is_told_of_every_line_that_is_taken_back(capped: Morning) -> None:
    first = serve(capped)
    later = serve(afternoon(capped))
    correct(capped, first, 120)
    told = ProcrastinateJob.objects.get(task_name="hours.give_back")
    queue.tasks["hours.give_back"].func(**told.args)
    assert lines(later) == [50, 30]


def cap_of(morning: Morning) -> int:
    return queries.rules_of(queries.occasion_of_shift(morning.shift)).rules.daily_cap_minutes
