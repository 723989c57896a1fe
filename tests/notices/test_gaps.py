"""No text leaves with a gap or None in it, and what somebody typed stands as it was typed, by every way (N33).

The texts of all rooms are enumerated: a variable that is new stands in no table here, and fails until somebody has
looked where its value comes from.
"""

import ast
import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms

from baiying.activities.forms import plans, public, shifts
from baiying.circulars import correction_form
from baiying.circulars import forms as circulars
from baiying.kit import kept, rooms
from baiying.kit.kept import Kept, translate
from baiying.notices import actions
from baiying.notices.models import Message
from baiying.notices.senders import Parcel, smtp, wechat_fields, wecom
from tests.activities.makers import Town, account, log_in, volunteer
from tests.notices.test_sending import NOON, PHONE, Gateway, gateway

__all__ = ["gateway"]
ROOMS = Path(__file__).parents[2] / "baiying"
GAP = re.compile(r"%\((\w+)\)")
MANY = "circulars.volunteers"
TYPED = ["大扫除 {{手机号}} <b>必到</b>", "{集合地点}", "100%", "%(title)s", '<a href="http://x">点这里</a>', "None"]


def _texts(path: Path) -> Iterator[str]:
    """The texts that are kept, of one file."""
    for one in ast.walk(ast.parse(path.read_text())):
        called = one.func if isinstance(one, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "translate" and isinstance(one.args[0], ast.Constant):
            yield str(one.args[0].value)


def variables(*within: str) -> set[str]:
    """The gaps of all texts that are kept, below some folders: what is written to somebody is among them."""
    found = set()
    for folder in within:
        for path in (ROOMS / folder).rglob("*.py"):
            if re.search(r"from baiying\.kit\.kept import [^\n]*translate\b", path.read_text()):
                found |= {name for text in _texts(path) for name in GAP.findall(text)}
    return found


# Of what goes to many, where each value comes from: none of them is the reader's own.
OF_MANY = {
    "area": "the office that writes: its name is given by the table of divisions",
    "title": "CircularForm.title, CorrectionForm.title",
    "changed": "CorrectionForm.changed",
    "why": "WithdrawalForm.why; refused where it is empty (WhyMissing)",
    "box": "the place, body or team, by its name",
    "name": "the place, body or team, by its name",
    "day": "written from a day",
    "at": "written from an instant",
}
REQUIRED = [
    (circulars.CircularForm, "title"),
    (correction_form.CorrectionForm, "title"),
    (correction_form.CorrectionForm, "changed"),
    (correction_form.WithdrawalForm, "why"),
    (plans.PlanForm, "title"),
    (plans.PlanForm, "address"),
    (plans.PlanForm, "contact_name"),
    (plans.PlanForm, "risk_statement"),
    (shifts.MoveForm, "reason"),
    (shifts.CallOffForm, "reason"),
    (public.ReasonForm, "reason"),
    (public.NoteForm, "words"),
]
# Of the texts of a shift: the plan's and the leader's, who has an account with a name or the mask of its number.
OF_A_SHIFT = {"title", "when", "place", "leader", "contact", "phone", "reason", "name", "mind", "address"}


def test_what_goes_to_many_has_no_variable_of_its_reader() -> None:
    assert variables("circulars") == set(OF_MANY)
    assert rooms.settable_kinds()[MANY].whole


@pytest.mark.parametrize(("form", "field"), REQUIRED)
def test_what_stands_in_a_text_is_asked_for_and_blanks_are_nothing(form: Any, field: str) -> None:
    one = form.base_fields[field]
    assert one.required
    for nothing in ("", "  ", "\u3000", "\n"):
        with pytest.raises(forms.ValidationError):
            one.clean(nothing)


def test_the_variables_of_a_shift_are_those_that_somebody_looked_at() -> None:
    files = ["telling", "reminding", "confirming", "wards"]
    found = {
        name for one in files for text in _texts(ROOMS / f"activities/actions/{one}.py") for name in GAP.findall(text)
    }
    assert found - OF_A_SHIFT <= {"opening", "mask"}, "a link of ours is no value of anybody"


def test_a_gap_is_found_wherever_it_stands() -> None:
    text = translate("您报名的“%(title)s”改到%(when)s。")
    assert kept.empty_gaps((text % {"title": "大扫除", "when": "周六"}).recipe) == []
    assert kept.empty_gaps((text % {"title": " ", "when": None}).recipe) == ["title", "when"]
    assert kept.empty_gaps((text % {"title": "None", "when": "周六"}).recipe) == [], "who is called None has a name"
    joined = Kept("", "") + "！" + (text % {"title": "\u3000", "when": text % {"title": "", "when": "周六"}})
    assert kept.empty_gaps(joined.recipe) == ["title", "title"]
    assert kept.empty_gaps("随手写的") == []
    assert kept.empty_gaps(None) == []


@pytest.mark.django_db
def test_what_goes_to_many_and_has_a_gap_does_not_leave_and_says_which(gateway: Gateway) -> None:
    def letter(phone: str, place: Any) -> actions.Letter:
        text = translate("%(area)s通知：%(title)s。") % {"area": "许州市", "title": place}
        return actions.Letter(text=text, phone=phone)

    letters = [letter("13900000011", "集合"), letter("13900000012", ""), letter("13900000013", None)]
    actions.write_many(kind=MANY, letters=letters, at=NOON)
    actions.write_many(kind="signup_note", letters=[letter("13900000014", "")], at=NOON)
    actions.deliver_waiting(at=NOON)
    assert sorted(gateway.sent) == ["许州市通知：。", "许州市通知：集合。"], (
        "of the own shift the rest is better than nothing"
    )
    rows = Message.objects.filter(kind=MANY, failed_at__isnull=False)
    assert {row.failure for row in rows} == {"短信里有一项是空的（title），没有发。"}
    assert rows.count() == 2
    assert not rows.filter(dropped=True).exists(), "an office sees them, and mends them"
    actions.deliver_waiting(at=NOON + timedelta(minutes=10))
    assert len(gateway.sent) == 2


def _made(typed: str) -> Kept:
    return translate("%(area)s通知：%(title)s。") % {"area": "许州市", "title": typed}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_stands_as_typed_by_text_mail_and_in_the_app(
    typed: str, gateway: Gateway, settings: Any
) -> None:
    settings.SMTP_ACCOUNT = {**settings.SMTP_ACCOUNT, "reply_to": ""}
    text = _made(typed)
    actions.write_many(kind=MANY, letters=[actions.Letter(text=text, phone=PHONE)], at=NOON)
    actions.deliver_waiting(at=NOON)
    assert gateway.sent == [f"许州市通知：{typed}。"]
    assert kept.said(text.recipe) == f"许州市通知：{typed}。"
    pattern, values = kept.pattern(text.recipe)
    assert (pattern, values["title"]) == ("{area}通知：{title}。", typed)
    mail = smtp.compose(
        Parcel(address="lin@example.org", text=str(text), subject="通知", reference="r1"),
        sender="no-reply@city.example",
    )
    assert mail.get_content_type() == "text/plain", "where nothing is a tag"
    assert typed in mail.get_payload(decode=True).decode()  # type: ignore[union-attr]


@pytest.mark.rules
@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_is_no_link_or_colour_by_wecom_and_no_variable_by_wechat(typed: str) -> None:
    sent = json.dumps(wecom._content(Parcel(address="a", text=str(_made(typed)), subject="通知")), ensure_ascii=False)
    assert "<" not in sent
    assert wecom.literal(typed).translate(str.maketrans("＜＞", "<>")) == typed
    short = typed[:12]
    assert wechat_fields.shaped("thing1", short) == wechat_fields.tidy(short)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_is_escaped_on_pages(typed: str) -> None:
    town, who = Town(), account("王芳", "13900000021")
    person = volunteer("王芳", town.village, account=who)
    actions.write_many(kind=MANY, letters=[actions.Letter(text=_made(typed), inbox=person.public_id)], at=NOON)
    page = log_in(who, person).get("/mine/messages/").content.decode()
    assert html.escape(typed) in page
    assert "<b>必到</b>" not in page
    assert '<a href="http://x">' not in page
