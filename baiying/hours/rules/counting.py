"""How presence becomes minutes: clipping, breaks, rounding, least presence, caps; and which tier they belong to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from baiying.kit.values.floors import Bound, Floor
from baiying.kit.values.orders import Order

# Strongest first: of the way in and the way out the weaker names the whole.
SOURCES = ("code", "digits", "scan", "roll", "paper", "typed", "transferred")
# The live code by one's own hand: the address in it was opened, or its digits were typed.
BY_ONESELF = ("code", "digits")
LIVE = (*BY_ONESELF, "scan")


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


@dataclass(frozen=True, slots=True)
class HourRules:
    """The dated rules of counting. Sources of the defaults:

    time actually given, the organiser determines it from the facts: Order 67 (民政部令第67号) art. 7; travel, rest
    and meals are not counted: 民函〔2012〕340号; 8 hours a day by themselves, up to 12 with approval, at most three
    check-ins a day: the practice of i志愿 (Guangdong); credit and honour: the practice of Ningbo (We志愿); ten working
    days: Order 67 art. 11. Rounding, graces, the check-in window and the age of late entries are ours.
    provisional_days: whoever is not verified yet has so many days from the day served; that there is an end is R003, no
    law gives the number. call_before_hours, call_after_hours: around a shift its leader may look up the number of
    whoever is expected (PIPL art. 6); warn_open_minutes: so long after the end who has not checked out is told. Ours.
    """

    KIND: ClassVar[str] = "hours"
    SOURCE: ClassVar[str] = "民政部令第67号第7、11条；民函〔2012〕340号；每日8/12小时与每日3次参照i志愿；默认值"

    FLOORS: ClassVar[tuple[Floor, ...]] = (
        Floor(
            "record_working_days",
            Bound.AT_MOST,
            10,
            "O67-11",
            _("民政部令第67号第十一条：活动结束后十个工作日内记录。不能多于 10 个工作日。"),
            date(2021, 2, 1),
        ),
        Floor(
            "objection_working_days",
            Bound.AT_MOST,
            10,
            "O67-13",
            _("民政部令第67号第十三条：对异议要及时核实。不能比第十一条的十个工作日更长。"),
            date(2021, 2, 1),
        ),
        Floor(
            "credit_sources",
            Bound.WITHOUT,
            ("roll", "paper", "typed"),
            "O67-3",
            _("民政部令第67号第三条：记录要真实、准确。点名、纸质和补录的时长不能算信用时长。"),
            date(2021, 2, 1),
        ),
    )

    # What is entered after the end can be entered as long as the record may be made.
    ORDERS: ClassVar[tuple[Order, ...]] = (
        Order("daily_auto_minutes", "daily_cap_minutes"),
        Order("rounding_minutes", "daily_cap_minutes"),
        Order("warn_working_days", "record_working_days"),
        Order("record_working_days", "back_entry_days"),
    )

    # What makes sense at all, whatever the law says besides: a day has 1,440 minutes.
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "warn_working_days": (1, 10),
        "rounding_minutes": (1, 60),
        "early_grace_minutes": (0, 240),
        "late_grace_minutes": (0, 240),
        "minimum_presence_percent": (0, 100),
        "daily_auto_minutes": (1, 1440),
        "daily_cap_minutes": (1, 1440),
        "activity_cap_minutes": (0, 14400),
        "check_ins_per_day": (1, 24),
        "check_in_before_minutes": (0, 1440),
        "appeal_days": (1, 366),
        "back_entry_days": (0, 366),
        "provisional_days": (1, 366),
        "call_before_hours": (0, 72),
        "call_after_hours": (0, 72),
        "warn_open_minutes": (1, 1440),
    }
    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        # One choice for the live code, opened or typed: `tier_of`.
        "credit_sources": tuple(one for one in SOURCES if one != "digits")
    }

    rounding_minutes: int = 1
    early_grace_minutes: int = 15
    late_grace_minutes: int = 15
    minimum_presence_percent: int = 0
    daily_auto_minutes: int = 480
    daily_cap_minutes: int = 720
    activity_cap_minutes: int = 0
    check_ins_per_day: int = 3
    check_in_before_minutes: int = 60
    self_check_in: bool = True
    credit_sources: tuple[str, ...] = ("code", "scan")
    record_working_days: int = 10
    warn_working_days: tuple[int, ...] = (5, 8)
    appeal_days: int = 30
    objection_working_days: int = 10
    back_entry_days: int = 31
    provisional_days: int = 90
    call_before_hours: int = 12
    call_after_hours: int = 6
    warn_open_minutes: int = 15


def may_call(starts_at: datetime, ends_at: datetime, rules: HourRules, at: datetime) -> bool:
    """Whether the leader may look up the number of somebody expected: from some hours before until some after."""
    since = starts_at - timedelta(hours=rules.call_before_hours)
    return since <= at < ends_at + timedelta(hours=rules.call_after_hours)


Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """The planned time of a shift; the break is taken to lie in its middle."""

    starts_at: datetime
    ends_at: datetime
    break_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Whole minutes before any cap, the span they come from, and why there are not more."""

    minutes: int
    starts_at: datetime
    ends_at: datetime
    reasons: tuple[Reason, ...]


def _to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))


def _reason(code: str, minutes: int, **more: int) -> list[Reason]:
    return [{"code": code, "minutes": minutes, **more}] if minutes > 0 else []


def creditable_minutes(came_at: datetime, left_at: datetime, window: Window, rules: HourRules) -> Counted:
    """Minutes of presence that may count (R054): clipped to the shift and its grace, less the break, rounded down.

    Both times are read to the minute, as every page shows them: what people see adds up.
    """
    came_at, left_at = _to_minute(came_at), _to_minute(left_at)
    window = Window(_to_minute(window.starts_at), _to_minute(window.ends_at), window.break_minutes)
    opens = window.starts_at - timedelta(minutes=rules.early_grace_minutes)
    closes = window.ends_at + timedelta(minutes=rules.late_grace_minutes)
    start, end = max(came_at, opens), min(left_at, closes)
    end = max(start, end)
    # Each says minutes that were really there or really missed: who was gone before it opened was not hours early.
    reasons = [
        *_reason("early", _minutes(min(left_at, opens) - came_at), grace=rules.early_grace_minutes),
        *_reason("came_early", _minutes(min(end, window.starts_at) - start)),
        *_reason("late", _minutes(min(came_at, window.ends_at) - window.starts_at)),
        *_reason("left_early", _minutes(window.ends_at - max(left_at, window.starts_at))),
        *_reason("stayed_on", _minutes(end - max(start, window.ends_at))),
        *_reason("overtime", _minutes(left_at - max(came_at, closes)), grace=rules.late_grace_minutes),
    ]
    pause = _break_within(start, end, window)
    reasons += _reason("break", pause)
    present = max(0, _minutes(end - start) - pause)
    planned = max(1, _minutes(window.ends_at - window.starts_at) - window.break_minutes)
    if present * 100 < rules.minimum_presence_percent * planned:
        reasons.append({"code": "below_presence", "minutes": present, "percent": rules.minimum_presence_percent})
        return Counted(0, start, end, tuple(reasons))
    step = max(1, rules.rounding_minutes)
    rounded = present - present % step
    reasons += _reason("rounded", present - rounded, step=step)
    if rounded == 0:
        reasons.append({"code": "too_short", "minutes": present})
    return Counted(rounded, start, end, tuple(reasons))


def _break_within(start: datetime, end: datetime, window: Window) -> int:
    if not window.break_minutes:
        return 0
    half = timedelta(minutes=window.break_minutes) / 2
    middle = window.starts_at + (window.ends_at - window.starts_at) / 2
    return _minutes(min(end, middle + half) - max(start, middle - half))


@dataclass(frozen=True, slots=True)
class Split:
    """What is posted at once, what waits for approval, and why the rest is gone."""

    automatic: int
    over: int
    reasons: tuple[Reason, ...]


def split_by_caps(minutes: int, *, posted_today: int, posted_in_activity: int, rules: HourRules) -> Split:
    """Part the minutes of a live attendance at the day's automatic cap and its cap with approval (R055)."""
    allowed, reasons = _below_caps(minutes, posted_today, posted_in_activity, rules)
    automatic = min(allowed, max(0, rules.daily_auto_minutes - posted_today))
    over = allowed - automatic
    reasons += _reason("over_auto_cap", over, cap=rules.daily_auto_minutes)
    return Split(automatic, over, tuple(reasons))


def approvable(minutes: int, *, posted_today: int, posted_in_activity: int, rules: HourRules) -> Split:
    """What a second person's approval may post, up to the day's cap with approval."""
    allowed, reasons = _below_caps(minutes, posted_today, posted_in_activity, rules)
    return Split(allowed, 0, tuple(reasons))


def _below_caps(minutes: int, today: int, in_activity: int, rules: HourRules) -> tuple[int, list[Reason]]:
    reasons: list[Reason] = []
    if rules.activity_cap_minutes:
        room = max(0, rules.activity_cap_minutes - in_activity)
        reasons += _reason("activity_cap", minutes - room, cap=rules.activity_cap_minutes)
        minutes = min(minutes, room)
    room = max(0, rules.daily_cap_minutes - today)
    reasons += _reason("over_cap", minutes - room, cap=rules.daily_cap_minutes)
    return min(minutes, room), reasons


def cut_by_caps(reasons: Iterable[Reason]) -> int:
    """Minutes that the caps of day and activity kept out, as the reasons of a line or a record say."""
    return sum(
        int(reason.get("minutes", 0)) for reason in reasons if reason.get("code") in ("activity_cap", "over_cap")
    )


def weaker(one: str, other: str) -> str:
    """The weaker of two sources; an unknown one is the weakest that a leader can answer for."""
    rank = {source: place for place, source in enumerate(SOURCES)}
    typed = rank["typed"]
    return SOURCES[max(rank.get(one, typed), rank.get(other, typed))]


def tier_of(source: str, rules: HourRules) -> str:
    return "credit" if counts_as_credit(source, rules) else "honour"


def counts_as_credit(source: str, rules: HourRules) -> bool:
    """Whether the rules of the place count it as credit. `code` stands for the live code, opened or typed, as it did
    when the two were written alike: no rule set of before becomes stricter by that."""
    return ("code" if source in BY_ONESELF else source) in rules.credit_sources


def why_not_by_itself(source: str, *, own_leader: bool, rules: HourRules) -> str:
    """The code of the one reason that sent a whole attendance to a second person, true to how it was recorded.

    leader_own; closed_by_system: a live code or scan that nobody checked out; by_local_rule: one that the rules of the
    place do not count as credit; by_hand: no live code or scan.
    """
    if counts_as_credit(source, rules):
        return "leader_own" if own_leader else "closed_by_system"
    return "by_local_rule" if source in LIVE else "by_hand"


def posts_by_itself(source: str, *, confirmed: bool, own_leader: bool, rules: HourRules) -> bool:
    """Whether no second person is needed: live code or scan at both ends, not forced out, not the leader's own."""
    return counts_as_credit(source, rules) and confirmed and not own_leader


def closes_at(came_at_next_midnight: datetime, shift_ends_at: datetime, rules: HourRules) -> datetime:
    """When a forgotten attendance is closed: the later of midnight and the shift's end plus grace (R050)."""
    return max(came_at_next_midnight, shift_ends_at + timedelta(minutes=rules.late_grace_minutes))


def last_day_to_claim(served_on: date, rules: HourRules) -> date:
    """The last day on which hours of somebody not verified yet still wait for it (R003)."""
    return served_on + timedelta(days=rules.provisional_days)


def may_decide(
    decider: int | None,
    *,
    proposed_by: int | None,
    leaders: Collection[int],
    recorders: Collection[int | None],
    is_beneficiary: bool,
) -> str:
    """Why somebody may not decide about minutes (R058): a code, or nothing if they may. Account ids."""
    if decider is None:
        return "nobody"
    if is_beneficiary:
        return "beneficiary"
    if decider in leaders:
        return "leader"
    if decider == proposed_by or decider in recorders:
        return "proposer"
    return ""
