"""A member is taken off the team by its leader or administrator, with a reason, and may be brought back."""

from datetime import timedelta

import pytest

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people.models import Person
from baiying.teams import actions, queries
from baiying.teams.actions.refusals import CannotBringBack, NotMember
from baiying.teams.models import Membership
from tests.activities.makers import Town, log_in, volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(town: Town) -> Person:
    person = volunteer("老队员", town.village)
    Membership.objects.create(team=town.team, person=person, asked_at=clock.now(), joined_at=clock.now())
    return person


def test_who_leads_takes_a_member_off_with_a_reason_and_back_within_a_day(town: Town, member: Person) -> None:
    row = Membership.objects.get(person=member)
    url = f"/memberships/{row.public_id}/end/"
    leader = log_in(town.leader, town.leader_person)
    page = f"/desk/teams/{town.team.public_id}/"
    assert url in leader.get(page).content.decode()
    assert leader.post(url, {"reason": " "}).status_code == 422
    done = leader.post(url, {"reason": "一年没有来了"}, follow=True).content.decode()
    assert not queries.is_member(town.team.pk, member.pk)
    told = Message.objects.filter(inbox=member.public_id)
    assert told.filter(kind="membership_ended", text__contains="一年没有来了").count() == 1
    assert AuditEvent.objects.filter(action="MembershipEnded").count() == 1
    assert f"/memberships/{row.public_id}/return/" in done
    leader.post(f"/memberships/{row.public_id}/return/")
    assert queries.is_member(town.team.pk, member.pk)
    assert told.filter(kind="membership_brought_back").count() == 1
    # Once more, and told once more.
    leader.post(url, {"reason": "一年没有来了"})
    assert not queries.is_member(town.team.pk, member.pk)


def test_nobody_else_ends_it_and_nobody_the_own(town: Town, member: Person) -> None:
    url = f"/memberships/{Membership.objects.get(person=member).public_id}/end/"
    stranger = volunteer("路人", town.village)
    for browser in (log_in(stranger.account, stranger), log_in(member.account, member)):  # type: ignore[arg-type]
        assert browser.get(url).status_code == 404
        assert browser.post(url, {"reason": "不要他"}).status_code == 404
    assert queries.is_member(town.team.pk, member.pk)
    assert "退出队伍" in log_in(member.account, member).get(f"/teams/{town.team.public_id}/").content.decode()  # type: ignore[arg-type]
    Membership.objects.create(
        team=town.team, person=town.leader_person, asked_at=clock.now(), joined_at=clock.now()
    ) if not queries.is_member(town.team.pk, town.leader_person.pk) else None
    own = queries.membership_of(town.team.pk, town.leader_person.pk)
    assert own is not None
    answer = log_in(town.leader, town.leader_person).post(f"/memberships/{own.public_id}/end/", {"reason": "自己"})
    assert "退出队伍" in answer.content.decode()
    assert queries.is_member(town.team.pk, town.leader_person.pk)


def test_it_is_not_brought_back_later_nor_by_another_nor_who_asked_anew(town: Town, member: Person) -> None:
    row, at = Membership.objects.get(person=member), clock.now()
    by = Actor(town.leader.pk, town.leader_person.pk, None, "队长")
    other = Actor(town.admin.pk, town.admin_person.pk, None, "管理员")
    actions.end_membership(membership_id=row.pk, reason="不来", actor=by, at=at)
    for actor, when in ((other, at), (by, at + timedelta(hours=25))):
        with pytest.raises(CannotBringBack):
            actions.bring_back(membership_id=row.pk, actor=actor, at=when)
    with pytest.raises(NotMember):
        actions.end_membership(membership_id=row.pk, reason="别的", actor=by, at=at)
    actions.ask_to_join(team_id=town.team.pk, person_id=member.pk, actor=Actor(None, member.pk, None, ""), at=at)
    with pytest.raises(CannotBringBack):
        actions.bring_back(membership_id=row.pk, actor=by, at=at)
