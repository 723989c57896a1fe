"""Times as they are typed in the field (case F02): a night watch of twelve hours and more."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from baiying.hours.forms import AnswerForm, EndForm, EndsForm, Window
from baiying.hours.paper_form import PaperForm
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


DAY = Window(at(5, 9), at(5, 12))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("08:45", at(5, 8, 45)), ("12:30", at(5, 12, 30)), ("18:00", at(5, 18)), ("03:00", at(5, 3)), ("18:01", None),
        ("02:59", None), ("23:00", None), ("24:00", None),
    ],
)  # fmt: skip
def test_a_time_that_fits_nowhere_near_the_shift_is_refused_at_its_field(typed: str, meant: datetime | None) -> None:
    one = EndForm({"ends_at": typed}, window=DAY)
    shift = SimpleNamespace(starts_at=DAY.starts_at, ends_at=DAY.ends_at)
    many = EndsForm(
        {"all_at": "12:00", "confirm_a": "on", "ends_a": typed},
        shift=shift,
        rows=[("a", "")],
        comes_to_nothing=lambda *_: False,
    )
    answer = {"upheld": "yes", "starts_at": "09:00", "ends_at": typed, "answer": "问过领队"}
    answered = AnswerForm(answer, window=DAY)
    sheet = {"words": "第 1 页", "in_a": "09:00", "out_a": typed}
    paper = PaperForm(sheet, rows=[("a", "周敏")], starts_at=DAY.starts_at, ends_at=DAY.ends_at)
    for form, name in ((one, "ends_at"), (many, "ends_a"), (answered, "ends_at"), (paper, "out_a")):
        assert form.is_valid() == (meant is not None), form.errors
        if meant is None:
            [sentence] = form.errors[name]
            assert "太远" in sentence
            assert "9:00" in sentence
            assert form[name].value() == typed, "what was typed stays"
    if meant is not None:
        assert one.cleaned_data["ends_at"] == many.chosen()[0][1] == paper.filled()[0][3] == meant
        assert answered.times() == (DAY.starts_at, meant)


def test_a_visit_without_a_shift_is_read_from_the_coming_on() -> None:
    visit = Window.of(None, at(5, 22))
    assert left(visit, "23:30") == at(5, 23, 30)
    assert left(visit, "6:00") == at(6, 6)


def test_the_summary_of_a_sheet_says_whose_row_is_wrong() -> None:
    sheet = {"words": "第 1 页", "out_a": "10:00", "no_extra0": "X", "in_extra0": "25:99"}
    form = PaperForm(sheet, rows=[("b", "张三"), ("a", "周敏")], starts_at=DAY.starts_at, ends_at=DAY.ends_at)
    assert not form.is_valid()
    assert "2. 周敏 · 到达" in str(form["in_a"].label)
    assert "第 3 行 · 到达" in str(form["in_extra0"].label)
