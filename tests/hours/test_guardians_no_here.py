"""A guardian's no to a shift holds on every way onto its record until that guardian signs the child up (R007)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities.models import Post, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.people import actions as people
from baiying.people import queries as people_rows
from baiying.people.models import Person
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift that began twenty minutes ago, to which the child's guardian said no."""
    on = morning_at(cast, clock.now() - timedelta(minutes=20))
    no = cast["guardian"].account.pk
    Signup.objects.filter(person=child(on)).update(state="cancelled", refused_by_guardian_id=no)
    Post.objects.filter(pk=on.shift.post_id).update(minors_welcome=True)
    on.shift.post.refresh_from_db()
    return on


def child(now: Morning) -> Person:
    person = now.cast["minor"].person
    assert person is not None
    return person


def tick(now: Morning) -> Attendance:
    return actions.tick_in(shift=now.shift, person_id=child(now).pk, actor=now.actor("leader"), at=clock.now())


def test_the_leader_notes_the_child_in_no_way(now: Morning, client_as: ClientAs) -> None:
    leader, field = client_as("leader"), f"/shifts/{now.shift.public_id}"
    for source in ("roll", "scan"):
        with pytest.raises(actions.CHECK_IN["guardian_said_no"]):
            actions.tick_in(
                shift=now.shift, person_id=child(now).pk, source=source, actor=now.actor("leader"), at=clock.now()
            )
    registration = people_rows.registration_of(child(now).pk)
    assert registration is not None
    card = people.issue_card(person=child(now), actor=now.actor("clerk"), at=clock.now())
    for number in (registration.volunteer_no, f"/v/{card.code}/"):
        answer = leader.post(f"{field}/walk-ins/", {"number": number})
        assert answer.status_code == 422
        assert "给监护人打电话" in answer.content.decode()
    assert not Attendance.objects.filter(person=child(now)).exists()


def test_nor_by_the_sheet_of_paper(now: Morning) -> None:
    start = now.shift.starts_at
    row = actions.PaperRow("1", child(now).pk, start, start + timedelta(minutes=15))
    with pytest.raises(actions.RowsRefused) as refused:
        actions.record_paper(shift=now.shift, rows=[row], words="纸质签到表", actor=now.actor("leader"), at=clock.now())
    assert refused.value.by_key["1"].code == "guardian_said_no"
    assert not Attendance.objects.filter(person=child(now)).exists()


def test_the_same_guardian_takes_it_back_by_signing_the_child_up(now: Morning) -> None:
    again = builders.signup(now.shift, child(now))
    Signup.objects.filter(pk=again.pk).update(by_id=now.cast["guardian"].account.pk)
    assert tick(now).walk_in is False


def test_who_is_of_age_at_the_shift_is_kept_from_it_by_nobody(now: Morning) -> None:
    today = clock.local_date(clock.now())
    Person.objects.filter(pk=child(now).pk).update(birth_date=today.replace(year=today.year - 19, day=1))
    assert tick(now).walk_in is True
