"""When somebody is asked and parked, as rules: tables at the edges (U40)."""

from datetime import date, timedelta

import pytest

from baiying.people.rules import sleeping
from baiying.people.rules.sleeping import DormancyRules, News, State, Step

DAY = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2025, 2, 28), 24, date(2027, 2, 28)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2025, 1, 15), -12, date(2024, 1, 15)),
    ],
)
def test_u40_months_end_on_the_last_day_of_a_short_month(day: date, months: int, after: date) -> None:
    assert sleeping.months_after(day, months) == after


@pytest.mark.parametrize(
    ("last", "today", "asleep"),
    [
        (date(2024, 2, 29), date(2026, 2, 27), False),
        (date(2024, 2, 29), date(2026, 2, 28), True),
        (date(2025, 2, 28), date(2027, 2, 28), True),
        (date(2025, 3, 1), date(2027, 2, 28), False),
    ],
)
def test_u40_asleep_from_the_day_on_which_the_months_are_over(last: date, today: date, asleep: bool) -> None:
    assert sleeping.sleeps(last, today, 24) is asleep


LEFT = News(left_on=DAY - timedelta(days=60))


@pytest.mark.parametrize(
    ("now", "news", "due", "going", "step"),
    [
        (State.FOUND, News(), None, True, Step.NOTHING),
        (State.FOUND, News(acted=True), None, True, Step.WAKE),
        (State.FOUND, News(gone=True), None, True, Step.LEAVE),
        (State.ASKED, News(waits=True), None, True, Step.NOTHING),
        (State.ASKED, News(), None, True, Step.UNREACH),
        (State.ASKED, News(left_on=DAY), None, True, Step.TELL),
        (State.ASKED, News(left_on=DAY, acted=True), None, True, Step.WAKE),
        (State.TOLD, LEFT, DAY, True, Step.PARK),
        (State.TOLD, LEFT, DAY + timedelta(days=1), True, Step.NOTHING),
        (State.TOLD, LEFT, DAY, False, Step.NOTHING),
        (State.TOLD, LEFT, None, True, Step.NOTHING),
        (State.TOLD, News(), DAY, True, Step.UNREACH),
        (State.TOLD, News(waits=True), DAY, True, Step.NOTHING),
        (State.TOLD, News(left_on=DAY, acted=True), DAY, True, Step.WAKE),
        (State.TOLD, News(left_on=DAY, acted=True, gone=True), DAY, True, Step.LEAVE),
        (State.UNREACHED, News(), DAY, True, Step.NOTHING),
        (State.UNREACHED, News(acted=True), None, True, Step.WAKE),
        (State.PARKED, News(), DAY, True, Step.NOTHING),
        (State.PARKED, News(acted=True), DAY, False, Step.WAKE),
        (State.PARKED, News(gone=True), DAY, True, Step.LEAVE),
        (State.ENDED, News(acted=True, gone=True), DAY, True, Step.NOTHING),
    ],
)
def test_what_a_day_makes_of_an_open_row(now: State, news: News, due: date | None, going: bool, step: Step) -> None:
    assert sleeping.step(now, news, due=due, today=DAY, going=going) is step


def test_the_days_run_from_the_leaving() -> None:
    assert sleeping.due_on(date(2027, 3, 1), 60) == date(2027, 4, 30)


def test_a_slice_is_what_the_rule_allows() -> None:
    rules = DormancyRules(slice_people=20)
    assert [sleeping.quota(n, rules) for n in (0, 19, 20, 25)] == [20, 1, 0, 0]
    assert [sleeping.slices(n, rules) for n in (0, 1, 20, 21)] == [0, 1, 1, 2]


def test_states_follow_from_the_columns() -> None:
    def of(**columns: bool) -> State:
        none = dict.fromkeys(("asked", "told", "unreached", "parked", "ended"), False)
        return sleeping.state(**{**none, **columns})

    assert of() is State.FOUND
    assert of(asked=True) is State.ASKED
    assert of(asked=True, told=True) is State.TOLD
    assert of(asked=True, told=True, unreached=True) is State.UNREACHED
    assert of(asked=True, told=True, parked=True) is State.PARKED
    assert of(asked=True, unreached=True, parked=True) is State.PARKED
    assert of(asked=True, told=True, parked=True, ended=True) is State.ENDED
