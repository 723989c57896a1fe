"""What remains of a running shift is called off: what was served stays, nobody else stayed away."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities import queries as shifts
from baiying.activities.models import Post, Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people.models import Skill
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(minutes=50))


def _page(now: Morning) -> str:
    return f"/shifts/{now.shift.public_id}/calling-off/"


def _ended(leader: Client, now: Morning, reason: str) -> int:
    """Asked first what will be told to whom, then pressed."""
    shown = leader.post(_page(now), {"reason": reason}).content.decode()
    seen = dict(re.findall(r'type="hidden" name="(seen|ends_at|reason)" value="([^"]+)"', shown))
    return leader.post(_page(now), seen).status_code


def test_what_was_served_stays_and_nobody_else_stayed_away(now: Morning, client_as: ClientAs) -> None:
    person, leader = now.cast["volunteer"].person, client_as("leader")
    assert person is not None
    row = builders.attendance(now.shift, person, source="roll", by=now.cast["leader"].account)
    record = f"/desk/activities/{now.shift.activity.public_id}/"
    page = leader.get(record).content.decode()
    assert _page(now) in page
    asked = leader.get(_page(now)).content.decode()
    assert "到了的 1 人" in asked
    assert "没有到的 1 人" in asked
    assert leader.post(_page(now), {"reason": ""}).status_code == 422
    field = f"/shifts/{now.shift.public_id}/field/"
    assert f"{_page(now)}?from={field}" in leader.get(field).content.decode()
    # Before it ends: what will be told to whom, and nothing is done yet.
    look = leader.post(_page(now), {"reason": "暴雨预警"})
    shown = look.content.decode()
    assert (look.status_code, Shift.objects.get(pk=now.shift.pk).ends_at) == (200, now.shift.ends_at)
    for said in ("服务过的时间照常记", "不用来了", person.name, "结束后不能恢复"):
        assert said in shown
    seen = dict(re.findall(r'type="hidden" name="(seen|ends_at|reason)" value="([^"]+)"', shown))
    assert leader.post(f"{_page(now)}?from={field}", seen)["Location"] == field
    assert Shift.objects.get(pk=now.shift.pk).ends_at.isoformat() == seen["ends_at"]
    shift = Shift.objects.get(pk=now.shift.pk)
    assert shift.ends_at <= clock.now()
    states = dict(Signup.objects.filter(shift=shift).values_list("person_id", "state"))
    assert states.pop(person.pk) == "accepted"
    assert set(states.values()) == {"cancelled"}
    told = Message.objects.filter(kind__in=["signup_ended_early", "ward_signup_ended_early"])
    mine = told.filter(inbox=person.public_id, channel="inapp").get().text
    assert "服务过的时间照常记" in mine
    assert told.filter(text__contains="不用来了").exists()
    assert set(told.values_list("urgent", flat=True)) == {True}
    assert AuditEvent.objects.filter(action="ShiftEndedEarly").count() == 1
    # The leader notes when they left, and the minutes go before a second person as ever.
    actions.leave_all(shift=shift, actor=now.actor("leader"), at=clock.now())
    row.refresh_from_db()
    assert row.checked_out_at == shift.ends_at
    # Twice is not once more.
    with pytest.raises(Refused) as again:
        activities.end_early(shift_id=shift.pk, reason="又一次", actor=now.actor("leader"), at=clock.now())
    assert again.value.code == "not_running"


@pytest.mark.parametrize("minutes", [-10, 151])
def test_only_what_runs_is_ended_early(morning: Morning, minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        activities.end_early(
            shift_id=morning.shift.pk, reason="暴雨", actor=morning.actor("leader"), at=morning.at(minutes)
        )
    assert refused.value.code == "not_running"


def test_before_the_end_nobody_is_counted_as_missing(now: Morning, client_as: ClientAs) -> None:
    person = now.cast["volunteer"].person
    assert person is not None
    builders.attendance(now.shift, person, source="roll", by=now.cast["leader"].account)
    page = client_as("leader").get(f"/desk/activities/{now.shift.activity.public_id}/").content.decode()
    assert 'data-label="没有来">—<' in page
    Shift.objects.filter(pk=now.shift.pk).update(ends_at=clock.now() - timedelta(minutes=1))
    page = client_as("leader").get(f"/desk/activities/{now.shift.activity.public_id}/").content.decode()
    assert 'data-label="没有来">1<' in page
    assert Attendance.objects.count() == 1


def test_who_walked_in_hears_it_too(now: Morning) -> None:
    Post.objects.filter(pk=now.shift.post_id).update(minors_welcome=True, minors_with="leader")
    leader, there = now.actor("leader"), now.shift.activity.area
    at = clock.now() - timedelta(minutes=20)
    guardian = builders.account("19900000962", name="家长")
    grown = builders.person("现场", residence=there, phone="19911110001")
    child = builders.person("小雨", residence=there, born=date(2012, 3, 1), guardian=guardian, at=at)
    undone = builders.person("点错", residence=there, phone="19911110003")
    for who in (grown, child, undone):
        row = actions.tick_in(shift=now.shift, person_id=who.pk, actor=leader, at=at)
        assert row.walk_in
    actions.undo_tick(attendance=row, actor=leader, at=at + timedelta(minutes=1))
    activities.end_early(shift_id=now.shift.pk, reason="暴雨", actor=leader, at=clock.now())
    told = Message.objects.filter(kind="hours.ended_early")
    assert set(told.values_list("inbox", flat=True)) == {grown.public_id, child.public_id}
    assert told.filter(channel="sms", inbox=grown.public_id, urgent=True).exists()
    for text in told.values_list("text", flat=True):
        assert "服务过的时间照常记" in text
        assert "暴雨" in text
    [theirs] = Message.objects.filter(kind="ward_walked_in_ended", channel="inapp")
    assert "服务过的时间照常记" in theirs.text


def test_who_stands_on_paper_alone_is_typed_in_afterwards_as_signed_up(now: Morning, client_as: ClientAs) -> None:
    leader, person = client_as("leader"), now.cast["volunteer"].person
    assert person is not None
    assert "先录纸质签到表" in leader.get(_page(now)).content.decode()
    assert _ended(leader, now, "暴雨") == 303
    gone = Message.objects.filter(kind="signup_ended_early", inbox=person.public_id, channel="inapp").get()
    assert "已经到了的，领队照签到表补记" in gone.text
    sheet = f"/shifts/{now.shift.public_id}/paper/"
    assert person.name in leader.get(sheet).content.decode()
    signup = Signup.objects.get(shift=now.shift, person=person)
    typed = {"words": "第 1 页", f"whole_{signup.public_id}": "on"}
    assert leader.post(sheet, typed).status_code == 303
    row = Attendance.objects.get(person=person)
    assert (row.signup_id, row.walk_in) == (signup.pk, False)
    count = queries.head_count(now.shift.pk)
    assert (count.come, count.walked_in) == (1, 0)
    mine = client_as("volunteer").get("/mine/signups/").content.decode()
    assert "来过" in mine


def test_a_post_with_a_licence_takes_from_paper_who_had_a_place(now: Morning) -> None:
    person, leader = now.cast["volunteer"].person, now.actor("leader")
    assert person is not None
    activities.end_early(shift_id=now.shift.pk, reason="暴雨", actor=leader, at=clock.now())
    licence = Skill.objects.filter(needs_document=True)[0].code
    Post.objects.filter(pk=now.shift.post_id).update(skills=[licence])
    shift = shifts.shift(now.shift.public_id)
    assert shift is not None
    stranger = builders.person("路过", residence=shift.activity.area, phone="19911110004")
    rows = [
        actions.PaperRow(key, who.pk, shift.starts_at, shift.ends_at)
        for key, who in (("own", person), ("other", stranger))
    ]
    refused = actions.refused_rows(shift=shift, rows=rows, actor=leader, at=clock.now())
    assert {key: refusal.code for key, refusal in refused.items()} == {"other": "licence_unseen"}
