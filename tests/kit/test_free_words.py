"""Words that go out to people carry no number of anybody and no link, and the sentence names what was found."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from baiying.kit.forms import fault_of_record, for_many, for_the_record

pytestmark = pytest.mark.rules


@pytest.mark.parametrize("guard", [for_many, for_the_record])
@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("有事打 13 812 345 678", "138****5678"),
        ("有事打 １３８１２３４５６７８", "138****5678"),
        ("有事打 138——1234——5678", "138****5678"),
        ("有事打 一三八一二三四五六七八", "138****5678"),
        ("他的证件 110 105 194 912 310 02X", "110*************2X"),
        ("到 https://evil.example/lq?x=1 领补贴", "https://evil.example/lq?x=1"),
        ("到 evil点com 领补贴", "evil.com"),
    ],
)
def test_the_sentence_names_what_was_found(guard: object, words: str, named: str) -> None:
    with pytest.raises(ValidationError) as fault:
        guard(words)  # type: ignore[operator]
    assert named in str(fault.value.messages[0])


@pytest.mark.parametrize("guard", [for_many, for_the_record])
@pytest.mark.parametrize(
    "words",
    [
        "大雨，改到 12 月 6 日 9:00–11:30，地点不变", "座机 0374-2961234 或 400-123-4567",
        "经费 1 500 元，15 人，每人 100 元",
        "文件见 https://www.gov.cn/a.htm", "学习材料在 www.wenming.cn", "文化路 138 号 12 栋 3 单元 1201",
        "表格发到 zyz@example.com",
    ],
)  # fmt: skip
def test_what_people_write_every_day_stands(guard: object, words: str) -> None:
    guard(words)  # type: ignore[operator]


def test_the_own_address_of_the_house_may_be_named() -> None:
    words = "详情 https://zyz.example/activities/abc/"
    assert "zyz.example" in fault_of_record(words)
    with override_settings(PUBLIC_ADDRESS="https://zyz.example"):
        assert fault_of_record(words) == ""
