"""No more of what goes to many at one press in the mail program (RFC 8058, N12); what is answered to a mail (N34)."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
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
SETTINGS = "/mine/messages/settings/"
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


def token_of(*named: tuple[str, str], at: datetime = NOON) -> str:
    rows = [Message(public_id="reference", channel="mail", inbox=inbox, kind=kind) for inbox, kind in named]
    return queries.off_token(rows, at)


def test_no_address_of_another_kind_or_reader_is_made_up() -> None:
    good = token_of(("lin", MANY))
    found = queries.off_of(good)
    assert found is not None
    assert found.targets == (("lin", MANY),)
    assert token_of(("lin", MANY)) != good, "two mails have two"
    for kind in ("signup_called_off", "log_in_code", "reminder_evening"):
        assert token_of(("lin", kind)) == ""
    assert token_of(("", MANY)) == ""
    changed = [good[:n] + ("A" if good[n] != "A" else "B") + good[n + 1 :] for n in range(len(good) - 1)]
    for wrong in (good[:-2], f"lin:{MANY}", "", "~", "é", "0" * 400, *changed):
        assert queries.off_of(wrong) is None, wrong
    for address in ("/mail/off/nobodys~off/", f"/mail/off/{good[:-8]}/"):
        page = Client().get(address)
        assert page.status_code == 404
        assert SETTINGS in page.content.decode(), "a line that a mail program cut short leads on"
        assert press(address).status_code == 404


def test_the_address_names_no_inbox_and_nothing_of_the_page_does(server: Server) -> None:
    reader("lin4inbox", "lin@example.org")
    letter = actions.Letter(text="集中清扫。", inbox="lin4inbox", phone=PHONE)
    actions.write_many(kind=MANY, letters=[letter], at=NOON)
    deliver(NOON)
    address = off_address(server.taken[-1][1])
    token = address.removeprefix("/mail/off/").rstrip("/")
    opened = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for said in (address.encode(), opened, Client().get(address).content, press(address).content):
        assert b"lin4inbox" not in said
        assert MANY.encode() not in said


def test_an_old_address_shows_no_state_and_switches_off_all_the_same(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = off_address(mailed(server, MANY))
    days = queries.neighbours.rules(NOON.date()).off_page_days
    assert days == 180
    actions.prefer(inbox="lin", kind=MANY, by_text=False, any_hour=False, at=NOON)
    for after, shows in ((days, True), (days + 1, False), (4000, False)):
        monkeypatch.setattr(clock, "now", lambda after=after: NOON + timedelta(days=after))
        page = Client().get(address)
        assert page.status_code == 200
        assert ("已关掉" in page.content.decode()) is shows
        assert ("不再发给我" in page.content.decode()) is not shows
        assert SETTINGS in page.content.decode()
    actions.prefer(inbox="lin", kind=MANY, by_text=True, any_hour=False, at=NOON)
    assert "已关掉" in press(address).content.decode()
    assert Preference.objects.get().by_text is False


def test_an_address_of_before_still_switches_off_and_shows_nothing() -> None:
    signed = signing.Signer(sep="~", salt="baiying.notices.off")
    address = f"/mail/off/{signed.sign(f'lin:{MANY}')}/"
    actions.prefer(inbox="lin", kind=MANY, by_text=False, any_hour=False, at=NOON)
    assert "已关掉" not in Client().get(address).content.decode()
    actions.prefer(inbox="lin", kind=MANY, by_text=True, any_hour=False, at=NOON)
    assert "已关掉" in press(address).content.decode()
    assert Preference.objects.get().by_text is False
    assert queries.off_of(signed.sign("lin:signup_called_off")) is None


def test_a_mail_joined_for_two_at_one_address_switches_off_for_both(server: Server) -> None:
    """A mother and her child share an address: what waited for the morning left as one mail."""
    night = clock.midnight(clock.local_date(NOON)) + timedelta(hours=23)
    for name in ("mother", "child", "other"):
        reader(name, "other@example.org" if name == "other" else "family@example.org", at=NOON)
    for name, kind in (("mother", MANY), ("child", MANY), ("child", "signup_note"), ("other", MANY)):
        letter = actions.Letter(text=f"给 {name} 的。", inbox=name, phone=PHONE)
        actions.write_many(kind=kind, letters=[letter], at=night)
    deliver(night + timedelta(hours=10))
    [mail] = [mail for to, mail in server.taken if to == ["family@example.org"]]
    address = off_address(mail)
    assert "发给 2 个人" in Client().get(address).content.decode()
    press(address)
    off = Preference.objects.filter(by_text=False).values_list("inbox", "kind")
    assert sorted(off) == [("child", MANY), ("mother", MANY)]


def test_who_has_another_inbox_since_is_switched_off_there(server: Server) -> None:
    """A guardian who was an account alone and registers: messages and settings went over to the person."""
    address = off_address(mailed(server, MANY))
    actions.carry_over(inbox="lin", to="person")
    press(address)
    assert Preference.objects.filter(inbox="person", kind=MANY, by_text=False).exists()


def test_one_press_at_a_time_of_a_proxy_that_tries_again_is_one(server: Server) -> None:
    address = off_address(mailed(server, MANY))
    for _again in range(3):
        assert press(address).status_code == 200
    assert Preference.objects.count() == 1


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
