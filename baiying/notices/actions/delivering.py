"""Sending what waits, later and outside any transaction, and giving it up where nothing helps."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from baiying.kit import clock, each, rooms, sealed
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.notices import locked, queries, rules, senders
from baiying.notices.models import Message

log = logging.getLogger(__name__)
# After this long a sender that was killed between sending and noting it has lost its claim; the text may go out twice.
_CLAIM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a kind's maker answers at the moment of sending if there is nothing to say any more, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """What a kind's maker answers if nothing may be sent now and it shall be asked again: a mailing that pauses."""

    ask_again: timedelta


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
    """The text as it holds at this moment; gives False where nothing is sent now: dropped, or later."""
    said = rooms.called(rooms.message_kinds()[row.kind].maker)(row.making, at)
    if isinstance(said, Dropped):
        _drop(row, at, said.reason)
        return False
    if isinstance(said, Later):
        row.next_try_at = at + said.ask_again
        row.save(update_fields=["next_try_at"])
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
