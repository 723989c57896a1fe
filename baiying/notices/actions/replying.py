"""What readers answer to a text message: a word of stopping stops what goes to many, at that number alone (N13)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.kit import audit, limits
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import locked, queries, rules
from baiying.notices.actions.writing import write
from baiying.notices.models import Message, Stopped
from baiying.notices.senders.replies import Reply

# What is no word of stopping is answered once a day: nobody reads it, and a machine that answers ours ends there.
_ANSWERED = limits.Limit("notices:replies", 1, timedelta(days=1))
# Only who was written to of late is answered.
_LATELY = timedelta(days=60)


def hear_replies(*, said: Sequence[Reply], at: datetime) -> int:
    """Obey what was answered; gives how many numbers were stopped. Heard again it changes nothing and says nothing."""
    return sum(_hear(one, at) for one in said)


@transaction.atomic
def _hear(reply: Reply, at: datetime) -> bool:
    meant, address_hash = rules.meant(reply.text), queries.phone_hash(reply.phone)
    if not meant or not _was_written_to(address_hash, at):
        return False
    locked.address(address_hash)
    if meant == rules.STOP:
        row, new = Stopped.objects.get_or_create(address_hash=address_hash, defaults={"stopped_at": at})
        if new:
            actor = system("notices.hear_replies")
            audit.record("TextsStopped", actor=actor, at=at, subject=("phone_stopped", row.pk))
            _answer(reply.phone, "stopped", _stopped(), at)
        return new
    if limits.take(_ANSWERED, address_hash.hex(), at=at):
        _answer(reply.phone, meant, _asks_back() if meant == rules.UNSURE else _nobody_reads(), at)
    return False


def _was_written_to(address_hash: bytes, at: datetime) -> bool:
    rows = Message.objects.filter(address_hash=address_hash, written_at__gte=at - _LATELY)
    return rows.exclude(kind__startswith="reply_").exists()


def _answer(phone: str, what: str, text: Kept, at: datetime) -> None:
    """Whoever answered has the phone in the hand: it is answered at once, whatever came there today."""
    write(kind=f"reply_{what}", text=text, phone=phone, urgent=True, at=at)


def _stopped() -> Kept:
    return translate("已停发群发的短信。您报名的服务、验证码和应急通知照常发。要恢复，请登录后到“消息设置”。")


def _asks_back() -> Kept:
    return translate("要停收群发的短信，请回复 TD。报了名来不了，请登录后取消。")


def _nobody_reads() -> Kept:
    return translate("回复的短信没有人看。报了名来不了，请登录后取消；停收群发的短信，请回复 TD。")


@transaction.atomic
def start_texts(*, inbox: str, actor: Actor, at: datetime) -> None:
    """The reader has what goes to many by text message again. Twice is once."""
    phone = queries.stopped_phone(inbox)
    row = Stopped.objects.filter(address_hash=queries.phone_hash(phone)).first() if phone else None
    if row is not None:
        audit.record("TextsStarted", actor=actor, at=at, subject=("phone_stopped", row.pk))
        row.delete()
