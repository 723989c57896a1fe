"""The guardian's own number was used to begin a child's registration: it is swapped, nothing is filled in anew."""

import pytest
from django.test import Client

from baiying.people import queries
from baiying.people.models import Guardianship, RegistrationDraft
from tests.people import world
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db
GIVEN = {"guardian_name": "李大山", "relation": "father", "guardian_phone": FATHER}


def begun_by_father(client: Client, area: Area) -> str:
    """As far as the guardian, with the father's phone; gives the page that refuses it as the guardian's."""
    client.post("/register/", {"phone": FATHER})
    client.post("/log-in/code/", {"code": world.code_for(FATHER)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id, "service": area.village.public_id})
    number = world.id_number(world.born_years_ago(15))
    assert client.post("/register/name/", {"name": "李小红", "id_number": number})["Location"] == "/register/guardian/"
    answer = client.post("/register/guardian/", GIVEN)
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_first_page_says_that_two_phones_are_needed(client: Client) -> None:
    assert "监护人自己的另一部手机" in client.get("/register/").content.decode()


def test_the_phones_are_swapped_and_what_was_filled_in_stays(client: Client, area: Area) -> None:
    page = begun_by_father(client, area)
    assert 'href="/register/child-phone/"' in page
    assert client.get("/register/child-phone/").status_code == 200
    assert client.post("/register/child-phone/", {"phone": FATHER}).status_code == 422
    assert client.post("/register/child-phone/", {"phone": CHILD})["Location"] == "/log-in/code/"
    # Nothing is changed before the code was given.
    assert queries.draft_content(RegistrationDraft.objects.get())["phone"] == FATHER
    onward = client.post("/log-in/code/", {"code": world.code_for(CHILD)})["Location"]
    assert onward == "/register/child-phone/"
    assert client.get(onward)["Location"] == "/register/guardian/"
    shown = client.get("/register/guardian/").content.decode()
    assert f'value="{FATHER}"' in shown
    assert "李大山" in shown
    assert client.post("/register/guardian/", GIVEN)["Location"] == "/register/interests/"
    interests = {"categories": ["community"], "skills": [], "availability": []}
    client.post("/register/interests/", interests)
    assert client.post("/register/consent/", world.AGREED)["Location"] == "/register/done/"
    row = Guardianship.objects.get()
    assert queries.phone_of(row.ward) == CHILD
    assert queries.guardian_phone(row) == FATHER


def test_nobody_swaps_what_is_not_proven_here(client: Client, area: Area) -> None:
    begun_by_father(client, area)
    stranger = Client()
    assert stranger.get("/register/child-phone/")["Location"] == "/register/"
    assert stranger.post("/register/child-phone/", {"phone": CHILD})["Location"] == "/register/"
    stranger.post("/register/", {"phone": CHILD})
    stranger.post("/log-in/code/", {"code": world.code_for(CHILD)})
    stranger.get("/register/child-phone/")
    assert {queries.draft_content(one)["phone"] for one in RegistrationDraft.objects.all()} == {FATHER, CHILD}
