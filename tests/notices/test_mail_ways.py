"""The mail server: what it says and means, slow and broken, one envelope each, and hands of their own."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import MailAddress, Message
from baiying.notices.senders import smtp
from tests.notices.mail_readers import deliver, mails, reader, server, write
from tests.notices.mail_server import Server
from tests.notices.test_sending import MINUTE, NOON, PHONE, Gateway, gateway

__all__ = ["gateway", "server"]
pytestmark = pytest.mark.django_db


def test_n34_forty_envelopes_one_to_each_and_nobody_else_in_any_header(server: Server) -> None:
    letters = []
    for n in range(40):
        reader(f"r{n}", f"v{n}@mail.example")
        letters.append(actions.Letter(text="集合地点换了。", inbox=f"r{n}", phone=f"139000000{n:02}"))
    actions.write_many(kind="signup_address", letters=letters, at=NOON, urgent=True)
    deliver(NOON)
    assert sorted(to for to, _mail in server.taken) == sorted([f"v{n}@mail.example"] for n in range(40))
    for (to,), mail in server.taken:
        assert mail["To"] == to
        assert mail["Bcc"] is None
        assert not re.search(r"v\d+@mail", str(mail).replace(to, ""))
        assert mail["Auto-Submitted"] == "auto-generated"


def test_n23_only_the_channel_that_failed_is_tried_again(server: Server, gateway: Gateway) -> None:
    reader("lin", "lin@mail.example")
    server.troubles["RCPT"] = ["421 later"] * 3
    write()
    at = NOON
    for _ in range(4):
        deliver(at)
        at += MINUTE
    assert gateway.sent == ["您的班次取消了。"]
    assert len(server.taken) == 1
    assert Message.objects.filter(channel="inapp").count() == 1
    (mail,) = mails()
    assert (mail.delivered_at, mail.tries) == (NOON + MINUTE * 3, 1)


def test_n24_a_title_with_line_breaks_makes_no_header(server: Server) -> None:
    parcel = senders.Parcel(
        address="lin@mail.example", text=".一行\r\n.\r\nBcc: y@x", subject="大扫除\r\nBcc: x@y", reference="r1"
    )
    senders.sender("smtp").send(parcel)
    ((to, mail),) = server.taken
    assert (to, mail["Bcc"], mail["Subject"]) == (["lin@mail.example"], None, "大扫除 Bcc: x@y")
    assert mail.get_content().replace("\r", "").startswith(".一行\n.\nBcc: y@x\n")
    with pytest.raises(senders.NeverDeliverable):
        senders.sender("smtp").send(senders.Parcel(address="张三@", text="您好", reference="r1"))


@pytest.mark.parametrize(
    ("command", "answer", "kind"),
    [
        ("MAIL", "553 not you", senders.GatewayDown),
        ("MAIL", "451 busy", senders.SendFailed),
        ("RCPT", "550 5.1.1 no such box", senders.AddressRefused),
        ("RCPT", "554 5.7.1 relaying denied", senders.NeverDeliverable),
        ("RCPT", "552 5.2.2 mailbox full", senders.NeverDeliverable),
        ("RCPT", "552 mailbox full", senders.NeverDeliverable),
        ("RCPT", "550 5.2.1 closed", senders.AddressRefused),
        ("RCPT", "550 no such box", senders.AddressRefused),
        ("RCPT", "421 later", senders.Throttled),
        ("DATA", "554 spam", senders.NeverDeliverable),
        ("DATA", "cut", senders.Unclear),
    ],
)
def test_what_the_server_says_has_its_meaning(server: Server, command: str, answer: str, kind: type) -> None:
    server.troubles[command] = [answer]
    with pytest.raises(senders.SendFailed) as said:
        senders.sender("smtp").send(senders.Parcel(address="lin@mail.example", text="您好", reference="r1"))
    assert type(said.value) is kind
    assert "lin@" not in str(said.value)


def test_a_server_that_does_not_answer_or_refuses_us_is_down(server: Server, settings: Any) -> None:
    given = dict(settings.SMTP_ACCOUNT)
    for wrong in ({"port": "1"}, {"host": ""}, {"user": "u", "password": "a-secret"}, {"tls": "starttls"}):
        settings.SMTP_ACCOUNT = given | wrong
        with pytest.raises(senders.GatewayDown) as said:
            senders.sender("smtp").send(senders.Parcel(address="lin@mail.example", text="您好", reference="r1"))
        assert "a-secret" not in str(said.value)


def test_what_is_refused_for_its_text_or_its_sender_stops_no_address(server: Server) -> None:
    reader("lin", "lin@mail.example")
    for command, said in (("DATA", "554 spam"), ("RCPT", "554 5.7.1 relaying denied")):
        server.troubles[command] = [said]
        write(text=said)
        deliver(NOON)
        assert Message.objects.get(channel="mail", text=said).failed_at == NOON
        assert MailAddress.objects.filter(failed_at__isnull=True).exists()
    server.troubles["RCPT"] = ["550 5.1.1 no such box"]
    write(text="没有这个邮箱")
    deliver(NOON)
    assert MailAddress.objects.get().failed_at == NOON


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT"])
def test_a_slow_server_holds_up_no_text_message_and_what_waits_leaves_later(
    server: Server, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.4)
    for name in ("a", "b"):
        reader(name, f"{name}@mail.example")
        write(name, phone=f"1390000000{ord(name) % 10}")
    server.troubles[command] = ["slow"]
    began = time.monotonic()
    actions.deliver_waiting_mail(at=NOON)
    assert time.monotonic() - began < 10
    # The first finds it slow; the second is not even tried.
    assert [row.tries for row in mails()] == [0, 0]
    assert queries.channels()["mail"].down_since == NOON
    actions.deliver_waiting(at=NOON)
    assert len(gateway.sent) == 2
    for minute in (1, 2):
        actions.deliver_waiting_mail(at=NOON + MINUTE * minute)
    assert sorted(to for to, _mail in server.taken) == [["a@mail.example"], ["b@mail.example"]]


def test_a_server_that_is_slow_after_the_mail_is_unclear_and_one_in_many_is_not_sent_twice(
    server: Server, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.4)
    reader("lin", "lin@mail.example")
    letter = actions.Letter(text="给很多人", inbox="lin", phone=PHONE)
    actions.write_many(kind="circulars.volunteers", letters=[letter], at=NOON)
    server.troubles["DATA"] = ["slow"]
    deliver(NOON)
    deliver(NOON + MINUTE * 10)
    (mail,) = mails()
    assert (mail.unclear, mail.failed_at, server.asked.count("DATA")) == (True, NOON, 1)
    # The own shift's news is sent once more, under the same number.
    monkeypatch.setattr(smtp, "_SECONDS", 5.0)
    server.taken.clear()
    server.troubles["DATA"] = ["cut"]
    write()
    deliver(NOON)
    deliver(NOON + MINUTE * 10)
    assert len({one["Message-ID"] for _to, one in server.taken}) == 1
    assert len(server.taken) == 2


def test_mail_codes_and_text_messages_have_hands_of_their_own(server: Server) -> None:
    reader("lin", "lin@mail.example")
    ProcrastinateJob.objects.all().delete()
    write()
    actions.ask_mail(inbox="zhang", address="zhang@mail.example", actor=Actor(), at=NOON)
    queues = {job.task_name: job.queue_name for job in ProcrastinateJob.objects.all()}
    assert queues == {"notices.deliver": "messages", "notices.deliver_mail": "mail"}


def test_whoever_operates_tries_the_way_on_the_box_that_mail_comes_from(
    server: Server, client_as: Callable[[str], Client]
) -> None:
    admin = client_as("sysadmin")
    page = admin.get("/desk/channels/").content.decode()
    assert "n***@city.example" in page
    admin.post("/desk/channels/tests/", {"lane": "mail"})
    deliver(clock.now())
    ((to, mail),) = server.taken
    assert (to, mail["Subject"]) == (["no-reply@city.example"], "测试消息")
    assert "上次试发" in admin.get("/desk/channels/").content.decode()


def test_where_mail_is_off_it_is_no_way_out(client_as: Callable[[str], Client]) -> None:
    admin = client_as("sysadmin")
    assert 'value="mail"' not in admin.get("/desk/channels/").content.decode()
    assert "没有这条通道" in admin.post("/desk/channels/tests/", {"lane": "mail"}, follow=True).content.decode()
    assert not Message.objects.exists()
