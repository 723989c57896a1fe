"""A guardian is of age (Civil Code art. 27, 34), and stays somebody else than the ward: by page and by action."""

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Person, Registration
from baiying.people.rules import GuardianAsked
from tests.people import claiming, world
from tests.people.test_guardian_cases import agreed, withdrawn
from tests.people.test_guardians import CHILD, FATHER, minor
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def registers_on_it(browser: Client, area: Area, years: int) -> Person:
    """Whoever holds the guardian's phone, logged in by it, registers."""
    village = area.village.public_id
    assert browser.get("/register/")["Location"] == "/register/area/"
    browser.post("/register/area/", {"residence": village, "service": village})
    number = world.id_number(world.born_years_ago(years), 9)
    browser.post("/register/name/", {"name": "程持机", "id_number": number})
    if years < 18:
        given = {"guardian_name": "程母", "relation": "mother", "guardian_phone": "19900000299"}
        browser.post("/register/guardian/", given)
    browser.post("/register/interests/", {"categories": ["community"]})
    answer = browser.post("/register/consent/", world.AGREED)
    assert answer["Location"] == "/register/done/"
    assert browser.get("/register/done/").status_code == 200
    return Person.objects.get(name="程持机")


@pytest.mark.law("CC-27")
@pytest.mark.parametrize("withdrew", [False, True])
def test_a_guardians_account_never_becomes_a_minors(client: Client, area: Area, withdrew: bool) -> None:
    _registration, row, guardian = (withdrawn if withdrew else agreed)(client, area)
    row.refresh_from_db()
    made = registers_on_it(guardian, area, 16)
    assert made.account_id not in {None, row.guardian_account_id}
    assert queries.person_of_account(row.guardian_account_id or 0) is None
    # The guardian's session stays the guardian's.
    assert guardian.get("/mine/wards/").status_code == 200
    assert guardian.session["person"] != made.pk
    assert queries.is_guardian(row.guardian_account_id or 0, clock.now()) is not withdrew
    assert not queries.is_guardian(made.account_id or 0, clock.now())


def test_a_grown_up_guardian_registers_with_the_account_there_is(client: Client, area: Area) -> None:
    _registration, row, guardian = agreed(client, area)
    row.refresh_from_db()
    made = registers_on_it(guardian, area, 40)
    assert made.account_id == row.guardian_account_id
    assert queries.is_guardian(made.account_id or 0, clock.now())


def test_a_claim_gives_no_minors_record_to_a_guardians_account(client: Client, area: Area) -> None:
    _registration, row, _guardian = agreed(client, area)
    row.refresh_from_db()
    minor_there = Registration.objects.get().person
    Person.objects.filter(pk=minor_there.pk).update(account=None)
    minor_there.refresh_from_db()
    claim = actions.file_claim(
        person=minor_there, name=minor_there.name, phone=FATHER, account_id=row.guardian_account_id, note="",
        actor=ACTOR, at=clock.now(),
    )  # fmt: skip
    assert claiming.hand_back(claim).granted
    minor_there.refresh_from_db()
    assert minor_there.account_id not in {None, row.guardian_account_id}


def test_whoever_turned_out_a_minor_does_not_agree_again(client: Client, area: Area) -> None:
    """An account that became a minor's before it was refused: another grown-up on the phone does not cover for it."""
    _registration, row, _guardian = withdrawn(client, area)
    row.refresh_from_db()
    world.register(Client(), area, phone="19900000298", number=world.id_number(world.born_years_ago(30), 8))
    Person.objects.filter(registrations__needs_guardian=False).update(
        account=row.guardian_account_id, birth_date=world.born_years_ago(16)
    )
    world.make_account(FATHER, "李大山")
    with pytest.raises(actions.GuardianUnderAge):
        actions.agree_again(guardianship=row, actor=ACTOR, at=clock.now())


def ask(person: Person, phone: str) -> Guardianship:
    asked = GuardianAsked("李大山", "father", phone)
    return actions.ask_guardian(person=person, guardian=asked, actor=ACTOR, at=clock.now())


def test_the_action_too_asks_no_number_of_the_wards_own(client: Client, area: Area) -> None:
    person = minor(client, area).person
    with pytest.raises(actions.GuardianPhoneIsOwn):
        ask(person, CHILD)
    # The record keeps an old number; the child comes in by another.
    other = "19900000297"
    accounts.change_phone(account_id=person.account_id or 0, phone=other, actor=ACTOR, at=clock.now())
    with pytest.raises(actions.GuardianPhoneIsOwn):
        ask(person, other)
    with pytest.raises(actions.GuardianPhoneIsOwn):
        ask(person, CHILD)
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": other}
    browser = Client()
    world.log_in(browser, other)
    assert browser.post("/mine/profile/guardian/", given).status_code == 422
    assert Guardianship.objects.filter(declined_at__isnull=True).count() == 1
    assert ask(person, "19900000296").declined_at is None
