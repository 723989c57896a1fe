"""N25: how many parts a text message has, with its signature, as vendors count."""

from decimal import Decimal
from typing import Any

import pytest

from baiying.notices import queries, rules

RARE = "𬭎"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("汉" * 66, "1"),
        ("汉" * 67, "2"),
        ("汉" * 130, "2"),
        ("汉" * 131, "3"),
        # 70 signs, 71 units.
        ("汉" * 65 + RARE, "2"),
        # 134 units, but the pair may not be split between two parts.
        ("汉" * 62 + RARE + "汉" * 66, "2–3"),
        # What is GSM elsewhere is not: the signature stands before it.
        ("A" * 160, "3"),
        ("", "1"),
    ],
)
def test_n25_parts_are_counted_in_units_with_the_signature(text: str, said: str) -> None:
    assert str(rules.parts(text, "百应")) == said


def test_n25_a_mass_message_is_counted_on_the_texts_as_they_leave() -> None:
    """A fixed text of 62 units with a place: 97 of a hundred have at most four signs, three are longer."""
    texts = ["字" * 62 + "东街口"] * 97 + ["字" * 62 + "东" * 70] * 3
    assert sum(rules.parts(text, "百应").most for text in texts) == 97 + 3 * 3
    short = ["字" * 62 + "东" * 4] * 97 + ["字" * 62 + "东" * 40] * 3
    assert sum(rules.parts(text, "百应").most for text in short) == 103


def test_the_signature_is_the_gateways_and_without_one_the_name_of_the_site(settings: Any) -> None:
    settings.GATEWAY_ACCOUNTS = {"sms": {"signature": "宁远市志愿服务"}}
    assert queries.parts_of("汉" * 61).units == 61 + 9
    settings.GATEWAY_ACCOUNTS = {"sms": {"signature": ""}}
    assert queries.parts_of("汉" * 61).units == 61 + 4


def test_a_price_is_shown_where_it_is_known(settings: Any) -> None:
    assert queries.price_of(103_000) is None
    settings.BAIYING_SMS_PRICE = Decimal("0.045")
    assert queries.price_of(103_000) == Decimal("4635.00")
