"""Leading an activity: oneself by one's own act, somebody else once he has accepted; never nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from baiying.accounts import queries as accounts
from baiying.accounts.models import Account
from baiying.activities import actions, queries
from baiying.activities.actions import leading
from baiying.activities.models import Activity, Lead
from baiying.demo import builders
from baiying.hours.actions import deciding
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.teams import actions as teams
from baiying.ui import formats
from tests.activities.makers import Town, account, log_in, volunteer
from tests.activities.test_plan_pages import plan_data, url_of_new_plan
from tests.own_database import at_once


def asked(town: Town) -> tuple[Activity, Lead, Account]:
    """A plan by the team's leader that names the second one, who has not answered."""
    other = account("二队长")
    builders.office(other, town.body, town.team)
    leader = log_in(town.leader, town.leader_person)
    assert leader.post(url_of_new_plan(town), plan_data(leader=str(other.pk))).status_code == 303
    row = Activity.objects.get()
    return row, Lead.objects.get(activity=row), other


@pytest.mark.django_db
def test_who_names_himself_leads_by_his_own_act(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data(leader=str(town.leader.pk)))
    row = Activity.objects.get()
    assert (row.leader_id, row.leader_because) == (town.leader.pk, offered.OWN)
    assert not Lead.objects.exists()
    assert "待本人确认" not in leader.get(f"/desk/activities/{row.public_id}/").content.decode()


@pytest.mark.django_db
def test_another_leads_once_he_has_accepted_and_the_planner_until_then(town: Town) -> None:
    row, lead, other = asked(town)
    assert (row.leader_id, row.leader_because) == (town.leader.pk, offered.OWN)
    assert "河边清洁" in Message.objects.get(kind="lead_offered").text
    offers = log_in(other).get("/mine/appointments/").content.decode()
    assert f"领队请您带队 · {formats.date_text(lead.starts_at)}" in offers
    assert "任命 ·" not in offers
    assert "带队的人不能发布同一份方案" in offers
    record = f"/desk/activities/{row.public_id}/"
    for client in (log_in(town.leader, town.leader_person), log_in(town.admin, town.admin_person)):
        assert "待本人确认" in client.get(record).content.decode()
    # The draft as it was typed: saving it again asks nobody twice.
    leader = log_in(town.leader, town.leader_person)
    plan = f"/activities/{row.public_id}/plan/"
    assert f'value="{other.pk}" selected' in leader.get(plan).content.decode()
    again = plan_data(leader=str(other.pk), title="河边清洁二")
    assert leader.post(plan, again).status_code == 303
    assert leader.post(url_of_new_plan(town), again).status_code == 303
    assert (Activity.objects.count(), Lead.objects.count()) == (1, 1)
    his = log_in(other)
    assert "领队 · 河边清洁二" in his.get("/mine/appointments/").content.decode()
    answer = f"/mine/leads/{lead.public_id}/acceptance/"
    assert his.post(answer)["Location"] == record
    assert his.post(answer).status_code == 303
    row.refresh_from_db()
    lead.refresh_from_db()
    assert (row.leader_id, row.leader_because, lead.accepted_because) == (other.pk, offered.ASKED, offered.ASKED)
    assert "接受了" in Message.objects.get(kind="lead_answered").text
    assert not Message.objects.filter(kind="lead_ended").exists()
    assert "待本人确认" not in leader.get(record).content.decode()


@pytest.mark.django_db
def test_who_has_left_office_since_does_not_lead_by_accepting(town: Town) -> None:
    row, lead, other = asked(town)
    office = town.team.offices.get(account=other)
    teams.end_office(office_id=office.pk, actor=Actor(account_id=town.admin.pk), at=clock.now())
    his = log_in(other)
    record = f"/desk/activities/{row.public_id}/"
    assert his.get(record).status_code == 404
    page = his.post(f"/mine/leads/{lead.public_id}/acceptance/", follow=True).content.decode()
    assert "已经收回或结束" in page
    row.refresh_from_db()
    assert row.leader_id == town.leader.pk
    assert his.get(record).status_code == 404


@pytest.mark.django_db
def test_nobody_takes_the_lead_of_what_is_over(town: Town) -> None:
    row, lead, other = asked(town)
    late = clock.midnight(row.ends_on) + timedelta(days=1)
    with pytest.raises(offered.Gone):
        actions.accept_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=late)
    row.refresh_from_db()
    assert row.leader_id == town.leader.pk
    last_moment = late - timedelta(seconds=1)
    assert actions.accept_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=last_moment).accepted_at


@pytest.mark.django_db
def test_declining_and_withdrawing_are_told_and_the_leader_stays(town: Town) -> None:
    row, lead, other = asked(town)
    his = log_in(other)
    assert "您没有接受" in his.post(f"/mine/leads/{lead.public_id}/refusal/", follow=True).content.decode()
    assert "现在的领队不变" in Message.objects.get(kind="lead_answered").text
    leader = log_in(town.leader, town.leader_person)
    assert "没有接受" in leader.get(f"/desk/activities/{row.public_id}/").content.decode()
    assert leader.post(f"/activities/{row.public_id}/plan/", plan_data(leader=str(other.pk))).status_code == 303
    again = Lead.objects.get(ends_at=None)
    assert "收回之后，由现在的领队继续带队" in leader.get(f"/leads/{again.public_id}/end/").content.decode()
    assert leader.post(f"/leads/{again.public_id}/end/").status_code == 303
    assert Message.objects.filter(kind="lead_withdrawn").count() == 1
    assert "已经收回" in his.post(f"/mine/leads/{again.public_id}/acceptance/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.leader_id == town.leader.pk


@pytest.mark.django_db
def test_who_takes_the_lead_over_ends_it_and_the_former_leader_is_told(town: Town) -> None:
    row, lead, other = asked(town)
    log_in(other).post(f"/mine/leads/{lead.public_id}/acceptance/")
    admin = log_in(town.admin, town.admin_person)
    assert admin.post(f"/activities/{row.public_id}/plan/", plan_data(leader=str(town.admin.pk))).status_code == 303
    row.refresh_from_db()
    lead.refresh_from_db()
    assert (row.leader_id, row.leader_because) == (town.admin.pk, offered.OWN)
    assert lead.ends_at is not None
    assert Message.objects.filter(kind="lead_ended").count() == 1


@pytest.mark.django_db
def test_whom_another_replaced_is_told_and_who_leads_is_not_asked(town: Town) -> None:
    row = town.activity()
    other = account("二队长")
    builders.office(other, town.body, town.team)
    at, by = clock.now(), Actor(account_id=town.admin.pk)
    actions.ask_to_lead(activity_id=row.pk, account_id=town.leader.pk, actor=by, at=at)
    assert not Lead.objects.exists(), "he leads already"
    actions.ask_to_lead(activity_id=row.pk, account_id=other.pk, actor=by, at=at)
    lead = Lead.objects.get()
    actions.accept_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=at)
    assert Message.objects.get(kind="lead_ended").inbox == town.leader_person.public_id
    with pytest.raises(offered.NotYours):
        actions.end_lead(lead_id=lead.pk, actor=Actor(account_id=town.leader.pk), at=at)
    row.refresh_from_db()
    assert row.leader_id == other.pk


@pytest.mark.django_db
def test_a_plan_is_published_while_one_still_thinks_but_not_by_whom_was_asked(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    assert leader.post(url_of_new_plan(town), plan_data(leader=str(town.admin.pk))).status_code == 303
    row = Activity.objects.get()
    codes = ("own_job", "own_members", "own_interest", "unclear_purpose", "paid", "false_time")
    leader.post(f"/activities/{row.public_id}/gate/", dict.fromkeys(codes, "no"))
    leader.post(f"/activities/{row.public_id}/submission/")
    publish = f"/activities/{row.public_id}/publication/"
    row.refresh_from_db()
    read = {"submitted_at": row.submitted_at or ""}
    # R032: by accepting a moment later he would have published his own.
    assert log_in(town.admin, town.admin_person).post(publish, read).status_code == 409
    # Who comes in by the phone of whoever wrote it is the same hand.
    sharer = account("同号管理员", accounts.phone_of(town.leader) or "")
    second = account("另一位管理员")
    for one in (sharer, second):
        builders.office(one, town.body)
    assert log_in(sharer).post(publish, read).status_code == 409
    assert log_in(second).post(publish, read).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.leader_id) == ("published", town.leader.pk)
    assert queries.asked_to_lead(row.pk, clock.now()) is not None
    # Called off, nobody need answer any more.
    actions.cancel(activity_id=row.pk, reason="暴雨", actor=Actor(account_id=second.pk), at=clock.now())
    assert Lead.objects.get().ends_at is not None
    assert Message.objects.filter(kind="lead_withdrawn").count() == 1


@pytest.mark.django_db
def test_the_database_keeps_one_asked_and_nobody_by_himself(town: Town) -> None:
    row, lead, other = asked(town)
    made = {"activity": row, "starts_at": clock.now()}
    with pytest.raises(IntegrityError, match="activities_one_asked_to_lead"), transaction.atomic():
        Lead.objects.create(account=town.admin, appointed_by_id=other.pk, **made)
    with pytest.raises(IntegrityError, match="activities_lead_not_by_oneself"), transaction.atomic():
        Lead.objects.create(account=town.admin, appointed_by_id=town.admin.pk, **made)
    with pytest.raises(IntegrityError, match="activities_leader_because"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(leader_because="")
    assert lead.accepted_at is None


@pytest.mark.django_db
def test_minutes_proposed_under_a_former_leader_are_not_decided_by_him(town: Town) -> None:
    activity = town.activity(leader=town.admin)
    attendance = builders.attendance(town.shift(activity), volunteer("来的人", town.village), source="roll")
    proposal = builders.proposal(attendance)
    assert proposal.leader_id == town.admin.pk
    Activity.objects.filter(pk=activity.pk).update(leader=town.leader)
    now = type(attendance).objects.get(pk=attendance.pk)
    assert deciding.why_not(deciding.access.decider(Actor(account_id=town.admin.pk)), proposal, now) == "leader"


@pytest.mark.django_db
def test_the_lead_of_what_is_published_is_handed_over_and_given_back(town: Town) -> None:
    row = town.activity()
    town.shift(row)
    other = account("二队长")
    builders.office(other, town.body, town.team)
    leader, second = log_in(town.leader, town.leader_person), log_in(other)
    page, record = f"/activities/{row.public_id}/leader/", f"/desk/activities/{row.public_id}/"
    assert page in leader.get(record).content.decode()
    assert leader.post(page, {}).status_code == 422
    for _ in range(2):
        assert leader.post(page, {"leader": str(other.pk)}).status_code == 303
    lead = Lead.objects.get()
    back = f"/mine/leads/{lead.public_id}/end/"
    assert second.post(back).status_code == 409, "it is not accepted yet"
    assert second.post(f"/mine/leads/{lead.public_id}/acceptance/").status_code == 303
    row.refresh_from_db()
    assert row.leader_id == other.pk
    assert back in second.get(record).content.decode()
    assert leader.post(back).status_code == 404
    for _ in range(2):
        assert second.post(back).status_code == 303
    row.refresh_from_db()
    assert row.leader_id == town.leader.pk
    assert Message.objects.filter(kind="lead_given_back").count() == 1


@pytest.mark.django_db
def test_nothing_is_left_without_a_leader_nor_led_by_a_stranger(town: Town) -> None:
    row = town.activity()
    other = account("二队长")
    office = builders.office(other, town.body, town.team)
    at, by = clock.now(), Actor(account_id=town.leader.pk)
    with pytest.raises(Refused) as stranger:
        actions.ask_to_lead(activity_id=row.pk, account_id=account("路人").pk, actor=by, at=at)
    assert stranger.value.code == "may_not_lead"
    actions.ask_to_lead(activity_id=row.pk, account_id=other.pk, actor=by, at=at)
    lead = Lead.objects.get()
    actions.accept_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=at)
    type(office).objects.filter(account=town.leader).update(ends_at=at)
    with pytest.raises(Refused) as refused:
        actions.end_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=at)
    assert refused.value.code == "nobody_to_lead"
    row.refresh_from_db()
    assert row.leader_id == other.pk


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_only_what_is_published_is_handed_over_past_its_plan(town: Town, state: str) -> None:
    row = town.activity()
    other = account("二队长")
    builders.office(other, town.body, town.team)
    Activity.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(Refused) as refused:
        actions.ask_to_lead(
            activity_id=row.pk, account_id=other.pk, actor=Actor(account_id=town.leader.pk), at=clock.now()
        )
    assert refused.value.code == "not_published"
    assert not Lead.objects.exists()


def _both_at_once(lead: Lead, planner: Account, other: Account) -> list[str]:
    return at_once(
        lambda: actions.accept_lead(lead_id=lead.pk, actor=Actor(account_id=other.pk), at=clock.now()),
        lambda: actions.withdraw_lead(lead_id=lead.pk, actor=Actor(account_id=planner.pk), at=clock.now()),
    )


@pytest.mark.race
def test_accepting_and_withdrawing_at_once_leave_one_leader(own_database: str) -> None:
    city = builders.small_city()
    body = builders.body(area=city.townships[0])
    team = builders.team(body, area=city.villages[0])
    planner, other = builders.account(name="甲"), builders.account(name="乙")
    for one in (planner, other):
        builders.office(one, body, team)
    for _ in range(5):
        activity = builders.activity(team, planner, state="draft")
        Activity.objects.filter(pk=activity.pk).update(ends_on=clock.local_date(clock.now()))
        with transaction.atomic():
            leading.name_leader(activity, other.pk, actor=Actor(account_id=planner.pk), at=clock.now())
        lead = Lead.objects.get(activity=activity)
        accepted, withdrawn = _both_at_once(lead, planner, other)
        activity.refresh_from_db()
        lead.refresh_from_db()
        assert withdrawn == "done"
        if accepted == "done":
            assert (activity.leader_id, lead.ends_at) == (other.pk, None)
        else:
            assert accepted == "offer_gone"
            assert (activity.leader_id, lead.accepted_at) == (planner.pk, None)
