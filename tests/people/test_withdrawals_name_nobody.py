"""What is written of a withdrawal names nobody in clear; and the child does not answer in the guardian's place."""

import json

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Consent, Guardianship, Person
from tests.people import world
from tests.people.test_guardian_cases import OLDER, withdrawn
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def in_clear(*words: str) -> list[str]:
    """Acts in the audit that say one of the words."""
    found = []
    for row in AuditEvent.objects.order_by("id"):
        said = json.dumps(row.detail, ensure_ascii=False)
        found += [row.action for word in words if word in said]
    return found


@pytest.mark.law("PIPL-15")
def test_no_withdrawal_names_anybody_in_the_audit(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area)
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    client.post("/mine/consents/volunteer_service/withdrawal/")
    registration.refresh_from_db()
    assert registration.ended_at is not None
    acts = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"GuardianWithdrew", "RegistrationEnded"} <= acts
    number = queries.id_number_of(registration.person)
    assert in_clear(registration.person.name, row.guardian_name, CHILD, FATHER, number) == []


@pytest.mark.law("CC-27")
def test_the_child_cannot_agree_again_in_the_guardians_place(client: Client, area: Area) -> None:
    registration, row, _guardian = withdrawn(client, area, 15)
    address = f"/mine/wards/{row.public_id}/agreement/"
    assert client.get(address).status_code == 403
    assert client.post(address, world.agreement(row)).status_code == 403
    registration.refresh_from_db()
    assert registration.guardian_ok_at is None


@pytest.mark.law("CC-27")
def test_whoever_turns_out_to_be_under_age_does_not_agree_again(client: Client, area: Area) -> None:
    _registration, row, _guardian = withdrawn(client, area, 13)
    older = world.id_number(world.born_years_ago(15), 4)
    world.register(Client(), area, phone=OLDER, name="程大哥", number=older, guardian_phone="19900000239")
    row.refresh_from_db()
    Person.objects.filter(name="程大哥").update(account_id=row.guardian_account_id)
    with pytest.raises(actions.GuardianUnderAge):
        actions.agree_again(guardianship=row, actor=Actor(account_id=row.guardian_account_id), at=clock.now())
    assert not Guardianship.objects.filter(ward_id=row.ward_id, agreed_at__isnull=False, withdrawn_at=None).exists()
    assert not Consent.objects.filter(person_id=row.ward_id, given_by="guardian", withdrawn_at=None).exists()
