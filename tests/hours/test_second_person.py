"""Nobody decides about own hours or a ward's: approving, refusing, reversing, answering (R058, R061)."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import Http404

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.hours import access, actions, queries
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from baiying.people.models import Guardianship, Person
from baiying.teams.models import Office
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["own", "ward"])
def concerned(request: Any, morning: Morning) -> Person:
    """Hours of the county's officer, or of a child for whom the officer answers."""
    account = morning.cast["county"].account
    home = morning.shift.activity.area
    if request.param == "own":
        return builders.person("马红霞", residence=home, account=account)
    minor = morning.cast["minor"].person
    assert minor is not None
    Guardianship.objects.filter(ward=minor).update(guardian_account=account)
    return minor


def test_an_office_never_reverses_its_own_hours(morning: Morning, concerned: Person) -> None:
    row = builders.attendance(morning.shift, concerned, left_at=morning.at(120), settled=True)
    entry = builders.entry(concerned, 120, attendance=row)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.propose_reversal(entry=entry, words="不在场", actor=morning.actor("county"), at=morning.at(300))
    asked = actions.propose_reversal(entry=entry, words="不在场", actor=morning.actor("reviewer"), at=morning.at(301))
    # Nor does whoever asked for it decide, nor the one whom it is about.
    for key in ("reviewer", "county"):
        with pytest.raises(actions.SecondPersonNeeded):
            actions.approve(proposal=asked, actor=morning.actor(key), at=morning.at(302))
    assert HourEntry.objects.count() == 1
    actions.approve(proposal=asked, actor=morning.actor("unit_admin"), at=morning.at(303))
    assert queries.totals_of(concerned.pk, entry.served_on.year).all_minutes == 0


def test_an_office_never_approves_or_refuses_its_own_hours(morning: Morning, concerned: Person) -> None:
    row = builders.attendance(morning.shift, concerned, left_at=morning.at(120), source="roll")
    proposal = builders.proposal(row)
    for decide in (actions.approve, actions.refuse):
        with pytest.raises(actions.SecondPersonNeeded):
            decide(proposal=proposal, words="核对过", actor=morning.actor("county"), at=morning.at(300))
    assert not queries.entries_of(concerned.pk)


def test_an_office_never_answers_its_own_objection(morning: Morning, concerned: Person) -> None:
    row = builders.attendance(morning.shift, concerned, left_at=morning.at(120), settled=True)
    case = queries.objection(builders.objection(concerned, attendance=row).public_id)
    assert case is not None
    with pytest.raises(actions.SecondPersonNeeded):
        actions.answer_objection(
            objection=case, upheld=False, answer="核对过", actor=morning.actor("county"), at=morning.at(300)
        )


@pytest.mark.parametrize("who", ["the team's leader", "who led when the minutes were proposed"])
def test_whoever_leads_or_led_it_never_answers_the_objection_to_its_record(morning: Morning, who: str) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, left_at=morning.at(120), source="roll")
    activity = morning.shift.activity
    if who == "the team's leader":
        builders.office(morning.cast["county"].account, activity.team.body, activity.team)
    else:
        Activity.objects.filter(pk=activity.pk).update(leader=morning.cast["county"].account)
        builders.proposal(type(row).objects.get(pk=row.pk))
        Activity.objects.filter(pk=activity.pk).update(leader=morning.cast["leader"].account)
    case = queries.objection(builders.objection(person, attendance=row).public_id)
    assert case is not None
    given: dict[str, Any] = {"objection": case, "upheld": False, "answer": "核对过", "at": clock.now()}
    with pytest.raises(actions.SecondPersonNeeded):
        actions.answer_objection(actor=morning.actor("county"), **given)
    assert actions.answer_objection(actor=morning.actor("city"), **given).answered_at is not None


def test_a_case_of_another_county_is_not_found_by_its_address(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, left_at=morning.at(120))
    case = builders.objection(person, attendance=row)
    here = morning.actor("county")
    assert access.objection_for(here, case.public_id) == case
    assert here.acting is not None
    elsewhere = builders.division("西河县", "county", "419977000000", morning.shift.activity.area.parent)
    acting = replace(here.acting, area_id=elsewhere.pk, area_path=tuple(elsewhere.path))
    with pytest.raises(Http404):
        access.objection_for(replace(here, acting=acting), case.public_id)


@pytest.fixture
def second_account(morning: Morning) -> Actor:
    """The leader's other account, which comes in by the same phone and was appointed to review hours."""
    account = builders.account(morning.cast["leader"].phone, name="周敏")
    held = builders.appointment(account, "hours_reviewer", morning.shift.activity.area, starts_at=morning.at(-600))
    return Actor(account.pk, None, Acting(held.pk, held.public_id, "hours_reviewer", held.area_id), "周敏")


@pytest.mark.parametrize("part", ["leads", "led", "led then", "led the team then", "proposed", "recorded"])
def test_two_accounts_of_one_phone_are_not_two_persons(morning: Morning, second_account: Actor, part: str) -> None:
    leader, volunteer = morning.cast["leader"].account, morning.cast["volunteer"].person
    assert volunteer is not None
    # Who leads now is somebody else, so that only the part that is tried stands in the way.
    if part != "leads":
        Activity.objects.update(leader_id=morning.cast["county"].account.pk)
        Office.objects.filter(account=leader).delete()
    recorder = leader if part == "recorded" else morning.cast["county"].account
    row = builders.attendance(morning.shift, volunteer, left_at=morning.at(120), source="roll")
    led_by = leader.pk if part == "led then" else None
    Attendance.objects.filter(pk=row.pk).update(in_by_id=recorder.pk, out_by_id=recorder.pk, led_by_id=led_by)
    if part == "led the team then":
        team = morning.shift.activity.team
        office = builders.office(leader, team.body, team, starts_at=morning.at(-600))
        Office.objects.filter(pk=office.pk).update(ends_at=morning.at(200))
    proposal = builders.proposal(row)
    proposer = leader.pk if part == "proposed" else morning.cast["county"].account.pk
    led = leader.pk if part == "led" else None
    Proposal.objects.filter(pk=proposal.pk).update(proposed_by_id=proposer, leader_id=led)
    proposal.refresh_from_db()
    for decide in (actions.approve, actions.refuse):
        with pytest.raises(actions.SecondPersonNeeded):
            decide(proposal=proposal, words="核对过", actor=second_account, at=morning.at(300))
    assert not queries.entries_of(volunteer.pk)
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=morning.at(301))


def test_a_leaders_other_account_answers_no_objection_of_the_shift(morning: Morning, second_account: Actor) -> None:
    volunteer = morning.cast["volunteer"].person
    assert volunteer is not None
    row = builders.attendance(morning.shift, volunteer, left_at=morning.at(120), settled=True)
    case = queries.objection(builders.objection(volunteer, attendance=row).public_id)
    assert case is not None
    with pytest.raises(actions.SecondPersonNeeded):
        actions.answer_objection(
            objection=case, upheld=False, answer="核对过", actor=second_account, at=morning.at(300)
        )
