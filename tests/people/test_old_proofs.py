"""A code that was right opens an account for minutes, once, and for whoever holds the number: never again later."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts import actions as actions_of_accounts
from baiying.accounts import queries as account_rows
from baiying.kit import clock
from baiying.notices.models import ChatAccount, MailAddress
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Person, Registration, RegistrationDraft
from tests.notices.chat_readers import bound
from tests.notices.mail_readers import reader
from tests.people import claiming, world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


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
    return str(browser.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row)).headers.get("Location", ""))


def test_a_guardians_proof_opens_nothing_after_logging_out_everywhere(client: Client, area: Area) -> None:
    row, guardian = asked_and_proven(client, area)
    kept = copy_of(guardian)
    assert agree(guardian, row) == "/mine/wards/"
    assert guardian.post("/log-out/").status_code == 303
    assert agree(kept, row) == f"/guardians/{row.public_id}/"
    assert "李**" not in kept.get(f"/guardians/{row.public_id}/").content.decode()
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


def claim_granted(phone: str) -> None:
    """The father comes to the desk with his document and goes on by another number."""
    person = Person.objects.get(name="李大明")
    claiming.hand_back(claiming.file(person, phone))


def test_a_guardians_proof_decides_nothing_after_logging_out_everywhere(client: Client, area: Area) -> None:
    """The guardian's number opens an account already; its owner ends every session while a copy is about."""
    actions_of_accounts.create_account(phone=FATHER, display_name="李大明", actor=ACTOR, at=clock.now())
    row, guardian = asked_and_proven(client, area)
    assert "李**" in guardian.get(f"/guardians/{row.public_id}/").content.decode()
    account = account_rows.accounts_of_phone(FATHER).get()
    actions_of_accounts.end_sessions(account_id=account.pk, actor=ACTOR, at=clock.now(), why="log_out")
    assert "李**" not in guardian.get(f"/guardians/{row.public_id}/").content.decode()
    for answer in ("agreement", "refusal"):
        guardian.post(f"/guardians/{row.public_id}/{answer}/", world.agreement(row))
    row.refresh_from_db()
    assert (row.agreed_at, row.declined_at) == (None, None)


def test_a_number_left_by_a_granted_claim_is_no_longer_asked_for_a_child(client: Client, area: Area) -> None:
    minor(client, area, 15)
    row = Guardianship.objects.get()
    world.register(Client(), area, phone=FATHER, name="李大明")
    claim_granted("19900000398")
    row.refresh_from_db()
    assert row.declined_at is not None
    newcomer = Client()
    world.register(newcomer, area, phone=FATHER, number=world.id_number(world.born_years_ago(40), 7), name="王五")
    assert "李**" not in newcomer.get("/mine/wards/").content.decode()


def test_a_number_that_others_of_the_family_still_come_in_by_goes_on_being_asked(client: Client, area: Area) -> None:
    minor(client, area, 15)
    world.register(Client(), area, phone=FATHER, name="李大明")
    actions_of_accounts.create_account(phone=FATHER, display_name="王秀", actor=ACTOR, at=clock.now())
    claim_granted("19900000398")
    assert Guardianship.objects.get().declined_at is None


def test_what_the_holder_of_the_old_number_linked_goes_with_a_granted_claim(area: Area, settings: Any) -> None:
    """A recycled number: its new holder comes in and links an own WeChat and mail; then the owner claims the record."""
    world.register(Client(), area, phone=FATHER, name="李大明")
    inbox = Person.objects.get().public_id
    bound(inbox=inbox)
    settings.BAIYING_MAIL = "log"
    reader(inbox, "stranger@mail.example")
    claim_granted("19900000398")
    assert not ChatAccount.objects.exists()
    assert not MailAddress.objects.exists()


def test_a_claim_by_a_number_that_looks_the_same_when_masked_does_not_stand_in_for_it(area: Area) -> None:
    world.register(Client(), area, phone="19900000311", name="李小红")
    person = Person.objects.get()
    first, alike = "19900010398", "19900020398"
    said = {"person": person, "name": "李小红", "account_id": None, "note": "", "actor": ACTOR, "at": clock.now()}
    actions.file_claim(phone=first, **said)
    with pytest.raises(actions.ClaimUnderWay):
        actions.file_claim(phone=alike, **said)
    with pytest.raises(actions.ClaimOpen, match="不需要重复提交"):
        actions.file_claim(phone=first, **said)


def test_who_got_the_guardians_old_number_learns_nothing_by_the_old_message(client: Client, area: Area) -> None:
    _, row, _ = agreed(client, area, 15)
    kept = Client()
    prove(kept, row)
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    newcomer = Client()
    for browser in (newcomer, kept):
        assert browser.get(f"/guardians/{row.public_id}/").status_code == 404
        assert browser.post(f"/guardians/{row.public_id}/codes/").status_code == 404
        assert browser.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row)).status_code == 404
        assert browser.get("/mine/wards/").status_code == 302
    # Nor does a leader call the newcomer about the child.
    assert queries.call_of(row.ward, clock.now()) is None


def test_who_disowns_a_number_is_no_longer_asked_for_a_child_and_the_child_hears(client: Client, area: Area) -> None:
    minor(client, area, 15)
    row = Guardianship.objects.get()
    actions.disown_phone(phone=FATHER, actor=ACTOR, at=clock.now())
    row.refresh_from_db()
    assert row.declined_at is not None
    assert queries.guardians_answer(row.ward_id) == "not_theirs"


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
