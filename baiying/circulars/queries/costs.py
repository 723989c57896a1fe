"""What telling of a correction or a withdrawal costs in text messages, as the preview of a first sending says it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from baiying.circulars.models import Box, Circular, Recipient
from baiying.circulars.queries import audience as to_whom
from baiying.circulars.queries.circulars import has_been_told, preview, texts_to
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.people import queries as persons


@dataclass(frozen=True, slots=True)
class Cost:
    """How many people in office and volunteers hear of it; its text messages at the most, and their price if known."""

    people: int
    volunteers: int
    texts: int
    parts_each: notices.Parts
    parts: int
    price: Decimal | None
    signature: str


def _cost(text: str, *, people: int, volunteers: int, texts: int) -> Cost:
    each = notices.parts_of(text)
    parts = each.most * texts
    return Cost(people, volunteers, texts, each, parts, notices.price_of(parts), notices.signature())


def of_correction(row: Circular, text: str, *, to_others: bool, at: datetime) -> Cost:
    """Of a new version that goes to those who have an earlier one, whoever holds their boxes now; `to_others`, or where
    it came to nobody yet: to everybody whom the notice means."""
    if to_others or not has_been_told(row.pk):
        found = preview(row, at)
        people, volunteers, texts = found.people, found.volunteers, found.texts
    else:
        boxes = Box.objects.filter(circular=row, told_at__isnull=False).select_related("area")
        targets = [to_whom.target_of(box) for box in boxes]
        own, instead = to_whom.to_be_told(targets, to_whom.holders(targets, at), row.area.path, at)
        people, volunteers = len(own | instead), _volunteers_told(row)
        texts = texts_to([*own, *instead], by_text=row.by_text) + _volunteers_texted(row, at)
    return _cost(text, people=people, volunteers=volunteers, texts=texts)


def of_withdrawal(row: Circular, text: str) -> Cost:
    """Of the end of a notice: whoever was told of it, by text message those who had one of it."""
    told = Recipient.objects.filter(mailing__circular=row, told_at__isnull=False)
    accounts = sorted(set(told.filter(account__isnull=False).values_list("account_id", flat=True)))
    texted = told.filter(person__isnull=False, text_at__isnull=False).values("person").distinct().count()
    return _cost(
        text, people=len(accounts), volunteers=_volunteers_told(row),
        texts=texted + texts_to(accounts, by_text=row.by_text),
    )  # fmt: skip


def _told(row: Circular) -> QuerySet[Recipient]:
    return Recipient.objects.filter(mailing__circular=row, told_at__isnull=False, person__isnull=False)


def _volunteers_told(row: Circular) -> int:
    return _told(row).values("person").distinct().count()


def _volunteers_texted(row: Circular, at: datetime) -> int:
    """Of those told before whoever would get a text message now."""
    if not row.by_text:
        return 0
    return persons.how_many_to_text(_told(row).values("person"), clock.local_date(at))
