"""Many decided at once, with a few minutes in which who decided may take it all back (R058).

Nothing is posted and nobody is told before that time is over: a line of the ledger cannot be unmade, so what may be
taken back must not have made one. Until then each proposal only names the batch that decided it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from baiying.accounts import queries as accounts
from baiying.hours import access, locked, queries
from baiying.hours.actions import deciding, refusals
from baiying.hours.models import DecisionBatch, Proposal
from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor, Via

# How long a decision about many may be taken back. Ours: enough to see a mistake, and hours still come soon.
TO_TAKE_BACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Together:
    """What came of it: the batch, or None if nothing was left to decide; and what another hand was quicker with."""

    batch: DecisionBatch | None
    gone: int = 0


@transaction.atomic
def decide_together(
    *, proposals: Sequence[Proposal], approve: bool, words: str = "", actor: Actor, at: datetime
) -> Together:
    """Decide many at once; they are carried out after TO_TAKE_BACK, each in the name of who decided.

    What somebody else decided meanwhile, and what the actor may not decide, is left out. Refuses: ReasonMissing.
    """
    if not approve and not words.strip():
        raise refusals.ReasonMissing
    held = {row.pk: row for row in locked.proposals([one.pk for one in proposals])}
    decider = access.decider(actor)
    wanted = [one for one in proposals if not deciding.why_not(decider, one, one.attendance)]
    open_now = [held[one.pk] for one in wanted if one.pk in held and _is_open(held[one.pk])]
    if actor.account_id is None or not open_now:
        return Together(None, len(wanted))
    taken = queries.taken_back_by(open_now)
    batch = DecisionBatch.objects.create(
        approve=approve,
        words=words.strip()[:200],
        rows=len(open_now),
        minutes=sum(row.minutes - taken[row.pk].minutes for row in open_now),
        made_at=at,
        made_by_id=actor.account_id,
        takes_effect_at=at + TO_TAKE_BACK,
    )
    Proposal.objects.filter(pk__in=[row.pk for row in open_now]).update(batch=batch, returned="")
    audit.record(
        "HoursDecidedTogether", actor=actor, at=at, subject=("batch", batch.pk),
        detail={"approve": approve, "rows": batch.rows, "minutes": batch.minutes, "words": batch.words},
    )  # fmt: skip
    return Together(batch, len(wanted) - len(open_now))


def _is_open(row: Proposal) -> bool:
    return row.decided_by_id is None and row.batch_id is None


@transaction.atomic
def take_back_together(*, batch: DecisionBatch, actor: Actor, at: datetime) -> DecisionBatch:
    """Take a decision about many back, whole: every proposal is as it was. A second press changes nothing.

    Refuses: NotYourDecision, TooLateToTakeBack (its time is over, or it is being carried out).
    """
    if batch.made_by_id != actor.account_id:
        raise refusals.NotYourDecision
    rows = list(locked.proposals_of(batch))
    batch.refresh_from_db()
    if batch.undone_at is not None:
        return batch
    if at >= batch.takes_effect_at or any(row.decided_by_id == batch.made_by_id for row in rows):
        raise refusals.TooLateToTakeBack
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(batch=None)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    audit.record("HoursDecisionTakenBack", actor=actor, at=at, subject=("batch", batch.pk), detail={"rows": batch.rows})
    return batch


def carry_out(*, at: datetime) -> int:
    """Carry out what can no longer be taken back. Run every minute; gives how many proposals were decided."""
    due = Proposal.objects.filter(
        batch__isnull=False, batch__takes_effect_at__lte=at, decided_by_id__isnull=True
    ).order_by("batch_id", "id")
    return each.each("hours.carry_out", list(due.values_list("pk", flat=True)), lambda pk: _one(pk, at), at=at).done


def _one(proposal_id: int, at: datetime) -> bool:
    """Decide one in the name of who decided the batch; what is refused now waits again and says why."""
    row = queries.proposal_by_id(proposal_id)
    if row is None or row.batch is None:
        return False
    actor = _in_the_name_of(row.batch)
    try:
        if row.batch.approve:
            deciding.approve(proposal=row, words=row.batch.words, actor=actor, at=at, batch_id=row.batch_id)
        else:
            deciding.refuse(proposal=row, words=row.batch.words, actor=actor, at=at, batch_id=row.batch_id)
    except Refused as refusal:
        _give_back(proposal_id, row.batch_id, refusal.code)
        return False
    return True


@transaction.atomic
def _give_back(proposal_id: int, batch_id: int | None, code: str) -> None:
    rows = Proposal.objects.filter(pk=proposal_id, batch_id=batch_id, decided_by_id__isnull=True)
    rows.update(batch=None, returned=code)


def _in_the_name_of(batch: DecisionBatch) -> Actor:
    account = accounts.account(batch.made_by_id)
    return Actor(batch.made_by_id, label=account.display_name if account else "", via=Via.JOB)
