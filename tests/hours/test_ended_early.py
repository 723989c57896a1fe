"""What remains of a running shift is called off: what was served stays, nobody else stayed away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(minutes=50))


def _page(now: Morning) -> str:
    return f"/shifts/{now.shift.public_id}/calling-off/"


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
    assert leader.post(_page(now), {"reason": "暴雨预警"}).status_code == 303
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
