"""Numbers of the state, as people type them."""

from datetime import date

import pytest

from baiying.kit.forms import PHONE_WORDS
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


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "91110000600037341L", "9144030071526726xg", "914110814001116689"]
)
def test_real_credit_codes_are_accepted(code: str) -> None:
    assert identifiers.credit_code(code) == code.upper()


@pytest.mark.parametrize(
    ("code", "why"), [("9135010", "length"), ("91350100M000100I43", "characters"), ("91350100M000100Y44", "checksum")]
)
def test_wrong_credit_codes_are_refused(code: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.credit_code(code)
    assert refused.value.code == why


# F19, F20: what exists though it does not check; whose number it is; who gives such codes.
@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91350203M0001QKT19", "checksum"),
        ("429988198709080189", "citizen"),
        ("11010519491231002X", "citizen"),
        ("42350100M000100Y43", "department"),
        ("B1350100M000100Y43", "department"),
        ("94350100M000100Y43", "department"),
        ("Y2350100M000100Y43", "department"),
        ("54350100M000100Y43", "checksum"),
        ("12350100M000100Y43", "checksum"),
    ],
)
def test_a_credit_code_says_whose_it_cannot_be(code: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.credit_code(code)
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0374-2961234", "0374-2961234"),
        ("(0374) 2961234", "0374-2961234"),
        ("03742961234", "0374-2961234"),
        ("０３７４－２９６１２３４", "0374-2961234"),
        ("010-62345678", "010-62345678"),
        ("010-62345678-801", "010-62345678-801"),
        ("0374-2961234 转 8", "0374-2961234-8"),
        ("0374-2961234 ext. 8", "0374-2961234-8"),
        ("0374-2961234#8", "0374-2961234-8"),
        ("0374-2961234 分机 801", "0374-2961234-801"),
        ("021 61234567", "021-61234567"),
        ("400-800-1234", "400-800-1234"),
        ("4008001234", "400-800-1234"),
        ("800 810 1234", "800-810-1234"),
        ("+86 374 2961234", "0374-2961234"),
        ("+86 10 6234 5678", "010-62345678"),
        ("+86 851 8296 1234", "0851-82961234"),
        ("+86-411-82961234", "0411-82961234"),
        ("86-374-2961234", "0374-2961234"),
        ("0086 374 2961234", "0374-2961234"),
        ("+86 0374 2961234", "0374-2961234"),
        ("+86 400 800 1234", "400-800-1234"),
        ("12345", "12345"),
        ("12380", "12380"),
        ("96198", "96198"),
        ("139 1234 5678", "13912345678"),
        ("(+86)13912345678", "13912345678"),
        ("\u202d13912345678\u202c", "13912345678"),
    ],
)
def test_a_contact_is_reached_by_mobile_landline_or_service_number(typed: str, read: str) -> None:
    assert identifiers.contact_phone(typed) == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0374-296123", "landline"),
        ("0374-296123456", "landline"),
        ("037-2961234", "landline"),
        ("2961234", "length"),
        ("139123456789", "length"),
        ("12912345678", "characters"),
        ("400-800-123", "length"),
    ],
)
def test_a_wrong_contact_number_says_why(typed: str, why: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.contact_phone(typed)
    assert refused.value.code == why


@pytest.mark.parametrize(
    "typed",
    [
        "13912345678",
        "+86 139 1234 5678",
        "0086-13912345678",
        "8613912345678",
        "(+86)13912345678",
        "\u202d139\u200b12345678\u202c",
    ],
)
def test_a_phone_is_read_with_or_without_its_country(typed: str) -> None:
    assert identifiers.mobile_phone(typed) == "13912345678"


def test_masks_show_enough_to_recognise_and_too_little_to_use() -> None:
    assert identifiers.mask_phone("13912345678") == "139****5678"
    assert identifiers.mask_id("11010519491231002X") == "110*************2X"
    assert identifiers.mask_name("张三丰") == "张**"


def test_a_birthday_counts_on_its_day() -> None:
    assert identifiers.age_on(date(2013, 11, 24), TODAY) == 13
    assert identifiers.age_on(date(2013, 11, 25), TODAY) == 12


@pytest.mark.parametrize(
    "text", ["0374-2961234", "０３７４ 2951234", "03742951234", "010-62345678", "400-800-1234", "12345"]
)
def test_where_a_code_is_sent_a_landline_is_told_apart_from_a_slip(text: str) -> None:
    with pytest.raises(identifiers.BadIdentifier) as refused:
        identifiers.mobile_phone(text)
    assert refused.value.code == "no_texts"
    assert "收不到短信" in str(PHONE_WORDS["no_texts"])
