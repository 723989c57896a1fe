"""Whole numbers as typed, who acts, and identifiers at the edges of what they accept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values import actor, identifiers, names, numbers
from baiying.kit.values.actor import Acting, Actor, Via
from baiying.kit.values.identifiers import BadIdentifier

pytestmark = pytest.mark.rules
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0), ("007", 7), (" 12 ", 12), ("１２", 12), ("　5　", 5), (42, 42), ("9" * 18, 10**18 - 1),
        ("0" * 18, 0), ("0" * 19, None), ("9" * 19, None), (" " * 18 + "9" * 18, 10**18 - 1),
        (" " * 19 + "9" * 18, None), ("", None),
        ("  ", None), ("-1", None), ("+1", None), ("1.0", None), ("²", None), ("1²", None), ("①", None), ("Ⅳ", None),
        ("1 2", None), ("٣", None), ("1\x00", None), ("十", None), (None, None), ("1e3", None), (1.5, None),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_or_nothing(typed: object, number: int | None) -> None:
    assert numbers.whole(typed) == number


@pytest.mark.parametrize(("typed", "number"), [("2", None), ("3", 3), ("9", 9), ("10", None)])
def test_both_bounds_belong_to_what_is_taken(typed: str, number: int | None) -> None:
    assert numbers.whole(typed, least=3, most=9) == number


@given(st.text(max_size=40) | st.text(st.characters(categories=["Nd", "No", "Nl", "Zs"]), max_size=40))
def test_no_text_makes_a_fault_and_what_is_read_is_not_negative(text: str) -> None:
    found = numbers.whole(text)
    assert found is None or 0 <= found < 10**18


ACTING = Acting(1, "a1", "county_office", 7)


@pytest.mark.parametrize(
    ("who", "signed_in", "role"),
    [
        (Actor(), False, "public"),
        (actor.STRANGER, False, "public"),
        (Actor(account_id=5), True, "volunteer"),
        (Actor(account_id=0), True, "volunteer"),
        (Actor(account_id=5, acting=ACTING), True, "county_office"),
        (Actor(person_id=5), False, "public"),
    ],
)
def test_who_acts_in_whose_name(who: Actor, signed_in: bool, role: str) -> None:
    assert (who.is_signed_in, who.role) == (signed_in, role)


def test_the_audit_can_tell_the_doors_apart() -> None:
    assert actor.system("nightly") == Actor(label="nightly", via=Via.JOB)
    assert actor.command("migrate") == Actor(label="migrate", via=Via.COMMAND)
    assert Actor().via is Via.BROWSER
    assert ACTING.area_path == ()


def citizen(born: str, serial: str = "002") -> str:
    first = f"110105{born}{serial}"
    return first + identifiers.citizen_id_check(first)


def why_not_citizen(number: str) -> str:
    with pytest.raises(BadIdentifier) as refused:
        identifiers.citizen_id(number, on=TODAY)
    assert str(refused.value) == refused.value.code
    return refused.value.code


@pytest.mark.law("GOV-identifiers")
def test_births_are_taken_from_1850_until_today() -> None:
    assert identifiers.citizen_id(citizen("18500101"), on=TODAY).birth_date == date(1850, 1, 1)
    assert why_not_citizen(citizen("18491231")) == "date"
    assert why_not_citizen(citizen("20260230")) == "date"
    assert identifiers.citizen_id(citizen("20261124"), on=TODAY).birth_date == TODAY
    assert why_not_citizen(citizen("20261125")) == "future"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1101051949123100", "length"), ("11010519491231002X1", "length"), ("", "length"),
        ("11010519491231002Y", "last"), ("1101051949123100XX", "characters"),
        ("11010519491231002٣", "last"), ("110105194912310٣2X", "characters"), ("110105194912310020", "checksum"),
    ],
)  # fmt: skip
@pytest.mark.law("GOV-identifiers")
def test_the_reason_is_the_first_that_a_reader_can_mend(number: str, code: str) -> None:
    assert why_not_citizen(number) == code


def test_a_check_sign_is_only_made_of_as_many_signs_as_stand_before_it() -> None:
    for make in (identifiers.citizen_id_check, identifiers.credit_code_check):
        for length in (16, 18):
            with pytest.raises(ValueError, match="zip"):
                make("1" * length)


@pytest.mark.parametrize("first", ["BX", "X1", "X2", "1X", "A2", "Y9", "B1", "01"])
@pytest.mark.law("GOV-identifiers")
def test_a_credit_code_of_no_registry_is_refused_though_its_check_sign_is_right(first: str) -> None:
    code = f"{first}410000MJ0001234"
    with pytest.raises(BadIdentifier) as refused:
        identifiers.credit_code(code + identifiers.credit_code_check(code))
    assert refused.value.code == "department"


def test_an_odd_serial_is_a_man_an_even_one_a_woman() -> None:
    found = [
        identifiers.citizen_id(citizen("19900101", serial), on=TODAY).sex for serial in ("001", "002", "009", "010")
    ]
    assert found == ["male", "female", "male", "female"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1391234567", "length"), ("139123456789", "length"), ("", "length"), ("12912345678", "characters"),
        ("23912345678", "characters"), ("1391234567X", "characters"), ("8513912345678", "length"),
        ("8639123456789", "characters"), ("86139123456780", "length"),
    ],
)  # fmt: skip
def test_a_phone_that_is_none_says_why(typed: str, code: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        identifiers.mobile_phone(typed)
    assert refused.value.code == code


@pytest.mark.parametrize("typed", ["13012345678", "19912345678", "+86008613912345678"])
def test_every_mobile_prefix_is_read(typed: str) -> None:
    assert identifiers.mobile_phone(typed) == typed[-11:]


@pytest.mark.law("R685-20")
def test_masks_of_short_and_long_values_never_show_them_whole() -> None:
    assert [identifiers.mask_id(n) for n in ("", "1", "12345678", "123456789", "1234567890")] == [
        "", "*", "********", "123****89", "123*****90"
    ]  # fmt: skip
    assert [identifiers.mask_name(n) for n in ("", "张", "张三", "欧阳修文")] == ["", "张*", "张*", "欧***"]
    assert identifiers.mask_phone("13800001111") == "138****1111"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 24), TODAY, 18), (date(2008, 11, 25), TODAY, 17), (date(2008, 12, 1), TODAY, 17),
        (date(2008, 10, 30), TODAY, 18), (TODAY, TODAY, 0), (TODAY - timedelta(days=1), TODAY, 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17), (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)  # fmt: skip
@pytest.mark.law("CC-17")
def test_a_year_is_completed_on_the_birthday_itself(born: date, day: date, age: int) -> None:
    assert identifiers.age_on(born, day) == age


def test_blanks_and_hyphens_of_every_kind_go() -> None:
    assert identifiers.tidy(" 1-2‐3—4―5－6　7\t8\n9 ") == "123456789"
    assert identifiers.tidy("ａb") == "AB"


@pytest.mark.parametrize("sign", ["\ufe00", "\ufe0f", "\U000e0100", "\U000e01ef"])
def test_the_first_and_the_last_sign_of_variation_leave_a_name(sign: str) -> None:
    assert names.name(f"葛{sign}一") == "葛一"
    assert names.key(f"葛{sign}一") == "葛一"
