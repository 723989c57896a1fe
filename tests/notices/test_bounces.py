"""Reports of mail that came back: believed of the mail that they name, and of nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.notices import queries
from baiying.notices.models import MailAddress, Message, Receipt
from baiying.notices.senders import bounces
from tests.activities.makers import Town, account, log_in
from tests.notices.mail_readers import deliver, mails, reader, server, write
from tests.notices.mail_server import Server
from tests.notices.test_sending import NOON

__all__ = ["server"]
pytestmark = pytest.mark.django_db
KEY = "a-key-in-the-address"
DOOR = f"/receipts/mail/{KEY}/"


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.BAIYING_RECEIPTS_KEY = KEY


def report(
    mail: Message | None,
    status: str = "5.1.1",
    action: str = "failed",
    *,
    name: str = "d1",
    kind: str = "message/rfc822",
) -> bytes:
    """A report as mail servers write it (RFC 3464), of one of our mails or of one that nobody knows."""
    number = mail.public_id if mail is not None else ""
    return f"""From: MAILER-DAEMON@mx.example
To: no-reply@city.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=utf-8

no-reply@city.example wrote to somebody who does not exist.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Queue: 1

Final-Recipient: rfc822; forwarded@elsewhere.example
Action: {action}
Status: {status} (told by the other server)

--cut
Content-Type: {kind}

From: no-reply@city.example
Message-ID: <{number}@city.example>
Subject: x

--cut--
""".encode()


def tell(body: bytes, door: str = DOOR) -> int:
    return int(Client(enforce_csrf_checks=True).post(door, body, content_type="message/rfc822").status_code)


def _sent(inbox: str, address: str, server: Server) -> Message:
    reader(inbox, address)
    write(inbox, phone=f"139000{sum(inbox.encode()):05}")
    deliver(NOON)
    mail = Message.objects.get(channel="mail", inbox=inbox)
    assert (mail.delivered_at, mail.gateway_number) == (NOON, mail.public_id)
    return mail


def test_n11_a_bounce_belongs_to_the_address_and_not_to_who_has_another_by_now(server: Server) -> None:
    old = _sent("lin", "old@mail.example", server)
    other = _sent("zhang", "zhang@mail.example", server)
    reader("lin", "new@mail.example", at=NOON + timedelta(days=1))
    # Two days after the change, and twice.
    for _ in range(2):
        assert tell(report(old)) == 200
    old.refresh_from_db()
    assert queries.outcome_of(old).key == "failed"
    assert "5.1.1" in old.failure
    assert Receipt.objects.count() == 1
    assert not MailAddress.objects.filter(failed_at__isnull=False).exists()
    assert set(queries.copied_to(["lin", "zhang"])) == {"lin", "zhang"}
    other.refresh_from_db()
    assert other.failed_at is None


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_n11_the_address_that_bounces_is_left_alone_and_no_other_of_four(server: Server, kind: str) -> None:
    sent = [_sent(name, f"{name}@mail.example", server) for name in ("a", "b", "c", "d")]
    assert tell(report(sent[1], kind=kind)) == 200
    assert list(MailAddress.objects.filter(failed_at__isnull=False).values_list("inbox", flat=True)) == ["b"]
    assert queries.refusing_addresses() == 1


@pytest.mark.parametrize(("status", "action"), [("5.2.2", "failed"), ("5.7.1", "failed"), ("4.2.2", "failed")])
def test_n11_a_full_box_fails_its_mail_and_stops_no_address(server: Server, status: str, action: str) -> None:
    mail = _sent("lin", "lin@mail.example", server)
    assert tell(report(mail, status, action)) == 200
    mail.refresh_from_db()
    assert mail.failed_at is not None
    assert set(queries.copied_to(["lin"])) == {"lin"}


def test_a_delay_is_no_failure_and_a_delivery_is_noted(server: Server) -> None:
    mail = _sent("lin", "lin@mail.example", server)
    assert tell(report(mail, "4.4.1", "delayed")) == 200
    assert not Receipt.objects.exists()
    assert tell(report(mail, "2.0.0", "delivered")) == 200
    mail.refresh_from_db()
    assert (mail.failed_at, mail.received_at is not None) == (None, True)


def test_n11_a_report_of_nobody_stops_nobody_and_is_counted_once(server: Server) -> None:
    """Its recipient cannot be read, and it names our own address: no address is taken from it."""
    reader("box", "no-reply@city.example")
    for _ in range(2):
        assert tell(report(None)) == 200
    assert tell(report(None, name="d2")) == 200
    assert queries.bounces_of_nobody() == 2
    assert not MailAddress.objects.filter(failed_at__isnull=False).exists()


@pytest.mark.parametrize("body", [b"", b"\0\0", b"no mail at all", b"Subject: hello\n\nI am away until Monday."])
def test_what_is_no_report_writes_nothing(server: Server, body: bytes) -> None:
    assert tell(body) in {200, 400, 422}
    assert not Receipt.objects.exists()


def test_a_report_needs_the_key_and_the_number_of_a_mail(server: Server) -> None:
    mail = _sent("lin", "lin@mail.example", server)
    assert tell(report(mail), "/receipts/mail/forged/") == 401
    forged = report(mail).replace(mail.public_id.encode(), b"AAAABBBBCCCC")
    assert tell(forged) == 200
    mail.refresh_from_db()
    assert mail.failed_at is None
    assert not MailAddress.objects.filter(failed_at__isnull=False).exists()


def test_the_number_of_the_report_itself_is_none_of_ours() -> None:
    body = report(None).replace(b"<d1@mx.example>", b"<AAAABBBBCCCC@mx.example>")
    (heard,) = bounces.read(body)
    assert heard.number.startswith(bounces.UNKNOWN)


def test_n11_the_reader_learns_it_at_the_next_visit_and_lifts_it_by_a_code(server: Server) -> None:
    town = Town()
    who = account("甲", "19900000901")
    person = builders.person("甲", residence=town.village, account=who, phone="19900000901")
    reader(person.public_id, "lin@mail.example")
    browser = log_in(who, person)
    assert "收不到信" not in browser.get("/mine/messages/").content.decode()
    write(person.public_id)
    deliver(NOON)
    tell(report(mails()[-1]))
    page = browser.get("/mine/messages/").content.decode()
    assert "收不到信" in page
    assert "l***@mail.example" in page
    browser.post("/mine/messages/mail/codes/")
    code = Message.objects.filter(kind="mail_code").latest("id").wording[4:10]
    browser.post("/mine/messages/mail/proof/", {"code": code})
    assert "收不到信" not in browser.get("/mine/messages/").content.decode()
