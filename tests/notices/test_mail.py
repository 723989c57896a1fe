"""Mail: an address proven by a code, every text message there too or instead, one envelope each, what bounces."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import MailAddress, Message
from tests.activities.makers import Town, account, log_in
from tests.notices.mail_readers import MAIL, PAGE, deliver, mails, reader, server, write
from tests.notices.mail_server import Server
from tests.notices.test_sending import MINUTE, NOON, PHONE, Gateway, fails, gateway

__all__ = ["gateway", "server"]
pytestmark = pytest.mark.django_db
PARTS = ("", "codes/", "proof/", "copies/", "removal/")


def test_a_reader_proves_an_address_gets_mail_and_gives_it_up(server: Server) -> None:
    town = Town()
    who = account("甲", "19900000901")
    person = builders.person("甲", residence=town.village, account=who, phone="19900000901")
    browser = log_in(who, person)
    assert "登录验证码从不发邮件" in browser.get(PAGE).content.decode()
    bad = browser.post(MAIL, {"address": "张三@"})
    assert bad.status_code == 422
    assert "这不是一个邮箱地址" in bad.content.decode()
    assert "张三@" in bad.content.decode()
    # Neither what was ticked for the text messages is lost by it, nor the version of the page.
    assert bad.content.decode().count(" checked") == browser.get(PAGE).content.decode().count(" checked") > 0
    for bad_one in ("李@mail.example", "a@例子.中国", "a@x\r\nBcc: b@mail.example"):
        assert browser.post(MAIL, {"address": bad_one}).status_code == 422
    assert not MailAddress.objects.exists()
    assert "验证码已发到这个邮箱" in browser.post(MAIL, {"address": "lin@mail.example"}, follow=True).content.decode()
    deliver(clock.now())
    ((to, mail),) = server.taken
    code = re.search(r"\d{6}", mail.get_content())
    assert (to, mail["Subject"]) == (["lin@mail.example"], "邮箱验证码")
    assert code
    assert "http" not in mail.get_content()
    assert "lin@mail.example" not in str(Message.objects.get(channel="mail").__dict__)
    assert "lin@mail.example" not in str(MailAddress.objects.get().__dict__)
    assert "换一个邮箱" in browser.get(PAGE).content.decode()
    wrong = browser.post(f"{MAIL}proof/", {"code": "000000" if code.group() != "000000" else "111111"})
    assert wrong.status_code == 422
    assert "验证码不对或已过期" in wrong.content.decode()
    assert "l***@mail.example" in browser.post(f"{MAIL}proof/", {"code": code.group()}, follow=True).content.decode()
    write(person.public_id, at=clock.now())
    deliver(clock.now())
    assert server.taken[-1][1]["Subject"] == "班次取消"
    browser.post(f"{MAIL}copies/", {"copies": "instead"})
    assert "只有短信没有发成的" in browser.get(PAGE).content.decode()
    for _ in range(2):
        browser.post(f"{MAIL}removal/")
    assert not MailAddress.objects.exists()
    done = AuditEvent.objects.filter(action__startswith="MailAddress").order_by("id")
    assert [row.action for row in done] == ["MailAddressAsked", "MailAddressProven", "MailAddressForgotten"]


def test_where_mail_is_off_nobody_is_asked_for_an_address(settings: Any) -> None:
    town = Town()
    who = account("甲", "19900000901")
    browser = log_in(who, builders.person("甲", residence=town.village, account=who, phone="19900000901"))
    assert MAIL not in browser.get(PAGE).content.decode()
    answer = browser.post(MAIL, {"address": "lin@mail.example"})
    assert (answer.status_code, "没有开通邮件" in answer.content.decode()) == (422, False)
    assert not Message.objects.exists()


def test_nobody_gets_mail_before_the_code_came_back_and_codes_end(server: Server) -> None:
    actions.ask_mail(inbox="lin", address="lin@mail.example", actor=Actor(), at=NOON)
    code = re.search(r"\d{6}", Message.objects.get().wording)
    assert code
    write()
    assert len(mails()) == 1
    with pytest.raises(actions.WrongMailCode):
        actions.prove_mail(inbox="another", code=code.group(), actor=Actor(), at=NOON)
    actions.prove_mail(inbox="lin", code=code.group(), actor=Actor(), at=NOON)
    actions.prove_mail(inbox="lin", code=code.group(), actor=Actor(), at=NOON)
    assert queries.copied_to(["lin"])
    actions.ask_mail(inbox="wang", address="wang@mail.example", actor=Actor(), at=NOON)
    late = re.search(r"\d{6}", Message.objects.filter(inbox="wang").get().wording)
    assert late
    with pytest.raises(actions.WrongMailCode):
        actions.prove_mail(inbox="wang", code=late.group(), actor=Actor(), at=NOON + MINUTE * 30)


def test_codes_to_one_address_and_tries_of_one_reader_have_an_end(server: Server) -> None:
    for n in range(4):
        actions.ask_mail(inbox=f"reader{n}", address="victim@mail.example", actor=Actor(), at=NOON)
    with pytest.raises(actions.TooManyMailCodes):
        actions.ask_mail(inbox="reader9", address="Victim@mail.example", actor=Actor(), at=NOON)
    for n in range(6):
        actions.ask_mail(inbox="slips", address=f"a{n}@mail.example", actor=Actor(), at=NOON)
    with pytest.raises(actions.TooManyMailCodes) as own:
        actions.ask_mail(inbox="slips", address="never@mail.example", actor=Actor(), at=NOON)
    assert own.value.code == "too_many_codes_asked", "an address that never had a code had not too many"
    code = re.search(r"\d{6}", Message.objects.order_by("id")[0].wording)
    assert code
    wrong = "000000" if code.group() != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(actions.WrongMailCode):
            actions.prove_mail(inbox="reader0", code=wrong, actor=Actor(), at=NOON)
    with pytest.raises(actions.WrongMailCode):
        actions.prove_mail(inbox="reader0", code=code.group(), actor=Actor(), at=NOON)


def test_n11_n24_an_address_that_refuses_is_left_alone_and_its_reader_told_and_no_other(server: Server) -> None:
    for name in ("a", "b", "c"):
        reader(name, f"{name}@mail.example")
    server.refuses = {"b@mail.example": "550 no such", "c@mail.example": "452 full"}
    for name in ("a", "b", "c"):
        write(name, phone=f"1390000000{ord(name) % 10}")
    deliver(NOON)
    state = {row.inbox: (bool(row.failed_at), "550" in row.failure) for row in MailAddress.objects.all()}
    assert state == {"a": (False, False), "b": (True, True), "c": (False, False)}
    retried = Message.objects.get(channel="mail", inbox="c")
    assert (retried.failed_at, retried.tries) == (None, 1)
    # Nothing more goes to the one that refuses; another address of the same reader is free at once.
    write("b", text="又一条", phone="13900000008")
    assert not Message.objects.filter(channel="mail", text="又一条").exists()
    reader("b", "new@mail.example", at=NOON + MINUTE)
    write("b", text="第三条", phone="13900000008")
    deliver(NOON + MINUTE)
    assert server.taken[-1][0] == ["new@mail.example"]


def test_n22_what_cannot_be_texted_goes_by_mail_once(server: Server, gateway: Gateway) -> None:
    reader("lin", "lin@mail.example", copies=False)
    write()
    assert mails() == []
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    for minute in range(3):
        deliver(NOON + MINUTE * minute)
    assert [to for to, _mail in server.taken] == [["lin@mail.example"]]
    sms = Message.objects.get(channel="sms")
    assert queries.outcome_of(sms).key == "failed"
    became = queries.became(["x:lin:您的班次取消了。"])["x:lin:您的班次取消了。"]
    assert sorted(became.outward) == ["failed", "sent"]


@pytest.mark.parametrize("has_source", [True, False])
def test_who_gets_every_message_by_mail_gets_no_second_one_instead(
    server: Server, gateway: Gateway, has_source: bool
) -> None:
    reader("lin", "lin@mail.example")
    if has_source:
        write()
    else:
        actions.write(kind="signup_called_off", text="取消了", at=NOON, inbox="lin", phone=PHONE, urgent=True)
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    deliver(NOON)
    deliver(NOON + MINUTE)
    assert len(server.taken) == 1


def test_a_code_to_a_phone_never_goes_by_mail(server: Server, gateway: Gateway) -> None:
    reader("lin", "lin@mail.example")
    code = actions.Letter(text="验证码 123456", phone=PHONE, reader="lin", secret_until=NOON + MINUTE * 5)
    actions.write_many(kind="log_in_code", letters=[code], at=NOON, urgent=True)
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    deliver(NOON)
    assert mails() == []


def test_what_is_too_late_or_only_perhaps_lost_does_not_go_by_mail(server: Server, gateway: Gateway) -> None:
    reader("lin", "lin@mail.example", copies=False)
    write(text="迟了", useful_until=NOON)
    gateway.answer = fails(senders.Unclear("断了"))
    letter = actions.Letter(text="给很多人", inbox="lin", phone=PHONE)
    actions.write_many(kind="circulars.volunteers", letters=[letter], at=NOON)
    deliver(NOON)
    assert set(Message.objects.filter(channel="sms").values_list("failed_at", flat=True)) == {NOON}
    assert mails() == []


def test_what_waits_for_an_address_that_is_given_up_is_dropped(server: Server) -> None:
    reader("lin", "lin@mail.example")
    write()
    actions.forget_mail(inbox="lin", actor=Actor(), at=NOON)
    deliver(NOON + timedelta(seconds=1))
    (mail,) = mails()
    assert (mail.dropped, server.taken) == (True, [])


def test_a_stranger_changes_nobodys_address(server: Server) -> None:
    reader("lin", "lin@mail.example")
    for path in PARTS:
        assert Client().post(MAIL + path).status_code == 302
    assert MailAddress.objects.filter(inbox="lin", confirmed_at__isnull=False, copies=True).exists()


def test_a_look_at_any_of_the_addresses_changes_nothing(server: Server) -> None:
    town = Town()
    who = account("甲", "19900000901")
    person = builders.person("甲", residence=town.village, account=who, phone="19900000901")
    reader(person.public_id, "lin@mail.example")
    browser = log_in(who, person)
    for path in PARTS:
        assert browser.get(MAIL + path).status_code == 405
    assert MailAddress.objects.filter(inbox=person.public_id, confirmed_at__isnull=False, copies=True).exists()


def test_a_guardian_without_a_record_has_an_address_and_keeps_it_when_registering(server: Server) -> None:
    town = Town()
    mother = account("王芳", "19900000903")
    builders.person("刘小明", residence=town.village, born=date(2016, 8, 1), guardian=mother)
    browser = log_in(mother)
    browser.post(MAIL, {"address": "fang@mail.example"})
    code = re.search(r"\d{6}", Message.objects.get(channel="mail").wording)
    assert code
    browser.post(f"{MAIL}proof/", {"code": code.group()})
    assert set(queries.copied_to([mother.public_id])) == {mother.public_id}
    for _again in range(2):
        actions.carry_over(inbox=mother.public_id, to="herself")
    assert set(queries.copied_to([mother.public_id, "herself"])) == {"herself"}
    reader("another", "old@mail.example")
    actions.carry_over(inbox="another", to="herself")
    assert MailAddress.objects.get().address_mask == "f***@mail.example"


def test_what_waits_for_an_address_that_is_changed_goes_to_neither(server: Server) -> None:
    reader("lin", "old@mail.example")
    write()
    actions.ask_mail(inbox="lin", address="first@mail.example", actor=Actor(), at=NOON)
    actions.ask_mail(inbox="lin", address="new@mail.example", actor=Actor(), at=NOON)
    deliver(NOON)
    assert [to for to, _mail in server.taken] == [["new@mail.example"]]
    assert server.taken[0][1]["Subject"] == "邮箱验证码"
    assert {row.dropped for row in mails() if row.delivered_at is None} == {True}


def test_what_is_claimed_while_its_address_is_given_up_does_not_leave(server: Server) -> None:
    reader("lin", "lin@mail.example")
    write()
    Message.objects.filter(channel="mail").update(claimed_at=NOON)
    actions.forget_mail(inbox="lin", actor=Actor(), at=NOON)
    deliver(NOON + MINUTE * 3)
    (mail,) = mails()
    assert (mail.dropped, server.taken) == (True, [])
