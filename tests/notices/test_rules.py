"""When a phone may be disturbed and how often a message is tried again, hour by hour."""

from datetime import time, timedelta

import pytest

from baiying.notices import rules
from baiying.notices.rules import NoticeRules

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (21, 8, {21, 22, 23, *range(8)}),
        (0, 6, set(range(6))),
        (12, 14, {12, 13}),
        (23, 0, {23}),
        (1, 0, set(range(1, 24))),
        (8, 8, set()),
        (0, 0, set()),
    ],
)
def test_the_quiet_hours_begin_with_the_first_and_end_before_the_last(start: int, end: int, quiet: set[int]) -> None:
    given = NoticeRules(quiet_from_hour=start, quiet_to_hour=end)
    assert {hour for hour in range(24) if rules.is_quiet(time(hour, 0), given)} == quiet
    assert {hour for hour in range(24) if rules.is_quiet(time(hour, 59, 59), given)} == quiet


@pytest.mark.parametrize(("start", "end"), [(24, 8), (21, 24), (-1, 8), (21, -1)])
def test_an_hour_that_no_clock_shows_is_refused_in_words(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"^钟点应在 0 到 23 之间。$"):
        NoticeRules(quiet_from_hour=start, quiet_to_hour=end)


def test_the_first_and_the_last_hour_of_a_day_are_hours() -> None:
    for hour in (0, 23):
        assert NoticeRules(quiet_from_hour=hour, quiet_to_hour=hour).quiet_from_hour == hour


@pytest.mark.parametrize(
    ("urgent", "minutes"), [(False, [1, 5, 15, 60, 240, None, None]), (True, [1, 1, 2, None, None])]
)
def test_the_pauses_grow_and_then_the_message_is_given_up(urgent: bool, minutes: list[int | None]) -> None:
    found = [rules.retry_after(tries, urgent=urgent) for tries in range(1, len(minutes) + 1)]
    assert found == [None if n is None else timedelta(minutes=n) for n in minutes]


@pytest.mark.parametrize(("sent", "over"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_fourth_message_of_a_day_is_over_the_limit(sent: int, over: bool) -> None:
    assert rules.over_limit(sent, NoticeRules()) is over
    assert rules.over_limit(sent, NoticeRules(sms_per_phone_day=9)) is False
    assert rules.over_limit(sent, NoticeRules(sms_per_phone_day=0)) is True
