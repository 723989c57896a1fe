"""What is read from the hours a station typed, and what is left alone (R024)."""

import pytest

from baiying.places.rules import opening

WORK, SAT = ((510, 720), (840, 1050)), ((540, 960),)


@pytest.mark.parametrize(
    ("text", "days", "holidays"),
    [
        ("周一至周五 8:30–12:00、14:00–17:30", [WORK] * 5 + [(), ()], None),
        ("周一到五8:30-12:00,14:00-17:30；周六 9:00~16:00", [WORK] * 5 + [SAT, ()], None),
        ("星期一至星期五：上午8点半至12点，下午2点至5点半。节假日休息", [WORK] * 5 + [(), ()], ()),
        ("每天 8：00—20：00", [((480, 1200),)] * 7, None),
        ("8:00-20:00（法定节假日除外）", [((480, 1200),)] * 7, ()),
        ("全天开放", [((0, 1440),)] * 7, None),
        ("周二至周日 9:00-17:00，周一闭馆", [()] + [((540, 1020),)] * 6, None),
        ("周六日 9:00-16:00，节假日 9:00-12:00", [()] * 5 + [SAT, SAT], ((540, 720),)),
        ("周一、三、五 8:30-12:00 14:00-17:30", [WORK, (), WORK, (), WORK, (), ()], None),
        ("周六至周一 9时至16时", [SAT, (), (), (), (), SAT, SAT], None),
        ("工作日 8:30-12:00 14:00-17:30；周末 9:00-16:00", [WORK] * 5 + [SAT, SAT], None),
        ("９：００－１６：００", [SAT] * 7, None),
        ("周一至周五 8:00–12:00，14:00–18:00，周六上午", [((480, 720), (840, 1080))] * 5 + [None, ()], None),
        ("Mon–Fri 8:30–12:00, 14:00–17:30; public holidays closed", [WORK] * 5 + [(), ()], ()),
        ("Daily 9:00 to 16:00", [SAT] * 7, None),
        ("周一至周五 18:00-24:00", [((1080, 1440),)] * 5 + [(), ()], None),
    ],
)
def test_hours_as_stations_write_them(
    text: str, days: list[opening.Spans | None], holidays: opening.Spans | None
) -> None:
    week = opening.read(text)
    assert week is not None
    assert (list(week.days), week.holidays) == (days, holidays)


@pytest.mark.parametrize(
    "text",
    [
        "", "见门口", "周一至周五上午", "周一 9:00-12:00 休息",
        "周一至周五", "8:30开门", "17:00-8:00", "8:00-25:00", "8:70-9:00",
        "周一 8:00-12:00，11:00-15:00", "周一至周五 8:00-12:00，有事请打电话", "夏季 8:00-18:00，冬季 9:00-17:00",
        "休息", "周一至周五 8:30-12:00；周六看情况", "周一至周五 8:30-12:00，周六 9:00-12:00，也可能不开",
    ],
)  # fmt: skip
def test_what_is_not_read_whole_says_nothing(text: str) -> None:
    assert opening.read(text) is None


def test_what_a_text_does_not_say_of_holidays_is_not_guessed() -> None:
    every_day, work = opening.read("每天 9:00-16:00"), opening.read("工作日 9:00-16:00；节假日休息")
    assert every_day is not None
    assert work is not None
    assert every_day.on(2, holiday=True) is None
    assert work.on(2, holiday=True) == ()
    # A Saturday on which offices work by the notice.
    assert (work.on(5, working=True), work.on(5)) == (SAT, ())
    assert every_day.on(5, working=True) == SAT


def test_open_now_until_and_later() -> None:
    assert [opening.open_until(WORK, now) for now in (509, 510, 719, 720, 839, 840, 1049, 1050)] == [
        None, 720, 720, None, None, 1050, 1050, None,
    ]  # fmt: skip
    assert [opening.opens_at(WORK, now) for now in (0, 509, 510, 720, 840)] == [510, 510, 840, 840, None]
