"""Somebody claims a member's record: the unit hears of it and has its say, and nothing waits for it (U23)."""

from typing import Any

import pytest

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people.models import Claim
from baiying.teams import actions, jobs

pytestmark = pytest.mark.django_db


def claim_of(person: Any, phone: str) -> Claim:
    return people.file_claim(
        person=person, name=person.name, phone=phone, account_id=None, note="", actor=Actor(), at=clock.now()
    )


def test_u23_the_units_administrator_is_told_once_by_surname_and_until_when(cast: Any) -> None:
    person = cast["volunteer"].person
    row = claim_of(person, "19900000871")
    assert actions.tell_of_claim(claim_id=row.pk, at=clock.now()) == 1
    actions.tell_of_claim(claim_id=row.pk, at=clock.now())
    jobs.tell_open_claims()
    [told] = Message.objects.filter(kind="claim_known")
    assert row.public_id in told.text
    assert person.name not in told.text
    assert person.name[:1] in told.text
    assert "不说也照常办理" in told.text


def test_an_administrator_who_claims_it_hears_nothing_and_a_decided_one_is_nobodys(cast: Any) -> None:
    person, admin = cast["volunteer"].person, cast["unit_admin"].account
    accounts.change_phone(account_id=admin.pk, phone="19900000872", actor=Actor(), at=clock.now())
    row = claim_of(person, "19900000872")
    assert actions.tell_of_claim(claim_id=row.pk, at=clock.now()) == 0
    Claim.objects.filter(pk=row.pk).update(decided_at=clock.now(), decided_by_id=1, granted=False)
    other = claim_of(person, "19900000873")
    Claim.objects.filter(pk=other.pk).update(decided_at=clock.now(), decided_by_id=1, granted=False)
    assert actions.tell_of_claim(claim_id=other.pk, at=clock.now()) == 0
