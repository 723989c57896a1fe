"""A deadlock or a wait too long is tried again once, then answered with a kind refusal; limits stand on connections."""

import os
import threading

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from baiying.config.middleware import RefusalMiddleware
from baiying.kit.db import errors, transaction, urls
from baiying.places.models import CalendarDay


def _deadlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'mutual' USING ERRCODE = 'deadlock_detected'; END $$")


@pytest.mark.race
def test_the_outermost_transaction_is_tried_twice_and_its_first_try_leaves_nothing(own_database: str) -> None:
    tries: list[int] = []

    @transaction.atomic
    def action() -> int:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE first_try_is_undone (x int)")
        if len(tries) == 1:
            _deadlock()
        return 7

    assert action() == 7
    assert len(tries) == 2
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE first_try_is_undone")


@pytest.mark.race
@pytest.mark.parametrize("wrap", [transaction.atomic, transaction.statement])
def test_twice_in_a_row_is_a_refusal_that_says_press_again(own_database: str, wrap: object) -> None:
    with pytest.raises(errors.Busy) as refused:
        wrap(_deadlock)()  # type: ignore[operator]
    assert refused.value.code == "busy"
    assert refused.value.status == 409
    assert "请再按一次" in str(refused.value)


@pytest.mark.race
def test_only_the_outermost_tries_again(own_database: str) -> None:
    tries: list[int] = []

    @transaction.atomic
    def inner() -> None:
        tries.append(1)
        _deadlock()

    @transaction.atomic
    def outer() -> None:
        inner()

    with pytest.raises(errors.Busy):
        outer()
    assert len(tries) == 2


@pytest.mark.race
def test_a_lock_held_for_long_ends_in_the_same_refusal(own_database: str) -> None:
    CalendarDay.objects.create(day="2031-01-01", is_working=False, name="元旦", source="测试")
    held, done = threading.Event(), threading.Event()

    def holder() -> None:
        with transaction.atomic():
            CalendarDay.objects.select_for_update().get(day="2031-01-01")
            held.set()
            done.wait(30)
        connection.close()

    @transaction.atomic
    def action() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        CalendarDay.objects.select_for_update().get(day="2031-01-01")

    other = threading.Thread(target=holder)
    other.start()
    held.wait(30)
    try:
        with pytest.raises(errors.Busy):
            action()
    finally:
        done.set()
        other.join()


@pytest.mark.django_db
def test_a_page_that_read_into_a_deadlock_answers_409(rf: RequestFactory) -> None:
    request = rf.get("/api/v1/x")
    with pytest.raises(OperationalError) as failed, transaction.atomic():
        _deadlock()
    answer = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, failed.value)
    assert answer is not None
    assert answer.status_code == 409
    assert b"busy" in answer.content


@pytest.mark.django_db
def test_a_constraint_is_known_by_its_name() -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN CREATE TEMPORARY TABLE named (x int CONSTRAINT only_small CHECK (x < 3)); "
            "INSERT INTO named VALUES (5); END $$"
        )
    assert errors.constraint_of(refused.value) == "only_small"
    assert errors.state_of(refused.value) == "23514"
    assert not errors.is_busy(refused.value)


@pytest.mark.parametrize(("process", "lock"), [("web", "3s"), ("worker", "15s"), ("migrate", "15s"), ("", "1min")])
def test_every_connection_has_limits_by_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch, process: str, lock: str
) -> None:
    monkeypatch.setenv("BAIYING_PROCESS", process)
    given = urls.parse(_address())
    with psycopg.connect(_address(), **given["OPTIONS"]) as made:
        assert made.execute("SHOW lock_timeout").fetchone() == (lock,)
    monkeypatch.setenv("BAIYING_LOCK_TIMEOUT", "0.25")
    with psycopg.connect(_address(), **urls.parse(_address())["OPTIONS"]) as made:
        assert made.execute("SHOW lock_timeout").fetchone() == ("250ms",)


def test_the_address_may_bring_its_own_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAIYING_PROCESS", "web")
    assert urls.parse("postgresql://a@b/c?options=")["OPTIONS"]["options"].startswith("-c lock_timeout")
    assert urls.parse("postgresql://a@b/c?options=-c%20jit%3Doff")["OPTIONS"]["options"] == "-c jit=off"


def _address() -> str:
    return os.environ["BAIYING_DATABASE_URL"]
