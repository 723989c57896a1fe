"""A worker that is told to stop: all its hands end at one moment, with what they have in them and nothing more."""

import asyncio
import os
import signal
import threading
import time

import pytest
from procrastinate.contrib.django import app

from baiying.config import supervisor, worker
from baiying.kit import stopping


@pytest.fixture(autouse=True)
def _not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_told", threading.Event())


async def _hand(ended: list[float], seconds: float) -> None:
    """Works until it is cancelled, then takes its time to finish."""
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(seconds)
        ended.append(time.monotonic())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_hands_finish_at_the_same_time_and_not_one_after_the_other(number: signal.Signals) -> None:
    ended: list[float] = []

    async def work() -> float:
        tasks = [asyncio.create_task(_hand(ended, 0.4)) for _ in range(4)]
        asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), number)
        began = time.monotonic()
        await worker._until_one_ends(tasks)
        return time.monotonic() - began

    took = asyncio.run(work())
    assert len(ended) == 4
    assert took < 1.2, "four hands of 0.4 s each, one after the other"
    assert stopping.is_told()


def test_a_hand_that_fails_ends_the_others_and_the_process() -> None:
    ended: list[float] = []

    async def fails() -> None:
        raise RuntimeError("no database")

    async def work() -> None:
        tasks = [asyncio.create_task(_hand(ended, 0)), asyncio.create_task(fails())]
        await worker._until_one_ends(tasks)

    with pytest.raises(RuntimeError, match="no database"):
        asyncio.run(work())
    assert len(ended) == 1


def test_the_grace_ends_before_the_supervisor_kills() -> None:
    with open(supervisor.__file__, encoding="utf-8") as text:
        assert "patience=15.0" in text.read()
    assert worker._GRACE < 15


_LONG = ["notices.deliver_code", "notices.deliver", "notices.deliver_mail", "desk.tell_offices"]


@pytest.mark.parametrize("name", _LONG)
def test_what_may_take_long_has_hands_of_its_own(name: str) -> None:
    """The looks at every desk of a city take a quarter of an hour on a working morning; reminders do not wait."""
    assert worker._APART[app.tasks[name].queue] >= 1
