"""Numbers of the state, over any text: a slip of the pen is noticed, and nothing that people type makes a fault."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values import identifiers
from baiying.kit.values.identifiers import BadIdentifier
from baiying.people import rules as people

pytestmark = pytest.mark.rules
TODAY = date(2026, 11, 28)
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

digits = st.sampled_from("0123456789")


def outcome(read: Callable[[], object] | str) -> str:
    """Empty if the text (as a credit code) is read, else the name of the refusal; any other fault comes through."""
    try:
        identifiers.credit_code(read) if isinstance(read, str) else read()
    except BadIdentifier as bad:
        return bad.code
    return ""


birth_dates = st.dates(date(1850, 1, 1), TODAY)


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    area, serial = draw(st.text(digits, min_size=6, max_size=6)), draw(st.text(digits, min_size=3, max_size=3))
    first = f"{area}{draw(birth_dates):%Y%m%d}".replace(" ", "0") + serial
    return first + identifiers.citizen_id_check(first)


# Who registers bodies, and the kinds they know: associations, institutions, companies, villages, law offices.
REGISTERED = ("51", "52", "53", "54", "11", "12", "31", "91", "92", "N2", "81", "A1")
credit_codes = (
    st.builds(
        "{}{}".format, st.sampled_from(REGISTERED), st.text(st.sampled_from(CODE_SIGNS), min_size=15, max_size=15)
    )
    .map(lambda first: first + identifiers.credit_code_check(first))
    .filter(lambda code: outcome(code) != "citizen")
)


def as_typed(number: str, blanks: list[int]) -> str:
    """The same number as people write it: small letters, full width, blanks and hyphens between."""
    wide = "".join(chr(ord(c) + 0xFEE0) if place % 3 == 0 else c.lower() for place, c in enumerate(number))
    for place in blanks:
        wide = wide[: place % 19] + " -－　"[place % 4] + wide[place % 19 :]
    return wide


@given(citizen_ids())
def test_a_citizen_id_reads_back_with_its_birth_date_and_sex(number: str) -> None:
    read = identifiers.citizen_id(number, on=TODAY)
    assert (read.number, f"{read.birth_date:%Y%m%d}".zfill(8)) == (number, number[6:14])
    assert read.sex == ("male" if int(number[16]) % 2 else "female")


@given(citizen_ids(), st.integers(0, 17), digits)
def test_any_single_changed_digit_of_a_citizen_id_is_refused(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    if changed == number:
        return
    with pytest.raises(BadIdentifier):
        identifiers.citizen_id(changed, on=TODAY)


@given(citizen_ids(), st.integers(0, 16))
def test_two_neighbours_of_a_citizen_id_that_changed_places_are_noticed(number: str, place: int) -> None:
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if changed == number:
        return
    with pytest.raises(BadIdentifier):
        identifiers.citizen_id(changed, on=TODAY)


@given(credit_codes, st.integers(0, 17), st.sampled_from(CODE_SIGNS))
def test_any_single_changed_sign_of_a_credit_code_is_refused(code: str, place: int, other: str) -> None:
    assert identifiers.credit_code(code) == code
    changed = code[:place] + other + code[place + 1 :]
    if changed == code:
        return
    with pytest.raises(BadIdentifier):
        identifiers.credit_code(changed)


@given(st.text(digits, min_size=10, max_size=10), st.integers(1, 11), digits)
def test_any_single_changed_digit_of_a_volunteer_number_is_refused(ten: str, place: int, other: str) -> None:
    number = people.volunteer_no(ten)
    assert people.is_volunteer_no(number)
    changed = number[:place] + other + number[place + 1 :]
    assert people.is_volunteer_no(changed) is (changed == number)


@given(st.one_of(citizen_ids(), credit_codes), st.lists(st.integers(0, 200), max_size=4))
def test_however_it_is_typed_it_is_the_same_number(number: str, blanks: list[int]) -> None:
    assert identifiers.tidy(as_typed(number, blanks)) == number


@given(st.text())
def test_tidying_never_fails_and_tidying_twice_changes_nothing_more(text: str) -> None:
    once = identifiers.tidy(text)
    assert identifiers.tidy(once) == once


@given(st.one_of(st.text(), st.text(st.characters(categories=["Nd", "No", "Nl"])), citizen_ids(), credit_codes))
def test_any_text_is_a_number_or_refused_by_name(text: str) -> None:
    for read in (
        lambda: identifiers.citizen_id(text, on=TODAY),
        lambda: identifiers.credit_code(text),
        lambda: identifiers.mobile_phone(text),
    ):
        assert outcome(read) in {
            "",
            "length",
            "characters",
            "last",
            "date",
            "future",
            "checksum",
            "citizen",
            "department",
        }
    assert isinstance(people.is_volunteer_no(text), bool)
    for mask in (identifiers.mask_phone, identifiers.mask_id, identifiers.mask_name):
        assert isinstance(mask(text), str)


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(["", "+86", "0086", "86", "+86 ", "＋86-"]))
def test_a_phone_is_read_with_or_without_its_country(number: str, before: str) -> None:
    assert identifiers.mobile_phone(before + number) == number


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_age_rises_by_one_on_the_birthday_and_never_falls(born: date, days: int) -> None:
    day = min(born + timedelta(days=days), date(2200, 1, 1))
    age, next_day = identifiers.age_on(born, day), identifiers.age_on(born, day + timedelta(days=1))
    assert next_day - age in {0, 1}
    assert age == sum(
        (year, born.month, born.day) <= (day.year, day.month, day.day) for year in range(born.year + 1, day.year + 1)
    )
