"""A number that somebody typed for another gets few texts a day, whoever types it: children, claimants, offices."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.notices.rules import NoticeRules
from baiying.people import actions, rules
from baiying.people.models import Claim, Guardianship, Person, Registration
from baiying.people.rules import GuardianAsked
from baiying.places.rules import values as place_rules
from tests.people import world
from tests.people.test_guardians import FATHER, minor
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def ask(person: Person, phone: str) -> Guardianship:
    asked = GuardianAsked("李大山", "father", phone)
    return actions.ask_guardian(person=person, guardian=asked, actor=ACTOR, at=clock.now())


def texts() -> int:
    return Message.objects.filter(kind="guardian_asked", channel="sms").count()


def test_a_child_asks_no_line_of_strangers(client: Client, area: Area) -> None:
    person, before = minor(client, area).person, texts()
    for n in range(6):
        ask(person, f"199000008{n:02}")
    with pytest.raises(actions.ChildAskedEnough):
        ask(person, "19900000899")
    assert texts() - before == 6
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": "19900000898"}
    answer = client.post("/mine/profile/guardian/", given)
    assert answer.status_code == 422
    assert "就近的实践站（所）" in answer.content.decode()
    assert texts() - before == 6


def test_how_often_is_a_dated_rule(client: Client, area: Area) -> None:
    person = minor(client, area).person
    world.rule_set("registration", guardians_asked_a_day=3)
    for n in range(3):
        ask(person, f"199000008{n:02}")
    with pytest.raises(actions.ChildAskedEnough):
        ask(person, "19900000899")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (rules.RegistrationRules, {"guardians_asked_a_day": 2}),
        (NoticeRules, {"typed_per_number_day": 2}),
        (NoticeRules, {"typed_per_network_day": 49}),
    ],
)
def test_no_city_shuts_families_out(kind: type, values: dict[str, int]) -> None:
    with pytest.raises(place_rules.BadValue):
        place_rules.checked(kind, values)


def use_up(phone: str) -> None:
    for _n in range(NoticeRules().typed_per_number_day):
        assert notices.take_typed(phone=phone, actor=ACTOR, at=clock.now()) is None


def test_a_number_has_enough_whoever_asks_and_the_next_day_it_may_be_asked(client: Client, area: Area) -> None:
    use_up(FATHER)
    refusal = notices.take_typed(phone=FATHER, actor=ACTOR, at=clock.now())
    assert isinstance(refusal, notices.NumberTypedEnough)
    assert notices.take_typed(phone=FATHER, actor=ACTOR, at=clock.now() + timedelta(days=1)) is None
    # A child who registers and names it is told so, and nothing is made.
    with pytest.raises(AssertionError, match="今天不再给这个号码发请求"):
        minor(client, area)
    assert not Registration.objects.exists()
    assert texts() == 0


def test_from_one_network_not_to_any_number_of_numbers(area: Area) -> None:
    world.rule_set("notices", typed_per_network_day=50)
    here = Actor(ip="203.0.113.9")
    for n in range(50):
        assert notices.take_typed(phone=f"199000008{n:02}", actor=here, at=clock.now()) is None
    refusal = notices.take_typed(phone="19900000899", actor=here, at=clock.now())
    assert isinstance(refusal, notices.NetworkTypedEnough)
    there = replace(here, ip="203.0.113.10")
    assert notices.take_typed(phone="19900000899", actor=there, at=clock.now()) is None


def test_who_files_claims_rings_the_phone_on_the_record_a_few_times(area: Area) -> None:
    person = builders.person("王芳", residence=area.village, phone="19900000390")
    for n in range(8):
        actions.file_claim(
            person=person, name="王芳", phone=f"199000007{n:02}", account_id=None, note="", actor=ACTOR, at=clock.now()
        )
        # One waits at a time: each is answered before the next.
        Claim.objects.update(decided_at=clock.now(), decided_by_id=1, granted=False)
    sent = Message.objects.filter(kind="claim_filed")
    assert sent.filter(channel="sms").count() == 6
    assert sent.filter(channel="inapp").count() == 8


def test_who_is_asked_to_take_an_office_by_a_typed_number_as_well(area: Area) -> None:
    use_up("19900000391")
    whom = accounts.Whom("19900000391", "某人")
    with pytest.raises(notices.NumberTypedEnough):
        accounts.account_meant(whom=whom, actor=ACTOR, at=clock.now())
    assert not Account.objects.filter(display_name="某人").exists()
