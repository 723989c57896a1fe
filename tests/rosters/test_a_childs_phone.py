"""U05 of a bad day: the invitation went to the guardian's number, and the child has no telephone."""

from datetime import date

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people.models import Guardianship, Person, Registration
from baiying.rosters.models import Invitation
from tests.people.world import AGREED, code_for
from tests.rosters.makers import School, number_of

pytestmark = pytest.mark.django_db

PARENTS = "13900000001"


def born(age: int) -> date:
    return date(clock.local_date(clock.now()).year - age, 1, 1)


def invited(school: School, age: int) -> Client:
    """The parent, whose code was given, at the question whose phone the child has."""
    school.sent([["刘小宝", number_of(5, born(age)), "三年级1班", PARENTS]])
    row, c = Invitation.objects.get(), Client()
    c.post(f"/invitations/{row.public_id}/codes/")
    c.post(f"/invitations/{row.public_id}/", {"code": code_for(PARENTS)})
    page = c.post(f"/invitations/{row.public_id}/registration/").content.decode()
    assert "孩子有自己的手机吗" in page
    return c


def answer(c: Client, said: str) -> str:
    row = Invitation.objects.get()
    return str(c.post(f"/invitations/{row.public_id}/registration/", {"child_phone": said})["Location"])


def to_guardian(c: Client, school: School, age: int) -> str:
    village = school.city.villages[0].public_id
    c.get("/register/")
    c.post("/register/area/", {"residence": village, "service": village})
    assert c.post("/register/name/", {"name": "刘小宝", "id_number": number_of(5, born(age))}).status_code == 303
    return c.get("/register/guardian/").content.decode()


def guarded(c: Client) -> int:
    given = {"guardian_name": "刘大山", "relation": "father", "guardian_phone": PARENTS}
    return int(c.post("/register/guardian/", given).status_code)


def test_without_an_own_phone_the_guardians_stands_for_both_and_the_guardian_answers_alone(school: School) -> None:
    c = invited(school, 15)
    assert answer(c, "none") == "/register/"
    assert f'value="{PARENTS}"' in to_guardian(c, school, 15)
    assert guarded(c) == 303
    c.post("/register/interests/", {"categories": ["community"]})
    assert c.post("/register/consent/", AGREED)["Location"] == "/register/done/"
    row = Invitation.objects.get()
    assert row.person is not None
    registration = Registration.objects.get(person=row.person)
    assert (registration.needs_guardian, registration.guardian_ok_at) == (True, None)
    assert Guardianship.objects.get(ward=row.person).agreed_at is None


def test_below_fourteen_another_number_is_needed_all_the_same(school: School) -> None:
    c = invited(school, 13)
    answer(c, "none")
    to_guardian(c, school, 13)
    assert guarded(c) == 422
    assert not Person.objects.filter(name="刘小宝").exists()


def test_with_an_own_phone_the_childs_is_proven_and_the_guardians_is_filled_in(school: School) -> None:
    c = invited(school, 15)
    assert answer(c, "own") == "/register/"
    page = c.get("/register/").content.decode()
    assert PARENTS not in page
    c.post("/register/", {"phone": "13900000055"})
    c.post("/log-in/code/", {"code": code_for("13900000055")})
    assert f'value="{PARENTS}"' in to_guardian(c, school, 15)
    assert guarded(c) == 303


def test_nobody_is_asked_whose_phone_it_is_of_a_grown_up(school: School) -> None:
    school.sent([["刘小宝", number_of(5, date(1990, 5, 4)), "1班", PARENTS]])
    row, c = Invitation.objects.get(), Client()
    c.post(f"/invitations/{row.public_id}/codes/")
    c.post(f"/invitations/{row.public_id}/", {"code": code_for(PARENTS)})
    assert c.post(f"/invitations/{row.public_id}/registration/")["Location"] == "/register/"
