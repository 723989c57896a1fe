"""A correction may replace, add and drop attachments: each version keeps its own, none opens that never came."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.circulars import actions, queries
from baiying.circulars.actions import refusals
from baiying.circulars.models import Attachment, Circular, Wording
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.ui.shown.versions import FIELD
from tests.circulars.conftest import Office, words
from tests.circulars.test_correcting import sure

pytestmark = pytest.mark.django_db


def attached(office: Office, row: Circular, name: str, text: str) -> Attachment:
    return actions.attach(circular=row, name=name, content=text.encode(), actor=office.actor(), at=clock.now())


@pytest.fixture
def sent(office: Office) -> Circular:
    """An emergency that was approved and went out, with two files."""
    row = office.draft()
    attached(office, row, "名单.txt", "一号门")
    attached(office, row, "路线.txt", "从东边走")
    return office.sent(row)


def page_of(row: Circular) -> str:
    return f"/desk/circulars/{row.public_id}/corrections/"


def file(row: Circular, name: str, number: int | None = None) -> Attachment:
    says = queries.wording(row.pk, number) if number else queries.newest(row.pk)
    return next(one for one in queries.files_of(says) if one.name == name)


def typed(row: Circular, *keeps: str, **more: Any) -> dict[str, Any]:
    last = queries.in_force(row.pk)
    due = row.due_on.isoformat() if row.due_on else ""
    files = [one.public_id for one in queries.files_of(last) if one.name in keeps]
    return {
        "title": last.title, "text": last.text, "changed": "路线换了", "due_on": due, "signs_anew": "on",
        "files": files, **more,
    }  # fmt: skip


def pressed(client: Client, row: Circular, data: dict[str, Any]) -> None:
    answer = client.post(page_of(row), data)
    if answer.status_code == 200:
        answer = client.post(page_of(row), {**data, "sure": sure(answer.content.decode())})
    assert answer.status_code == 303, answer.content.decode()


def names(row: Circular, number: int) -> list[str]:
    return [one.name for one in queries.files_of(queries.wording(row.pk, number))]


def opened(client: Client, one: Attachment) -> int:
    return int(client.get(f"/circulars/files/{one.public_id}/").status_code)


def test_a_file_is_replaced_and_the_old_version_keeps_its_own(office: Office, sent: Circular, client_as: Any) -> None:
    boss, station = client_as("city"), client_as("county")
    old = file(sent, "路线.txt")
    upload = SimpleUploadedFile("路线.txt", "从西边走".encode())
    kept = boss.post(page_of(sent), {**typed(sent, "名单.txt", changed=""), "file": upload, "show": "1"})
    page = kept.content.decode()
    assert kept.status_code == 200, "a file alone sends nothing"
    assert "换成新的" in page
    assert "路线.txt（新加的）" in page
    assert "请填写" not in page
    new = Attachment.objects.get(since=2)
    assert Wording.objects.filter(circular=sent).count() == 1
    assert opened(station, new) == 404, "nobody has it yet"
    assert opened(boss, new) == 200
    data = typed(sent, "名单.txt")
    data["files"].append(new.public_id)
    pressed(boss, sent, data)
    assert opened(station, new) == 404, "a second person approved the notice, so the correction waits"
    waiting = client_as("deputy").get(f"/desk/circulars/{sent.public_id}/").content.decode()
    assert "换成新的" in waiting.partition("更正，还没有批准")[2]
    mailing = queries.mailings(sent.pk)[0]
    actions.approve_difference(circular=sent, number=2, actor=office.actor("deputy"), at=clock.now())
    office.go(mailing)
    assert (names(sent, 1), names(sent, 2)) == (["名单.txt", "路线.txt"], ["名单.txt", "路线.txt"])
    assert file(sent, "路线.txt", 1).pk == old.pk
    assert file(sent, "路线.txt", 2).pk == new.pk
    assert (opened(station, new), opened(station, old)) == (200, 200), "whoever had the old version keeps its file"
    box = station.get(f"/circulars/{sent.public_id}/", follow=True).content.decode()
    assert box.count(f"/circulars/files/{new.public_id}/") >= 1
    assert f"/circulars/files/{old.public_id}/" in box.partition("看旧的一版")[2]
    event = AuditEvent.objects.filter(action="CircularCorrected").latest("at")
    assert (event.detail["files_added"], event.detail["files_dropped"]) == (["路线.txt"], ["路线.txt"])


def test_who_signed_the_old_version_signed_it_with_its_files(office: Office, sent: Circular) -> None:
    box = sent.boxes.order_by("id").first()
    assert box is not None
    actions.sign(box=box, number=1, read_at=clock.now(), deputy=False, actor=office.actor("county"), at=clock.now())
    office.corrected(sent, queries.newest(sent.pk).text, "去掉路线", files=(file(sent, "名单.txt").public_id,))
    (signature,) = queries.signatures_of_box(box.pk)
    assert names(sent, signature.number) == ["名单.txt", "路线.txt"]
    assert names(sent, 2) == ["名单.txt"]


def test_files_alone_are_a_correction_and_nothing_changed_is_none(office: Office, sent: Circular) -> None:
    last = queries.newest(sent.pk)
    both = tuple(one.public_id for one in queries.files_of(last))
    same = actions.Correction(last.title, last.text, "没变", files=both)
    with pytest.raises(refusals.NothingChanged):
        actions.correct(circular=sent, correction=same, actor=office.actor(), at=clock.now())
    less = actions.Correction(last.title, last.text, "去掉一个", files=both[:1])
    made = actions.correct(circular=sent, correction=less, actor=office.actor(), at=clock.now())
    again = actions.correct(circular=sent, correction=less, actor=office.actor(), at=clock.now())
    assert (made.pk, again.pk) == (again.pk, made.pk), "the second press"
    unsaid = actions.Correction(last.title, "今晚二十一点到岗。", "晚一小时")
    office.go(queries.mailings(sent.pk)[0])
    with pytest.raises(refusals.CorrectionWaits):
        actions.correct(circular=sent, correction=unsaid, actor=office.actor(), at=clock.now())


def test_words_alone_keep_the_files_and_a_dropped_one_can_come_back(office: Office, sent: Circular) -> None:
    first = file(sent, "名单.txt").public_id
    office.corrected(sent, "今晚二十一点到岗。", "晚一小时")
    assert names(sent, 2) == ["名单.txt", "路线.txt"]
    office.corrected(sent, "今晚二十一点到岗。", "去掉路线", files=(first,))
    assert names(sent, 3) == ["名单.txt"]
    same = actions.attach_to_correction(
        circular=sent, name="路线.txt", content="从东边走".encode(), actor=office.actor(), at=clock.now()
    )
    office.corrected(sent, "今晚二十一点到岗。", "路线还是要的", files=(first, same.public_id))
    assert names(sent, 4) == ["名单.txt", "路线.txt"]
    assert names(sent, 3) == ["名单.txt"]


def test_a_file_that_was_left_out_in_the_end_is_kept_nowhere_and_lists_are_refused_as_ever(
    office: Office, sent: Circular, client_as: Any
) -> None:
    boss = client_as("city")
    upload = SimpleUploadedFile("新.txt", b"1")
    boss.post(page_of(sent), {**typed(sent, "名单.txt"), "file": upload, "show": "1"})
    assert Attachment.objects.filter(since=2).exists()
    assert "（新加的）" in boss.get(page_of(sent)).content.decode(), "a colleague may tick it"
    people = SimpleUploadedFile("人.txt", "张三 13900001111\n李四 13900002222\n王五 13900003333".encode())
    answer = boss.post(page_of(sent), {**typed(sent, "名单.txt"), "file": people})
    assert answer.status_code == 422
    assert "不能群发" in answer.content.decode()
    pressed(boss, sent, typed(sent, "名单.txt"))
    assert not Attachment.objects.filter(since=2).exists()
    with pytest.raises(refusals.CorrectionWaits):
        actions.attach_to_correction(circular=sent, name="b.txt", content=b"2", actor=office.actor(), at=clock.now())


def test_of_a_version_that_never_came_no_file_opens(office: Office, client_as: Any) -> None:
    row = office.draft(says=words("巡河", sort="notice"), levels=("county",))
    attached(office, row, "图.txt", "一")
    row = office.sent(row)
    first = file(row, "图.txt")
    assert opened(client_as("county"), first) == 200
    assert opened(client_as("volunteer"), first) == 404


def test_files_that_a_colleague_changed_meanwhile_are_not_dropped_unseen(office: Office, client_as: Any) -> None:
    row = office.draft(says=words("巡河", sort="notice"), levels=("county",))
    attached(office, row, "图.txt", "一")
    office.go(actions.send(circular=row, actor=office.actor(), at=clock.now()))
    boss = client_as("city")
    page = boss.get(page_of(row)).content.decode()
    token = re.search(rf'name="{FIELD}"[^>]*value="([^"]*)"', page)
    assert token is not None
    old = typed(row, "图.txt", **{FIELD: token[1]})
    new = actions.attach_to_correction(
        circular=row, name="补充.txt", content="二".encode(), actor=office.actor(), at=clock.now()
    )
    both = (file(row, "图.txt").public_id, new.public_id)
    office.corrected(row, queries.newest(row.pk).text, "补充一份", files=both)
    answer = boss.post(page_of(row), {**old, "text": "改过的话。"})
    assert answer.status_code != 303
    assert Wording.objects.filter(circular=row).count() == 2, "it is shown first what changed"
    assert f'value="{new.public_id}" id' in answer.content.decode() or new.public_id in answer.content.decode()
