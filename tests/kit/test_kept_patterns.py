"""What always stands in a kept text, and what fills it: for vendors who approve texts before they leave (N33)."""

import pytest

from baiying.kit.kept import Kept, pattern, translate, writer

day = writer("tests.day", lambda number: f"{number} 日")


def made(title: str = "大扫除") -> Kept:
    return translate("您报名的“%(title)s”改到%(when)s。") % {"title": title, "when": day(5)}


def test_a_text_has_gaps_by_name_and_what_fills_them() -> None:
    assert pattern(made().recipe) == ("您报名的“{title}”改到{when}。", {"title": "大扫除", "when": "5 日"})


@pytest.mark.parametrize("typed", ["大扫除 {{手机号}} <b>必到</b>", "{when}", "100%", "%(when)s", "None", ""])
def test_n33_what_somebody_typed_is_filled_in_once_and_stands_as_it_was_typed(typed: str) -> None:
    text = made(typed)
    found, values = pattern(text.recipe)
    assert found == "您报名的“{title}”改到{when}。"
    assert values["title"] == typed
    assert str(text) == f"您报名的“{typed}”改到5 日。"


def test_texts_in_a_row_keep_their_gaps_apart() -> None:
    two = made("甲") + "（附言）" + (translate("您报名的“%(title)s”改到%(when)s。") % {"title": "乙", "when": day(5)})
    found, values = pattern(two.recipe)
    assert found == "您报名的“{title}”改到{when}。{text}您报名的“{title2}”改到{when}。"
    assert values == {"title": "甲", "when": "5 日", "text": "（附言）", "title2": "乙"}


def test_a_text_without_gaps_stands_as_it_is_and_a_plain_one_is_a_gap() -> None:
    assert pattern(translate("收到。").recipe) == ("收到。", {})
    assert pattern("随手写的") == ("{text}", {"text": "随手写的"})
    assert pattern((translate("还有 %(n)d 人，%%") % {"n": 7}).recipe) == ("还有 {n} 人，%", {"n": "7"})
