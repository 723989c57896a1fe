"""What waits to be sent, what was given up, and what a phone got."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock, rooms, sealed
from baiying.notices import rules, senders
from baiying.notices.models import Channel, Message, MessageSource
from baiying.notices.queries import instances
from baiying.notices.queries.neighbours import neighbours


def phone_hash(phone: str) -> bytes:
    """The keyed hash by which the messages of a tidy phone number are found."""
    return sealed.lookup("phone", phone)


def is_quiet(at: datetime) -> bool:
    """Whether nothing ordinary may ring at an instant."""
    return rules.is_quiet(clock.local(at).time(), neighbours.rules(clock.local_date(at)))


RULES = rules.NoticeRules.KIND


def rules_on(day: date) -> rules.NoticeRules:
    """The rules of messages on a day."""
    return neighbours.rules(day)


def is_quiet_hour(hour: int, given: rules.NoticeRules) -> bool:
    """Whether nothing ordinary may ring at an hour by some rules, in force or not."""
    return rules.is_quiet(time(hour), given)


def rests_until(at: datetime) -> datetime | None:
    """Until when nothing ordinary rings; None outside the quiet hours."""
    return rules.quiet_ends(clock.local(at), neighbours.rules(clock.local_date(at))) if is_quiet(at) else None


# The kind of what whoever operates sends to try a way out.
TEST = "channel_test"
_NOT_CONFIRMED = _("还没有人确认由这一套系统给群众发消息（可能是恢复的备份或副本）。")
# Log-in codes are what stands sealed: senders.CODES.
_CODE = Q(channel="sms", secret_until__isnull=False)


def lane_of(row: Message) -> str:
    """By which way a message leaves."""
    return senders.CODES if row.channel == senders.SMS and row.secret_until is not None else row.channel


def in_lane(rows: QuerySet[Message], lane: str) -> QuerySet[Message]:
    if lane == senders.CODES:
        return rows.filter(_CODE)
    return rows.filter(~_CODE, channel=lane)


def waiting() -> QuerySet[Message]:
    """What leaves the house and neither left nor was given up: urgent ones first, then the oldest."""
    rows = Message.objects.filter(delivered_at__isnull=True, failed_at__isnull=True).exclude(channel="inapp")
    return rows.order_by("-urgent", "id")


def addresses_written_to(source: str, phones: Sequence[str]) -> set[bytes]:
    """Of some phones the keyed hashes of those that were written to by something whose source begins so."""
    hashes = [phone_hash(phone) for phone in phones]
    rows = Message.objects.filter(address_hash__in=hashes, unique_source__startswith=source)
    return {bytes(one) for one in rows.values_list("address_hash", flat=True) if one is not None}


def waits_from(source: str) -> bool:
    """Whether anything still waits to leave whose source begins so."""
    return waiting().order_by().filter(unique_source__startswith=source).exists()


def due(at: datetime) -> QuerySet[Message]:
    """What waits and may be tried now: its pause is over, no worker has it, and its way is open.

    What is of no use any more is among them whatever holds: it is dropped. Quiet hours are looked at later.
    """
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - rules.CLAIM)
    open_ways = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)
    for lane in shut(at):
        open_ways &= ~(_CODE if lane == senders.CODES else Q(channel=lane) & ~_CODE)
    return waiting().filter(free).filter(open_ways | Q(useful_until__lte=at))


def shut(at: datetime) -> set[str]:
    """The lanes by which nothing leaves now: their gateway takes nothing and is not asked again yet, or this copy of
    the city may not write to people.
    """
    down = Channel.objects.filter(down_since__isnull=False, probe_at__gt=at)
    return set(down.values_list("name", flat=True)) | unconfirmed()


def unconfirmed() -> set[str]:
    """The lanes with a gateway, as long as nobody confirmed that this copy of the city writes to people."""
    real = {lane for lane in senders.LANES if senders.is_limited(lane)}
    return set() if not real or instances.is_confirmed() else real


def oldest_due(lane: str, at: datetime) -> datetime | None:
    """Since when the oldest message of a lane could have left and did not; what rests over night does not count."""
    rows = in_lane(waiting(), lane).filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=at))
    since = Coalesce("next_try_at", "written_at")
    if is_quiet(at):
        rows = rows.filter(Q(urgent=True) | Q(any_hour=True))
    first: datetime | None = rows.aggregate(first=Min(since))["first"]
    if is_quiet(at):
        return first
    given = neighbours.rules(clock.local_date(at))
    return max(first, rules.quiet_ended(clock.local(at), given)) if first else None


def dead(at: datetime) -> list[tuple[str, datetime, str]]:
    """The lanes by which nothing has left for a while though something waits: name, since when, and why if known.

    One that was down and has nothing left to send is not among them: nobody can tell, and the next message will ask.
    Found by whoever looks, never told by a message: that would stand in the same queue.
    """
    found, closed = [], unconfirmed()
    for name, channel in channels().items():
        since = channel.down_since if in_lane(waiting(), name).exists() else None
        if since is None and (oldest := oldest_due(name, at)) is not None:
            since = max(oldest, channel.last_sent_at or oldest)
        if since is not None and since <= at - rules.SILENT:
            found.append((name, since, str(_NOT_CONFIRMED) if name in closed else channel.why))
    return found


def texts_stuck_since(at: datetime) -> datetime | None:
    """Since when no ordinary text message leaves; None where they leave, or nothing waits (N06)."""
    return next((since for name, since, _why in dead(at) if name == senders.SMS), None)


def codes_blocked_until(phone: str, at: datetime) -> datetime | None:
    """Until when a gateway takes no code for a phone, by its answer to the last ones; None: nothing is known of that.

    What it put off for longer than the code was good for: too many for this number in an hour, or a day (N28).
    """
    rows = Message.objects.filter(address_hash=phone_hash(phone), secret_until__isnull=False, delivered_at__isnull=True)
    put_off = rows.filter(next_try_at__gt=F("secret_until")).filter(next_try_at__gt=at)
    found: datetime | None = put_off.aggregate(last=Max("next_try_at"))["last"]
    return found


def codes_are_shut(at: datetime) -> bool:
    """Whether no log-in code leaves now."""
    return senders.CODES in shut(at) or any(name == senders.CODES for name, _since, _why in dead(at))


def last_test(lane: str, address_hash: bytes) -> Message | None:
    """The last that was sent by a lane to an address to try it."""
    rows = Message.objects.filter(address_hash=address_hash, kind=TEST)
    return in_lane(rows, lane).order_by("-id").first()


def channels() -> dict[str, Channel]:
    """How every way out fares, by lane; one that never was in trouble may have no row yet."""
    return {name: Channel(name=name) for name in senders.LANES} | {row.name: row for row in Channel.objects.all()}


def given_up_since(at: datetime) -> QuerySet[Message]:
    """What was given up on its way out from then on: what is tried for hours was written two days before at most.

    Without those that were dropped because they would have been late or false.
    """
    rows = Message.objects.filter(failed_at__gte=at, written_at__gte=at - timedelta(days=2), dropped=False)
    return rows.exclude(channel="inapp")


def delivered_on_day(address_hash: bytes, at: datetime) -> int:
    """How many ordinary messages a phone, or an account, got or is getting on the day in China of `at`."""
    return _of_the_day(at).filter(address_hash=address_hash).count()


def full_today(phones: Collection[str], at: datetime) -> set[str]:
    """Those of some phones to which no ordinary text message goes any more on the day of `at`."""
    hashes = {phone_hash(phone): phone for phone in phones}
    most = neighbours.rules(clock.local_date(at))
    got = _of_the_day(at).filter(address_hash__in=list(hashes)).values_list("address_hash").annotate(n=Count("pk"))
    counts = {bytes(address): n for address, n in got}
    return {phone for address, phone in hashes.items() if rules.over_limit(counts.get(address, 0), most)}


def _of_the_day(at: datetime) -> QuerySet[Message]:
    start = clock.midnight(clock.local_date(at))
    # What left as a part of another is one with it.
    rows = Message.objects.filter(urgent=False, joined__isnull=True).exclude(channel="mail")
    got = Q(delivered_at__gte=start, delivered_at__lt=clock.next_midnight(at))
    gets = Q(handed_at__gte=start, delivered_at__isnull=True, failed_at__isnull=True)
    unsure = Q(handed_at__gte=start, unclear=True)
    return rows.filter(got | gets | unsure)


def may_mend(row: Message, at: datetime, *, has_other: bool = False) -> bool:
    """Whether a message was given up and may be sent once more: it still is of use, lets nobody in, and its phone still
    is its addressee's, or the reader has another by now (`has_other`).
    """
    is_late = row.useful_until is not None and row.useful_until <= at
    is_open = row.failed_at is not None and not row.dropped and (has_other or row.address_sealed is not None)
    return is_open and row.secret_until is None and not is_late


def held_beside(row: Message, at: datetime) -> QuerySet[Message]:
    """What waited for the same morning as a message, for the same address by the same way: it leaves with it (N03).

    Nothing for what did not wait, is urgent, may ring at any hour or lets somebody in.
    """
    given = neighbours.rules(clock.local_date(at))
    alone = row.urgent or row.any_hour or row.secret_until is not None or row.address_hash is None
    joins = senders.takes_any(row.channel) or senders.stands_for_all(row.channel, row.kind)
    if alone or not given.rests or is_quiet(at) or not joins:
        return Message.objects.none()
    morning = rules.quiet_ended(clock.local(at), given)
    if row.written_at >= morning:
        return Message.objects.none()
    rows = waiting().filter(channel=row.channel, address_hash=row.address_hash, written_at__lt=morning)
    rows = rows.filter(urgent=False, any_hour=False, secret_until__isnull=True, handed_at__isnull=True)
    return rows.exclude(id=row.id).order_by("id")


def opens_at(row: Message, at: datetime, *, phone: str = "") -> datetime | None:
    """When one more message like this one may go to its address, where the day's limit keeps it now; None where it may
    go. `phone`: the number that its reader has by now.
    """
    if row.urgent or row.channel not in senders.LIMITED or rooms.told_of(row.kind).needed:
        return None
    address = phone_hash(phone) if phone else bytes(row.address_hash or b"")
    if not rules.over_limit(delivered_on_day(address, at), neighbours.rules(clock.local_date(at))):
        return None
    tomorrow = clock.next_midnight(at)
    return tomorrow if row.any_hour else rests_until(tomorrow) or tomorrow


def told(sources: Collection[str]) -> set[str]:
    """Of some sources (`Letter.unique_source`) those that somebody was written to for."""
    rows = MessageSource.objects.filter(unique_source__in=list(sources))
    return set(rows.values_list("unique_source", flat=True))
