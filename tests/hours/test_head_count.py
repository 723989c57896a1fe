"""Four true numbers at a shift (P4): one rule and one query, through everything that can happen to a list."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance
from baiying.hours.rules import HeadCount
from baiying.kit import clock
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]
Do = Callable[[Morning], object]


def person(morning: Morning, key: str) -> int:
    found = morning.cast[key].person
    assert found is not None
    return found.pk


def come(key: str, minute: int = 0) -> Do:
    return lambda m: actions.tick_in(shift=m.shift, person_id=person(m, key), actor=m.actor("leader"), at=m.at(minute))


def back(key: str) -> Do:
    """The tick was on the wrong name."""
    return lambda m: actions.undo_tick(
        attendance=queries.open_attendance_of(person(m, key)), actor=m.actor("leader"), at=m.at(5)  # type: ignore[arg-type]
    )  # fmt: skip


def leave(key: str, minute: int = 60) -> Do:
    return lambda m: actions.check_out(
        attendance=queries.open_attendance_of(person(m, key)), source="roll",  # type: ignore[arg-type]
        actor=m.actor("leader"), at=m.at(minute),
    )  # fmt: skip


def cancel(key: str) -> Do:
    """Not coming after all, or withdrawn by a guardian: before the shift begins."""

    def do(m: Morning) -> object:
        signup = Signup.objects.get(shift=m.shift, person_id=person(m, key))
        return activities.cancel_signup(signup_id=signup.pk, reason="加班", actor=m.actor(key), at=m.at(-30))

    return do


def found_absent(key: str) -> Do:
    """The leader found out that it was somebody else, and a second person agreed."""

    def do(m: Morning) -> object:
        row = Attendance.objects.get(shift=m.shift, person_id=person(m, key))
        actions.correct_record(attendance=row, times=None, words="点错了人", actor=m.actor("leader"), at=m.at(200))
        [waiting] = row.proposals.filter(decided_by_id__isnull=True)
        return actions.approve(proposal=waiting, actor=m.actor("reviewer"), at=m.at(201))

    return do


def call_off(m: Morning) -> object:
    return activities.cancel(activity_id=m.shift.activity_id, reason="暴雨", actor=m.actor("unit_admin"), at=m.at(30))


# What happened, and: expected, come, missing, walked in; here, left.
CASES: dict[str, tuple[Sequence[Do], HeadCount]] = {
    "nobody yet": ([], HeadCount(2, 0, 2, 0, 0, 0)),
    "one came": ([come("volunteer")], HeadCount(2, 1, 1, 0, 1, 0)),
    "a walk-in is no part of the expected": ([come("volunteer"), come("stranger")], HeadCount(2, 1, 1, 1, 2, 0)),
    "a tick taken back never was": ([come("volunteer"), back("volunteer")], HeadCount(2, 0, 2, 0, 0, 0)),
    "a walk-in taken back": ([come("stranger"), back("stranger")], HeadCount(2, 0, 2, 0, 0, 0)),
    "who left has come": ([come("volunteer"), leave("volunteer")], HeadCount(2, 1, 1, 0, 0, 1)),
    "who came again counts once and is here": (
        [come("volunteer"), leave("volunteer"), come("volunteer", 70)],
        HeadCount(2, 1, 1, 0, 1, 0),
    ),
    "who came and left twice": (
        [come("volunteer"), leave("volunteer"), come("volunteer", 70), leave("volunteer", 90)],
        HeadCount(2, 1, 1, 0, 0, 1),
    ),
    "who cancelled is not expected": ([cancel("minor")], HeadCount(1, 0, 1, 0, 0, 0)),
    "who came early and then cancelled walked in": (
        [come("volunteer", -40), cancel("volunteer")],
        HeadCount(1, 0, 1, 1, 1, 0),
    ),
    "who did not come, as two persons found, is missing": (
        [come("volunteer"), leave("volunteer"), found_absent("volunteer")],
        HeadCount(2, 0, 2, 0, 0, 0, 1),
    ),
    "a walk-in who was somebody else is nobody": (
        [come("volunteer"), come("stranger"), leave("stranger"), found_absent("stranger")],
        HeadCount(2, 1, 1, 0, 1, 0),
    ),
    "called off after it began: who was there was there": (
        [come("volunteer"), call_off, leave("volunteer")],
        HeadCount(2, 1, 1, 0, 0, 1),
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_the_numbers_are_true_whatever_happened(morning: Morning, name: str) -> None:
    acts, expected = CASES[name]
    for act in acts:
        act(morning)
    assert queries.head_count(morning.shift.pk) == expected
    on_list = [row for row in queries.roster_of(morning.shift.pk, morning.at(100)) if row.signup is not None]
    assert len(on_list) == expected.expected
    assert sum(row.state in ("missing", "absent") for row in on_list) == expected.missing


def test_who_came_again_is_here_whichever_record_was_written_last(morning: Morning) -> None:
    for act in (come("volunteer"), leave("volunteer"), come("volunteer", 70)):
        act(morning)
    # The minutes of the first time are settled while the second goes on.
    Attendance.objects.filter(checked_out_at__isnull=False).update(settled_at=morning.at(80))
    assert queries.head_count(morning.shift.pk) == HeadCount(2, 1, 1, 0, 1, 0)
    Attendance.objects.filter(checked_out_at__isnull=True).update(walk_in=False)
    assert queries.head_count(morning.shift.pk) == HeadCount(2, 1, 1, 0, 1, 0)


def test_a_guardian_who_withdraws_takes_the_child_off_the_list(morning: Morning) -> None:
    activities.release_person(person_id=person(morning, "minor"), reason="监护人撤回了同意", at=morning.at(-60))
    assert queries.head_count(morning.shift.pk) == HeadCount(1, 0, 1, 0, 0, 0)


def test_who_was_forgotten_has_come_and_left(morning: Morning) -> None:
    come("volunteer")(morning)
    actions.close_forgotten(at=morning.at(24 * 60))
    assert queries.head_count(morning.shift.pk) == HeadCount(2, 1, 1, 0, 0, 1)


def test_many_shifts_are_counted_in_three_statements(
    morning: Morning, django_assert_num_queries: Callable[[int], object]
) -> None:
    come("volunteer")(morning)
    other = builders.shift(morning.shift.activity, morning.at(24 * 60), morning.at(25 * 60))
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        found = queries.head_counts([morning.shift.pk, other.pk])
    assert (found[morning.shift.pk].come, found[other.pk]) == (1, HeadCount())


def test_the_page_says_them(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    now = morning_at(cast, clock.now() - timedelta(minutes=30))
    at = clock.now()
    for key in ("volunteer", "stranger"):
        actions.tick_in(shift=now.shift, person_id=person(now, key), actor=now.actor("leader"), at=at)
    page = client_as("leader").get(f"/shifts/{now.shift.public_id}/field/").content.decode()
    head = page.split('id="count"')[1].split("</p>")[0]
    assert [part.split("<")[0] for part in head.split("<b>")[1:]] == ["2", "1", "1", "1"]
