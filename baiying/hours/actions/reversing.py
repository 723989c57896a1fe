"""Taking hours back: asked for with a reason, decided by a second person; a negative line, no deletion (R061)."""

from datetime import datetime

from baiying.hours import access, locked, queries, rules
from baiying.hours.actions import refusals, settling
from baiying.hours.models import HourEntry, Proposal
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


@transaction.atomic
def propose_reversal(*, entry: HourEntry, words: str, actor: Actor, at: datetime) -> Proposal:
    """Ask that one line be taken back; it stands until a second person has decided, and the person is told of both.

    Asked again with the same words by the same hand it gives the first.
    Refuses: ReasonMissing, SecondPersonNeeded (one's own or a ward's hours), AlreadyReversed, NoRecordOfIt,
    CorrectionWaits (something else about the line is being decided).
    """
    words = words.strip()[:200]
    if not words:
        raise refusals.ReasonMissing
    if access.is_concerned(actor, entry.person_id):
        raise refusals.SecondPersonNeeded
    if entry.attendance_id is None:
        raise refusals.NoRecordOfIt
    attendance = locked.attendance(entry.attendance_id)
    waiting = [one for one in locked.undecided(attendance) if entry.id in one.replaces]
    settling.hold(attendance)
    if entry.reversal_of is not None or queries.reversal_of(entry) is not None:
        raise refusals.AlreadyReversed
    for one in waiting:
        if one.part == "reversal" and one.proposed_by_id == actor.account_id and one.words == words:
            return one
        raise refusals.CorrectionWaits
    given = queries.rules_of(queries.occasion_of(attendance)).rules
    # Of this request alone: the record keeps its reasons, and stays as settled as it is, until somebody has decided.
    attendance.reason = [{"code": "reversed", "words": words}]
    settling.audit_attendance(
        "ReversalProposed", attendance, actor=actor, at=at, words=words, entry_id=entry.id, minutes=entry.minutes
    )
    return settling.propose(
        attendance,
        given,
        rules.Proposing(0, entry.source, entry.tier, "reversal"),
        rules.Counted(0, entry.starts_at, entry.ends_at, ()),
        proposer=actor.account_id,
        words=words,
        replaces=[entry.id],
        at=at,
    )


@transaction.atomic
def withdraw_reversal(*, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """Take back what one asked for, as long as nobody has decided; nothing is left but the audit.

    Refuses: NotYourDecision, AlreadyDecided, DecidedTogether.
    """
    attendance = locked.attendance(proposal.attendance_id)
    row = next(iter(locked.proposals([proposal.pk])), None)
    if row is None:
        return
    if row.part != "reversal" or row.proposed_by_id != actor.account_id:
        raise refusals.NotYourDecision
    if row.decided_by_id is not None:
        raise refusals.AlreadyDecided
    if row.batch_id is not None:
        raise refusals.DecidedTogether
    row.delete()
    settling.audit_attendance("ReversalWithdrawn", attendance, actor=actor, at=at, words=row.words)
