"""Sending a notice: chosen at the moment of sending, told batch by batch, paused, resumed, stopped.

A batch is one transaction that holds the mailing: it writes the messages and notes who was told, or neither. So
whatever is killed and whenever, nobody is told twice, and after a stop nobody is told at all. Text messages leave
later, one by one; each asks at its claim whether its mailing still goes (telling.text_now), under a lock that the stop
waits for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from baiying.circulars import locked, queries, rules
from baiying.circulars.actions import refusals, telling
from baiying.circulars.actions.writing import note, refuse_sent
from baiying.circulars.models import Box, Circular, Mailing, Recipient
from baiying.circulars.queries import audience as to_whom
from baiying.kit import clock, jobs
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places

# So many are told in one transaction.
BATCH = 1000


@transaction.atomic
def send(*, circular: Circular, actor: Actor, at: datetime, starts_at: datetime | None = None) -> Mailing:
    """Let a notice go out, now or at an instant. Sent twice is sent once.

    Refuses: Withdrawn, StartsInThePast, NobodyMeant, NeedsApproval.
    """
    row = locked.circular(circular.pk)
    before = locked.mailing_of(row.pk, 1)
    if before is not None and row.withdrawn_at is None:
        return before
    refuse_sent(row)
    # The hour is typed in minutes: the minute that runs is no past one.
    if starts_at is not None and starts_at <= at - timedelta(minutes=1):
        raise refusals.StartsInThePast
    preview = queries.preview(row, at)
    if not preview.boxes and not preview.volunteers:
        raise refusals.NobodyMeant
    if preview.needs_approval and row.approved_at is None:
        raise refusals.NeedsApproval
    begins = max(starts_at or at, at)
    row.sent_at = at
    if row.working_days:
        row.due_on = places.working_day_after(clock.local_date(begins), row.working_days)[0]
    row.save(update_fields=["sent_at", "due_on"])
    # What somebody approved binds whoever sends it: not the number of the day of sending.
    foreseen = preview.volunteer_ids if row.approved_at is None else queries.approved_for(row.pk)
    made = Mailing.objects.create(circular=row, number=1, asked_at=at, starts_at=begins, foreseen=foreseen)
    note("CircularSent", row, actor, at, boxes=preview.boxes, volunteers=preview.volunteers)
    if begins <= at:
        jobs.enqueue("circulars.send", mailing_id=made.pk)
    return made


@transaction.atomic
def take_back(*, circular: Circular, actor: Actor, at: datetime) -> Circular:
    """Make a draft again of what is to go out later: nobody was told, so that nothing has to be corrected.

    An approval stands until the words change. Twice is once. Refuses: Withdrawn, AlreadySent (it began meanwhile).
    """
    row = locked.circular(circular.pk)
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    if row.sent_at is None:
        return row
    mailing = locked.mailing_of(row.pk, 1, whole=True)
    if mailing is None or mailing.chosen_at is not None or mailing.stopped_at is not None:
        raise refusals.AlreadySent
    mailing.delete()
    row.sent_at = row.due_on = None
    row.save(update_fields=["sent_at", "due_on"])
    note("CircularTakenBack", row, actor, at)
    return row


def go_on(*, mailing_id: int, at: datetime) -> bool:
    """Choose the recipients if that has not been done, then tell them batch by batch until nobody is left, or it
    pauses, waits or is stopped. May run any number of times, also at once. Gives whether it told anybody."""
    choose(mailing_id=mailing_id, at=at)
    told = False
    while tell_batch(mailing_id=mailing_id, at=at):
        told = True
    return told


def _goes(row: Mailing, at: datetime) -> bool:
    over = row.ended_at or row.stopped_at or row.paused_at or row.held_at or row.circular.withdrawn_at
    return over is None and row.starts_at <= at


@transaction.atomic
def choose(*, mailing_id: int, at: datetime) -> bool:
    """Write down who is told: boxes and who is in office there, and the volunteers, as it is at this moment (N09).

    If the volunteers differ from those foreseen by more than the rules allow, it stops and waits for the approver.
    """
    row = locked.mailing(mailing_id)
    if row is None or row.chosen_at is not None or not _goes(row, at):
        return False
    audience = to_whom.audience_of(row.circular.audience)
    if row.to_told:
        _choose_told(row, at)
    elif not _choose_volunteers(row, audience, at):
        return False
    else:
        _choose_boxes(row, audience, at)
    row.chosen_at = at
    row.chosen = Recipient.objects.filter(mailing=row).count()
    row.save(update_fields=["chosen_at", "chosen", "difference"])
    return True


def _choose_volunteers(row: Mailing, audience: to_whom.Audience, at: datetime) -> bool:
    """Gives False where too many others were found than foreseen."""
    if not audience.volunteers:
        return True
    refusing = queries.refusing(row.circular)
    rows = to_whom.volunteers(audience, refusing)
    if row.number == 1:
        found = set(rows.values_list("pk", flat=True))
        approved = row.difference.get("approved", False)
        # Who agreed to a difference agreed to the number that it showed.
        agreed = row.difference["found"] if approved else len(row.foreseen)
        strays = rules.strays(agreed, len(found), queries.rules_of(row.circular, at))
        row.difference = {
            **_difference(row.foreseen, found, audience),
            **({"approved": True} if approved and not strays else {}),
        }
        if strays:
            row.held_at = at
            row.save(update_fields=["held_at", "difference"])
            return False
    statement, values = rows.order_by("pk").values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO circulars_recipient (mailing_id, person_id, box_ids, above_ids)"
            f" SELECT %s, who.id, '{{}}', '{{}}' FROM ({statement}) AS who(id) ON CONFLICT DO NOTHING",
            [row.pk, *values],
        )
    return True


def _difference(foreseen: Sequence[int], found: set[int], audience: to_whom.Audience) -> dict[str, int]:
    """By how many those found differ from those foreseen, each with its reason; the numbers add up."""
    before = set(foreseen)
    counted = {"foreseen": len(before), "found": len(found), "new": len(found - before)}
    lost = before - found
    areas = to_whom.areas_within(audience.area_ids).values_list("pk", flat=True)
    why = people.why_gone(lost, areas)
    for pk in lost:
        # Who is still a volunteer there can only have switched it off.
        reason = why.get(pk, "off")
        counted[reason] = counted.get(reason, 0) + 1
    return counted


def _choose_boxes(row: Mailing, audience: to_whom.Audience, at: datetime) -> None:
    """Make the boxes that are not there yet, and note who is in office at each; of an empty one, who is above."""
    known = {to_whom.target_of(box).key: box for box in _boxes(row)}
    made = [
        Box(
            circular=row.circular, area_id=one.area_id, body_id=one.body_id, team_id=one.team_id, name=one.name,
            made_at=at,
        )
        for one in to_whom.targets(audience, at)
        if one.key not in known
    ]  # fmt: skip
    Box.objects.bulk_create(made, batch_size=2000)
    _note_holders(row, _boxes(row), at)


def _boxes(row: Mailing) -> list[Box]:
    return list(Box.objects.filter(circular=row.circular).select_related("area").order_by("id"))


def _choose_told(row: Mailing, at: datetime) -> None:
    """Of a correction: the boxes that were told of the notice, whoever holds them now, and the volunteers who were."""
    _note_holders(row, [box for box in _boxes(row) if box.told_at is not None], at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO circulars_recipient (mailing_id, person_id, box_ids, above_ids)"
            " SELECT DISTINCT %s::bigint, before.person_id, '{}'::bigint[], '{}'::bigint[]"
            " FROM circulars_recipient AS before JOIN circulars_mailing AS mailing ON mailing.id = before.mailing_id"
            " WHERE mailing.circular_id = %s AND mailing.id <> %s AND before.told_at IS NOT NULL"
            " AND before.person_id IS NOT NULL ORDER BY before.person_id ON CONFLICT DO NOTHING",
            [row.pk, row.circular_id, row.pk],
        )


def _note_holders(row: Mailing, boxes: Sequence[Box], at: datetime) -> None:
    targets = {box.pk: to_whom.target_of(box) for box in boxes}
    now = to_whom.holders(list(targets.values()), at)
    empty = [one for one in targets.values() if not now.at(one)]
    higher = to_whom.above(empty, row.circular.area.path, at)
    upstairs = to_whom.holders_of_areas(set(higher.values()), at)
    mine: dict[int, list[int]] = {}
    instead: dict[int, list[int]] = {}
    nobody: list[Box] = []
    for box in boxes:
        target = targets[box.pk]
        box.above_id = higher.get(target.key)
        for account_id in now.at(target):
            mine.setdefault(account_id, []).append(box.pk)
        if box.above_id is not None:
            found = upstairs.get(box.above_id, [])
            for account_id in found:
                instead.setdefault(account_id, []).append(box.pk)
            if not found:
                nobody.append(box)
    Box.objects.bulk_update(boxes, ["above"], batch_size=1000)
    rows = [
        Recipient(mailing=row, account_id=pk, box_ids=mine.get(pk, []), above_ids=instead.get(pk, []))
        for pk in sorted({*mine, *instead})
    ]
    Recipient.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    # Nobody far and wide: it lies in the box for whoever comes, and the page of the notice says so.
    telling.put_into(row, [box.pk for box in nobody], at)


@transaction.atomic
def tell_batch(*, mailing_id: int, at: datetime) -> bool:
    """Tell the next few: messages, boxes and the note that they were told exist together. False when it is over."""
    row = locked.mailing(mailing_id)
    if row is None or row.chosen_at is None or not _goes(row, at):
        return False
    some = list(Recipient.objects.filter(mailing=row, told_at__isnull=True).order_by("id")[:BATCH])
    if not some:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        return False
    telling.tell(row, some, at)
    # Nobody else tells them meanwhile: the mailing is locked.
    Recipient.objects.filter(mailing=row, told_at__isnull=True, pk__lte=some[-1].pk).update(told_at=at)
    return True


@transaction.atomic
def pause(*, circular: Circular, number: int, actor: Actor, at: datetime) -> Mailing:
    """Let nobody else be told until it is resumed. Twice is once. Refuses: IsStopped."""
    row = _mine(circular, number)
    if row.stopped_at is not None or not queries.still_goes_out(row):
        raise refusals.IsStopped
    if row.paused_at is None:
        locked.stop_of(row.pk)
        row.paused_at = at
        row.save(update_fields=["paused_at"])
        note("CircularPaused", circular, actor, at, number=number)
    return row


@transaction.atomic
def resume(*, circular: Circular, number: int, actor: Actor, at: datetime) -> Mailing:
    """Go on with those who were not told; nobody begins again. Twice is once. Refuses: IsStopped."""
    row = _mine(circular, number)
    if row.stopped_at is not None:
        raise refusals.IsStopped
    if row.paused_at is not None:
        row.paused_at = None
        row.save(update_fields=["paused_at"])
        note("CircularResumed", circular, actor, at, number=number)
        jobs.enqueue("circulars.send", mailing_id=row.pk)
    return row


@transaction.atomic
def stop(*, circular: Circular, number: int, actor: Actor, at: datetime) -> Mailing:
    """End it for good: after this has committed no message is written, and none of its text messages is taken up.

    Twice is once. Refuses: IsStopped, where everybody was told already.
    """
    row = _mine(circular, number)
    if row.stopped_at is not None:
        return row
    if not queries.still_goes_out(row):
        raise refusals.IsStopped
    end_mailing(row, at)
    note("CircularStopped", circular, actor, at, number=number)
    return row


def end_mailing(row: Mailing, at: datetime) -> None:
    """Stop a locked mailing, waiting for the text messages that are being taken up at this moment."""
    locked.stop_of(row.pk)
    row.stopped_at = at
    row.save(update_fields=["stopped_at"])


def _mine(circular: Circular, number: int) -> Mailing:
    row = locked.mailing_of(circular.pk, number)
    if row is None:
        raise refusals.NotYetSent
    return row
