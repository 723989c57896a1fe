"""A dead letter, mended by an office: sent once more."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, jobs
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices import locked, queries
from baiying.notices.models import Message


class NotSentAgain(Refused):
    code = "not_sent_again"
    sentence = _("这条消息已经没有用了，或是验证码，不能再发。可以打电话告诉本人。")


@transaction.atomic
def send_again(*, message: Message, actor: Actor, at: datetime) -> None:
    """Try once more what was given up, from the start; what it says is made anew as at every try.

    Somebody has looked at the reason: the number takes texts again, the person expects it. It goes to the number that
    it was written to, never to one that has left its addressee. What goes out or has gone out is left as it is, so
    that a second press sends nothing. Refuses: NotSentAgain.
    """
    rows = Message.objects.filter(written_at=message.written_at).exclude(channel="inapp")
    found = locked.messages(rows, [message.id])
    if not found or found[0].failed_at is None:
        return
    row = found[0]
    if not queries.may_mend(row, at):
        raise NotSentAgain
    row.failed_at = row.delivered_at = row.claimed_at = row.handed_at = row.next_try_at = None
    row.failure, row.unclear, row.tries, row.gateway_number = "", False, 0, ""
    row.save()
    audit.record("MessageSentAgain", actor=actor, at=at, subject=("message", row.id), area_id=row.area_id)
    jobs.enqueue("notices.deliver", message_id=row.id)
