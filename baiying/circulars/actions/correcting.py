"""After it was sent: a correction is a new version; a withdrawal ends the notice with its reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from baiying.circulars import locked, queries, said
from baiying.circulars.actions import refusals, telling
from baiying.circulars.actions.approving import drop_old_texts, take_effect, tell_approvers
from baiying.circulars.actions.attaching import files_wanted
from baiying.circulars.actions.sending import end_mailing
from baiying.circulars.actions.writing import lay_hand_on, note, refuse_numbers
from baiying.circulars.models import Attachment, Circular, Mailing, Recipient, Wording
from baiying.circulars.queries import audience as to_whom
from baiying.kit import clock, jobs
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import queries as people


@dataclass(frozen=True, slots=True)
class Correction:
    """What a new version says. `changed`: what is different, in one line. `signs_anew`: whoever signed is asked again;
    `to_others`: also those who were not told yet get it (after a stop), else exactly those who have an earlier one.
    `due_on`: the day by which it must be done now, where that moves. `rings_why`: why its text messages leave at night
    too and over the day's limit, as an emergency's do; whoever gives a reason answers for it (audit). `files`: the
    public ids of all attachments that go with it; None: those of the version in force."""

    title: str
    text: str
    changed: str
    signs_anew: bool = True
    to_others: bool = False
    due_on: date | None = None
    rings_why: str = ""
    files: tuple[str, ...] | None = None


@transaction.atomic
def correct(*, circular: Circular, correction: Correction, actor: Actor, at: datetime) -> Wording:
    """Send a new version; the old one is kept, and its signatures stand for it alone (N38).

    Where a second person approved the notice, the correction waits for one too: what goes to many is never one hand's.
    Until then the version before it holds everywhere.

    The same words again by the same hand are the same version. Refuses: see corrected_already.
    """
    row = locked.circular(circular.pk)
    last = queries.newest(row.pk)
    locked.mailing_of(row.pk, last.number)
    if corrected_already(circular=row, correction=correction, actor=actor, at=at):
        return last
    before, after = queries.files_of(queries.in_force(row.pk)), files_wanted(row, correction.files, at)
    held = at if row.approved_at is not None else None
    if held is None:
        drop_old_texts(row.pk)
    made = Wording.objects.create(
        circular=row, number=last.number + 1, title=correction.title, text=correction.text, changed=correction.changed,
        signs_anew=correction.signs_anew, due_on=_moved_to(row, correction), rings_why=correction.rings_why,
        file_ids=[one.pk for one in after], made_at=at, made_by_id=actor.account_id or 0,
    )  # fmt: skip
    # Stopped before it came to anybody: then nobody has an earlier version, and everybody gets this one.
    to_told = not correction.to_others and queries.has_been_told(row.pk)
    mailing = Mailing.objects.create(
        circular=row, number=made.number, to_told=to_told, asked_at=at, starts_at=at, held_at=held
    )
    lay_hand_on(row, actor)
    row.save(update_fields=["hands"])
    detail: dict[str, Any] = {"due_on": made.due_on.isoformat()} if made.due_on is not None else {}
    detail |= {"rings_why": made.rings_why} if made.rings_why else {}
    detail |= _files_changed(before, after)
    _drop_unused(row)
    note("CircularCorrected", row, actor, at, number=made.number, changed=correction.changed, **detail)
    if held is not None:
        tell_approvers(row, at)
    else:
        take_effect(row, made)
        jobs.enqueue("circulars.send", mailing_id=mailing.pk)
    return made


def _files_changed(before: list[Attachment], after: list[Attachment]) -> dict[str, list[str]]:
    """For the audit: the names of what came and went."""
    had, has = {one.pk for one in before}, {one.pk for one in after}
    came = [one.name for one in after if one.pk not in had]
    went = [one.name for one in before if one.pk not in has]
    return {**({"files_added": came} if came else {}), **({"files_dropped": went} if went else {})}


def _drop_unused(row: Circular) -> None:
    """What was added for the correction and then left out of it came to nobody."""
    used = {pk for ids in Wording.objects.filter(circular=row).values_list("file_ids", flat=True) for pk in ids or ()}
    Attachment.objects.filter(circular=row, since__gt=1).exclude(pk__in=used).delete()


def corrected_already(*, circular: Circular, correction: Correction, actor: Actor, at: datetime) -> bool:
    """Say no to a correction that cannot be sent, also before its text messages are counted; changes nothing.

    Gives whether it was sent already, by the same hand in the same words. Refuses: NotYetSent, NotBegun (it may be
    taken back), Withdrawn, StillGoing, CorrectionWaits, NothingChanged, PersonalNumbers, DueInThePast, FileRefused.
    """
    last, holds = queries.newest(circular.pk), queries.in_force(circular.pk)
    before = next((one for one in queries.mailings(circular.pk) if one.number == last.number), None)
    due_on, said_now = _moved_to(circular, correction), (correction.title, correction.text)
    again = (last.title, last.text) == said_now and last.number > 1 and last.made_by_id == actor.account_id
    files = _ids(files_wanted(circular, correction.files, at))
    again = again and files == _ids(queries.files_of(last))
    # One that was laid aside before anybody approved it may be written again; of one that was stopped on its way nobody
    # is told that it was sent.
    stopped = before is not None and before.stopped_at is not None
    # Where it holds already the deadline has moved to its day.
    if again and due_on in {last.due_on, None} and not stopped:
        return True
    if circular.withdrawn_at is not None:
        raise refusals.Withdrawn
    if circular.sent_at is None:
        raise refusals.NotYetSent
    if (holds.title, holds.text) == said_now and due_on is None and files == _ids(queries.files_of(holds)):
        raise refusals.NothingChanged
    if due_on is not None and due_on < clock.local_date(at):
        raise refusals.DueInThePast
    refuse_numbers(correction.title, correction.text)
    if before is not None and before.ended_at is None and before.stopped_at is None:
        if before.held_at is not None and before.number > 1:
            raise refusals.CorrectionWaits
        raise refusals.StillGoing if before.chosen_at is not None or before.number > 1 else refusals.NotBegun
    return False


def _ids(files: list[Attachment]) -> set[int]:
    return {one.pk for one in files}


def _moved_to(row: Circular, correction: Correction) -> date | None:
    """The day to which a correction moves the deadline; none where it stands."""
    return correction.due_on if correction.due_on != row.due_on else None


@transaction.atomic
def withdraw(*, circular: Circular, why: str, actor: Actor, at: datetime) -> Circular:
    """End a notice: what goes out stops, and whoever has it is told why. A draft is deleted instead (writing.delete).

    Twice is once. Refuses: WhyMissing.
    """
    row = locked.circular(circular.pk)
    if row.withdrawn_at is not None:
        return row
    if not why.strip():
        raise refusals.WhyMissing
    numbers = Mailing.objects.filter(circular=row).order_by("id").values_list("number", flat=True)
    # All of them are locked before the first text that is being taken up is waited for.
    for mailing in [locked.mailing_of(row.pk, number) for number in numbers]:
        if mailing is None or mailing.stopped_at is not None:
            continue
        if mailing.ended_at is None:
            end_mailing(mailing, at)
        else:
            # Everybody is told in the app: a text that is being taken up at this moment is noted before, or not sent.
            locked.stop_of(mailing.pk)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, actor.account_id, why.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    note("CircularWithdrawn", row, actor, at, why=row.withdrawn_why)
    if row.sent_at is not None:
        jobs.enqueue("circulars.tell_withdrawn", circular_id=row.pk)
    return row


def tell_withdrawn(*, circular_id: int, at: datetime) -> int:
    """Tell everybody who was told of the notice that it is withdrawn, and whoever holds its boxes now, once each, in
    batches. Gives how many."""
    row = Circular.objects.select_related("area").get(pk=circular_id)
    if row.withdrawn_at is None:
        return 0
    text = said.withdrawn(row.area.name, queries.in_force(row.pk).title, row.withdrawn_why)
    told = Recipient.objects.filter(mailing__circular=row, told_at__isnull=False)
    then = {pk for pk in told.values_list("account_id", flat=True) if pk is not None}
    boxes = queries.boxes_of(row.pk).filter(told_at__isnull=False)
    now = to_whom.in_office([to_whom.target_of(box) for box in boxes], row.area.path, at)
    telling.to_offices(
        row, then | now, kind="circulars.withdrawn", text=text, link=reverse("circulars:received"),
        source=f"circulars:withdrawn:{row.pk}", at=at,
    )  # fmt: skip
    persons = sorted({pk for pk in told.values_list("person_id", flat=True) if pk is not None})
    link = reverse("circulars:read", args=[row.public_id])
    # Who had a text of it reads the withdrawal there too; whose text still waits is spared both.
    texted = set(told.filter(person__isnull=False, text_at__isnull=False).values_list("person_id", flat=True))
    for begin in range(0, len(persons), 500):
        some = persons[begin : begin + 500]
        inboxes = people.public_ids_of(some)
        phones = telling.phones_of_volunteers([pk for pk in some if pk in texted], at)
        letters = [
            notices.Letter(
                text=text,
                inbox=inbox,
                phone=phones.get(pk),
                link=link,
                unique_source=f"circulars:withdrawn:{row.pk}:p{pk}",
                area_id=row.area_id,
                by_all=telling.rings_always(row),
            )
            for pk, inbox in inboxes.items()
        ]
        urgent = telling.rings_always(row)
        notices.write_many(kind="circulars.withdrawn", letters=letters, at=at, urgent=urgent)
    return len(persons)
