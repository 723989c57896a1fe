"""What the day's limit kept: no second press that it would refuse again, but when it may leave; and to which box."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.circulars.models import Box
from baiying.kit import clock
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words
from tests.desk.test_mending import GIVEN_UP, OLD, _person
from tests.desk.test_outbox import LIST
from tests.notices.test_sending import Gateway, fails, gateway
from tests.people.world import Area

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=clock.CHINA)


@pytest.fixture
def writer(city: Any, cast: Any) -> Office:
    return Office(city, cast)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def _full(area: Area, gateway: Gateway) -> Message:
    """The fourth of the day to one number, which the limit kept."""
    person = _person(area, "林晓雨", OLD)
    for n in range(4):
        actions.write(kind="signup_made", text=f"第{n}条", at=NOON, phone=OLD, inbox=person.public_id)
    for row in Message.objects.filter(channel="sms").order_by("id"):
        actions.deliver(message_id=row.id, at=NOON)
    assert gateway.sent[-3:] == ["第0条", "第1条", "第2条"]
    return Message.objects.get(channel="sms", failure__contains="上限")


def test_nothing_is_offered_that_the_same_limit_refuses_but_when(office: Client, area: Area, gateway: Gateway) -> None:
    row = _full(area, gateway)
    page = f"{LIST}{queries.place_of(row)}/"
    shown = office.get(page).content.decode()
    assert "11月25日 周三 08:00以后可以再发" in shown
    assert "again/" not in shown
    ticked = office.post(GIVEN_UP, {"act": "again", "row": [row.public_id]}, follow=True).content.decode()
    assert "不办的 1 条" in ticked
    assert "11月25日 周三 08:00以后可以再发" in ticked
    # A page that was opened before the limit was reached.
    pressed = office.post(f"{page}again/", follow=True).content.decode()
    assert "08:00以后可以再发" in pressed
    assert Message.objects.get(id=row.id).failed_at is not None


def test_the_next_day_it_is_offered_and_leaves(
    office: Client, area: Area, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = _full(area, gateway)
    later = NOON + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = f"{LIST}{queries.place_of(row)}/"
    assert "again/" in office.get(page).content.decode()
    office.post(f"{page}again/")
    actions.deliver_waiting(at=later)
    assert gateway.sent[-1] == "第3条"


@pytest.mark.parametrize(("hour", "opens"), [(12, "08:00"), (23, "08:00")])
def test_it_opens_when_the_day_and_the_quiet_hours_are_over(
    hour: int, opens: str, area: Area, gateway: Gateway
) -> None:
    row = _full(area, gateway)
    found = queries.opens_at(row, NOON.replace(hour=hour))
    assert found is not None
    assert f"{clock.local(found):%d %H:%M}" == f"25 {opens}"
    row.any_hour = True
    assert queries.opens_at(row, NOON.replace(hour=hour)) == NOON.replace(hour=0) + timedelta(days=1)


def test_neither_what_is_urgent_nor_takes_back_nor_goes_by_mail_nor_to_a_new_number_is_kept(
    area: Area, gateway: Gateway
) -> None:
    row = _full(area, gateway)
    assert queries.opens_at(row, NOON, phone=OLD) is not None
    assert queries.opens_at(row, NOON, phone="13911112222") is None
    for name, value in (("urgent", True), ("channel", senders.MAIL), ("kind", "circulars.withdrawn")):
        one = Message.objects.get(id=row.id)
        setattr(one, name, value)
        assert queries.opens_at(one, NOON) is None, name


def test_what_failed_of_a_notice_names_the_place_in_whose_box_it_lies(
    writer: Office, client_as: Any, gateway: Gateway
) -> None:
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    notice = writer.sent(writer.draft(at=NOON, says=words("填表", sort="task"), levels=("township",)), at=NOON)
    rows = Message.objects.filter(kind="circulars.boxes", channel="sms")
    for row in rows:
        actions.deliver(message_id=row.id, at=NOON)
    box = Box.objects.filter(circular=notice, told_at__isnull=False).exclude(above__isnull=False).earliest("id")
    city = client_as("city")
    page = city.get(f"{LIST}?state=failed").content.decode()
    assert f"· {box.name}" in page
    one = next(row for row in rows if (row.making or {}).get("recipient"))
    assert "收件处" in city.get(f"{LIST}{queries.place_of(one)}/").content.decode()
