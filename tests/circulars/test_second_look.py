"""Looks that write nothing, a withdrawal that waits for the text in hand, one text to a phone, pause and stop."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.circulars import actions, queries
from baiying.circulars.actions import refusals
from baiying.circulars.models import Circular, Mailing, Recipient
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.notices.actions import claiming
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.people.models import Consent
from tests.cast import log_in
from tests.circulars.conftest import Office, words
from tests.notices.test_morning import MORNING, NIGHT
from tests.notices.test_sending import Gateway, gateway
from tests.own_database import behind

__all__ = ["gateway"]
NOON = NIGHT - timedelta(hours=11)
SAME = "13912345678"


def told(at: Any = NOON, *, by_text: bool = True) -> tuple[Office, Circular, Mailing]:
    """A notice to volunteers and boxes of a city, told in the app; its texts wait."""
    city = builders.small_city()
    office = Office(city, the_cast.build(city))
    for n in range(3):
        builders.person(residence=city.villages[0], account=builders.account(), phone=f"1391111000{n}")
    audience = {"volunteers": True} if by_text else {}
    row = office.draft(says=words("集中清扫", sort="notice", by_text=by_text), **audience)
    mailing = actions.send(circular=row, actor=office.actor(), at=at)
    actions.go_on(mailing_id=mailing.pk, at=at)
    row.refresh_from_db()
    mailing.refresh_from_db()
    return office, row, mailing


def texts() -> Any:
    return Message.objects.filter(kind=queries.TO_VOLUNTEERS, channel="sms", delivered_at=None).order_by("id")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_look_at_the_outbox_writes_nothing(method: str) -> None:
    office, row, _mailing = told()
    client = log_in(office.cast["city"])
    for page in ("/desk/messages/", f"/desk/messages/{messages.place_of(texts()[0])}/"):
        assert getattr(client, method)(page).status_code == 200
    assert not Recipient.objects.filter(text_at__isnull=False).exists()
    # So nobody is texted that a notice is withdrawn of which no text has left.
    actions.withdraw(circular=row, why="下雨", actor=office.actor(), at=NOON)
    actions.tell_withdrawn(circular_id=row.pk, at=NOON)
    assert not Message.objects.filter(kind="circulars.withdrawn", channel="sms").exists()


@pytest.mark.race
@pytest.mark.parametrize("act", ["withdraw", "stop", "pause"])
def test_who_ends_a_notice_waits_for_the_text_that_is_being_taken_up(own_database: str, act: str) -> None:
    office, row, mailing = told()
    assert mailing.ended_at is not None
    one = texts()[0]
    (claimed,) = claiming.claim([one.id], NOON)
    order: list[str] = []

    def first() -> None:
        assert claiming.in_hand(claimed, NOON)

    def second() -> None:
        by = {"circular": row, "actor": office.actor(), "at": NOON}
        if act == "withdraw":
            actions.withdraw(why="下雨", **by)
            actions.tell_withdrawn(circular_id=row.pk, at=NOON)
        else:
            getattr(actions, act)(number=1, **by)
        order.append(act)

    behind(first, second, lambda: order.append("in hand"))
    assert order == ["in hand", act]
    if act == "withdraw":
        withdrawn = Message.objects.filter(kind="circulars.withdrawn", channel="sms", inbox=one.inbox)
        assert withdrawn.count() == 1, "who has it by text hears of its end by text"


@pytest.mark.django_db
def test_a_notice_whose_texts_wait_is_paused_resumed_and_stopped(gateway: Gateway) -> None:
    office, row, mailing = told()
    by = {"circular": row, "number": 1, "actor": office.actor(), "at": NOON}
    assert mailing.ended_at is not None
    page = log_in(office.cast["city"]).get(f"/desk/circulars/{row.public_id}/").content.decode()
    assert "暂停" in page
    actions.pause(**by)
    notices.deliver_waiting(at=NOON)
    assert gateway.sent == []
    actions.resume(**by)
    actions.stop(**by)
    notices.deliver_waiting(at=NOON + timedelta(hours=1))
    assert gateway.sent == []


@pytest.mark.django_db
def test_texts_to_offices_alone_are_stopped_too_and_what_left_is_not(gateway: Gateway) -> None:
    office, row, _mailing = told(NIGHT, by_text=False)
    waits = Message.objects.filter(channel="sms", delivered_at=None, kind="circulars.boxes").count()
    assert waits, "who has no inbox is texted"
    actions.stop(circular=row, number=1, actor=office.actor(), at=NIGHT)
    notices.deliver_waiting(at=MORNING)
    assert gateway.sent == []
    office, row, _mailing = _another(office, MORNING)
    notices.deliver_waiting(at=MORNING)
    with pytest.raises(refusals.IsStopped):
        actions.pause(circular=row, number=1, actor=office.actor(), at=MORNING)


def _another(office: Office, at: Any) -> tuple[Office, Circular, Mailing]:
    row = office.draft(says=words("第二件", sort="notice"))
    mailing = actions.send(circular=row, actor=office.actor(), at=at)
    actions.go_on(mailing_id=mailing.pk, at=at)
    return office, row, mailing


@pytest.mark.django_db
def test_n14_a_family_hears_a_notice_once_and_each_has_it_in_the_app(gateway: Gateway) -> None:
    city = builders.small_city()
    office = Office(city, the_cast.build(city))
    both = [
        builders.person(name, residence=city.villages[0], account=builders.account(SAME), phone=SAME)
        for name in ("王芳", "王强")
    ]
    row = office.draft(says=words("集中清扫", sort="notice", by_text=True), volunteers=True)
    mailing = actions.send(circular=row, actor=office.actor(), at=NOON)
    actions.go_on(mailing_id=mailing.pk, at=NOON)
    notices.deliver_waiting(at=NOON)
    assert gateway.phones.count(SAME) == 1
    inboxes = [one.public_id for one in both]
    assert Message.objects.filter(channel="inapp", inbox__in=inboxes, kind=queries.TO_VOLUNTEERS).count() == 2
    # A correction is another text.
    assert gateway.phones.count("19900000001") <= 1


@pytest.mark.django_db
def test_who_holds_a_box_hears_of_it_there_and_not_as_a_volunteer_too() -> None:
    city = builders.small_city()
    office = Office(city, the_cast.build(city))
    clerk = office.cast["clerk"]
    builders.person("郑丽华", residence=city.villages[0], account=clerk.account, phone=clerk.phone)
    row = office.draft(
        says=words("集中清扫", sort="notice", by_text=True), levels=("county", "township", "village"), volunteers=True
    )
    mailing = actions.send(circular=row, actor=office.actor(), at=NOON)
    actions.go_on(mailing_id=mailing.pk, at=NOON)
    rows = Message.objects.filter(channel="sms", address_hash=messages.phone_hash(clerk.phone))
    assert {one.kind for one in rows} == {"circulars.boxes"}


@pytest.mark.django_db
def test_n09_who_withdraws_the_consent_by_night_hears_nothing_in_the_morning(gateway: Gateway) -> None:
    told(NIGHT)
    gone = Recipient.objects.select_related("person").filter(person__isnull=False).order_by("id").last()
    assert gone is not None
    assert gone.person is not None
    phone = persons.phone_of(gone.person)
    for purpose in Consent.objects.filter(person=gone.person).values_list("purpose", flat=True):
        people.withdraw_consent(
            person=gone.person, purpose=purpose, actor=Actor(account_id=gone.person.account_id), at=NIGHT
        )
    notices.deliver_waiting(at=MORNING)
    assert gateway.phones.count(phone) == 0
    assert len(gateway.phones) > 1
    assert clock.local(MORNING).hour == 8
