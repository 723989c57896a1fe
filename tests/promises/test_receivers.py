"""The notice on personal data names who outside gets an address and a text: those that are switched on, no others."""

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from baiying.kit import clock
from baiying.notices import senders, words
from baiying.people import queries as people
from tests.activities.makers import Town

ON = {
    "BAIYING_SMS": ("tencent", "腾讯云短信"), "BAIYING_SMS_CODES": ("aliyun", "阿里云短信"),
    "BAIYING_MAIL": ("smtp", "邮件服务器"), "BAIYING_WECHAT": ("wechat", "由微信（腾讯）"),
    "BAIYING_WECOM": ("wecom", "企业微信（腾讯）"),
}  # fmt: skip


def notice(day: date, town: Town) -> str:
    return render_to_string("people/parts/handler.html", {"handler": people.data_handler(day, town.village.path)})


@pytest.mark.django_db
def test_where_nothing_leaves_the_house_nobody_is_named() -> None:
    assert words.receivers() == []
    assert "谁替我们把消息送到" not in notice(clock.local_date(clock.now()), Town())


@pytest.mark.django_db
@pytest.mark.parametrize("setting", ON)
def test_what_is_switched_on_is_named_and_nothing_else(settings: Any, setting: str) -> None:
    town, (chosen, says) = Town(), ON[setting]
    setattr(settings, setting, chosen)
    shown = notice(clock.local_date(clock.now()), town)
    assert says in shown
    for other, (_chosen, words_of_other) in ON.items():
        assert (words_of_other in shown) == (other == setting), other


def test_one_vendor_of_both_kinds_of_text_is_named_once(settings: Any) -> None:
    settings.BAIYING_SMS = settings.BAIYING_SMS_CODES = "tencent"
    assert len(words.receivers()) == 1


def test_every_gateway_that_the_program_knows_has_its_sentence(settings: Any) -> None:
    """One that is added without a sentence here fails: nobody outside gets an address unsaid."""
    for lane, (setting, _rate) in senders.LANES.items():
        for name in (*senders.SENDERS, *senders.GATEWAYS):
            setattr(settings, setting, name)
            assert bool(words.receivers()) == senders.is_limited(lane), (lane, name)
            if name in senders.GATEWAYS:
                assert str(words.SENDERS[name]) in words.receivers()[0] or lane not in {senders.SMS, senders.CODES}
        setattr(settings, setting, "off")


@pytest.mark.django_db
def test_it_stands_on_the_privacy_page_and_not_on_that_of_contacts(settings: Any, client: Client) -> None:
    settings.BAIYING_WECHAT = "wechat"
    Town()
    assert "由微信（腾讯）送达" in client.get("/privacy/").content.decode()
    assert "由微信（腾讯）送达" not in client.get("/contact/").content.decode()
