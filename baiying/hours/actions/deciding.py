"""The second person: approve or refuse what waits (R056, R058)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baiying.hours import access, queries, rules
from baiying.hours.actions import checking_out, posting, refusals, settling, telling
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to: how many were approved, and why the others were not."""

    approved: int
    refused: list[tuple[Proposal, Refused]]


def _locked(proposal: Proposal, actor: Actor) -> tuple[Proposal, Attendance]:
    # Always the attendance first: whoever corrects it takes the same two locks.
    attendance = checking_out.locked(proposal.attendance_id)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.decided_by_id is not None:
        raise refusals.AlreadyDecided
    if why_not(access.decider(actor), row, attendance):
        raise refusals.SecondPersonNeeded
    return row, attendance


def why_not(decider: access.Decider, proposal: Proposal, attendance: Attendance) -> str:
    """Why somebody may not decide here: nobody, beneficiary, leader, proposer; empty if they may."""
    activity = attendance.shift.activity
    leads = decider.account_id is not None and activity.team_id in decider.led_team_ids
    hands = (
        (attendance.in_source, attendance.in_by_id),
        (attendance.out_source, attendance.out_by_id),
    )
    return rules.may_decide(
        decider.account_id,
        proposed_by=proposal.proposed_by_id,
        leaders=[activity.leader_id, *([decider.account_id] if leads and decider.account_id else [])],
        recorders=[by for source, by in hands if source != "code"],
        is_beneficiary=attendance.person_id in decider.person_ids,
    )


@transaction.atomic
def approve(*, proposal: Proposal, words: str = "", actor: Actor, at: datetime) -> Proposal:
    """Approve: the minutes are posted, up to the day's cap with approval; replaced lines are reversed first.

    For a person not yet counted the approval stands and the posting waits. Refuses: AlreadyDecided,
    SecondPersonNeeded, DayFull.
    """
    row, attendance = _locked(proposal, actor)
    row.approved_at, row.decided_by_id, row.decision_words = at, actor.account_id, words[:200]
    row.save(update_fields=["approved_at", "decided_by_id", "decision_words"])
    _audit("HoursApproved", row, attendance, actor, at)
    post_approved(row, attendance, actor=actor, at=at)
    return row


def post_approved(row: Proposal, attendance: Attendance, *, actor: Actor, at: datetime) -> HourEntry | None:
    """Post an approved proposal, unless the person does not count yet. Refuses: DayFull."""
    posting.lock_person_day(attendance.person_id, row.served_on)
    standing = people.standing_of(attendance.person_id, at)
    if standing is None or not standing.counted:
        return None
    for entry in queries.standing_entries_of(attendance.pk):
        if entry.id in row.replaces:
            posting.post_reversal(entry, row.words or translate("按异议更正"), actor=actor, at=at)
    chosen = posting.rules_for(attendance.shift)
    today, in_activity = posting.posted(attendance)
    split = rules.approvable(row.minutes, posted_today=today, posted_in_activity=in_activity, rules=chosen.rules)
    if not split.automatic:
        raise refusals.DayFull
    line = posting.Line(
        unique_source=f"proposal:{row.pk}",
        minutes=split.automatic,
        source=row.source,
        tier=row.tier,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason=[*row.reason, *split.reasons],
        recorded_by_id=row.proposed_by_id,
        approved_by_id=row.decided_by_id,
        proposal_id=row.pk,
    )
    entry = posting.post(attendance, line, standing=standing, rule_set_id=chosen.rule_set_id, actor=actor, at=at)
    _close_if_done(attendance, at)
    return entry


def _close_if_done(attendance: Attendance, at: datetime) -> None:
    if attendance.proposals.filter(decided_by_id__isnull=True).exists():
        return
    attendance.settled_at = attendance.settled_at or at
    attendance.save(update_fields=["settled_at"])


@transaction.atomic
def refuse(*, proposal: Proposal, words: str, actor: Actor, at: datetime) -> Proposal:
    """Refuse, with a reason that the volunteer and the proposer read.

    Refuses: AlreadyDecided, SecondPersonNeeded, ReasonMissing.
    """
    if not words.strip():
        raise refusals.ReasonMissing
    row, attendance = _locked(proposal, actor)
    row.refused_at, row.decided_by_id, row.decision_words = at, actor.account_id, words.strip()[:200]
    row.save(update_fields=["refused_at", "decided_by_id", "decision_words"])
    _audit("HoursRefused", row, attendance, actor, at)
    _close_if_done(attendance, at)
    text = translate("%(day)s“%(title)s”的时长复核未通过：") + row.decision_words.replace("%", "%%")
    text += translate("。不同意的话，可以在“我的时长”里点“这条不对”，会有人答复。")
    telling.about(attendance, "refused", text, at, f"hours:refused:{row.pk}")
    words_led = translate("“%(title)s”有一笔时长复核未通过：%(why)s。可以在班次页面核对时间后重新提交。") % {
        "title": telling.title_of(attendance), "why": row.decision_words
    }  # fmt: skip
    link = f"/shifts/{attendance.shift.public_id}/field/"
    telling.tell_account(row.proposed_by_id, "refused_led", words_led, at, f"hours:refused_led:{row.pk}", link)
    return row


def _audit(action: str, row: Proposal, attendance: Attendance, actor: Actor, at: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        at=at,
        subject=("proposal", row.pk),
        area_id=attendance.shift.activity.area_id,
        detail={
            "attendance_id": attendance.pk,
            "person_id": attendance.person_id,
            "minutes": row.minutes,
            "words": row.decision_words,
        },
    )


def approve_batch(*, proposals: Sequence[Proposal], actor: Actor, at: datetime) -> Batch:
    """Approve many, each in its own transaction; those that may not be are named with the reason."""
    approved, refused = 0, []
    for row in proposals:
        try:
            approve(proposal=row, actor=actor, at=at)
            approved += 1
        except Refused as refusal:
            refused.append((row, refusal))
    return Batch(approved, refused)


def post_waiting(*, person_id: int, actor: Actor, at: datetime) -> int:
    """After the person was verified: post what waited for that. May run twice; gives how many were looked at."""
    waiting = Attendance.objects.filter(
        person_id=person_id, settled_at__isnull=True, checked_out_at__isnull=False
    ).order_by("checked_in_at")
    ids = list(waiting.values_list("pk", flat=True))
    return each.each("hours.post_waiting", ids, lambda pk: _post_one(pk, actor=actor, at=at), at=at).seen


def sweep_waiting(*, actor: Actor, at: datetime) -> int:
    """Post what waited for a verification that nobody told of, or that could not be posted then. Run every night.

    Gives how many persons were looked at: those who count and have ended attendances that are not settled.
    """
    unsettled = Attendance.objects.filter(settled_at__isnull=True, checked_out_at__isnull=False)
    seen = 0
    for person_id in unsettled.order_by("person_id").values_list("person_id", flat=True).distinct().iterator():
        standing = people.standing_of(person_id, at)
        if standing is not None and standing.counted:
            seen += bool(post_waiting(person_id=person_id, actor=actor, at=at))
    return seen


@transaction.atomic
def _post_one(attendance_id: int, *, actor: Actor, at: datetime) -> None:
    attendance = checking_out.locked(attendance_id)
    if attendance.settled_at is not None or queries.waits_for_end(attendance):
        return
    live = attendance.proposals.filter(refused_at__isnull=True)
    if not live.exists():
        settling.settle(attendance, actor=actor, at=at)
        return
    for row in live.filter(approved_at__isnull=False):
        try:
            with transaction.atomic():
                post_approved(row, attendance, actor=actor, at=at)
        except refusals.DayFull:
            _close_if_done(attendance, at)
