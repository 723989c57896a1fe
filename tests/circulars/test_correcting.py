"""Corrections and withdrawals: counted before they go, the deadline moves with them, and what is urgent says why."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, override_settings

from baiying.circulars import actions, queries, said
from baiying.circulars.actions import telling
from baiying.circulars.models import Box, Circular, Mailing, Wording
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import actions as notices
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words
from tests.circulars.test_ringing import texted
from tests.notices.test_sending import Gateway, gateway

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 14, tzinfo=UTC)  # ten in the evening in China
SENT = (date(2026, 11, 25), date(2026, 12, 2))


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def notice(office: Office, *, at: datetime = AT, approved: bool = False, **more: Any) -> Circular:
    """To two volunteers and the townships, with a day by which it must be done."""
    says = words("清扫", sort="task", working_days=3, **{"by_text": True, **more})
    row = office.draft(at=at, says=says, volunteers=True, levels=("township",))
    if approved:
        office.approved(row, at)
    office.go(actions.send(circular=row, actor=office.actor(), at=at), at)
    row.refresh_from_db()
    return row


def typed(row: Circular, **more: Any) -> dict[str, Any]:
    last = queries.in_force(row.pk)
    due = row.due_on.isoformat() if row.due_on else ""
    return {"title": last.title, "text": "集合地点：东门。", "changed": "集合地点改到东门", "due_on": due, **more}


def sure(page: str) -> str:
    found = re.search(r'name="sure"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def press(client: Client, url: str, data: dict[str, Any]) -> Any:
    """Look at what it costs, then press once more."""
    counted = client.post(url, data)
    assert counted.status_code == 200, counted.content.decode()
    return client.post(url, {**data, "sure": sure(counted.content.decode())})


TOLD = ("circulars.boxes", queries.TO_VOLUNTEERS)


@override_settings(BAIYING_SMS_PRICE=Decimal("0.05"))
def test_a_correction_shows_its_text_messages_and_their_price_and_goes_at_the_second_press(
    office: Office, city: Any, client_as: Any, morning: None
) -> None:
    for n in range(2):
        texted(city, f"1990000092{n}")
    row = notice(office)
    url = f"/desk/circulars/{row.public_id}/corrections/"
    boss = client_as("city")
    page = boss.post(url, typed(row)).content.decode()
    text = said.corrected(row.area.name, "清扫", "集合地点改到东门")
    cost = queries.of_correction(row, str(text), to_others=False, at=AT)
    told = Mailing.objects.get(circular=row, number=1).chosen
    assert cost.people + cost.volunteers == told
    # As many as the notice itself had: a child and whoever has no phone have no text message.
    assert cost.texts == Message.objects.filter(kind__in=TOLD, channel="sms").count() < told
    assert cost.parts == cost.texts * cost.parts_each.most
    assert f"{cost.price:.2f} 元" in page
    assert "集合地点改到东门" in page, "what was typed stays"
    assert Wording.objects.filter(circular=row).count() == 1, "looking sends nothing"
    # Other words cost something else: they are counted anew.
    longer = typed(row, changed="集合地点改到东门" * 8)
    assert boss.post(url, {**longer, "sure": sure(page)}).status_code == 200
    assert Wording.objects.filter(circular=row).count() == 1
    assert boss.post(url, {**typed(row), "sure": sure(page)}).status_code == 303
    assert boss.post(url, {**typed(row), "sure": sure(page)}).status_code == 303, "the second press"
    assert boss.post(url, typed(row)).status_code == 303, "sent already: nothing is to be counted"
    assert Wording.objects.filter(circular=row).count() == 2


def test_without_text_messages_who_has_no_inbox_still_gets_one_and_is_counted(
    office: Office, client_as: Any, morning: None
) -> None:
    row, boss = notice(office, by_text=False), client_as("city")
    url = f"/desk/circulars/{row.public_id}/corrections/"
    page = boss.post(url, typed(row)).content.decode()
    assert "看过了，发更正" in page
    assert Wording.objects.filter(circular=row).count() == 1, "looking sends nothing"
    assert boss.post(url, {**typed(row), "sure": sure(page)}).status_code == 303
    assert "rings_why" not in boss.get(url).content.decode()


def test_a_withdrawal_shows_what_it_costs_too(office: Office, city: Any, client_as: Any, morning: None) -> None:
    had = texted(city, "19900000921")
    row = notice(office)
    for one in Message.objects.filter(kind=queries.TO_VOLUNTEERS, channel="sms", inbox=had.public_id):
        notices.deliver(message_id=one.id, at=AT)
    url = f"/desk/circulars/{row.public_id}/withdrawal/"
    boss = client_as("city")
    assert boss.post(url, {"why": ""}).status_code == 422
    page = boss.post(url, {"why": "发错了"}).content.decode()
    cost = queries.of_withdrawal(row, str(said.withdrawn(row.area.name, "清扫", "发错了")))
    assert cost.texts == cost.people + 1, "of the volunteers only who had a text gets another"
    assert f">{cost.parts}<" in page.replace(" ", "") or f"{cost.parts}" in page
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert boss.post(url, {"why": "发错了", "sure": sure(page)}).status_code == 303
    assert boss.post(url, {"why": "发错了"}).status_code == 303, "the second press is answered as the first"
    row.refresh_from_db()
    assert row.withdrawn_why == "发错了"


def test_the_approver_reads_what_a_correction_costs(office: Office, client_as: Any, morning: None) -> None:
    row = notice(office, approved=True)
    new = actions.Correction("清扫", "东门。", "改到东门", due_on=SENT[1], rings_why="今晚就要来人")
    actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    page = client_as("deputy").get(f"/desk/circulars/{row.public_id}/").content.decode()
    part = page.partition("更正，还没有批准")[2]
    assert "短信最多" in part
    assert "办理期限改到" in part
    assert "今晚就要来人" in part


def test_a_correction_moves_its_own_deadline_everywhere(office: Office, city: Any, client_as: Any) -> None:
    row = notice(office)
    assert row.due_on == SENT[0]
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    assert box.due_on == SENT[0]
    office.corrected(row, "东门。", "推迟一周", at=AT, due_on=SENT[1])
    row.refresh_from_db()
    box.refresh_from_db()
    assert (row.due_on, box.due_on) == (SENT[1], SENT[1])
    assert queries.wanted_by(box) == clock.end_of(SENT[1])
    texts = Message.objects.filter(text__startswith="更正")
    assert texts.exists()
    assert all("推迟一周。改为12月2日" in one.text for one in texts)
    assert "办理期限改到" in client_as("city").get(f"/desk/circulars/{row.public_id}/").content.decode()
    assert "12月2日" in client_as("clerk").get(f"/desk/received/{box.public_id}/").content.decode()
    # A correction of the words alone lets it stand.
    office.corrected(row, "南门。", "改到南门", at=AT + timedelta(hours=1), due_on=SENT[1])
    box.refresh_from_db()
    assert box.due_on == SENT[1]
    assert Wording.objects.get(circular=row, number=3).due_on is None


def test_the_deadline_moves_when_the_correction_was_approved_and_not_before(office: Office, city: Any) -> None:
    row = notice(office, approved=True)
    new = actions.Correction("清扫", queries.newest(row.pk).text, "推迟一周", due_on=SENT[1])
    made = actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    assert actions.correct(circular=row, correction=new, actor=office.actor(), at=AT).pk == made.pk, "a second press"
    row.refresh_from_db()
    assert row.due_on == SENT[0]
    actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=AT)
    office.go(queries.mailings(row.pk)[0], AT)
    row.refresh_from_db()
    assert row.due_on == SENT[1]
    assert set(Box.objects.filter(circular=row).values_list("due_on", flat=True)) == {SENT[1]}
    assert actions.correct(circular=row, correction=new, actor=office.actor(), at=AT).pk == made.pk, "and after it"


def test_a_deadline_reaches_also_whom_the_version_that_moved_it_did_not(office: Office, city: Any) -> None:
    row = notice(office)
    new = actions.Correction("清扫", "东门。", "推迟一周", due_on=SENT[1])
    actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    actions.stop(circular=row, number=2, actor=office.actor(), at=AT)
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    assert (box.told_number, box.due_on) == (1, SENT[0])
    row.refresh_from_db()
    office.corrected(row, "南门。", "改到南门", at=AT + timedelta(hours=1), due_on=row.due_on)
    box.refresh_from_db()
    assert (box.told_number, box.due_on) == (3, SENT[1])


def test_what_reaches_a_box_that_skipped_a_version_names_the_day_that_holds(
    office: Office, city: Any, client_as: Any, morning: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the app, by text message as it leaves, and in the words whose price was shown."""
    count = queries.of_correction
    texted(city, "19900000925")
    row = notice(office)
    moves = actions.Correction("清扫", "东门。", "推迟一周", due_on=SENT[1])
    actions.correct(circular=row, correction=moves, actor=office.actor(), at=AT)
    actions.stop(circular=row, number=2, actor=office.actor(), at=AT)
    row.refresh_from_db()
    later = AT + timedelta(hours=1)
    text = said.corrected(row.area.name, "清扫", "改到南门", due_on=SENT[1])
    assert "改到南门。改为12月2日" in text
    priced: list[str] = []

    def priced_by(row: Circular, text: str, **how: Any) -> Any:
        priced.append(text)
        return count(row, text, **how)

    monkeypatch.setattr(queries, "of_correction", priced_by)
    client_as("city").post(f"/desk/circulars/{row.public_id}/corrections/", typed(row, changed="改到南门"))
    assert priced == [str(text)]
    office.corrected(row, "南门。", "改到南门", at=later, due_on=row.due_on)
    told = Message.objects.filter(text__startswith="更正", written_at=later)
    assert {one.text for one in told} == {str(text)}
    assert set(told.values_list("channel", flat=True)) >= {"inapp", "sms"}
    sms = told.filter(channel="sms", making__isnull=False)[0]
    assert str(telling.text_now(sms.making or {}, later)) == str(text)


def test_where_no_day_ever_moved_a_correction_names_none(office: Office) -> None:
    row = notice(office)
    office.corrected(row, "南门。", "改到南门", at=AT, due_on=row.due_on)
    told = Message.objects.filter(text__startswith="更正")
    assert told.exists()
    assert not told.filter(text__contains="前办理").exists()


def test_a_stopped_correction_in_the_same_words_is_not_said_to_be_sent(office: Office) -> None:
    row = notice(office)
    new = actions.Correction("清扫", "东门。", "改到东门", due_on=row.due_on)
    actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    actions.stop(circular=row, number=2, actor=office.actor(), at=AT)
    with pytest.raises(actions.NothingChanged):
        actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)


def test_a_deadline_that_is_over_by_the_time_of_approving_is_refused(office: Office) -> None:
    row = notice(office, approved=True)
    new = actions.Correction("清扫", queries.newest(row.pk).text, "推迟", due_on=SENT[1])
    actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    late = clock.end_of(SENT[1]) + timedelta(minutes=1)
    with pytest.raises(actions.DueInThePast):
        actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=late)
    row.refresh_from_db()
    assert row.due_on == SENT[0]
    on_the_day = late - timedelta(hours=1)
    actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=on_the_day)


def test_a_day_that_is_over_and_nothing_at_all_are_refused(office: Office, client_as: Any, morning: None) -> None:
    row = notice(office)
    same = queries.newest(row.pk)
    for new, no in (
        (actions.Correction(same.title, same.text, "提前", due_on=date(2026, 11, 19)), actions.DueInThePast),
        (actions.Correction(same.title, same.text, "没有变", due_on=row.due_on), actions.NothingChanged),
    ):
        with pytest.raises(no):
            actions.correct(circular=row, correction=new, actor=office.actor(), at=AT)
    today = actions.Correction(same.title, same.text, "今天就要", due_on=date(2026, 11, 20))
    url = f"/desk/circulars/{row.public_id}/corrections/"
    past = client_as("city").post(url, typed(row, due_on="2026-11-19"))
    assert past.status_code == 422
    assert "这一天已经过了" in past.content.decode()
    assert "集合地点：东门。" in past.content.decode()
    assert client_as("city").post(url, typed(row, due_on="")).status_code == 422, "a deadline is moved, not taken away"
    assert actions.correct(circular=row, correction=today, actor=office.actor(), at=AT).due_on == date(2026, 11, 20)


def _fill(phone: str, at: datetime) -> None:
    """A phone has had its three of the day."""
    for n in range(3):
        notices.write(kind="signup_note", text=f"第{n}条", at=at, phone=phone)
    for one in Message.objects.filter(kind="signup_note"):
        notices.deliver(message_id=one.id, at=at)


@pytest.mark.parametrize(("why", "leaves"), [("", False), ("今晚就要来人", True)])
def test_with_a_reason_it_passes_the_days_limit_and_the_night(
    office: Office, city: Any, gateway: Gateway, why: str, leaves: bool
) -> None:
    phone = "19900000921"
    person = texted(city, phone)
    row = notice(office)
    _fill(phone, AT)
    office.corrected(row, "东门。", "改到东门", at=NIGHT, rings_why=why)
    [text] = Message.objects.filter(
        kind=queries.TO_VOLUNTEERS, channel="sms", inbox=person.public_id, text__contains="更正"
    )
    notices.deliver(message_id=text.id, at=NIGHT)
    text = Message.objects.get(id=text.id)
    assert (text.delivered_at is not None) == leaves
    assert text.urgent == leaves
    detail = AuditEvent.objects.get(action="CircularCorrected").detail
    assert detail.get("rings_why", "") == why


def test_the_reason_is_asked_where_text_messages_go_and_for_no_emergency(office: Office, client_as: Any) -> None:
    row = notice(office)
    emergency = office.sent(office.draft(at=AT, says=words(by_text=True)), at=AT)
    boss = client_as("city")
    asked = [
        "rings_why" in boss.get(f"/desk/circulars/{one.public_id}/corrections/").content.decode()
        for one in (row, emergency)
    ]
    assert asked == [True, False]


def news(office: Office, text: str) -> list[str]:
    """Who of the cast was told so, in the app or by text message."""
    rows = Message.objects.filter(kind="circulars.approved", text__contains=text)
    return [one.inbox or one.address_mask for one in rows]


def test_who_wrote_it_is_told_that_it_was_approved_sent_back_and_when_it_leaves(office: Office) -> None:
    row = office.draft(at=AT, says=words("清扫", sort="task", by_text=True))
    office.approved(row, AT)
    assert len(news(office, "“清扫”已批准，请打开它发送。")) == 1
    actions.approve(circular=row, actor=office.actor("deputy"), at=AT)
    assert len(news(office, "已批准")) == 1, "a second press tells nobody again"
    actions.send_back(circular=row, actor=office.actor("deputy"), at=AT)
    assert len(news(office, "“清扫”已退回")) == 1


@pytest.mark.parametrize(("at", "why", "rests"), [(AT, "", False), (NIGHT, "", True), (NIGHT, "今晚就要来人", False)])
def test_who_corrected_reads_when_the_texts_follow(office: Office, at: datetime, why: str, rests: bool) -> None:
    row = notice(office, approved=True)
    new = actions.Correction("清扫", "东门。", "改到东门", rings_why=why)
    actions.correct(circular=row, correction=new, actor=office.actor(), at=at)
    actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=at)
    [text] = Message.objects.filter(kind="circulars.approved", text__contains="更正已批准").values_list(
        "text", flat=True
    )
    assert ("短信等到11月21日 周六 08:00再发" in text) == rests


def test_whoever_sends_at_night_reads_when_the_texts_follow(
    office: Office, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    row = office.draft(at=NIGHT, says=words("清扫", sort="task", by_text=True), levels=("township",))
    page = client_as("city").post(f"/desk/circulars/{row.public_id}/sendings/", follow=True).content.decode()
    assert "已交给系统发送" in page
    assert "短信等到" in page


def test_a_new_place_gets_the_deadline_that_holds_now(office: Office, city: Any) -> None:
    says = words("值守", sort="duty", working_days=3)
    row = office.draft(at=AT, says=says, levels=("township",))
    office.go(actions.send(circular=row, actor=office.actor(), at=AT), AT)
    row.refresh_from_db()
    office.corrected(row, "东门。", "推迟一周", at=AT, due_on=SENT[1])
    new = builders.division("新设街道", "township", "419902099000", city.counties[0])
    builders.appointment(builders.account("19900007009"), "place_staff", new)
    actions.add_all_new_boxes(at=AT + timedelta(minutes=10))
    assert Box.objects.get(circular=row, area=new).due_on == SENT[1]
    [told] = Message.objects.filter(kind="circulars.boxes", written_at=AT + timedelta(minutes=10), making__isnull=True)
    assert "12月2日" in told.text
