"""No more of what goes to many at one press in the mail program (RFC 8058, N12); what is answered to a mail (N34)."""

from typing import Any

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices import actions, queries, senders
from baiying.notices.models import MailAddress, Message, Preference
from baiying.notices.senders import Parcel, bounces, smtp
from tests.notices.mail_readers import deliver, reader, server
from tests.notices.mail_server import Server
from tests.notices.test_sending import NOON, PHONE

__all__ = ["server"]
pytestmark = pytest.mark.django_db
MANY, KEY = "circulars.volunteers", "a-key-in-the-address"
ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_ADDRESS, settings.BAIYING_RECEIPTS_KEY = "https://city.example", KEY


def mailed(server: Server, kind: str, text: str = "集中清扫。") -> Any:
    if not MailAddress.objects.exists():
        reader("lin", "lin@example.org")
    actions.write_many(kind=kind, letters=[actions.Letter(text=text, inbox="lin", phone=PHONE)], at=NOON)
    deliver(NOON)
    return server.taken[-1][1]


def off_address(mail: Any) -> str:
    found = str(mail["List-Unsubscribe"])
    assert found.startswith("<https://city.example/mail/off/")
    return found.strip("<>").removeprefix("https://city.example")


def press(address: str) -> Any:
    strict = Client(enforce_csrf_checks=True)
    return strict.post(address, data=ONE_CLICK, content_type="application/x-www-form-urlencoded")


def test_n12_one_press_stops_this_kind_alone_and_looking_stops_nothing(server: Server) -> None:
    mail = mailed(server, MANY)
    assert mail["List-Unsubscribe-Post"] == ONE_CLICK
    address = off_address(mail)
    for look in (Client().get, Client().head):
        for _again in range(3):
            assert look(address).status_code == 200
    assert not Preference.objects.exists()
    assert "不再发给我" in Client().get(address).content.decode()
    for _again in range(2):
        answer = press(address)
        assert answer.status_code == 200, "no redirect, no session, no token of a form"
        assert "已关掉" in answer.content.decode()
    [row] = Preference.objects.all()
    assert (row.inbox, row.kind, row.by_text) == ("lin", MANY, False)
    assert "已关掉" in Client().get(address).content.decode()
    assert "sessionid" not in Client().get(address).cookies, "it lets nobody in"


def test_what_was_set_of_the_night_stays(server: Server) -> None:
    address = off_address(mailed(server, MANY))
    Preference.objects.create(inbox="lin", kind=MANY, by_text=True, any_hour=True, set_at=clock.now())
    press(address)
    [row] = Preference.objects.all()
    assert (row.by_text, row.any_hour) == (False, True)


@pytest.mark.parametrize("kind", ["signup_called_off", "signup_note", "circulars.boxes", "activity_news"])
def test_mail_of_ones_own_shift_or_office_offers_none(server: Server, kind: str) -> None:
    mail = mailed(server, kind)
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None


def test_without_an_address_of_the_site_there_is_none(server: Server, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = ""
    assert mailed(server, MANY)["List-Unsubscribe"] is None


def test_no_address_of_another_kind_or_reader_is_made_up() -> None:
    good = queries.off_token("lin", MANY)
    assert queries.off_of(good) == ("lin", MANY)
    own_shift = [queries.off_token("lin", kind) for kind in ("signup_called_off", "log_in_code", "reminder_evening")]
    for wrong in (
        good[:-1],
        good.replace("lin", "wang"),
        f"lin:{MANY}",
        "",
        "~",
        queries.off_token("", MANY),
        *own_shift,
    ):
        assert queries.off_of(wrong) is None, wrong
    assert Client().get("/mail/off/nobodys~off/").status_code == 404
    assert press("/mail/off/nobodys~off/").status_code == 404


def test_what_waits_meanwhile_does_not_come_and_an_emergency_does(server: Server) -> None:
    address = off_address(mailed(server, MANY))
    before = len(server.taken)
    for text, urgent in (("又一条", False), ("应急的", True)):
        letter = actions.Letter(text=text, inbox="lin", phone=PHONE)
        actions.write_many(kind=MANY, letters=[letter], at=NOON, urgent=urgent)
    press(address)
    deliver(NOON)
    assert len(server.taken) == before + 1
    gone = Message.objects.filter(text="又一条").exclude(channel="inapp")
    assert {row.dropped for row in gone} == {True}


def test_n34_answers_go_to_the_address_that_is_set_and_the_mail_says_whether_somebody_reads(
    server: Server, settings: Any
) -> None:
    mail = mailed(server, "signup_called_off")
    assert mail["Reply-To"] is None
    assert "请不要回复这封邮件" in mail.get_payload(decode=True).decode()
    settings.SMTP_ACCOUNT = {**settings.SMTP_ACCOUNT, "reply_to": "office@city.example"}
    mail = mailed(server, "signup_called_off", "又改期了。")
    assert mail["Reply-To"] == "office@city.example"
    assert mail["From"].endswith("<no-reply@city.example>")
    assert "可以直接回复" in mail.get_payload(decode=True).decode()


@pytest.mark.parametrize("wrong", ["nobody", "a@b, c@d", "a@b\r\nBcc: x@y"])
def test_a_wrong_address_for_answers_closes_the_way_and_says_why(settings: Any, wrong: str) -> None:
    settings.SMTP_ACCOUNT = {**settings.SMTP_ACCOUNT, "reply_to": wrong}
    with pytest.raises(senders.GatewayDown, match="BAIYING_SMTP_REPLY_TO"):
        smtp.compose(Parcel(address="lin@example.org", text="一", reference="r1"), sender="no-reply@city.example")


ANSWER = b"From: lin@example.org\r\nTo: no-reply@city.example\r\nSubject: Re: x\r\n\r\nI cannot come.\r\n"


@pytest.mark.parametrize(
    ("mail", "status"),
    [
        (ANSWER, 422),
        (b"Auto-Submitted: no\r\n" + ANSWER, 422),
        (b"Auto-Submitted: auto-replied\r\n" + ANSWER, 200),
        (b"Precedence: bulk\r\n" + ANSWER, 200),
        (b"Return-Path: <>\r\n" + ANSWER, 200),
        (b"no mail at all", 400),
    ],
)
def test_n34_no_answer_is_swallowed_where_nobody_reads(mail: bytes, status: int) -> None:
    """The mail server hands it on by a command that fails then, and sends it back to whoever wrote."""
    answer = Client().post(f"/receipts/mail/{KEY}/", data=mail, content_type="message/rfc822")
    assert answer.status_code == status
    assert bounces.is_an_answer(mail) == (status == 422)
