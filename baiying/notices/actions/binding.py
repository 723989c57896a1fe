"""A reader's own WeChat, or account in WeCom: bound by what WeChat says of who asks, given up. It lets nobody in."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices import locked, queries, senders, words
from baiying.notices.actions import mailing, noting
from baiying.notices.models import ChatAccount
from baiying.notices.senders import wechat, wecom, weixin

_GOOD_FOR = timedelta(minutes=30)
_NONCE, _SEALED = 8, 32
# Each question that a page asked is answered once; and what is asked of WeChat has an end.
_ONCE = limits.Limit("notices:chat:once", 1, timedelta(days=1))
_ASKED = limits.Limit("notices:chat:asked", 10, timedelta(hours=1))
_WHO = {senders.WECHAT: wechat, senders.WECOM: wecom}


class ChatIsOff(Refused):
    code = "chat_is_off"
    sentence = _("这里没有开通绑定微信。")


class BindingIsOld(Refused):
    code = "binding_is_old"
    sentence = _("这一次绑定已经过期或用过了，没有绑定。请在“消息设置”里再按一次“绑定”。")


class ChatIsAnothers(Refused):
    code = "chat_is_anothers"
    sentence = _("这个微信已经由另一个账号（例如家人的）绑定，一个微信只能绑定一个账号。请先在那边拿掉，再来绑定。")


class ChatDoesNotAnswer(Refused):
    code = "chat_does_not_answer"
    sentence = _("微信这会儿没有回答，没有绑定。请过几分钟再试。")
    status = 503


class TooManyBindings(Refused):
    code = "too_many_bindings"
    sentence = _("一小时内试得太多，请过一会儿再试。")


def question(*, lane: str, inbox: str, actor: Actor, at: datetime) -> str:
    """What is sent along to WeChat and must come back (`state`): of this account, this reader and this half hour."""
    begun = f"{int(at.timestamp()):x}.{secrets.token_hex(_NONCE)}"
    return f"{begun}.{_seal(begun, lane, inbox, actor)}"


def is_asked(*, state: str, lane: str, inbox: str, actor: Actor, at: datetime) -> bool:
    """Whether what came back is what this account asked for this reader, not long ago."""
    begun, _sep, proof = state.rpartition(".")
    seconds, _sep, _nonce = begun.partition(".")
    if not state.isascii() or not hmac.compare_digest(proof, _seal(begun, lane, inbox, actor)):
        return False
    return timedelta() <= at - datetime.fromtimestamp(int(seconds, 16), at.tzinfo) + timedelta(minutes=1) <= _GOOD_FOR


def _seal(begun: str, lane: str, inbox: str, actor: Actor) -> str:
    return sealed.lookup("chat_state", f"{begun}\0{lane}\0{inbox}\0{actor.account_id}").hex()[:_SEALED]


def bind_chat(*, lane: str, inbox: str, state: str, code: str, actor: Actor, at: datetime) -> None:
    """Ask WeChat who gave the code, and write to that account from now on. Each question is answered once.

    Refuses: ChatIsOff, BindingIsOld, TooManyBindings, ChatDoesNotAnswer, ChatIsAnothers.
    """
    if lane not in queries.chat_lanes():
        raise ChatIsOff
    if not code or not is_asked(state=state, lane=lane, inbox=inbox, actor=actor, at=at):
        raise BindingIsOld
    if not limits.take(_ASKED, inbox, at=at):
        raise TooManyBindings
    if not limits.take(_ONCE, state, at=at):
        # The second press: the first has bound it, or has said why not.
        if lane in queries.chat_accounts_of(inbox):
            return
        raise BindingIsOld
    try:
        account = _WHO[lane].who(code)
    except weixin.WrongCode as error:
        raise BindingIsOld from error
    except senders.SendFailed as error:
        raise ChatDoesNotAnswer from error
    _bind(lane, inbox, account, actor, at)


@transaction.atomic
def _bind(lane: str, inbox: str, account: str, actor: Actor, at: datetime) -> None:
    account_hash = queries.account_hash(lane, account)
    locked.chat(account_hash)
    locked.mail_of(inbox)
    other = queries.bound_to(lane, account)
    if other is not None and other.inbox != inbox:
        raise ChatIsAnothers
    row = queries.chat_accounts_of(inbox).get(lane) or ChatAccount(lane=lane, inbox=inbox)
    is_another = row.account_hash is not None and bytes(row.account_hash) != account_hash
    row.account_sealed = sealed.seal(account, at=sealed.Place.of(row, "account_sealed"))
    row.account_hash, row.account_mask = account_hash, senders.chat_mask(account)
    row.bound_at, row.refused_at, row.failure = at, None, ""
    row.save()
    if is_another:
        _move_on(lane, inbox, at)
    audit.record("ChatBound", actor=actor, at=at, subject=("chat", row.pk), detail={"lane": lane})


@transaction.atomic
def unbind_chat(*, lane: str, inbox: str, actor: Actor, at: datetime) -> None:
    """Nothing goes there any more; what waits for it goes by text message."""
    locked.mail_of(inbox)
    row = queries.chat_accounts_of(inbox).get(lane)
    if row is None:
        return
    audit.record("ChatUnbound", actor=actor, at=at, subject=("chat", row.pk), detail={"lane": lane})
    row.delete()
    _move_on(lane, inbox, at)


@transaction.atomic
def forget_addresses(*, inbox: str, actor: Actor, at: datetime) -> None:
    """The reader is somebody else from now on, or may be: what was linked goes, and what waits goes by text message."""
    for lane in queries.chat_accounts_of(inbox):
        unbind_chat(lane=lane, inbox=inbox, actor=actor, at=at)
    mailing.forget_mail(inbox=inbox, actor=actor, at=at)


def _move_on(lane: str, inbox: str, at: datetime) -> None:
    """What waits for the account before; what a worker has in its hand at this moment may still leave."""
    for row in queries.waiting().filter(channel=lane, inbox=inbox, claimed_at__isnull=True):
        noting.moved_on(row, at, words.no_chat_any_more())
