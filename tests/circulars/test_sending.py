"""Chosen at the moment of sending, told once each, paused, stopped, corrected, withdrawn (N08, N09)."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from baiying.accounts.models import Appointment
from baiying.circulars import actions, jobs, queries, said
from baiying.circulars.actions import sending
from baiying.circulars.models import Box, Mailing, Recipient
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.notices.models import Message, MessageSource
from baiying.people import queries as people
from baiying.people.models import Counting, Person, Registration
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def crowd(area: Any, count: int) -> list[Any]:
    """Counted volunteers of an area."""
    return [builders.person(residence=area, account=builders.account(), born=date(1980, 1, 1)) for _ in range(count)]


def told(row: Any) -> int:
    return Message.objects.filter(kind=queries.TO_VOLUNTEERS, inbox__gt="").count()


def to_people(office: Office, **more: Any) -> Any:
    return office.draft(says=words("集中清扫", sort="notice"), volunteers=True, **more)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 8)


def counts(row: Any, number: int = 1) -> tuple[int, int, int]:
    found = queries.going(Mailing.objects.get(circular=row, number=number))
    assert found.told + found.untold == found.chosen
    return found.chosen, found.told, found.untold


def test_n08_paused_edited_in_a_second_window_resumed_stopped_corrected(
    office: Office, city: Any, small_batches: None
) -> None:
    crowd(city.villages[0], 17)
    row = to_people(office)
    boss = office.actor()
    mailing = actions.send(circular=row, actor=boss, at=AT)
    assert actions.send(circular=row, actor=boss, at=AT).pk == mailing.pk, "pressed twice it goes out once"
    actions.choose(mailing_id=mailing.pk, at=AT)
    everybody = counts(row)[0]
    actions.tell_batch(mailing_id=mailing.pk, at=AT)
    actions.pause(circular=row, number=1, actor=boss, at=AT)
    assert not actions.tell_batch(mailing_id=mailing.pk, at=AT)
    assert counts(row) == (everybody, 8, everybody - 8)
    same = queries.audience_of(row.audience)
    with pytest.raises(actions.AlreadySent):
        actions.rewrite(circular=row, words=words("改过的", sort="notice"), audience=same, actor=boss, at=AT)
    with pytest.raises(actions.StillGoing):
        office.corrected(row, "地点：东门。", "地点改到东门")
    actions.resume(circular=row, number=1, actor=boss, at=AT)
    actions.tell_batch(mailing_id=mailing.pk, at=AT)
    actions.stop(circular=row, number=1, actor=boss, at=AT)
    assert not actions.tell_batch(mailing_id=mailing.pk, at=AT)
    assert counts(row) == (everybody, 16, everybody - 16)
    assert told(row) == 16
    first = set(Recipient.objects.filter(mailing=mailing, told_at__isnull=False).values_list("person_id", flat=True))
    office.corrected(row, "地点：东门。", "地点改到东门")
    second = Recipient.objects.filter(mailing__circular=row, mailing__number=2)
    assert set(second.values_list("person_id", flat=True)) == first, "exactly those who have the wrong text"
    assert told(row) == 32
    with pytest.raises(actions.IsStopped):
        actions.resume(circular=row, number=1, actor=boss, at=AT)


def test_after_a_stop_the_right_text_may_go_to_those_who_had_none(
    office: Office, city: Any, small_batches: None
) -> None:
    crowd(city.villages[0], 17)
    row = to_people(office)
    mailing = actions.send(circular=row, actor=office.actor(), at=AT)
    actions.choose(mailing_id=mailing.pk, at=AT)
    everybody = counts(row)[0]
    actions.tell_batch(mailing_id=mailing.pk, at=AT)
    actions.stop(circular=row, number=1, actor=office.actor(), at=AT)
    office.corrected(row, "地点：东门。", "地点改到东门", to_others=True)
    assert counts(row, 2) == (everybody, everybody, 0)


def test_n09_the_audience_changes_between_preview_and_sending(office: Office, city: Any) -> None:
    """20 times smaller than the case, without the dead and the merged: the platform knows neither yet."""
    town = city.counties[0]
    people = crowd(city.villages[0], 60)
    before = queries.preview(to_people(office, area_ids=(town.pk,)), AT).volunteers
    row = to_people(office, area_ids=(town.pk,))
    mailing = actions.send(circular=row, actor=office.actor(), at=AT, starts_at=AT + timedelta(days=3))
    assert len(mailing.foreseen) == before
    assert not actions.go_on(mailing_id=mailing.pk, at=AT + timedelta(days=2)), "not before its hour"
    monday = AT + timedelta(days=3)
    crowd(city.villages[1], 10)
    away = city.villages[-1]
    moved = [one.pk for one in people[:4]]
    Person.objects.filter(pk__in=moved).update(residence=away, service_area=away, areas_since=AT)
    for one in people[4:7]:
        notices.prefer(inbox=one.public_id, kind=queries.TO_VOLUNTEERS, by_text=False, any_hour=False, at=AT)
    Counting.objects.filter(person__in=people[7:9]).update(to_at=AT, end_why="ended")
    Registration.objects.filter(person__in=people[7:9]).update(ended_at=AT, end_reason="本人退出")
    actions.go_on(mailing_id=mailing.pk, at=monday)
    mailing.refresh_from_db()
    assert mailing.difference == {
        "foreseen": before, "found": before + 1, "new": 10, "moved": 4, "off": 3, "left": 2,
    }  # fmt: skip
    assert counts(row) == (before + 1, before + 1, 0)
    told_now = set(Recipient.objects.filter(mailing=mailing).values_list("person_id", flat=True))
    assert not told_now & {one.pk for one in people[:9]}


def test_n09_above_five_percent_it_stops_and_asks_the_approver_again(office: Office, city: Any) -> None:
    crowd(city.villages[0], 20)
    row = to_people(office, area_ids=(city.counties[0].pk,))
    mailing = actions.send(circular=row, actor=office.actor(), at=AT, starts_at=AT + timedelta(days=3))
    crowd(city.villages[1], 5)
    monday = AT + timedelta(days=3)
    actions.go_on(mailing_id=mailing.pk, at=monday)
    mailing.refresh_from_db()
    assert mailing.held_at == monday
    assert told(row) == 0
    with pytest.raises(actions.OwnCircular):
        actions.approve_difference(circular=row, number=1, actor=office.actor(), at=monday)
    actions.approve_difference(circular=row, number=1, actor=office.actor("deputy"), at=monday)
    actions.approve_difference(circular=row, number=1, actor=office.actor("deputy"), at=monday)
    actions.go_on(mailing_id=mailing.pk, at=monday)
    assert told(row) == counts(row)[0] > 20


def test_n09_approved_for_few_it_goes_to_no_more_on_the_day_of_sending(office: Office, city: Any) -> None:
    crowd(city.villages[0], 20)
    row = office.draft(volunteers=True, area_ids=(city.counties[0].pk,))
    saw = queries.preview(row, AT).volunteers
    actions.ask(circular=row, actor=office.actor(), at=AT)
    crowd(city.villages[1], 10)
    deputy = office.actor("deputy")
    with pytest.raises(actions.OthersSince):
        actions.approve(circular=row, actor=deputy, at=AT, seen=saw)
    saw = queries.preview(row, AT).volunteers
    actions.approve(circular=row, actor=deputy, at=AT, seen=saw)
    crowd(city.villages[1], 40)
    mailing = actions.send(circular=row, actor=office.actor(), at=AT)
    actions.go_on(mailing_id=mailing.pk, at=AT)
    mailing.refresh_from_db()
    assert mailing.held_at == AT
    assert (mailing.difference["foreseen"], mailing.difference["found"]) == (saw, saw + 40)
    assert told(row) == 0
    # Who agrees to the difference agrees to the number that it showed.
    actions.approve_difference(circular=row, number=1, actor=deputy, at=AT)
    crowd(city.villages[1], 40)
    actions.go_on(mailing_id=mailing.pk, at=AT)
    mailing.refresh_from_db()
    assert mailing.held_at == AT
    assert "approved" not in mailing.difference
    actions.approve_difference(circular=row, number=1, actor=deputy, at=AT)
    actions.go_on(mailing_id=mailing.pk, at=AT)
    assert told(row) == saw + 80


def test_an_old_page_agrees_to_no_number_that_it_never_showed(office: Office, city: Any, client_as: Any) -> None:
    at = clock.now()
    crowd(city.villages[0], 20)
    row = office.approved(office.draft(volunteers=True, area_ids=(city.counties[0].pk,)), at)
    crowd(city.villages[1], 10)
    mailing = actions.send(circular=row, actor=office.actor(), at=at)
    office.go(mailing, at)
    client, here = client_as("deputy"), f"/desk/circulars/{row.public_id}/"
    page = client.get(here).content.decode()
    [(address, seen)] = re.findall(r'action="([^"]*agreements/)">.*?name="seen" value="(\d+)"', page)
    mailing.refresh_from_db()
    assert int(seen) == mailing.difference["found"]
    # In another tab; more come, and it stops again.
    client.post(address, {"seen": seen})
    crowd(city.villages[1], 60)
    office.go(mailing)
    for old in ({"seen": seen}, {}):
        client.post(address, old)
        mailing.refresh_from_db()
        assert mailing.held_at is not None
    assert "人数变了" in client.get(here).content.decode()
    client.post(address, {"seen": mailing.difference["found"]})
    mailing.refresh_from_db()
    assert mailing.held_at is None


def test_the_page_of_the_approver_says_how_many_it_showed(office: Office, city: Any, client_as: Any) -> None:
    crowd(city.villages[0], 20)
    row = office.draft(volunteers=True, area_ids=(city.counties[0].pk,))
    actions.ask(circular=row, actor=office.actor(), at=clock.now())
    client, here = client_as("deputy"), f"/desk/circulars/{row.public_id}/"
    page = client.get(here).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(asked_at|seen)" value="([^"]*)">', page))
    crowd(city.villages[0], 10)
    client.post(f"{here}approvals/", sent)
    row.refresh_from_db()
    assert row.approved_at is None
    sent["seen"] = str(queries.preview(row, clock.now()).volunteers)
    client.post(f"{here}approvals/", sent)
    row.refresh_from_db()
    assert row.approved_at is not None


def test_who_was_told_of_a_box_that_came_later_is_told_of_the_withdrawal(office: Office, city: Any) -> None:
    """Both who held an office when it was told and who holds it now, each once."""
    row = office.sent(office.draft(at=AT, roles=("place_staff",)), at=AT)
    village, before, after = city.villages[-1], builders.account(), builders.account()
    held = builders.appointment(before, "place_staff", village)
    assert actions.add_new_boxes(circular_id=row.pk, at=AT + timedelta(minutes=10))
    assert queries.is_recipient(row.pk, account_id=before.pk, person_id=None, at=AT + timedelta(minutes=10))
    Appointment.objects.filter(pk=held.pk).update(ends_at=AT + timedelta(hours=1))
    builders.appointment(after, "place_staff", village)
    late = AT + timedelta(hours=2)
    actions.withdraw(circular=row, why="预警解除", actor=office.actor(), at=late)
    actions.tell_withdrawn(circular_id=row.pk, at=late)
    actions.tell_withdrawn(circular_id=row.pk, at=late)
    sources = list(
        MessageSource.objects.filter(unique_source__startswith=f"circulars:withdrawn:{row.pk}:").values_list(
            "unique_source", flat=True
        )
    )
    assert sum(one.startswith(f"circulars:withdrawn:{row.pk}:{before.pk}") for one in sources) == 1
    assert sum(one.startswith(f"circulars:withdrawn:{row.pk}:{after.pk}") for one in sources) == 1


def test_big_and_emergency_notices_need_a_second_person(office: Office, city: Any) -> None:
    row = office.draft()
    with pytest.raises(actions.NeedsApproval):
        actions.send(circular=row, actor=office.actor(), at=AT)
    actions.ask(circular=row, actor=office.actor(), at=AT)
    with pytest.raises(actions.OwnCircular):
        actions.approve(circular=row, actor=office.actor(), at=AT)
    actions.approve(circular=row, actor=office.actor("deputy"), at=AT)
    actions.rewrite(
        circular=row, words=words("改过的"), audience=queries.audience_of(row.audience), actor=office.actor(), at=AT
    )
    with pytest.raises(actions.NeedsApproval):
        actions.send(circular=row, actor=office.actor(), at=AT)
    small = office.draft(says=words("例会", sort="meeting"))
    assert actions.send(circular=small, actor=office.actor(), at=AT).pk
    builders.rule_set("circulars", area=city.city, approve_from_boxes=3)
    with pytest.raises(actions.NeedsApproval):
        actions.send(circular=office.draft(says=words("例会", sort="meeting")), actor=office.actor(), at=clock.now())


def test_a_text_message_asks_at_its_claim_whether_its_mailing_still_goes(office: Office, city: Any, cast: Any) -> None:
    """The clerk has no inbox: a text message. It waits while the mailing pauses and is dropped after the stop."""
    row = office.draft()
    office.approved(row)
    mailing = actions.send(circular=row, actor=office.actor(), at=AT)
    actions.choose(mailing_id=mailing.pk, at=AT)
    actions.tell_batch(mailing_id=mailing.pk, at=AT)
    texts = Message.objects.filter(kind="circulars.boxes", channel="sms").order_by("id")
    assert texts.count() >= 2
    one, two = list(texts)[:2]
    actions.pause(circular=row, number=1, actor=office.actor(), at=AT)
    notices.deliver(message_id=one.id, at=AT)
    one.refresh_from_db()
    assert (one.delivered_at, one.failed_at) == (None, None)
    assert one.next_try_at is not None
    actions.resume(circular=row, number=1, actor=office.actor(), at=AT)
    notices.deliver(message_id=one.id, at=AT + timedelta(minutes=6))
    one.refresh_from_db()
    assert one.delivered_at is not None
    # Everybody was told: only the withdrawal itself keeps the other text back.
    office.go(mailing, AT)
    mailing.refresh_from_db()
    assert mailing.ended_at is not None
    actions.withdraw(circular=row, why="预警解除", actor=office.actor(), at=AT + timedelta(minutes=7))
    notices.deliver(message_id=two.id, at=AT + timedelta(minutes=8))
    two.refresh_from_db()
    assert (two.delivered_at, two.dropped) == (None, True)
    assert counts(row)[0] == Recipient.objects.filter(mailing=mailing, told_at__isnull=False).count()


def test_withdrawn_with_a_reason_everybody_who_had_it_is_told_once(office: Office, city: Any) -> None:
    crowd(city.villages[0], 3)
    row = office.sent(to_people(office))
    with pytest.raises(actions.WhyMissing):
        actions.withdraw(circular=row, why=" ", actor=office.actor(), at=AT)
    actions.withdraw(circular=row, why="改期", actor=office.actor(), at=AT)
    for _ in range(2):
        actions.tell_withdrawn(circular_id=row.pk, at=AT)
    assert Message.objects.filter(kind="circulars.withdrawn").count() == counts(row)[0]
    assert "改期" in Message.objects.filter(kind="circulars.withdrawn").earliest("id").text


def test_one_box_for_a_place_however_many_ticks_lead_to_it(office: Office, city: Any) -> None:
    ticked: dict[str, Any] = {"levels": ("township",), "sites": ("institute",), "roles": ("place_staff",)}
    preview = queries.preview(office.draft(**ticked), AT)
    assert preview.boxes == len(city.townships)
    assert preview.people == 1
    assert len(preview.empty) == len(city.townships) - 1
    row = office.sent(office.draft(**ticked, bodies=("registered", "legal_entity", "internal_group")))
    assert Box.objects.filter(circular=row, body__isnull=True).count() == len(city.townships)
    assert Box.objects.filter(circular=row, body__isnull=False).count() == 1


def test_what_an_office_sent_is_among_what_its_place_sent(office: Office, city: Any) -> None:
    """Told, reminded, corrected, withdrawn: whoever receives it, the sender answers for it."""
    row = office.sent(at=AT)
    actions.remind(circular=row, actor=office.actor(), at=AT)
    actions.remind_boxes(circular_id=row.pk, box_ids=list(Box.objects.values_list("pk", flat=True)), at=AT)
    office.corrected(row, "改到东门。", "地点改为东门", at=AT)
    actions.withdraw(circular=row, why="预警解除", actor=office.actor(), at=AT)
    actions.tell_withdrawn(circular_id=row.pk, at=AT)
    sent = Message.objects.filter(kind__startswith="circulars.").exclude(kind="circulars.to_approve")
    assert set(sent.values_list("area_id", flat=True)) == {city.city.pk}
    kinds = {"circulars.approved", "circulars.boxes", "circulars.reminded", "circulars.withdrawn"}
    assert set(sent.values_list("kind", flat=True)) == kinds


def test_a_batch_is_told_in_as_many_statements_however_many_offices(
    office: Office, city: Any, django_assert_max_num_queries: Any
) -> None:
    asked = []
    for levels in (("township",), ("county", "township", "village")):
        mailing = actions.send(
            circular=office.approved(office.draft(at=AT, levels=levels), AT), actor=office.actor(), at=AT
        )
        actions.choose(mailing_id=mailing.pk, at=AT)
        with django_assert_max_num_queries(60) as seen:
            assert actions.tell_batch(mailing_id=mailing.pk, at=AT)
        asked.append(len(seen))
    assert asked[0] == asked[1], asked


def test_what_is_urgent_goes_out_before_what_was_written_before_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = AT + timedelta(days=1)
    rows = [
        office.draft(says=words(title, sort="notice", urgent=title == "撤离")) for title in ("清扫", "撤离", "值守")
    ]
    waiting = [actions.send(circular=row, actor=office.actor(), at=AT, starts_at=later) for row in rows]
    order: list[int] = []
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(actions, "go_on", lambda *, mailing_id, at: order.append(mailing_id))
    jobs.send_waiting(0)
    assert order == [waiting[1].pk, waiting[0].pk, waiting[2].pk]


@pytest.mark.parametrize(("sort", "told"), [("notice", 1), ("emergency", 2)])
def test_who_switched_mass_notices_off_is_not_written_to_and_an_emergency_comes_all_the_same(
    office: Office, city: Any, sort: str, told: int
) -> None:
    wants, not_wanted = (
        builders.person(residence=city.villages[0], account=builders.account(), phone=phone)
        for phone in ("19900000921", "19900000922")
    )
    notices.prefer(inbox=not_wanted.public_id, kind=queries.TO_VOLUNTEERS, by_text=False, any_hour=False, at=AT)
    row = office.sent(office.draft(at=AT, says=words("清扫", sort=sort, by_text=True), volunteers=True), at=AT)
    assert row.sent_at
    rows = Message.objects.filter(kind=queries.TO_VOLUNTEERS, inbox__in=[wants.public_id, not_wanted.public_id])
    assert [rows.filter(channel=way).count() for way in ("inapp", "sms")] == [told, told]


def test_n25_the_preview_counts_the_text_as_it_leaves_with_its_signature_and_price(
    office: Office, client_as: Any, settings: Any
) -> None:
    settings.GATEWAY_ACCOUNTS = {"sms": {"signature": "宁远志愿"}}
    settings.BAIYING_SMS_PRICE = Decimal("0.05")
    draft = office.draft(at=AT, says=words("清" * 40, sort="notice", by_text=True), volunteers=True)
    found = queries.preview(draft, AT)
    text = str(said.text_message(draft.area.name, "清" * 40, emergency=False))
    assert found.parts_each is not None
    assert found.parts_each.units == len("【宁远志愿】") + len(text)
    with_phone = people.phones_to_text(found.volunteer_ids, clock.local_date(AT))
    assert 0 < len(with_phone) < found.volunteers, "a child is told in the app alone"
    assert found.parts == found.parts_each.most * len(with_phone)
    assert found.price == Decimal("0.05") * found.parts
    page = client_as("city").get(f"/desk/circulars/{draft.public_id}/").content.decode()
    assert "连签名【宁远志愿】" in page
    assert f"最多约 {found.price:.2f} 元" in page
