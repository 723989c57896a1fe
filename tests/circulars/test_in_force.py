"""What holds is what is shown: a correction that waits for a second person is seen by nobody else; what has not begun
is taken back; a draft is nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baiying.circulars import actions, queries
from baiying.circulars.models import Box, Circular, Mailing, Recipient
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words, words_of_file

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
NEW = actions.Correction("台风值守改到东门", "今晚二十点到岗。\n集合地点：东门。", "集合地点改到东门")


def corrected(office: Office, row: Circular, at: datetime = AT, new: actions.Correction = NEW) -> Mailing:
    made = actions.correct(circular=row, correction=new, actor=office.actor(), at=at)
    return Mailing.objects.get(circular=row, number=made.number)


def everywhere(row: Circular, client_as: Any, city: Any) -> dict[str, str]:
    """All that is shown of a notice to its office and to its recipients."""
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    boss, clerk = client_as("city"), client_as("clerk")
    pages = [
        (boss, "/desk/circulars/"), (boss, f"/desk/circulars/{row.public_id}/boxes/"),
        (boss, f"/desk/circulars/{row.public_id}/paper/"), (boss, f"/desk/circulars/{row.public_id}/withdrawal/"),
        (clerk, "/desk/received/"), (clerk, f"/desk/received/{box.public_id}/"), (clerk, "/desk/"),
        (clerk, f"/desk/received/{box.public_id}/paper/"), (client_as("deputy"), "/desk/"),
    ]  # fmt: skip
    found = {url: client.get(url).content.decode() for client, url in pages}
    found["file"] = words_of_file(boss.post("/desk/circulars/", {"file": "1", "reason": "核对"}))
    return found


def test_a_correction_that_waits_is_shown_to_nobody_but_who_writes_and_approves(
    office: Office, client_as: Any, city: Any
) -> None:
    row = office.sent(at=AT)
    mailing = corrected(office, row)
    for page, text in everywhere(row, client_as, city).items():
        assert "东门" not in text, page
    page = client_as("deputy").get(f"/desk/circulars/{row.public_id}/").content.decode()
    assert page.index("集合地点：西门") < page.index("更正，还没有批准") < page.index("集合地点改到东门")
    actions.remind(circular=row, actor=office.actor(), at=AT)
    actions.remind_boxes(circular_id=row.pk, box_ids=list(Box.objects.values_list("pk", flat=True)), at=AT)
    assert not Message.objects.exclude(kind="circulars.to_approve").filter(text__contains="东门").exists()
    actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=AT)
    office.go(mailing, AT)
    shown = everywhere(row, client_as, city)
    assert all("东门" in shown[one] for one in ("/desk/circulars/", "/desk/received/", "file"))


def test_a_correction_that_was_laid_aside_is_never_shown_and_may_be_written_again(
    office: Office, client_as: Any, city: Any
) -> None:
    row = office.sent(at=AT)
    corrected(office, row)
    actions.stop(circular=row, number=2, actor=office.actor(), at=AT)
    third = corrected(office, row, new=actions.Correction("台风值守", "改到南门。", "地点改到南门"))
    actions.approve_difference(circular=row, number=3, actor=office.actor("deputy"), at=AT)
    office.go(third, AT)
    for page, text in everywhere(row, client_as, city).items():
        assert "东门" not in text, page
    fourth = corrected(office, row, AT + timedelta(minutes=1))
    assert fourth.number == 4, "the same words as those laid aside are a correction of their own"


def test_the_same_words_right_after_they_were_laid_aside_are_laid_before_somebody_again(office: Office) -> None:
    row = office.sent(at=AT)
    corrected(office, row)
    assert corrected(office, row).number == 2, "pressed again while it waits it is the same"
    actions.stop(circular=row, number=2, actor=office.actor(), at=AT)
    again = corrected(office, row, AT + timedelta(minutes=1))
    assert (again.number, again.held_at, again.stopped_at) == (3, AT + timedelta(minutes=1), None)


def test_texts_of_the_version_in_force_leave_while_a_correction_waits_and_not_after(office: Office) -> None:
    row = office.sent(at=AT)
    one, two = Message.objects.filter(kind="circulars.boxes", channel="sms").order_by("id")[:2]
    corrected(office, row)
    notices.deliver(message_id=one.id, at=AT)
    actions.approve_difference(circular=row, number=2, actor=office.actor("deputy"), at=AT)
    notices.deliver(message_id=two.id, at=AT)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.delivered_at is not None
    assert (two.delivered_at, two.dropped) == (None, True)


def test_a_new_place_gets_the_version_in_force_while_a_correction_waits(office: Office, city: Any) -> None:
    row = office.sent(at=AT)
    corrected(office, row)
    late = builders.division("新村", "village", "419902001099", city.townships[0])
    assert actions.add_all_new_boxes(at=AT + timedelta(hours=1)) == 1
    assert Box.objects.get(circular=row, area=late).told_number == 1


def test_an_old_page_approves_nothing_also_where_somebody_approved_since(office: Office, city: Any, cast: Any) -> None:
    row = office.draft(at=AT)
    shown = actions.ask(circular=row, actor=office.actor(), at=AT).asked_at
    actions.rewrite(
        circular=row, words=words("改过的"), audience=queries.audience_of(row.audience), actor=office.actor(), at=AT
    )
    later = AT + timedelta(minutes=1)
    actions.ask(circular=row, actor=office.actor(), at=later)
    actions.approve(circular=row, actor=office.actor("deputy"), at=later, asked_at=later)
    with pytest.raises(actions.ChangedSince):
        actions.approve(circular=row, actor=office.actor("deputy"), at=later, asked_at=shown)


def scheduled(office: Office, **more: Any) -> tuple[Circular, Mailing]:
    row = office.draft(at=AT, says=words("例会", sort="meeting", working_days=2), **more)
    mailing = actions.send(circular=row, actor=office.actor(), at=AT, starts_at=AT + timedelta(days=1))
    row.refresh_from_db()
    return row, mailing


def test_what_has_not_begun_is_taken_back_changed_and_sent_and_nobody_hears_twice(office: Office) -> None:
    row, mailing = scheduled(office)
    with pytest.raises(actions.NotBegun):
        corrected(office, row)
    for _ in range(2):
        actions.take_back(circular=row, actor=office.actor(), at=AT)
    row.refresh_from_db()
    assert (row.sent_at, row.due_on) == (None, None)
    assert not actions.go_on(mailing_id=mailing.pk, at=AT + timedelta(days=2)), "a job of before finds nothing to do"
    actions.rewrite(
        circular=row, words=words("例会改期", sort="meeting"), audience=queries.audience_of(row.audience),
        actor=office.actor(), at=AT,
    )  # fmt: skip
    office.go(actions.send(circular=row, actor=office.actor(), at=AT), AT)
    assert set(Message.objects.filter(kind="circulars.boxes").values_list("text", flat=True)).pop().count("改期")
    row.refresh_from_db()
    with pytest.raises(actions.AlreadySent):
        actions.take_back(circular=row, actor=office.actor(), at=AT)


def test_a_correction_after_a_stop_before_anybody_was_told_reaches_everybody(office: Office) -> None:
    row, _mailing = scheduled(office)
    actions.stop(circular=row, number=1, actor=office.actor(), at=AT)
    office.go(corrected(office, row), AT)
    assert Box.objects.filter(circular=row, told_number=2).count() == queries.progress(row).boxes > 0


def test_its_state_is_said_in_words_on_list_and_page(office: Office, client_as: Any) -> None:
    at = clock.now()
    row = office.draft(at=at, says=words("例会", sort="meeting"))
    mailing = actions.send(circular=row, actor=office.actor(), at=at, starts_at=at + timedelta(days=1))
    boss = client_as("city")
    for url in ("/desk/circulars/", f"/desk/circulars/{row.public_id}/"):
        assert "还没有发：定在" in boss.get(url).content.decode()
    assert "取回草稿" in boss.get(f"/desk/circulars/{row.public_id}/").content.decode()
    Mailing.objects.filter(pk=mailing.pk).update(starts_at=at)
    actions.choose(mailing_id=mailing.pk, at=at)
    chosen = Recipient.objects.filter(mailing=mailing).count()
    assert f"正在发送：{chosen} 人里已告诉 0 人" in boss.get("/desk/circulars/").content.decode()
    office.go(mailing, at)
    assert "已下发" in boss.get("/desk/circulars/").content.decode()
    assert boss.post(f"/desk/circulars/{row.public_id}/recalls/").status_code == 303


def test_the_page_says_why_texts_wait_at_night(office: Office, client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    night = datetime(2026, 11, 20, 14, tzinfo=UTC)  # 22:00 in China
    monkeypatch.setattr(clock, "now", lambda: night)
    row = office.draft(at=night, says=words("例会", sort="meeting", by_text=True))
    office.go(actions.send(circular=row, actor=office.actor(), at=night), night)
    page = client_as("city").get(f"/desk/circulars/{row.public_id}/").content.decode()
    assert "夜里不发短信" in page
    assert "08:00" in page


def test_a_draft_is_shown_to_its_own_office_alone(client_as: Any, city: Any) -> None:
    given = {"form_id": "abcdefgh2345", "title": "村里开会", "sort": "meeting", "text": "周五。",
             "areas": [city.townships[0].pk], "levels": ["village"]}  # fmt: skip
    clerk = client_as("clerk")
    url = clerk.post("/desk/circulars/new/", given).url
    for who in ("county", "city"):
        assert "村里开会" not in client_as(who).get("/desk/circulars/").content.decode()
        assert client_as(who).get(url).status_code == 404
    assert "村里开会" in clerk.get("/desk/circulars/").content.decode()
    clerk.post(f"{url}requests/")
    assert client_as("county").get(url).status_code == 200, "laid before whoever approves"
    assert client_as("county").post(f"{url}returns/").url == "/desk/circulars/", "and its writers' own again"
    assert client_as("county").get(url).status_code == 404


def test_a_draft_is_deleted_without_a_reason_and_brought_back(office: Office, client_as: Any) -> None:
    row = office.draft(at=AT)
    url, boss = f"/desk/circulars/{row.public_id}/", client_as("city")
    for _ in range(2):
        assert boss.post(f"{url}deletions/").status_code == 303
    assert "台风值守" not in boss.get("/desk/circulars/").content.decode().partition("<table")[2]
    assert "恢复草稿" in boss.get(url).content.decode()
    with pytest.raises(actions.Withdrawn):
        actions.send(circular=row, actor=office.actor(), at=AT)
    assert client_as("county").post(f"{url}restorations/").status_code == 404
    for _ in range(2):
        assert boss.post(f"{url}restorations/").status_code == 303
    assert "台风值守" in boss.get("/desk/circulars/").content.decode()
    office.sent(row, at=AT)
    with pytest.raises(actions.AlreadySent):
        actions.delete(circular=row, actor=office.actor(), at=AT)
