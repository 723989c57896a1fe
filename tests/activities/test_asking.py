"""What is meant by what people type: everyday words, a city's own, and times (P11)."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from baiying.activities.rules import asking, everyday, plans, searching, tables
from baiying.people.catalogues import CATEGORIES

SATURDAY = date(2026, 11, 28)
BOOK = everyday.shipped()


@pytest.mark.rules
@pytest.mark.parametrize(
    ("typed", "words", "weekdays", "span", "parts"),
    [
        ("打扫", ("打扫",), (), "", ()),
        ("周六上午", (), (6,), "", ("morning",)),
        ("周六上午养老院打扫", ("养老院", "打扫"), (6,), "", ("morning",)),
        ("星期天晚上", (), (7,), "", ("evening",)),
        ("下周六", (), (6,), "next_week", ()),
        ("这周日下午", (), (7,), "this_week", ("afternoon",)),
        ("下周末", (), (), "next_weekend", ()),
        ("周末补读班", ("补读班",), (), "weekend", ()),
        ("想去养老院", ("养老院",), (), "", ()),
        ("带孩子", ("孩子",), (), "", ()),
        ("老人义诊", ("老人", "义诊"), (), "", ()),
        ("志愿服务", (), (), "", ()),
        ("saturday morning cleaning", ("cleaning",), (6,), "", ("morning",)),
        ("工作日", (), (1, 2, 3, 4, 5), "", ()),
        ("义", ("义",), (), "", ()),
        ("　打\u200b扫　", ("打扫",), (), "", ()),
        ("", (), (), "", ()),
    ],
)
def test_times_and_everyday_words_are_read_out_of_what_is_typed(
    typed: str, words: tuple[str, ...], weekdays: tuple[int, ...], span: str, parts: tuple[str, ...]
) -> None:
    read = asking.read(typed, BOOK)
    assert (read.words, read.weekdays, read.span, read.parts) == (words, frozenset(weekdays), span, frozenset(parts))


@pytest.mark.rules
@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("weekend", date(2026, 11, 28), date(2026, 11, 29)),
        ("next_weekend", date(2026, 12, 5), date(2026, 12, 6)),
        ("this_week", date(2026, 11, 28), date(2026, 11, 29)),
        ("next_week", date(2026, 11, 30), date(2026, 12, 6)),
        ("tomorrow", date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_a_span_has_days(span: str, first: date, last: date) -> None:
    assert asking.days_of(span, SATURDAY) == (first, last)
    assert asking.days_of("weekend", date(2026, 11, 29)) == (date(2026, 11, 29), date(2026, 11, 29))
    assert asking.days_of("some day", SATURDAY) is None


@pytest.mark.rules
def test_the_dictionary_names_only_what_there_is() -> None:
    text = (Path(everyday.__file__).parent.parent / "data" / "everyday.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(text)["words"]) == len(BOOK)
    categories = {code for code, _ in CATEGORIES}
    for word, meant in BOOK.items():
        assert meant, word
        for one in meant:
            if one[0] == everyday.CATEGORY:
                assert one[1:] in categories, (word, one)
            elif one[0] == everyday.RECIPIENT:
                assert one[1:] in tables.RECIPIENTS, (word, one)
            else:
                assert len(one) > 1, (word, one)


@pytest.mark.rules
def test_a_city_adds_words_and_a_word_without_meaning_is_refused() -> None:
    book = everyday.dictionary(["撸串：烧烤 夜市", "打扫:扫雪"])
    assert book["撸串"] == ("烧烤", "夜市")
    assert {"清扫", "扫雪"} <= set(book["打扫"])
    for bad in ("撸串", "撸串:", ":烧烤", "撸 串:烧烤"):
        with pytest.raises(ValueError, match="冒号"):
            plans.ActivityRules(everyday_words=(bad,))


@pytest.mark.rules
def test_every_way_of_saying_a_time_is_known() -> None:
    """The table itself, made anew: what is read by it is tried above word by word."""
    known = asking._times()
    for number, name in enumerate("一二三四五六日", 1):
        for week in ("周", "星期", "礼拜"):
            assert known[week + name] == ("weekday", number)
            for this in ("这", "本", "这个"):
                assert known[this + week + name] == (asking.THIS_WEEK, number)
            for after in ("下", "下个"):
                assert known[after + week + name] == (asking.NEXT_WEEK, number)
    assert known["周天"] == known["周日"] == ("weekday", 7)
    assert known["下星期天"] == (asking.NEXT_WEEK, 7)
    assert "周一天" not in known
    assert "周一日" not in known
    assert [known[day] for day in ("monday", "sunday")] == [("weekday", 1), ("weekday", 7)]
    assert known["工作日"] == known["平时"] == ("weekdays", (1, 2, 3, 4, 5))
    assert known["早班"] == ("part", asking.MORNING)
    assert known["下班后"] == ("part", asking.EVENING)
    assert known["后天"] == ("span", asking.AFTER_TOMORROW)
    assert known["下周末"] == ("span", asking.NEXT_WEEKEND)
    assert {kind for kind, _ in known.values()} == {
        "part", "span", "weekday", "weekdays", asking.THIS_WEEK, asking.NEXT_WEEK
    }  # fmt: skip


@pytest.mark.rules
@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("撸串:烧烤 夜市", ("撸串", ("烧烤", "夜市"))),
        ("撸串：烧烤", ("撸串", ("烧烤",))),
        ("撸串=烧烤", ("撸串", ("烧烤",))),
        ("串:烧烤", ("串", ("烧烤",))),
        ("撸串:烧烤:夜市", ("撸串", ("烧烤:夜市",))),
    ],
)
def test_a_citys_own_word(line: str, read: tuple[str, tuple[str, ...]]) -> None:
    assert everyday.read(line) == read
    for wrong in (":烧烤", "撸串:", "撸串", "撸 串:烧烤", "一二三四五六七八九十一二三:烧烤"):
        with pytest.raises(ValueError, match="日常说法要写成"):
            everyday.read(wrong)


@pytest.mark.rules
def test_an_activity_is_found_by_texts_and_codes() -> None:
    found = searching.terms(["清河道"], categories=["care"], recipients=["03"])
    assert found[-2:] == ["@care", "#03"]
    assert searching.terms(["清河道"]) == found[:-2] != []


@pytest.mark.rules
def test_the_day_after_tomorrow_is_one_day() -> None:
    today = date(2026, 12, 31)
    assert asking.days_of(asking.AFTER_TOMORROW, today) == (date(2027, 1, 2), date(2027, 1, 2))
    assert asking.days_of("someday", today) is None
