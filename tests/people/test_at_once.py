"""Several at one moment, on real connections: one code opens once, one ID number makes one person."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import LogInCode
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions, queries, rules
from baiying.people.models import Claim, Person, RegistrationDraft
from tests.people import world
from tests.people.test_draft_proofs import NUMBER, begin, prove_anew, registered_at_a_desk
from tests.people.test_draft_proofs import PHONE as DRAFTED
from tests.people.test_old_proofs import copy_of
from tests.people.world import ACTOR

PHONE, CLAIMANT = "19900000601", "19900000698"


def at_once(n: int, work: Callable[[int], str]) -> list[str]:
    """What `n` threads say, each with its own connection, after starting together."""
    barrier, said = threading.Barrier(n), [""] * n

    def one(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            said[number] = work(number)
        except Refused as refusal:
            said[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def try_code(code: str) -> str:
    accounts.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=clock.now())
    return "in"


@pytest.mark.race
def test_a_code_opens_once_and_wrong_tries_are_all_counted(own_database: str) -> None:
    accounts.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=clock.now())
    code = world.code_for(PHONE)
    assert sorted(at_once(8, lambda _n: try_code(code))) == ["code_expired"] * 7 + ["in"]
    LogInCode.objects.all().delete()
    accounts.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=clock.now())
    wrong = "000000" if world.code_for(PHONE) != "000000" else "111111"
    said = at_once(8, lambda _n: try_code(wrong))
    assert said.count("wrong_code") == 4
    assert LogInCode.objects.get().wrong_tries == 5


@pytest.mark.race
def test_one_id_number_makes_one_person_however_often_it_is_sent(own_database: str) -> None:
    area, born = world.make_area(), world.born_years_ago(30)
    number = world.id_number(born)

    def register(n: int) -> str:
        new = rules.NewPerson(
            name="李小红",
            sex="female",
            birth_date=born,
            id_type="citizen",
            id_number=number,
            residence_id=area.village.pk,
            service_area_id=area.village.pk,
            phone=f"1990000062{n}",
            categories=("community",),
        )
        actions.register_self(new=new, guardian=None, account=None, actor=ACTOR, at=clock.now())
        return "registered"

    assert sorted(at_once(8, register)) == ["already_registered"] * 7 + ["registered"]
    assert Person.objects.count() == 1


WISHES = {"categories": ["community"], "availability": ["3"]}


def pressed(browsers: list[Client], address: str, form: dict[str, object]) -> list[str]:
    """Where one is sent to by so many presses of one page, at one moment."""

    def press(n: int) -> str:
        answer = browsers[n].post(address, form)
        return str(answer.get("Location") or answer.status_code)

    return at_once(len(browsers), press)


@pytest.mark.race
def test_finishing_a_registration_by_several_presses_registers_once_and_answers_each_alike(own_database: str) -> None:
    browser = Client()
    begin(browser, world.make_area())
    assert browser.post("/register/interests/", WISHES)["Location"] == "/register/consent/"
    presses, late = [copy_of(browser) for _ in range(4)], copy_of(browser)
    assert pressed(presses, "/register/consent/", world.AGREED) == ["/register/done/"] * 4
    # Somebody impatient presses once more, from the page as it stood.
    assert late.post("/register/consent/", world.AGREED)["Location"] == "/register/done/"
    person = Person.objects.get()
    for one in (*presses, late):
        assert person.name in one.get("/register/done/").content.decode()
    # What was typed is gone; with the same phone another of the family begins anew.
    row = RegistrationDraft.objects.get()
    assert (row.made, set(queries.draft_content(row))) == (person, {"phone", "residence_id"})
    assert queries.drafts_of(DRAFTED, None) == []


@pytest.mark.race
def test_steps_sent_while_the_registration_ends_lose_nothing_and_break_nothing(own_database: str) -> None:
    browser, area = Client(), world.make_area()
    begin(browser, area)
    browser.post("/register/interests/", WISHES)
    one, other, third = copy_of(browser), copy_of(browser), copy_of(browser)

    def press(n: int) -> str:
        if n == 0:
            return str(one.post("/register/consent/", world.AGREED)["Location"])
        if n == 1:
            return str(other.post("/register/interests/", WISHES)["Location"])
        return str(third.post("/register/area/", {"residence": area.village.public_id})["Location"])

    said = at_once(3, press)
    assert said[0] == "/register/done/"
    # Before it ended, or answered as what ended it.
    assert set(said[1:]) <= {"/register/consent/", "/register/done/"}
    assert Person.objects.count() == 1


@pytest.mark.race
def test_two_steps_sent_at_one_moment_are_both_kept(own_database: str) -> None:
    browser, area = Client(), world.make_area()
    begin(browser, area)
    for n in range(5):
        wanted = [area.village, area.other_village][n % 2]
        one, other = copy_of(browser), copy_of(browser)
        half = {"name": f"李大海{chr(0x4E00 + n)}", "id_number": "4199", "then": "back"}

        def press(number: int, a: Client = one, b: Client = other, w: str = wanted.public_id, f=half) -> str:  # type: ignore[no-untyped-def]
            return str(
                (a.post("/register/area/", {"residence": w}) if number else b.post("/register/name/", f)).status_code
            )

        assert at_once(2, press) == ["303", "303"]
        kept = queries.draft_content(RegistrationDraft.objects.get())
        assert (kept["residence_id"], kept["typed"]["name"]["name"]) == (wanted.pk, half["name"])


@pytest.mark.race
def test_coming_in_by_several_presses_to_a_record_made_at_a_desk(own_database: str) -> None:
    browser, area = Client(), world.make_area()
    prove_anew(browser)
    browser.get("/register/")
    browser.post("/register/area/", {"residence": area.village.public_id})
    registered_at_a_desk(area)
    presses, late = [copy_of(browser) for _ in range(4)], copy_of(browser)
    given: dict[str, object] = {"name": "李大海", "id_number": NUMBER}
    assert pressed(presses, "/register/name/", given) == ["/mine/profile/"] * 4
    assert late.post("/register/name/", given)["Location"] == "/mine/profile/"
    assert "李大海" in late.get("/mine/profile/").content.decode()


@pytest.mark.race
def test_a_claim_sent_by_several_presses_is_one_and_each_reads_who_decides(own_database: str) -> None:
    browser, area = Client(), world.make_area()
    registered_at_a_desk(area)
    assert browser.post("/register/", {"phone": CLAIMANT}).status_code == 303
    browser.post("/log-in/code/", {"code": world.code_for(CLAIMANT)})
    browser.get("/register/")
    browser.post("/register/area/", {"residence": area.village.public_id})
    assert browser.post("/register/name/", {"name": "李大海", "id_number": NUMBER})["Location"] == "/register/claim/"
    presses, late = [copy_of(browser) for _ in range(4)], copy_of(browser)
    assert pressed(presses, "/register/claim/", {"note": ""}) == ["200"] * 4
    assert "认领申请已提交" in late.post("/register/claim/", {"note": ""}).content.decode()
    assert Claim.objects.count() == 1


def test_an_ended_registration_opens_nothing_to_who_holds_its_number_next(area: world.Area, client: Client) -> None:
    begin(client, area)
    client.post("/register/interests/", WISHES)
    late = copy_of(client)
    assert client.post("/register/consent/", world.AGREED)["Location"] == "/register/done/"
    person = Person.objects.get()
    accounts.change_phone(account_id=person.account_id or 0, phone="19900000699", actor=ACTOR, at=clock.now())
    late.post("/register/consent/", world.AGREED)
    assert late.get("/mine/profile/").status_code == 302
