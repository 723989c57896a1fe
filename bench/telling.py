"""Calling off an activity of 2,000 sign-ups: the leader's wait, and until all are told, against row by row."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from bench import people, report, system

MANY = 2_000
# The other side: each sign-up ended and told by itself, as an action for one person does it.
BY_ROW = 200


def measure(_running: system.System) -> None:
    """Both sides in this run, on the same database."""
    at = clock.now()
    pressers = people.pressers(MANY + BY_ROW, at)
    many, few = _full(pressers[:MANY], "取消测量"), _full(pressers[MANY:], "逐个测量")
    row_by_row = report.seconds(lambda: _one_by_one(few)) / BY_ROW * MANY
    actor = Actor(account_id=1, label="bench")
    statements = 0

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        acting = report.seconds(
            lambda: actions.cancel(activity_id=many.activity_id, reason="暴雨", actor=actor, at=clock.now())
        )
    left = Signup.objects.filter(shift=many).exclude(state="cancelled").count()
    assert left == 0, f"{left} are still expected"
    told = report.seconds(lambda: _until_told(at))
    report.line(
        "telling 2,000: calling off", acting, "s", "each sign-up ended and told by itself", row_by_row,
        statements=statements, mark="1 s, 20 statements",
    )  # fmt: skip
    report.line(
        "telling 2,000: until everybody is told",
        acting + told,
        "s",
        "each sign-up ended and told by itself",
        row_by_row,
    )


def _full(pressers: Sequence[people.Presser], title: str) -> Shift:
    at = clock.now()
    (shift,) = people.shifts(people.activity(title, at), 1, places=len(pressers), starts_at=at + timedelta(days=22))
    Signup.objects.bulk_create(
        Signup(
            shift=shift, person_id=presser.person_id, state="accepted", period=(shift.starts_at, shift.ends_at),
            signed_up_at=at, accepted_at=at,
        )
        for presser in pressers
    )  # fmt: skip
    Shift.objects.filter(pk=shift.pk).update(taken=len(pressers))
    return Shift.objects.get(pk=shift.pk)


def _one_by_one(shift: Shift) -> None:
    actor = Actor(account_id=1, label="bench")
    for signup_id in Signup.objects.filter(shift=shift).values_list("pk", flat=True):
        actions.set_aside(signup_id=signup_id, reason="暴雨", actor=actor, at=clock.now())


def _until_told(at: datetime) -> None:
    """Until the running worker has written to everybody."""
    letters = Message.objects.filter(kind="signup_activity_cancelled", channel="inapp", written_at__gte=at)
    deadline = time.monotonic() + 120
    while (count := letters.count()) < MANY:
        if time.monotonic() > deadline:
            raise SystemExit(f"{count} of {MANY} were told within two minutes.")
        time.sleep(0.02)
