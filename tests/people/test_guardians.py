"""A 13-year-old's own account, the guardian's consent on the guardian's own phone."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Consent, Guardianship, Person, Registration
from tests.people import world
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db

CHILD, FATHER = "19900000201", "19900000202"


def minor(client: Client, area: Area, years: int = 13) -> Registration:
    number = world.id_number(world.born_years_ago(years))
    assert world.register(client, area, phone=CHILD, number=number, guardian_phone=FATHER) == "/register/done/"
    return Registration.objects.get()


def prove(guardian: Client, row: Guardianship) -> None:
    guardian.post(f"/guardians/{row.public_id}/codes/")
    answer = guardian.post(f"/guardians/{row.public_id}/", {"code": world.code_for(FATHER)})
    assert answer.status_code == 303


@pytest.mark.law("CC-19")
@pytest.mark.law("PIPL-31")
def test_the_guardian_agrees_on_another_phone_and_the_minor_counts_after_both(client: Client, area: Area) -> None:
    registration = minor(client, area)
    row = Guardianship.objects.get()
    guardian = Client()
    before = guardian.get(f"/guardians/{row.public_id}/").content.decode()
    assert "李小红" not in before
    assert "李**" not in before
    prove(guardian, row)
    page = guardian.get(f"/guardians/{row.public_id}/").content.decode()
    assert "李**" in page
    assert "李小红" not in page
    assert "第三十一条" in page  # below 14: the separate consent
    assert guardian.post(f"/guardians/{row.public_id}/agreement/").status_code == 422
    assert guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))["Location"] == "/mine/wards/"
    registration.refresh_from_db()
    assert registration.guardian_ok_at is not None
    assert not registration.countings.exists()
    assert Consent.objects.filter(purpose="guardian_under_14", given_by="guardian").count() == 1
    clerk = world.staff("place_staff", area.township, "19900000203")
    person = registration.person
    last_six = queries.id_number_of(person)[-6:]
    clerk.post(f"/desk/people/{person.public_id}/check/", {"document": "citizen", "last_six": last_six})
    registration.refresh_from_db()
    assert registration.countings.filter(to_at=None).count() == 1
    assert "李小红" in guardian.get("/mine/wards/").content.decode()


def test_a_guardian_may_act_for_the_ward_until_the_consent_is_withdrawn(client: Client, area: Area) -> None:
    registration = minor(client, area, 16)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert guardian.get("/mine/")["Location"] == "/mine/wards/"
    guardian.post("/acting/person/", {"person": registration.person.public_id})
    assert "李小红" in guardian.get("/mine/profile/").content.decode()
    assert "正在替 李小红 操作" in guardian.get("/activities/").content.decode()
    guardian.post("/acting/person/", {"person": ""})
    assert "正在替" not in guardian.get("/activities/").content.decode()
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    registration.refresh_from_db()
    assert registration.guardian_ok_at is None
    assert not registration.countings.exists()
    standing = queries.standing_of(registration.person_id, clock.now())
    assert standing is not None
    assert standing.state == "awaiting_guardian"
    answer = guardian.get("/mine/profile/")
    assert answer.status_code in {303, 404}
    assert guardian.post("/acting/person/", {"person": registration.person.public_id}).status_code == 404


def test_a_guardian_who_declines_is_final_until_asked_anew(client: Client, area: Area) -> None:
    minor(client, area)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/refusal/")
    answer = guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert answer.status_code == 422
    assert "没有同意" in client.get("/mine/profile/").content.decode()
    again = {"guardian_name": "李大山", "relation": "father", "guardian_phone": FATHER}
    assert client.post("/mine/profile/guardian/", again).status_code == 303
    assert Guardianship.objects.filter(declined_at__isnull=True).count() == 1


def test_the_minors_own_phone_is_refused_as_the_guardians(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": CHILD})
    client.post("/log-in/code/", {"code": world.code_for(CHILD)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(14))})
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": CHILD}
    answer = client.post("/register/guardian/", given)
    assert answer.status_code == 422
    assert "监护人自己的手机号" in answer.content.decode()


def test_a_stranger_with_the_link_but_not_the_phone_can_do_nothing(client: Client, area: Area) -> None:
    minor(client, area)
    row, stranger = Guardianship.objects.get(), Client()
    stranger.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    stranger.post(f"/guardians/{row.public_id}/refusal/")
    row.refresh_from_db()
    assert (row.agreed_at, row.declined_at) == (None, None)
    assert client.post(f"/mine/wards/{row.public_id}/withdrawal/").status_code == 403


def test_coming_of_age_needs_no_guardian_any_more(client: Client, area: Area) -> None:
    registration = minor(client, area, 17)
    Person.objects.update(birth_date=world.born_years_ago(18))
    assert actions.come_of_age(at=clock.now()) == 1
    registration.refresh_from_db()
    assert registration.needs_guardian is False
    assert actions.come_of_age(at=clock.now()) == 0
    assert ACTOR.account_id is None
