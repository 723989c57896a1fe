"""Limits: so many at once, then one by one as time passes; exact with many threads; a refusal gives no try back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from baiying.kit import limits
from baiying.kit.models import Limit as Row

AT = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
FIVE = limits.Limit("trial", 5, timedelta(minutes=10))


@pytest.mark.django_db
def test_so_many_at_once_and_then_one_for_each_share_of_the_time() -> None:
    assert [limits.take(FIVE, "a", at=AT) for _ in range(6)] == [True] * 5 + [False]
    assert limits.left(FIVE, "a", at=AT) == 0
    assert limits.wait(FIVE, "a", at=AT) == timedelta(minutes=2)
    assert not limits.take(FIVE, "a", at=AT + timedelta(seconds=110))
    assert limits.take(FIVE, "a", at=AT + timedelta(minutes=2))
    assert not limits.take(FIVE, "a", at=AT + timedelta(minutes=2))
    assert limits.left(FIVE, "a", at=AT + timedelta(minutes=20)) == 5


@pytest.mark.django_db
def test_keys_and_names_are_apart_and_nothing_readable_is_kept() -> None:
    for _ in range(5):
        limits.take(FIVE, "13900001111", at=AT)
    assert limits.take(FIVE, "13900001112", at=AT)
    assert limits.take(limits.Limit("other", 5, FIVE.per), "13900001111", at=AT)
    assert limits.take(FIVE, "1390000", "1111", at=AT)
    assert all(b"1390000" not in bytes(row.key) for row in Row.objects.all())


@pytest.mark.django_db
def test_forgetting_gives_all_back_and_sweeping_only_what_is_paid() -> None:
    for _ in range(5):
        limits.take(FIVE, "a", at=AT)
    limits.take(FIVE, "b", at=AT)
    limits.forget(FIVE, "a")
    assert limits.left(FIVE, "a", at=AT) == 5
    for _ in range(5):
        limits.take(FIVE, "a", at=AT)
    assert limits.sweep(at=AT + timedelta(minutes=3)) == 1
    assert limits.left(FIVE, "a", at=AT) == 0


@pytest.mark.django_db
def test_a_limit_of_none_lets_nothing_through() -> None:
    assert not limits.take(limits.Limit("none", 0, timedelta(hours=1)), "a", at=AT)
    assert limits.left(limits.Limit("none", 0, timedelta(hours=1)), "a", at=AT) == 0


@pytest.mark.race
def test_many_at_one_moment_get_exactly_so_many(own_database: str, django_db_blocker: Any) -> None:
    def press(_n: int) -> bool:
        try:
            return limits.take(FIVE, "a", at=AT)
        finally:
            connections.close_all()

    with django_db_blocker.unblock(), ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(press, range(60))) == 5
