"""A dead letter, mended by an office: sent once more, to the address that its reader has by now."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, rooms
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices import locked, queries, senders
from baiying.notices.actions.writing import put_address, queue
from baiying.notices.models import Message


class NotSentAgain(Refused):
    code = "not_sent_again"
    sentence = _("这条消息已经没有用了，或是验证码，不能再发。可以打电话告诉本人。")


# What goes to many perhaps left: nobody hears it twice, however the press is meant (rooms.Told.repeated).
NOT_TWICE = _("这条群发的消息不知道发出没有，不再发第二遍。要紧的，可以打电话告诉本人。")


class NoMailAnyMore(Refused):
    code = "no_mail_any_more"
    sentence = _("收件人的邮箱收不到信，也没有另外确认过邮箱，不能再发。可以打电话告诉本人。")


class FullToday(Refused):
    """The day's limit would refuse it once more; the sentence says from when on it does not."""

    code = "full_today"


@transaction.atomic
def send_again(*, message: Message, actor: Actor, at: datetime, phone: str | None = None) -> bool:
    """Try once more what was given up, from the start; what it says is made anew as at every try. Gives whether it was.

    Somebody has looked at the reason: the number takes texts again, the person expects it. `phone`: the number that its
    reader has by now, which whoever knows people says; without one it goes to the number that it was written to, never
    to one that has left its addressee. A mail goes to the address that its reader has proven by now. What goes out or
    has gone out is left as it is, so that a second press sends nothing.

    Refuses: NotSentAgain, NoMailAnyMore, FullToday.
    """
    rows = Message.objects.filter(written_at=message.written_at).exclude(channel="inapp")
    found = locked.messages(rows, [message.id])
    if not found or found[0].failed_at is None:
        return False
    row = found[0]
    if row.unclear and not rooms.told_of(row.kind).repeated:
        raise NotSentAgain(NOT_TWICE)
    if not queries.may_mend(row, at, has_other=phone is not None):
        raise NotSentAgain
    if (opens := queries.opens_at(row, at, phone=phone or "")) is not None:
        raise FullToday(queries.full_until(opens))
    corrected = _corrected(row, phone)
    row.failed_at = row.delivered_at = row.claimed_at = row.handed_at = row.next_try_at = None
    row.failure, row.unclear, row.tries, row.gateway_number, row.again = "", False, 0, "", row.again + 1
    row.save()
    detail = {"corrected": True} if corrected else {}
    audit.record(
        "MessageSentAgain", actor=actor, at=at, subject=("message", row.id), area_id=row.area_id, detail=detail
    )
    queue([row], urgent=True)
    return True


def _corrected(row: Message, phone: str | None) -> bool:
    """Put the address that its reader has by now; gives whether that is another. Raises NoMailAnyMore."""
    address, before = phone, bytes(row.address_hash or b"")
    if row.channel == senders.MAIL and row.inbox:
        to = queries.fallback_for(row.inbox)
        if to is None:
            raise NoMailAnyMore
        address = queries.address_of(to)
    if not address:
        return False
    put_address(row, address)
    return row.address_hash != before
