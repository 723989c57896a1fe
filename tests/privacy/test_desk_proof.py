"""At a desk the document is the proof: its end is not guessed, and not typed by who saw the number kept here."""

from typing import Any

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import queries
from baiying.people.actions import numbers
from baiying.people.models import Person
from baiying.privacy.models import Closing, Copy
from tests.people import world
from tests.people.test_guardians import minor
from tests.people.test_merge_pages import made

pytestmark = pytest.mark.django_db


def test_who_opened_the_number_alone_closes_nobodys_account(first: Any, area: Any) -> None:
    """A clerk opens the sealed number for a reason, and with its end closes the account of who is not there."""
    p = made(area.village, 1)
    here = f"/desk/people/{p.public_id}/"
    assert first.client.post(here + "reveals/", {"what": "id_number", "reason": "核对登记的号码"}).status_code == 200
    end = queries.id_number_of(p)[-6:]
    first.client.post(here + "data/closing/", {"last_six": end})
    first.client.post(here + "data/", {"last_six": end, "reason": "没有手机"})
    assert not Closing.objects.exists(), "the account is to be closed"
    assert not Copy.objects.exists(), "all that is held about the person is printed"


def test_the_end_of_the_number_is_not_guessed_without_end(first: Any, area: Any) -> None:
    p = made(area.village, 1)
    here = f"/desk/people/{p.public_id}/data/closing/"
    end = queries.id_number_of(p)[-6:]
    for n in range(60):
        if first.client.post(here, {"last_six": f"{n:06d}"}).status_code == 429:
            return
    first.client.post(here, {"last_six": end})
    assert not Closing.objects.exists(), "after sixty wrong guesses the right one is taken"


def test_a_number_that_waits_for_a_consent_is_not_compared(client: Client, first: Any, area: Any) -> None:
    """A child of 13 whose guardian has not agreed: the house says that the number is compared with nothing."""
    minor(client, area, 13)
    p = Person.objects.get()
    with pytest.raises(numbers.NumberWaits):
        numbers.refuse_waiting(p, clock.now())
    first.client.post(f"/desk/people/{p.public_id}/data/closing/", {"last_six": queries.id_number_of(p)[-6:]})
    assert not Closing.objects.exists()


def test_wrong_ends_count_together_at_every_page_of_the_desk(first: Any, area: Any) -> None:
    """Six wrong ones anywhere: the right one is not taken at the others either, by this clerk."""
    p = made(area.village, 1)
    here, end = f"/desk/people/{p.public_id}/", queries.id_number_of(p)[-6:]
    for n in range(3):
        assert first.client.post(here + "data/closing/", {"last_six": f"{n:06d}"}).status_code == 422
        assert first.client.post(here + "devices/", {"devices_six": f"{n:06d}"}).status_code == 422
    page = first.client.post(here + "devices/", {"devices_six": end})
    assert "填错的次数太多了" in page.content.decode()
    first.client.post(here + "data/", {"last_six": end, "reason": "没有手机"})
    assert not Copy.objects.exists()
    # Another clerk with the document serves whoever stands there.
    other = world.staff("place_staff", area.township, "19900000397")
    assert other.post(here + "data/closing/", {"last_six": end}).status_code == 303


def test_a_right_end_gives_the_tries_back(first: Any, area: Any) -> None:
    p = made(area.village, 1)
    here, end = f"/desk/people/{p.public_id}/data/closing/", queries.id_number_of(p)[-6:]
    for n in range(5):
        first.client.post(here, {"last_six": f"{n:06d}"})
    for do in ("", "stop", "", "stop"):
        assert first.client.post(here, {"last_six": end, "do": do}).status_code == 303
    assert Closing.objects.filter(stopped_at__isnull=False).count() == 2
