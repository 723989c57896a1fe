"""PIPL 17, 21, 23, 52: who handles the data and who else gets it is entered with its end and read by everybody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo.cast import Member
from baiying.kit import clock, erasing, rooms
from baiying.kit.models import AuditEvent, Taken
from baiying.people import queries as people
from baiying.privacy import queries, rules
from baiying.privacy.models import Assessment, Receiver
from baiying.privacy.queries.gathering import gather, whose
from baiying.ui import taken
from tests.people.world import rule_set

As = Callable[[str], Client]
PAGE = "/desk/data/receivers/"


def assessed() -> str:
    found = Assessment.objects.filter(use="entrust").first()
    return found.public_id if found is not None else ""


def filed(client: Client, use: str = "entrust", source: str = "assessed1") -> Assessment:
    answer = client.post(
        "/desk/data/assessments/new/",
        {
            "source": source, "use": use, "about": "意外险投保", "purpose": "出险能赔", "necessity": "合同要求",
            "risks": "名单外传", "measures": "只给姓名和证件号码，保完删除",
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()
    return Assessment.objects.latest("id")


def said(**more: Any) -> dict[str, Any]:
    today = clock.local_date(clock.now())
    return {
        "source": "abcdefghijkl", "name": "平安保险毕节支公司", "kind": "entrusted", "what": "姓名、证件号码",
        "purpose": "投保意外险", "contract": "服务合同 2026-17 号", "contact": "团险部 0857-8250000",
        "assessment": assessed(), "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=30)).isoformat(), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("on", "ended", "state"),
    [
        (date(2026, 11, 30), False, rules.COMING),
        (date(2026, 12, 1), False, rules.IN_FORCE),
        (date(2026, 12, 31), False, rules.IN_FORCE),
        (date(2027, 1, 1), False, rules.ENDED),
        (date(2026, 12, 5), True, rules.ENDED),
    ],
)
def test_the_first_and_the_last_day_count(on: date, ended: bool, state: str) -> None:
    assert rules.receiver_state(from_on=date(2026, 12, 1), until_on=date(2026, 12, 31), ended=ended, on=on) == state


@pytest.mark.django_db
@pytest.mark.law("PIPL-21")
def test_entered_once_read_by_everybody_and_gone_when_ended(client_as: As) -> None:
    county, visitor = client_as("county"), Client()
    assert "现在没有给别的单位" in visitor.get("/privacy/").content.decode()
    filed(county)
    wrong = county.post(PAGE, said(until_on="2020-01-01"))
    assert wrong.status_code == 422
    assert "平安保险" in wrong.content.decode()
    for _ in range(2):
        answer = county.post(PAGE, said())
        assert answer.status_code == 303
    row = Receiver.objects.get()
    notice = visitor.get("/privacy/").content.decode()
    assert all(str(word) in notice for word in ("平安保险毕节支公司", "服务合同 2026-17 号", "投保意外险", "团险部"))
    assert "平安保险毕节支公司" in county.get("/desk/data/").content.decode()
    here = f"{PAGE}{row.public_id}/"
    assert county.post(f"{here}end/", {"why": ""}).status_code == 422
    for _ in range(2):
        assert county.post(f"{here}end/", {"why": "合同解除"}).status_code == 303
    assert county.post(f"{here}end/", {"why": "另一个原因"}).status_code == 409
    assert "平安保险" not in visitor.get("/privacy/").content.decode()
    assert "合同解除" in county.get(here).content.decode()
    acts = AuditEvent.objects.filter(subject_type="receiver").order_by("id")
    assert [one.action for one in acts] == ["ReceiverEntered", "ReceiverStopped"]


@pytest.mark.django_db
def test_a_contract_that_is_over_is_named_to_nobody_any_more(client_as: As) -> None:
    filed(client_as("county"))
    client_as("county").post(PAGE, said())
    row = Receiver.objects.get()
    path = row.area.path
    assert queries.receivers_now(path, row.until_on) == [row]
    assert queries.receivers_now(path, row.until_on + timedelta(days=1)) == []
    assert queries.receivers_now(path, row.from_on - timedelta(days=1)) == []


@pytest.mark.django_db
def test_offices_alone_enter_and_of_their_own_area(client_as: As) -> None:
    for who in ("volunteer", "leader", "clerk", "auditor"):
        assert client_as(who).get("/desk/data/").status_code in {302, 303, 403, 404}, who
        assert client_as(who).post(PAGE, said()).status_code in {302, 303, 403, 404}, who
    assert not Receiver.objects.exists()
    filed(client_as("city"))
    client_as("city").post(PAGE, said())
    row = Receiver.objects.get()
    # What the city agreed is ended by the city.
    assert client_as("county").get(f"{PAGE}{row.public_id}/").status_code == 404
    assert client_as("county").post(f"{PAGE}{row.public_id}/end/", {"why": "不要了"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.law("PIPL-52")
def test_who_handles_stands_in_notice_copy_and_files_by_county(client_as: As, cast: dict[str, Member]) -> None:
    person = cast["volunteer"].person
    assert person is not None
    assert cast["county"].appointment is not None
    county = cast["county"].appointment.area
    assert county is not None
    assert county.pk in person.residence.path
    rule_set("data_handler", name="市文明办", officer="张主任", phone="0857-1234567")
    assert people.data_handler(clock.local_date(clock.now()), person.residence.path).name == "市文明办"
    rule_set("data_handler", county, name="县文明办", officer="李主任", phone="0857-7654321")
    page = client_as("county").get("/desk/data/").content.decode()
    assert "县文明办" in page
    assert "李主任" in page
    found = gather(whose(person.pk), guardian=False, at=clock.now())
    assert [one["is"] for one in found["handler"]] == ["县文明办", "0857-7654321", "李主任"]
    assert "李主任" in client_as("volunteer").get("/privacy/").content.decode()
    at = clock.now()
    row = Taken(
        at=at, last_at=at, label="王干事", personal=True, area_id=county.pk, until=clock.local_date(at), narrowed=[]
    )
    assert any("县文明办" in value for _label, value in taken.lines(row))


@pytest.mark.django_db
def test_every_room_that_keeps_rows_of_people_says_for_what(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    declared = {name for name, _line in erasing.declared()}
    assert {one.room for one in queries.register()} == declared
    for name in declared:
        assert rooms.brought()[name].purpose, f"{name} says no purpose in its room.py"
    for keeps in queries.register():
        assert keeps.purpose in page
        assert all(one.title in page and one.until in page for one in keeps.held)
    assert "最多 24 个月" in page
