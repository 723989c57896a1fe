"""Numbers of the state, as people type them."""

from datetime import date

import pytest

from baiying.kit.values import identifiers

pytestmark = pytest.mark.rules

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_the_same_number_is_read_however_it_is_typed(typed: str) -> None:
    read = identifiers.citizen_id(typed, on=TODAY)
    assert (read.number, read.birth_date, read.sex) == ("11010519491231002X", date(1949, 12, 31), "female")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1101051949123100", "length"),
        ("11010519491331002X", "date"),
        ("110105194912310021", "checksum"),
        ("1101051949123100AX", "characters"),
        ("110105204912310024", "future"),
        ("X10105194912310021", "characters"),
    ],
)
@pytest.mark.law("GOV-identifiers")
def test_a_wrong_id_number_says_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.citizen_id(typed, on=TODAY)
    assert refused.value.code == why


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L", "9144030071526726xg"])
def test_real_credit_codes_are_accepted(code: str) -> None:
    assert identifiers.credit_code(code) == code.upper()


@pytest.mark.parametrize(
    ("code", "why"), [("9135010", "length"), ("91350100M000100I43", "characters"), ("91350100M000100Y44", "checksum")]
)
def test_wrong_credit_codes_are_refused(code: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.credit_code(code)
    assert refused.value.code == why


@pytest.mark.parametrize("typed", ["13912345678", "+86 139 1234 5678", "0086-13912345678", "8613912345678"])
def test_a_phone_is_read_with_or_without_its_country(typed: str) -> None:
    assert identifiers.mobile_phone(typed) == "13912345678"


def test_masks_show_enough_to_recognise_and_too_little_to_use() -> None:
    assert identifiers.mask_phone("13912345678") == "139****5678"
    assert identifiers.mask_id("11010519491231002X") == "110*************2X"
    assert identifiers.mask_name("张三丰") == "张**"


def test_a_birthday_counts_on_its_day() -> None:
    assert identifiers.age_on(date(2013, 11, 24), TODAY) == 13
    assert identifiers.age_on(date(2013, 11, 25), TODAY) == 12
