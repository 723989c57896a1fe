"""Where guardians differ, the record names the consent that carries the registration, whoever withdraws later."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries, rules
from baiying.people.actions import two_guardians
from baiying.people.models import Consent, Guardianship, Person
from tests.people import world
from tests.people.test_guardian_cases import withdrawn
from tests.people.test_two_guardians import Family, ask_mother, family, mother_of  # noqa: F401
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def live_consents() -> list[tuple[str, str]]:
    """Giver and purpose of each guardian's consent that stands."""
    rows = Consent.objects.filter(given_by="guardian", withdrawn_at__isnull=True).order_by("purpose")
    return list(rows.values_list("giver_name", "purpose"))


def grandmother_agrees(family: Family, at: datetime) -> Guardianship:  # noqa: F811
    asked = rules.GuardianAsked("赵奶奶", "grandparent", "19900000299")
    row = actions.ask_guardian(person=family.registration.person, guardian=asked, actor=ACTOR, at=at)
    actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=at + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.waits_since is not None
    return row


def office() -> Actor:
    return replace(ACTOR, account_id=world.make_account("13300000071", "王干事").pk)


@pytest.mark.law("PIPL-13")
def test_a_decision_stands_on_the_consent_of_whom_it_names(family: Family) -> None:  # noqa: F811
    family.she_agrees()
    at = clock.now()
    waiting = grandmother_agrees(family, at + timedelta(minutes=1))
    assert {name for name, _purpose in live_consents()} == {"赵奶奶"}
    actions.decide_between_guardians(
        guardianship=family.hers, document="离婚协议", why="判决", actor=office(), at=at + timedelta(minutes=3)
    )
    carried = live_consents()
    assert {name for name, _purpose in carried} == {"王小梅"}
    actions.withdraw_as_guardian(guardianship=waiting, actor=ACTOR, at=at + timedelta(minutes=4))
    assert family.is_ok()
    assert live_consents() == carried


@pytest.mark.law("PIPL-13")
def test_who_only_waited_leaves_the_consent_that_carries(family: Family) -> None:  # noqa: F811
    """Asked before the decision, answered after it: the record names the last, until that one withdraws."""
    family.she_agrees()
    at = clock.now()
    asked = rules.GuardianAsked("赵奶奶", "grandparent", "19900000299")
    row = actions.ask_guardian(
        person=family.registration.person, guardian=asked, actor=ACTOR, at=at + timedelta(minutes=1)
    )
    actions.decide_between_guardians(
        guardianship=family.hers, document="离婚协议", why="判决", actor=office(), at=at + timedelta(minutes=2)
    )
    # As if the father's withdrawal were later than the decision: her consent waits for his, and the mother's carries.
    Guardianship.objects.filter(pk=family.his.pk).update(withdrawn_at=at + timedelta(minutes=3))
    actions.agree_as_guardian(guardianship=row, actor=ACTOR, at=at + timedelta(minutes=4))
    row.refresh_from_db()
    assert row.waits_since is not None
    actions.withdraw_as_guardian(guardianship=row, actor=ACTOR, at=at + timedelta(minutes=5))
    assert family.is_ok()
    assert {name for name, _purpose in live_consents()} == {"王小梅"}


def test_a_decision_taken_twice_takes_a_consent_up_once(family: Family) -> None:  # noqa: F811
    family.she_agrees()
    at = clock.now()
    for n in (1, 2, 3):
        two_guardians.take_up_consents(family.hers, at + timedelta(minutes=n))
        assert len(live_consents()) == len({purpose for _name, purpose in live_consents()}) > 0
        Consent.objects.filter(given_by="guardian").update(withdrawn_at=at)


@pytest.mark.law("PIPL-31")
def test_a_decision_brings_no_guardians_consent_to_the_number_of_who_is_fourteen(client: Client, area: Area) -> None:
    registration, _his, _father = withdrawn(client, area, 13)
    hers = ask_mother(client)
    mother = mother_of(hers)
    mother.post(f"/guardians/{hers.public_id}/agreement/", world.agreement(hers))
    assert ("王小梅", rules.ID_NUMBER) in live_consents()
    # Another's withdrawal takes hers along, and the fourteenth birthday comes before the decision.
    Consent.objects.filter(given_by="guardian", withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    Person.objects.filter(pk=registration.person_id).update(birth_date=world.born_years_ago(14))
    hers.refresh_from_db()
    actions.decide_between_guardians(guardianship=hers, document="离婚协议", why="判决", actor=office(), at=clock.now())
    assert [name for name, _purpose in live_consents()] == ["王小梅"]
    assert rules.ID_NUMBER not in {purpose for _name, purpose in live_consents()}
    registration.refresh_from_db()
    assert queries.state_of(registration) == "awaiting_number"
