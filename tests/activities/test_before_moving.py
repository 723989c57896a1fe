"""Before a shift is moved its leader reads who would lose the place and what each will be told (O8)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.kit.db import rehearsing
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, confirmed, log_in, volunteer

pytestmark = pytest.mark.django_db


def typed(start: datetime, **more: str) -> dict[str, str]:
    local, end = clock.local(start), clock.local(start + timedelta(hours=2))
    found = {"day": str(local.date()), "starts": f"{local:%H:%M}", "ends": f"{end:%H:%M}", "reason": "场地被占"}
    if end.date() != local.date() and f"{end:%H:%M}" != "00:00":
        found["next_day"] = "on"
    return found | more


def busy_and_free(town: Town) -> tuple[Shift, datetime]:
    """A shift with two people, one of whom is elsewhere where it is to go."""
    shift = town.shift(days=3, places=5)
    free, busy = volunteer("有空", town.village), volunteer("没空", town.village)
    town.signup(shift, free)
    town.signup(shift, busy)
    other = town.shift(town.activity("后天的"), days=5)
    town.signup(other, busy)
    return shift, other.starts_at.replace(second=0, microsecond=0)


def state(shift: Shift) -> tuple[Any, ...]:
    rows = Signup.objects.filter(shift=shift).order_by("pk").values_list("state", "period", "ended_at")
    return (
        Shift.objects.filter(pk=shift.pk).values_list("starts_at", "revision", "taken").get(),
        list(rows),
        Message.objects.count(),
        AuditEvent.objects.count(),
        ProcrastinateJob.objects.count(),
    )


def test_nothing_happens_before_it_is_confirmed_and_then_what_was_said(town: Town) -> None:
    shift, start = busy_and_free(town)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    before = state(shift)
    page = leader.post(url, typed(start)).content.decode()
    assert state(shift) == before
    losing, staying = page.index("1 人会失去名额"), page.index("通知 1 人")
    assert "一共通知 2 人。" in page
    assert losing < page.index("没空", losing) < page.index("这次报名已取消") < staying < page.index("有空", staying)
    assert leader.post(url, typed(start) | confirmed(page)).status_code == 303
    shift.refresh_from_db()
    assert shift.starts_at == start
    told = {m.text for m in Message.objects.filter(kind="signup_moved", channel="inapp")}
    assert len(told) == 2
    assert all(text in page for text in told), "word for word"


def test_whoever_signs_up_meanwhile_is_not_moved_unseen(town: Town) -> None:
    shift, start = busy_and_free(town)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    seen = confirmed(leader.post(url, typed(start)).content.decode())
    town.signup(shift, volunteer("后来的", town.village))
    again = leader.post(url, typed(start) | seen)
    assert again.status_code == 200
    assert "情况变了" in again.content.decode()
    assert "后来的" in again.content.decode()
    assert leader.post(url, typed(start) | confirmed(again.content.decode())).status_code == 303


def test_what_was_typed_comes_back_to_be_changed(town: Town) -> None:
    shift, start = busy_and_free(town)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    page = leader.post(url, typed(start, then="edit")).content.decode()
    assert 'value="场地被占"' in page
    assert "改期并通知" in page
    shift.refresh_from_db()
    assert shift.starts_at != start


def test_a_shift_without_anybody_is_moved_at_once_and_a_refusal_stands_at_its_field(town: Town) -> None:
    shift = town.shift(days=3)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    past = clock.now() - timedelta(days=1)
    assert leader.post(url, typed(past)).status_code == 422
    assert leader.post(url, typed(shift.starts_at + timedelta(days=1))).status_code == 303


def test_forty_people_cost_no_more_statements_than_two_and_leave_no_job(town: Town) -> None:
    shift = town.shift(days=3, places=60)
    people = [volunteer(f"众{n}", town.village) for n in range(42)]
    for person in people[:2]:
        town.signup(shift, person)
    leader, url = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/time/"
    start = shift.starts_at + timedelta(days=1)
    with CaptureQueriesContext(connection) as few:
        leader.post(url, typed(start))
    for person in people[2:]:
        town.signup(shift, person)
    jobs = ProcrastinateJob.objects.count()
    with CaptureQueriesContext(connection) as many:
        page = leader.post(url, typed(start)).content.decode()
    assert "通知 42 人" in page
    assert len(many) <= len(few) + 2
    assert ProcrastinateJob.objects.count() == jobs


def test_a_rehearsal_takes_everything_back_and_passes_refusals_on(town: Town) -> None:
    shift, start = busy_and_free(town)
    by, at = actor(town.leader), clock.now()

    def move(reason: str) -> list[Signup]:
        return actions.move_shift(
            shift_id=shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason=reason, actor=by, at=at
        )

    before = state(shift)
    found = rehearsing.rehearsed(lambda: move("雨"))
    assert [signup.person.name for signup in found.result] == ["没空"]
    with pytest.raises(Refused):
        rehearsing.rehearsed(lambda: move(" "))
    assert state(shift) == before
    assert not rehearsing.is_on()
    move("雨")
    assert state(shift) != before
