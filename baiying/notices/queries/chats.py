"""The WeChat, or the account in WeCom, that readers have bound."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from baiying.kit import sealed
from baiying.kit.values.actor import Actor
from baiying.notices import rules, senders
from baiying.notices.models import ChatAccount as ChatAccount
from baiying.notices.models import Message
from baiying.notices.queries import inboxes, mailing, sending
from baiying.notices.queries.neighbours import neighbours

# How long an answer is waited for before nobody looks for it any more.
_LOOKED_FOR = timedelta(hours=1)
_WRITTEN = timedelta(days=2)


def account_hash(lane: str, account: str) -> bytes:
    """The keyed hash by which an account, and what went to it, is found."""
    return sealed.lookup(lane, account)


def address_hash(channel: str, address: str) -> bytes:
    """The keyed hash by which the messages to an address of a channel are found."""
    if channel == senders.MAIL:
        return mailing.mail_hash(address)
    return account_hash(channel, address) if channel in senders.CHATS else sending.phone_hash(address)


def account_of(row: ChatAccount) -> str:
    """The account itself, to send to and never to show."""
    return sealed.open_sealed(row.account_sealed, at=sealed.Place.of(row, "account_sealed"))


def chat_lanes() -> Sequence[str]:
    """Of WeChat and WeCom those that whoever operates has set up."""
    return [lane for lane in senders.CHATS if senders.is_on(lane)]


def chats_open_to(actor: Actor) -> Sequence[str]:
    """Those that the actor may link: what takes the place of text messages is for who gets some."""
    lanes = chat_lanes()
    if not lanes or not inboxes.sets_addresses(actor):
        return []
    inbox = inboxes.inbox_of_actor(actor)
    return lanes if inbox in neighbours.phones_of_inboxes({inbox}) else []


def chat_accounts_of(inbox: str) -> dict[str, ChatAccount]:
    """What a reader has bound, by lane."""
    return {row.lane: row for row in ChatAccount.objects.filter(inbox=inbox).exclude(inbox="")}


def bound_to(lane: str, account: str) -> ChatAccount | None:
    """Whoever has bound an account."""
    return ChatAccount.objects.filter(lane=lane, account_hash=account_hash(lane, account)).first()


def chats_of(inboxes: Collection[str], at: datetime) -> dict[str, ChatAccount]:
    """By which account some readers are written to in place of a text message: the first of the table (senders.CHATS)
    that is bound, does not refuse, and whose gateway takes something now.
    """
    keys, lanes = set(inboxes) - {""}, chat_lanes()
    if not keys or not lanes:
        return {}
    rows = ChatAccount.objects.filter(inbox__in=keys, lane__in=lanes, refused_at__isnull=True)
    found = sorted(rows, key=lambda row: lanes.index(row.lane), reverse=True)
    # Asked for only where somebody has one: most do not.
    closed = sending.shut(at) if found else set()
    return {row.inbox: row for row in found if row.lane not in closed}


def takes_chat(row: Message) -> bool:
    """Whether a message's reader is still written to at this account, as at the moment of writing."""
    rows = ChatAccount.objects.filter(lane=row.channel, inbox=row.inbox, account_hash=row.address_hash)
    return rows.filter(refused_at__isnull=True).exists()


def stranded(at: datetime) -> QuerySet[Message]:
    """What waits for WeChat or WeCom though its gateway takes nothing now, and no worker has in its hand."""
    down = (sending.shut(at) - sending.unconfirmed()) & set(senders.CHATS)
    rows = sending.waiting().filter(channel__in=sorted(down), claimed_at__isnull=True)
    return rows.exclude(kind=sending.TEST)


def unanswered(at: datetime) -> QuerySet[Message]:
    """What WeChat took ten minutes ago, has not said of that it arrived, and is soon of no use any more (N22).

    Only where WeChat tells us what arrived (BAIYING_RECEIPTS_KEY).
    """
    rows = Message.objects.filter(channel=senders.WECHAT, received_at__isnull=True, failed_at__isnull=True)
    if not settings.BAIYING_RECEIPTS_KEY:
        return rows.none()
    taken = rows.filter(delivered_at__lte=at - rules.SOON, delivered_at__gt=at - _LOOKED_FOR)
    near = taken.filter(useful_until__gt=at, useful_until__lte=at + rules.NEAR, written_at__gte=at - _WRITTEN)
    # Looked at once: what became of it is marked there (delivering).
    return near.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lt=F("delivered_at"))).order_by("id")
