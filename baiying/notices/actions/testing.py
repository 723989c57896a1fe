"""“Send me one”: whoever operates tries a way out on the own phone, the own box, or the own WeChat."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import queries, senders
from baiying.notices.actions.writing import Letter, write_many, write_test_chat, write_test_mail

_TESTS = limits.Limit("notices:tests", 10, timedelta(hours=1))
_CODE_MINUTES = 5


class TooManyTests(Refused):
    code = "too_many_tests"
    sentence = _("一小时内已经试发过很多条，请过一会儿再试。")


class NoSuchWay(Refused):
    code = "no_such_way"
    sentence = _("没有这条通道。")


class NoTestAddress(Refused):
    code = "no_test_address"
    sentence = _(
        "没有可以试发的地址：短信发到您账号的手机号，邮件发到设置里的发件邮箱，微信发到您在“消息设置”里绑定的微信。"
    )


def send_test(*, lane: str, phone: str, actor: Actor, at: datetime) -> None:
    """Write one message by a lane to a phone; by mail to the box that our mail comes from, by WeChat to the own.

    Refuses: NoSuchWay, NoTestAddress, TooManyTests.
    """
    if lane not in senders.LANES or not senders.is_on(lane):
        raise NoSuchWay
    if not queries.tested_to(lane, phone, queries.inbox_of_actor(actor)):
        raise NoTestAddress
    if not limits.take(_TESTS, actor.account_id, at=at):
        raise TooManyTests
    _write(lane, phone, actor, at)


@transaction.atomic
def _write(lane: str, phone: str, actor: Actor, at: datetime) -> None:
    audit.record("ChannelTested", actor=actor, at=at, subject=("channel", None), detail={"lane": lane})
    if lane == senders.MAIL:
        write_test_mail(text=translate("这是一封测试邮件，收到说明邮件通道正常。"), kind=queries.TEST, at=at)
        return
    if lane in senders.CHATS:
        to = queries.chat_accounts_of(queries.inbox_of_actor(actor))[lane]
        write_test_chat(to=to, text=translate("这是一条测试消息，收到说明通道正常。"), kind=queries.TEST, at=at)
        return
    letter = Letter(text=translate("这是一条测试短信，收到说明短信通道正常。"), phone=phone)
    if lane == senders.CODES:
        # As a code is written: it opens nothing, because nobody asked for one.
        text = translate("验证码 %(code)s，%(minutes)s 分钟内有效。这是一条测试短信。")
        words = {"code": "000000", "minutes": _CODE_MINUTES}
        letter = Letter(text=text % words, phone=phone, secret_until=at + timedelta(minutes=_CODE_MINUTES))
    write_many(kind=queries.TEST, letters=[letter], at=at, urgent=True)
