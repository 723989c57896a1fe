"""Who may register how, what state a registration is in, how a volunteer number is built. Pure decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from baiying.kit.values import documents, identifiers
from baiying.kit.values.floors import Bound, Floor
from baiying.kit.values.orders import Order

# The purpose of the consent under which somebody is recorded as a volunteer; without it the record rests.
SERVICE = "volunteer_service"
RELATIONS = ("father", "mother", "grandparent", "sibling", "other")


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


@dataclass(frozen=True, slots=True)
class RegistrationRules:
    """Ages and limits of registration, dated and per area.

    min_self_age 13: the city's own requirement (R007); adult_age 18: Civil Code art. 17; separate_consent_below 14:
    PIPL art. 28 and 31; family_only_below 8: Civil Code art. 20. At most four categories as in the national
    system's form. A draft nobody finished is deleted after `draft_days` (PIPL art. 19: no longer than needed);
    after a pause of `draft_proof_minutes` its phone is proven anew before it is shown or opens an account.
    One clerk registers at most `on_site_most_a_day` people at the desk on one day: this project's own measure, some
    eight minutes each over a working day.
    withdrawal_holds: whether one guardian's withdrawal, or no on being asked, stands against another's later consent
    until both agree, or an office has seen a document. Father and mother have equal rights (Civil Code art. 1058, 27);
    whose word counts where they differ the law leaves open, so the safer way is the default. An office sees to such a
    case within `differ_days` working days: this project's own measure, the child serves nowhere meanwhile.
    A child asks guardians at most `guardians_asked_a_day` times a day, whomever: each is a text message to a number
    that the child typed. This project's own measure.
    """

    KIND: ClassVar[str] = "registration"
    SOURCE: ClassVar[str] = "Civil Code art. 17, 20, 27, 1058; PIPL art. 19, 28, 31; requirement A6"
    FLOORS: ClassVar[tuple[Floor, ...]] = (
        Floor(
            "adult_age",
            Bound.AT_LEAST,
            18,
            "CC-17",
            _("《民法典》第十七条：不满十八周岁的是未成年人，要监护人同意。不能低于 18 岁。"),
            date(2021, 1, 1),
        ),
        Floor(
            "family_only_below",
            Bound.AT_LEAST,
            8,
            "CC-20",
            _("《民法典》第二十条：不满八周岁的由法定代理人代理，不能独自参加。不能低于 8 岁。"),
            date(2021, 1, 1),
        ),
        Floor(
            "min_self_age",
            Bound.AT_LEAST,
            8,
            "CC-20",
            _("《民法典》第二十条：不满八周岁的由法定代理人代理，不能自己注册。不能低于 8 岁。"),
            date(2021, 1, 1),
        ),
        Floor(
            "separate_consent_below",
            Bound.AT_LEAST,
            14,
            "PIPL-31",
            _("《个人信息保护法》第三十一条：不满十四周岁的要监护人单独同意。不能低于 14 岁。"),
            date(2021, 11, 1),
        ),
    )

    ORDERS: ClassVar[tuple[Order, ...]] = (
        Order("family_only_below", "min_self_age"),
        Order("min_self_age", "adult_age"),
        Order("family_only_below", "separate_consent_below"),
        Order("separate_consent_below", "adult_age"),
    )

    # The texts there are (templates/people/consents/): with one that nobody can read, nobody can register.
    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {"consent_version": ("1", "2", "3")}

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "most_categories": (1, 20),
        "most_skills": (1, 60),
        "draft_days": (1, 60),
        "draft_proof_minutes": (1, 60),
        "claim_answer_days": (1, 60),
        "on_site_most_a_day": (1, 1000),
        "differ_days": (1, 60),
        "guardians_asked_a_day": (3, 50),
    }

    min_self_age: int = 13
    adult_age: int = 18
    separate_consent_below: int = 14
    family_only_below: int = 8
    most_categories: int = 4
    most_skills: int = 12
    draft_days: int = 7
    draft_proof_minutes: int = 5
    claim_answer_days: int = 10
    on_site_most_a_day: int = 60
    consent_version: str = "3"
    withdrawal_holds: bool = True
    differ_days: int = 5
    guardians_asked_a_day: int = 6


def waits_for_another(*, refused: bool, rules: RegistrationRules) -> bool:
    """Whether a guardian's consent waits: another guardian has withdrawn or said no, and nobody has settled that."""
    return refused and rules.withdrawal_holds


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What of registrations at a desk is worth a question, and how many are looked into; dated and per area (O4).

    A signal is shown from `burst_count` registrations within `burst_minutes`, and from `alike` that share a birthday, a
    phone, or follow one another day by day: this project's own measure, a registration with the document in hand and
    the consent read out takes some eight minutes. Of a hundred registrations about `spot_percent` are drawn by chance
    and looked into by somebody else within `spot_days` working days. What is found untrue is decided by two within
    `doubt_days` working days; until then the registration is held, so that the days are few.
    """

    KIND: ClassVar[str] = "desk_signals"
    SOURCE: ClassVar[str] = "this project's own measure (O4)"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "burst_count": (2, 1000),
        "burst_minutes": (1, 240),
        "alike": (2, 1000),
        "spot_percent": (0, 100),
        "spot_days": (1, 60),
        "doubt_days": (1, 30),
    }

    burst_count: int = 5
    burst_minutes: int = 10
    alike: int = 3
    spot_percent: int = 10
    spot_days: int = 10
    doubt_days: int = 5


def drawn(roll: int, percent: int) -> bool:
    """Whether a roll from 0 to 99 draws a registration of which so many in a hundred are looked into."""
    return roll < percent


# Why a registration ended that two found untrue; what ended otherwise is the person's own doing.
FOUND_UNTRUE = "found_untrue"
# The same, once it was found right after all but the person had registered anew, or withdrawn the consent, meanwhile.
SET_RIGHT = "set_right"
# What is written down of each outcome of a spot check.
SPOT_ACTS = {"true": "SpotCheckTrue", "false": "SpotCheckFalse", "unreached": "SpotCheckUnreached"}


@dataclass(frozen=True, slots=True)
class HandlerRules:
    """Who handles personal data here and how to reach them: named before anything is asked (PIPL art. 17).

    Filled in by each city; empty until then, and the pages say so.
    """

    KIND: ClassVar[str] = "data_handler"
    SOURCE: ClassVar[str] = "PIPL art. 17, 50, 52"

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    officer: str = ""
    complaints: str = ""


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


# The steps of a registration after the phone, and what each leaves behind when it is done.
STEPS = {
    "area": "residence_id",
    "name": "id_number",
    "guardian": "guardian",
    "interests": "categories",
    "consent": "finished",
}


def steps(*, minor: bool) -> list[str]:
    """The steps of a registration in their order: only a minor is asked for a guardian."""
    return [step for step in STEPS if step != "guardian" or minor]


def next_step(content: Mapping[str, Any], steps: Sequence[str]) -> str:
    """The first of the steps that left nothing behind yet; the consent is never done before the end."""
    return next((step for step in steps if not content.get(STEPS[step])), "consent")


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


ID_NUMBER = "id_number"


def own_purposes(age: int, rules: RegistrationRules) -> tuple[str, ...]:
    """To what somebody agrees alone: being recorded as a volunteer, and (separately, PIPL art. 29) the ID number.

    Not to the number below fourteen: that is the guardian's separate consent (PIPL art. 31).
    """
    return (SERVICE,) if age < rules.separate_consent_below else (SERVICE, ID_NUMBER)


def guardian_purposes(age: int, rules: RegistrationRules) -> tuple[str, ...]:
    """Which consents a guardian's yes is: below fourteen also the one to the child's ID number."""
    purpose = guardian_purpose(age, rules)
    return (purpose, ID_NUMBER) if age < rules.separate_consent_below else (purpose,)


# Civil Code art. 17: who has completed the eighteenth year acts alone. No rule set can lower it.
ADULT = 18


def listed_name(name: str, age: int) -> str:
    """A name in an office's list: minors' by surname; their page, whose opening is written down, has it (R009)."""
    return name if age >= ADULT else identifiers.mask_name(name)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a person and a day of service, when the standing of that day is asked.

    registered: a registration was open at some time of the day; it has `ended` since, was `verified` by now, has
    `failed`. number_waits: nobody entitled agreed to the ID number yet. held: somebody looks into whether it is true;
    untrue: two found that it is not, and the day was not over when that was asked. guardian_needed: under age on the
    day; guardian_agreed: a consent was in force at some time of the day.
    day_over: the day has passed, so that neither a registration nor a consent can still fall on it.
    """

    registered: bool
    verified: bool
    failed: bool = False
    ended: bool = False
    held: bool = False
    untrue: bool = False
    guardian_needed: bool = False
    guardian_agreed: bool = False
    day_over: bool = True
    number_waits: bool = False


@dataclass(frozen=True, slots=True)
class DayStanding:
    """`counted`: hours served on the day count. `final`: they do not, and never can."""

    state: str
    counted: bool = False
    final: bool = False


def standing_on_day(facts: DayFacts) -> DayStanding:
    """Whether hours served on a day count: counted, not_registered, awaiting_guardian, ended, failed, awaiting_number,
    awaiting_check.

    Registered on the day and, under age, with the guardian's consent in force on it (R007; Volunteer Service
    Regulations art. 8): that is past and cannot be mended later. Verified by now: hours wait for the check and then
    count (R003), also if the registration ended in between; if it ended unchecked, nobody can check it any more.
    Held, because it was found untrue and is being looked into: hours wait for what comes of that (O4).
    """
    if not facts.registered:
        return DayStanding("not_registered", final=facts.day_over)
    if facts.guardian_needed and not facts.guardian_agreed:
        return DayStanding("awaiting_guardian", final=facts.day_over)
    if facts.untrue:
        return DayStanding("untrue", final=True)
    if facts.held:
        return DayStanding("held")
    if facts.verified and not facts.number_waits:
        return DayStanding("counted", counted=True)
    if facts.ended:
        return DayStanding("ended", final=facts.day_over)
    waits_for = "awaiting_number" if facts.number_waits else "awaiting_check"
    return DayStanding("failed" if facts.failed else waits_for)


def guardian_needed_on_day(age: int, *, asked: bool, adult_age: int) -> bool:
    """Whether a volunteer of that age needed a guardian's consent on the day.

    `asked`: the registration still asks for a guardian. Where it no longer does, the volunteer has come of age since,
    and below 18 the consent was needed all the same.
    """
    return age < (adult_age if asked else ADULT)


def registration_state(
    *,
    ended: bool,
    failed: bool,
    verified: bool,
    needs_guardian: bool,
    guardian_ok: bool,
    held: bool = False,
    number_waits: bool = False,
) -> str:
    """awaiting_guardian, awaiting_number, awaiting_check, failed, counted, held or ended: follows from the columns."""
    if ended:
        return "ended"
    missing = needs_guardian and not guardian_ok
    if verified and not missing and not number_waits:
        return "held" if held else "counted"
    if failed:
        return "failed"
    return "awaiting_guardian" if missing else "awaiting_number" if number_waits else "awaiting_check"


def volunteer_no(ten_digits: str) -> str:
    """V, ten random digits, and a check digit (ISO 7064 MOD 11,10): a slip of the pen is noticed."""
    return f"V{ten_digits}{_check_digit(ten_digits)}"


def is_volunteer_no(text: str) -> bool:
    if len(text) != 12 or text[0] != "V" or not (text.isascii() and text[1:].isdigit()):
        return False
    return _check_digit(text[1:11]) == text[11]


def _check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def last_six_match(number: str, typed: str, *, kind: str = documents.CITIZEN) -> bool:
    """Whether what the clerk read ends as the stored number does, or is all of one that is shorter than six signs.

    A permit that was renewed ends in other digits: what counts is the part by which its holder is known.
    """
    typed = typed.upper()
    if not number or len(typed) != documents.end_of(number).signs:
        return False
    if number[-len(typed) :].upper() == typed:
        return True
    if kind not in documents.RENEWED:
        return False
    known, digits = documents.key(kind, number), typed.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    # The digits for life alone, or followed by the two that count the renewals.
    return digits.isdigit() and len(digits) >= 5 and (known.endswith(digits) or known.endswith(digits[:-2]))


# Below each age, the name of the band. The law's lines are told apart: 8 (Civil Code art. 19, 20), 14 (PIPL art. 31),
# 16 (Civil Code art. 18, Labour Law art. 15) and 18 (Civil Code art. 17); from 60 on elders.
AGE_BANDS = (
    (8, "0-7"), (14, "8-13"), (16, "14-15"), (18, "16-17"), (35, "18-34"), (60, "35-59"), (70, "60-69"), (200, "70+"),
)  # fmt: skip


def age_band(birth_date: date, on: date) -> str:
    """The band of a person's age on a day, as a line of the ledger freezes it."""
    age = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    return next(band for below, band in AGE_BANDS if age < below)
