"""Below fourteen the consent to the ID number is the guardian's, on the page and in the record (PIPL art. 31)."""

import pytest
from django.test import Client

from baiying.people import rules
from baiying.people.forms.registering import ConsentForm
from baiying.people.models import Consent, Guardianship
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import minor
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def of_number() -> list[tuple[str, str, bool]]:
    rows = Consent.objects.filter(purpose="id_number").order_by("id")
    return [(row.given_by, row.giver_name, row.withdrawn_at is None) for row in rows]


@pytest.mark.law("PIPL-31")
def test_below_fourteen_the_guardian_agrees_to_the_number_and_not_the_child(client: Client, area: Area) -> None:
    _registration = minor(client, area, 13)
    assert of_number() == []
    assert "由监护人单独同意：在等监护人" in client.get("/mine/profile/").content.decode()
    row, guardian = Guardianship.objects.get(), Client()
    guardian.post(f"/guardians/{row.public_id}/codes/")
    guardian.post(f"/guardians/{row.public_id}/", {"code": world.code_for("19900000202")})
    assert "由您单独同意收集" in guardian.get(f"/guardians/{row.public_id}/").content.decode()
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert of_number() == [("guardian", "李大山", True)]
    page = client.get("/mine/profile/").content.decode()
    assert "监护人 李**" in page
    assert "在等监护人" not in page
    # The guardian took it upon himself, and takes it back; not the child.
    assert "/mine/consents/id_number/withdrawal/" not in page
    answer = client.post("/mine/consents/id_number/withdrawal/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/mine/profile/")
    assert "由监护人在自己的手机上撤回" in answer.content.decode()
    assert of_number() == [("guardian", "李大山", True)]
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    assert of_number() == [("guardian", "李大山", False)]


@pytest.mark.law("PIPL-28")
def test_from_fourteen_on_one_agrees_oneself(client: Client, area: Area) -> None:
    agreed(client, area, 14)
    assert of_number() == [("self", "李小红", True)]


@pytest.mark.law("PIPL-31")
def test_who_comes_back_below_fourteen_agrees_to_the_number_by_the_guardian_too(client: Client, area: Area) -> None:
    _registration, row, guardian = agreed(client, area, 13)
    client.post("/mine/consents/volunteer_service/withdrawal/")
    assert of_number() == [("guardian", "李大山", False)]
    page = client.get("/mine/profile/rejoining/").content.decode()
    assert "不由我同意" in page
    client.post("/mine/profile/rejoining/", world.AGREED)
    assert of_number() == [("guardian", "李大山", False)]
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert of_number()[-1] == ("guardian", "李大山", True)


def test_the_page_says_whose_consent_it_is() -> None:
    own, child = ConsentForm(text="x"), ConsentForm(text="x", number_by_guardian=True)
    assert "我单独同意" in str(own["id_number"].label)
    assert "由监护人单独同意，不由我同意" in str(child["id_number"].label)
    assert "我单独同意" in str(ConsentForm(text="x")["id_number"].label), "one form changes no other"


@pytest.mark.rules
@pytest.mark.law("PIPL-31")
@pytest.mark.parametrize(("age", "own"), [(13, False), (14, True), (60, True)])
def test_the_rule(age: int, own: bool) -> None:
    given = rules.RegistrationRules()
    assert (rules.ID_NUMBER in rules.own_purposes(age, given)) is own
    assert (rules.ID_NUMBER in rules.guardian_purposes(age, given)) is not own
