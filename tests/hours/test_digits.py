"""The six digits can be read, not tried out: by no address, no account, no network beyond a few tries (S2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.actions import digits as trying
from baiying.hours.models import Attendance
from baiying.kit import clock, limits
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift that began half an hour ago by the real clock."""
    return morning_at(cast, clock.now() - timedelta(minutes=30))


def _wrong(digits: str, by: int = 1) -> str:
    return f"{(int(digits) + by) % 1_000_000:06}"


@pytest.mark.parametrize("who", [None, "volunteer", "stranger"])
def test_the_address_takes_no_digits_right_or_wrong(now: Morning, client_as: ClientAs, who: str | None) -> None:
    client = client_as(who)
    address = f"/c/{now.shift.public_id}/{now.digits(clock.now())}/"
    assert client.get(address).status_code == 409
    assert client.post(address, {"intent": "in"}).status_code == 409
    assert not Attendance.objects.exists()


def test_the_eleventh_wrong_try_of_an_account_is_429_even_if_right_and_written_down_once(
    now: Morning, client_as: ClientAs
) -> None:
    client = client_as("volunteer")
    for n in range(10):
        assert client.post("/check-in/", {"digits": _wrong(now.digits(clock.now()), n + 1)}).status_code == 422
    for _ in range(5):
        answer = client.post("/check-in/", {"digits": now.digits(clock.now())})
        assert answer.status_code == 429
        assert "10 分钟" in answer.content.decode()
    rows = AuditEvent.objects.filter(action=queries.WRONG_DIGITS)
    assert [row.detail.get("refused", False) for row in rows.order_by("id")] == [False] * 10 + [True]


def test_a_right_try_gives_the_tries_back(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    for _ in range(2):
        for n in range(9):
            assert client.post("/check-in/", {"digits": _wrong(now.digits(clock.now()), n + 1)}).status_code == 422
        assert client.post("/check-in/", {"digits": now.digits(clock.now())}).status_code == 303


@pytest.mark.parametrize("limit", [trying.BY_SHIFT, trying.BY_NETWORK])
def test_many_accounts_together_are_stopped_by_shift_and_by_network(now: Morning, limit: limits.Limit) -> None:
    at, pid = clock.now(), now.shift.public_id
    key = pid if limit is trying.BY_SHIFT else "203.0.113.9"
    for _ in range(limit.most):
        assert limits.take(limit, key, at=at)
    refused = actions.WrongDigits if limit is trying.BY_SHIFT else actions.TooManyTries
    with pytest.raises(refused):
        actions.try_digits(
            digits=now.digits(at), shift_pids=[pid], actor=Actor(account_id=999, ip="203.0.113.9"), at=at
        )
    later = at + trying._WITHIN + timedelta(seconds=1)
    other = Actor(account_id=998, ip="203.0.113.9")
    assert actions.try_digits(digits=now.digits(later), shift_pids=[pid], actor=other, at=later) == pid


def test_guesses_of_many_accounts_count_against_the_shift(now: Morning) -> None:
    at, pid = clock.now(), now.shift.public_id
    for n in range(3):
        with pytest.raises(actions.WrongDigits):
            actions.try_digits(
                digits=_wrong(now.digits(at)), shift_pids=[pid], actor=Actor(account_id=n, ip=f"203.0.113.{n}"), at=at
            )
    assert limits.left(trying.BY_SHIFT, pid, at=at) == trying.BY_SHIFT.most - 3
    assert limits.left(trying.BY_NETWORK, "203.0.113.1", at=at) == trying.BY_NETWORK.most - 1


def test_at_the_end_the_digits_are_the_leaving_and_before_it_one_is_asked(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    """One tap less at the end; a press for coming in that is sent twice, or an early one, never checks out."""
    client = client_as("volunteer")
    begun = morning_at(cast, clock.now() - timedelta(minutes=140))
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(begun.shift, person)
    page = client.get("/check-in/").content.decode()
    assert 'name="intent" value="out"' in page
    assert "签退后可计" in page
    digits = begun.digits(clock.now())
    asked = client.post("/check-in/", {"digits": digits})
    assert asked["Location"].startswith("/c/")
    row.refresh_from_db()
    assert row.checked_out_at is None
    left = client.post("/check-in/", {"digits": begun.digits(clock.now()), "intent": "out"})
    assert left["Location"] == f"/attendances/{row.public_id}/"
    row.refresh_from_db()
    assert row.checked_out_at is not None
    assert row.out_source == "code"


def test_long_before_the_end_the_digits_lead_to_a_question(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    assert client.post("/check-in/", {"digits": now.digits(clock.now())}).status_code == 303
    assert 'value="out"' not in client.get("/check-in/").content.decode()
    answer = client.post("/check-in/", {"digits": now.digits(clock.now()), "intent": "out"})
    assert answer["Location"].startswith("/c/")
    assert Attendance.objects.get().checked_out_at is None
