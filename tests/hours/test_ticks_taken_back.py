"""A tick that its leader took back gives nobody minutes, whatever happens afterwards."""

from datetime import timedelta

import pytest

from baiying.demo import builders
from baiying.hours import actions
from baiying.hours.actions import refusals
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticked(morning: Morning) -> Attendance:
    person = morning.cast["volunteer"].person
    assert person is not None
    return builders.attendance(morning.shift, person, source="roll", by=morning.cast["leader"].account)


def test_it_is_settled_at_once_and_neither_posted_nor_corrected(morning: Morning, ticked: Attendance) -> None:
    actions.undo_tick(attendance=ticked, actor=morning.actor("leader"), at=morning.at(5))
    told = [m.text for m in notices.inbox_of(ticked.person.public_id)]
    actor, later = system("tests"), morning.at(400)
    actions.post_waiting(person_id=ticked.person_id, actor=actor, at=later)
    actions.sweep_waiting(actor=actor, at=later)
    assert [m.text for m in notices.inbox_of(ticked.person.public_id)] == told
    times = actions.Times(morning.at(0), morning.at(150))
    with pytest.raises(refusals.NoEndYet):
        actions.correct_record(attendance=ticked, times=times, words="其实在", actor=morning.actor("leader"), at=later)
    assert not HourEntry.objects.exists()
    assert not Proposal.objects.exists()


def test_only_who_ticked_takes_it_back_and_only_for_ten_minutes(morning: Morning, ticked: Attendance) -> None:
    for who, after in (("unit_admin", 5), ("county", 5), ("leader", 11)):
        with pytest.raises(refusals.CannotUndo):
            actions.undo_tick(
                attendance=ticked, actor=morning.actor(who), at=ticked.checked_in_at + timedelta(minutes=after)
            )
    ticked.refresh_from_db()
    assert ticked.undone_at is None
