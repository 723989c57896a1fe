"""Presses and acceptances at one moment, over connections of their own."""

from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.people.models import Person
from baiying.places.bulk import Division
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.rules.checking import Line
from tests.cast import log_in
from tests.hours.conftest import actor_of
from tests.own_database import at_once
from tests.rosters.makers import School, pasted, pupil

pytestmark = pytest.mark.race


def _school() -> School:
    city = builders.small_city()
    return School(the_cast.build(city), city)


def test_u06_presses_at_one_moment_are_one_and_a_line_of_two_rosters_is_invited_once(own_database: str) -> None:
    school = _school()
    office = actor_of(school.cast["county"])
    one, other = school.brought([pupil(n) for n in range(1, 9)]), school.brought([pupil(n) for n in range(5, 13)])

    def press(row: Roster) -> Any:
        return lambda: actions.send(roster=row, without_faults=True, by_text=True, actor=office, at=clock.now())

    at_once(press(one), press(other), press(one), press(other))
    assert Invitation.objects.count() == 12
    fates = [Roster.objects.get(pk=row.pk).outcome["fates"] for row in (one, other)]
    assert sum(fate["invited"] for fate in fates) == 12
    assert sum(fate["already"] for fate in fates) == 4


def _open_to(school: School, n: int) -> Invitation:
    """An invitation whose line has no number, so that any two numbers may be typed for it."""
    row = school.sent([[f"刘小{chr(0x4E00 + n)}", "", "1班", f"1390000{n:04}"]])
    return Invitation.objects.get(roster=row)


def test_u08_father_and_mother_in_the_same_second_make_one_acceptance(own_database: str) -> None:
    """The invitation is taken last in the registration's own transaction: the second is refused whole."""
    school = _school()
    village = Division.objects.get(pk=school.city.villages[0].pk)
    actor = actor_of(school.cast["volunteer"])
    for n in range(50):
        invitation = _open_to(school, n + 1)
        _word, line = keeping.who_of(invitation)

        def register(line: Line = line, key: str = invitation.public_id) -> None:
            with transaction.atomic():
                person = builders.person(line.name, residence=village)
                actions.take_brought(key, person.pk, actor, clock.now())

        said = at_once(register, register)
        assert sorted(said) == ["done", "invitation_taken"]
        invitation.refresh_from_db()
        assert Person.objects.get(name=line.name).pk == invitation.person_id


def test_taking_back_and_accepting_at_one_moment_end_in_one_of_both(own_database: str) -> None:
    school = _school()
    office = actor_of(school.cast["county"])
    volunteer = actor_of(school.cast["volunteer"])
    for n in range(10):
        invitation = _open_to(school, n + 1)
        _word, line = keeping.who_of(invitation)
        person = builders.person(line.name, residence=school.city.villages[0])
        key = invitation.public_id
        at_once(
            lambda row=invitation.roster: actions.undo(roster=row, actor=office, at=clock.now()),
            lambda who=person.pk, key=key: actions.take_brought(key, who, volunteer, clock.now()),
        )
        invitation.refresh_from_db()
        assert (invitation.withdrawn_at is None) != (invitation.accepted_at is None)


def test_two_presses_of_one_form_are_one_roster(own_database: str) -> None:
    school = _school()
    form_id = new_public_id()

    def press() -> Any:
        return school.bring(log_in(school.cast["unit_admin"]), pasted=pasted([pupil(1), pupil(2)]), form_id=form_id)

    found = at_once(press, press, press)
    assert set(found) == {"done"}
    assert Roster.objects.count() == 1
