"""Other times than those on record: put before a second person; until then nothing changes (R056, R058)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baiying.hours import locked, queries, rules
from baiying.hours.actions import checking_out, refusals, settling
from baiying.hours.models import Attendance, Proposal, Source
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import access as people

# What may still wait for a second person and be replaced by whoever leads: never another's correction.
_OF_THE_RECORD = ("whole", "over_cap")


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody really came and left, as the one who corrects found it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Why:
    """Why a record is corrected: the code of the reason that the volunteer reads, and the words of who corrects."""

    code: str
    words: str


def measured(attendance: Attendance, times: Times, at: datetime) -> rules.Counted:
    """What other times would count, before any cap. Refuses: WrongTimes, InFuture, Overlap, OutsideShift, NoEndYet."""
    checking_out.refuse_wrong_times(attendance, times.starts_at, times.ends_at, at)
    occasion = queries.occasion_of(attendance)
    given = queries.rules_of(occasion).rules
    window = occasion.window if attendance.shift is not None else rules.Window(times.starts_at, times.ends_at)
    counted = rules.creditable_minutes(times.starts_at, times.ends_at, window, given)
    if counted.minutes == 0:
        raise refusals.OutsideShift
    if attendance.checked_out_at is None:
        raise refusals.NoEndYet
    return counted


def standing(attendance: Attendance, waiting: list[Proposal]) -> dict[str, Any]:
    """What the record says before it is corrected, kept with the correction: the minutes, and what waits and would be
    replaced; and whether it was still to be settled, for whom waits for a check as well. Of an earlier correction that
    is itself replaced: what stood before that one.
    """
    earlier = next((one.stood for one in waiting if one.stood), None)
    if earlier is not None:
        return dict(earlier)
    posted = sum(entry.minutes for entry in queries.standing_entries_of(attendance.pk))
    of_the_record = [one for one in waiting if one.part in _OF_THE_RECORD]
    rows = [
        {
            "part": one.part, "minutes": one.minutes, "source": one.source, "tier": one.tier, "words": one.words,
            "reason": one.reason, "by": one.proposed_by_id,
            "span": [one.starts_at.isoformat(), one.ends_at.isoformat()],
        }
        for one in of_the_record
    ]  # fmt: skip
    was = _said(attendance, posted, of_the_record)
    return {"was": was, "reason": attendance.reason, "rows": rows, "open": attendance.settled_at is None}


def put_back(attendance: Attendance, stood: dict[str, Any] | None, at: datetime) -> bool:
    """A correction was refused or taken back: what waited before it waits again, with a clock of its own, and what was
    to be posted later still is; whether anything waits so. Nothing is told of that: the refusal says that the record is
    as it was. The caller has the lock.
    """
    if stood is None:
        return False
    before = stood["rows"]
    given = queries.rules_of(queries.occasion_of(attendance)).rules
    for one in before:
        start, end = (datetime.fromisoformat(moment) for moment in one["span"])
        attendance.reason = one["reason"]
        what = rules.Proposing(one["minutes"], one["source"], one["tier"], one["part"], again=True)
        span = rules.Counted(one["minutes"], start, end, ())
        settling.propose(attendance, given, what, span, proposer=one["by"], words=one["words"], at=at)
    attendance.reason = stood["reason"]
    waits = bool(before) or stood.get("open", False)
    attendance.settled_at = None if waits else attendance.settled_at
    attendance.save(update_fields=["reason", "settled_at"])
    return waits


def leave_as_it_was(attendance: Attendance, stood: dict[str, Any] | None, at: datetime) -> None:
    """`put_back`, and the end of a record of which nothing waits. The caller has the lock."""
    if not put_back(attendance, stood, at):
        settling.close_if_decided(attendance, at)


def put_forward(
    attendance: Attendance, counted: rules.Counted, why: Why, *, stood: dict[str, Any], actor: Actor, at: datetime
) -> Proposal:
    """Propose the difference to what is posted, with the reason that the volunteer reads. The caller has the lock.

    More than before: what was posted stays with its tier, the difference is typed. Less, or nothing: the lines are
    replaced at the moment of approval. Refuses: NothingToCorrect.
    """
    settling.hold(attendance)
    given = queries.rules_of(queries.occasion_of(attendance)).rules
    lines = queries.standing_entries_of(attendance.pk)
    posted = sum(entry.minutes for entry in lines)
    if counted.minutes == posted and lines:
        raise refusals.NothingToCorrect
    attendance.reason = [{"code": why.code, "words": why.words[:100]}, *counted.reasons]
    attendance.settled_at = None
    attendance.save(update_fields=["reason", "settled_at"])
    less = counted.minutes < posted
    source = lines[0].source if less else Source.TYPED
    minutes = counted.minutes if less else counted.minutes - posted
    return settling.propose(
        attendance,
        given,
        rules.Proposing(minutes, source, rules.tier_of(source, given), "correction", stood),
        counted,
        proposer=actor.account_id,
        words=why.words,
        replaces=[entry.id for entry in lines] if less else [],
        at=at,
    )


@transaction.atomic
def correct_record(
    *, attendance: Attendance, times: Times | None, words: str, actor: Actor, at: datetime
) -> Proposal | None:
    """The leader found a mistake afterwards: other times, or (None) that the person was not there. Another decides.

    What still waits of the record, or of the actor's own earlier correction, is replaced and comes back if this is
    refused; what is posted stands until the second person agrees. The volunteer is told what is proposed, by whom and
    why, and may object. The same again, while it waits, changes nothing; the times that were on record take the
    actor's own correction back (None).
    Refuses: OwnMatter, ReasonMissing, NoEndYet, TooOld, CorrectionWaits, NothingToCorrect, WrongTimes, InFuture,
    Overlap, OutsideShift.
    """
    row = locked.attendance(attendance.pk)
    people.refuse_own(actor, row.person_id, refusals.OWN_ATTENDANCE)
    words = words.strip()[:200]
    if not words:
        raise refusals.ReasonMissing
    if row.undone_at is not None or row.checked_out_at is None or queries.waits_for_end(row, at):
        raise refusals.NoEndYet
    occasion = queries.occasion_of(row)
    if at - occasion.window.ends_at > timedelta(days=queries.rules_of(occasion).rules.back_entry_days):
        raise refusals.TooOld
    counted = measured(row, times, at) if times is not None else _nothing(row)
    waiting = list(locked.undecided(row))
    for one in waiting:
        if one.part == "correction" and one.proposed_by_id == actor.account_id and _says(one, row, counted, words):
            return one
    posted = sum(entry.minutes for entry in queries.standing_entries_of(row.pk))
    stood = standing(row, waiting)
    back = _is_taken_back(counted, _said(row, posted, waiting), stood["was"], waiting, actor)
    Proposal.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    settling.audit_attendance(
        "CorrectionProposed", row, actor=actor, at=at, words=words, minutes=counted.minutes,
        replaced=[one.minutes for one in waiting],
    )  # fmt: skip
    if back:
        leave_as_it_was(row, stood, at)
        return None
    return put_forward(row, counted, Why("corrected_by_leader", words), stood=stood, actor=actor, at=at)


def _nothing(row: Attendance) -> rules.Counted:
    """Not there at all: no minutes, about the span that is on record."""
    return rules.Counted(0, row.checked_in_at, row.checked_out_at or row.checked_in_at, ())


def _says(one: Proposal, row: Attendance, counted: rules.Counted, words: str) -> bool:
    """Whether a correction that waits says just this."""
    posted = sum(entry.minutes for entry in queries.standing_entries_of(row.pk))
    whole = one.minutes if one.replaces else one.minutes + posted
    return (whole, one.words) == (counted.minutes, words)


def _said(row: Attendance, posted: int, waiting: list[Proposal]) -> int:
    """The minutes that the record says now: of who does not count yet, and has neither a line nor anything that waits
    for a second person, those that were measured, which would be posted later."""
    if row.settled_at is None and not posted and not waiting and row.checked_out_at is not None:
        occasion = queries.occasion_of(row)
        given = queries.rules_of(occasion).rules
        return rules.creditable_minutes(row.checked_in_at, row.checked_out_at, occasion.window, given).minutes
    return posted + sum(one.minutes for one in waiting)


def _is_taken_back(counted: rules.Counted, said: int, was: int, waiting: list[Proposal], actor: Actor) -> bool:
    """Whether what is said now was on record, and only the actor's own correction said otherwise. What is posted alone
    is not all of it where more waits: nobody drops that without a second person.

    Refuses: CorrectionWaits (another's correction is being decided), NothingToCorrect.
    """
    corrections = [one for one in waiting if one.part not in _OF_THE_RECORD]
    if any(one.proposed_by_id != actor.account_id for one in corrections):
        raise refusals.CorrectionWaits
    if corrections:
        return counted.minutes == was > 0
    if counted.minutes == said:
        raise refusals.NothingToCorrect
    return False
