"""Father and mother of one child; a rare sign found by either code; a roster as long as a school's."""

from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.people.models import Consent, Guardianship, Person, Registration
from baiying.rosters import actions
from baiying.rosters.models import Invitation, Paper, Roster
from tests.rosters import paper
from tests.rosters.makers import BORN, School, pupil
from tests.rosters.test_accepting import here, prove
from tests.rosters.test_papers import _registers

pytestmark = pytest.mark.django_db

FATHER, FATHERS_PHONE = "刘大山", "13900000002"


def test_u08_the_second_parent_reads_that_it_is_done_and_both_consents_are_on_record(school: School) -> None:
    row = paper.invited(school)
    mother, father = Client(), Client()
    prove(mother, row)
    _registers(school, row)
    # The father has the same link: by it alone he reads no more than the clerk; with the code of the phone, what he
    # can do.
    assert "已由家里另一位办过" not in father.get(here(row)).content.decode()
    prove(father, row)
    page = father.get(here(row)).content.decode()
    assert "已由家里另一位办过" in page
    assert "去注册" not in page
    assert father.post(here(row, "registration/")).status_code == 200
    row.refresh_from_db()
    mothers = paper.taken(school.clerk, row)
    fathers = paper.taken(
        school.clerk, row, relation="father", guardian_name=FATHER, phone=FATHERS_PHONE, phone_again=FATHERS_PHONE
    )
    assert (mothers.effect, fathers.effect) == ("counts", "counts")
    live = Guardianship.objects.filter(ward=row.person, agreed_at__isnull=False, withdrawn_at__isnull=True)
    assert set(live.values_list("guardian_name", flat=True)) == {paper.MOTHER, FATHER}
    givers = Consent.objects.filter(person=row.person, given_by="guardian").values_list("giver_name", flat=True)
    assert set(givers) == {paper.MOTHER, FATHER}
    assert Person.objects.filter(name=paper.CHILD).count() == 1
    assert Registration.objects.get(person=row.person).guardian_ok_at is not None


def test_u08_a_yes_of_the_father_waits_for_the_mothers_no(school: School) -> None:
    row = paper.invited(school)
    child = paper.registered(school, row, asked=True)
    assert paper.taken(school.clerk, row, signed_on=paper.days_ago(2), answer_guardian="no").effect == "no"
    fathers = paper.taken(
        school.clerk, row, relation="father", guardian_name=FATHER, phone=FATHERS_PHONE, phone_again=FATHERS_PHONE
    )
    assert fathers.effect == "counts"
    assert Guardianship.objects.get(ward=child, guardian_name=FATHER).waits_since is not None
    assert Registration.objects.get(person=child).guardian_ok_at is None
    assert Paper.objects.count() == 2


@pytest.mark.parametrize("typed", ["陈\ue863", "陈䶮"])
def test_u05_a_rare_sign_is_found_by_either_code(school: School, typed: str) -> None:
    person = builders.person("陈䶮", residence=school.city.villages[0])
    page = school.county.post("/desk/people/", {"q": typed}, follow=True).content.decode()
    page += school.county.get("/desk/people/", {"q": typed}, follow=True).content.decode()
    assert person.public_id in page


def test_u06_a_whole_school_of_which_twelve_register_meanwhile(school: School) -> None:
    team = school.cast["leader"].team
    rows: list[list[Any]] = [pupil(n, name=f"王小{chr(0x4E00 + n)}", born=_born(n)) for n in range(1, 1201)]
    row = school.brought(rows, school.county)
    Roster.objects.filter(pk=row.pk).update(team=team)
    assert row.summary["fates"]["invited"] == 1200
    for number in rows[:12]:
        known = builders.person(str(number[0]), residence=school.city.villages[0])
        _with_number(known, str(number[1]))
    school.sent([rows[20]], school.county)
    for client in (school.county, school.county, school.clerk):
        assert school.send(row, client).status_code == 303
    row.refresh_from_db()
    fates = row.outcome["fates"]
    assert fates == {"invited": 1187, "asked_to_join": 12, "known": 0, "already": 1}
    assert sum(fates.values()) == 1200
    assert Invitation.objects.filter(roster=row).count() == 1199
    actions.text(roster_id=row.pk, at=clock.now())
    assert Message.objects.filter(kind="rosters.invited", channel="sms").count() == 1199


def _born(n: int) -> Any:
    return BORN.replace(day=1 + n // 100)


def _with_number(person: Person, number: str) -> None:
    Person.objects.filter(pk=person.pk).update(id_no_hash=people.number_hash("citizen", number))
