"""Ages, states, numbers and bands of the people room, on both sides of every line that a law draws."""

from datetime import date
from itertools import product

import pytest

from baiying.kit.values import documents
from baiying.people import rules
from baiying.people.rules import RegistrationRules

pytestmark = pytest.mark.rules
DEFAULT = RegistrationRules()


@pytest.mark.law("CC-17")
@pytest.mark.law("CC-19")
@pytest.mark.law("CC-20")
@pytest.mark.parametrize(
    ("age", "way"),
    [
        (0, "family"), (7, "family"), (8, "office"), (12, "office"), (13, "guardian"), (17, "guardian"), (18, "self"),
        (80, "self"),
    ],
)  # fmt: skip
def test_the_way_of_registering_changes_at_the_ages_of_the_law(age: int, way: str) -> None:
    assert rules.way_by_age(age, DEFAULT) == way


def test_a_stricter_city_moves_the_lines_up() -> None:
    strict = RegistrationRules(min_self_age=16, adult_age=20, family_only_below=10)
    ages = (9, 10, 15, 16, 19, 20)
    assert [rules.way_by_age(age, strict) for age in ages] == [
        "family", "office", "office", "guardian", "guardian", "self"
    ]  # fmt: skip


@pytest.mark.law("PIPL-31")
@pytest.mark.parametrize(
    ("age", "purpose"), [(8, "guardian_under_14"), (13, "guardian_under_14"), (14, "guardian"), (17, "guardian")]
)
def test_below_fourteen_the_guardian_consents_separately(age: int, purpose: str) -> None:
    assert rules.guardian_purpose(age, DEFAULT) == purpose


ALL_DONE = {"residence_id": 7, "id_number": "1", "guardian": "妈妈", "categories": ["env"], "finished": True}


def test_only_a_minor_is_asked_for_a_guardian_and_that_before_the_consent() -> None:
    assert rules.steps(minor=True) == ["area", "name", "guardian", "interests", "consent"]
    assert rules.steps(minor=False) == ["area", "name", "interests", "consent"]


@pytest.mark.parametrize("minor", [True, False])
def test_a_registration_goes_on_where_something_is_missing(minor: bool) -> None:
    steps = rules.steps(minor=minor)
    done: dict[str, object] = {}
    for step in steps:
        assert rules.next_step(done, steps) == step
        done[rules.STEPS[step]] = ALL_DONE[rules.STEPS[step]]
    assert rules.next_step(done, steps) == "consent", "the consent is never done before the end"


@pytest.mark.parametrize("left", ["area", "name", "guardian", "interests"])
def test_what_was_emptied_again_is_asked_again(left: str) -> None:
    for nothing in ("", None, [], 0):
        assert rules.next_step(ALL_DONE | {rules.STEPS[left]: nothing}, rules.steps(minor=True)) == left


@pytest.mark.parametrize(("ended", "failed", "verified", "needs", "agreed"), list(product([False, True], repeat=5)))
def test_the_state_of_a_registration_over_all_its_columns(
    ended: bool, failed: bool, verified: bool, needs: bool, agreed: bool
) -> None:
    state = rules.registration_state(
        ended=ended, failed=failed, verified=verified, needs_guardian=needs, guardian_ok=agreed
    )
    # An end is an end; nobody counts unchecked, and no minor without the guardian.
    assert (state == "ended") is ended
    assert (state == "counted") is (not ended and verified and (agreed or not needs))
    if state == "awaiting_guardian":
        assert needs
        assert not agreed
        assert not failed
    if state == "awaiting_check":
        assert not verified
        assert not failed
        assert agreed or not needs
    assert state in {"ended", "counted", "failed", "awaiting_guardian", "awaiting_check"}
    assert (state == "failed") is (failed and not ended and not (verified and (agreed or not needs)))


@pytest.mark.parametrize(
    ("digits", "number"),
    # Public examples of another number of ten digits with the same check (ISO 7064 MOD 11,10): the German tax number.
    [("8609574271", "V86095742719"), ("4703689281", "V47036892816"), ("6592997048", "V65929970489")],
)
def test_a_volunteer_number_ends_in_its_check_digit(digits: str, number: str) -> None:
    assert rules.volunteer_no(digits) == number
    assert rules.is_volunteer_no(number)
    for other in set("0123456789") - {number[-1]}:
        assert not rules.is_volunteer_no(number[:-1] + other)


@pytest.mark.parametrize(
    "text",
    [
        "", "V", "V8609574271", "V860957427190", "v86095742719", "W86095742719", "086095742719", "V8609574271X",
        "V８6095742719", "V8609574271²", "VX6095742719", " V8609574271",
    ],
)  # fmt: skip
def test_what_has_not_the_shape_of_a_volunteer_number_is_none(text: str) -> None:
    assert not rules.is_volunteer_no(text)


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("31002X", True), ("31002x", True), ("310021", False), ("1002X", False), ("231002X", False), ("", False),
        ("131002", False),
    ],
)  # fmt: skip
def test_the_last_six_of_a_document_match_whatever_the_case(typed: str, match: bool) -> None:
    assert rules.last_six_match("11010519491231002X", typed) is match
    assert rules.last_six_match("11010519491231002x", typed) is match


@pytest.mark.parametrize(
    ("kind", "number", "typed", "match"),
    [
        (documents.HK_MACAO, "H1234567801", "567801", True),
        # Renewed since: the two that count the renewals differ.
        (documents.HK_MACAO, "H1234567801", "567802", True),
        (documents.HK_MACAO, "H1234567801", "345678", True),
        (documents.HK_MACAO, "H1234567801", "345679", False),
        (documents.HK_MACAO, "H1234567801", "567902", False),
        (documents.HK_MACAO, "H12345678", "567801", True),
        (documents.TAIWAN, "1234567801A", "67801A", True),
        (documents.TAIWAN, "1234567801A", "67802b", True),
        (documents.TAIWAN, "1234567801A", "67902B", False),
        (documents.TAIWAN, "1234567801A", "45678Z", True),
        (documents.TAIWAN, "1234567801A", "5678ZZ", False),
        (documents.TAIWAN, "1234567801A", "ABCDEF", False),
        (documents.TAIWAN, "12345678", "345678", True),
        (documents.PASSPORT, "E1234567801", "567802", False),
        (documents.PASSPORT, "E1234567801", "345678", False),
        (documents.CITIZEN, "110105194912310021", "310022", False),
    ],
)
def test_a_renewed_permit_is_known_by_what_its_holder_keeps(kind: str, number: str, typed: str, match: bool) -> None:
    assert rules.last_six_match(number, typed, kind=kind) is match


@pytest.mark.law("LL-15")
@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-7"), (7, "0-7"), (8, "8-13"), (13, "8-13"), (14, "14-15"), (15, "14-15"), (16, "16-17"), (17, "16-17"),
        (18, "18-34"), (34, "18-34"), (35, "35-59"), (59, "35-59"), (60, "60-69"), (69, "60-69"), (70, "70+"),
        (120, "70+"), (199, "70+"),
    ],
)  # fmt: skip
def test_every_band_holds_its_first_and_last_age(age: int, band: str) -> None:
    born = date(1800, 6, 15)
    assert rules.age_band(born, date(1800 + age, 6, 15)) == band, "on the birthday"
    assert rules.age_band(born, date(1801 + age, 6, 14)) == band, "on the day before the next"
    assert rules.age_band(born, date(1800 + age, 12, 1)) == band
    assert rules.age_band(born, date(1801 + age, 1, 31)) == band


def test_who_was_born_on_the_leap_day_is_a_year_older_in_march() -> None:
    born = date(2008, 2, 29)
    assert rules.age_band(born, date(2026, 2, 28)) == "16-17"
    assert rules.age_band(born, date(2026, 3, 1)) == "18-34"
