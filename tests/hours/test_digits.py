"""The six digits can be read, not tried out: by no address, no account, no network beyond a few tries (S2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.actions import digits as trying
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock, limits
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


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
    assert Attendance.objects.get().checked_out_at is None
    left = client.post("/check-in/", {"digits": begun.digits(clock.now()), "intent": "out"})
    assert left["Location"] == f"/attendances/{row.public_id}/"
    row.refresh_from_db()
    assert row.checked_out_at is not None
    assert row.out_source == "digits"


def test_long_before_the_end_the_digits_lead_to_a_question(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    assert client.post("/check-in/", {"digits": now.digits(clock.now())}).status_code == 303
    assert 'value="out"' not in client.get("/check-in/").content.decode()
    answer = client.post("/check-in/", {"digits": now.digits(clock.now()), "intent": "out"})
    assert answer["Location"].startswith("/c/")
    assert Attendance.objects.get().checked_out_at is None


@pytest.mark.law("O67-3")
def test_typed_digits_are_written_as_typed_and_the_opened_address_as_opened(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    address = f"/c/{now.shift.public_id}/{queries.code_of(now.shift.public_id, clock.now()).token}/"
    assert client.post(address, {"intent": "in"}).status_code == 303
    row = Attendance.objects.get()
    assert row.in_source == "code"
    asked = client.post("/check-in/", {"digits": now.digits(clock.now()), "intent": "out"})["Location"]
    token = queries.code_of(now.shift.public_id, clock.now()).token
    assert token not in asked, "who typed is given no address to pass on"
    assert client.get(asked).status_code == 200
    leaving = {"intent": "out", "attendance": row.public_id}
    left = client.post(asked, leaving)
    assert left["Location"] == f"/attendances/{row.public_id}/"
    row.refresh_from_db()
    assert (row.in_source, row.out_source) == ("code", "digits")
    assert client.post(asked, leaving)["Location"] == left["Location"], "pressed twice it is the same"
    assert Attendance.objects.count() == 1
    said = AuditEvent.objects.filter(action__in=["CheckedIn", "CheckedOut"]).order_by("id")
    assert [event.detail["source"] for event in said] == ["code", "digits"]
    assert "本人输入数字" in client.get(left["Location"]).content.decode()


def test_who_types_and_then_opens_the_address_has_opened_it(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    client.post("/check-in/", {"digits": now.digits(clock.now())})
    row = Attendance.objects.get()
    assert row.in_source == "digits"
    asked = client.post("/check-in/", {"digits": now.digits(clock.now()), "intent": "out"})["Location"]
    opened = f"/c/{now.shift.public_id}/{queries.code_of(now.shift.public_id, clock.now()).token}/"
    client.get(opened)
    client.post(asked, {"intent": "out", "attendance": row.public_id})
    row.refresh_from_db()
    assert row.out_source == "code"


def test_the_address_of_typed_digits_opens_to_nobody_who_did_not_type_them(now: Morning, client_as: ClientAs) -> None:
    typed = client_as("volunteer")
    typed.post("/check-in/", {"digits": now.digits(clock.now())})
    asked = typed.post("/check-in/", {"digits": now.digits(clock.now()), "intent": "out"})["Location"]
    other = client_as("stranger")
    assert other.get(asked).status_code == 409
    assert other.post(asked, {"intent": "join"}).status_code == 409
    assert Attendance.objects.count() == 1


def test_typed_digits_at_both_ends_post_at_once_as_a_scan_does(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    builders.rule_set("hours", credit_sources=["code"])
    client, begun = client_as("volunteer"), morning_at(cast, clock.now() - timedelta(minutes=140))
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(begun.shift, person, source="digits")
    client.post("/check-in/", {"digits": begun.digits(clock.now()), "intent": "out"})
    line = HourEntry.objects.get(attendance_id=row.pk)
    assert (line.source, line.tier) == ("digits", "credit"), "by a rule set from before the two were told apart"
    assert not Proposal.objects.exists()
