"""Whom news of a child reach, and which child has nobody: numbers that changed hands, rules that changed (N40)."""

import importlib

import pytest
from django.db import connection
from django.test import Client

from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Registration
from tests.people import world
from tests.people.test_guardian_cases import MOTHER
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.test_lost_phones import PILE
from tests.people.test_two_guardians import Family, ask_mother, family, texts  # noqa: F401
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def desk(area: Area) -> Client:
    return world.staff("place_staff", area.township, "19900000443")


def test_n40_who_said_no_by_a_number_hears_nothing_more_once_it_is_anothers(client: Client, area: Area) -> None:
    minor(client, area)
    row, father = Guardianship.objects.get(), Client()
    prove(father, row)
    father.post(f"/guardians/{row.public_id}/refusal/")
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    # A no by the number asks nothing of the office: nobody has to be found.
    assert PILE not in desk(area).get("/desk/").content.decode()
    hers = ask_mother(client)
    assert texts(FATHER) == []
    assert queries.others_to_tell(hers) == []


def test_who_said_no_and_still_has_the_number_hears_on(client: Client, area: Area) -> None:
    minor(client, area)
    row, father = Guardianship.objects.get(), Client()
    prove(father, row)
    father.post(f"/guardians/{row.public_id}/refusal/")
    ask_mother(client)
    assert len(texts(FATHER)) == 1


def test_n40_a_child_with_another_guardian_in_reach_is_on_no_list(family: Family, area: Area) -> None:  # noqa: F811
    family.she_agrees()
    family.he_agrees()
    here = desk(area)
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    assert PILE not in here.get("/desk/").content.decode()
    actions.disown_phone(phone=MOTHER, actor=ACTOR, at=clock.now())
    assert PILE in here.get("/desk/").content.decode()


def test_a_consent_that_waited_may_be_given_anew_once_the_rule_lets_none_wait(family: Family) -> None:  # noqa: F811
    family.she_agrees()
    again = f"/mine/wards/{family.hers.public_id}/agreement/"
    assert again not in family.mother.get("/mine/wards/").content.decode()
    world.rule_set("registration", withdrawal_holds=False)
    page = family.mother.get("/mine/wards/").content.decode()
    assert again in page
    assert "要等他重新同意" not in page
    assert not family.is_ok()
    assert family.mother.post(again, world.agreement(family.hers)).status_code == 303
    assert family.is_ok()
    assert queries.guardians_answer(family.registration.person_id) == "agreed"


def test_what_was_held_when_its_doubt_was_decided_is_held_no_more(client: Client, area: Area) -> None:
    """The statement of the migration: of ended registrations only, and not of what was found untrue."""
    row = minor(client, area)
    lift = importlib.import_module("baiying.people.migrations.0016_holds_left_behind").LIFT

    def held_after(**columns: object) -> bool:
        Registration.objects.filter(pk=row.pk).update(
            **{"held_at": clock.now(), "ended_at": clock.now(), "end_reason": ""} | columns
        )
        with connection.cursor() as cursor:
            cursor.execute(lift)
        row.refresh_from_db()
        return row.held_at is not None

    assert not held_after()
    assert held_after(ended_at=None)
    assert held_after(end_reason="found_untrue")
