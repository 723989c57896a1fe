"""A code that was right opens an account for minutes, once, and for whoever holds the number: never again later."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Registration, RegistrationDraft
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db

AGREED = {"agree": "on"}


def copy_of(browser: Client) -> Client:
    """Another browser with the same cookies: a copy that somebody kept."""
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return other


def asked_and_proven(client: Client, area: Area) -> tuple[Guardianship, Client]:
    minor(client, area, 15)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    return row, guardian


def agree(browser: Client, row: Guardianship) -> str:
    return str(browser.post(f"/guardians/{row.public_id}/agreement/", AGREED).headers.get("Location", ""))


def test_a_guardians_proof_opens_nothing_after_logging_out_everywhere(client: Client, area: Area) -> None:
    row, guardian = asked_and_proven(client, area)
    kept = copy_of(guardian)
    assert agree(guardian, row) == "/mine/wards/"
    assert guardian.post("/log-out/").status_code == 303
    assert agree(kept, row) == "/log-in/?next=%2Fmine%2Fwards%2F"
    assert kept.get("/mine/wards/").status_code == 302


def test_a_guardians_proof_of_some_minutes_ago_still_agrees_but_does_not_log_in(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, guardian = asked_and_proven(client, area)
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert agree(guardian, row).startswith("/log-in/")
    assert Registration.objects.get().guardian_ok_at is not None
    assert guardian.get("/mine/wards/").status_code == 302


def test_who_got_the_guardians_old_number_learns_nothing_by_the_old_message(client: Client, area: Area) -> None:
    _, row, _ = agreed(client, area, 15)
    kept = Client()
    prove(kept, row)
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    newcomer = Client()
    for browser in (newcomer, kept):
        assert browser.get(f"/guardians/{row.public_id}/").status_code == 404
        assert browser.post(f"/guardians/{row.public_id}/codes/").status_code == 404
        assert browser.post(f"/guardians/{row.public_id}/agreement/", AGREED).status_code == 404
        assert browser.get("/mine/wards/").status_code == 302
    # Nor does a leader call the newcomer about the child.
    assert queries.call_of(row.ward, clock.now()) is None


def test_who_disowns_a_number_is_no_longer_asked_for_a_child_and_the_child_hears(client: Client, area: Area) -> None:
    minor(client, area, 15)
    row = Guardianship.objects.get()
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    row.refresh_from_db()
    assert row.declined_at is not None
    assert queries.guardians_answer(row.ward_id) == "declined"


def test_what_was_begun_with_a_disowned_number_is_deleted(client: Client, area: Area) -> None:
    phone = "19900000399"
    client.post("/register/", {"phone": phone})
    client.post("/log-in/code/", {"code": world.code_for(phone)})
    client.get("/register/")
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    client.post("/register/area/", picked)
    number = world.id_number(world.born_years_ago(30))
    client.post("/register/name/", {"name": "李大海", "id_number": number})
    assert RegistrationDraft.objects.count() == 1
    actions.disown_phone(phone=phone, actor=ACTOR, at=clock.now())
    assert not RegistrationDraft.objects.exists()
    newcomer = Client()
    newcomer.post("/register/", {"phone": phone})
    newcomer.post("/log-in/code/", {"code": world.code_for(phone)})
    newcomer.get("/register/")
    newcomer.post("/register/area/", picked)
    page = newcomer.get("/register/name/").content.decode()
    assert "李大海" not in page
    assert number not in page
