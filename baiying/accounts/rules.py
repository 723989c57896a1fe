"""What may be: sending and trying codes, second factors, locking, appointing. Values in, answers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import pyotp

from baiying.kit.values import identifiers
from baiying.kit.values.orders import Order

# Who stands above whom. Platform roles stand aside: only the security administrator gives them.
RANK = {"place_staff": 1, "hours_reviewer": 1, "county_office": 2, "city_office": 3}
# System, security and audit: three people (GB/T 22239-2019 8.1.5).
THREE = ("sysadmin", "secadmin", "auditor")
# Beside the offices' line: whoever runs volunteer service does not choose who hears what is said against it.
BESIDE = ("civil_affairs",)
PLATFORM = frozenset(THREE)


@dataclass(frozen=True, slots=True)
class LogInRules:
    """How log-in is limited. Source: GB/T 22239-2019 8.1.4 asks to lock after failures and to time codes out.

    The numbers are practice, not law; a place changes them by a dated rule set of this kind. A stranger who knows a
    phone's number must not be able to shut its owner out: what counts is first the phone together with the network it
    is used from, then the phone, and last the network, behind which a whole school or a mobile carrier may stand.
    Only the way by password is locked; a code on one's own phone always opens, until it was typed wrong so often in all
    that it is dead, from anywhere: a new one, a passkey, the password and the desk remain. `codes_per_hour_in_all` is
    the ceiling on the bill for the whole installation.

    GB/T 22239-2019 8.1.4.1 d) asks for two kinds of proof, one of them cryptographic, R014 for administrators: which
    roles need a second factor is `second_factor_roles`, all by default. An account has `second_factor_grace_days` from
    the log-in at which it was first told. What is done to the factors themselves asks for one shown within
    `factor_fresh_minutes`. Wrong tries count by account and network in a quarter of an hour (`factor_tries`) and by
    account in an hour (`factor_tries_in_all`): only whoever has come in as the account can use these up, and a passkey
    is not guessed, so it is never stopped by them. After two colleagues took lost factors away the role is held back
    for `held_back_hours`; for `vouch_hours` the first one's word waits for the second. The numbers are this project's.
    """

    KIND: ClassVar[str] = "log_in"
    SOURCE: ClassVar[str] = "GB/T 22239-2019 8.1.4; defaults of this project"

    # What one phone may do, the network it is used from may do as well; a new code comes before the old one is over.
    ORDERS: ClassVar[tuple[Order, ...]] = (
        Order("code_tries", "code_tries_in_all"),
        Order("codes_per_phone_and_ip_day", "codes_per_phone_day"),
        Order("failures_per_phone_and_ip", "failures_per_ip"),
        Order("resend_seconds", "code_minutes", times=(1, 60)),
        Order("factor_tries", "factor_tries_in_all"),
    )

    # Within them one always comes in: with a code that lasts no minute nobody would, not even who set it.
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "code_minutes": (2, 30),
        "code_tries": (3, 20),
        "resend_seconds": (0, 600),
        "code_tries_in_all": (3, 100),
        "codes_per_phone_and_ip_day": (3, 200),
        "codes_per_phone_day": (3, 500),
        "codes_per_ip_hour": (20, 100_000),
        "codes_per_hour_in_all": (160, 1_000_000),
        "lock_after": (3, 100),
        "lock_window_minutes": (1, 24 * 60),
        "lock_minutes": (1, 24 * 60),
        "failures_per_phone_and_ip": (3, 1_000),
        "failures_per_ip": (20, 100_000),
        "asks_again_after_days": (30, 365),
        "not_me_per_ip_day": (1, 100),
        "second_factor_grace_days": (0, 366),
        "factor_fresh_minutes": (2, 60),
        "factor_tries": (3, 20),
        "factor_tries_in_all": (5, 200),
        "held_back_hours": (0, 168),
        "vouch_hours": (1, 168),
        "elsewhere_minutes": (3, 30),
    }
    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {"second_factor_roles": (*RANK, *BESIDE, *THREE)}

    code_minutes: int = 5
    code_tries: int = 5
    resend_seconds: int = 60
    code_tries_in_all: int = 5
    codes_per_phone_and_ip_day: int = 12
    codes_per_phone_day: int = 40
    codes_per_ip_hour: int = 2000
    codes_per_hour_in_all: int = 5000
    lock_after: int = 10
    lock_window_minutes: int = 30
    lock_minutes: int = 30
    failures_per_phone_and_ip: int = 10
    failures_per_ip: int = 600
    # Operators give a number out again after about three months: whoever was away for so long is asked who he is.
    asks_again_after_days: int = 90
    not_me_per_ip_day: int = 5
    second_factor_roles: tuple[str, ...] = (*RANK, *BESIDE, *THREE)
    second_factor_grace_days: int = 30
    factor_fresh_minutes: int = 10
    factor_tries: int = 5
    factor_tries_in_all: int = 30
    held_back_hours: int = 24
    vouch_hours: int = 24
    # From the start of a log-in at a provider to the last press that it leads to (U25): short, for it stands open.
    elsewhere_minutes: int = 10


@dataclass(frozen=True, slots=True)
class StandInRules:
    """For how long somebody may stand in for another. Source: none in law; R015 asks that work never lies without
    hands, the number is this project's. Whoever is away for longer is replaced by whoever appoints. `after_days`: for
    so many days after the end the two are still one hand where a second one is asked for.
    """

    KIND: ClassVar[str] = "stand_ins"
    SOURCE: ClassVar[str] = "default of this project"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"most_days": (1, 366), "after_days": (0, 90)}

    most_days: int = 60
    after_days: int = 7


@dataclass(frozen=True, slots=True)
class AppointmentListRules:
    """How long a list of appointments lives. Source: PIPL arts. 6, 19, 47 ask for the shortest time and give no
    numbers: these are defaults of this project.

    `typed_days`: a list that was read and never sent is emptied after so many days. `open_days`: an invitation to
    somebody without a log-in is over, and its name and number are emptied.
    """

    KIND: ClassVar[str] = "appointment_lists"
    SOURCE: ClassVar[str] = "PIPL arts. 6, 19, 47; defaults of this project"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {"typed_days": (1, 14), "open_days": (7, 90)}

    typed_days: int = 3
    open_days: int = 30


# A note is for what the end of a term cut off; whoever comes back later writes to the office as everybody does. As long
# as an invitation of a list lives: a month in which an office finds somebody for the role.
NOTES_WITHIN = timedelta(days=30)


def may_leave_note(ended_at: datetime | None, at: datetime) -> bool:
    """Whether words for a successor are taken still, of a term that ended."""
    return ended_at is not None and at - ended_at <= NOTES_WITHIN


def is_long_ago(last_at: datetime | None, at: datetime, rules: LogInRules) -> bool:
    """Whether an account was away for so long that somebody else may hold its number by now."""
    return last_at is not None and at - last_at > timedelta(days=rules.asks_again_after_days)


def needs_factor(roles: Iterable[str], rules: LogInRules) -> bool:
    """Whether one of these roles needs a second factor."""
    return not set(roles).isdisjoint(rules.second_factor_roles)


def factor_due(asked_at: datetime | None, roles: Iterable[str], at: datetime, rules: LogInRules) -> datetime | None:
    """From when on the roles do nothing without a second factor; None where they need none.

    `asked_at`: when the account was first told; none where it is told now.
    """
    if not needs_factor(roles, rules):
        return None
    return (asked_at or at) + timedelta(days=rules.second_factor_grace_days)


# RFC 6238: a code holds for a step of 30 seconds. One step to either side, for phones that run a little off.
_STEP = 30
_BESIDE = 1
# So far off a code is recognised, to say what is wrong; it is not taken.
_RECOGNISED = 10


def judge_totp(secret: str, code: str, at: datetime, last_step: int) -> tuple[str, int]:
    """What a code of an authenticator app is worth: `right` with its step, or `used`, `clock`, `wrong`.

    A step that was taken, and all before it, are never taken again, also when our own clock goes back.
    """
    now, app = int(at.timestamp()) // _STEP, pyotp.TOTP(secret)

    def among(off: int) -> list[int]:
        return [step for step in range(now - off, now + off + 1) if app.verify(code, for_time=step * _STEP)]

    near = among(_BESIDE)
    for step in near:
        if step > last_step:
            return "right", step
    if near:
        return "used", 0
    off = among(_RECOGNISED)
    if any(step > last_step for step in off):
        return "clock", 0
    return ("used" if off else "wrong"), 0


def count_fell(before: int, now: int) -> bool:
    """Whether a passkey's count says that there may be a copy of it; one that always says 0 does not count at all."""
    return (before > 0 or now > 0) and now <= before


def may_vouch(role: str, area_id: int | None, hers: str, her_path: tuple[int, ...]) -> bool:
    """Whether a role stands near enough, and not below, to vouch for somebody of an office who lost every factor.

    For who serves at a place: the same place or one above it, of a rank not below. For the three of the platform: one
    of the other two, as no two are one person. For civil affairs: civil affairs there or above, or who appoints it.
    """
    if hers in PLATFORM:
        return role in PLATFORM
    if hers in BESIDE:
        return role == "secadmin" or (role in BESIDE and area_id in her_path)
    return role in RANK and area_id in her_path and RANK[role] >= RANK[hers]


def seconds_to_wait(last_sent_at: datetime | None, at: datetime, rules: LogInRules) -> int:
    """How long until the next code may be sent; 0 means now."""
    if last_sent_at is None:
        return 0
    left = last_sent_at + timedelta(seconds=rules.resend_seconds) - at
    return max(0, int(left.total_seconds() + 0.999))


def locks_now(failures: int, rules: LogInRules) -> bool:
    """Whether this failure (already counted) locks the phone."""
    return failures >= rules.lock_after


# The last holder of these stays: without them nobody appoints, keeps the system or reads the audit.
NEVER_NONE = frozenset({"city_office"}) | PLATFORM
AREA_LEVELS = {
    "place_staff": frozenset({"city", "county", "township", "village"}),
    "hours_reviewer": frozenset({"city", "county", "township"}),
    "county_office": frozenset({"county"}),
    "city_office": frozenset({"city"}),
    "civil_affairs": frozenset({"city", "county"}),
}


def roles_to_give(own_role: str) -> tuple[str, ...]:
    """Which roles a role may give or end: its own rank and below; the security administrator may give all."""
    if own_role == "secadmin":
        return (*reversed(RANK), *BESIDE, *sorted(PLATFORM))
    own = RANK.get(own_role, 0)
    return tuple(role for role in reversed(RANK) if own >= 2 and RANK[role] <= own)


def clash_of_three(role: str, held: Iterable[str]) -> bool:
    """System, security and audit administrators must be three people (GB/T 22239-2019 8.1.5)."""
    return role in PLATFORM and are_two_of_three([role, *held])


def are_two_of_three(held: Iterable[str]) -> bool:
    """Whether roles that are in one hand hold more than one of the three administrators."""
    return len(PLATFORM.intersection(held)) > 1


def tiles(called: Sequence[str]) -> list[str]:
    """How the names of those who share a telephone stand on it after the code, in the same order: the first character
    and stars. Who would read alike has the last one too; who still would, the whole name: somebody has to find himself.
    """
    first = [identifiers.mask_name(one) for one in called]
    last = [_with_last(one) if first.count(way) > 1 else way for one, way in zip(called, first, strict=True)]
    return [one if last.count(way) > 1 else way for one, way in zip(called, last, strict=True)]


def _with_last(name: str) -> str:
    return name[:1] + "*" * max(1, min(len(name) - 2, 3)) + name[-1:] if len(name) > 2 else name
