"""A registration noted as agreed to while no guardian's consent is in force never counts, however it ended (R007)."""

import pytest
from django.test import Client

from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Doubt, Guardianship, Registration
from tests.people import world
from tests.people.doubting import Office, coming, decide
from tests.people.test_doubts_of_children import held
from tests.people.test_guardian_cases import agreed
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def ended(client: Client, area: Area, first: Office, second: Office) -> tuple[Registration, Doubt]:
    """A child's registration that two found untrue."""
    registration, check = held(client, area, first)
    return registration, decide(check, first, second, "untrue")


def looked_at_again(row: Doubt, first: Office, second: Office) -> Registration:
    actions.look_again(doubt=row, words="家长来问过", actor=first.actor, at=clock.now())
    decide(row.check_row, first, second, "right")
    return Registration.objects.get(pk=row.registration_id)


def withdraw(row: Guardianship) -> None:
    actions.withdraw_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())


@pytest.mark.law("CC-19")
def test_what_opens_again_waits_for_a_guardian_where_the_consent_ended_meanwhile(
    client: Client, area: Area, first: Office, second: Office
) -> None:
    _registration, row = ended(client, area, first, second)
    withdraw(Guardianship.objects.get())
    registration = looked_at_again(row, first, second)
    assert registration.ended_at is None
    assert registration.guardian_ok_at is None
    assert not registration.countings.filter(to_at=None).exists()
    assert queries.needing_guardian([registration.person_id]) == {registration.person_id: False}
    assert queries.state_of(registration) == "awaiting_guardian"
    # The child is told whom to ask, and may ask; the guardian may agree again.
    assert "重新请监护人同意" in client.get("/mine/messages/").content.decode()
    assert client.get("/mine/profile/guardian/").status_code == 200
    actions.agree_again(guardianship=Guardianship.objects.get(), actor=guardian(), at=clock.now())
    registration.refresh_from_db()
    assert registration.countings.filter(to_at=None).count() == 1


def guardian() -> Actor:
    return Actor(account_id=Guardianship.objects.order_by("id")[0].guardian_account_id)


def test_what_opens_again_counts_where_the_consent_stands(
    client: Client, area: Area, first: Office, second: Office
) -> None:
    _registration, row = ended(client, area, first, second)
    registration = looked_at_again(row, first, second)
    assert registration.guardian_ok_at is not None
    assert registration.countings.filter(to_at=None).count() == 1


@pytest.mark.law("CC-1058")
def test_another_guardians_consent_waits_for_who_withdrew_meanwhile(
    client: Client, area: Area, first: Office, second: Office
) -> None:
    _registration, row = ended(client, area, first, second)
    father = Guardianship.objects.get()
    mother = Guardianship.objects.get()
    mother.pk, mother.public_id, mother.phone_hash = None, "motherabcdef", b"m" * 32
    mother.guardian_name, mother.guardian_account = "李母", world.make_account("19900000231", "李母")
    mother.save(force_insert=True)
    withdraw(mother)
    registration = looked_at_again(row, first, second)
    assert registration.guardian_ok_at is None
    father.refresh_from_db()
    assert queries.is_waiting(father)


def test_the_night_finds_a_consent_that_ended_in_whatever_way(client: Client, area: Area) -> None:
    registration, _row, _guardian = agreed(client, area, 15)
    signup = builders.signup(coming(area), registration.person)
    assert actions.pause_unagreed(at=clock.now()) == 0
    assert activities.release_missed(at=clock.now()) == 0
    Guardianship.objects.update(withdrawn_at=clock.now())
    assert activities.release_missed(at=clock.now()) == 1
    assert Signup.objects.get(pk=signup.pk).state == "cancelled"
    assert actions.pause_unagreed(at=clock.now()) == 1
    assert actions.pause_unagreed(at=clock.now()) == 0
    registration.refresh_from_db()
    assert registration.guardian_ok_at is None
    assert queries.state_of(registration) == "awaiting_guardian"
