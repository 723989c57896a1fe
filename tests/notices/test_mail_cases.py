"""From channel to channel once, one bad row among many, who stands in a mail (N22, N23, N24, N34), at a real server."""

from typing import Any

import pytest

from baiying.kit import rooms, sealed
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import MailAddress, Message
from baiying.notices.senders.receipts import Heard
from tests.notices.mail_readers import deliver, mails, reader, server, write
from tests.notices.mail_server import Server
from tests.notices.test_sending import MINUTE, NOON, Gateway, fails, gateway

__all__ = ["gateway", "server"]
pytestmark = pytest.mark.django_db
MANY = 200


def test_n22_a_receipt_that_comes_after_the_fall_back_makes_no_third(
    server: Server, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken, said not to have arrived, sent by mail; then the gateway says that it arrived after all."""
    monkeypatch.setattr(gateway, "send", lambda parcel: f"n{parcel.text}")
    reader("lin", "lin@mail.example", copies=False)
    write(text="您的班次取消了。")
    deliver(NOON)
    number = "n您的班次取消了。"
    for arrived in (False, True, False):
        actions.hear(gateway="tencent", said=[Heard(number, arrived, "UNDELIV")], at=NOON + MINUTE)
        deliver(NOON + MINUTE)
    ((to, mail),) = server.taken
    assert to == ["lin@mail.example"]
    assert "您的班次取消了。" in mail.get_content()
    assert Message.objects.exclude(channel="inapp").count() == 2
    became = queries.became(["x:lin:您的班次取消了。"])["x:lin:您的班次取消了。"]
    assert (became.in_app, sorted(became.outward)) == ("sent", ["failed", "sent"])


def test_n22_what_goes_by_mail_instead_counts_for_no_phone(server: Server, gateway: Gateway) -> None:
    reader("lin", "lin@mail.example", copies=False)
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    write()
    deliver(NOON)
    sms = Message.objects.get(channel="sms")
    assert queries.delivered_on_day(bytes(sms.address_hash or b""), NOON) == 0
    # It is not tried again as a text message.
    deliver(NOON + MINUTE * 60)
    assert gateway.asked == ["您的班次取消了。"]


def test_n23_of_three_addresses_two_get_it_once_and_one_is_a_dead_letter(server: Server) -> None:
    for name in ("a", "b", "c"):
        reader(name, f"{name}@body.example")
        write(name, phone=f"1390000000{ord(name) % 10}")
    server.refuses = {"b@body.example": "550 5.1.1 no such box"}
    for minute in range(5):
        deliver(NOON + MINUTE * minute)
    assert sorted(to for to, _mail in server.taken) == [["a@body.example"], ["c@body.example"]]
    assert {row.inbox: queries.outcome_of(row).key for row in mails()} == {"a": "sent", "b": "failed", "c": "sent"}
    assert server.asked.count("RCPT") == 3


def _says(args: dict[str, Any], _at: object) -> str:
    """The maker of a kind that fails for one person."""
    if args["who"] == 11:
        raise KeyError("meeting point")
    return f"第 {args['who']} 位：集合地点换了。"


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    made = rooms.MessageKind(code="signup_address", label="x", note="x", maker=f"{__name__}._says")
    known = rooms.message_kinds()
    monkeypatch.setattr(rooms, "message_kinds", lambda: known | {"signup_address": made})
    return made.code


def test_n24_one_bad_row_keeps_none_of_the_others(server: Server, gateway: Gateway, kind: str) -> None:
    """Row 3 has line breaks and a header in its text, row 7 no address, row 9 is refused, row 11 cannot be said."""
    letters = []
    for n in range(MANY):
        reader(f"r{n}", f"v{n}@mail.example")
        letters.append(
            actions.Letter(
                text="大扫除\r\nBcc: x@y" if n == 3 else "集合地点换了。",
                inbox=f"r{n}", phone=f"139000{n:05}", making=None if n == 3 else {"who": n},
            )
        )  # fmt: skip
    bad = MailAddress.objects.get(inbox="r7")
    place = sealed.Place.of(bad, "address_sealed")
    MailAddress.objects.filter(pk=bad.pk).update(
        address_sealed=sealed.seal("张三@", at=place), address_hash=queries.mail_hash("张三@")
    )
    server.refuses = {"v9@mail.example": "550 no such box"}
    actions.write_many(kind=kind, letters=letters, at=NOON, urgent=True)
    deliver(NOON)
    assert len(server.taken) == MANY - 3
    assert len(gateway.sent) == MANY - 1
    (third,) = [mail for to, mail in server.taken if to == ["v3@mail.example"]]
    assert (third["Bcc"], "\n" in str(third["Subject"])) == (None, False)
    assert "Bcc: x@y" in third.get_content()
    dead = {row.inbox: row for row in mails() if row.failed_at}
    assert set(dead) == {"r7", "r9", "r11"}
    assert {(row.tries <= 1, row.failed_at) for row in dead.values()} == {(True, NOON)}
    assert "地址不对" in dead["r7"].failure
    assert "550" in dead["r9"].failure
    assert "没能写成" in dead["r11"].failure
    # None of them is tried again by itself.
    asked = server.asked.count("RCPT")
    deliver(NOON + MINUTE * 10)
    assert server.asked.count("RCPT") == asked
    # Where the reason is gone it is sent once more.
    assert queries.may_mend(dead["r11"], NOON + MINUTE)


def test_n24_what_could_not_be_said_is_made_anew_once_it_is_mended(server: Server, gateway: Gateway, kind: str) -> None:
    letter = actions.Letter(text="集合地点换了。", inbox="r11", phone="13900000011", making={"who": 11})
    actions.write_many(kind=kind, letters=[letter], at=NOON, urgent=True)
    deliver(NOON)
    row = Message.objects.get(channel="sms")
    assert (row.failed_at, gateway.asked) == (NOON, [])
    Message.objects.filter(channel="sms").update(making={"who": 12})
    assert actions.send_again(message=row, actor=Actor(), at=NOON + MINUTE)
    assert not actions.send_again(message=row, actor=Actor(), at=NOON + MINUTE)
    deliver(NOON + MINUTE)
    assert gateway.sent == ["第 12 位：集合地点换了。"]


def test_n24_a_text_or_number_that_cannot_be_opened_is_a_dead_letter(server: Server, gateway: Gateway) -> None:
    write("lin", phone="13900000001")
    write("zhang", text="另一条", phone="13900000002")
    broken = Message.objects.get(channel="sms", inbox="lin")
    other = Message.objects.get(channel="sms", inbox="zhang")
    Message.objects.filter(id=broken.id).update(address_sealed=other.address_sealed)
    deliver(NOON)
    broken.refresh_from_db()
    assert (broken.failed_at, "读不出来" in broken.failure) == (NOON, True)
    assert gateway.sent == ["另一条"]


def test_n34_neither_the_mail_nor_its_envelope_names_anybody_else(server: Server) -> None:
    for n in range(12):
        reader(f"r{n}", f"v{n}@mail.example")
        write(f"r{n}", phone=f"139000000{n:02}")
    deliver(NOON)
    assert len(server.taken) == 12
    for to, mail in server.taken:
        assert len(to) == 1
        (address,) = to
        assert [str(one) for one in mail.get_all("To")] == [address]
        assert not {"Cc", "Bcc", "Reply-To", "Resent-To", "Disposition-Notification-To"} & set(mail.keys())
        others = [f"v{n}@mail.example" for n in range(12) if f"v{n}@mail.example" != address]
        assert not any(other in mail.as_string() for other in others)
        assert not any(f"139000000{n:02}" in mail.as_string() for n in range(12))
        assert [part.get_content_type() for part in mail.walk()] == ["text/plain"]


def test_a_mail_that_was_refused_is_sent_once_more_to_the_address_proven_since(server: Server) -> None:
    reader("lin", "old@mail.example")
    server.refuses = {"old@mail.example": "550 no such box"}
    write()
    deliver(NOON)
    (row,) = mails()
    with pytest.raises(actions.NoMailAnyMore):
        actions.send_again(message=row, actor=Actor(), at=NOON + MINUTE)
    reader("lin", "new@mail.example", at=NOON + MINUTE)
    assert actions.send_again(message=row, actor=Actor(), at=NOON + MINUTE)
    deliver(NOON + MINUTE)
    assert [to for to, _mail in server.taken] == [["new@mail.example"]]
