"""The second person: approve or refuse what waits (R056, R058)."""

from datetime import datetime

from django.db.models import Max

from baiying.hours import access, locked, queries, rules
from baiying.hours.actions import correcting, refusals, settling, telling
from baiying.hours.models import Attendance, Proposal
from baiying.kit import audit, clock, each
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


def _locked(proposal: Proposal, actor: Actor, batch_id: int | None) -> tuple[Proposal, Attendance]:
    """The proposal under its attendance's lock; whoever corrects it takes the same two.

    Given back to the same account that decided it as well: whether it said the same is the caller's question.
    """
    attendance = locked.attendance(proposal.attendance_id)
    row = locked.proposal(proposal.pk)
    if row.decided_by_id is not None:
        if row.decided_by_id != actor.account_id:
            raise refusals.AlreadyDecided
        return row, attendance
    if row.batch_id != batch_id:
        raise refusals.DecidedTogether
    if why_not(access.decider(actor), row, attendance):
        raise refusals.SecondPersonNeeded
    return row, attendance


def why_not(decider: access.Decider, proposal: Proposal, attendance: Attendance) -> str:
    """Why somebody may not decide here: nobody, beneficiary, leader, proposer; empty if they may."""
    occasion = queries.occasion_of(attendance)
    own = [decider.account_id] if decider.account_id is not None and decider.led(attendance) else []
    hands = (
        (attendance.in_source, attendance.in_by_id),
        (attendance.out_source, attendance.out_by_id),
    )
    return rules.may_decide(
        decider.account_id,
        proposed_by=decider.own(proposal.proposed_by_id),
        # Who led when it was noted and when the minutes were proposed, too: the lead may have changed hands since.
        leaders=[*(led for one in (occasion.leader_id, proposal.leader_id) if (led := decider.own(one))), *own],
        recorders=[decider.own(by) for source, by in hands if source not in rules.BY_ONESELF],
        is_beneficiary=attendance.person_id in decider.person_ids,
    )


@transaction.atomic
def approve(
    *, proposal: Proposal, words: str = "", actor: Actor, at: datetime, batch_id: int | None = None
) -> Proposal:
    """Approve: the minutes are posted, up to the day's cap with approval; replaced lines are reversed first.

    For a person not yet counted the approval stands and the posting waits; hours that can never count for the day
    served end here, and the volunteer is told why. Pressed again by the same hand it changes nothing.
    `batch_id`: the decision about many that is carried out (actions/together.py).
    Refuses: AlreadyDecided, DecidedTogether, SecondPersonNeeded, DayFull, ObjectionOpen (a correction or reversal
    against which the volunteer objects has the answer to that first).
    """
    row, attendance = _locked(proposal, actor, batch_id)
    if row.decided_by_id is not None:
        if row.approved_at is None or row.decision_words != words[:200]:
            raise refusals.AlreadyDecided
        return row
    if queries.objected_since([row]):
        raise refusals.ObjectionOpen
    row.approved_at, row.decided_by_id, row.decision_words = at, actor.account_id, words[:200]
    row.save(update_fields=["approved_at", "decided_by_id", "decision_words"])
    _audit("HoursApproved", row, attendance, actor, at)
    settling.settle_approved(row, attendance, actor=actor, at=at)
    return row


@transaction.atomic
def refuse(*, proposal: Proposal, words: str, actor: Actor, at: datetime, batch_id: int | None = None) -> Proposal:
    """Refuse, with a reason that the volunteer and the proposer read. What a refused correction stood in the place of
    waits again as it was.

    Pressed again by the same hand it changes nothing. `batch_id` as in `approve`.
    Refuses: AlreadyDecided, DecidedTogether, SecondPersonNeeded, ReasonMissing.
    """
    if not words.strip():
        raise refusals.ReasonMissing
    row, attendance = _locked(proposal, actor, batch_id)
    if row.decided_by_id is not None:
        if row.refused_at is None or row.decision_words != words.strip()[:200]:
            raise refusals.AlreadyDecided
        return row
    row.refused_at, row.decided_by_id, row.decision_words = at, actor.account_id, words.strip()[:200]
    row.save(update_fields=["refused_at", "decided_by_id", "decision_words"])
    _audit("HoursRefused", row, attendance, actor, at)
    if not correcting.put_back(attendance, row.stood, at) and not _is_posted_later(row, attendance, at):
        settling.close_if_decided(attendance, at)
    telling.not_so(attendance, row, at)
    return row


def _is_posted_later(row: Proposal, attendance: Attendance, at: datetime) -> bool:
    """Whether a refused correction leaves what was there before it to be posted when the person counts: what was
    measured, or approved earlier. Asked of corrections from before that was kept with them (correcting.standing)."""
    if row.stood is not None and "open" in row.stood:
        return False
    if row.part != "correction" or queries.standing_entries_of(attendance.pk):
        return False
    if attendance.proposals.filter(approved_at__isnull=False).exists():
        return True
    standing = people.standing_on(attendance.person_id, on=queries.occasion_of(attendance).day, at=at)
    return standing is not None and not standing.counted and not standing.final


def _audit(action: str, row: Proposal, attendance: Attendance, actor: Actor, at: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        at=at,
        subject=("proposal", row.pk),
        area_id=queries.occasion_of(attendance).area.pk,
        detail={
            "attendance_id": attendance.pk,
            "person_id": attendance.person_id,
            "minutes": row.minutes,
            "words": row.decision_words,
        },
    )


def post_waiting(*, person_id: int, actor: Actor, at: datetime) -> int:
    """After the person was verified: post what waited for that. May run twice; gives how many were looked at."""
    waiting = Attendance.objects.filter(
        person_id=person_id, settled_at__isnull=True, checked_out_at__isnull=False
    ).order_by("checked_in_at")
    ids = list(waiting.values_list("pk", flat=True))
    return each.each("hours.post_waiting", ids, lambda pk: _post_one(pk, actor=actor, at=at), at=at).seen


def sweep_waiting(*, actor: Actor, at: datetime) -> int:
    """Post what waited for a verification that nobody told of, or that could not be posted then. Run every night.

    Gives how many persons were looked at: those with attendances that have ended and are not settled, whose standing
    is final. Of whoever is still not verified, hours whose time is over get their end, and one is told (R003).
    """
    unsettled = Attendance.objects.filter(settled_at__isnull=True, checked_out_at__isnull=False)
    persons = unsettled.order_by("person_id").values_list("person_id", flat=True).distinct().iterator()
    return each.each("hours.sweep_waiting", persons, lambda pk: _sweep_person(pk, actor, at), at=at).done


def _sweep_person(person_id: int, actor: Actor, at: datetime) -> int:
    standing = people.standing_of(person_id, at)
    # None: the registration has ended since; what was served before is posted, the rest gets its end.
    if standing is None or standing.counted:
        return post_waiting(person_id=person_id, actor=actor, at=at)
    if standing.held:
        # Whether they count is being looked into, and no time that an office takes is the volunteer's loss.
        return 0
    return _end_unclaimed(person_id, actor, at)


def _end_unclaimed(person_id: int, actor: Actor, at: datetime) -> int:
    """Settle what somebody who does not count yet can no longer claim; gives how many were looked at."""
    waiting = Attendance.objects.filter(
        person_id=person_id, settled_at__isnull=True, checked_out_at__isnull=False
    ).order_by("checked_in_at")
    rows = waiting.select_related("shift__activity__area", "shift__activity__team", "area")
    ids = [row.pk for row in rows if queries.last_day_to_claim(row) < clock.local_date(at)]
    return each.each("hours.post_waiting", ids, lambda pk: _post_one(pk, actor=actor, at=at), at=at).seen


@transaction.atomic
def _post_one(attendance_id: int, *, actor: Actor, at: datetime) -> None:
    attendance = locked.attendance(attendance_id)
    if attendance.settled_at is not None or queries.waits_for_end(attendance, at):
        return
    live = attendance.proposals.filter(refused_at__isnull=True)
    if not live.exists():
        settling.settle(attendance, actor=actor, at=at)
        return
    # A correction says the whole of what is not posted: what was approved before it, it replaces, decided or not.
    newest = live.filter(part="correction").aggregate(newest=Max("pk"))["newest"]
    for row in live.filter(approved_at__isnull=False, pk__gte=newest or 0).order_by("pk"):
        try:
            with transaction.atomic():
                settling.settle_approved(row, attendance, actor=actor, at=at)
        except refusals.DayFull:
            # Approved while it waited, and the caps were filled since: it has its end, and the volunteer is told.
            telling.outcome(attendance, "nothing", at)
            settling.close_if_decided(attendance, at)
