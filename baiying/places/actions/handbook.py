"""The handbook of an area: a version written, given its last day, or withdrawn before its first."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, rooms
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.models import HandbookPage


class TopicUnknown(Refused):
    code = "topic_unknown"
    sentence = _("没有这一条帮助，请另选一条。")
    field = "topic"


class PageInPast(Refused):
    code = "page_in_past"
    sentence = _("不能从过去的日子起有效。请填今天或以后的日期。")
    field = "valid_from"


class PageEndsBefore(Refused):
    code = "page_ends_before"
    sentence = _("最后一天不能早于第一天。")
    field = "valid_to"


class PageStartTaken(Refused):
    code = "page_start_taken"
    sentence = _("这里的这一条，从这一天起已经有一版。请换一天，或者打开那一版，点“写新的一版”来改正。")
    field = "valid_from"


@transaction.atomic
def write_page(
    *,
    area_id: int,
    topic: str,
    title: str,
    text: str,
    valid_from: date,
    valid_to: date | None,
    instead_of: int | None = None,
    actor: Actor,
    at: datetime,
) -> HandbookPage:
    """Write a version of an area's page for a topic of the help; the one before it holds until the day before.

    The same again by the same hand is the same version. `instead_of`: the version that was on the page when this one
    was begun; if it starts on the same day, today or later, this one corrects it, and it stands as withdrawn.
    Refuses: TopicUnknown, PageInPast, PageEndsBefore, PageStartTaken.
    """
    if topic not in {one.key for one in rooms.topics()}:
        raise TopicUnknown
    if valid_to is not None and valid_to < valid_from:
        raise PageEndsBefore
    locked.handbook()
    there = HandbookPage.objects.filter(area_id=area_id, topic=topic, valid_from=valid_from, withdrawn=False).first()
    if there is not None:
        same = (there.title, there.text, there.valid_to, there.written_by_id)
        if same == (title, text, valid_to, actor.account_id):
            return there
        if there.pk != instead_of:
            raise PageStartTaken
    if valid_from < clock.local_date(at):
        raise PageInPast
    if there is not None:
        there.withdrawn, there.ended_at, there.ended_by_id = True, at, actor.account_id
        there.save(update_fields=["withdrawn", "ended_at", "ended_by_id"])
        _note_end(there, actor, at)
    row = HandbookPage.objects.create(
        area_id=area_id, topic=topic, title=title, text=text, valid_from=valid_from, valid_to=valid_to,
        written_at=at, written_by_id=actor.account_id,
    )  # fmt: skip
    detail = {"topic": topic, "title": title, "from": str(valid_from), "to": str(valid_to or "")}
    audit.record("HandbookWritten", actor=actor, at=at, subject=("handbook", row.pk), area_id=area_id, detail=detail)
    return row


@transaction.atomic
def end_page(*, page_id: int, actor: Actor, at: datetime) -> HandbookPage:
    """Take a version out of use: one that has not begun is withdrawn, one that holds has its last day today.

    What has ended stays as it was; again changes nothing.
    """
    locked.handbook()
    row = HandbookPage.objects.get(pk=page_id)
    today = clock.local_date(at)
    if row.withdrawn or row.ended_at is not None or (row.valid_to is not None and row.valid_to < today):
        return row
    row.ended_at, row.ended_by_id = at, actor.account_id
    row.withdrawn = row.valid_from > today
    if not row.withdrawn:
        row.valid_to = today
    row.save(update_fields=["ended_at", "ended_by_id", "withdrawn", "valid_to"])
    _note_end(row, actor, at)
    return row


def _note_end(row: HandbookPage, actor: Actor, at: datetime) -> None:
    detail = {"title": row.title, "withdrawn": row.withdrawn}
    audit.record("HandbookEnded", actor=actor, at=at, subject=("handbook", row.pk), area_id=row.area_id, detail=detail)
