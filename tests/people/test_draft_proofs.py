"""A registration under way opens to whoever proved its phone not long ago, and to nobody else unasked."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, rules
from baiying.people.models import Person, RegistrationDraft
from tests.people import world
from tests.people.test_old_proofs import copy_of
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db

PHONE = "19900000601"
NUMBER = world.id_number(world.born_years_ago(30))
PROOF = "/register/proof/"


def begin(browser: Client, area: Area, name: str = "李大海", number: str = NUMBER) -> None:
    """To the page of one's wishes: name and number are given."""
    prove_anew(browser)
    assert browser.get("/register/")["Location"] == "/register/area/"
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    assert browser.post("/register/area/", picked)["Location"] == "/register/name/"
    answer = browser.post("/register/name/", {"name": name, "id_number": number})
    assert answer["Location"] == "/register/interests/"


def prove_anew(browser: Client) -> None:
    assert browser.post("/register/", {"phone": PHONE}).status_code == 303
    browser.post("/log-in/code/", {"code": world.code_for(PHONE)})


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    then = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: then)


def prove_again(browser: Client, asked: str) -> str:
    codes = asked.replace("/proof/", "/proof/codes/")
    assert browser.post(codes)["Location"] == asked
    return str(browser.post(asked, {"code": world.code_for(PHONE)})["Location"])


def test_a_copied_cookie_shows_nothing_after_a_pause(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, area)
    kept = copy_of(client)
    later(monkeypatch, 6)
    for step in ("area", "name", "interests", "consent"):
        answer = kept.get(f"/register/{step}/")
        assert answer["Location"] == f"{PROOF}?step={step}"
    page = kept.get(PROOF).content.decode()
    assert "为保护您的信息，请再输一次验证码，填过的都还在" in page
    assert "李大海" not in page
    assert NUMBER not in page
    assert kept.get("/register/")["Location"] == PROOF
    assert kept.get("/register/claim/")["Location"] == f"{PROOF}?step=claim"


def test_somebody_slow_gives_a_code_again_and_loses_nothing(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, area)
    later(monkeypatch, 20)
    wishes = {"categories": ["community", "care"], "availability": ["15"]}
    asked = client.post("/register/interests/", wishes)["Location"]
    assert asked == f"{PROOF}?step=interests"
    assert prove_again(client, asked) == "/register/interests/"
    # What was sent before the code goes on by itself.
    assert client.get("/register/interests/")["Location"] == "/register/consent/"
    assert "李大海" in client.get("/register/name/").content.decode()
    given = world.AGREED
    assert client.post("/register/consent/", given)["Location"] == "/register/done/"
    assert Person.objects.get().name == "李大海"


def test_what_was_typed_wrong_after_a_pause_comes_back_with_its_sentence(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, area)
    later(monkeypatch, 20)
    asked = client.post("/register/name/", {"name": "李大河", "id_number": "4199011990"})["Location"]
    page = client.get(prove_again(client, asked))
    assert page.status_code == 422
    assert "李大河" in page.content.decode()
    assert "18 位" in page.content.decode()


def test_who_pauses_for_less_is_asked_for_nothing(client: Client, area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client, area)
    for _ in range(3):
        later(monkeypatch, 4)
        assert client.get("/register/interests/").status_code == 200


def test_after_an_hour_the_code_is_asked_for_whatever_is_pressed_meanwhile(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, area)
    for _ in range(14):
        later(monkeypatch, 4)
        assert client.get("/register/interests/").status_code == 200
    later(monkeypatch, 5)
    assert client.get("/register/interests/")["Location"].startswith(PROOF)


def test_the_pause_is_a_rule_of_the_place(client: Client, area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    world.rule_set(rules.RegistrationRules.KIND, draft_proof_minutes=30)
    begin(client, area)
    later(monkeypatch, 20)
    assert client.get("/register/interests/").status_code == 200
    later(monkeypatch, 31)
    assert client.get("/register/interests/")["Location"].startswith(PROOF)


def registered_at_a_desk(area: Area) -> None:
    new = rules.NewPerson(
        name="李大海", sex="female", birth_date=world.born_years_ago(30), id_type="citizen", id_number=NUMBER,
        residence_id=area.village.pk, service_area_id=area.village.pk, phone=PHONE,
    )  # fmt: skip
    clerk = Actor(account_id=world.make_account("19900000602").pk)
    actions.register_on_site(new=new, document="citizen", guardian=None, actor=clerk, at=clock.now())


def test_name_and_number_of_who_was_registered_at_a_desk_open_no_account_without_a_fresh_code(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove_anew(client)
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    registered_at_a_desk(area)
    kept = copy_of(client)
    later(monkeypatch, 6)
    given = {"name": "李大海", "id_number": NUMBER}
    assert kept.post("/register/name/", given)["Location"] == f"{PROOF}?step=name"
    assert kept.get("/mine/profile/").status_code == 302
    assert Person.objects.get().account is None
    # With a fresh code it is as before: in, by name and number.
    assert prove_again(kept, f"{PROOF}?step=name") == "/register/name/"
    assert kept.get("/register/name/")["Location"] == "/mine/profile/"
    assert Person.objects.get().account is not None


def test_logging_out_everywhere_with_the_phone_ends_what_is_under_way_with_it(client: Client, area: Area) -> None:
    begin(client, area)
    kept = copy_of(client)
    # Another of the family comes in by the same phone meanwhile, which ends nothing; logging out everywhere does.
    member = accounts.create_account(phone=PHONE, display_name="李奶奶", actor=ACTOR, at=clock.now())
    assert kept.get("/register/interests/").status_code == 200
    browser = Client()
    world.log_in(browser, PHONE)
    assert browser.post("/log-out/").status_code == 303
    member.refresh_from_db()
    assert member.session_epoch == 1
    for one in (client, kept):
        assert one.get("/register/interests/")["Location"] == f"{PROOF}?step=interests"
    assert RegistrationDraft.objects.count() == 1


def test_the_next_of_the_family_is_asked_whose_it_is_and_sees_a_surname(client: Client, area: Area) -> None:
    begin(client, area)
    other = Client()
    prove_anew(other)
    assert other.get("/register/")["Location"] == "/register/whose/"
    for step in ("area", "name", "interests"):
        assert other.get(f"/register/{step}/")["Location"] == "/register/"
    page = other.get("/register/whose/").content.decode()
    assert f"接着填 李**（证件尾号 {NUMBER[-2:]}）的注册" in page
    assert "李大海" not in page
    assert NUMBER not in page
    # Not me: beside it, and nothing of it is shown.
    assert other.post("/register/whose/", {"draft": ""})["Location"] == "/register/area/"
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    assert other.post("/register/area/", picked)["Location"] == "/register/name/"
    assert "李大海" not in other.get("/register/name/").content.decode()
    assert RegistrationDraft.objects.count() == 2
    # The first goes on with the own one.
    third = Client()
    prove_anew(third)
    mine = RegistrationDraft.objects.order_by("id").first()
    assert mine is not None
    assert third.post("/register/whose/", {"draft": mine.public_id})["Location"] == "/register/interests/"
    assert "李大海" in third.get("/register/name/").content.decode()


def test_registering_another_of_the_family_asks_as_well(client: Client, area: Area) -> None:
    begin(client, area)
    browser = Client()
    accounts.create_account(phone=PHONE, display_name="李奶奶", actor=ACTOR, at=clock.now())
    world.log_in(browser, PHONE)
    assert browser.post("/register/family/")["Location"] == "/register/area/"
    assert browser.get("/register/area/")["Location"] == "/register/"
    assert browser.get("/register/")["Location"] == "/register/whose/"


def test_nobody_takes_a_draft_of_another_phone_or_without_a_proof(client: Client, area: Area) -> None:
    begin(client, area)
    row = RegistrationDraft.objects.get()
    stranger = Client()
    assert stranger.post("/register/whose/", {"draft": row.public_id})["Location"] == "/register/"
    assert stranger.get("/register/interests/")["Location"] == "/register/"
    assert stranger.get(PROOF)["Location"] == "/register/"
    assert stranger.post("/register/proof/codes/")["Location"] == "/register/"


@pytest.mark.parametrize("phone", [PHONE, "19900000603"])
def test_the_proof_of_one_draft_opens_no_other(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch, phone: str
) -> None:
    """A session that was forged, or mixed from two: its proof is of the draft it names, of whichever phone both are."""
    begin(client, area)
    mine = RegistrationDraft.objects.get()
    attacker = Client()
    attacker.post("/register/", {"phone": phone})
    attacker.post("/log-in/code/", {"code": world.code_for(phone)})
    if phone == PHONE:
        attacker.post("/register/whose/", {"draft": ""})
    else:
        attacker.get("/register/")
    session = attacker.session
    assert session["registration_proof"]["draft"] not in {"", mine.public_id}
    # The code that was given goes after some minutes; the proof of the draft is renewed by every page.
    for _ in range(2):
        later(monkeypatch, 4)
        assert attacker.get("/register/area/").status_code == 200
    session = attacker.session
    session["registration_draft"] = mine.public_id
    session.save()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    for step in ("area", "name", "interests", "consent"):
        answer = attacker.get(f"/register/{step}/")
        assert answer["Location"] in {f"{PROOF}?step={step}", "/register/"}
        assert "李大海" not in answer.content.decode()
    answer = attacker.post("/register/consent/", world.AGREED)
    assert answer["Location"] != "/register/done/"
    assert not Person.objects.exists()
