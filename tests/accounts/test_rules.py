"""Codes, locks and who gives which role, at the edges of every limit."""

from datetime import UTC, datetime, timedelta

import pytest

from baiying.accounts import rules
from baiying.accounts.rules import LogInRules

pytestmark = pytest.mark.rules
NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "wait"),
    [(None, 0), (0, 60), (0.5, 60), (1, 59), (59, 1), (59.5, 1), (59.999, 1), (60, 0), (61, 0), (86_400, 0)],
)
def test_the_next_code_waits_whole_seconds_and_none_is_told_that_is_over(ago: float | None, wait: int) -> None:
    last = None if ago is None else NOW - timedelta(seconds=ago)
    assert rules.seconds_to_wait(last, NOW, LogInRules()) == wait


def test_the_wait_is_what_the_place_set() -> None:
    assert rules.seconds_to_wait(NOW, NOW, LogInRules(resend_seconds=90)) == 90
    assert rules.seconds_to_wait(NOW, NOW, LogInRules(resend_seconds=0)) == 0


@pytest.mark.law("GB22239-8.1.4")
@pytest.mark.parametrize(("failures", "locks"), [(0, False), (9, False), (10, True), (11, True)])
def test_the_tenth_failure_locks(failures: int, locks: bool) -> None:
    assert rules.locks_now(failures, LogInRules()) is locks


def test_the_failures_that_lock_are_what_the_place_set() -> None:
    assert [rules.locks_now(n, LogInRules(lock_after=3)) for n in (2, 3)] == [False, True]


@pytest.mark.parametrize(
    ("own", "gives"),
    [
        ("city_office", ("city_office", "county_office", "hours_reviewer", "place_staff")),
        ("county_office", ("county_office", "hours_reviewer", "place_staff")),
        ("hours_reviewer", ()),
        ("place_staff", ()),
        ("civil_affairs", ()),
        ("sysadmin", ()),
        ("auditor", ()),
        ("volunteer", ()),
        ("", ()),
        (
            "secadmin",
            (
                "city_office",
                "county_office",
                "hours_reviewer",
                "place_staff",
                "civil_affairs",
                "auditor",
                "secadmin",
                "sysadmin",
            ),
        ),
    ],
)
def test_a_role_gives_its_own_rank_and_below_and_only_offices_give_any(own: str, gives: tuple[str, ...]) -> None:
    assert rules.roles_to_give(own) == gives


@pytest.mark.law("GB22239-8.1.5")
@pytest.mark.parametrize(
    ("role", "held", "clash"),
    [
        ("sysadmin", ["secadmin"], True),
        ("sysadmin", ["auditor"], True),
        ("secadmin", ["sysadmin"], True),
        ("auditor", ["place_staff", "secadmin"], True),
        ("sysadmin", ["sysadmin"], False),
        ("sysadmin", [], False),
        ("sysadmin", ["city_office"], False),
        ("city_office", ["sysadmin"], False),
        ("city_office", ["sysadmin", "auditor"], False),
    ],
)
def test_the_three_administrators_are_three_people(role: str, held: list[str], clash: bool) -> None:
    assert rules.clash_of_three(role, held) is clash


def test_who_was_away_for_more_than_three_months_is_asked_who_he_is() -> None:
    given, away = LogInRules(), timedelta(days=90)
    assert not rules.is_long_ago(None, NOW, given)
    assert not rules.is_long_ago(NOW - away, NOW, given)
    assert rules.is_long_ago(NOW - away - timedelta(seconds=1), NOW, given)
    assert rules.is_long_ago(NOW - timedelta(days=2), NOW, LogInRules(asks_again_after_days=1))
