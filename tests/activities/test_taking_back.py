"""A plan that waits is taken back by who wrote or leads it, and by nobody else; never one that was published."""

import pytest

from baiying.activities import actions
from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.kit import audit, clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from tests.activities.makers import Town, account, answers, log_in, volunteer
from tests.own_database import at_once


def _waiting(town: Town) -> Activity:
    row = town.activity("河边清洁", "submitted", submitted_at=clock.now())
    town.shift(row)
    return row


@pytest.mark.django_db
def test_its_writer_takes_it_back_changes_it_and_hands_it_in_again(town: Town) -> None:
    row = _waiting(town)
    leader, record = log_in(town.leader, town.leader_person), f"/desk/activities/{row.public_id}/"
    assert "收回修改" in leader.get(record).content.decode()
    for _ in range(2):
        assert leader.post(f"/activities/{row.public_id}/submission/end/").status_code == 303
    row.refresh_from_db()
    assert row.state == "draft"
    assert audit.story_of("activity", row.pk).filter(action="PlanWithdrawn").count() == 1
    assert Message.objects.filter(inbox=town.admin_person.public_id, text__contains="收回").exists()
    page = leader.get(record).content.decode()
    assert "收回修改" not in page
    assert "方案被退回" not in page
    assert leader.get(f"/activities/{row.public_id}/plan/").status_code == 200
    assert leader.post(f"/activities/{row.public_id}/submission/").status_code == 303


@pytest.mark.django_db
def test_nobody_else_takes_it_back(town: Town) -> None:
    row = _waiting(town)
    other = account("二队长")
    builders.office(other, town.body, town.team)
    for who in (log_in(other, volunteer("二队长", town.village, account=other)), log_in(town.admin, town.admin_person)):
        assert who.post(f"/activities/{row.public_id}/submission/end/").status_code == 404
        assert "收回修改" not in who.get(f"/desk/activities/{row.public_id}/").content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["published", "sent back", "never handed in"])
def test_what_the_unit_decided_first_is_not_taken_back(town: Town, what: str) -> None:
    row = town.activity(state="draft") if what == "never handed in" else _waiting(town)
    at, unit = clock.now(), Actor(account_id=town.admin.pk)
    if what == "published":
        actions.publish(activity_id=row.pk, actor=unit, at=at)
    elif what == "sent back":
        actions.send_back(activity_id=row.pk, reason="写清集合地点", actor=unit, at=at)
    leader = log_in(town.leader, town.leader_person)
    answer = leader.post(f"/activities/{row.public_id}/submission/end/")
    assert answer.status_code == 409
    assert "不在待发布状态" in answer.content.decode()


@pytest.mark.race
def test_taking_back_and_publishing_at_once_leave_one_of_them(own_database: str) -> None:
    city = builders.small_city()
    body = builders.body(area=city.townships[0])
    team = builders.team(body, area=city.villages[0])
    planner, admin = builders.account(name="甲"), builders.account(name="乙")
    builders.office(planner, body, team)
    builders.office(admin, body)
    for _ in range(5):
        row = builders.activity(team, planner, state="submitted")
        at = clock.now()
        Activity.objects.filter(pk=row.pk).update(
            submitted_at=at, gate_answers=answers(), recruit_until=at.replace(year=at.year + 1)
        )
        said = at_once(
            lambda row=row, at=at: actions.withdraw_plan(activity_id=row.pk, actor=Actor(account_id=planner.pk), at=at),
            lambda row=row, at=at: actions.publish(activity_id=row.pk, actor=Actor(account_id=admin.pk), at=at),
        )
        row.refresh_from_db()
        assert sorted(said) == ["done", "not_submitted"]
        assert row.state == ("draft" if said[0] == "done" else "published")
