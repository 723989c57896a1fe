"""A claim stands and falls with the number that filed it: whoever holds the number next is given no record by it."""

from datetime import timedelta

import pytest

from baiying.accounts import actions as accounts
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Claim, Person
from tests.people import claiming, world
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db
PHONE = "19900000395"


def filed(area: Area, *, account_id: int | None = None) -> Claim:
    person = builders.person("王芳", residence=area.village, phone="19900000390")
    at = clock.now() - timedelta(hours=2)
    return actions.file_claim(
        person=person, name="王芳", phone=PHONE, account_id=account_id, note="", actor=ACTOR, at=at
    )


def grant(claim: Claim) -> Claim:
    return claiming.hand_back(claim)


def phone_of(claim: Claim) -> str | None:
    return queries.phone_of(Person.objects.get(pk=claim.person_id))


def test_a_number_that_changed_hands_claims_nothing_any_more_and_the_office_reads_it(area: Area) -> None:
    claim = filed(area)
    office = world.staff("county_office", area.county, "19900000396")
    assert "作废" not in office.get("/desk/people/claims/").content.decode()
    actions.disown_phone(phone=PHONE, actor=ACTOR, at=clock.now())
    claim.refresh_from_db()
    assert (claim.granted, claim.decided_by_id) == (False, 0)
    with pytest.raises(actions.ClaimDecided):
        grant(claim)
    assert phone_of(claim) == "19900000390"
    page = office.get("/desk/people/claims/").content.decode()
    assert "近 30 天作废的申请" in page
    assert f"/desk/people/claims/{claim.public_id}/" in page
    assert "换了主人" in office.get(f"/desk/people/claims/{claim.public_id}/").content.decode()
    # Nobody hears of it by the number that is somebody else's.
    assert not Message.objects.filter(kind="claim_decided", channel="sms").exists()
    # The claimant comes with another number, and it goes on from there.
    assert filed_anew(claim).decided_at is None


def filed_anew(claim: Claim) -> Claim:
    return actions.file_claim(
        person=claim.person, name="王芳", phone="19900000397", account_id=None, note="", actor=ACTOR, at=clock.now()
    )


def test_a_claimant_with_an_account_is_told(area: Area) -> None:
    account = world.make_account(PHONE, "王芳")
    claim = filed(area, account_id=account.pk)
    actions.disown_phone(phone=PHONE, actor=ACTOR, at=clock.now())
    [told] = Message.objects.filter(kind="claim_decided")
    assert (told.channel, told.inbox) == ("inapp", account.public_id)
    claim.refresh_from_db()
    assert claim.granted is False


def test_granting_looks_again_whose_the_number_is(area: Area) -> None:
    """Nobody pressed "not me": a stranger simply began to come in by the number."""
    claim = filed(area)
    world.make_account(PHONE, "新机主")
    with pytest.raises(actions.ClaimantsPhoneChanged):
        grant(claim)
    claim.refresh_from_db()
    assert claim.decided_at is None
    assert phone_of(claim) == "19900000390"


def test_who_came_in_by_the_number_before_does_not_stand_in_the_way(area: Area) -> None:
    builders.account(name="同住的人", phone=PHONE)
    claim = filed(area)
    assert grant(claim).granted
    assert phone_of(claim) == PHONE


def test_an_account_that_left_the_number_is_given_no_record_by_it(area: Area) -> None:
    account = world.make_account(PHONE, "王芳")
    claim = filed(area, account_id=account.pk)
    accounts.change_phone(account_id=account.pk, phone="19900000398", actor=ACTOR, at=clock.now())
    with pytest.raises(actions.ClaimantsPhoneChanged):
        grant(claim)
