"""The leader hears who signs up and who cannot come, gathered, and at once where it is soon (P9)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.activities import actions
from baiying.activities.models import LeaderTold, Shift, Signup
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import identity
from tests.activities.makers import Town, actor, volunteer

pytestmark = pytest.mark.django_db


def evening(days: int = 0) -> datetime:
    """The hour at which the day's messages go out, today or later."""
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=1 + days, hours=18, minutes=5)


def sign_up(town: Town, shift: Shift, name: str) -> tuple[Any, Signup]:
    person = volunteer(name, town.village)
    actions.sign_up(shift_pid=shift.public_id, person_id=person.pk, actor=actor(person.account, person), at=clock.now())
    return person, Signup.objects.get(shift=shift, person=person)


def told(town: Town, channel: str = "inapp") -> list[str]:
    rows = Message.objects.filter(kind="activity_news", channel=channel)
    if channel == "inapp":
        rows = rows.filter(inbox=town.leader_person.public_id)
    return list(rows.order_by("id").values_list("text", flat=True))


def test_forty_sign_ups_are_one_message(town: Town) -> None:
    shift = town.shift(places=39, days=9)
    for n in range(41):
        sign_up(town, shift, f"众{n}")
    assert actions.tell_leaders(at=clock.now()) == 0
    actions.tell_leaders(at=evening())
    [text] = told(town)
    assert "新报名 41 人" in text
    assert "候补 2 人" in text
    actions.tell_leaders(at=evening())
    actions.tell_leaders(at=evening(1))
    assert len(told(town)) == 1, "and nothing is told twice"
    assert not told(town, "sms")


def test_a_cancellation_far_ahead_waits_for_the_evening(town: Town) -> None:
    shift = town.shift(days=9)
    person, signup = sign_up(town, shift, "林一")
    actions.tell_leaders(at=evening())
    actions.cancel_signup(signup_id=signup.pk, reason="出差", actor=actor(person.account, person), at=evening())
    assert not ProcrastinateJob.objects.filter(task_name="activities.tell_leader").exists()
    actions.tell_leaders(at=evening() + timedelta(hours=2))
    assert len(told(town)) == 1
    actions.tell_leaders(at=evening(1))
    assert "1 人来不了：林一" in told(town)[1]
    assert "出差" in told(town)[1]


def test_near_the_day_the_leader_is_told_at_once_and_ten_are_two_messages(town: Town) -> None:
    at = clock.midnight(clock.local_date(clock.now())) + timedelta(days=1, hours=10)
    shift = town.shift(places=20)
    Shift.objects.filter(pk=shift.pk).update(starts_at=at + timedelta(hours=20), ends_at=at + timedelta(hours=22))
    made = [sign_up(town, shift, f"林{n}") for n in range(10)]
    for n, (person, signup) in enumerate(made):
        by = actor(person.account, person)
        actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=by, at=at + timedelta(minutes=n))
        actions.tell_leader(activity_id=shift.activity_id, at=at + timedelta(minutes=n))
    assert ProcrastinateJob.objects.filter(task_name="activities.tell_leader").count() == 10
    assert len(told(town)) == 1
    actions.tell_leaders(at=at + timedelta(minutes=31))
    assert len(told(town)) == 2
    assert "9 人来不了" in told(town)[1]
    assert told(town)[1].count("发烧") == 5, "the page names all"


def test_the_leaders_phone_is_used_where_it_cannot_wait(town: Town) -> None:
    shift = town.shift(days=1)
    person, signup = sign_up(town, shift, "林一")
    town.leader_person.account = None
    town.leader_person.save(update_fields=["account"])
    actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=actor(person.account, person), at=clock.now())
    actions.tell_leader(activity_id=shift.activity_id, at=clock.now())
    assert len(told(town, "sms")) == 1, "who is no person here has a phone"


def test_the_days_message_costs_no_text_message(town: Town) -> None:
    number = "11010119900307299X"
    kept = identity.seal(id_type="citizen", number=number, phone="19900000001")
    type(town.leader_person).objects.filter(pk=town.leader_person.pk).update(**kept)
    town.leader_person.refresh_from_db()
    sign_up(town, town.shift(days=9), "林一")
    actions.tell_leaders(at=evening())
    assert (len(told(town)), told(town, "sms")) == (1, [])
    person, signup = sign_up(town, town.shift(days=1), "林二")
    actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=actor(person.account, person), at=clock.now())
    actions.tell_leader(activity_id=signup.shift.activity_id, at=clock.now())
    assert len(told(town, "sms")) == 1


def test_nobody_hears_of_a_shift_that_has_begun(town: Town) -> None:
    shift = town.shift(days=1)
    person, signup = sign_up(town, shift, "林一")
    actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=actor(person.account, person), at=clock.now())
    assert not actions.tell_leader(activity_id=shift.activity_id, at=shift.starts_at)
    assert actions.tell_leader(activity_id=shift.activity_id, at=shift.starts_at - timedelta(seconds=1))


def test_a_guardians_withdrawal_is_told(town: Town) -> None:
    shift = town.shift(days=1)
    person, _signup = sign_up(town, shift, "小林")
    actions.release_person(person_id=person.pk, reason="监护人撤回了同意", at=clock.now())
    actions.tell_leader(activity_id=shift.activity_id, at=clock.now())
    [text] = told(town)
    assert "小林" in text
    assert "监护人撤回了同意" in text


def test_what_the_leader_did_is_no_news(town: Town) -> None:
    shift = town.shift(days=9)
    _person, signup = sign_up(town, shift, "林一")
    actions.tell_leaders(at=evening())
    actions.set_aside(signup_id=signup.pk, reason="人满", actor=actor(town.leader), at=evening())
    actions.tell_leaders(at=evening(1))
    assert len(told(town)) == 1
    assert LeaderTold.objects.get().state == "cancelled"


def test_who_came_and_went_between_two_messages_is_one_line(town: Town) -> None:
    shift = town.shift(days=9)
    person, signup = sign_up(town, shift, "林一")
    actions.cancel_signup(signup_id=signup.pk, reason="看错了", actor=actor(person.account, person), at=clock.now())
    actions.tell_leaders(at=evening())
    [text] = told(town)
    assert text.endswith("1 人报名后又取消。")
    assert "林一" not in text


def test_who_came_up_from_the_line_is_told(town: Town) -> None:
    shift = town.shift(places=1, days=9)
    person, signup = sign_up(town, shift, "林一")
    sign_up(town, shift, "林二")
    actions.tell_leaders(at=evening())
    actions.cancel_signup(signup_id=signup.pk, reason="出差", actor=actor(person.account, person), at=evening())
    actions.tell_leaders(at=evening(1))
    assert "候补转正 1 人" in told(town)[1]
