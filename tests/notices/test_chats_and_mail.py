"""WeChat, text message and mail one after the other: each of one message once, and each gateway of its own alone."""

import pytest

from baiying.notices import actions, queries, senders
from baiying.notices.senders.said import Heard
from tests.notices import mail_readers
from tests.notices.chat_readers import bound, deliver, of, phones, weixin, write
from tests.notices.mail_readers import reader, server
from tests.notices.mail_server import Server
from tests.notices.test_sending import MINUTE, NOON, Gateway, fails, gateway
from tests.notices.weixin_server import Weixin

__all__ = ["gateway", "phones", "server", "weixin"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("source", [None, "x:1"])
def test_the_copy_by_mail_is_the_one_that_is_fallen_back_to(
    source: str | None, weixin: Weixin, server: Server, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    reader("lin", "lin@mail.example")
    weixin.troubles = [43004]
    gateway.answer = fails(senders.AddressRefused("空号"))
    write("只有一封", unique_source=source)
    for n in range(6):
        deliver(NOON + MINUTE * 30 * n)
    assert (len(of("wechat")), len(of("sms")), len(of("mail"))) == (1, 1, 1)
    assert len(mail_readers.mails()) == len(server.taken) == 1


def test_nobody_speaks_of_messages_of_another_way(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    bound()
    write()
    deliver(NOON)
    (row,) = of("wechat")
    for gateway_name in ("mail", "tencent"):
        actions.hear(gateway=gateway_name, said=[Heard(row.gateway_number, False, "5.1.1")], at=NOON)
    (row,) = of("wechat")
    assert (row.failed_at, of("sms")) == (None, []), "a number can be guessed; its gateway alone speaks of it"
    actions.hear(gateway="wechat", said=[Heard(row.gateway_number, False, "failed:user block")], at=NOON)
    assert len(of("sms")) == 1


def test_what_went_by_another_way_is_no_loss(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    bound()
    weixin.troubles = [43004]
    write()
    deliver(NOON)
    deliver(NOON + MINUTE)
    assert len(gateway.sent) == 1
    assert queries.losses(NOON + MINUTE) == []
