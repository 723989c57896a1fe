"""The audit for the auditor: who looked at whom, when and why, in names; what was taken out; and its own export."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.desk.queries import audited
from baiying.hours.actions.digits import try_digits
from baiying.hours.actions.refusals import TooManyTries, WrongDigits
from baiying.kit import audit, clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor, system
from baiying.people import actions as people
from baiying.people.models import Person
from baiying.places import actions as places
from baiying.places.models import PopulationImport
from baiying.places.rules.populations import Figure
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/audit/"


@pytest.fixture
def auditor(area: Area) -> Client:
    return world.staff("auditor", None, "19900000777")


@pytest.fixture
def lin(area: Area) -> Person:
    return builders.person("林晓雨", residence=area.village, service_area=area.village)


def _clerk(name: str) -> Actor:
    account = builders.account(name=name)
    return Actor(account_id=account.pk, label=name, ip="192.0.2.7", device="Browser")


def _look(person: Person, by: str, why: str, *, days_ago: int = 0) -> None:
    at = clock.now() - timedelta(days=days_ago)
    audit.record(
        "NumberRevealed", actor=_clerk(by), at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"what": "phone", "reason": why, "minor": False},
    )  # fmt: skip


def _rows(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    body = answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return body.split("<tr")[1:]


def test_who_looked_at_a_persons_number_and_why_in_three_actions(auditor: Client, area: Area, lin: Person) -> None:
    """Type the name, choose looks, choose the time (O11)."""
    other = builders.person("王大力", residence=area.village, service_area=area.village)
    _look(lin, "赵小芳", "核对报名电话")
    _look(other, "钱主任", "电话打不通")
    audit.record("ProfileChanged", actor=_clerk("李办事"), at=clock.now(), subject=("person", lin.pk))
    rows = _rows(auditor, "q=林晓雨&kind=looks&period=today")
    assert len(rows) == 1
    for words in ("赵小芳", "查看完整号码：手机号", "林晓雨", "核对报名电话"):
        assert words in rows[0]
    # Whoever looks is found by name as well.
    assert len(_rows(auditor, "q=钱主任&kind=looks")) == 0, "only whom somebody appointed, or a person, is called so"
    assert len(_rows(auditor, "kind=looks")) == 2
    assert _rows(auditor, "q=林晓雨&kind=looks&period=last_month") == []


def test_o11_whoever_opens_the_record_of_a_grown_up_has_looked(auditor: Client, area: Area, lin: Person) -> None:
    """The record names somebody whole, with home, hours and teams; who is not let in has not looked."""
    clerk = world.staff("place_staff", area.township, "19900000778", name="郑丽华")
    elsewhere = world.staff("place_staff", area.other_village, "19900000779")
    assert elsewhere.get(f"/desk/people/{lin.public_id}/").status_code == 404
    assert not _rows(auditor, "q=林晓雨&kind=looks")
    assert "林晓雨" in clerk.get(f"/desk/people/{lin.public_id}/").content.decode()
    (row,) = _rows(auditor, "q=林晓雨&kind=looks")
    for words in ("郑丽华", "打开志愿者资料", "林晓雨"):
        assert words in row


def test_a_look_through_a_sign_up_is_found_by_the_person(auditor: Client, lin: Person) -> None:
    """A leader's call names the sign-up; the person stands in the entry."""
    audit.record(
        "PhoneLookedUp", actor=_clerk("孙领队"), at=clock.now(), subject=("signup", 4711),
        detail={"person_id": lin.pk, "shift_id": 1, "guardians": False},
    )  # fmt: skip
    for query in ("q=林晓雨", f"on=person-{lin.pk}"):
        (row,) = _rows(auditor, query)
        assert "林晓雨" in row
        assert f"?on=person-{lin.pk}" in row


def test_a_whole_number_leads_to_the_person_and_stays_out_of_the_address(auditor: Client, lin: Person) -> None:
    number = lin.registrations.get().volunteer_no
    answer = auditor.post(LIST, {"q": number})
    assert answer.status_code == 303
    assert answer["Location"] == f"{LIST}?on=person-{lin.pk}"
    page = auditor.get(answer["Location"]).content.decode()
    assert "志愿者" in page
    assert "林晓雨" in page


def test_no_number_of_a_table_and_no_code_is_read_by_the_auditor(auditor: Client, area: Area, lin: Person) -> None:
    _look(lin, "赵小芳", "核对")
    (row,) = _rows(auditor, "kind=looks")
    shown = row.replace(f"on=person-{lin.pk}", "")
    assert "NumberRevealed" not in row
    assert f"志愿者 {lin.pk}" not in shown
    assert ">person<" not in row
    assert area.village.name in row


def test_minors_stand_by_surname(auditor: Client, area: Area) -> None:
    child = builders.person(
        "周小宝", residence=area.village, service_area=area.village, born=clock.local_date(clock.now()).replace(day=1)
    )
    _look(child, "赵小芳", "核对")
    (row,) = _rows(auditor, "kind=looks")
    assert "周**" in row
    assert "周小宝" not in row


def test_failures_hands_addresses_and_acts_narrow_the_list(auditor: Client, lin: Person) -> None:
    _look(lin, "赵小芳", "核对")
    audit.record("CheckInDigitsWrong", actor=_clerk("马志愿"), at=clock.now(), ok=False)
    assert ["没有成功" in row for row in _rows(auditor, "ok=no")] == [True]
    by = AuditEvent.objects.get(action="NumberRevealed").account_id
    assert len(_rows(auditor, f"who={by}")) == 1
    assert len(_rows(auditor, "action=NumberRevealed")) == 1
    assert len(_rows(auditor, "ip=192.0.2.7")) == 2
    # What means nothing narrows nothing, and breaks nothing.
    everything = len(_rows(auditor))
    for odd in ("who=x", "on=person-", "on=-7", f"on=person-{10**30}", "ip=1", "action=Nothing", "at_from=0000-13-01"):
        assert len(_rows(auditor, odd)) == everything, odd


def test_an_entry_opens_with_all_that_was_written(auditor: Client, lin: Person) -> None:
    _look(lin, "赵小芳", "核对报名电话")
    page = auditor.get(f"{LIST}{audited.place_of(AuditEvent.objects.get(action='NumberRevealed'))}/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("赵小芳", "核对报名电话", "192.0.2.7", "网页", f"?on=person-{lin.pk}"):
        assert words in text
    for odd in ("x", "1-1", f"{10**37}-1", "-"):
        assert auditor.get(f"{LIST}{odd}/").status_code == 404


def test_what_one_press_brought_about_stands_as_one_press(auditor: Client, area: Area, lin: Person) -> None:
    clerk, at = _clerk("赵小芳"), clock.now() - timedelta(hours=1)
    for action in ("SessionsEnded", "GuardianWithdrew", "RegistrationEnded"):
        audit.record(action, actor=clerk, at=at, subject=("person", lin.pk))
    audit.record("ProfileChanged", actor=clerk, at=at + timedelta(seconds=1), subject=("person", lin.pk))
    audit.record("ProfileChanged", actor=_clerk("钱主任"), at=at, subject=("person", lin.pk))
    told = ["与上一条是同一次操作" in row for row in _rows(auditor, f"on=person-{lin.pk}")]
    assert told.count(True) == 2
    assert told[:2] == [False, False], "what was done later, and what another did"
    event = AuditEvent.objects.get(action="GuardianWithdrew")
    page = auditor.get(f"{LIST}{audited.place_of(event)}/").content.decode()
    others = page.partition("同一次操作还记下了")[2]
    assert "注册终止" in others
    assert others.count("by-item-main") == 2
    assert "修改资料" not in others, "neither what was done later nor what another did"
    alone = AuditEvent.objects.get(action="ProfileChanged", at=at)
    assert "同一次操作还记下了" not in auditor.get(f"{LIST}{audited.place_of(alone)}/").content.decode()


def test_what_a_job_does_at_one_instant_is_nobodys_press(auditor: Client, lin: Person) -> None:
    at = clock.now()
    for _ in range(2):
        audit.record("CameOfAge", actor=system("people.come_of_age"), at=at, subject=("person", lin.pk))
    assert "同一次操作" not in auditor.get(LIST).content.decode()


def test_every_entry_says_what_it_is_about(auditor: Client, area: Area) -> None:
    clerk = _clerk("马志愿")
    for _ in range(12):
        with suppress(WrongDigits, TooManyTries):
            try_digits(digits="000000", shift_pids=[], actor=clerk, at=clock.now())
    rows = _rows(auditor, "ok=no")
    assert rows
    assert all("账号" in row for row in rows)
    places.ensure_sites(actor=clerk, at=clock.now(), within_id=area.county.pk)
    (row,) = _rows(auditor, "action=SitesMade")
    assert row.count(area.county.name) == 2, "as what it is about, and as the area"
    audit.record("KeysRotated", actor=clerk, at=clock.now())
    (row,) = _rows(auditor, "action=KeysRotated")
    assert "整个平台" in row
    given = [Figure(0, builders.division("许县", "county", "419955000000").code, "permanent", 2025, 5000, "公报")]
    table = PopulationImport.objects.create(file_name="人口2025.xlsx", source="公报", entered_at=clock.now())
    places.enter_populations(figures=given, actor=clerk, at=clock.now(), came_with=table)
    (row,) = _rows(auditor, "action=PopulationEntered")
    assert "人口2025.xlsx" in row


def test_an_empty_search_says_for_what_was_looked_and_no_number_in_full(auditor: Client) -> None:
    page = auditor.get(f"{LIST}?q=查无此人").content.decode()
    assert "没有找到“查无此人”" in page
    assert "是按“姓名、编号、完整的号码，或网络地址”找的" in page
    page = auditor.post(LIST, {"q": "13912345678"}, follow=True).content.decode()
    assert "没有找到尾号是 5678 的号码" in page
    assert "13912345678" not in page
    assert "没有找到您填的号码" in auditor.post(LIST, {"q": "12345"}, follow=True).content.decode()


def test_the_file_of_the_audit_asks_why_and_is_itself_in_the_audit(auditor: Client, lin: Person) -> None:
    _look(lin, "赵小芳", "核对报名电话")
    refused = auditor.post(f"{LIST}?kind=looks", {"file": "1"})
    assert refused.status_code == 200
    assert "请写一句用途" in refused.content.decode()
    answer = auditor.post(f"{LIST}?kind=looks", {"file": "1", "reason": "季度检查"})
    sheet = load_workbook(BytesIO(b"".join(answer))).worksheets[0]  # type: ignore[arg-type]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][1].startswith("赵小芳")
    assert cells[1][4] == "核对报名电话"
    taken = AuditEvent.objects.get(action="ListTaken")
    assert taken.detail["list"] == "audit"
    assert taken.detail["reason"] == "季度检查"
    assert any("操作记录" in row for row in _rows(auditor, "kind=takes"))


@pytest.mark.parametrize("role", ["city_office", "county_office", "sysadmin", "secadmin", "place_staff"])
def test_nobody_else_reads_it(area: Area, lin: Person, role: str) -> None:
    _look(lin, "赵小芳", "核对")
    place = audited.place_of(AuditEvent.objects.get(action="NumberRevealed"))
    where = None if role in {"sysadmin", "secadmin"} else area.village if role == "place_staff" else area.city
    client = world.staff(role, where, "19900000778")
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{place}/").status_code == 403


@pytest.mark.parametrize(
    "query", ["q=林晓雨", "on=person-{pk}", "who={pk}", "ok=no", "area={area}", "action=NumberRevealed", "kind=looks"]
)
def test_no_question_reads_the_audit_from_end_to_end(
    auditor: Client, area: Area, lin: Person, query: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    """C2: every way to narrow it has an index."""
    people.note_look(person=lin, page="record", actor=system("tests"), at=clock.now())
    asked: list[tuple[str, object]] = []

    def keep(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if '"kit_auditevent"' in sql and sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        _rows(auditor, query.format(pk=lin.pk, area=area.county.public_id))
    assert asked
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, params in asked:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on kit_auditevent" not in plan, plan


def test_a_merge_names_the_area_that_received_and_a_day_that_cannot_be_read_is_said(
    auditor: Client, area: Area
) -> None:
    audit.record(
        "DivisionMerged", actor=system("tests"), at=clock.now(), subject=("division", area.village.pk),
        area_id=area.village.pk, detail={"division_id": area.village.pk, "into_id": area.other_village.pk},
    )  # fmt: skip
    [row] = _rows(auditor, f"on=division-{area.village.pk}&action=DivisionMerged")
    assert f"{area.village.name} 并入 {area.other_village.name}" in row
    assert "没有看懂“2026-13-45”" in auditor.get(f"{LIST}?at_from=2026-13-45").content.decode()
