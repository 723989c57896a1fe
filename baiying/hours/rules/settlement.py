"""What becomes of counted minutes: posted now, put before a second person, or over; decided once, then carried out."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from baiying.hours.rules.counting import (
    Counted,
    HourRules,
    Reason,
    approvable,
    posts_by_itself,
    split_by_caps,
    tier_of,
    why_not_by_itself,
)


@dataclass(frozen=True, slots=True)
class Served:
    """What decides beside the minutes.

    `source`: the weaker of the way in and out. `confirmed`: not closed by the system. `own_leader`: the leader's own
    hours. `counted`: the person's hours of that day count (people.rules.standing_on_day); `never`: they do not and
    never can, for the reason `standing`. `unclaimed`: the time in which one who does not count yet could be verified is
    over (last_day_to_claim). `posted_today`, `posted_in_activity`: minutes in the ledger already.
    """

    source: str
    confirmed: bool = True
    own_leader: bool = False
    counted: bool = True
    never: bool = False
    standing: str = "counted"
    unclaimed: bool = False
    posted_today: int = 0
    posted_in_activity: int = 0


@dataclass(frozen=True, slots=True)
class Posting:
    """Minutes that go into the ledger now."""

    minutes: int
    source: str
    tier: str


@dataclass(frozen=True, slots=True)
class Proposing:
    """Minutes that wait for a second person: the whole, or what is over the day's automatic cap."""

    minutes: int
    source: str
    tier: str
    part: str
    stood: dict[str, Any] | None = None
    """Of a correction: what stands until it is decided (actions.correcting.standing)."""
    again: bool = False
    """It waited before, as it is: nobody is told anew."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The whole decision about one attendance, or one approved proposal.

    `tell`: what the volunteer is told beside the posting and the proposal, each of which tells for itself: nothing
    (no minutes), absent (two persons found that nobody came), provisional (waits until the person counts), unagreed
    (until somebody agreed to the ID number), held (until a doubt is decided), never (can never be posted). `settled`:
    nothing waits any more. `full`: a second person wished to post, and the caps leave no minute.
    """

    reasons: tuple[Reason, ...] = ()
    post: Posting | None = None
    propose: Proposing | None = None
    tell: str = ""
    settled: bool = False
    full: bool = False


def waits_as(standing: str) -> str:
    """Of what waits until the person counts, what it waits for: held, unagreed (the ID number) or provisional."""
    return {"held": "held", "awaiting_number": "unagreed"}.get(standing, "provisional")


def settle(counted: Counted, served: Served, rules: HourRules) -> Settlement:
    """What becomes of a closed attendance (R003, R054, R055, R058).

    Live codes and scans post by themselves up to the day's automatic cap, the rest waits for a second person. What was
    noted by hand, or is the leader's own, waits as a whole. Nothing is posted for who does not count; who never can
    gets an end and a reason instead of a second person's work.
    """
    if counted.minutes == 0:
        return Settlement(counted.reasons, tell="nothing", settled=True)
    if served.never or (served.unclaimed and not served.counted):
        return _never(counted.reasons, served)
    tier = tier_of(served.source, rules)
    if not posts_by_itself(served.source, confirmed=served.confirmed, own_leader=served.own_leader, rules=rules):
        code = why_not_by_itself(served.source, own_leader=served.own_leader, rules=rules)
        whole = Proposing(counted.minutes, served.source, tier, "whole")
        return Settlement((*counted.reasons, {"code": code}), propose=whole)
    if not served.counted:
        return Settlement(counted.reasons, tell=waits_as(served.standing))
    split = split_by_caps(
        counted.minutes,
        posted_today=served.posted_today,
        posted_in_activity=served.posted_in_activity,
        rules=rules,
    )
    found = Settlement((*counted.reasons, *split.reasons))
    if split.automatic:
        found = replace(found, post=Posting(split.automatic, served.source, tier))
    if split.over:
        return replace(found, propose=Proposing(split.over, served.source, tier, "over_cap"))
    return replace(found, settled=True, tell="" if split.automatic else "nothing")


def settle_approved(
    minutes: int, served: Served, rules: HourRules, *, tier: str, reasons: tuple[Reason, ...] = ()
) -> Settlement:
    """What becomes of minutes that a second person approved (R055, R056): posted up to the day's cap with approval.

    No minutes at all are the correction that somebody was not there: it ends the record.
    """
    if minutes == 0:
        # A correction: the person was not there.
        return Settlement(reasons, tell="absent", settled=True)
    if served.never or (served.unclaimed and not served.counted):
        return _never(reasons, served)
    if not served.counted:
        return Settlement(reasons)
    split = approvable(
        minutes, posted_today=served.posted_today, posted_in_activity=served.posted_in_activity, rules=rules
    )
    if not split.automatic:
        return Settlement((*reasons, *split.reasons), settled=True, full=True)
    return Settlement((*reasons, *split.reasons), post=Posting(split.automatic, served.source, tier), settled=True)


def review_since(served_on: date, asked_on: date) -> date:
    """The day from which the working days of a second person's decision count (R057, R065).

    Whoever decides has the whole time from the day it was asked: a correction, a paper sheet or an end that come weeks
    after the shift are not late on their first day. That a record comes late is the leader's clock, which goes on
    counting from the shift (queries.record_due). What ends before the midnight its shift begins after counts from the
    day served.
    """
    return max(served_on, asked_on)


def give_back(cut: int, served: Served, rules: HourRules, *, approved: bool) -> Settlement:
    """What becomes of minutes that a cap once cut, now that there is room again; `approved`: by a second person.

    Nothing is said where there is no room: what was said when they were cut still holds.
    """
    if not served.counted or served.never:
        return Settlement()
    by_caps = approvable if approved else split_by_caps
    split = by_caps(cut, posted_today=served.posted_today, posted_in_activity=served.posted_in_activity, rules=rules)
    tier = tier_of(served.source, rules)
    back = split.automatic + split.over
    found = Settlement(({"code": "room_again", "minutes": back},) if back else ())
    if split.automatic:
        found = replace(found, post=Posting(split.automatic, served.source, tier))
    if split.over:
        found = replace(found, propose=Proposing(split.over, served.source, tier, "over_cap"))
    return found


def _never(reasons: tuple[Reason, ...], served: Served) -> Settlement:
    why = served.standing if served.never else "unclaimed"
    return Settlement((*reasons, {"code": f"never_{why}"}), tell="never", settled=True)
