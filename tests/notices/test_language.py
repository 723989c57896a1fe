"""What leaves the house is said in the language in which its reader uses the pages, at the moment of sending."""

import inspect
import re
import typing
from datetime import datetime

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account
from baiying.activities import actions as activities
from baiying.demo import builders
from baiying.kit import clock, rooms
from baiying.kit.kept import translate
from baiying.notices import actions
from baiying.notices.models import Message
from baiying.people import queries as people
from tests.activities import reminding
from tests.activities.makers import Town, actor, log_in
from tests.notices.test_sending import Gateway, gateway

__all__ = ["gateway"]
CHINESE = re.compile("[\u4e00-\u9fff]")
PHONE = "19900000951"
# What people typed stays as they typed it.
TYPED = ("河堤清扫", "柳树村文化广场", "领队", "王队长", "有车辆经过，注意安全", "修路")


@pytest.fixture
def town(db: None) -> Town:
    builders.rule_set("notices", quiet_from_hour=0, quiet_to_hour=0, sms_per_phone_day=20)
    return Town()


def reader(town: Town, language: str) -> typing.Any:
    account = builders.account(PHONE, name="Ann")
    Account.objects.filter(pk=account.pk).update(language=language)
    return builders.person("Ann", residence=town.village, account=account, phone=PHONE)


def own_words(text: str) -> str:
    for typed in TYPED:
        text = text.replace(typed, "")
    return text


def leave(at: datetime) -> None:
    actions.deliver_waiting(at=at)


def test_the_whole_way_of_a_sign_up_is_in_english_for_who_reads_english(town: Town, gateway: Gateway) -> None:
    """Confirmation, reminder, move, calling off; and whoever reads Chinese gets the same in Chinese."""
    person, leader, at = reader(town, "en"), actor(town.leader, town.leader_person), reminding.at
    shift = reminding.a_shift(town, at(6, 8))
    reminding.signed_up(shift, person, at(3, 9))
    activities.confirm(at=at(3, 9, 1))
    leave(at(3, 9, 2))
    activities.remind(at=at(5, 19))
    leave(at(5, 19, 1))
    activities.move_shift(
        shift_id=shift.pk, starts_at=at(6, 10), ends_at=at(6, 12), reason="修路", actor=leader, at=at(5, 20)
    )
    leave(at(5, 20, 1))
    activities.call_off(shift_id=shift.pk, which="one", reason="修路", actor=leader, at=at(5, 21))
    leave(at(5, 21, 1))
    assert len(gateway.sent) == 4
    for text in gateway.sent:
        assert not CHINESE.search(own_words(text)), text
    assert "Sun 6 Dec" in gateway.sent[1]
    assert [one.text for one in Message.objects.filter(channel="sms").order_by("id")] == gateway.sent, "as it was sent"


def test_a_text_that_no_maker_says_is_said_in_the_language_of_the_moment(town: Town, gateway: Gateway) -> None:
    person, at = reader(town, ""), clock.now()
    for language, chinese in (("", True), ("en", False), ("zh-hans", True)):
        text = translate("后来又有变动，这一条不再属实，没有再发。")
        letter = actions.Letter(text=text, inbox=person.public_id, phone=PHONE)
        actions.write_many(kind="signup_note", letters=[letter], at=at)
        Account.objects.filter(pk=person.account_id).update(language=language)
        leave(at)
        assert bool(CHINESE.search(gateway.sent[-1])) is chinese, language


def test_what_somebody_typed_and_whom_nobody_knows_stay_as_they_are(town: Town, gateway: Gateway) -> None:
    person, at = reader(town, "en"), clock.now()
    actions.write(kind="signup_note", text="带雨具", at=at, inbox=person.public_id, phone=PHONE)
    actions.write(kind="signup_note", text=translate("没有可以发送的号码。"), at=at, phone="19900000952")
    leave(at)
    assert gateway.sent == ["带雨具", "没有可以发送的号码。"]


def test_leaders_and_guardians_without_a_record_are_known_by_their_account(town: Town) -> None:
    account = builders.account("19900000953", name="Bob")
    assert people.language_of_inbox(account.public_id) == ""
    Account.objects.filter(pk=account.pk).update(language="en")
    assert people.language_of_inbox(account.public_id) == "en"
    assert people.language_of_inbox("nobody") == ""
    child = builders.person("刘小明", residence=town.village)
    assert people.language_of_inbox(child.public_id) == ""


def test_every_maker_gives_a_text_that_can_be_said_in_another_language() -> None:
    """A plain string would leave in Chinese whoever reads it."""
    for kind in rooms.message_kinds().values():
        if not kind.maker:
            continue
        assert "Kept" in str(inspect.signature(rooms.called(kind.maker)).return_annotation), kind.code


def language_of(account: Account) -> str:
    return Account.objects.get(pk=account.pk).language


def test_the_language_is_kept_by_what_is_done_and_not_by_a_look(town: Town) -> None:
    person = reader(town, "")
    browser: Client = log_in(person.account, person)
    browser.cookies["language"] = "en"
    browser.get("/mine/messages/settings/")
    assert language_of(person.account) == ""
    browser.post("/mine/messages/settings/", {"signup_confirmed_by_text": "on"})
    assert language_of(person.account) == "en"
    # The button at the head of each page says which one from now on.
    browser.post("/ui/preferences/", {"language": "zh-hans", "next": "/"})
    assert language_of(person.account) == "zh-hans"
    assert Client().post("/ui/preferences/", {"language": "en", "next": "/"}).status_code == 303
    assert language_of(person.account) == "zh-hans"


def test_who_never_chose_reads_chinese_and_costs_nothing(town: Town, django_assert_num_queries: typing.Any) -> None:
    account = reader(town, "").account
    with django_assert_num_queries(0):
        accounts.keep_language(account=account, language="zh-hans")
