"""The record of who rests says no more than the surname to whoever hands it back (PIPL art. 47)."""

from typing import Any

import pytest

from baiying.people import queries as persons
from baiying.people.models import Claim
from tests.people import claiming, world
from tests.privacy.test_openings import resting

__all__ = ["resting"]
pytestmark = pytest.mark.django_db
NEW = "19900000391"


def test_a_new_phone_at_the_desk_copies_no_name_of_who_rests(client_as: Any, cast: Any, resting: Any) -> None:
    clerk, second = client_as("clerk"), client_as("county")
    url = f"/desk/people/{resting.public_id}/phone/"
    clerk.post(url, {"do": "send", "phone": NEW})
    end = (persons.id_number_of(resting) or "")[-6:]
    answer = clerk.post(url, {"phone": NEW, "code": world.code_for(NEW), "last_six": end})
    assert answer.status_code == 303
    for client in (clerk, second):
        for page in (answer["Location"], "/desk/people/claims/", "/desk/"):
            assert resting.name not in client.get(page).content.decode(), page


def test_claims_are_not_found_by_the_name_of_who_rests(client_as: Any, cast: Any, resting: Any) -> None:
    claim = claiming.file(resting, NEW)
    Claim.objects.filter(pk=claim.pk).update(claimed_name="某人")
    clerk = client_as("clerk")
    found = clerk.get("/desk/people/claims/", {"q": resting.name[1:]}, follow=True).content.decode()
    assert claim.public_id not in found
    assert claim.public_id in clerk.get("/desk/people/claims/", {"q": "某人"}, follow=True).content.decode()
    page = clerk.get(f"/desk/people/claims/{claim.public_id}/").content.decode()
    assert "与记录一致" not in page
    assert "与记录不同" not in page
