"""May somebody check in for a shift now? Pages, the leader's list and the guarded statement ask the same.

`hours_check_in` (sql/check_in.sql) checks the same things in the same order; one table of cases holds page, action and
statement to this rule.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from baiying.hours.rules.counting import HourRules

# Answers that are an attendance: a new one, or the one that is open here.
COME = ("checked_in", "already")


@dataclass(frozen=True, slots=True)
class ShiftTimes:
    """What of a shift decides: the state of its activity, its beginning and end."""

    state: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Comer:
    """What of a person decides.

    `is_theirs`: the account may act for the person. `open_here`, `open_elsewhere`: an attendance nobody has closed, at
    this shift or another. `check_ins`: attendances of the day in China on which they began, however they were noted,
    open or closed; a tick taken back is none. `barred`: the code of why somebody is too young: by law for what is done
    there (Emergency Response Law art. 39), or a minor where the post takes none, or none so young; who signed up was
    asked for it then. `said_no`: a guardian said no to this shift, and has not signed the child up since.
    `licence_unseen`: the post needs a licence, which the leader looks at before there is a place
    (Order 685, art. 16). `on_record`: something on record reaches beyond this moment.
    """

    is_theirs: bool = True
    open_here: bool = False
    open_elsewhere: bool = False
    registered: bool = True
    guardian_ok: bool = True
    signed_up: bool = True
    check_ins: int = 0
    on_record: bool = False
    barred: str = ""
    said_no: bool = False
    licence_unseen: bool = False


def opens_at(starts_at: datetime, rules: HourRules) -> datetime:
    """From when on one may check in, and the leader's page shows the code."""
    return starts_at - timedelta(minutes=rules.check_in_before_minutes)


def may_check_in(comer: Comer, shift: ShiftTimes, rules: HourRules, at: datetime, *, by_leader: bool = False) -> str:
    """checked_in or already; or the code of why not (R050 to R052).

    The leader notes others, signed up or not, also where the rules keep volunteers from doing it themselves; all else
    is the same for both.
    """
    opens = opens_at(shift.starts_at, rules)
    refusals = (
        (not by_leader and not comer.is_theirs, "not_yours"),
        (comer.open_here, "already"),
        (comer.open_elsewhere, "open_elsewhere"),
        (shift.state != "published", "not_open"),
        (not comer.registered, "not_registered"),
        (by_leader and bool(comer.barred) and not comer.signed_up, comer.barred),
        (not comer.guardian_ok, "guardian_missing"),
        (comer.said_no, "guardian_said_no"),
        (not by_leader and not rules.self_check_in, "leader_only"),
        (not by_leader and not comer.signed_up, "not_signed_up"),
        (comer.licence_unseen and not comer.signed_up, "licence_unseen"),
        (at < opens, "too_early"),
        (at >= shift.ends_at, "too_late"),
        (0 < rules.check_ins_per_day <= comer.check_ins, "too_many"),
        (comer.on_record, "overlap"),
    )
    return next((code for wrong, code in refusals if wrong), "checked_in")
