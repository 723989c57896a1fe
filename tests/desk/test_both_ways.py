"""N22: what went by two ways stands on each other's page, and so on the page of the person."""

from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from tests.desk.test_outbox import LIST
from tests.notices import chat_readers
from tests.notices.test_sending import NOON, PHONE, Gateway, gateway
from tests.notices.weixin_server import Weixin
from tests.people.world import Area

weixin = chat_readers.weixin
__all__ = ["gateway", "weixin"]
pytestmark = pytest.mark.django_db


def test_n22_the_text_that_went_in_place_of_wechat_and_wechat_name_each_other(
    office: Client, area: Area, weixin: Weixin, gateway: Gateway
) -> None:
    person = builders.person("林晓雨", residence=area.village, service_area=area.village, phone=PHONE)
    chat_readers.bound(inbox=person.public_id)
    # Does not follow: goes by text message, once.
    weixin.troubles.append(43004)
    for text, source in (("班次取消了。", "x:1"), ("没有来源的。", None)):
        letter = actions.Letter(text=text, inbox=person.public_id, phone=PHONE, unique_source=source)
        actions.write_many(kind="signup_called_off", letters=[letter], at=NOON, urgent=True)
    chat_readers.deliver(NOON)
    for row in Message.objects.filter(channel=senders.WECHAT):
        others = queries.by_other_ways(row)
        assert senders.SMS in {one.channel for one in others}
        assert {one.text for one in others} == {row.text}, "and nothing of another matter"
    row = Message.objects.get(channel=senders.WECHAT, text="班次取消了。")
    page = office.get(f"{LIST}{queries.place_of(row)}/").content.decode()
    assert "同一件事的其他渠道" in page
    text = Message.objects.get(channel=senders.SMS, text="班次取消了。")
    assert f"{LIST}{queries.place_of(text)}/" in page
    listed = office.get(f"{LIST}of/{person.public_id}/").content.decode()
    assert "微信" in listed
    assert "短信" in listed


def test_what_went_one_way_alone_names_no_other(office: Client, area: Area) -> None:
    letter: dict[str, Any] = {"text": "一", "phone": PHONE, "area_id": area.village.pk}
    actions.write_many(kind="signup_note", letters=[actions.Letter(**letter), actions.Letter(**letter)], at=NOON)
    row = Message.objects.earliest("id")
    assert queries.by_other_ways(row) == []
    assert "同一件事的其他渠道" not in office.get(f"{LIST}{queries.place_of(row)}/").content.decode()
