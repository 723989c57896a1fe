"""The cast and the builders that all tests stand on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.hours.models import HourEntry
from baiying.people import queries as people

pytestmark = pytest.mark.django_db


def test_everybody_of_the_cast_stands_where_the_table_says(city: builders.SmallCity, cast: dict[str, Member]) -> None:
    standing = people.standing_of(cast["minor"].person.pk, builders.NOW)  # type: ignore[union-attr]
    assert standing is not None
    assert (standing.age, standing.counted, standing.guardian_ok) == (15, True, True)
    assert cast["clerk"].appointment.area == city.townships[0]  # type: ignore[union-attr]
    assert cast["stranger"].person.residence.path[1] == city.counties[1].pk  # type: ignore[union-attr]
    guardian, minor = cast["guardian"].account, cast["minor"].person
    assert people.is_guardian_of(guardian.pk, minor.pk, builders.NOW)  # type: ignore[union-attr]


def test_a_member_of_the_cast_is_logged_in_with_person_and_office(
    client_as: Callable[[str | None], Client], cast: dict[str, Member]
) -> None:
    for key in ("volunteer", "clerk", None):
        assert client_as(key).get("/healthz").status_code == 200
    session = client_as("clerk").session
    assert session["acting"] == cast["clerk"].appointment.public_id  # type: ignore[union-attr]


def test_a_day_of_service_can_be_built_from_activity_to_ledger(cast: dict[str, Member]) -> None:
    leader, volunteer = cast["leader"], cast["volunteer"]
    assert leader.team is not None
    assert volunteer.person is not None
    made = builders.activity(leader.team, leader.account)
    shift = builders.shift(made, places=1)
    place = builders.signup(shift, volunteer.person)
    waits = builders.signup(shift, cast["stranger"].person, state="waitlisted")  # type: ignore[arg-type]
    assert (shift.taken, waits.state) == (1, "waitlisted")
    came = builders.attendance(shift, volunteer.person, left_at=shift.ends_at, signup=place)
    line = builders.entry(volunteer.person, 120, attendance=came)
    assert (line.team_id, line.residence_id) == (leader.team.pk, volunteer.person.residence_id)
    back = builders.entry(volunteer.person, -120, attendance=came, reversal_of=line)
    assert HourEntry.objects.get(reversal_of=line.id).id == back.id
    assert line.ends_at - line.starts_at == timedelta(hours=2)
