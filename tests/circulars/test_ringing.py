"""What is said after an emergency rings as it did; what cannot be read stops nobody; what is asked again, and when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baiying.accounts.models import Identity
from baiying.circulars import actions, queries
from baiying.circulars.models import Box, Recipient
from baiying.demo import builders
from baiying.kit.models import JobFault
from baiying.kit.values.identifiers import mask_phone
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 18, tzinfo=UTC)  # two o'clock in China


def texted(city: Any, phone: str) -> Person:
    return builders.person(residence=city.villages[0], account=builders.account(), phone=phone, born=date(1980, 1, 1))


@pytest.mark.parametrize(("sort", "urgent"), [("emergency", True), ("duty", False)])
def test_reminder_and_withdrawal_of_an_emergency_ring_at_any_hour_and_before_others(
    office: Office, sort: str, urgent: bool
) -> None:
    row = office.sent(office.draft(at=NIGHT, says=words(sort=sort)), at=NIGHT)
    actions.remind(circular=row, actor=office.actor(), at=NIGHT)
    actions.remind_boxes(circular_id=row.pk, box_ids=list(Box.objects.values_list("pk", flat=True)), at=NIGHT)
    actions.withdraw(circular=row, why="预警解除", actor=office.actor(), at=NIGHT)
    actions.tell_withdrawn(circular_id=row.pk, at=NIGHT)
    for kind in ("circulars.reminded", "circulars.withdrawn"):
        rows = Message.objects.filter(kind=kind, channel="sms")
        assert rows.exists(), kind
        assert set(rows.values_list("urgent", flat=True)) == {urgent}, kind
        for one in rows:
            notices.deliver(message_id=one.id, at=NIGHT)
        assert rows.filter(delivered_at__isnull=False).exists() == urgent, kind


def test_whoever_had_a_text_reads_of_the_withdrawal_by_text_and_nobody_else(office: Office, city: Any) -> None:
    had, waits = texted(city, "19900000921"), texted(city, "19900000922")
    says = words("转移", sort="emergency", by_text=True)
    row = office.sent(office.draft(at=AT, says=says, volunteers=True), at=AT)
    for one in Message.objects.filter(kind=queries.TO_VOLUNTEERS, channel="sms", inbox=had.public_id):
        notices.deliver(message_id=one.id, at=AT)
    assert Recipient.objects.get(person=had).text_at is not None
    actions.withdraw(circular=row, why="预警解除", actor=office.actor(), at=AT)
    actions.tell_withdrawn(circular_id=row.pk, at=AT)
    told = Message.objects.filter(kind="circulars.withdrawn")
    by_text = [told.filter(inbox=one.public_id, channel="sms").count() for one in (had, waits)]
    in_app = [told.filter(inbox=one.public_id, channel="inapp").count() for one in (had, waits)]
    assert (by_text, in_app) == ([1, 0], [1, 1])


def test_a_withdrawal_leaves_also_where_the_days_limit_is_reached(office: Office) -> None:
    row = office.sent(office.draft(at=AT, says=words(sort="duty")), at=AT)
    first = Message.objects.filter(kind__startswith="circulars.", channel="sms").earliest("id")
    rows = Message.objects.filter(address_hash=first.address_hash)
    phone = next(one.phone for one in office.cast.values() if mask_phone(one.phone) == first.address_mask)
    notices.deliver(message_id=first.id, at=AT)
    # Its phone has had its three of the day.
    for n in range(2):
        notices.write(kind="signup_note", text=f"第{n}条", at=AT, phone=phone)
    actions.withdraw(circular=row, why="发错了", actor=office.actor(), at=AT)
    for one in rows.filter(kind="signup_note"):
        notices.deliver(message_id=one.id, at=AT)
    actions.tell_withdrawn(circular_id=row.pk, at=AT)
    notices.write(kind="signup_note", text="再一条", at=AT, phone=phone)
    for one in rows.filter(delivered_at=None, failed_at=None):
        notices.deliver(message_id=one.id, at=AT)
    assert rows.get(kind="circulars.withdrawn").delivered_at is not None
    assert rows.filter(kind="signup_note").latest("id").delivered_at is None, "which holds for all others"


def test_an_emergency_is_urgent_in_the_queue_of_mailings(office: Office) -> None:
    later = AT + timedelta(days=1)
    for sort in ("notice", "emergency"):
        row = office.approved(office.draft(at=AT, says=words(sort=sort)), AT)
        actions.send(circular=row, actor=office.actor(), at=AT, starts_at=later)
    first = queries.open_mailings(later, urgent=True).get()
    rest = queries.open_mailings(later, urgent=False).get()
    assert (first.circular.sort, rest.circular.sort) == ("emergency", "notice")


def test_a_phone_that_cannot_be_read_stops_nobody_and_is_noted_until_it_can(office: Office, city: Any) -> None:
    bad, good = texted(city, "19900000921"), texted(city, "19900000922")
    kept = Person.objects.get(pk=bad.pk).phone_sealed
    Person.objects.filter(pk=bad.pk).update(phone_sealed=b"\x00" * 40)
    one = Identity.objects.filter(account=office.cast["clerk"].account, kind="phone").get()
    Identity.objects.filter(pk=one.pk).update(subject_sealed=b"\x00" * 40)
    says = words("清扫", sort="notice", by_text=True)
    row = office.sent(office.draft(at=AT, says=says, volunteers=True, levels=("township",)), at=AT)
    assert row.mailings.get().ended_at is not None
    rows = Message.objects.filter(kind=queries.TO_VOLUNTEERS)
    assert rows.filter(inbox=bad.public_id).count() == 1, "in the app all the same"
    assert rows.filter(inbox=good.public_id).count() == 2
    faults = set(JobFault.objects.values_list("job", "subject_id", "error"))
    assert faults == {
        ("circulars.phones_of_persons", bad.pk, "Unreadable"),
        ("circulars.phones_of_accounts", one.account_id, "Unreadable"),
    }
    Person.objects.filter(pk=bad.pk).update(phone_sealed=kept)
    office.sent(office.draft(at=AT, says=says, volunteers=True, levels=("township",)), at=AT)
    assert not JobFault.objects.filter(job="circulars.phones_of_persons").exists()


def test_an_answer_is_asked_again_once_a_day_and_never_at_night(office: Office, city: Any) -> None:
    row = office.sent(office.draft(at=AT, says=words("填表", sort="task", asks_answer=True)), at=AT)
    boss, town = office.actor(), Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    actions.answer(box=town, done=True, done_on=date(2026, 11, 20), remark="", actor=office.actor("clerk"), at=AT)
    silent = Box.objects.filter(circular=row).count() - 1
    with pytest.raises(actions.AtNight):
        actions.remind_answers(circular=row, actor=boss, at=NIGHT)
    assert actions.remind_answers(circular=row, actor=boss, at=AT) == silent
    assert actions.remind_answers(circular=row, actor=boss, at=AT + timedelta(hours=9)) == 0, "once a day"
    ids = list(Box.objects.filter(circular=row).values_list("pk", flat=True))
    for _ in range(2):
        assert actions.remind_unanswered(circular_id=row.pk, box_ids=ids, at=AT)
    texts = Message.objects.filter(kind="circulars.reminded")
    assert texts.exists()
    assert all("还没有回复" in one.text for one in texts)
    assert actions.remind_answers(circular=row, actor=boss, at=AT + timedelta(days=1)) == silent
    with pytest.raises(actions.NothingToAnswer):
        actions.remind_answers(circular=office.sent(at=AT), actor=boss, at=AT)


def test_the_press_for_answers_stands_on_the_page_of_ones_own_office(office: Office, client_as: Any) -> None:
    row = office.sent(office.draft(says=words("填表", sort="task", asks_answer=True)))
    url = f"/desk/circulars/{row.public_id}/"
    page = client_as("city").get(url).content.decode()
    assert f"{url}answer-reminders/" in page
    assert "?is=unanswered" in page
    assert client_as("county").post(f"{url}answer-reminders/").status_code == 404
    assert client_as("city").post(f"{url}answer-reminders/").status_code == 303
