"""Who may register how, what state a registration is in, how a volunteer number is built. Pure decisions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

ID_TYPES = ("citizen", "residence_permit", "hk_macao", "taiwan", "foreign_permanent", "passport")
# These two share the number space and the check character of GB 11643.
WITH_CHECK = frozenset({"citizen", "residence_permit"})
RELATIONS = ("father", "mother", "grandparent", "sibling", "other")


@dataclass(frozen=True, slots=True)
class RegistrationRules:
    """Ages and limits of registration, dated and per area.

    min_self_age 13: the city's own requirement (R007); adult_age 18: Civil Code art. 17; separate_consent_below 14:
    PIPL art. 28 and 31; family_only_below 8: Civil Code art. 20. At most four categories as in the national
    system's form. A draft nobody finished is deleted after `draft_days` (PIPL art. 19: no longer than needed).
    """

    KIND: ClassVar[str] = "registration"
    SOURCE: ClassVar[str] = "Civil Code art. 17, 20; PIPL art. 19, 28, 31; requirement A6"

    min_self_age: int = 13
    adult_age: int = 18
    separate_consent_below: int = 14
    family_only_below: int = 8
    most_categories: int = 4
    most_skills: int = 12
    draft_days: int = 7
    claim_answer_days: int = 10
    consent_version: str = "1"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What somebody said about himself, tidied: the eight facts of Order 67 art. 5 and the availability."""

    name: str
    sex: str
    birth_date: date
    id_type: str
    id_number: str
    residence_id: int
    service_area_id: int
    phone: str | None = None
    skills: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    availability: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GuardianAsked:
    """Who is to answer for a minor. `document` is what the clerk saw on the spot; empty when asked by message."""

    name: str
    relation: str
    phone: str
    document: str = ""


def way_by_age(age: int, rules: RegistrationRules) -> str:
    """How somebody of this age registers: family (not alone), office, guardian, or self."""
    if age < rules.family_only_below:
        return "family"
    if age < rules.min_self_age:
        return "office"
    return "guardian" if age < rules.adult_age else "self"


def guardian_purpose(age: int, rules: RegistrationRules) -> str:
    """Which consent the guardian gives: below 14 the separate one for sensitive data."""
    return "guardian_under_14" if age < rules.separate_consent_below else "guardian"


def registration_state(
    *, ended: bool, failed: bool, verified: bool, needs_guardian: bool, guardian_ok: bool, counted: bool
) -> str:
    """awaiting_guardian, awaiting_check, failed, counted or ended: follows from the columns, stored nowhere."""
    if ended:
        return "ended"
    if counted:
        return "counted"
    if failed:
        return "failed"
    if needs_guardian and not guardian_ok:
        return "awaiting_guardian"
    return "counted" if verified else "awaiting_check"


def volunteer_no(ten_digits: str) -> str:
    """V, ten random digits, and a check digit (ISO 7064 MOD 11,10): a slip of the pen is noticed."""
    return f"V{ten_digits}{_check_digit(ten_digits)}"


def is_volunteer_no(text: str) -> bool:
    return len(text) == 12 and text[0] == "V" and text[1:].isdigit() and _check_digit(text[1:11]) == text[11]


def _check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def last_six_match(number: str, typed: str) -> bool:
    """Whether what the clerk read from the document ends as the stored number does."""
    return len(typed) == 6 and number[-6:].upper() == typed.upper()


def age_band(age: int) -> str:
    """The bands of the figures: under 14, 14-17, 18-59, 60 and over."""
    if age < 14:
        return "under_14"
    if age < 18:
        return "14_17"
    return "18_59" if age < 60 else "60_plus"
