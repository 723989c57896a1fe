"""What a notice does is said before it is done, and what was done is said as it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baiying.circulars import actions, queries
from baiying.circulars.models import Attachment, Box, Circular
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db


def _page(client: Any, row: Circular) -> str:
    return str(client.get(f"/desk/circulars/{row.public_id}/").content.decode())


def _upload(client: Any, row: Circular, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("a.txt", text.encode())
    return client.post(f"/desk/circulars/{row.public_id}/files/", {"file": file, **more}, follow=True)


def test_the_preview_counts_those_who_can_be_told_by_text_message_alone(office: Office, client_as: Any) -> None:
    row = office.draft(says=words(by_text=False))
    foreseen = queries.preview(row, clock.now())
    assert foreseen.texts > 0
    assert "只能发短信告诉" in _page(client_as("city"), row)
    office.sent(row)
    texted = Message.objects.filter(kind="circulars.boxes", channel="sms")
    # Whoever holds a box and is above an empty one is told of each.
    assert texted.count() == foreseen.texts
    assert queries.of_correction(row, "更正", to_others=False, at=clock.now()).texts == foreseen.texts
    assert queries.of_withdrawal(row, "撤").texts == texted.values("address_hash").distinct().count()


def test_the_preview_counts_the_texts_of_whoever_is_above_an_empty_box(office: Office) -> None:
    row = office.draft(says=words(by_text=True), levels=("county", "township", "village"), volunteers=True)
    foreseen = queries.preview(row, clock.now())
    assert foreseen.empty
    office.sent(row)
    told = Message.objects.filter(kind__in=("circulars.boxes", "circulars.volunteers"))
    assert told.filter(channel="sms").count() == foreseen.texts
    to_volunteers = told.filter(kind="circulars.volunteers")
    told_by_text = to_volunteers.filter(channel="sms").count()
    assert 0 < told_by_text < to_volunteers.filter(channel="inapp").count(), "a child and who has no phone get no text"
    assert queries.of_correction(row, "更正", to_others=False, at=clock.now()).texts == foreseen.texts


def test_a_day_far_ahead_is_asked_about_before_it_is_taken(office: Office, client_as: Any) -> None:
    row = office.approved(office.draft())
    url, boss = f"/desk/circulars/{row.public_id}/sendings/", client_as("city")
    far = {"start_day": (clock.local_date(clock.now()) + timedelta(days=396)).isoformat(), "start_clock": "09:00"}
    asked = boss.post(url, far)
    assert asked.status_code == 422
    assert "天以后才发" in asked.content.decode()
    assert 'name="far"' in asked.content.decode()
    assert not row.mailings.exists()
    assert boss.post(url, {**far, "far": "on"}).status_code == 303
    assert row.mailings.get().starts_at.year >= clock.local_date(clock.now()).year + 1


def test_how_far_ahead_is_asked_follows_the_rule_of_the_sort(office: Office) -> None:
    at = clock.now()
    assert queries.far_ahead(office.draft(), at) == timedelta(days=1)
    assert queries.far_ahead(office.draft(says=words(sort="meeting")), at) == timedelta(days=60)


def test_an_hour_that_cannot_be_read_is_one_error(office: Office, client_as: Any) -> None:
    row = office.draft(says=words(sort="meeting"))
    typed = {"start_day": clock.local_date(clock.now()).isoformat(), "start_clock": "早上"}
    page = client_as("city").post(f"/desk/circulars/{row.public_id}/sendings/", typed).content.decode()
    assert "请写几点发" not in page


def test_a_file_after_the_approval_says_before_and_after_that_it_must_be_approved_again(
    office: Office, client_as: Any
) -> None:
    row, boss = office.approved(office.draft()), client_as("city")
    assert "批准作废，要重新送批" in _page(boss, row)
    page = _upload(boss, row, "带雨衣。").content.decode()
    assert "原来的批准已作废，请重新送批" in page
    row.refresh_from_db()
    assert row.approved_at is None
    # The same file once more changes nothing, and says nothing of it.
    office.approved(row)
    assert "原来的批准已作废" not in _upload(boss, row, "带雨衣。").content.decode()


def test_phone_numbers_in_a_file_are_asked_about_and_the_reason_is_on_record(office: Office, client_as: Any) -> None:
    row, boss = office.draft(), client_as("city")
    asked = _upload(boss, row, "联系人 13900001234")
    assert asked.status_code == 422
    assert "手机号 1 个" in asked.content.decode()
    assert not Attachment.objects.exists()
    assert _upload(boss, row, "联系人 13900001234", why="值班室公开的值班手机").status_code == 200
    assert Attachment.objects.count() == 1
    detail = AuditEvent.objects.get(action="CircularFileAdded").detail
    assert (detail["phones"], detail["why"]) == (1, "值班室公开的值班手机")
    many = _upload(boss, row, "13900001234 13900001235 13900001236", why="名单")
    assert many.status_code == 422, "a list of people is no office's own number"


def test_the_files_of_a_withdrawn_notice_are_named_and_no_links(office: Office, client_as: Any, city: Any) -> None:
    row = office.draft()
    actions.attach(circular=row, name="名单.txt", content=b"x", actor=office.actor(), at=clock.now())
    office.sent(row)
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    file, clerk = f"/circulars/files/{Attachment.objects.get().public_id}/", client_as("clerk")
    assert file in clerk.get(f"/desk/received/{box.public_id}/").content.decode()
    actions.withdraw(circular=row, why="发错了", actor=office.actor(), at=clock.now())
    page = clerk.get(f"/desk/received/{box.public_id}/").content.decode()
    assert file not in page
    assert "附件不能再打开" in page
    assert clerk.get(file).status_code == 404
    # The office that wrote it opens them all the same, and has the links.
    boss = client_as("city")
    assert file in _page(boss, row)
    assert boss.get(file).status_code == 200


def test_a_second_correction_says_that_the_first_waits_for_approval(office: Office) -> None:
    row = office.sent()
    first = actions.Correction("台风值守", "改到东门。", "东门")
    actions.correct(circular=row, correction=first, actor=office.actor(), at=clock.now())
    second = actions.Correction("台风值守", "改到南门。", "南门")
    with pytest.raises(actions.CorrectionWaits, match="等另一个人批准"):
        actions.correct(circular=row, correction=second, actor=office.actor(), at=clock.now())
