"""Sending what waits, later and outside any transaction, and giving it up where nothing helps."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from baiying.kit import each, kept, limits, rooms, sealed, stopping
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.notices import queries, senders
from baiying.notices.actions import claiming, noting
from baiying.notices.actions.falling_back import fall_back
from baiying.notices.models import Message

log = logging.getLogger(__name__)
Now = Callable[[], datetime]

# So many messages are claimed at once.
_SET = 20
# After so many that are not urgent it is asked whether something urgent came.
_STRETCH = 100
# What finds no turn at its gateway within so long is put back, so that its claim does not run out meanwhile.
_PATIENCE, _SHORTEST = timedelta(seconds=5), timedelta(milliseconds=10)


def deliver(*, message_id: int, at: datetime, now: Now | None = None) -> bool:
    """Send one message that waits, or leave it for later; gives whether something was tried. See deliver_batch."""
    return deliver_batch(message_ids=[message_id], at=at, now=now).done > 0


def deliver_batch(*, message_ids: Iterable[int], at: datetime, now: Now | None = None) -> each.Outcome:
    """Send one after the other; a fault of one keeps none of the others.

    A set is claimed and committed, then for each its gateway is asked outside any transaction and the outcome noted.
    `now` reads the clock for each message, because a run may last for hours; without it all are sent at `at`.
    May run twice, and beside others: what is claimed or delivered is left alone. A process that is told to stop ends
    with the message in its hand; what is left is taken up a minute later by whoever runs then.
    """
    read = now or (lambda: at)
    found, rest = each.Outcome(), iter(message_ids)
    while not stopping.is_told() and (some := list(islice(rest, _SET))):
        found = found.and_also(_deliver_set(some, read))
    return found


def _deliver_set(ids: Sequence[int], now: Now) -> each.Outcome:
    claimed: dict[int, Message] = {}

    def many(some: list[int]) -> int:
        rows = claiming.claim(some, now())
        claimed.update({row.id: row for row in rows})
        return len(rows)

    taken = each.pieces("notices.deliver_waiting", ids, many, at=now())
    mine = [pk for pk in ids if pk in claimed]
    sent = each.each("notices.deliver", mine, lambda pk: _send(claimed[pk], now), at=now())
    return each.Outcome(seen=taken.seen, done=sent.done, failed=taken.failed + sent.failed)


def _send(row: Message, now: Now, *, alone: bool = False) -> bool:
    """Hand one message to its gateway when its turn has come, with what leaves beside it, or `alone`; gives whether it
    was tried."""
    lane = queries.lane_of(row)
    if stopping.is_told() or lane in queries.shut(now()) or not _has_turn(lane, now):
        claiming.let_go(row, row.next_try_at)
        return False
    try:
        in_hand = claiming.in_hand(row, now(), alone=alone)
    except claiming.CannotSay:
        log.exception("Message %d cannot be said", row.id)
        noting.unsayable(row, now())
        return False
    if not in_hand:
        return False
    if not noting.may_probe(lane, now()):
        for one in in_hand:
            noting.throttled(one, "", at := now(), at)
        return False
    _try(in_hand, lane, now)
    return True


def _try(rows: Sequence[Message], lane: str, now: Now) -> None:
    """Ask the gateway for what leaves as one, and note what it said. What it refuses for its words, and not for the
    address, it is asked for once more one by one: one bad text takes no others along. Each of these is a message like
    any other, with its own turn and its own place in the day's limit, taken in hand anew: a worker that was slow has
    lost it to another, and sends nothing twice."""
    try:
        number = _hand_over(rows, lane)
    except senders.SendFailed as failed:
        of_words = isinstance(failed, senders.NeverDeliverable) and not isinstance(failed, senders.AddressRefused)
        if of_words and len(rows) > 1:
            noting.parted(rows)
            for one in rows:
                _send(one, now, alone=True)
            return
        for one in rows:
            _note(one, failed, now())
    else:
        # All or none: what was noted by half would leave again.
        with transaction.atomic():
            for one in rows:
                noting.delivery(one, number, now())


def _hand_over(rows: Sequence[Message], lane: str) -> str:
    """Ask the gateway; gives its number. Raises SendFailed, and nothing else, whatever goes wrong.

    A fault of ours before the gateway was asked sent nothing. One while it was asked may have: that is unclear, and not
    a refusal after which everybody would hear it twice.
    """
    try:
        parcel = _parcel(rows)
    except Exception as error:
        log.exception("Message %d cannot be opened", rows[0].id)
        raise senders.NeverDeliverable(translate("这条消息的号码或内容读不出来，没有发。")) from error
    try:
        gateway = senders.of_lane(lane)
    except Exception as error:
        log.exception("The lane %s has no sender", lane)
        raise senders.GatewayDown(translate("这条通道的设置不对，请系统管理员看后台记录。")) from error
    try:
        return gateway.send(parcel)
    except senders.SendFailed:
        raise
    except Exception as error:
        log.exception("Sending message %d failed", rows[0].id)
        raise senders.Unclear(translate("发送时程序出错，不知道发出没有。")) from error


def _note(row: Message, failed: senders.SendFailed, at: datetime) -> None:
    reason = str(failed)
    if isinstance(failed, senders.NeverDeliverable):
        noting.never(row, reason, at, is_address=isinstance(failed, senders.AddressRefused))
    elif isinstance(failed, senders.Unclear) and not rooms.told_of(row.kind).repeated:
        noting.unclear(row, reason, at)
    elif isinstance(failed, senders.Throttled):
        noting.throttled(row, reason, at + failed.again_in, at)
    elif isinstance(failed, senders.GatewayDown):
        noting.down(row, reason, at)
    else:
        noting.refusal(row, reason, at)


def _parcel(rows: Sequence[Message]) -> senders.Parcel:
    row = rows[0]
    address = sealed.open_sealed(row.address_sealed or b"", at=sealed.Place.of(row, "address_sealed"))
    if len(rows) > 1 and senders.takes_any(row.channel):
        return _together(rows, address)
    pattern, values = kept.pattern(row.recipe) if row.recipe is not None else ("", {})
    return senders.Parcel(
        address=address,
        text=row.wording,
        kind=row.kind,
        reference=_reference(row),
        secret=row.secret_until is not None,
        pattern=pattern,
        values=values,
        subject="" if row.channel == senders.SMS else str(rooms.told_of(row.kind).label),
        link=row.link if len(rows) == 1 else reverse("notices:inbox"),
        off=_off(rows),
        more=len(rows) - 1,
        recipe=row.recipe,
    )


def _reference(row: Message) -> str:
    """By what a gateway knows a message: the same at each try, another where an office sends it again, so that what a
    mail server says late of the first is not taken for the word about the second (N11)."""
    return f"{row.public_id}{row.again:02}" if row.again else row.public_id


def _off(rows: Sequence[Message]) -> str:
    """By which address the readers of a mail have no more of what in it goes to many: never of the own shift."""
    if rows[0].channel != senders.MAIL or not settings.PUBLIC_ADDRESS:
        return ""
    token = queries.off_token(rows, rows[0].handed_at or rows[0].written_at)
    return settings.PUBLIC_ADDRESS + reverse("notices:off", args=[token]) if token else ""


def _together(rows: Sequence[Message], address: str) -> senders.Parcel:
    """Several texts as one: numbered, by the template of any text, with the page that shows them all."""
    kinds, links = {row.kind for row in rows}, {row.link for row in rows}
    subjects = {str(rooms.told_of(kind).label) for kind in kinds}
    mark = " " if rows[0].channel == senders.SMS else "\n\n"
    return senders.Parcel(
        address=address,
        text=mark.join(f"({n}) {row.wording}" for n, row in enumerate(rows, 1)),
        kind=rows[0].kind if len(kinds) == 1 else "",
        reference=_reference(rows[0]),
        subject="" if rows[0].channel == senders.SMS else "、".join(sorted(subjects)),
        off=_off(rows),
        link=links.pop() if len(links) == 1 else reverse("notices:inbox"),
    )


def _has_turn(lane: str, now: Now) -> bool:
    """Wait until the gateway takes one more, at its own rate for all workers together; False where that lasts long."""
    if not senders.is_limited(lane):
        return True
    limit, waited = limits.Limit(f"notices:{lane}", senders.rate(lane), timedelta(seconds=1)), timedelta()
    while not limits.take(limit, at=(at := now())):
        pause = max(limits.wait(limit, at=at), _SHORTEST)
        waited += pause
        if waited > _PATIENCE:
            return False
        time.sleep(pause.total_seconds())
    return True


def deliver_waiting(*, at: datetime, now: Now | None = None) -> each.Outcome:
    """Try the text messages that waited for the morning or for their next try. Every minute.

    Log-in codes are left to deliver_waiting_codes: in a set with others they would wait behind a gateway that is slow.
    """
    return _deliver_lane(senders.SMS, at, now)


def deliver_waiting_mail(*, at: datetime, now: Now | None = None) -> each.Outcome:
    """The same for mail, whose servers are slow: no text message waits behind one. Every minute."""
    return _deliver_lane(senders.MAIL, at, now)


def deliver_waiting_chat(*, at: datetime, now: Now | None = None) -> each.Outcome:
    """The same for WeChat and WeCom; what waits for one that takes nothing, or has no answer, goes by the next way.

    Every minute.
    """
    found = each.each(
        "notices.deliver_waiting_chat", each.keys(queries.stranded(at)), lambda pk: _move_on(pk, at), at=at
    )
    found = found.and_also(
        each.each("notices.deliver_waiting_chat", each.keys(queries.unanswered(at)), lambda pk: _also(pk, at), at=at)
    )
    for lane in senders.CHATS:
        found = found.and_also(_deliver_lane(lane, at, now))
    return found


def _move_on(message_id: int, at: datetime) -> bool:
    row = queries.stranded(at).filter(id=message_id).first()
    return row is not None and noting.moved_on(row, at, queries.channels()[row.channel].why)


@transaction.atomic
def _also(message_id: int, at: datetime) -> bool:
    row = queries.unanswered(at).filter(id=message_id).first()
    if row is None:
        return False
    Message.objects.filter(id=row.id, written_at=row.written_at).update(next_try_at=at)
    return rooms.told_of(row.kind).repeated and fall_back(row, at)


def deliver_waiting_codes(*, at: datetime, now: Now | None = None) -> each.Outcome:
    """The same for log-in codes alone, which wait behind nothing else and know no night. Every minute."""
    return deliver_batch(message_ids=each.keys(_due(senders.CODES, at)), at=at, now=now)


def _deliver_lane(lane: str, at: datetime, now: Now | None) -> each.Outcome:
    """What is due of a way out: urgent ones first, at night only them."""
    read = now or (lambda: at)
    found = _deliver_urgent(lane, read)
    due = _due(lane, at).filter(urgent=False)
    # At night only what its reader lets ring then, and what is dropped because the morning is too late for it.
    if queries.is_quiet(at):
        due = due.filter(Q(any_hour=True) | Q(useful_until__lte=at))
    rest = each.keys(due)
    while not stopping.is_told() and (some := list(islice(rest, _STRETCH))):
        found = found.and_also(deliver_batch(message_ids=some, at=at, now=read))
        # A run may last for hours: what is urgent and came meanwhile goes in between.
        if now is not None:
            found = found.and_also(_deliver_urgent(lane, read))
    return found


def _deliver_urgent(lane: str, now: Now) -> each.Outcome:
    return deliver_batch(message_ids=each.keys(_due(lane, now()).filter(urgent=True)), at=now(), now=now)


def _due(lane: str, at: datetime) -> QuerySet[Message]:
    return queries.in_lane(queries.due(at), lane)


def blank_secrets(*, at: datetime) -> int:
    """Blank the texts whose time is over: nobody can read them any more, not even with our keys. Every minute."""
    over = Message.objects.filter(text_sealed__isnull=False, secret_until__lte=at)

    @transaction.atomic
    def many(ids: list[int]) -> int:
        return over.filter(id__in=ids).update(text_sealed=None)

    return each.pieces("notices.blank_secrets", each.keys(over), many, at=at).done


@transaction.atomic
def blank_used(*, phone: str, at: datetime) -> int:
    """What let somebody in by this phone was used: its text is gone at once, not only with its time; gives how many."""
    rows = Message.objects.filter(address_hash=queries.phone_hash(phone), text_sealed__isnull=False)
    return rows.filter(secret_until__gt=at, delivered_at__isnull=False).update(text_sealed=None)


@transaction.atomic
def drop_waiting(*, phone: str, at: datetime, reason: str) -> int:
    """Give up what still waits to go to a phone that is no longer its addressee's; gives how many.

    The number is taken from all that was ever written to it, so that no office sends again to whoever has it now.
    """
    address_hash = queries.phone_hash(phone)
    Message.objects.filter(address_hash=address_hash, address_sealed__isnull=False).update(address_sealed=None)
    # What a gateway has in its hand is noted as it answers; it is never asked again, because the number is gone.
    rows = queries.waiting().filter(address_hash=address_hash, handed_at__isnull=True).order_by()
    return rows.update(failed_at=at, failure=reason[:200], claimed_at=None)
