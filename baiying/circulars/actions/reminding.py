"""Reminding boxes that have not signed: at a press, and once by the clock when their time is over; and new boxes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from baiying.circulars import locked, queries, said
from baiying.circulars.actions import refusals, telling
from baiying.circulars.actions.writing import note
from baiying.circulars.models import Box, Circular, Mailing, Recipient
from baiying.circulars.queries import audience as to_whom
from baiying.kit import clock, each, jobs
from baiying.kit.db import transaction
from baiying.kit.kept import Kept
from baiying.kit.values.actor import Actor
from baiying.notices import queries as messages

# A box is reminded at most so often, whoever presses.
_AGAIN_AFTER = timedelta(minutes=30)


@transaction.atomic
def remind(*, circular: Circular, actor: Actor, at: datetime) -> int:
    """Remind every box that has not signed the version it must sign; none twice within half an hour. Gives how many.

    Refuses: NoSignature, Withdrawn.
    """
    row = locked.circular(circular.pk)
    if not row.is_signed:
        raise refusals.NoSignature
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    recent = Q(reminded_at__gt=at - _AGAIN_AFTER) | Q(late_reminded_at__gt=at - _AGAIN_AFTER)
    rows = queries.unsigned(row.pk).exclude(recent)
    ids = _marked(row, rows, "reminded_at", "circulars.remind_boxes", at)
    if ids:
        note("CircularReminded", row, actor, at, boxes=len(ids))
    return len(ids)


def _marked(row: Circular, rows: QuerySet[Box], column: str, job: str, at: datetime) -> list[int]:
    """Note on some boxes that they are reminded, and have the job tell them; gives which."""
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    if ids:
        Box.objects.filter(pk__in=ids).update(**{column: at})
        jobs.enqueue(job, circular_id=row.pk, box_ids=ids)
    return ids


def remind_boxes(*, circular_id: int, box_ids: Sequence[int], at: datetime) -> int:
    """Tell whoever is in office at the boxes that still wait, one message for all of an account's boxes."""
    rows = queries.unsigned(circular_id).filter(pk__in=list(box_ids))
    return _tell(circular_id, rows, "reminded_at", said.reminded, "remind", at)


def remind_late_boxes(*, circular_id: int, box_ids: Sequence[int], at: datetime) -> int:
    """The same by the clock, whoever pressed before."""
    rows = queries.unsigned(circular_id).filter(pk__in=list(box_ids))
    return _tell(circular_id, rows, "late_reminded_at", said.reminded, "late", at)


def _tell(
    circular_id: int, rows: QuerySet[Box], column: str, words: Callable[[str, str], Kept], name: str, at: datetime
) -> int:
    """Tell whoever is in office at some boxes; the same reminder, by the moment in `column`, once."""
    row = Circular.objects.select_related("area").get(pk=circular_id)
    boxes = list(rows.select_related("area").order_by("id"))
    if row.withdrawn_at is not None or not boxes:
        return 0
    last = max(moment for box in boxes if (moment := getattr(box, column)) is not None)
    return telling.to_offices(
        row, to_whom.in_office([to_whom.target_of(box) for box in boxes], row.area.path, at), kind="circulars.reminded",
        text=words(row.area.name, queries.in_force(row.pk).title), link=reverse("circulars:received"),
        at=at, source=f"circulars:{name}:{row.pk}:{int(last.timestamp())}",
    )  # fmt: skip


@transaction.atomic
def remind_answers(*, circular: Circular, actor: Actor, at: datetime) -> int:
    """Remind every box that was asked for an answer and gave none; each once a day, whoever presses. Gives how many.

    Refuses: NothingToAnswer, Withdrawn, AtNight (an answer can wait for the morning).
    """
    row = locked.circular(circular.pk)
    if not row.asks_answer:
        raise refusals.NothingToAnswer
    if row.withdrawn_at is not None:
        raise refusals.Withdrawn
    if messages.is_quiet(at):
        raise refusals.AtNight
    silent = queries.unanswered(Box.objects.filter(circular=row))
    today = clock.midnight(clock.local_date(at))
    rows = silent.exclude(answer_reminded_at__gte=today)
    ids = _marked(row, rows, "answer_reminded_at", "circulars.remind_unanswered", at)
    if ids:
        note("CircularAnswerReminded", row, actor, at, boxes=len(ids))
    return len(ids)


def remind_unanswered(*, circular_id: int, box_ids: Sequence[int], at: datetime) -> int:
    """Tell whoever is in office at the boxes that still gave no answer, one message for all of an account's boxes."""
    rows = queries.unanswered(Box.objects.filter(circular_id=circular_id, pk__in=list(box_ids)))
    return _tell(circular_id, rows, "answer_reminded_at", said.answer_wanted, "answer", at)


@transaction.atomic
def remind_late(*, circular_id: int, at: datetime) -> bool:
    """By the clock, once a box and version, also where somebody pressed before: those whose time to sign is over."""
    row = locked.circular(circular_id)
    if row.withdrawn_at is not None:
        return False
    late = queries.unsigned(row.pk).filter(sign_by__lte=at, late_reminded_at__isnull=True)
    return bool(_marked(row, late, "late_reminded_at", "circulars.remind_late_boxes", at))


def remind_all_late(*, at: datetime) -> int:
    """Every notice with boxes that are late. Every few minutes; gives how many notices."""
    ids = each.keys(queries.with_late_boxes(at))
    return each.each("circulars.remind_late", ids, lambda pk: remind_late(circular_id=pk, at=at), at=at).done


@transaction.atomic
def add_new_boxes(*, circular_id: int, at: datetime) -> bool:
    """A place that came into the audience since: it gets the notice that still runs, with a clock of its own (N38)."""
    row = locked.circular(circular_id)
    mailing = locked.mailing_of(row.pk, queries.in_force(row.pk).number)
    if mailing is None or mailing.ended_at is None or mailing.stopped_at is not None or row.withdrawn_at is not None:
        return False
    known = {to_whom.target_of(box).key for box in Box.objects.filter(circular=row).select_related("area")}
    new = [one for one in to_whom.targets(to_whom.audience_of(row.audience), at) if one.key not in known]
    for one in new:
        _add(row, mailing, one, at)
    return bool(new)


def _add(row: Circular, mailing: Mailing, one: to_whom.Target, at: datetime) -> None:
    now = to_whom.holders([one], at).at(one)
    above = None if now else to_whom.above([one], row.area.path, at).get(one.key)
    made = Box.objects.create(
        circular=row, area_id=one.area_id, body_id=one.body_id, team_id=one.team_id, name=one.name, made_at=at,
        above_id=above,
    )  # fmt: skip
    telling.put_into(mailing, [made.pk], at)
    title = queries.in_force(row.pk).title
    text = telling.told_in_words(row, title)
    if above is not None:
        text = said.empty_box(row.area.name, title, one.name)
        now = to_whom.holders_of_areas([above], at).get(above, [])
    for account_id in now:
        _note_told(mailing, account_id, made, at)
    telling.to_offices(
        row, now, kind=telling.TO_OFFICES, text=text, link=reverse("circulars:box", args=[made.public_id]), at=at,
        source=f"circulars:added:{made.pk}",
    )  # fmt: skip


def _note_told(mailing: Mailing, account_id: int, box: Box, at: datetime) -> None:
    """Whoever is told of a box that came later is one of those who were told: of a withdrawal, and to read it again."""
    told, _made = Recipient.objects.get_or_create(mailing=mailing, account_id=account_id, defaults={"told_at": at})
    (told.box_ids if box.above_id is None else told.above_ids).append(box.pk)
    told.told_at = told.told_at or at
    told.save(update_fields=["box_ids", "above_ids", "told_at"])


def add_all_new_boxes(*, at: datetime) -> int:
    """Every duty and emergency notice that still runs. Every few minutes; gives how many had new boxes."""
    ids = each.keys(queries.still_signing(at))
    return each.each("circulars.add_boxes", ids, lambda pk: add_new_boxes(circular_id=pk, at=at), at=at).done
