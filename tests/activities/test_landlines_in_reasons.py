"""A reason or note that goes out to people names no landline, however written; the sentence says where one asks."""

from datetime import timedelta

import pytest

from baiying.activities.forms.public import NoteForm, ReasonForm
from baiying.activities.forms.shifts import CallOffForm
from baiying.kit.values import texts
from baiying.notices.models import Message
from tests.activities.makers import Town, log_in, volunteer
from tests.activities.test_before_moving import typed


@pytest.mark.parametrize(
    "text",
    [
        "有事打 0371-65912345", "有事打０３７１—６５９１２３４５", "（0374）296 1234", "010 6591 2345", "02165912345",
        "零三七一 六五九一二三四五", "0 3 7 1 6 5 9 1 2 3 4 5",
    ],
)  # fmt: skip
def test_a_landline_is_found_however_it_is_written(text: str) -> None:
    assert texts.landline_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "大雨，改到 12 月 6 日 9:00–11:30", "400-800-8000", "12345", "0371", "编号 20371-65912345",
        "08:30–11:30，80 人",
        "2026-11-30 起", "第 037165912345678 号", "0.5 公里 80 人",
    ],
)  # fmt: skip
def test_dates_services_and_other_digits_are_none(text: str) -> None:
    assert texts.landline_in(text) == ""


@pytest.mark.parametrize(
    ("form", "name"),
    [(NoteForm, "words"), (ReasonForm, "reason"), (CallOffForm, "reason")],
    ids=["note", "reason", "calling off"],
)
def test_the_field_says_what_to_take_out_and_keeps_what_was_typed(form: type, name: str) -> None:
    more = {"reach": {}} if form is CallOffForm else {}
    bound = form({name: "停电，问 0371-65912345"}, **more)
    assert not bound.is_valid()
    [fault] = bound.errors[name]
    assert "037165912345" in fault
    assert "活动页上有" in fault
    assert bound[name].value() == "停电，问 0371-65912345"


@pytest.mark.django_db
def test_no_move_is_told_with_one(town: Town) -> None:
    shift = town.shift()
    town.signup(shift, volunteer("林一", town.village))
    leader = log_in(town.leader, town.leader_person)
    start = shift.starts_at + timedelta(days=1)
    answer = leader.post(f"/shifts/{shift.public_id}/time/", typed(start, reason="停电，问 0371-65912345"))
    assert answer.status_code == 422
    assert "停电，问 0371-65912345" in answer.content.decode()
    assert not Message.objects.exists()
