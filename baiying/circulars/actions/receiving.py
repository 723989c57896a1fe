"""What a box does: it signs a version, in the signer's own name, and answers once."""

from collections.abc import Sequence
from datetime import date, datetime

from baiying.circulars import locked
from baiying.circulars.actions import refusals
from baiying.circulars.models import Box, Signature
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


@transaction.atomic
def sign(*, box: Box, number: int, read_at: datetime, deputy: bool, actor: Actor, at: datetime) -> Signature:
    """Say that a version was received. `read_at` is when the page was made, perhaps long before the network came back,
    never before the box was told.

    Pressed twice by one hand is signed once. Refuses: NoSignature, Withdrawn, AnotherVersion (corrected since, and to
    be signed anew), SignedByAnother.
    """
    row = locked.box(box.pk)
    assert actor.account_id is not None
    if not row.circular.is_signed:
        raise refusals.NoSignature
    before = Signature.objects.filter(box=row, number=number).first()
    if before is not None:
        if before.account_id != actor.account_id:
            raise refusals.SignedByAnother
        return before
    if row.circular.withdrawn_at is not None:
        raise refusals.Withdrawn
    if not row.asked_number <= number <= row.told_number:
        raise refusals.AnotherVersion
    made = Signature.objects.create(
        box=row, number=number, at=at, read_at=min(max(read_at, row.told_at or at), at), account_id=actor.account_id,
        name=actor.label[:60], deputy=deputy or _from_above(row, actor),
    )  # fmt: skip
    row.signed_number = max(row.signed_number, number)
    row.save(update_fields=["signed_number"])
    audit.record(
        "CircularSigned", actor=actor, at=at, subject=("circular", row.circular_id), area_id=row.area_id,
        detail={"box": row.name, "number": number, "deputy": made.deputy},
    )  # fmt: skip
    return made


def sign_together(
    *, boxes: Sequence[Box], number: int, read_at: datetime, deputy: bool, actor: Actor, at: datetime
) -> tuple[int, list[str]]:
    """Sign the same version for several boxes of one hand: a township signs for its empty villages at one press.

    Each is a signature of its own; one that cannot be signed leaves the others standing. Gives how many were signed,
    and the names of the boxes that were not.
    """
    left: list[str] = []
    for box in boxes:
        try:
            sign(box=box, number=number, read_at=read_at, deputy=deputy, actor=actor, at=at)
        except Refused:
            left.append(box.name)
    return len(boxes) - len(left), left


def _from_above(row: Box, actor: Actor) -> bool:
    """Whoever signs from another area than the box's own does so in its place."""
    return row.body_id is None and actor.acting is not None and actor.acting.area_id != row.area_id


@transaction.atomic
def answer(*, box: Box, done: bool, done_on: date | None, remark: str, actor: Actor, at: datetime) -> Box:
    """Say whether it is done, since when, and what else; once for the box, whoever answers and whatever was corrected.

    The same again by the same hand changes nothing. Refuses: NothingToAnswer, Withdrawn, AnsweredOnce, DoneTomorrow (a
    day to come: then it is not done).
    """
    row = locked.box(box.pk)
    if not row.circular.asks_answer:
        raise refusals.NothingToAnswer
    said = (done, done_on if done else None, remark.strip())
    if row.answered_at is not None:
        if (row.answered_by_id, row.done, row.done_on, row.remark) != (actor.account_id, *said):
            raise refusals.AnsweredOnce
        return row
    if row.circular.withdrawn_at is not None:
        raise refusals.Withdrawn
    if done and done_on is not None and done_on > clock.local_date(at):
        raise refusals.DoneTomorrow
    row.done, row.done_on, row.remark = said
    row.answered_at, row.answered_by_id = at, actor.account_id
    row.save(update_fields=["done", "done_on", "remark", "answered_at", "answered_by"])
    audit.record(
        "CircularAnswered", actor=actor, at=at, subject=("circular", row.circular_id), area_id=row.area_id,
        detail={"box": row.name, "done": done},
    )  # fmt: skip
    return row
