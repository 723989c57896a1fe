"""From the eighteenth birthday nothing of a former ward is a guardian's to see, hear of or withdraw (CC art. 17)."""

import pytest
from django.test import Client

from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import access, actions, queries
from baiying.people.models import ClosedWhy, Consent, Guardianship, Person, Registration
from tests.people import world
from tests.people.doubting import coming
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def grown(registration: Registration) -> Person:
    """Of age since this year; the night has not yet taken the guardian away."""
    Person.objects.filter(pk=registration.person_id).update(birth_date=world.born_years_ago(18))
    return Person.objects.get(pk=registration.person_id)


@pytest.mark.law("CC-17")
def test_a_former_guardian_sees_nothing_of_who_is_of_age(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area, 15)
    builders.signup(coming(area), registration.person)
    assert "李小红" in guardian.get(f"/mine/wards/{row.public_id}/withdrawal/").content.decode()
    grown(registration)
    for address in (
        f"/mine/wards/{row.public_id}/", f"/mine/wards/{row.public_id}/withdrawal/",
        f"/mine/wards/{row.public_id}/agreement/", f"/guardians/{row.public_id}/",
    ):  # fmt: skip
        answer = guardian.get(address)
        page = answer.content.decode()
        assert (address, answer.status_code) == (address, 200)
        assert "已经成年" in page
        for said in ("李小红", "李*", "清扫", "18 岁", "tel:"):
            assert said not in page.split("<main", 1)[1], (address, said)
    for verb in ("agreement", "refusal", "change", "reconsidering", "disclaimer"):
        answer = guardian.post(f"/guardians/{row.public_id}/{verb}/", world.agreement(row))
        assert answer.status_code == 303
        assert answer["Location"] == f"/guardians/{row.public_id}/"


@pytest.mark.law("CC-17")
def test_a_former_guardian_withdraws_nothing_of_a_grown_ups(client: Client, area: Area) -> None:
    registration, row, guardian = agreed(client, area, 13)
    given = Consent.objects.filter(given_by="guardian", withdrawn_at=None)
    assert given.filter(purpose="id_number").exists()
    before = given.count()
    grown(registration)
    assert "已经成年" in guardian.post(f"/mine/wards/{row.public_id}/withdrawal/").content.decode()
    row.refresh_from_db()
    with pytest.raises(actions.WardOfAge):
        actions.withdraw_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert given.count() == before
    assert not Message.objects.filter(kind="guardian_withdrew").exists()
    # It is the grown-up's own to take back.
    assert "撤回同意" in client.get("/mine/consents/id_number/withdrawal/").content.decode()
    assert client.post("/mine/consents/id_number/withdrawal/").status_code == 303
    registration.refresh_from_db()
    assert registration.ended_at is not None


def test_nobody_is_told_of_a_grown_up_as_a_guardian(client: Client, area: Area) -> None:
    registration, _row, _guardian = agreed(client, area, 16)
    assert len(queries.guardians_to_tell(registration.person_id)) == 1
    grown(registration)
    assert queries.guardians_to_tell(registration.person_id) == []


def test_who_was_asked_for_a_child_is_not_asked_for_a_grown_up(client: Client, area: Area) -> None:
    registration = minor(client, area, 17)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    assert access.what_asked(FATHER, clock.now()) != []
    account = world.make_account(FATHER, "李大山")
    grown(registration)
    assert access.what_asked(FATHER, clock.now()) == []
    assert access.asked_first(Account.objects.get(pk=account.pk).pk, clock.now()) == ""
    page = guardian.get(f"/guardians/{row.public_id}/").content.decode()
    assert "已经成年" in page
    assert "李" not in page.split("<main", 1)[1]
    for act in (actions.decline_as_guardian, actions.not_the_guardian):
        with pytest.raises(actions.WardOfAge):
            act(guardianship=row, actor=ACTOR, at=clock.now())
    # The night ends what nobody answered; the child hears of no "no".
    assert actions.come_of_age(at=clock.now()) == 1
    row.refresh_from_db()
    assert row.closed_why == ClosedWhy.LAID_ASIDE
