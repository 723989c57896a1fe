"""What readers answer to a text message: a word of stopping stops what goes to many, at that number alone (N13).

A gateway hands an answer on until it hears that we have it, and may do so again days later: each is heard once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import translation

from baiying.kit import audit, clock, each, kept, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, recipe_of, translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import locked, queries, rules, senders
from baiying.notices.actions.writing import write
from baiying.notices.models import HeardReply, Message, Stopped
from baiying.notices.senders.replies import Reply

# What is no word of stopping is answered once a day: nobody reads it, and a machine that answers ours ends there.
_ANSWERED = limits.Limit("notices:replies", 1, timedelta(days=1))
# Only who was written to of late is answered.
_LATELY = timedelta(days=60)
# So long it is known which answers were heard.
_KEPT = timedelta(days=365)


def hear_replies(*, gateway: str, said: Sequence[Reply], at: datetime) -> int:
    """Obey what was answered; gives how many numbers were stopped. Heard again it changes nothing and says nothing."""
    return sum(_hear(gateway, one, at) for one in said)


@transaction.atomic
def _hear(gateway: str, reply: Reply, at: datetime) -> bool:
    meant, address_hash = rules.meant(reply.text), queries.phone_hash(reply.phone)
    if not meant or not _was_written_to(address_hash, at):
        return False
    locked.address(address_hash)
    if not _is_new(gateway, reply, address_hash if meant == rules.CANNOT else None, at):
        return False
    if meant == rules.STOP:
        return _stop(reply, address_hash, at)
    if limits.take(_ANSWERED, address_hash.hex(), at=at):
        _answer(reply.phone, meant, _ANSWERS[meant](), at)
    return False


def _is_new(gateway: str, reply: Reply, kept_hash: bytes | None, at: datetime) -> bool:
    """Whether an answer was not heard before; it is from now on. `kept_hash`: of whom it came, where that is kept.

    One is told from another by its number at the vendor, else by its words and its moment. Of what has neither the same
    words within a while (rules.NoticeRules) are one answer.
    """
    what = ("number", reply.number) if reply.number else ("words", reply.text, str(reply.said_at or ""))
    key = sealed.lookup("sms_reply", "\0".join((gateway, reply.phone, *what)))
    given = {"said_at": reply.said_at, "heard_at": at, "address_hash": kept_hash}
    row, new = HeardReply.objects.get_or_create(key=key, defaults=given)
    if new or reply.number or reply.said_at is not None:
        return new
    same = timedelta(minutes=queries.neighbours.rules(clock.local_date(at)).same_reply_minutes)
    if at - row.heard_at < same:
        return False
    row.heard_at = at
    row.save(update_fields=["heard_at"])
    return True


def _stop(reply: Reply, address_hash: bytes, at: datetime) -> bool:
    """Gives whether the number was not stopped before. What was said before it was switched on again is over."""
    row, new = Stopped.objects.get_or_create(address_hash=address_hash, defaults={"stopped_at": at})
    if not new:
        # Vendors say the second alone: in the second of the switching on it counts.
        started = row.started_at.replace(microsecond=0) if row.started_at is not None else None
        if started is None or (reply.said_at is not None and reply.said_at < started):
            return False
        row.stopped_at, row.started_at = at, None
        row.save(update_fields=["stopped_at", "started_at"])
    audit.record("TextsStopped", actor=system("notices.hear_replies"), at=at, subject=("phone_stopped", row.pk))
    _answer(reply.phone, "stopped", _stopped(), at)
    return True


def _was_written_to(address_hash: bytes, at: datetime) -> bool:
    rows = Message.objects.filter(address_hash=address_hash, written_at__gte=at - _LATELY)
    return rows.exclude(kind__startswith="reply_").exists()


def _answer(phone: str, what: str, text: Kept, at: datetime) -> None:
    """Whoever answered has the phone in the hand: it is answered at once, whatever came there today, in the language
    of what is answered to; a gateway that says it by templates knows Chinese alone."""
    said: str = text
    language = queries.language_at(queries.phone_hash(phone))
    if language and not senders.by_text(senders.SMS):
        with translation.override(language):
            said = kept.said(recipe_of(text))
    write(kind=f"reply_{what}", text=said, phone=phone, urgent=True, at=at)


def _stopped() -> Kept:
    return translate("已停发群发的短信。您报名的服务、验证码和应急通知照常发。要恢复，请登录后到“消息设置”。")


def _asks_back() -> Kept:
    return translate("要停收群发的短信，请回复 TD。报了名来不了，请登录后取消。")


def _nobody_reads() -> Kept:
    return translate("回复的短信没有人看。报了名来不了，请登录后取消；停收群发的短信，请回复 TD。")


def _cancels_nothing() -> Kept:
    return translate("回短信不算取消。来不了，请登录后取消，或者给领队打电话；停收群发的短信，请回复 TD。")


_ANSWERS = {rules.CANNOT: _cancels_nothing, rules.UNSURE: _asks_back, rules.OTHER: _nobody_reads}


@transaction.atomic
def start_texts(*, inbox: str, actor: Actor, at: datetime) -> None:
    """The reader has what goes to many by text message again. Twice is once."""
    phone = queries.stopped_phone(inbox)
    if not phone:
        return
    address_hash = queries.phone_hash(phone)
    locked.address(address_hash)
    row = Stopped.objects.filter(address_hash=address_hash, started_at__isnull=True).first()
    if row is not None:
        row.started_at = at
        row.save(update_fields=["started_at"])
        audit.record("TextsStarted", actor=actor, at=at, subject=("phone_stopped", row.pk))


def clear_replies(*, at: datetime) -> int:
    """Forget which answers were heard long ago. Every night."""
    return each.delete("notices.clear_replies", HeardReply.objects.filter(heard_at__lt=at - _KEPT), at=at).done
