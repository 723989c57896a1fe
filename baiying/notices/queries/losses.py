"""What did not leave, for whoever operates: how many of which kind, by which way and why; and when a way was down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from baiying.kit import rooms
from baiying.notices import senders, words
from baiying.notices.models import MailAddress, Message, Outage, Receipt
from baiying.notices.queries import outcomes
from baiying.notices.queries.sending import in_lane
from baiying.notices.senders import bounces

# Outages that ended longer ago are not told any more; shorter ones cost nobody a message.
_TOLD, _SHORTEST = timedelta(days=30), timedelta(minutes=2)
_MOST = 10
# What a way that is back finds too late is dropped within so long after.
_AFTER = timedelta(minutes=10)
# What is tried for days was written so long before it was given up, at the most (rooms.Told.useful_for).
_OLDEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Loss:
    """So many messages of one kind that did not leave for one reason."""

    kind: str | Promise
    why: str
    state: str
    count: int

    @property
    def tone(self) -> str:
        return outcomes.STATES[self.state][0]

    @property
    def words(self) -> str:
        return str(outcomes.STATES[self.state][1])


@dataclass(frozen=True, slots=True)
class Down:
    """An outage of a way out, and what it cost; `until` is None while it lasts."""

    lane: str | Promise
    since: datetime
    until: datetime | None
    why: str
    losses: list[Loss]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.losses)


def outages(at: datetime) -> list[Down]:
    """The last outages, the newest first, with what was dropped in each: N05, a gateway that is down for a day."""
    rows = Outage.objects.filter(since__gte=at - _TOLD).order_by("-since")
    found = []
    for row in rows[: _MOST * 3]:
        if row.until is not None and row.until - row.since < _SHORTEST:
            continue
        lost = in_lane(_given_up(row.since, (row.until or at) + _AFTER), row.name)
        why = gettext(row.why) if row.why else ""
        found.append(Down(words.LANES.get(row.name, row.name), row.since, row.until, why, _by_kind(lost, dropped=True)))
    return found[:_MOST]


def losses(at: datetime, days: int = 7) -> list[Loss]:
    """What was given up or dropped in the last days by any way, most first."""
    return _by_kind(_given_up(at - timedelta(days=days), at))


def _given_up(start: datetime, end: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(failed_at__gte=start, failed_at__lte=end, written_at__gte=start - _OLDEST)
    # What WeChat or WeCom could not carry went by the next way: that row stands for it.
    moved_on = Q(channel__in=senders.CHATS, dropped=True)
    return rows.filter(written_at__lte=end).exclude(channel="inapp").exclude(moved_on)


def _by_kind(rows: QuerySet[Message], *, dropped: bool | None = None) -> list[Loss]:
    """Kinds that are called the same are one."""
    if dropped is not None:
        rows = rows.filter(dropped=dropped)
    counts: dict[tuple[str, str, str], int] = {}
    labels: dict[str, str | Promise] = {}
    for kind, why, gone, unclear, n in _counted(rows):
        label = rooms.told_of(kind).label
        labels[str(label)] = label
        state = outcomes.DROPPED if gone else outcomes.UNCLEAR if unclear else outcomes.FAILED
        key = (str(label), why, state)
        counts[key] = counts.get(key, 0) + n
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Loss(labels[label], gettext(why) if why else "", state, n) for (label, why, state), n in most]


def _counted(rows: QuerySet[Message]) -> Iterable[tuple[str, str, bool, bool, int]]:
    groups = rows.order_by().values_list("kind", "failure", "dropped", "unclear").annotate(n=Count("id"))
    return groups.iterator()


def refusing_addresses() -> int:
    """How many mail addresses take nothing: a number for the office, no list of names (N11)."""
    return MailAddress.objects.filter(failed_at__isnull=False).count()


def bounces_of_nobody() -> int:
    """How many reports of mail came of late that belong to no mail of ours."""
    return Receipt.objects.filter(gateway=senders.MAIL, number__startswith=bounces.UNKNOWN).count()
