"""Registering on a phone: every step saves, bad input is met kindly, nothing counts before the check."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from baiying.kit import clock
from baiying.people import queries, rules
from baiying.people.models import Consent, Person, Registration, RegistrationDraft
from baiying.places.models import Site
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000101"


@pytest.mark.law("O67-5")
@pytest.mark.law("R685-7")
@pytest.mark.law("MIN-32")
def test_an_adult_registers_and_gets_a_number_but_does_not_count_yet(client: Client, area: Area) -> None:
    assert world.register(client, area, phone=PHONE) == "/register/done/"
    page = client.get("/register/done/").content.decode()
    registration = Registration.objects.get()
    assert registration.volunteer_no in page
    assert "东河区实践中心" in page
    standing = queries.standing_of(registration.person_id, clock.now())
    assert standing is not None
    assert (standing.state, standing.counted) == ("awaiting_check", False)
    assert set(standing.categories) == {"community", "care"}
    assert {c.purpose for c in Consent.objects.all()} == {"volunteer_service", "id_number"}
    assert rules.is_volunteer_no(registration.volunteer_no)
    # What was typed is gone; that it ended here answers a second press.
    assert RegistrationDraft.objects.get().made_id == registration.person_id
    assert client.get("/mine/profile/").status_code == 200


def test_a_registration_left_half_way_is_continued_with_the_same_phone(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    later = Client()
    later.cookies = client.cookies
    assert later.get("/register/")["Location"] == "/register/name/"
    assert later.get("/register/consent/")["Location"] == "/register/name/"


def test_the_next_person_at_a_shared_device_sees_nothing_of_the_one_before(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    page = client.get("/register/name/").content.decode()
    assert "199****0101" in page
    assert "/register/new-starts/" in page
    assert client.post("/register/new-starts/")["Location"] == "/register/"
    assert client.get("/register/").status_code == 200
    assert client.get("/register/name/")["Location"] == "/register/"
    # The one before comes back with the own phone and goes on.
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    assert client.get("/register/")["Location"] == "/register/name/"


def test_a_mistyped_number_is_put_right_at_the_door_where_it_was_typed(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    page = client.get("/log-in/code/").content.decode()
    assert 'href="/register/"' in page
    assert "继续注册" in page
    assert f'value="{PHONE}"' in client.get("/register/").content.decode()
    # Who comes to log in is led back there, and finds the number too.
    client.get("/log-in/")
    client.post("/log-in/", {"phone": PHONE})
    page = client.get("/log-in/code/").content.decode()
    assert 'href="/log-in/"' in page
    assert "继续注册" not in page
    assert f'value="{PHONE}"' in client.get("/log-in/").content.decode()


def test_a_number_typed_a_while_ago_is_not_read_by_the_next_at_the_device(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/register/", {"phone": PHONE})
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert PHONE not in client.get("/register/").content.decode()
    assert PHONE not in client.get("/log-in/").content.decode()


def test_a_registration_left_half_way_is_met_by_logging_in_too(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(30))})
    client.post("/register/interests/", {"categories": ["community"]})
    other = Client()
    assert world.log_in(other, PHONE) == "/log-in/unknown/"
    page = other.get("/log-in/unknown/").content.decode()
    assert "第 5 步" in page
    assert "继续注册" in page
    assert "还没有注册" not in page
    # The phone may be shared: whose it is comes first.
    assert other.get("/register/")["Location"] == "/register/whose/"
    begun = RegistrationDraft.objects.get().public_id
    assert other.post("/register/whose/", {"draft": begun})["Location"] == "/register/consent/"


def test_going_a_step_back_keeps_what_was_typed_right_or_wrong(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    half = {"name": "李小红", "id_number": "4199011", "then": "back"}
    assert client.post("/register/name/", half)["Location"] == "/register/area/"
    page = client.get("/register/name/").content.decode()
    assert 'value="李小红"' in page
    assert 'value="4199011"' in page
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(15))})
    asked = {"guardian_name": "李大山", "relation": "father", "guardian_phone": "123", "then": "back"}
    assert client.post("/register/guardian/", asked)["Location"] == "/register/name/"
    assert 'value="李大山"' in client.get("/register/guardian/").content.decode()
    client.post("/register/guardian/", {**asked, "guardian_phone": "19900000199", "then": ""})
    ticks = {"categories": ["care"], "skills": ["haircut"], "availability": ["15"], "then": "back"}
    assert client.post("/register/interests/", ticks)["Location"] == "/register/guardian/"
    form = client.get("/register/interests/").context["form"]
    assert [form.picked(name) for name in ("categories", "skills", "availability")] == [["care"], ["haircut"], ["15"]]
    # Ticked away and sent: what was typed before no longer stands.
    client.post("/register/interests/", {"categories": ["community"]})
    form = client.get("/register/interests/").context["form"]
    assert [form.picked(name) for name in ("categories", "skills")] == [["community"], []]


def test_the_welcome_is_read_in_the_readers_language(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    client.cookies["language"] = "en"
    page = client.get("/mine/messages/").content.decode()
    assert Registration.objects.get().volunteer_no in page
    assert "欢迎您" not in page


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("41990119900101", "18 位"),
        ("41990119901301002X", "出生日期不存在"),
        ("419901199001010010", "最后一位对不上"),
        ("41990129990101002X", "今天之后"),
        ("4199011990010100AB", "前 17 位是数字"),
        ("419901188001010014", "太早了"),
        ("", "请填写"),
    ],
)
def test_a_bad_id_number_is_met_with_a_sentence_and_nothing_typed_is_lost(
    client: Client, area: Area, number: str, says: str
) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    answer = client.post("/register/name/", {"name": "阿依古丽·买买提", "id_number": number})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "阿依古丽·买买提" in page


def test_lower_case_x_and_full_width_digits_are_read(client: Client, area: Area) -> None:
    number = next(n for n in (world.id_number(date(1990, 1, d)) for d in range(1, 29)) if n.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c.lower() for c in number)
    assert world.register(client, area, phone=PHONE, number=wide) == "/register/done/"
    assert queries.id_number_of(Person.objects.get()) == number


def test_a_passport_holder_registers_with_birth_date_and_sex(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    typed = {"name": "Maria Silva", "id_type": "passport", "id_number": "e1234567", "birth_date": "1991-02-03"}
    assert "请选择" in client.post("/register/name/?other=1", typed).content.decode()
    typed["sex"] = "female"
    assert client.post("/register/name/?other=1", typed)["Location"] == "/register/interests/"


@pytest.mark.law("PIPL-13")
def test_without_both_ticks_nobody_is_registered(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(30))})
    client.post("/register/interests/", {"categories": ["community"]})
    page = client.get("/register/consent/").content.decode()
    assert "checked" not in page
    assert "《志愿服务记录与证明出具办法（试行）》" in page
    answer = client.post("/register/consent/", {"volunteer_service": "on"})
    assert answer.status_code == 422
    # Below a long text what is wrong is said at the button, where the page comes back also without scripts.
    _text, _, form = answer.content.decode().partition('action="#by-errors"')
    ticks, _, end = form.partition('<div id="by-errors">')
    assert 'name="id_number"' in ticks
    assert 'href="#id_id_number"' in end.partition("同意并注册")[0]
    assert Person.objects.count() == 0


def test_five_categories_are_one_too_many(client: Client, area: Area) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(30))})
    five = ["community", "care", "health", "legal", "sports"]
    assert "最多选 4 类" in client.post("/register/interests/", {"categories": five}).content.decode()


@pytest.mark.parametrize(("years", "says"), [(10, "满 13 岁"), (6, "家人带着")])
def test_a_child_too_young_is_sent_to_the_desk_with_an_address(
    client: Client, area: Area, years: int, says: str
) -> None:
    page = world.register(client, area, phone=PHONE, number=world.id_number(world.born_years_ago(years)))
    assert says in page
    assert Person.objects.count() == 0


@pytest.mark.law("PIPL-28")
@pytest.mark.law("PIPL-51")
def test_number_and_phone_are_nowhere_readable_in_the_database(client: Client, area: Area) -> None:
    number = world.id_number(world.born_years_ago(30))
    world.register(client, area, phone=PHONE, number=number)
    with connection.cursor() as cursor:
        for table in (
            "people_person",
            "people_registration",
            "accounts_account",
            "kit_auditevent",
            "accounts_logincode",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t")
            text = cursor.fetchone()[0]
            assert number not in text
            assert PHONE not in text
            for value in (number, PHONE):
                assert value.encode().hex() not in text


@pytest.mark.law("PIPL-15")
def test_withdrawing_consent_ends_the_registration_and_one_may_come_back(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    client.post("/mine/consents/volunteer_service/withdrawal/")
    first = Registration.objects.get()
    assert first.ended_at is not None
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
    assert "重新注册" in client.get("/mine/profile/").content.decode()
    client.post("/mine/profile/rejoining/", world.AGREED)
    again = Registration.objects.get(ended_at__isnull=True)
    assert again.volunteer_no != first.volunteer_no
    assert not again.countings.exists()


def test_the_profile_changes_area_and_interests(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    sent = {
        "residence": area.other_village.public_id,
        "service": area.village.public_id,
        "categories": ["sports"],
        "skills": [],
        "availability": ["0"],
        "name_public": "on",
    }
    assert client.post("/mine/profile/edit/", sent).status_code == 303
    person = Person.objects.get()
    assert (person.residence_id, person.categories, person.availability) == (area.other_village.pk, ["sports"], [0])


def test_a_family_member_may_register_with_the_same_phone_and_then_one_chooses(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE, name="李小红")
    client.post("/register/family/")
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李奶奶", "id_number": world.id_number(world.born_years_ago(75))})
    client.post("/register/interests/", {"categories": ["community"]})
    client.post("/register/consent/", world.AGREED)
    assert Person.objects.count() == 2
    assert "李奶奶" in client.get("/register/done/").content.decode()
    assert "李小红" in client.get("/mine/profile/").content.decode()


def test_volunteer_numbers_notice_a_slip_of_the_pen() -> None:
    number = rules.volunteer_no("0123456789")
    assert rules.is_volunteer_no(number)
    wrong = [number[:n] + str((int(number[n]) + 1) % 10) + number[n + 1 :] for n in range(1, 12)]
    assert not any(rules.is_volunteer_no(w) for w in wrong)


def test_a_consent_names_the_version_whose_text_was_shown(client: Client, area: Area) -> None:
    assert world.register(client, area, phone="19900000077") == "/register/done/"
    in_force = rules.RegistrationRules().consent_version
    assert set(Consent.objects.values_list("purpose", "version")) == {
        ("volunteer_service", in_force),
        ("id_number", in_force),
    }


def test_p28_only_what_most_people_take_is_unfolded(client: Client, area: Area) -> None:
    """Categories that few take, skills and the week wait behind a press; open once something is chosen there."""
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.post("/register/area/", {"residence": area.village.public_id})
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(world.born_years_ago(30))})
    page = client.get("/register/interests/").content.decode()
    closed = re.compile(r"<details(?![^>]* open).*?</details>", re.DOTALL)
    seen = closed.sub("", page)
    assert 4 <= seen.count('name="categories"') <= 10
    assert 'name="skills"' not in seen
    assert 'name="availability"' not in seen
    for name in ("categories", "skills", "availability"):
        assert f'name="{name}"' in page
    rare = next(code for code, _name in queries.category_choices() if f'value="{code}"' not in seen)
    again = client.post("/register/interests/", {"categories": [rare], "skills": ["haircut"], "then": "back"})
    assert again.status_code == 303
    kept = closed.sub("", client.get("/register/interests/").content.decode())
    assert f'value="{rare}"' in kept
    assert 'value="haircut"' in kept


def test_p13_whoever_has_registered_is_led_to_the_station_and_may_call_it(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    page = client.get("/register/done/").content.decode()
    site = Site.objects.get(phone="0000-1234567")
    assert f'href="/sites/{site.public_id}/#way"' in page
    assert 'href="tel:0000-1234567"' in page
    Site.objects.filter(pk=site.pk).update(address="人民路 1 号", longitude="113.80", latitude="34.00")
    there = client.get(f"/sites/{site.public_id}/").content.decode().partition('id="way"')[2]
    for host in ("uri.amap.com", "api.map.baidu.com", "apis.map.qq.com"):
        assert f"https://{host}/" in there, host
    assert 'data-copy="人民路 1 号"' in there
