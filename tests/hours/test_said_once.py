"""What is said once of two times holds for both, on a pasted sheet, in columns and in two fields; who a line names."""

from datetime import datetime, timedelta

import pytest

from baiying.hours.forms import CorrectionForm, Window
from baiying.hours.paper_form import PaperForm
from baiying.hours.rules import sheet
from baiying.kit import clock
from baiying.kit.values import times

DAY = datetime(2026, 11, 21, tzinfo=clock.CHINA)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("text", "who", "came", "left"),
    [
        ("王芳 下午2点 4点", "王芳", "下午2点", "下午4点"),
        ("王芳\t下午2点\t4点", "王芳", "下午2点", "下午4点"),
        ("王芳 下午2点-4点", "王芳", "下午2点", "下午4点"),
        ("王芳 上午9点 11点半", "王芳", "上午9点", "上午11点半"),
        ("王芳 上午11点 1点", "王芳", "上午11点", "1点"),
        ("王芳 晚上10点 2点", "王芳", "晚上10点", "2点"),
        ("王芳 下午2点 16:00", "王芳", "下午2点", "16:00"),
        ("王芳 上午9点 下午1点", "王芳", "上午9点", "下午1点"),
        ("1、王芳 9:00 11:00", "王芳", "9:00", "11:00"),
        ("12. 王芳 9:00 11:00", "王芳", "9:00", "11:00"),
        ("(3) 王芳 9点 11点", "王芳", "9点", "11点"),
        ("4 王芳 9:00 11:00", "王芳", "9:00", "11:00"),
        ("Wang Fang 9:00 11:00", "Wang Fang", "9:00", "11:00"),
        ("Wang Fang\t9:00\t11:00", "Wang Fang", "9:00", "11:00"),
        ("王芳 22:00 次日2:00", "王芳", "22:00", "2:00"),
        ("王芳\t22:00\t次日2:00", "王芳", "22:00", "2:00"),
        ("王芳\t22:00-次日2:00", "王芳", "22:00", "2:00"),
        # A whole day later is no time of this shift: it stays as it was typed, and the field refuses it.
        ("王芳\t22:00\t次日23:00", "王芳", "22:00", "次日23:00"),
        ("王芳 22:00 次日23:00", "王芳", "22:00 次日23:00", ""),
    ],
)
def test_a_line_of_the_sheet(text: str, who: str, came: str, left: str) -> None:
    [line] = sheet.read_block(text)
    assert (line.who, line.came, line.left) == (who, came, left)


@pytest.mark.parametrize("hours", [3, 8, 8.5, 9])
@pytest.mark.parametrize("typed", [("下午2点", "4点"), ("下午2:00", "4:00"), ("2:00 PM", "4:00 PM")])
def test_in_two_fields_the_afternoon_is_said_once_too(hours: float, typed: tuple[str, str]) -> None:
    data = {"words": "1", "in_k": typed[0], "out_k": typed[1]}
    form = PaperForm(data, rows=[("k", "王芳")], starts_at=at(14), ends_at=at(14 + hours))
    assert form.is_valid(), form.errors
    assert form.filled() == [("k", "", at(14), at(16))]
    correction = CorrectionForm(
        {"what": "times", "starts_at": typed[0], "ends_at": typed[1], "words": "问过领队"},
        window=Window(at(14), at(14 + hours)),
    )
    assert correction.is_valid(), correction.errors
    assert correction.times() == (at(14), at(16))


@pytest.mark.rules
@pytest.mark.parametrize("second", ["4点", "下午4点", "16:00", ""])
def test_nothing_is_said_twice(second: str) -> None:
    once = times.said_once("下午2点", second)
    assert times.said_once("下午2点", once) == once
