"""System, security and audit stay in three hands whatever phones do after the offer (GB/T 22239-2019 8.1.5)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from baiying.accounts import actions, queries, rules
from baiying.accounts.access import BACKEND
from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from tests.people import world
from tests.people.world import ACTOR, Area

ONE, TWO, THIRD = "19900000551", "19900000552", "19900000553"


def holder(phone: str, role: str, *, accepted: bool = True) -> Account:
    account = world.make_account(phone, f"管理员{phone[-1]}")
    at = clock.now() - timedelta(days=1)
    if accepted:
        builders.appointment(account, role, None, starts_at=at)
    else:
        Appointment.objects.create(account=account, role=role, starts_at=at)
    return account


def accept(account: Account) -> None:
    row = Appointment.objects.get(account=account)
    actions.accept_appointment(appointment_id=row.pk, actor=Actor(account_id=account.pk), at=clock.now())


def change(account: Account, phone: str) -> None:
    actions.change_phone(account_id=account.pk, phone=phone, actor=ACTOR, at=clock.now())


@pytest.mark.django_db
def test_an_offer_is_compared_again_when_it_is_accepted(area: Area) -> None:
    holder(ONE, "sysadmin")
    other = holder(TWO, "auditor", accepted=False)
    change(other, ONE)
    row = Appointment.objects.get(account=other)
    browser = Client()
    other.refresh_from_db()
    browser.force_login(other, backend=BACKEND)
    answer = browser.post(f"/mine/appointments/{row.public_id}/acceptance/", follow=True)
    assert "不能由同一人担任" in answer.content.decode()
    row.refresh_from_db()
    assert row.accepted_at is None
    # With a phone of one's own again it can be accepted.
    change(other, THIRD)
    accept(other)
    row.refresh_from_db()
    assert row.accepted_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in rules.THREE if role != "auditor"])
def test_no_change_of_phone_puts_two_of_three_into_one_hand(area: Area, role: str) -> None:
    holder(ONE, role)
    other = holder(TWO, "auditor")
    with pytest.raises(actions.TwoOfThree, match="同一个手机号"):
        change(other, ONE)
    other.refresh_from_db()
    assert queries.phone_of(other) == TWO
    assert other.session_epoch == 0
    change(other, THIRD)
    assert queries.phone_of(other) == THIRD


@pytest.mark.django_db
def test_two_of_the_same_kind_and_others_may_share_a_phone(area: Area) -> None:
    holder(ONE, "auditor")
    for phone, role in ((TWO, "auditor"), (THIRD, "city_office")):
        account = world.make_account(phone)
        place = area.city if role == "city_office" else None
        builders.appointment(account, role, place, starts_at=clock.now() - timedelta(days=1))
        change(account, ONE)
        assert queries.phone_of(account) == ONE


@pytest.mark.race
def test_two_who_change_to_the_same_new_phone_at_once_do_not_both_get_it(own_database: str) -> None:
    pair = [holder(ONE, "sysadmin"), holder(TWO, "auditor")]
    refused: list[type[Exception]] = []
    start = threading.Barrier(2)

    def run(account: Account) -> None:
        start.wait()
        try:
            change(account, THIRD)
        except actions.TwoOfThree:
            refused.append(actions.TwoOfThree)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [actions.TwoOfThree]
    assert sorted(str(queries.phone_of(one)) for one in pair).count(THIRD) == 1
