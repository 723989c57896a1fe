"""Other times than those on record: put before a second person; until then nothing changes (R056, R058)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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


def put_forward(
    attendance: Attendance, counted: rules.Counted, *, code: str, words: str, actor: Actor, at: datetime
) -> Proposal:
    """Propose the difference to what is posted; `code` is the reason that the volunteer reads. The caller has the lock.

    More than before: what was posted stays with its tier, the difference is typed. Less, or nothing: the lines are
    replaced at the moment of approval. Refuses: NothingToCorrect.
    """
    settling.hold(attendance)
    given = queries.rules_of(queries.occasion_of(attendance)).rules
    standing = queries.standing_entries_of(attendance.pk)
    posted = sum(entry.minutes for entry in standing)
    if counted.minutes == posted and (posted or standing):
        raise refusals.NothingToCorrect
    attendance.reason = [{"code": code, "words": words[:100]}, *counted.reasons]
    attendance.settled_at = None
    attendance.save(update_fields=["reason", "settled_at"])
    less = counted.minutes < posted
    source = standing[0].source if less else Source.TYPED
    minutes = counted.minutes if less else counted.minutes - posted
    return settling.propose(
        attendance,
        given,
        rules.Proposing(minutes, source, rules.tier_of(source, given), "correction"),
        counted,
        proposer=actor.account_id,
        words=words,
        replaces=[entry.id for entry in standing] if less else [],
        at=at,
    )


@transaction.atomic
def correct_record(
    *, attendance: Attendance, times: Times | None, words: str, actor: Actor, at: datetime
) -> Proposal | None:
    """The leader found a mistake afterwards: other times, or (None) that the person was not there. Another decides.

    What still waits of the record, or of the actor's own earlier correction, is replaced; what is posted stands until
    the second person agrees. The volunteer is told with the reason, and may object. The same again, while it waits,
    changes nothing; the times that are posted take the actor's own correction back (None).
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
    back = _is_taken_back(counted, _said(row, posted, waiting), posted, waiting, actor)
    Proposal.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    settling.audit_attendance(
        "CorrectionProposed", row, actor=actor, at=at, words=words, minutes=counted.minutes,
        replaced=[one.minutes for one in waiting],
    )  # fmt: skip
    if back:
        settling.close_if_decided(row, at)
        return None
    return put_forward(row, counted, code="corrected_by_leader", words=words, actor=actor, at=at)


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


def _is_taken_back(counted: rules.Counted, said: int, posted: int, waiting: list[Proposal], actor: Actor) -> bool:
    """Whether what is said now is what is posted, and only the actor's own correction said otherwise.

    Refuses: CorrectionWaits (another's correction is being decided), NothingToCorrect.
    """
    corrections = [one for one in waiting if one.part not in _OF_THE_RECORD]
    if any(one.proposed_by_id != actor.account_id for one in corrections):
        raise refusals.CorrectionWaits
    if corrections:
        return counted.minutes == posted and posted > 0
    if counted.minutes == said:
        raise refusals.NothingToCorrect
    return False
