"""Through HTTP: who may write, approve, open and read; what is refused keeps what was typed; files stay private."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.accounts.models import Appointment
from baiying.circulars import actions
from baiying.circulars.looking import plain_name
from baiying.circulars.models import Attachment, Box, Circular
from baiying.circulars.rules import CircularRules, needs_approval
from baiying.kit import clock
from baiying.kit.models import AuditEvent, Taken
from baiying.kit.values.identifiers import citizen_id_check
from baiying.places import queries as places
from baiying.places.models import Division
from baiying.places.rules import values
from tests.circulars.conftest import Office, words, words_of_file

pytestmark = pytest.mark.django_db


def given(area: Division, **more: Any) -> dict[str, Any]:
    return {
        "form_id": "abcdefgh2345", "title": "防汛值守", "sort": "emergency", "text": "今晚二十点到岗。\n集合：西门。",
        "areas": [area.pk], "levels": ["township", "village"], "asks_answer": "on", **more,
    }  # fmt: skip


def test_from_the_form_to_signature_and_answer(client_as: Any, city: Any, office: Office) -> None:
    boss = client_as("city")
    answer = boss.post("/desk/circulars/new/", given(city.city))
    assert answer.status_code == 303
    assert boss.post("/desk/circulars/new/", given(city.city)).url == answer.url, "pressed twice it is one"
    page = boss.get(answer.url).content.decode()
    assert "无人在岗" in page
    assert "要另一个人批准" in page
    row = Circular.objects.get()
    assert boss.post(f"{answer.url}sendings/").status_code == 409
    boss.post(f"{answer.url}requests/")
    deputy = client_as("deputy")
    assert "防汛值守" in deputy.get("/desk/").content.decode(), "it waits on the other's workbench"
    assert "防汛值守" not in boss.get("/desk/").content.decode().partition("等批准的通知")[2]
    seen = re.search(r'name="asked_at" value="([^"]+)"', deputy.get(answer.url).content.decode())
    assert seen is not None
    deputy.post(f"{answer.url}approvals/")
    assert boss.post(f"{answer.url}sendings/").status_code == 409, "nobody approves a page that was not opened"
    deputy.post(f"{answer.url}approvals/", {"asked_at": seen[1]})
    assert boss.post(f"{answer.url}sendings/").status_code == 303
    office.go(row.mailings.get())
    box = Box.objects.get(circular=row, area=city.townships[0])
    clerk = client_as("clerk")
    assert "防汛值守" in clerk.get("/desk/").content.decode()
    url = f"/desk/received/{box.public_id}/"
    before = AuditEvent.objects.count()
    assert "西门" in clerk.get(url).content.decode()
    assert AuditEvent.objects.count() == before, "reading is noted nowhere"
    assert clerk.post(f"{url}signatures/", {"number": 1, "read_at": 0}).status_code == 303
    assert clerk.post(f"{url}answers/", {"done": "0"}).status_code == 422
    assert clerk.post(f"{url}answers/", {"done": "0", "remark": "缺人手"}).status_code == 303
    listed = boss.get(f"{answer.url}boxes/").content.decode()
    assert "郑丽华" in listed
    assert "缺人手" in listed
    assert "%" not in listed.partition("<main")[2].partition("</main")[0].replace("%E", ""), "no rate of anything"


@pytest.mark.parametrize(
    ("who", "desk", "new"),
    [("city", 200, 200), ("county", 200, 200), ("clerk", 200, 200), ("reviewer", 403, 403), ("auditor", 403, 403),
     ("volunteer", 403, 403), (None, 302, 302)],
)  # fmt: skip
def test_who_may_write(client_as: Any, who: str | None, desk: int, new: int) -> None:
    client = client_as(who)
    assert client.get("/desk/circulars/").status_code == desk
    assert client.get("/desk/circulars/new/").status_code == new


def test_nobody_writes_beside_or_above_the_own_area(client_as: Any, city: Any) -> None:
    clerk = client_as("clerk")
    assert clerk.post("/desk/circulars/new/", given(city.city)).status_code == 422
    refused = clerk.post("/desk/circulars/new/", given(city.townships[0], levels=["township"]))
    assert refused.status_code == 422
    assert "集合：西门" in refused.content.decode(), "nothing typed is lost"
    assert clerk.post("/desk/circulars/new/", given(city.townships[0], levels=["village"])).status_code == 303
    assert 'name="volunteers"' not in clerk.get("/desk/circulars/new/").content.decode()


def test_no_numbers_of_people_in_what_goes_to_many(client_as: Any, city: Any) -> None:
    refused = client_as("city").post("/desk/circulars/new/", given(city.city, text="联系 19900001234"))
    assert refused.status_code == 422
    assert not Circular.objects.exists()


def test_n24_a_title_with_a_line_break_is_refused_on_entry(client_as: Any, city: Any) -> None:
    refused = client_as("city").post("/desk/circulars/new/", given(city.city, title="清扫\r\nBcc: x@y"))
    assert refused.status_code == 422
    assert "请写在一行里" in refused.content.decode()
    assert not Circular.objects.exists()


def workbook(*cells: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        rows = "".join(f"<si><t>{one}</t></si>" for one in cells)
        packed.writestr("xl/sharedStrings.xml", f"<sst>{rows}</sst>")
    return out.getvalue()


def upload(client: Client, url: str, name: str, content: bytes, **more: str) -> Any:
    return client.post(f"{url}files/", {"file": SimpleUploadedFile(name, content), **more})


def test_n34_a_list_of_people_is_stopped_and_a_file_is_what_it_says(client_as: Any, office: Office) -> None:
    row = office.draft()
    url = f"/desk/circulars/{row.public_id}/"
    boss = client_as("city")
    phones = [f"1990000{n:04}" for n in range(40)]
    refused = upload(boss, url, "名单.xlsx", workbook(*phones))
    assert refused.status_code == 422
    assert "含手机号 40 个" in refused.content.decode()
    number = "41990219800101123"
    assert upload(boss, url, "一个.xlsx", workbook(number + citizen_id_check(number))).status_code == 422
    assert upload(boss, url, "程序.pdf", b"MZ\x90").status_code == 422
    assert upload(boss, url, "程序.exe", b"MZ\x90").status_code == 422
    assert upload(boss, url, "大.txt", b"a" * (5 * 1024 * 1024 + 1)).status_code == 422
    assert not Attachment.objects.exists()
    one = workbook("值班室", phones[0])
    assert upload(boss, url, "联系.xlsx", one).status_code == 422, "a number is asked about, not refused"
    assert upload(boss, url, "联系.xlsx", one, why="值班室自己的电话").status_code == 303
    assert upload(boss, url, "联系.xlsx", one, why="值班室自己的电话").status_code == 303
    assert Attachment.objects.count() == 1


def test_a_file_opens_to_recipients_alone_and_is_noted(client_as: Any, office: Office, city: Any) -> None:
    row = office.draft(levels=("township",), area_ids=(city.townships[0].pk,))
    actions.attach(circular=row, name="a.txt", content="带雨衣。".encode(), actor=office.actor(), at=clock.now())
    office.sent(row)
    url = f"/circulars/files/{Attachment.objects.get().public_id}/"
    answer = client_as("clerk").get(url)
    assert answer.content.decode() == "带雨衣。"
    assert "attachment" in answer["Content-Disposition"]
    assert Taken.objects.get().title == "a.txt"
    assert client_as("volunteer").get(url).status_code == 404
    assert client_as("county").get(url).status_code == 404
    actions.withdraw(circular=row, why="作废", actor=office.actor(), at=clock.now())
    assert client_as("clerk").get(url).status_code == 404


def test_a_volunteer_reads_what_was_told_and_nobody_else_does(client_as: Any, office: Office, cast: Any) -> None:
    row = office.sent(office.draft(says=words("集中清扫", sort="notice"), volunteers=True))
    url = f"/circulars/{row.public_id}/"
    assert "西门" in client_as("volunteer").get(url).content.decode()
    assert client_as("resident").get(url).status_code == 404
    office.corrected(row, "今晚二十点到岗。\n集合地点：东门。", "集合地点改到东门")
    page = client_as("volunteer").get(url).content.decode()
    assert "集合地点改到东门" in page
    assert "<del>集合地点：西门。</del>" in page


def test_another_county_has_nothing_of_it(client_as: Any, office: Office, city: Any) -> None:
    row = office.sent(office.draft(area_ids=(city.counties[1].pk,), levels=("village",)))
    box = Box.objects.filter(circular=row).earliest("id")
    for path in ("", "signatures/", "answers/"):
        url = f"/desk/received/{box.public_id}/{path}"
        client = client_as("county")
        assert (client.post(url) if path else client.get(url)).status_code == 404
    assert client_as("county").get(f"/desk/circulars/{row.public_id}/").status_code == 404


def test_the_administrator_of_a_unit_finds_its_box(client_as: Any, office: Office) -> None:
    row = office.sent(office.draft(bodies=("registered", "legal_entity", "internal_group")))
    box = Box.objects.get(circular=row)
    admin = client_as("unit_admin")
    assert "台风值守" in admin.get("/desk/received/").content.decode()
    assert admin.post(f"/desk/received/{box.public_id}/signatures/", {"number": 1}).status_code == 303
    assert box.signatures.get().name == "吴志强"


def test_a_torn_document_is_refused_or_said_to_be_not_looked_into_and_never_a_fault(
    client_as: Any, office: Office
) -> None:
    boss, row = client_as("city"), office.draft()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "<w:t>值班安排</w:t>" * 200)
    for place in range(45, 120, 3):
        torn = bytearray(whole.getvalue())
        torn[place] ^= 0xFF
        answer = upload(boss, f"/desk/circulars/{row.public_id}/", f"{place}.docx", bytes(torn))
        assert answer.status_code in (303, 422)
    assert plain_name("名单\u202efdp.txt") == "名单 fdp.txt"


def test_a_form_opened_twice_gives_two_notices_and_one_pressed_twice_gives_one(client_as: Any, city: Any) -> None:
    boss = client_as("city")
    first = boss.post("/desk/circulars/new/", given(city.city)).url
    other = boss.post("/desk/circulars/new/", given(city.city, title="另一件事")).url
    assert first != other
    for title, url in (("防汛值守", first), ("另一件事", other)):
        assert boss.post("/desk/circulars/new/", given(city.city, title=title)).url == url
        assert title in boss.get(url).content.decode()
    boss.post(f"{first}draft/", given(city.city, title="改过的"))
    assert boss.post("/desk/circulars/new/", given(city.city)).url == first, "a late second press, after it was changed"
    assert client_as("deputy").post("/desk/circulars/new/", given(city.city)).url not in (first, other)
    assert Circular.objects.count() == 3


def test_an_hour_that_has_passed_is_refused_at_its_field(client_as: Any, office: Office) -> None:
    row = office.draft(says=words("例会", sort="meeting"))
    url, boss = f"/desk/circulars/{row.public_id}/sendings/", client_as("city")
    before = clock.local(clock.now()) - timedelta(days=1)
    refused = boss.post(url, {"start_day": before.date().isoformat(), "start_clock": "09:00"})
    assert refused.status_code == 422
    assert "这个时间已经过了" in refused.content.decode()
    assert f'value="{before.date().isoformat()}"' in refused.content.decode(), "nothing typed is lost"
    assert not row.mailings.exists()


def test_done_on_a_day_to_come_is_refused_at_its_field(client_as: Any, office: Office, city: Any) -> None:
    row = office.sent(says=words("填表", sort="task", asks_answer=True))
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    url, today = f"/desk/received/{box.public_id}/answers/", clock.local_date(clock.now())
    clerk = client_as("clerk")
    refused = clerk.post(url, {"done": "1", "done_on": (today + timedelta(days=1)).isoformat(), "remark": "快了"})
    assert refused.status_code == 422
    assert "这一天还没有到" in refused.content.decode()
    assert "快了" in refused.content.decode()
    assert clerk.post(url, {"done": "1", "done_on": today.isoformat()}).status_code == 303


def test_whoever_left_the_office_reads_its_notices_no_more(
    client_as: Any, office: Office, cast: Any, city: Any
) -> None:
    row = office.draft(at=clock.now())
    actions.attach(circular=row, name="a.txt", content=b"x", actor=office.actor(), at=clock.now())
    office.sent(row)
    box = Box.objects.get(circular=row, area=city.townships[0], body__isnull=True)
    urls = [
        f"/circulars/{row.public_id}/", f"/circulars/files/{Attachment.objects.get().public_id}/",
        f"/desk/received/{box.public_id}/", f"/desk/received/{box.public_id}/paper/",
    ]  # fmt: skip
    clerk = client_as("clerk")
    assert {clerk.get(url).status_code for url in urls} <= {200, 303}
    Appointment.objects.filter(account=cast["clerk"].account).update(ends_at=clock.now())
    # The first that is asked for says that the term has ended.
    assert {client_as("clerk").get(url).status_code for url in urls} == {403, 404}


def test_both_lists_go_into_a_file(client_as: Any, office: Office) -> None:
    row = office.sent()
    boss = client_as("city")
    for url, words_in in (("/desk/circulars/", "台风值守"), (f"/desk/circulars/{row.public_id}/boxes/", "收件处")):
        answer = boss.post(url, {"file": "1", "reason": "核对"})
        assert answer.status_code == 200
        assert words_in in words_of_file(answer)
    assert Taken.objects.count() == 2
    assert client_as("volunteer").post("/desk/circulars/", {"file": "1"}).status_code == 403


def test_yes_and_no_of_the_rules_is_ticked_and_versions_of_before_still_hold() -> None:
    fields = {one.name: one.shape for one in values.fields_of(CircularRules)}
    assert fields["approve_emergency"] == "yes_no"
    for kept in (1, True):
        assert needs_approval(boxes=1, people=0, emergency=True, given=CircularRules(approve_emergency=bool(kept)))
    old: Any = {"approve_emergency": 0}
    assert CircularRules(**old).approve_emergency is False


def test_the_whole_beside_a_part_of_it_is_asked_not_sent(client_as: Any, city: Any) -> None:
    """Whoever ticks one county meant that county: a hundred places got what was for fifteen."""
    county = places.children_of(city.city.pk)[0]
    boss = client_as("city")
    both = given(city.city, areas=[city.city.pk, county.pk], text="只发一个县")
    refused = boss.post("/desk/circulars/new/", both)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert f"只发给其中几个，请去掉“{city.city.name}全部”" in text
    assert "只发一个县" in text
    assert boss.post("/desk/circulars/new/", {**both, "areas": [county.pk]}).status_code == 303


@pytest.mark.parametrize(("sort", "status"), [("notice", 422), ("duty", 303)])
def test_hours_to_sign_are_no_part_of_what_nobody_signs(client_as: Any, city: Any, sort: str, status: int) -> None:
    answer = client_as("city").post("/desk/circulars/new/", given(city.city, sort=sort, sign_hours=2))
    assert answer.status_code == status
    assert ("这一类通知不用签收" in answer.content.decode()) == (status == 422)
