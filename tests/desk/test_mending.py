"""Dead letters: many ticked at once, to the number that a person has by now; and what an outage cost, in numbers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.desk.queries import mending
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.desk.test_outbox import LIST
from tests.notices.test_sending import Gateway, fails, gateway
from tests.people import world
from tests.people.world import Area

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db
GIVEN_UP = f"{LIST}?state=failed"
OLD, NEW = "13900000123", "13911112222"


def _person(area: Area, name: str, phone: str) -> Person:
    return builders.person(name, residence=area.village, service_area=area.village, phone=phone)


def _dead(to: Person, phone: str, gateway: Gateway, text: str = "您已报名成功。", **more: Any) -> Message:
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    letter = actions.Letter(text=text, reader=to.public_id, phone=phone, **more)
    actions.write_many(kind="signup_made", letters=[letter], at=clock.now(), urgent=True)
    row = Message.objects.get(text=text, inbox=to.public_id)
    actions.deliver(message_id=row.id, at=clock.now())
    gateway.answer = lambda _text: None
    gateway.asked.clear()
    return Message.objects.get(id=row.id)


def _press(office: Client, *rows: Message, sure: bool = True) -> str:
    data: dict[str, Any] = {"act": "again", "row": [row.public_id for row in rows]}
    if sure:
        data["sure"] = "1"
    return office.post(GIVEN_UP, data, follow=True).content.decode()


def test_n24_many_that_were_given_up_are_looked_at_and_sent_once_more(
    office: Client, area: Area, gateway: Gateway
) -> None:
    rows = [_dead(_person(area, f"何{n}", f"1390000010{n}"), f"1390000010{n}", gateway, f"第{n}条") for n in range(3)]
    page = office.get(GIVEN_UP).content.decode()
    assert all(f'value="{row.public_id}"' in page for row in rows)
    asked = _press(office, *rows[:2], sure=False)
    assert "将会办的 2 条" in asked
    assert "139****0100" in asked
    assert not Message.objects.filter(id__in=[row.id for row in rows], failed_at__isnull=True).exists()
    assert "2 条会再发一次" in _press(office, *rows[:2])
    # A second press: nothing is sent twice.
    assert "不用再发" in _press(office, *rows[:2])
    assert AuditEvent.objects.filter(action="MessageSentAgain").count() == 2
    actions.deliver_waiting(at=clock.now())
    assert sorted(gateway.sent) == ["第0条", "第1条"]
    assert Message.objects.get(id=rows[2].id).failed_at is not None


def test_who_has_another_number_by_now_gets_it_there(office: Client, area: Area, gateway: Gateway) -> None:
    person = _person(area, "林晓雨", NEW)
    row = _dead(person, OLD, gateway)
    page = office.get(f"{LIST}{queries.place_of(row)}/").content.decode()
    assert "139****2222" in page
    assert NEW not in page
    assert "发到新号码 139****2222" in _press(office, row, sure=False)
    _press(office, row)
    row = Message.objects.get(id=row.id)
    assert (row.address_mask, bytes(row.address_hash or b"")) == ("139****2222", queries.phone_hash(NEW))
    phones: list[str] = []
    gateway.send = lambda parcel: phones.append(parcel.address) or ""  # type: ignore[method-assign,func-returns-value]
    actions.deliver_waiting(at=clock.now())
    assert phones == [NEW]
    assert AuditEvent.objects.get(action="MessageSentAgain").detail == {"corrected": True}


def test_what_was_taken_from_a_number_that_left_its_reader_goes_to_the_new_one_and_never_back(
    office: Client, area: Area, gateway: Gateway
) -> None:
    moved, gone = _person(area, "林晓雨", NEW), builders.person("何远", residence=area.village, phone=None)
    rows = [_dead(moved, OLD, gateway, "一"), _dead(gone, OLD, gateway, "二")]
    actions.drop_waiting(phone=OLD, at=clock.now(), reason="号码换了主人")
    asked = _press(office, *rows, sure=False)
    assert "将会办的 1 条" in asked
    _press(office, *rows)
    actions.deliver_waiting(at=clock.now())
    assert gateway.sent == ["一"]


def test_whoever_has_left_is_sent_nothing_at_a_new_number(area: Area, gateway: Gateway) -> None:
    person = _person(area, "林晓雨", NEW)
    row = _dead(person, OLD, gateway)
    Person.objects.filter(pk=person.pk).update(rests_since=clock.now())
    assert not mending.new_phones([row])


def test_what_is_too_late_or_went_out_is_left_out_with_the_reason(office: Client, area: Area, gateway: Gateway) -> None:
    person = _person(area, "林晓雨", OLD)
    late = _dead(person, OLD, gateway, "迟了")
    Message.objects.filter(id=late.id).update(useful_until=clock.now())
    sent = _dead(person, OLD, gateway, "已经发了")
    Message.objects.filter(id=sent.id).update(failed_at=None, delivered_at=clock.now())
    asked = _press(office, late, sent, sure=False)
    assert "不办的 2 条" in asked
    assert "已经没有用了" in asked
    assert "已经送出" in asked


def test_no_other_office_and_nobody_who_only_reads_sends_again(office: Client, area: Area, gateway: Gateway) -> None:
    row = _dead(_person(area, "林晓雨", OLD), OLD, gateway)
    other = world.staff("county_office", area.other_county, "19900000303")
    auditor = world.staff("auditor", None, "19900000304")
    assert 'name="act"' not in auditor.get(GIVEN_UP).content.decode()
    for browser in (other, auditor):
        _press(browser, row)
    assert Message.objects.get(id=row.id).failed_at is not None
    assert not AuditEvent.objects.filter(action="MessageSentAgain").exists()
    # Elsewhere in the list there is nothing to tick.
    assert 'name="act"' not in office.get(LIST).content.decode()


def test_after_an_outage_the_operator_reads_what_it_cost(area: Area, gateway: Gateway) -> None:
    """A gateway that is down for a day: what still makes sense leaves afterwards, and the page says what did not."""
    began = clock.now() - timedelta(days=1, hours=3)
    gateway.answer = fails(senders.GatewayDown("短信网关连不上。"))
    for n in range(5):
        person = _person(area, f"何{n}", f"1390000010{n}")
        until = began + (timedelta(hours=2) if n < 3 else timedelta(days=3))
        letter = actions.Letter(text=f"第{n}条", reader=person.public_id, phone=f"1390000010{n}", useful_until=until)
        actions.write_many(
            kind="reminder_evening" if n < 2 else "signup_moved", letters=[letter], at=began, urgent=True
        )
    actions.deliver_waiting(at=began)
    actions.deliver_waiting(at=began + timedelta(hours=3))
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=began + timedelta(hours=24))
    assert sorted(gateway.sent) == ["第3条", "第4条"]
    (one,) = queries.outages(clock.now())
    assert (one.since, one.until, one.count) == (began, began + timedelta(hours=24), 3)
    assert sorted(loss.count for loss in one.losses) == [1, 2]
    page = world.staff("sysadmin", None, "19900000305").get("/desk/channels/").content.decode()
    for words in ("停过的时段", "短信网关连不上", "没有再发的 3 条", "没有及时发出", "近七天没有发成"):
        assert words in page, words
    assert "第0条" not in page
    assert "何" not in page.partition("停过的时段")[2].partition("</section>")[0]


def test_a_gateway_that_comes_and_goes_has_one_outage(gateway: Gateway, area: Area) -> None:
    at = clock.now() - timedelta(hours=5)
    letter = actions.Letter(text="一", phone=OLD)
    for minute in (0, 10, 20, 300):
        gateway.answer = fails(senders.GatewayDown("短信网关连不上。"))
        actions.write_many(kind="signup_made", letters=[letter], at=at + timedelta(minutes=minute), urgent=True)
        actions.deliver_waiting(at=at + timedelta(minutes=minute))
        gateway.answer = lambda _text: None
        actions.deliver_waiting(at=at + timedelta(minutes=minute + 5))
    found = [(one.since, one.until) for one in queries.outages(clock.now() + timedelta(hours=1))]
    assert found == [
        (at + timedelta(minutes=300), at + timedelta(minutes=305)),
        (at, at + timedelta(minutes=25)),
    ]
