"""R157: every wish about the own data has a row, a clock, an answer with its reason; what is overdue rises a level."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people import queries as persons
from baiying.privacy import actions, queries
from baiying.privacy.models import DataRequest, Way
from tests import cast as casting
from tests.hours.conftest import actor_of
from tests.people.test_at_once import at_once
from tests.people.world import rule_set

As = Callable[[str], Client]
SAID = {"source": "abcdefghijkl", "kind": "correct", "words": "姓名第二个字应是“晓”"}


def _file(cast: dict[str, Member], at: datetime, source: str = "abcdefghijkl") -> DataRequest:
    person = cast["volunteer"].person
    assert person is not None
    return actions.file_request(
        person=person, kind="correct", way=Way.SELF, words="有一个字错了", source=source,
        actor=actor_of(cast["volunteer"]), at=at,
    )  # fmt: skip


@pytest.mark.law("PIPL-44")
def test_r157_asked_on_the_own_page_answered_by_the_county_and_read(client_as: As) -> None:
    own, county = client_as("volunteer"), client_as("county")
    assert "提出申请" in own.get("/mine/data/").content.decode()
    for _ in range(2):
        answer = own.post("/mine/data/requests/", SAID)
        assert answer.status_code == 303
    row = DataRequest.objects.get()
    page = f"/mine/data/requests/{row.public_id}/"
    assert answer["Location"] == page
    assert page in own.get("/mine/").content.decode() + own.get("/").content.decode()
    work = f"/desk/requests/{row.public_id}/"
    assert work in county.get("/desk/").content.decode()
    assert work in county.get("/desk/requests/").content.decode()
    empty = county.post(work, {"outcome": "done", "answer": ""})
    assert empty.status_code == 422
    for _ in range(2):
        assert county.post(work, {"outcome": "done", "answer": "看过户口簿，已更正"}).status_code == 303
    assert "看过户口簿，已更正" in own.get(page).content.decode()
    assert Message.objects.filter(kind="privacy.request", text__contains="看过户口簿").exists()
    assert AuditEvent.objects.filter(action="RequestAnswered").count() == 1
    assert work not in county.get("/desk/").content.decode()


@pytest.mark.law("PIPL-48")
def test_r157_a_no_needs_a_reason_and_says_where_to_go(client_as: As, cast: dict[str, Member]) -> None:
    row = _file(cast, clock.now())
    with pytest.raises(actions.ReasonMissing):
        actions.answer_request(
            request_id=row.pk, outcome="refused", answer=" ", actor=actor_of(cast["county"]), at=clock.now()
        )
    client_as("county").post(f"/desk/requests/{row.public_id}/", {"outcome": "refused", "answer": "证件上就是这个字"})
    page = client_as("volunteer").get(f"/mine/data/requests/{row.public_id}/").content.decode()
    for said in ("证件上就是这个字", "人民法院", "/complaints/"):
        assert said in page
    assert Message.objects.filter(kind="privacy.request", text__contains="向人民法院起诉").exists()
    assert client_as("county").post(
        f"/desk/requests/{row.public_id}/", {"outcome": "done", "answer": "又办了"}
    ).status_code == 409  # fmt: skip


def test_r157_at_the_desk_for_who_has_no_phone_with_the_document(client_as: As, cast: dict[str, Member]) -> None:
    person = cast["volunteer"].person
    assert person is not None
    clerk, where = client_as("clerk"), f"/desk/people/{person.public_id}/data/requests/"
    said = {**SAID, "way": "paper", "last_six": "000000"}
    wrong = clerk.post(where, said)
    assert wrong.status_code == 422
    assert "姓名第二个字应是" in wrong.content.decode(), "nothing typed is lost"
    assert clerk.post(where, {**said, "last_six": persons.id_number_of(person)[-6:]}).status_code == 303
    row = DataRequest.objects.get()
    assert (row.way, row.kind) == ("paper", "correct")
    assert Message.objects.filter(kind="privacy.request", text__contains="当面替您登记").exists()
    assert clerk.get("/desk/requests/").status_code == 403


def test_r157_what_one_does_alone_enters_by_itself(cast: dict[str, Member]) -> None:
    person, actor, at = cast["volunteer"].person, actor_of(cast["volunteer"]), clock.now()
    assert person is not None
    copy = actions.ask_copy(person=person, way=Way.SELF, actor=actor, at=at)
    actions.make_copy(copy_id=copy.pk, at=at)
    closing = actions.ask_closing(person=person, way=Way.SELF, actor=actor, at=at)
    actions.stop_closing(closing_id=closing.pk, actor=actor, at=at)
    people.withdraw_consent(person=person, purpose="volunteer_service", actor=actor, at=at)
    for _ in range(2):
        actions.tend_requests(at=at)
    found = list(DataRequest.objects.order_by("id").values_list("kind", "outcome"))
    assert found == [("copy", "done"), ("close", "taken_back"), ("withdraw", "done")]


def test_r157_what_enters_by_itself_is_taken_back_on_its_own_page_alone(client_as: As, cast: dict[str, Member]) -> None:
    person, at = cast["volunteer"].person, clock.now()
    assert person is not None
    actions.ask_closing(person=person, way=Way.SELF, actor=actor_of(cast["volunteer"]), at=at)
    row = DataRequest.objects.get()
    client_as("volunteer").post(f"/mine/data/requests/{row.public_id}/removal/")
    row.refresh_from_db()
    assert row.ended_at is None
    assert client_as("volunteer").post("/mine/data/requests/", {**SAID, "source": "closing:1"}).status_code == 422


MONDAY = datetime(2026, 11, 2, 2, tzinfo=clock.CHINA)


@pytest.mark.parametrize(("days", "due"), [(1, date(2026, 11, 3)), (15, date(2026, 11, 23)), (5, date(2026, 11, 9))])
def test_r157_the_clock_counts_working_days(cast: dict[str, Member], days: int, due: date) -> None:
    rule_set("own_data", answer_working_days=days)
    assert _file(cast, MONDAY).due_on == due


def test_r157_who_answers_is_reminded_once_and_overdue_it_rises_to_the_city(
    client_as: As, cast: dict[str, Member]
) -> None:
    row = _file(cast, MONDAY)
    work = f"/desk/requests/{row.public_id}/"
    due = datetime(2026, 11, 23, 23, 59, tzinfo=clock.CHINA)
    assert queries.to_remind(due - timedelta(days=4)) == []
    for at in (due - timedelta(days=3), due):
        actions.tend_requests(at=at)
        row.refresh_from_db()
        assert row.risen_at is None, "on its last day it is in time"
    assert Message.objects.filter(kind="privacy.request_waits").count() == 1
    assert work not in client_as("city").get("/desk/").content.decode()
    for _ in range(2):
        actions.tend_requests(at=due + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.risen_at is not None
    assert work in client_as("city").get("/desk/").content.decode()
    assert work in client_as("county").get("/desk/").content.decode()
    assert AuditEvent.objects.filter(action="RequestRisen").count() == 1
    told = Message.objects.filter(kind="privacy.request", text__contains="由上一级办理", channel="inapp")
    assert told.count() == 1


def test_r157_reminded_is_who_entered_it_for_somebody_else_and_never_whose_own_matter_it_is(
    client_as: As, cast: dict[str, Member]
) -> None:
    """The county's officer stands at the desk too; and a clerk there enters what an officer wishes for oneself."""
    person, county = cast["volunteer"].person, cast["county"]
    assert person is not None
    own = builders.person("马县办", residence=person.residence, account=county.account)
    entered = []
    for client, one, source in (("county", person, "abcdefghijkl"), ("clerk", own, "bcdefghijklm")):
        said = {**SAID, "source": source, "way": "desk", "last_six": (persons.id_number_of(one) or "")[-6:]}
        answer = client_as(client).post(f"/desk/people/{one.public_id}/data/requests/", said)
        assert answer.status_code == 303, answer.content.decode()
        entered.append(DataRequest.objects.get(source=source))
    actions.tend_requests(at=clock.midnight(entered[0].due_on))
    assert Message.objects.filter(
        kind="privacy.request_waits", link=f"/desk/requests/{entered[0].public_id}/", inbox=own.public_id
    ).exists()
    assert not Message.objects.filter(
        kind="privacy.request_waits", link=f"/desk/requests/{entered[1].public_id}/", inbox=own.public_id
    ).exists()


def test_r157_a_county_without_an_office_leaves_it_to_the_city_at_once(cast: dict[str, Member]) -> None:
    person = cast["stranger"].person
    assert person is not None
    row = actions.file_request(
        person=person, kind="explain", way=Way.SELF, words="为什么", source="aaaabbbbcccc",
        actor=actor_of(cast["stranger"]), at=clock.now(),
    )  # fmt: skip
    assert row.risen_at is not None


def test_r157_a_guardian_asks_for_the_ward_and_a_stranger_finds_nothing(client_as: As, cast: dict[str, Member]) -> None:
    row = _file(cast, clock.now())
    for who in ("stranger", "guardian"):
        assert client_as(who).get(f"/mine/data/requests/{row.public_id}/").status_code == 404
    minor = cast["minor"].person
    assert minor is not None
    client = casting.log_in(cast["guardian"])
    client.post("/acting/person/", {"person": minor.public_id})
    answer = client.post("/mine/data/requests/", SAID | {"source": "mmmmnnnnoooo"})
    assert answer.status_code == 303, answer.content.decode()[:400]
    assert DataRequest.objects.get(source="mmmmnnnnoooo").way == "guardian"


def test_r157_taken_back_it_waits_for_nobody(client_as: As, cast: dict[str, Member]) -> None:
    row, own = _file(cast, clock.now()), client_as("volunteer")
    for _ in range(2):
        assert own.post(f"/mine/data/requests/{row.public_id}/removal/").status_code == 303
    assert f"/desk/requests/{row.public_id}/" not in client_as("county").get("/desk/").content.decode()
    with pytest.raises(Refused):
        actions.answer_request(
            request_id=row.pk, outcome="done", answer="办了", actor=actor_of(cast["county"]), at=clock.now()
        )


@pytest.mark.race
def test_one_press_in_two_threads_is_one_wish(own_database: str) -> None:
    person, at = builders.person(residence=builders.small_city().villages[0]), clock.now()

    def press(_n: int) -> str:
        actions.file_request(
            person=person, kind="look", way=Way.SELF, words="看看", source="same", actor=Actor(), at=at
        )
        return "one"

    assert at_once(2, press) == ["one", "one"]
    assert DataRequest.objects.count() == 1


def test_a_page_used_twice_loses_no_second_wish_in_silence(client_as: As, cast: dict[str, Member]) -> None:
    """Back button, other words, pressed again; and at a desk the same page for another person."""
    own = client_as("volunteer")
    own.post("/mine/data/requests/", SAID)
    answer = own.post("/mine/data/requests/", {**SAID, "kind": "delete", "words": "请删除我的技能"})
    assert answer.status_code >= 400
    page = answer.content.decode()
    assert "刚才已经提交过另一件" in page
    assert "请删除我的技能" in page
    clerk, person = client_as("clerk"), cast["volunteer"].person
    assert person is not None
    other = builders.person("赵二", residence=person.residence)
    said = {**SAID, "source": "bcdefghijklm", "way": "desk"}
    for one in (person, other):
        end = (persons.id_number_of(one) or "")[-6:]
        answer = clerk.post(f"/desk/people/{one.public_id}/data/requests/", {**said, "last_six": end})
    assert answer.status_code >= 400
    assert not DataRequest.objects.filter(person=other).exists()


def test_what_ends_by_itself_is_refused_by_no_office(client_as: As, cast: dict[str, Member]) -> None:
    """Else the person reads that the closing was refused, and it goes on."""
    person = cast["volunteer"].person
    assert person is not None
    actions.ask_closing(person=person, way="self", actor=actor_of(cast["volunteer"]), at=clock.now())
    row = DataRequest.objects.get(kind="close")
    answer = client_as("county").post(f"/desk/requests/{row.public_id}/", {"outcome": "refused", "answer": "不同意"})
    assert answer.status_code >= 400
    row.refresh_from_db()
    assert row.outcome == ""


def test_what_a_child_asked_is_read_and_taken_back_by_no_guardian(client_as: As, cast: dict[str, Member]) -> None:
    child, words = cast["minor"].person, "请不要告诉家里"
    assert child is not None
    row = actions.file_request(
        person=child, kind="correct", way=Way.SELF, words=words, source="abc", actor=actor_of(cast["minor"]),
        at=clock.now(),
    )  # fmt: skip
    guardian = client_as("guardian")
    guardian.post("/acting/person/", {"person": child.public_id})
    page = f"/mine/data/requests/{row.public_id}/"
    assert guardian.get("/mine/data/").status_code == 200
    for address in ("/mine/data/", "/mine/", "/", page):
        body = guardian.get(address).content.decode()
        assert words not in body, address
        assert f'href="{page}"' not in body, address
    guardian.post(f"{page}removal/")
    row.refresh_from_db()
    assert row.outcome == ""
    asked = {**SAID, "source": "cdefghijklmn", "words": "家长问的"}
    answer = guardian.post("/mine/data/requests/", asked, follow=True)
    assert "家长问的" in answer.content.decode()
    # All this was the child's page, not the guardian's own.
    made = DataRequest.objects.get(source="cdefghijklmn")
    assert (made.person_id, made.way) == (child.pk, "guardian")
