"""“Send me one”: whoever operates tries a way out on the own phone."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import senders
from baiying.notices.actions.writing import Letter, write_many
from baiying.notices.queries import TEST

_TESTS = limits.Limit("notices:tests", 10, timedelta(hours=1))
_CODE_MINUTES = 5


class TooManyTests(Refused):
    code = "too_many_tests"
    sentence = _("一小时内已经试发过很多条，请过一会儿再试。")


class NoSuchWay(Refused):
    code = "no_such_way"
    sentence = _("没有这条通道。")


def send_test(*, lane: str, phone: str, actor: Actor, at: datetime) -> None:
    """Write one message by a lane to a phone. Refuses: NoSuchWay, TooManyTests."""
    if lane not in senders.LANES:
        raise NoSuchWay
    if not limits.take(_TESTS, actor.account_id, at=at):
        raise TooManyTests
    _write(lane, phone, actor, at)


@transaction.atomic
def _write(lane: str, phone: str, actor: Actor, at: datetime) -> None:
    letter = Letter(text=translate("这是一条测试短信，收到说明短信通道正常。"), phone=phone)
    if lane == senders.CODES:
        # As a code is written: it opens nothing, because nobody asked for one.
        text = translate("验证码 %(code)s，%(minutes)s 分钟内有效。这是一条测试短信。")
        words = {"code": "000000", "minutes": _CODE_MINUTES}
        letter = Letter(text=text % words, phone=phone, secret_until=at + timedelta(minutes=_CODE_MINUTES))
    write_many(kind=TEST, letters=[letter], at=at, urgent=True)
    audit.record("ChannelTested", actor=actor, at=at, subject=("channel", None), detail={"lane": lane})
