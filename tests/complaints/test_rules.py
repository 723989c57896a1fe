"""When a word is due and what state a complaint is in, at the edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from baiying.complaints import rules

pytestmark = pytest.mark.rules
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIRST, DUE = date(2026, 11, 30), date(2026, 12, 14)


@pytest.mark.law("R685-26")
def test_the_first_word_is_due_before_the_answer_and_on_the_last_day_it_is_in_time() -> None:
    until = rules.waits_until(taken_up_at=None, first_due_on=FIRST, due_on=DUE)
    assert until == FIRST
    assert rules.waits_until(taken_up_at=AT, first_due_on=FIRST, due_on=DUE) == DUE
    assert not rules.is_overdue(until, FIRST)
    assert rules.is_overdue(until, FIRST + timedelta(days=1))


def test_a_place_that_answers_before_it_says_a_first_word_owes_the_answer() -> None:
    assert rules.waits_until(taken_up_at=None, first_due_on=DUE, due_on=FIRST) == FIRST


@pytest.mark.parametrize(
    ("taken_up_at", "ended_at", "outcome", "state"),
    [
        (None, None, "", "received"),
        (AT, None, "", "taken_up"),
        (AT, AT, "resolved", "answered"),
        (None, AT, "explained", "answered"),
        (None, AT, "unfounded", "answered"),
        (AT, AT, "referred", "referred"),
        (None, AT, "withdrawn", "withdrawn"),
        # Only the end decides about these two, and what an outcome says before it is nothing yet.
        (AT, None, "referred", "taken_up"),
        (None, None, "withdrawn", "received"),
    ],
)
def test_states(taken_up_at: datetime | None, ended_at: datetime | None, outcome: str, state: str) -> None:
    assert rules.state_of(taken_up_at=taken_up_at, ended_at=ended_at, outcome=outcome) == state


def test_a_contact_goes_after_so_many_days() -> None:
    assert rules.contact_goes_at(AT, rules.ComplaintRules(contact_days=30)) == AT + timedelta(days=30)
