"""Writing messages in the caller's transaction, sending them later, marking them read."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from baiying.kit import clock, each, jobs, rooms, sealed
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import locked, queries, rules, senders
from baiying.notices.models import Message, MessageSource, Preference

log = logging.getLogger(__name__)
# So many text messages go to the gateway in one job.
_IN_A_JOB = 100
# After this long a sender that was killed between sending and noting it has lost its claim; the text may go out twice.
_CLAIM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one address is told: an in-app row if there is an inbox, a text message if there is a phone.

    `secret_until`: a text message that lets somebody in until then. It stands sealed and is blanked afterwards.
    `useful_until`: from then on it is dropped instead of sent. `making`: the text message is said anew at the moment of
    sending by the maker of its kind (kit.rooms.MessageKind); `text` is what holds now. `any_hour`: its reader lets it
    ring in the quiet hours.
    """

    text: str
    inbox: str = ""
    phone: str | None = None
    link: str = ""
    unique_source: str | None = None
    secret_until: datetime | None = None
    useful_until: datetime | None = None
    making: dict[str, Any] | None = None
    any_hour: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a kind's maker answers at the moment of sending if there is nothing to say any more, and why."""

    reason: str


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
    """Write to one address; see write_many."""
    letter = Letter(text=text, inbox=inbox, phone=phone, link=link, unique_source=unique_source)
    write_many(kind=kind, letters=[letter], at=at, urgent=urgent)


@transaction.atomic
def write_many(*, kind: str, letters: Sequence[Letter], at: datetime, urgent: bool = False) -> None:
    """Write to any number of addresses in a few statements, and queue one job for each hundred text messages.

    The caller's transaction decides whether the messages exist. With `unique_source` a repetition writes nothing.
    A kept text (kit.kept) is read in the reader's own language in the app; a text message is sent as it stands.
    Phones are tidy numbers; they are stored sealed. `urgent` messages ignore the day's limit and the quiet hours.
    Thousands are told by jobs of some hundred letters each, after the change that they tell of.
    """
    rows: list[Message] = []
    for letter in letters:
        common = {"kind": kind, "text": letter.text, "link": letter.link, "urgent": urgent, "written_at": at}
        if letter.inbox:
            rows.append(_in_app(letter, at, common))
        if letter.phone:
            rows.append(_to_phone(letter, letter.phone, common))
    made = _insert(rows)
    if len(made) == 1:
        jobs.enqueue("notices.deliver", message_id=made[0])
        return
    batches = [made[n : n + _IN_A_JOB] for n in range(0, len(made), _IN_A_JOB)]
    jobs.enqueue_many("notices.deliver_batch", [{"message_ids": batch} for batch in batches])


def _in_app(letter: Letter, at: datetime, common: dict[str, Any]) -> Message:
    recipe = letter.text.recipe if isinstance(letter.text, Kept) else None
    return Message(
        channel="inapp",
        inbox=letter.inbox,
        unique_source=letter.unique_source,
        delivered_at=at,
        recipe=recipe,
        **common,
    )


def _to_phone(letter: Letter, phone: str, common: dict[str, Any]) -> Message:
    row = Message(
        channel="sms",
        address_hash=queries.phone_hash(phone),
        address_mask=identifiers.mask_phone(phone),
        unique_source=f"{letter.unique_source}:sms" if letter.unique_source else None,
        useful_until=letter.useful_until,
        making=letter.making,
        any_hour=letter.any_hour,
        **common,
    )
    row.address_sealed = sealed.seal(phone, at=sealed.Place.of(row, "address_sealed"))
    if letter.secret_until is not None:
        row.text, row.secret_until = "", letter.secret_until
        row.text_sealed = sealed.seal(letter.text, at=sealed.Place.of(row, "text_sealed"))
    return row


def _insert(rows: list[Message]) -> list[int]:
    """The one place where messages are inserted; gives the ids of the new text messages.

    Two writers of one source at one moment: the database leaves the second's row out (sql/remember_source.sql).
    """
    sources = [row.unique_source for row in rows if row.unique_source]
    if sources:
        known = set(MessageSource.objects.filter(unique_source__in=sources).values_list("unique_source", flat=True))
        rows = [row for row in rows if row.unique_source not in known]
    if not rows:
        return []
    Message.objects.bulk_create(rows, ignore_conflicts=bool(sources), batch_size=2000)
    texts = [row for row in rows if row.channel == "sms"]
    if not texts:
        return []
    made = Message.objects.filter(public_id__in=[r.public_id for r in texts], written_at=texts[0].written_at)
    return list(made.order_by("id").values_list("id", flat=True))


def deliver(*, message_id: int, at: datetime) -> bool:
    """Send one waiting text message, or leave it for later; gives whether something was tried.

    The row is claimed and committed, then the gateway is asked outside any transaction, then the outcome is noted. What
    the gateway refuses is tried again after longer and longer pauses (rules.retry_after), then given up for all to see;
    what it refuses for good (senders.NeverDeliverable) is given up at once.
    May run twice: a claimed or delivered row is left alone.
    """
    row = _claim(message_id, at)
    if row is None:
        return False
    try:
        phone = sealed.open_sealed(row.address_sealed, at=sealed.Place.of(row, "address_sealed"))
        senders.sender(settings.BAIYING_SMS).send(phone, row.wording)
    except senders.NeverDeliverable as refusal:
        _note_never(row, str(refusal), at)
    except senders.SendFailed as refusal:
        _note_failure(row, str(refusal), at)
    except Exception as error:
        log.exception("Sending message %d failed", message_id)
        _note_failure(row, type(error).__name__, at)
    else:
        _note_delivery(row, at)
    return True


def deliver_batch(*, message_ids: Sequence[int], at: datetime) -> each.Outcome:
    """Send one after the other; a fault of one keeps none of the others."""
    return each.each("notices.deliver", message_ids, lambda pk: deliver(message_id=pk, at=at), at=at)


@transaction.atomic
def _claim(message_id: int, at: datetime) -> Message | None:
    row = locked.message(queries.due(at), message_id)
    if row is None or row.address_sealed is None or row.address_hash is None:
        return None
    if row.claimed_at is not None and row.claimed_at > at - _CLAIM:
        return None
    if row.secret_until is not None and row.secret_until <= at:
        _give_up(row, at, translate("没有及时发出，内容已失效，没有再发。"))
        return None
    if row.useful_until is not None and row.useful_until <= at:
        _drop(row, at, translate("没有及时发出，再发已经没有用，没有再发。"))
        return None
    given = queries.neighbours.rules(clock.local_date(at))
    if not row.urgent:
        if not row.any_hour and rules.is_quiet(clock.local(at).time(), given):
            return None
        if rules.over_limit(queries.delivered_on_day(bytes(row.address_hash), at), given):
            _give_up(row, at, translate("今天发给这个号码的短信已到上限，没有再发。站内消息照常可看。"))
            return None
    if row.making is not None and not _say_anew(row, at):
        return None
    row.claimed_at, row.tries = at, row.tries + 1
    row.save(update_fields=["claimed_at", "tries", "text"])
    return row


def _say_anew(row: Message, at: datetime) -> bool:
    """The text as it holds at this moment; gives False where nothing holds any more and the row was dropped."""
    said = rooms.called(rooms.message_kinds()[row.kind].maker)(row.making, at)
    if isinstance(said, Dropped):
        _drop(row, at, said.reason)
        return False
    row.text = said
    return True


def _drop(row: Message, at: datetime, reason: str) -> None:
    row.dropped = True
    row.save(update_fields=["dropped"])
    _give_up(row, at, reason)


@transaction.atomic
def _note_delivery(row: Message, at: datetime) -> None:
    row.delivered_at, row.claimed_at, row.failure = at, None, ""
    row.save(update_fields=["delivered_at", "claimed_at", "failure"])


@transaction.atomic
def _note_failure(row: Message, reason: str, at: datetime) -> None:
    pause = rules.retry_after(row.tries, urgent=row.urgent)
    row.claimed_at = None
    if pause is None:
        _give_up(row, at, reason)
        return
    row.next_try_at, row.failure = at + pause, reason[:200]
    row.save(update_fields=["claimed_at", "next_try_at", "failure"])


@transaction.atomic
def _note_never(row: Message, reason: str, at: datetime) -> None:
    _give_up(row, at, reason)


def _give_up(row: Message, at: datetime, reason: str) -> None:
    row.failed_at = at
    row.failure = reason[:200]
    row.save(update_fields=["failed_at", "failure", "claimed_at"])


def deliver_waiting(*, at: datetime) -> each.Outcome:
    """Try what waited for the morning or for its next try: urgent ones first, at night only them. Every minute."""
    due = queries.due(at)
    quiet = queries.is_quiet(at)
    found = deliver_batch(message_ids=list(each.keys(due.filter(urgent=True))), at=at)
    # At night only what its reader lets ring then, and what is dropped because the morning is too late for it.
    others = due.filter(urgent=False)
    if quiet:
        others = others.filter(Q(any_hour=True) | Q(useful_until__lte=at))
    more = each.each("notices.deliver", each.keys(others), lambda pk: deliver(message_id=pk, at=at), at=at)
    return found.and_also(more)


def blank_secrets(*, at: datetime) -> int:
    """Blank the texts whose time is over: nobody can read them any more, not even with our keys. Every minute."""
    over = Message.objects.filter(text_sealed__isnull=False, secret_until__lte=at)

    @transaction.atomic
    def many(ids: list[int]) -> int:
        return over.filter(id__in=ids).update(text_sealed=None)

    return each.pieces("notices.blank_secrets", each.keys(over), many, at=at).done


@transaction.atomic
def drop_waiting(*, phone: str, at: datetime, reason: str) -> int:
    """Give up what still waits to go to a phone that is no longer its addressee's; gives how many."""
    rows = queries.waiting().filter(address_hash=queries.phone_hash(phone)).order_by()
    return rows.update(failed_at=at, failure=reason[:200], claimed_at=None)


@transaction.atomic
def prefer(*, inbox: str, kind: str, by_text: bool, any_hour: bool, at: datetime) -> None:
    """Set whether a kind also comes as a text message, and whether at any hour. Raises KeyError for other kinds."""
    known = rooms.message_kinds()[kind]
    set_to = {"by_text": by_text, "any_hour": any_hour and known.any_hour, "set_at": at}
    Preference.objects.update_or_create(inbox=inbox, kind=kind, defaults=set_to)


@transaction.atomic
def mark_read(*, inbox: str, ids: list[int], at: datetime) -> None:
    """Note that the messages were on the screen. Repeating changes nothing: the first time stays."""
    queries.inbox_of(inbox).order_by().filter(id__in=ids, read_at__isnull=True).update(read_at=at)
