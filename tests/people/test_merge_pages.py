"""Two records of one human, through the pages: proposed, confirmed by a second person, said no to, undone (R006)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock, each
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from baiying.people import actions, queries
from baiying.people.models import Merge, Person
from tests.people import world
from tests.people.doubting import Office
from tests.people.merging import by_passport
from tests.people.world import Area

PAGE = "/desk/people/merges/"


def made(area: Any, n: int, **more: Any) -> Person:
    phone = f"1990000710{n}"
    name = more.pop("name", "王福顺")
    return builders.person(name, residence=area, phone=phone, account=builders.account(phone, name=name), **more)


@pytest.fixture
def two(area: Area) -> tuple[Person, Person]:
    return made(area.village, 1), by_passport(made(area.village, 2))


def number(person: Person) -> str:
    return builders.registration_of(person).volunteer_no


def ends(person: Person) -> str:
    return queries.id_number_of(person)[-6:]


def propose(office: Office, one: Person, twin: Person, **more: str) -> Any:
    sent = {"other": number(twin), "proof": "documents", "one_six": ends(one), "other_six": ends(twin), "words": ""}
    return office.client.post(f"/desk/people/{one.public_id}/merges/", sent | more)


def the() -> Merge:
    return Merge.objects.latest("id")


def told(person: Person) -> str:
    return " ".join(one.wording for one in notices.inbox_of(person.public_id))


def test_documents_seen_confirmed_by_another_cools_and_is_done(first: Office, second: Office, two: Any) -> None:
    one, other = two
    assert propose(first, one, other).status_code == 303
    row = the()
    assert row.state == "proposed"
    assert "另一位工作人员" in told(one)
    assert "另一位工作人员" in told(other)
    page = first.client.get(f"{PAGE}{row.public_id}/")
    assert "是您提出的" in page.content.decode()
    assert first.client.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 409
    assert second.client.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 303
    row.refresh_from_db()
    assert row.state == "cooling"
    assert actions.carry_out_due(at=clock.now()) == 0
    assert actions.carry_out_due(at=clock.now() + timedelta(days=8)) == 1
    row.refresh_from_db()
    assert row.state == "done"
    assert "合并为一条" in told(Person.objects.get(pk=row.survivor_id))
    # By text to the number of each record: whoever holds only the other one learns what became of it.
    for person in (one, other):
        assert any("合并为一条" in text.wording for text in notices.on_screen(queries.phone_of(person) or "", limit=9))


def test_a_wrong_end_of_a_number_shows_nothing_and_keeps_what_was_typed(first: Office, two: Any) -> None:
    one, other = two
    page = propose(first, one, other, other_six="000000", words="学校注册过")
    assert page.status_code == 422
    text = page.content.decode()
    assert "学校注册过" in text
    assert other.phone_mask not in text
    assert not Merge.objects.exists()


def test_an_unknown_number_is_said_at_the_field(first: Office, two: Any) -> None:
    page = propose(first, *two, other="V00000000000")
    assert page.status_code == 422
    assert "没有找到" in page.content.decode()


def test_a_record_elsewhere_goes_to_the_office_above(first: Office, area: Area, two: Any) -> None:
    one, _other = two
    far = by_passport(made(area.other_village, 3))
    assert propose(first, one, far).status_code == 303
    row = the()
    assert (row.state, row.area_id) == ("asked", area.city.pk)
    assert first.client.get(f"{PAGE}{row.public_id}/").status_code == 404
    city = world.staff("city_office", area.city, "19900000603", "市主管")
    other_city = world.staff("city_office", area.city, "19900000604", "另一位")
    assert "下级请您接办" in city.get("/desk/").content.decode()
    assert city.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 409
    assert city.post(f"{PAGE}{row.public_id}/taking-up/").status_code == 303
    # Whoever asked for it below has come to the city's office since: the same hand is no second one.
    builders.appointment(Account.objects.get(pk=row.asked_by_id), "city_office", area.city)
    risen = Client()
    world.log_in(risen, "19900000601")
    risen.post("/acting/", {"appointment": Appointment.objects.latest("id").public_id})
    assert risen.get(f"{PAGE}{row.public_id}/").status_code == 200
    answer = risen.post(f"{PAGE}{row.public_id}/confirmation/")
    assert (answer.status_code, "另一位有权的人" in answer.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert other_city.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 303
    row.refresh_from_db()
    assert row.state == "cooling"


def own(person: Person) -> Client:
    client = Client()
    world.log_in(client, queries.phone_of(person) or "")
    return client


def test_the_person_proves_both_phones_and_it_is_done_at_once(first: Office, two: Any) -> None:
    one, other = two
    client = own(one)
    sent = client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    assert sent["Location"] == "/mine/merging/codes/"
    assert client.post("/mine/merging/codes/", two_codes(one, other)).status_code == 303
    row = the()
    assert (row.proof, row.state) == ("phones", "proposed")
    assert first.client.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 303
    row.refresh_from_db()
    assert row.state == "done"
    again = own(other)
    assert again.get("/mine/profile/").status_code == 200
    assert number(Person.objects.get(pk=row.survivor_id)) in again.get("/mine/profile/").content.decode()


def two_codes(one: Person, other: Person) -> dict[str, str]:
    return {"code": _code(one), "other_code": _code(other)}


def _code(person: Person) -> str:
    for message in notices.on_screen(queries.phone_of(person) or "", limit=5):
        if found := re.search(r"(?<!\d)\d{6}(?!\d)", message.wording):
            return found[0]
    raise AssertionError("no code was sent")


def test_a_phone_that_is_not_the_records_gets_no_code(two: Any) -> None:
    one, other = two
    client = own(one)
    answer = client.post("/mine/merging/", {"number": number(other), "phone": "19900007777"})
    assert answer["Location"] == "/mine/merging/codes/"
    assert not list(notices.on_screen("19900007777", limit=5))


def test_either_number_says_no_and_nothing_is_merged(first: Office, second: Office, two: Any) -> None:
    one, other = two
    propose(first, one, other)
    row = the()
    client = own(other)
    assert "不是同一个人" in client.get("/mine/merging/").content.decode()
    for _ in range(2):
        assert client.post(f"/mine/merging/{row.public_id}/no/").status_code == 303
    row.refresh_from_db()
    assert row.state == "ended"
    assert second.client.post(f"{PAGE}{row.public_id}/confirmation/").status_code == 409
    assert own(made(row.area, 9)).post(f"/mine/merging/{row.public_id}/no/").status_code == 404


def test_a_no_while_the_hourly_job_has_it_in_hand_stands_as_it_was_said(
    first: Office, second: Office, two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    propose(first, one, other)
    row = the()
    second.client.post(f"{PAGE}{row.public_id}/confirmation/")
    # The job has read what is due; before its turn comes the human says no, and something stands in the way.
    monkeypatch.setattr(queries, "merge_ids_due", lambda at: [row.pk])
    assert own(other).post(f"/mine/merging/{row.public_id}/no/").status_code == 303
    messages = len(notices.inbox_of(one.public_id))
    for hindrance in ("", "别的事"):
        monkeypatch.setattr(queries, "hinders_merging", lambda *_ids, said=hindrance: said)
        assert actions.carry_out_due(at=clock.now() + timedelta(days=8)) == 0
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("ended", None)
    assert "不是同一个人" in row.end_words
    assert len(notices.inbox_of(one.public_id)) == messages
    # Nobody who runs the system is shown a failure that is none.
    assert not each.faulty("people.carry_out_merges")


def test_it_is_undone_on_a_page_that_asks_for_everything_new(first: Office, second: Office, two: Any) -> None:
    one, other = two
    propose(first, one, other)
    row = the()
    second.client.post(f"{PAGE}{row.public_id}/confirmation/")
    actions.carry_out_due(at=clock.now() + timedelta(days=8))
    row.refresh_from_db()
    survivor = Person.objects.get(pk=row.survivor_id)
    team = builders.team(builders.body("总队", area=row.area), "暖心队", area=row.area)
    made_since = builders.membership(team, survivor)
    address = f"{PAGE}{row.public_id}/undoing/"
    assert "队伍：暖心队" in first.client.get(address).content.decode()
    page = first.client.post(address, {"words": "弄错了"})
    assert page.status_code == 422
    assert "弄错了" in page.content.decode()
    sent = {"words": "弄错了", f"teams_Membership_{made_since.pk}": "loser"}
    assert first.client.post(address, sent).status_code == 303
    made_since.refresh_from_db()
    assert made_since.person_id == row.loser_id
    assert first.client.post(address, sent).status_code == 303
    assert second.client.post(address, {"words": "再来"}).status_code == 409
    assert "已撤销" in first.client.get(address).content.decode()


def test_a_merged_record_leads_the_office_to_the_one_that_goes_on(first: Office, two: Any) -> None:
    one, other = two
    row = Merge(survivor=one, loser=other)
    Person.objects.filter(pk=other.pk).update(closed_at=clock.now(), merged_into=row.survivor)
    page = first.client.get(f"/desk/people/{other.public_id}/")
    assert page.status_code == 200
    assert number(one) in page.content.decode()
    assert first.client.get(f"/desk/people/?q={number(other)}").content.decode().count(one.public_id) >= 1


def test_the_office_sees_how_much_each_record_has_before_it_decides(first: Office, two: Any) -> None:
    one, other = two
    builders.entry(one, 90)
    builders.entry(other, 125)
    propose(first, one, other)
    text = first.client.get(f"{PAGE}{the().public_id}/").content.decode()
    assert text.count("服务时长</dt>") == 2
    assert "1 小时 30 分钟" in text
    assert "2 小时 5 分钟" in text


def test_who_has_no_telephone_takes_it_home_on_paper(first: Office, second: Office, two: Any) -> None:
    """How it stands at each step, by when, and that one may say no; nothing sealed is on it."""
    one, other = two
    propose(first, one, other)
    row = the()
    sheet = f"{PAGE}{row.public_id}/slip/"
    assert sheet in first.client.get(f"{PAGE}{row.public_id}/").content.decode()

    def said() -> str:
        return first.client.get(sheet).content.decode()

    text = said()
    for words in (row.public_id, number(one), number(other), "最晚", "说一声，就不合并", "照常服务"):
        assert words in text
    for person in two:
        assert queries.id_number_of(person)[-6:] not in text
        assert person.phone_mask not in text
    second.client.post(f"{PAGE}{row.public_id}/confirmation/")
    assert "自动合并，不用再来" in said()
    actions.carry_out_due(at=clock.now() + timedelta(days=8))
    assert "已经合并" in said()
    assert "可以分开" in said()


def test_the_paper_of_a_merge_is_for_who_sees_both(first: Office, two: Any, area: Area) -> None:
    one, other = two
    propose(first, one, other)
    elsewhere = world.staff("county_office", area.other_county, "19900007199")
    assert elsewhere.get(f"{PAGE}{the().public_id}/slip/").status_code == 404
    looks = AuditEvent.objects.filter(action="RecordSeen")
    before = looks.count()
    first.client.get(f"{PAGE}{the().public_id}/slip/")
    assert looks.count() == before + 2
