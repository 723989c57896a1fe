"""What a clerk, an administrator and a stranger with a link must not read, and what breaks under odd presses."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from xlsxwriter import Workbook

from baiying.demo import builders
from baiying.kit import clock
from baiying.people import queries as people
from baiying.rosters import actions, keeping
from baiying.rosters.models import Invitation, Roster
from tests.people import world
from tests.rosters.makers import School, book, number_of, pasted, pupil, uploaded

pytestmark = pytest.mark.django_db

FIRST, SECOND = "13900001111", "13900002222"


def by_slip(c: Client, one: Invitation) -> str:
    """What the clerk has: the word printed on the slip, the number typed on the roster."""
    word, line = keeping.who_of(one)
    assert c.post(f"/invitations/{one.public_id}/slip/", {"word": word, "end": line.id_number[-6:]}).status_code == 303
    return c.get(f"/invitations/{one.public_id}/").content.decode()


def by_phone(one: Invitation, phone: str) -> Client:
    c = Client()
    c.post(f"/invitations/{one.public_id}/codes/")
    c.post(f"/invitations/{one.public_id}/", {"code": world.code_for(phone)})
    return c


def bare(page: str, one: Invitation) -> str:
    """A page without what differs between any two invitations."""
    kept = page.replace(one.public_id, "").replace(one.name_mask, "")
    return "\n".join(line for line in kept.splitlines() if "csrf" not in line and "nonce" not in line)


def taken(school: School, one: Invitation) -> None:
    Invitation.objects.filter(pk=one.pk).update(accepted_at=clock.now(), person_id=school.cast["stranger"].person.pk)


def test_r111_taken_declined_and_open_look_alike_without_proof_and_by_the_slip(school: School) -> None:
    row = school.sent([pupil(1, phone=FIRST), pupil(2, phone=SECOND), pupil(3)])
    one, other, third = Invitation.objects.filter(roster=row).order_by("line")
    family = by_phone(one, FIRST)
    family.post(f"/invitations/{one.public_id}/refusal/")
    one.refresh_from_db()
    assert one.declined_at is not None
    taken(school, other)
    pages = [bare(Client().get(f"/invitations/{x.public_id}/").content.decode(), x) for x in (one, other, third)]
    assert pages[0] == pages[1] == pages[2]
    pages = [bare(by_slip(Client(), x), x) for x in (one, other, third)]
    assert pages[0] == pages[1] == pages[2]
    assert "您选了不参加" not in by_slip(school.clerk, one)
    # Whoever holds the phone of the roster reads it.
    assert "您选了不参加" in by_phone(one, FIRST).get(f"/invitations/{one.public_id}/").content.decode()
    assert "这份邀请已于" in by_phone(other, SECOND).get(f"/invitations/{other.public_id}/").content.decode()


def test_r111_taken_back_all_look_alike(school: School) -> None:
    row = school.sent([pupil(1), pupil(2)])
    one, other = Invitation.objects.filter(roster=row).order_by("line")
    taken(school, one)
    school.clerk.post(f"/desk/rosters/{row.public_id}/undoing/")
    for x in (one, other):
        assert "已经收回或者过期" in Client().get(f"/invitations/{x.public_id}/").content.decode()


def test_no_page_tells_whether_a_number_is_registered(school: School) -> None:
    """The clerk types strangers' numbers with the clerk's own phone, or without one, and reads of each."""
    stranger = builders.person("钱外人", residence=school.city.villages[-1])
    lines = [["钱外人", people.id_number_of(stranger), "一班", FIRST], ["孙无人", number_of(77), "一班", FIRST]]
    row = school.sent(lines)
    found = list(Invitation.objects.filter(roster=row).order_by("line"))
    c = by_phone(found[0], FIRST)
    for pages in (
        [bare(c.get(f"/invitations/{one.public_id}/").content.decode(), one) for one in found],
        [bare(by_slip(school.clerk, one), one) for one in found],
    ):
        assert ["注册过" in page for page in pages] == [False, False]


def test_a_bodys_administrator_reads_nothing_that_the_county_saw(school: School) -> None:
    """The county brings it in the body's name; the body's administrator reads nothing of who is registered."""
    stranger = builders.person("钱外人", residence=school.city.villages[0])
    team = school.cast["leader"].team
    line = ["钱外人", people.id_number_of(stranger), "一班", FIRST]
    assert "钱*" not in school.page(school.brought([line]))
    row = school.brought([line], school.county, team=team.public_id)
    assert "钱*" not in school.page(row)
    school.send(row, school.county)
    assert "已注册" not in school.page(row).replace("邀请和已注册的", "")
    assert Invitation.objects.filter(roster=row).count() == 1
    # Without a team the stack of slips would tell it: whoever is known beyond the body is invited like anybody.
    assert school.sent([["钱外人", people.id_number_of(stranger), "二班", SECOND]], school.county).outcome["fates"]


def test_undoing_says_no_exact_number(school: School) -> None:
    row = school.sent([pupil(n) for n in range(1, 8)])
    taken(school, Invitation.objects.filter(roster=row).order_by("line")[0])
    here = f"/desk/rosters/{row.public_id}/undoing/"
    # Seven, of whom fewer than five are shown to have come.
    assert "最多 7 份" in school.clerk.get(here).content.decode()
    page = school.clerk.post(here, follow=True).content.decode()
    assert "都已收回" in page
    assert "收回了" not in page
    assert "夜里不发" not in page


def test_what_is_taken_back_halfway_is_emptied(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baiying.rosters.actions.sending.IN_ONE", 10)
    volunteer = people.id_number_of(school.cast["volunteer"].person)
    row = school.sent([["林晓雨", volunteer, "0班", ""], *[pupil(n) for n in range(1, 36)]])
    assert (row.finished_at, bool(row.summary["known"])) == (None, True)
    school.clerk.post(f"/desk/rosters/{row.public_id}/undoing/")
    row.refresh_from_db()
    assert (row.summary, row.choices, row.lines_sealed) == ({}, {}, None)
    assert row.emptied_at is not None
    assert school.clerk.get(f"/desk/rosters/{row.public_id}/").status_code == 200


def test_the_name_of_the_file_keeps_no_number_and_goes_with_what_was_read(school: School) -> None:
    answer = school.bring(file=uploaded(book([pupil(1)]), "李小红419901201005040011.xlsx"))
    row = Roster.objects.latest("id")
    assert row.title == "李小红….xlsx"
    asked = school.clerk.get(answer["Location"] + "discarding/")
    assert "清空这份名册？" in asked.content.decode()
    row.refresh_from_db()
    assert row.emptied_at is None, "U32: looking empties nothing"
    school.clerk.post(answer["Location"] + "discarding/")
    row.refresh_from_db()
    assert (row.title, row.summary, row.emptied_at is not None) == ("", {}, True)
    assert school.clerk.get(answer["Location"]).status_code == 200


def test_an_expired_one_is_invited_again_before_the_night(school: School) -> None:
    row = school.sent([pupil(1)])
    Invitation.objects.filter(roster=row).update(ends_at=clock.now())
    assert school.brought([pupil(1)]).summary["fates"]["invited"] == 1
    again = school.sent([pupil(1)])
    assert again.outcome["fates"]["invited"] == 1
    assert Invitation.objects.get(roster=row).who_sealed is None


def test_a_stranger_with_the_link_does_not_lock_the_family_out(school: School) -> None:
    """U34: tries are counted by network and link, said before the lock, and many networks have an end all the same."""
    row = school.sent([pupil(1, phone=FIRST)])
    one = Invitation.objects.get(roster=row)
    word, line = keeping.who_of(one)
    here = f"/invitations/{one.public_id}/slip/"
    wrong, right = {"word": word, "end": "000000"}, {"word": word, "end": line.id_number[-6:]}
    first = Client().post(here, wrong, REMOTE_ADDR="203.0.113.7").content.decode()
    assert "还能试 4 次" in first
    for _ in range(5):
        last = Client().post(here, wrong, REMOTE_ADDR="203.0.113.7").content.decode()
    assert "试的次数太多" in last
    assert Client().post(here, right, REMOTE_ADDR="198.51.100.9").status_code == 303
    for n in range(30):
        Client().post(here, wrong, REMOTE_ADDR=f"10.{n}.1.1")
    assert Client().post(here, right, REMOTE_ADDR="192.0.2.3").status_code == 422


def test_a_paste_of_more_than_a_form_may_hold_is_a_calm_page(school: School) -> None:
    text = pasted([pupil(n, phone=FIRST, name="王二") for n in range(100)]) * 1000
    answer = school.bring(pasted=text[:5_500_000])
    assert answer.status_code == 413
    assert "不超过 5 MB" in answer.content.decode()
    plain = Client().post("/log-in/", "phone=" + "1" * 5_500_000, content_type="application/x-www-form-urlencoded")
    assert plain.status_code == 413
    many = "&".join(f"a{n}=1" for n in range(2_100))
    assert Client().post("/log-in/", many, content_type="application/x-www-form-urlencoded").status_code == 413


def xlsx(change: Callable[[bytes], bytes], name: str = "sheet1") -> bytes:
    buffer, out = io.BytesIO(), io.BytesIO()
    book([pupil(1), pupil(2)]).save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename.endswith(f"{name}.xml") else data)
    return out.getvalue()


def test_rows_that_are_there_are_seen_where_only_unused_ones_are_hidden(school: School) -> None:
    """`zeroHeight` hides the rows that do not stand in the file; a program that hides unused rows writes it, and shows
    what it has written. A row that is hidden says so itself."""
    buffer = io.BytesIO()
    made = Workbook(buffer)
    sheet = made.add_worksheet("名单")
    sheet.set_default_row(hide_unused_rows=True)
    for at, line in enumerate([["姓名", "证件号码", "班级", "监护人手机号"], pupil(1), pupil(2)]):
        sheet.write_row(at, 0, line)
    sheet.set_row(2, None, None, {"hidden": True})
    made.close()
    school.bring(file=SimpleUploadedFile("x.xlsx", buffer.getvalue()))
    summary = Roster.objects.latest("id").summary
    assert (summary["lines"], summary["hidden"]) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.replace(b'<row r="3"', b'<row r="1048576"').replace(b'r="A3"', b'r="XFD1048576"'),
        lambda d: d.replace(b'<row r="3"', b'<row r="99999999999999999999"'),
        lambda d: d[: len(d) // 2],
        lambda d: d.replace(b'<row r="3"', b'<row r="0"'),
    ],
)
def test_odd_workbooks_break_nothing(school: School, change: Callable[[bytes], bytes]) -> None:
    answer = school.bring(file=SimpleUploadedFile("x.xlsx", xlsx(change)))
    assert answer.status_code in {303, 422}


@pytest.mark.parametrize(
    "query", ["?group=%00", "?part=99999999999999999999", "?part=-1", "?group=%ED%A0%80", "?part=１"]
)
def test_odd_queries_break_nothing(school: School, query: str) -> None:
    row, waits = school.sent([pupil(n) for n in range(6)]), school.brought([pupil(n) for n in range(10, 16)])
    for here in (f"/desk/rosters/{row.public_id}/slips/", f"/desk/rosters/{waits.public_id}/", "/desk/rosters/"):
        assert school.clerk.get(here + query).status_code < 500


def test_the_no_may_be_read_where_it_was_said_and_goes_when_one_goes_on(school: School) -> None:
    """U35: after a no the page offers no great button to register."""
    row = school.sent([pupil(1)])
    one = Invitation.objects.get(roster=row)
    c = Client()
    by_slip(c, one)
    c.post(f"/invitations/{one.public_id}/refusal/")
    page = c.get(f"/invitations/{one.public_id}/").content.decode()
    assert "您选了不参加" in page
    assert "btn-primary" not in page.partition("<main")[2].partition("</main>")[0]
    assert actions.decline(invitation=one, at=clock.now() + timedelta(minutes=1)) is None
