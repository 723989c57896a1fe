"""What became of one try, written on the message and on its way out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.notices import locked, queries, rules, senders
from baiying.notices.actions import receipts
from baiying.notices.actions.bouncing import leave_alone
from baiying.notices.actions.falling_back import fall_back
from baiying.notices.models import Channel, Message, Outage

# How often at most it is noted that a way out works.
_NOTED = timedelta(minutes=1)
# What stops again within so long has not been mended in between.
_FLAPS = timedelta(minutes=30)


@transaction.atomic
def delivery(row: Message, number: str, at: datetime) -> None:
    if number:
        locked.number(number[:64])
    row.delivered_at, row.claimed_at, row.handed_at, row.failure = at, None, None, ""
    row.gateway_number = number[:64]
    row.save(update_fields=["delivered_at", "claimed_at", "handed_at", "failure", "gateway_number"])
    works(queries.lane_of(row), at)
    if row.gateway_number:
        # Its receipt may have been here before its number was.
        receipts.take_up(row.gateway_number, at)


@transaction.atomic
def parted(rows: Sequence[Message]) -> None:
    """What left as one was not taken, for its words: from now on each is by itself, in this worker's hand as before,
    and that try counted for none of them. As what they leave is noted when they are in hand again (claiming)."""
    for row in rows:
        row.handed_at, row.tries = None, row.tries - 1
        row.save(update_fields=["handed_at", "tries"])


@transaction.atomic
def refusal(row: Message, reason: str, at: datetime) -> None:
    """Not taken, for now: tried again after longer and longer pauses, then given up."""
    has_next = row.channel in senders.CHATS
    pause = rules.retry_after(row.tries, urgent=row.urgent, number=row.id, has_next=has_next)
    if pause is None:
        give_up(row, at, reason)
    else:
        _wait(row, reason, at + pause)


@transaction.atomic
def throttled(row: Message, reason: str, again_at: datetime, at: datetime) -> None:
    """Too many at this moment: the try does not count. What can go by another way does not wait for long."""
    if row.channel in senders.CHATS and again_at - at > rules.SOON:
        give_up(row, at, reason)
        return
    row.tries -= 1
    _wait(row, reason, again_at)


@transaction.atomic
def down(row: Message, reason: str, at: datetime) -> None:
    """The gateway takes nothing: the message waits as if it had not been tried, and so does its whole lane.

    What can go by another way does not wait (moved_on).
    """
    row.tries -= 1
    _wait(row, reason, None)
    name, probe_at = queries.lane_of(row), at + senders.GatewayDown.PROBE
    Channel.objects.get_or_create(name=name)
    # Of several workers that find it down at one moment one begins the outage: the row is locked from here on.
    if Channel.objects.filter(name=name, down_since__isnull=True).update(down_since=at):
        _begin_outage(name, reason, at)
    Channel.objects.filter(name=name).update(why=reason[:200], probe_at=probe_at)
    if row.channel in senders.CHATS:
        give_up(row, at, reason)


def _begin_outage(name: str, reason: str, at: datetime) -> None:
    """A gateway that comes and goes has one outage, not a hundred."""
    last = Outage.objects.filter(name=name).order_by("-since").first()
    if last is not None and last.until is not None and last.until > at - _FLAPS:
        Outage.objects.filter(pk=last.pk).update(until=None, why=reason[:200])
    elif last is None or last.until is not None:
        Outage.objects.create(name=name, since=at, why=reason[:200])


@transaction.atomic
def unclear(row: Message, reason: str, at: datetime) -> None:
    """It may have left and may not have; whoever sends again knows that its kind may be sent twice."""
    row.unclear = True
    row.save(update_fields=["unclear"])
    give_up(row, at, reason)


@transaction.atomic
def never(row: Message, reason: str, at: datetime, *, is_address: bool) -> None:
    """Refused for good. An address that takes nothing is left alone until its reader proves it again (N11, N22)."""
    give_up(row, at, reason)
    if is_address:
        leave_alone(row, at, reason)


@transaction.atomic
def unsayable(row: Message, at: datetime) -> None:
    """Its text could not be made; by no other way either. Sent once more, it is made anew."""
    mine = locked.claimed(row)
    if mine is not None:
        words = translate("这条消息的文字没能写成（程序出错），没有发。系统管理员改好以后，可以再发一次。")
        give_up(mine, at, words, by_another=False)


def give_up(row: Message, at: datetime, reason: str, *, by_another: bool = True) -> None:
    """Nothing helps any more by this way; by the next what its reader can get there."""
    row.failed_at, row.claimed_at, row.failure = at, None, reason[:200]
    row.save(update_fields=["failed_at", "failure", "claimed_at"])
    if not by_another or row.dropped or row.unclear:
        return
    if fall_back(row, at) and row.channel in senders.CHATS:
        # Its reader has it by another way: nothing is left to mend.
        row.dropped = True
        row.save(update_fields=["dropped"])


def drop(row: Message, at: datetime, reason: str) -> None:
    """Nothing to mend: it would have been late or false."""
    row.dropped = True
    row.save(update_fields=["dropped"])
    give_up(row, at, reason)


@transaction.atomic
def moved_on(row: Message, at: datetime, reason: str) -> bool:
    """By the next way what waits for one that takes nothing; gives whether it did wait."""
    rows = queries.waiting().filter(written_at=row.written_at, claimed_at__isnull=True)
    mine = locked.messages(rows, [row.id])
    for one in mine:
        give_up(one, at, reason)
    return bool(mine)


def cut_off(row: Message, at: datetime) -> None:
    """A worker ended between handing a message over and noting what became of it; this kind is not sent twice."""
    unclear(row, translate("发送中断，不知道送到没有；这一类消息宁可少发，不发两遍。"), at)


def _wait(row: Message, reason: str, until: datetime | None) -> None:
    row.claimed_at, row.handed_at, row.next_try_at, row.failure = None, None, until, reason[:200]
    row.save(update_fields=["claimed_at", "handed_at", "next_try_at", "failure", "tries"])


@transaction.atomic
def works(lane: str, at: datetime) -> None:
    """A gateway took something: it is not down, whatever it was before. Noted once a minute."""
    fresh = Q(down_since__isnull=True, last_sent_at__gt=at - _NOTED)
    if Channel.objects.filter(fresh, name=lane).exists():
        return
    news = {"down_since": None, "why": "", "probe_at": None, "last_sent_at": at}
    Channel.objects.update_or_create(name=lane, defaults=news)
    Outage.objects.filter(name=lane, until__isnull=True).update(until=at)


@transaction.atomic
def may_probe(lane: str, at: datetime) -> bool:
    """Whether a way out is open; of one whose gateway is down, one message a minute asks whether it is back."""
    probe = Channel.objects.filter(name=lane, down_since__isnull=False)
    if probe.filter(probe_at__lte=at).update(probe_at=at + senders.GatewayDown.PROBE):
        return True
    return not probe.exists()
