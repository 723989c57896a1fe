"""Two hands at one moment, on real connections: a code is taken once (U26, U27)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from baiying.accounts import actions
from baiying.accounts.models import Factor, RecoveryCode
from baiying.kit import clock
from baiying.kit.errors import Refused
from tests.accounts.factoring import actor_of, code_at, office, with_app
from tests.people import world


def _at_once(press: Callable[[], object], hands: int = 2) -> list[str]:
    """What each hand was answered: "done", or the code of its refusal."""
    start = threading.Barrier(hands)

    def one() -> str:
        try:
            start.wait()
            press()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(hands) as pool:
        return sorted(found.result() for found in [pool.submit(one) for _hand in range(hands)])


@pytest.fixture
def unblocked(own_database: str, django_db_blocker: object) -> object:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


def test_u27_the_same_code_in_two_requests_at_once_is_taken_by_one(unblocked: object) -> None:
    """U27: 50 runs."""
    account = office(world.make_area().county, "19900000471")
    begun = clock.now()
    with_app(account, begun - timedelta(hours=2))
    for run in range(50):
        at = begun + timedelta(minutes=run)
        code = code_at(at)

        def press() -> object:
            return actions.prove_totp(account_id=account.pk, code=code, actor=actor_of(account), at=at)  # noqa: B023

        assert _at_once(press) == ["done", "factor_code_used"], run
    assert Factor.objects.get().last_step >= int(begun.timestamp()) // 30 + 98


def test_u26_a_code_on_paper_in_two_windows_opens_one(unblocked: object) -> None:
    """U26: entered in two windows in the same second."""
    account = office(world.make_area().county, "19900000472")
    codes = with_app(account).codes
    at = clock.now()
    for code in codes:

        def press() -> object:
            return actions.prove_paper(account_id=account.pk, code=code, actor=actor_of(account), at=at)  # noqa: B023

        assert _at_once(press) == ["done", "paper_code_used"]
    assert not RecoveryCode.objects.filter(used_at__isnull=True).exists()
