"""Times as they are typed in the field (case F02): a night watch of twelve hours and more."""

from datetime import datetime
from typing import Any

import pytest

from baiying.hours.forms import AnswerForm, EndForm, PaperForm, Window
from baiying.kit import clock

pytestmark = pytest.mark.rules


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=clock.CHINA)


NIGHT = Window(at(5, 20), at(6, 8))
LONG_NIGHT = Window(at(5, 20), at(6, 10))


def paper(window: Window, **typed: str) -> list[tuple[str, str, datetime, datetime]]:
    form = PaperForm(
        {"words": "第 1 页"} | typed, rows=[("a", "周敏")], starts_at=window.starts_at, ends_at=window.ends_at
    )
    assert form.is_valid(), form.errors
    return form.filled()


def left(window: Window, typed: str) -> Any:
    form = EndForm({"ends_at": typed}, window=window)
    assert form.is_valid(), form.errors
    return form.cleaned_data["ends_at"]


def test_f02_a_sheet_of_a_night_watch_is_read_over_midnight() -> None:
    assert paper(NIGHT, in_a="20:00", out_a="08:00") == [("a", "", at(5, 20), at(6, 8))]
    assert paper(NIGHT, in_a="19:45", out_a="0810") == [("a", "", at(5, 19, 45), at(6, 8, 10))]
    assert paper(NIGHT, in_a="23:00", out_a="24:00") == [("a", "", at(5, 23), at(6, 0))]
    assert paper(NIGHT, in_a="2:00", out_a="5:00") == [("a", "", at(6, 2), at(6, 5))]
    assert paper(NIGHT, whole_a="on") == [("a", "", at(5, 20), at(6, 8))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("09:30", at(6, 9, 30)), ("08:00", at(6, 8)), ("07:30", at(6, 7, 30)), ("22:00", at(5, 22)), ("24:00", at(6, 0))],
)
def test_f02_who_forgot_to_check_out_says_the_morning(typed: str, meant: datetime) -> None:
    assert left(LONG_NIGHT, typed) == meant


def test_f02_an_objection_is_answered_with_the_next_morning() -> None:
    typed = {"upheld": "yes", "starts_at": "20:00", "ends_at": "08:30", "answer": "问过领队"}
    form = AnswerForm(typed, window=NIGHT)
    assert form.is_valid(), form.errors
    assert form.times() == (at(5, 20), at(6, 8, 30))


def test_a_visit_without_a_shift_is_read_from_the_coming_on() -> None:
    visit = Window.of(None, at(5, 22))
    assert left(visit, "23:30") == at(5, 23, 30)
    assert left(visit, "6:00") == at(6, 6)
