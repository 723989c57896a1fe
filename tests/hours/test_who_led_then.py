"""Who led when somebody came is no second person for it, though the lead has changed hands since (R058)."""

from typing import Any

import pytest

from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from baiying.teams.models import Office
from tests.hours.conftest import Morning, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(morning: Morning) -> Person:
    """Leads the activity and no team, and signed up for the own shift."""
    person = morning.cast["leader"].person
    assert person is not None
    Office.objects.filter(account=morning.cast["leader"].account).delete()
    builders.signup(morning.shift, person)
    return person


def handed_over(morning: Morning) -> None:
    """Somebody else leads from now on."""
    Activity.objects.filter(pk=morning.shift.activity_id).update(leader=morning.cast["county"].account)


def come(morning: Morning, key: str, person: Person) -> Attendance:
    pid = actions.check_in(
        shift_pid=morning.shift.public_id, person_id=person.pk, actor=morning.actor(key), at=morning.at(1)
    )
    return Attendance.objects.get(public_id=pid)


def test_every_way_of_noting_that_somebody_came_keeps_who_leads(morning: Morning, leader: Person) -> None:
    account_id = morning.cast["leader"].account.pk
    coded = come(morning, "leader", leader)
    volunteer = morning.cast["volunteer"].person
    assert volunteer is not None
    ticked = actions.tick_in(
        shift=morning.shift, person_id=volunteer.pk, actor=morning.actor("leader"), at=morning.at(2)
    )
    assert (coded.led_by_id, ticked.led_by_id) == (account_id, account_id)
    handed_over(morning)
    coded.refresh_from_db()
    assert coded.led_by_id == account_id


def test_hours_of_who_led_when_they_began_wait_for_a_second_person(morning: Morning, leader: Person) -> None:
    row = come(morning, "leader", leader)
    handed_over(morning)
    actions.check_out(attendance=row, actor=morning.actor("leader"), at=morning.at(120))
    assert not HourEntry.objects.exists()
    assert Proposal.objects.get().beneficiary_id == morning.cast["leader"].account.pk


def test_hours_of_who_led_the_team_when_they_began_wait_as_well(morning: Morning) -> None:
    person, account = morning.cast["leader"].person, morning.cast["leader"].account
    assert person is not None
    handed_over(morning)
    builders.signup(morning.shift, person)
    row = come(morning, "leader", person)
    Office.objects.filter(account=account).update(ends_at=morning.at(60))
    actions.check_out(attendance=row, actor=morning.actor("leader"), at=morning.at(120))
    assert not HourEntry.objects.exists()
    assert Proposal.objects.exists()


def test_a_team_led_only_before_or_after_keeps_nobody_waiting(morning: Morning) -> None:
    volunteer, account = morning.cast["volunteer"].person, morning.cast["volunteer"].account
    assert volunteer is not None
    team = morning.shift.activity.team
    office = builders.office(account, team.body, team, starts_at=morning.at(-600))
    Office.objects.filter(pk=office.pk).update(ends_at=morning.at(0))
    row = come(morning, "volunteer", volunteer)
    actions.check_out(attendance=row, actor=morning.actor("volunteer"), at=morning.at(120))
    assert HourEntry.objects.filter(attendance_id=row.pk).exists()


def test_who_led_when_it_was_noted_by_code_answers_no_objection_to_it(morning: Morning) -> None:
    volunteer = morning.cast["volunteer"].person
    assert volunteer is not None
    row = builders.attendance(morning.shift, volunteer, left_at=morning.at(120), settled=True)
    # The leader of then is in an office now, and leads nothing any more.
    Office.objects.filter(account=morning.cast["leader"].account).delete()
    handed_over(morning)
    case = queries.objection(builders.objection(volunteer, attendance=row).public_id)
    assert case is not None
    given: dict[str, Any] = {"objection": case, "upheld": False, "answer": "核对过", "at": morning.at(300)}
    with pytest.raises(actions.SecondPersonNeeded):
        actions.answer_objection(actor=Actor(morning.cast["leader"].account.pk), **given)
    assert actions.answer_objection(actor=actor_of(morning.cast["city"]), **given).answered_at is not None
