"""Cases of leaders who plan: pressed twice (F22), 24:00 (F23), a night on both its days (F24)."""

import threading
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.activities import actions
from baiying.activities.forms.shifts import TimesForm
from baiying.activities.models import Activity, Shift
from baiying.kit import clock
from tests.activities.makers import Town, actor, log_in
from tests.activities.repeating import BEFORE, plan_of, weekly
from tests.activities.test_plan_pages import plan_data, url_of_new_plan


def test_f22_the_same_plan_sent_twice_is_one_draft(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    answers = [leader.post(url_of_new_plan(town), plan_data())["Location"] for _ in range(2)]
    assert Activity.objects.count() == 1
    assert answers[0] == answers[1] == f"/activities/{Activity.objects.get().public_id}/gate/"


@pytest.mark.parametrize(
    "other",
    [
        {"shift-0-ends": "12:00"},
        {"shift-0-places": "21"},
        {"shift-0-repeats": "1"},
        {"description": "沿河种花"},
        {"post-0-min_age": "18"},
    ],
)
def test_f22_another_plan_of_the_same_name_is_another_draft_and_says_so(town: Town, other: dict[str, str]) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data())
    answer = leader.post(url_of_new_plan(town), plan_data(**other), follow=True)
    assert Activity.objects.count() == 2
    assert "那天已经有同名的活动" in answer.content.decode()


def test_f22_a_series_sent_twice_is_one_draft(town: Town) -> None:
    who, plan = actor(town.leader, town.leader_person), plan_of(town, weekly(12))
    made = [
        actions.write_plan(team_id=town.team.pk, plan=plan, actor=who, at=BEFORE + timedelta(seconds=n)) for n in (0, 2)
    ]
    assert made[0].pk == made[1].pk


@pytest.mark.race
def test_f22_two_presses_at_one_moment_make_one_draft(own_database: str) -> None:
    town = Town()
    who, plan = actor(town.leader, town.leader_person), plan_of(town, weekly(0))
    barrier, made = threading.Barrier(4), []

    def press() -> None:
        barrier.wait(timeout=60)
        try:
            made.append(actions.write_plan(team_id=town.team.pk, plan=plan, actor=who, at=BEFORE).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert Activity.objects.count() == 1


DAY = date(2026, 12, 5)


def times_of(starts: str, ends: str, **more: str) -> tuple[datetime, datetime]:
    form = TimesForm({"day": str(DAY), "starts": starts, "ends": ends} | more)
    assert form.is_valid(), form.errors
    return form.times()


@pytest.mark.rules
@pytest.mark.parametrize("typed", ["24:00", "2400", "24：00", "00:00"])
@pytest.mark.parametrize("more", [{}, {"next_day": "on"}])
def test_f23_midnight_ends_the_day(typed: str, more: dict[str, str]) -> None:
    midnight = datetime.combine(DAY + timedelta(days=1), time.min, tzinfo=clock.CHINA)
    assert times_of("18:00", typed, **more) == (midnight - timedelta(hours=6), midnight)


@pytest.mark.rules
def test_f23_a_beginning_at_24_is_asked_about() -> None:
    form = TimesForm({"day": str(DAY), "starts": "24:00", "ends": "06:00"})
    assert "00:00" in form.errors["starts"][0]


@pytest.mark.rules
def test_f23_times_as_people_type_them() -> None:
    assert [one.strftime("%H:%M") for one in times_of("9：05", "1130")] == ["09:05", "11:30"]
    assert "09:00" in TimesForm({"day": str(DAY), "starts": "25:00", "ends": "早上"}).errors["ends"][0]


def test_f23_a_plan_until_24_is_saved(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data(**{"shift-0-starts": "18:00", "shift-0-ends": "24:00"}))
    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == timedelta(hours=6)


def test_f24_a_night_shift_is_listed_on_both_its_days(town: Town, client: Any) -> None:
    activity = town.activity("守夜看灯")
    shift = town.shift(activity, days=3)
    day = clock.local_date(shift.starts_at)
    start = clock.midnight(day) + timedelta(hours=22)
    Shift.objects.filter(pk=shift.pk).update(starts_at=start, ends_at=start + timedelta(hours=8))

    def listed(on: date) -> str:
        return str(client.get(f"/activities/?day={on}").content.decode())

    assert "守夜看灯" in listed(day)
    second = listed(day + timedelta(days=1))
    assert "守夜看灯" in second
    assert "22:00 –" in second
    assert "守夜看灯" not in listed(day + timedelta(days=2))
    assert "守夜看灯" not in listed(day - timedelta(days=1))
