"""A number that became somebody else's, with a full queue (N40)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import senders
from baiying.notices.models import Message
from baiying.people import actions, identity, queries, rules
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town, log_in
from tests.people import world
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE, OTHER = "19900000441", "19900000442"
PILE = "监护人电话已失效的孩子"


def test_n40_nothing_of_hers_leaves_for_the_number_and_the_app_keeps_it(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.rule_set("notices", quiet_from_hour=0, quiet_to_hour=0)
    sent: list[str] = []

    class Keeping:
        def send(self, parcel: senders.Parcel) -> str:
            sent.append(parcel.text)
            return ""

    monkeypatch.setitem(senders.SENDERS, "screen", Keeping)
    fang = builders.person("王芳", residence=area.village, phone=PHONE)
    at = clock.now()
    for kind in ("reminder_evening", "guardian_asked", "signup_note"):
        letter = sending.Letter(text=f"给王芳：{kind}", inbox=fang.public_id, phone=PHONE)
        sending.write_many(kind=kind, letters=[letter], at=at)
    actions.disown_phone(phone=PHONE, actor=world.ACTOR, at=at)
    sending.deliver_waiting(at=at + timedelta(hours=1))
    assert sent == []
    assert Message.objects.filter(inbox=fang.public_id, channel="inapp", kind__in=["reminder_evening"]).exists()
    assert not Message.objects.filter(channel="sms", failed_at__isnull=True, delivered_at__isnull=True).exists()
    # Whoever has the number now reads what they do themselves.
    sending.write(kind="signup_note", text="给新主人", at=at, phone=PHONE)
    sending.deliver_waiting(at=at + timedelta(hours=1))
    assert sent == ["给新主人"]


def test_n40_her_leaders_read_that_the_telephone_is_lost_and_no_more() -> None:
    town = Town()
    account = builders.account(PHONE, name="王芳")
    fang = builders.person("王芳", residence=town.village, account=account, phone=PHONE)
    shift = town.shift(days=0.4)
    builders.signup(shift, fang)
    leader = log_in(town.leader, town.leader_person)
    pages = (f"/shifts/{shift.public_id}/field/", f"/desk/activities/{shift.activity.public_id}/")
    for path in pages:
        assert "电话已失效" not in leader.get(path).content.decode(), path
    actions.disown_phone(phone=PHONE, actor=world.ACTOR, at=clock.now())
    for path in pages:
        page = leader.get(path).content.decode()
        assert page.count("电话已失效") == 1, path
        assert PHONE[-4:] not in page
    kept = identity.seal(id_type="citizen", number="11010119900307299X", phone=OTHER)
    Person.objects.filter(pk=fang.pk).update(**kept)
    for path in pages:
        assert "电话已失效" not in leader.get(path).content.decode(), "with another number it is over"


def test_n40_a_request_for_consent_goes_to_the_list_of_the_office(client: Client, area: Area) -> None:
    registration = minor(client, area)
    here = world.staff("place_staff", area.township, "19900000443")
    elsewhere = world.staff("county_office", area.other_county, "19900000444")
    assert PILE not in here.get("/desk/").content.decode()
    actions.disown_phone(phone=FATHER, actor=world.ACTOR, at=clock.now())
    page = here.get("/desk/").content.decode()
    assert PILE in page
    assert registration.person.public_id in page
    assert registration.person.name not in page.split("<main", 1)[1]
    assert PILE not in elsewhere.get("/desk/").content.decode()
    # Another guardian was asked: the family has it in hand.
    asked = rules.GuardianAsked(name="李大妈", relation="mother", phone=OTHER)
    actions.ask_guardian(person=registration.person, guardian=asked, actor=world.ACTOR, at=clock.now())
    assert PILE not in here.get("/desk/").content.decode()


def test_n40_a_guardian_who_agreed_stands_there_until_there_is_another_number(client: Client, area: Area) -> None:
    registration = minor(client, area)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    row.refresh_from_db()
    here = world.staff("place_staff", area.township, "19900000443")
    actions.disown_phone(phone=FATHER, actor=world.ACTOR, at=clock.now())
    assert PILE in here.get("/desk/").content.decode()
    assert queries.guardians_to_tell(registration.person_id)[0].phone is None
    accounts.change_phone(account_id=row.guardian_account_id or 0, phone=OTHER, actor=world.ACTOR, at=clock.now())
    assert PILE not in here.get("/desk/").content.decode()
