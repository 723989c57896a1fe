"""A second person approves what is big or an emergency, and what differs too much at the moment of sending."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.circulars import locked, queries, rules, said
from baiying.circulars.actions import refusals, telling
from baiying.circulars.actions.writing import lay_hand_on, note, refuse_sent
from baiying.circulars.models import Approval, Circular, Wording
from baiying.circulars.rights import Right
from baiying.kit import clock, jobs
from baiying.kit.db import transaction
from baiying.kit.kept import Kept
from baiying.kit.values.actor import Actor
from baiying.notices import queries as messages


@transaction.atomic
def ask(*, circular: Circular, actor: Actor, at: datetime) -> Circular:
    """Lay a draft before whoever may approve it, and tell them. Twice is once. Refuses: AlreadySent, Withdrawn."""
    row = locked.circular(circular.pk)
    refuse_sent(row)
    if row.asked_at is not None:
        return row
    row.asked_at = at
    lay_hand_on(row, actor)
    row.save(update_fields=["asked_at", "hands"])
    note("CircularAsked", row, actor, at)
    tell_approvers(row, at)
    return row


def tell_approvers(row: Circular, at: datetime) -> None:
    """Say to whoever may approve that something waits for them: a draft, or the newest correction."""
    telling.to_offices(
        row, _approvers(row, at), kind="circulars.to_approve", text=said.to_approve(queries.newest(row.pk).title),
        link=reverse("circulars:circular", args=[row.public_id]), at=at, to_recipients=False,
        source=f"circulars:ask:{row.pk}:{int(at.timestamp())}",
    )  # fmt: skip


def _approvers(row: Circular, at: datetime) -> list[int]:
    """Who may approve at the area itself, without anybody whose hand is on it; else at the nearest area above."""
    hands = {hand for pk in (row.written_by_id, *row.hands) for hand in accounts.hands_of(pk)}
    found: dict[int, list[int]] = {}
    for holder in account_rows.holders(Right.APPROVE, at).filter(area_id__in=row.area.path):
        if holder.account_id not in hands:
            found.setdefault(row.area.path.index(holder.area_id or 0), []).append(holder.account_id)
    return found[max(found)] if found else []


@transaction.atomic
def approve(
    *, circular: Circular, actor: Actor, at: datetime, asked_at: datetime | None = None, seen: int | None = None
) -> Circular:
    """Say that it may go out, to those whom it means now. Twice by one hand is once. `asked_at`: when what was on the
    screen was laid before them; `seen`: how many volunteers the screen said.

    Refuses: OwnCircular (whoever wrote or changed it, and whoever shares their phone), NothingAsked, ChangedSince (laid
    before them anew after the page was made), OthersSince (it means many more or fewer by now), AlreadySent, Withdrawn.
    """
    row = locked.circular(circular.pk)
    refuse_sent(row)
    _refuse_own(row, actor)
    if row.asked_at is None:
        raise refusals.NothingAsked
    if asked_at is not None and asked_at != row.asked_at:
        raise refusals.ChangedSince
    if row.approved_at is not None:
        return row
    foreseen = queries.volunteers_meant(row)
    if seen is not None and rules.strays(seen, len(foreseen), queries.rules_of(row, at)):
        raise refusals.OthersSince
    row.approved_at, row.approved_by_id = at, actor.account_id
    row.save(update_fields=["approved_at", "approved_by"])
    Approval.objects.update_or_create(circular=row, defaults={"foreseen": foreseen})
    note("CircularApproved", row, actor, at, volunteers=len(foreseen))
    _tell_writers(row, "approved", said.approved(queries.newest(row.pk).title), at)
    return row


def _tell_writers(row: Circular, what: str, text: Kept, at: datetime) -> None:
    """Say to everybody whose hand is on a notice what a second person decided: it is theirs to go on with."""
    telling.to_offices(
        row, {row.written_by_id, *row.hands}, kind="circulars.approved", text=text,
        link=reverse("circulars:circular", args=[row.public_id]), at=at, to_recipients=False,
        source=f"circulars:{what}:{row.pk}:{int(at.timestamp())}",
    )  # fmt: skip


@transaction.atomic
def send_back(*, circular: Circular, actor: Actor, at: datetime) -> Circular:
    """Give it back to whoever wrote it; sent back twice is once. Refuses: OwnCircular, AlreadySent, Withdrawn."""
    row = locked.circular(circular.pk)
    refuse_sent(row)
    _refuse_own(row, actor)
    if row.asked_at is None:
        return row
    row.asked_at = row.approved_at = row.approved_by = None
    row.save(update_fields=["asked_at", "approved_at", "approved_by"])
    note("CircularSentBack", row, actor, at)
    _tell_writers(row, "back", said.sent_back(queries.newest(row.pk).title), at)
    return row


def _refuse_own(row: Circular, actor: Actor) -> None:
    if any(accounts.is_self(actor, pk) for pk in (row.written_by_id, *row.hands)):
        raise refusals.OwnCircular


def take_effect(row: Circular, made: Wording) -> None:
    """A correction holds from now on: the day by which it must be done is the one that it says, if it says one."""
    if made.due_on is not None:
        row.due_on = made.due_on
        row.save(update_fields=["due_on"])


def drop_old_texts(circular_id: int) -> None:
    """From this transaction on another version holds: texts of the one before that still wait are dropped at their
    claim, and those that are being taken up at this moment are waited for."""
    before = locked.mailing_of(circular_id, queries.in_force(circular_id).number)
    if before is not None:
        locked.stop_of(before.pk)


@transaction.atomic
def approve_difference(
    *, circular: Circular, number: int, actor: Actor, at: datetime, seen: int | None = None
) -> Circular:
    """Let a mailing go on that waits for a second person: it reaches many others than the preview said (N09), or it is
    a correction of what somebody approved. Twice is once. `seen`: how many volunteers the screen said.

    Refuses: OwnCircular, NotHeld, IsStopped, Withdrawn, OthersSince (it stopped again at another number since),
    DueInThePast (a deadline that the correction moves to is over).
    """
    row = locked.circular(circular.pk)
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    _refuse_own(row, actor)
    mailing = locked.mailing_of(row.pk, number)
    if mailing is None or (mailing.held_at is None and "approved" not in mailing.difference):
        raise refusals.NotHeld
    if mailing.stopped_at is not None:
        raise refusals.IsStopped
    if mailing.held_at is None:
        return row
    # Of a correction the number says which words were read; only whom a first version means is counted anew.
    if seen is not None and seen != mailing.difference.get("found", seen):
        raise refusals.OthersSince
    made = queries.wording(row.pk, number)
    if made.due_on is not None and made.due_on < clock.local_date(at):
        raise refusals.DueInThePast
    if number > 1:
        drop_old_texts(row.pk)
        take_effect(row, made)
    mailing.held_at = None
    mailing.difference = {**mailing.difference, "approved": True}
    mailing.save(update_fields=["held_at", "difference"])
    note("CircularDifferenceApproved", row, actor, at, number=number)
    rests_until = messages.rests_until(at) if row.by_text and not telling.rings(row, made) else None
    _tell_writers(row, "goes", said.goes_out(made.title, number=number, rests_until=rests_until), at)
    jobs.enqueue("circulars.send", mailing_id=mailing.pk)
    return row
