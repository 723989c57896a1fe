"""What a second factor costs: taking a code of an app, beside a password; and asking a session for its office role.

Processor time of this process and statements, in one transaction that is rolled back: the city keeps nothing of it.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from baiying.accounts import access, actions, backend, queries, shown
from baiying.accounts.models import Appointment
from baiying.accounts.rights import Right
from baiying.kit import clock
from baiying.kit.db.transaction import atomic
from baiying.kit.values.actor import Actor
from bench import report, system

ROUNDS = 200
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class _Undone(Exception):
    pass


def measure(_running: system.System) -> None:
    at = clock.now()
    row = queries.appointments_in_force(at).filter(area__isnull=False).first()
    assert row is not None
    try:
        with atomic():
            _code(row, at)
            _role(row, at)
            raise _Undone
    except _Undone:
        pass


def _spent(press: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of processor time of one, the first not counted."""
    press(0)
    begun = time.process_time()
    for n in range(1, rounds + 1):
        press(n)
    return (time.process_time() - begun) / rounds * 1000


def _code(row: Appointment, at: datetime) -> None:
    actor = Actor(account_id=row.account_id)
    code = pyotp.TOTP(SECRET)
    actions.add_totp(account_id=row.account_id, secret=SECRET, code=code.at(at), label="量", actor=actor, at=at)

    def prove(n: int) -> object:
        then = at + timedelta(minutes=n + 1)
        return actions.prove_totp(account_id=row.account_id, code=code.at(then), actor=actor, at=then)

    with CaptureQueriesContext(connection) as seen:
        prove(ROUNDS + 1)
    row.account.set_password("柳树 自行车 豆浆 星期三")
    password = _spent(lambda _n: row.account.check_password("柳树 自行车 豆浆 星期三"), 10)
    spent = _spent(lambda n: prove(ROUNDS + 2 + n))
    report.line("taking a code of an app", spent, "ms", "checking a password", password, statements=len(seen))


def _role(row: Appointment, at: datetime) -> None:
    request = RequestFactory().get("/")
    request.session = {access.SESSION_ACTING: row.public_id}  # type: ignore[assignment]
    ask = backend.AccountBackend()

    def actor(_n: int) -> Actor:
        request.user = ask.get_user(row.account_id)  # type: ignore[assignment]
        return access.actor_of(request)

    bare = _spent(lambda _n: ask.get_user(row.account_id))
    shown.show(request, "bench", at)
    with CaptureQueriesContext(connection) as seen:
        acting = actor(0)
    assert acting.acting is not None
    report.line(
        "account and office role of a request", _spent(actor), "ms", "the account alone", bare, statements=len(seen)
    )
    path = list(acting.acting.area_path)
    check = _spent(lambda _n: access.may(acting, Right.APPOINT, path), 20_000) * 1000
    report.line("one check of a right", check, "µs", statements=0)
