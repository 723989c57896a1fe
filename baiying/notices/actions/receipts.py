"""What gateways say of messages that they took: noted once, whenever it comes and however often."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from baiying.kit import each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.notices import locked, senders
from baiying.notices.actions.bouncing import leave_alone
from baiying.notices.actions.falling_back import fall_back
from baiying.notices.models import Message, Receipt
from baiying.notices.senders import bounces, events
from baiying.notices.senders.receipts import Heard

# How long what a gateway said is kept for a number that we do not know (yet).
_KEPT = timedelta(days=3)


@transaction.atomic
def hear(*, gateway: str, said: Sequence[Heard], at: datetime) -> int:
    """Note some receipts; gives how many of them say something new.

    A receipt may come before its gateway's number is noted here, twice, or in parts: one part that did not arrive
    counts for the whole text, whatever comes later (N21).
    """
    rows = [
        Receipt(gateway=gateway, number=one.number, arrived=one.arrived, reason=one.reason, heard_at=at)
        for one in said
        if one.number
    ]
    for number in sorted({row.number for row in rows}):
        locked.number(number)
    known = set(
        Receipt.objects.filter(gateway=gateway, number__in=[row.number for row in rows]).values_list(
            "number", "arrived", "reason"
        )
    )
    fresh = {(row.number, row.arrived, row.reason): row for row in rows}
    fresh = {key: row for key, row in fresh.items() if key not in known}
    Receipt.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    for number in sorted({number for number, _arrived, _reason in fresh}):
        take_up(number, at)
    return len(fresh)


# Who may speak of the messages of a way; of text messages all others.
_SPEAKS = {senders.MAIL: "mail", senders.WECHAT: "wechat"}


def take_up(number: str, at: datetime) -> None:
    """Note on the messages of a number what their own gateways said of it by now: a mail server's word about a number
    that WeChat gave is nothing."""
    rows = Message.objects.filter(gateway_number=number, delivered_at__isnull=False)
    said = list(Receipt.objects.filter(number=number).order_by("heard_at", "id"))
    for channel in sorted(set(rows.values_list("channel", flat=True))):
        own = _SPEAKS.get(channel)
        heard = [one for one in said if (one.gateway == own if own else one.gateway not in _SPEAKS.values())]
        _note(rows.filter(channel=channel), heard, at)


def _note(rows: QuerySet[Message], said: Sequence[Receipt], at: datetime) -> None:
    lost = next((one for one in said if not one.arrived), None)
    if lost is not None:
        words = translate("对方没有收到（网关回执：%(code)s）。") % {"code": lost.reason}
        news = list(rows.filter(failed_at__isnull=True))
        rows.filter(failed_at__isnull=True).update(failed_at=at, failure=words[:200], received_at=None)
        for row in news:
            if _is_of_the_address(row, lost.reason):
                leave_alone(row, at, words)
            if fall_back(row, at) and row.channel in senders.CHATS:
                # Its reader has it by another way: nothing is left to mend.
                Message.objects.filter(id=row.id, written_at=row.written_at).update(dropped=True)
    elif said:
        rows.filter(received_at__isnull=True).update(received_at=at)


def _is_of_the_address(row: Message, reason: str) -> bool:
    """Whether it says that the address takes nothing, whatever is sent."""
    if row.channel == senders.MAIL:
        return bounces.is_of_the_address(reason)
    return row.channel in senders.CHATS and events.is_of_the_reader(reason)


def clear_receipts(*, at: datetime) -> int:
    """Forget what is noted on its message, or belongs to none. Every night."""
    return each.delete("notices.clear_receipts", Receipt.objects.filter(heard_at__lt=at - _KEPT), at=at).done
