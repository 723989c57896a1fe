"""A tick that its leader took back gives nobody minutes, whatever happens afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours.actions import refusals
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.values.actor import system
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, morning_at

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


def test_whoever_was_taken_back_on_another_phone_does_not_leave_on_the_first(
    cast: dict[str, the_cast.Member], client_as: Callable[[str | None], Client]
) -> None:
    now = morning_at(cast, clock.now() - timedelta(minutes=30))
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(now.shift, person, came_at=clock.now(), source="roll", by=cast["leader"].account)
    actions.undo_tick(attendance=row, actor=now.actor("leader"), at=clock.now())
    path = f"/shifts/{now.shift.public_id}/ticks/"
    answer = client_as("leader").post(path, {"attendance": row.public_id}, headers={"In-Place": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "签到刚才已被撤销" in page
    assert "已签退" not in page
    for act in (actions.say_end, actions.confirm_end):
        with pytest.raises(refusals.ComingUndone):
            act(attendance=row, ends_at=clock.now(), actor=now.actor("unit_admin"), at=clock.now())
    row.refresh_from_db()
    assert row.end_before is None
