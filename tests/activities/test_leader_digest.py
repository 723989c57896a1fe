"""The leader's digest: one a day, nothing twice, nothing lost, and never too late to help (N30, N31)."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import OperationalError

from baiying.activities import actions
from baiying.activities.actions import leader_news
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.notices import actions as sending
from baiying.notices.models import Message, Preference
from baiying.people import identity
from baiying.people.models import Person
from tests.activities import reminding
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.own_database import at_once

PHONE = "19900000981"


def at(day: int, hour: int, minute: int = 0, second: float = 0) -> datetime:
    """A time of December 2026 on China's clock; the 12th is a Saturday."""
    return reminding.at(day, hour, minute) + timedelta(seconds=second)


def told(town: Town) -> list[tuple[str, datetime]]:
    rows = Message.objects.filter(kind="activity_news", inbox=town.leader_person.public_id, channel="inapp")
    return [(one.text, one.written_at.astimezone(reminding.CHINA)) for one in rows.order_by("id")]


def texts() -> list[Message]:
    return list(Message.objects.filter(kind="activity_news", channel="sms").order_by("id"))


def come(town: Town, shift: Shift, name: str, when: datetime) -> Signup:
    return reminding.signed_up(shift, volunteer(name, town.village), when)


def cancel(signup: Signup, when: datetime) -> None:
    """Cancels, and the job that follows runs."""
    who = Person.objects.select_related("account").get(pk=signup.person_id)
    by = actor(who.account, who)  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=by, at=when)
    actions.tell_leader(activity_id=signup.shift.activity_id, at=when)


def ticks(first: datetime, last: datetime) -> None:
    """What the clockwork does, every five minutes."""
    now = first
    while now <= last:
        actions.tell_leaders(at=now)
        now += timedelta(minutes=5)


def with_a_phone(town: Town) -> None:
    kept = identity.seal(id_type="citizen", number="11010119900307299X", phone=PHONE)
    Person.objects.filter(pk=town.leader_person.pk).update(**kept)
    town.leader_person.refresh_from_db()


@pytest.mark.django_db
def test_n30_each_event_is_in_one_digest_whenever_it_comes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = reminding.a_shift(town, at(20, 9))
    come(town, shift, "甲", at(7, 17, 59, 59.9))
    come(town, shift, "乙", at(7, 18))
    written = leader_news._write

    def meanwhile(*given: object) -> None:
        """While the digest is written, somebody signs up."""
        monkeypatch.setattr(leader_news, "_write", written)
        come(town, shift, "丙", at(7, 18, 0, 0.4))
        written(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(leader_news, "_write", meanwhile)
    ticks(at(7, 17, 55), at(9, 23))
    assert [(text, when) for text, when in told(town)] == [
        ("“河堤清扫”新报名 2 人。", at(7, 18)),
        ("“河堤清扫”新报名 1 人。", at(8, 18)),
    ]


@pytest.mark.django_db
def test_n30_a_connection_that_drops_loses_nothing_and_tells_nothing_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(town, reminding.a_shift(town, at(20, 9)), "甲", at(7, 12))
    noted = leader_news.heard

    def drops(signups: object, told_at: datetime | None) -> None:
        if told_at is not None:
            monkeypatch.setattr(leader_news, "heard", noted)
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(leader_news, "heard", drops)
    ticks(at(7, 18), at(8, 23))
    assert told(town) == [("“河堤清扫”新报名 1 人。", at(7, 18, 5))]


@pytest.mark.django_db
def test_n30_who_came_and_went_is_one_line_and_a_day_without_news_has_no_message(town: Town) -> None:
    shift = reminding.a_shift(town, at(20, 9))
    cancel(come(town, shift, "甲", at(8, 10)), at(8, 12))
    ticks(at(8, 12), at(10, 23))
    assert told(town) == [("“河堤清扫”1 人报名后又取消。", at(8, 18))]


@pytest.mark.django_db
def test_who_cancels_and_comes_back_before_the_digest_is_new_and_nothing_else(town: Town) -> None:
    shift = reminding.a_shift(town, at(20, 9))
    first = come(town, shift, "甲", at(8, 10))
    cancel(first, at(8, 11))
    reminding.signed_up(shift, first.person, at(8, 12))
    ticks(at(8, 12), at(9, 23))
    assert told(town) == [("“河堤清扫”新报名 1 人。", at(8, 18))]


@pytest.mark.django_db
def test_one_digest_for_all_that_somebody_leads(town: Town) -> None:
    for title in ("河堤清扫", "敬老院陪伴"):
        shift = reminding.town_shift(town, at(20, 9), at(20, 11), title)
        come(town, shift, f"{title}的人", at(7, 12))
    others = builders.activity(town.team, town.admin)
    come(town, builders.shift(others, at(20, 9), at(20, 11)), "别人的", at(7, 12))
    ticks(at(7, 18), at(8, 23))
    assert told(town) == [("“河堤清扫”新报名 1 人。“敬老院陪伴”新报名 1 人。", at(7, 18))]
    row = Message.objects.get(kind="activity_news", inbox=town.leader_person.public_id)
    assert row.link == "/desk/activities/"
    assert Message.objects.filter(kind="activity_news", inbox=town.admin_person.public_id).count() == 1


@pytest.mark.race
def test_n30_two_workers_write_one_digest(own_database: str) -> None:
    town = Town()
    for day in range(1, 11):
        come(town, reminding.a_shift(town, at(20, 9)), f"人{day}", at(day, 12))
        worker = partial(actions.tell_leaders, at=at(day, 18))
        assert at_once(*[worker] * 4) == ["done"] * 4
        assert len(told(town)) == day


@pytest.mark.django_db
def test_n31_what_the_digest_would_tell_too_late_is_told_at_once(town: Town) -> None:
    shift = reminding.a_shift(town, at(12, 9))
    rows = [come(town, shift, f"人{n}", at(1, 12)) for n in range(5)]
    ticks(at(1, 18), at(1, 18))
    assert len(told(town)) == 1
    # Thursday 17:00 and 19:00, Friday 08:59, 09:01 and 22:00; the shift is on Saturday at 09:00.
    moments = [at(10, 17), at(10, 19), at(11, 8, 59), at(11, 9, 1), at(11, 22)]
    coming, now = list(zip(rows, moments, strict=True)), at(10, 16)
    while now < at(12, 9):
        while coming and coming[0][1] <= now:
            cancel(*coming.pop(0))
        actions.tell_leaders(at=now)
        now += timedelta(minutes=5)
    named = [(text[text.index("：") + 1 :][:2], when) for text, when in told(town)[1:]]
    assert named == [
        ("人0", at(10, 18)),
        ("人1", at(10, 19)),
        ("人2", at(11, 8, 59)),
        # Two minutes after the last message: ten who cancel are one (leader_pause_minutes).
        ("人3", at(11, 9, 30)),
        ("人4", at(11, 22)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("at_night", [None, True, False])
def test_n31_at_night_the_phone_rings_unless_the_leader_set_otherwise(town: Town, at_night: bool | None) -> None:
    builders.rule_set("notices", quiet_from_hour=21, quiet_to_hour=7)
    with_a_phone(town)
    shift = reminding.a_shift(town, at(12, 9))
    row = come(town, shift, "林一", at(1, 12))
    ticks(at(1, 18), at(1, 18))
    if at_night is not None:
        kind = {"kind": "activity_news", "by_text": False, "any_hour": at_night}
        sending.prefer(inbox=town.leader_person.public_id, **kind, at=at(2, 9))  # type: ignore[arg-type]
    cancel(row, at(11, 22))
    assert told(town)[-1][1] == at(11, 22), "the app rings nowhere"
    sending.deliver_waiting(at=at(11, 22, 1))
    sending.deliver_waiting(at=at(12, 6, 59))
    [text] = texts()
    assert (text.delivered_at is not None) == (at_night is not False)
    sending.deliver_waiting(at=at(12, 7))
    [text] = texts()
    assert text.delivered_at == (at(12, 7) if at_night is False else at(11, 22, 1))


@pytest.mark.django_db
def test_what_waited_for_the_morning_is_said_as_it_holds_then(town: Town) -> None:
    with_a_phone(town)
    sending.prefer(inbox=town.leader_person.public_id, kind="activity_news", by_text=True, any_hour=False, at=at(2, 9))
    shift = reminding.a_shift(town, at(12, 12))
    one, two = (come(town, shift, name, at(1, 12)) for name in ("林一", "林二"))
    ticks(at(1, 18), at(1, 18))
    cancel(one, at(11, 22))
    cancel(two, at(11, 22, 40))
    reminding.signed_up(shift, one.person, at(12, 5))
    sending.deliver_waiting(at=at(12, 8))
    first, second = texts()
    assert first.dropped
    assert "林二" in second.text
    assert second.delivered_at == at(12, 8)


@pytest.mark.django_db
def test_a_sign_up_near_the_day_is_told_at_once_but_rings_nobody(town: Town) -> None:
    with_a_phone(town)
    shift = reminding.a_shift(town, at(12, 9))
    come(town, shift, "林一", at(11, 20, 1))
    ticks(at(11, 20, 5), at(12, 8, 55))
    assert told(town) == [("“河堤清扫”新报名 1 人。", at(11, 20, 5))]
    assert texts() == []


@pytest.mark.django_db
def test_the_pause_keeps_nothing_back_that_is_too_late_after_it(town: Town) -> None:
    shift = reminding.a_shift(town, at(12, 9))
    one, two = (come(town, shift, name, at(1, 12)) for name in ("林一", "林二"))
    ticks(at(1, 18), at(1, 18))
    cancel(one, at(12, 8, 40))
    cancel(two, at(12, 8, 50))
    assert [when for _, when in told(town)[1:]] == [at(12, 8, 40), at(12, 8, 50)]


@pytest.mark.django_db
def test_the_leader_sets_the_night_and_nothing_else_of_it(town: Town) -> None:
    with_a_phone(town)
    browser, page = log_in(town.leader, town.leader_person), "/mine/messages/settings/"
    assert "activity_news" not in browser.get(page).content.decode(), "who leads nothing is not asked"
    town.activity()
    body = browser.get(page).content.decode()
    assert 'name="activity_news_any_hour"' in body
    assert "activity_news_by_text" not in body
    assert browser.post(page, {"signup_confirmed_by_text": "on"}).status_code == 302
    row = Preference.objects.get(kind="activity_news")
    assert (row.by_text, row.any_hour) == (True, False)
