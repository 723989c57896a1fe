"""Writing messages in the caller's transaction, sending them later, marking them read."""

from datetime import datetime

from django.conf import settings

from baiying.kit import clock, jobs, sealed
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import queries, rules, senders
from baiying.notices.models import Message, MessageSource


@transaction.atomic
def write(
    *,
    kind: str,
    text: str,
    at: datetime,
    inbox: str = "",
    phone: str | None = None,
    link: str = "",
    urgent: bool = False,
    unique_source: str | None = None,
) -> None:
    """Write one in-app row if there is an inbox, and one text-message row if there is a phone.

    The caller's transaction decides whether the message exists. With `unique_source` a repetition writes nothing.
    A kept text (kit.kept) is read in the reader's own language in the app; a text message is sent as it stands.
    Phones are tidy numbers; they are stored sealed. `urgent` messages ignore the day's limit and the quiet hours.
    """
    rows: list[Message] = []
    common = {"kind": kind, "text": text, "link": link, "urgent": urgent, "written_at": at}
    if inbox:
        recipe = text.recipe if isinstance(text, Kept) else None
        rows.append(
            Message(channel="inapp", inbox=inbox, unique_source=unique_source, delivered_at=at, recipe=recipe, **common)
        )
    if phone:
        source = f"{unique_source}:sms" if unique_source else None
        row = Message(
            channel="sms",
            address_hash=queries.phone_hash(phone),
            address_mask=identifiers.mask_phone(phone),
            unique_source=source,
            **common,
        )
        row.address_sealed = sealed.seal(phone, at=sealed.Place.of(row, "address_sealed"))
        rows.append(row)
    for row in rows:
        if row.unique_source and MessageSource.objects.filter(unique_source=row.unique_source).exists():
            continue
        made = _insert(row)
        if made is not None and row.channel == "sms":
            jobs.enqueue("notices.deliver", message_id=made)


def _insert(row: Message) -> int | None:
    if row.unique_source is None:
        row.save(force_insert=True)
        return row.id
    # Two writers of one source at one moment: the database leaves the second's row out (sql/remember_source.sql).
    Message.objects.bulk_create([row], ignore_conflicts=True)
    made = Message.objects.filter(public_id=row.public_id, written_at=row.written_at)
    return made.values_list("id", flat=True).first()


@transaction.atomic
def deliver(*, message_id: int, at: datetime) -> None:
    """Send one waiting text message, or leave it for the morning, or give it up because the day's limit is reached.

    May run twice: the row is locked and a delivered row is left alone.
    """
    row = queries.waiting().select_for_update().filter(id=message_id).first()
    if row is None or row.address_sealed is None or row.address_hash is None:
        return
    given = queries.neighbours.rules(clock.local_date(at))
    if not row.urgent:
        if rules.is_quiet(clock.local(at).time(), given):
            return
        if rules.over_limit(queries.delivered_on_day(bytes(row.address_hash), at), given):
            _give_up(row, at, translate("今天发给这个号码的短信已到上限，没有再发。站内消息照常可看。"))
            return
    try:
        phone = sealed.open_sealed(row.address_sealed, at=sealed.Place.of(row, "address_sealed"))
        senders.sender(settings.BAIYING_SMS).send(phone, row.text)
    except senders.SendFailed as refusal:
        _give_up(row, at, str(refusal))
        return
    row.delivered_at = at
    row.save(update_fields=["delivered_at"])


def _give_up(row: Message, at: datetime, reason: str) -> None:
    row.failed_at = at
    row.failure = reason[:200]
    row.save(update_fields=["failed_at", "failure"])


def deliver_waiting(*, at: datetime, limit: int = 500) -> int:
    """Try again what waited for the morning; returns how many were looked at. Runs every ten minutes."""
    waiting = list(queries.waiting().values_list("id", flat=True)[:limit])
    for message_id in waiting:
        deliver(message_id=message_id, at=at)
    return len(waiting)


@transaction.atomic
def mark_read(*, inbox: str, ids: list[int], at: datetime) -> None:
    """Note that the messages were on the screen. Repeating changes nothing: the first time stays."""
    queries.inbox_of(inbox).order_by().filter(id__in=ids, read_at__isnull=True).update(read_at=at)
