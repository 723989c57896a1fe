"""The desk of the offices: who sees what, the first word, handing over, the answer; nobody in the own matter."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from baiying.complaints import actions, queries
from baiying.complaints.models import Complaint, Concern
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from tests.cast import log_in
from tests.hours.conftest import actor_of

pytestmark = pytest.mark.django_db
ANSWER = {"outcome": "resolved", "answer": "核实属实，已经改了开门时间。", "referred_to": ""}


def desk(row: Complaint, end: str = "") -> str:
    return f"/desk/complaints/{row.public_id}/{end}"


@pytest.mark.parametrize(
    ("who", "status"),
    [("county", 200), ("city", 200), ("deputy", 200), ("clerk", 403), ("reviewer", 403), ("auditor", 403),
     ("secadmin", 403), ("volunteer", 403), ("leader", 403), (None, 302)],
)  # fmt: skip
def test_who_may_read_it(client_as: Any, city: Any, who: str | None, status: int) -> None:
    row = builders.complaint(city.counties[0])
    assert client_as(who).get(desk(row)).status_code == status


def test_another_county_has_nothing_of_it(client_as: Any, city: Any) -> None:
    row = builders.complaint(city.counties[1])
    county = client_as("county")
    assert county.get(desk(row)).status_code == 404
    assert county.post(desk(row, "answers/"), ANSWER).status_code == 404
    assert row.words not in county.get("/desk/complaints/").content.decode()


@pytest.mark.law("R685-26")
def test_from_the_first_word_to_the_answer_read_without_an_account(client_as: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], filed_at=clock.now())
    county = client_as("county")
    assert row.words[:10] in county.get("/desk/").content.decode(), "it waits on the workbench"
    assert county.post(desk(row, "first-words/"), {"words": "已请站长核实，周五答复。"}).status_code == 303
    assert county.post(desk(row, "answers/"), ANSWER).status_code == 303
    listed = county.get("/desk/complaints/").content.decode()
    assert row.words[:10] not in listed
    assert row.words[:10] in county.get("/desk/complaints/?state=ended").content.decode()
    reader = Client()
    reader.post("/complaints/", {"number": row.public_id, "code": queries.query_code(row.public_id)})
    page = reader.get(f"/complaints/{row.public_id}/").content.decode()
    assert "已请站长核实" in page
    assert ANSWER["answer"] in page
    assert "马红霞" not in page
    acts = list(AuditEvent.objects.filter(subject_type="complaint", subject_id=row.pk).order_by("id"))
    assert [one.action for one in acts] == ["ComplaintTakenUp", "ComplaintAnswered"]
    assert acts[1].detail["in_time"] is True


def test_whoever_has_an_account_is_told(client_as: Any, city: Any, cast: Any) -> None:
    volunteer = cast["volunteer"]
    row = builders.complaint(city.counties[0], account=volunteer.account, person_id=volunteer.person.pk)
    county = client_as("county")
    county.post(desk(row, "first-words/"), {"words": "在核实。"})
    county.post(desk(row, "hand-overs/"), {"area": city.counties[1].pk, "words": "人在那边。"})
    client_as("city").post(desk(row, "answers/"), ANSWER)
    told = Message.objects.filter(inbox=volunteer.person.public_id).order_by("id")
    assert [one.kind for one in told] == ["complaints.taken_up", "complaints.handed_over", "complaints.answered"]
    assert {one.link for one in told} == {f"/complaints/{row.public_id}/"}
    assert county.get(desk(row)).status_code == 404, "what was handed over is with the other county"


@pytest.mark.law("O67-20")
def test_referring_it_to_another_office_names_it(client_as: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0])
    county = client_as("county")
    nowhere = {**ANSWER, "outcome": "referred"}
    answer = county.post(desk(row, "answers/"), nowhere)
    assert answer.status_code == 422
    assert ANSWER["answer"] in answer.content.decode()
    assert county.post(desk(row, "answers/"), {**nowhere, "referred_to": "区民政局 0374-0123456"}).status_code == 303
    row.refresh_from_db()
    assert queries.state_of(row) == "referred"


def test_an_overdue_one_is_shown_and_stands_on_top(client_as: Any, city: Any) -> None:
    today = clock.local_date(clock.now())
    fresh = builders.complaint(city.counties[0], "新的一件。", filed_at=clock.now())
    late = builders.complaint(city.counties[0], "拖了很久。", filed_at=clock.now() - timedelta(days=60))
    page = client_as("county").get("/desk/complaints/").content.decode()
    assert late.due_on < today < fresh.due_on
    assert page.index("拖了很久") < page.index("新的一件")
    assert "逾期" in page


def test_name_and_telephone_open_for_a_reason_that_is_written_down(client_as: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], name="何秀英", phone="19900000333")
    county = client_as("county")
    shut = county.get(desk(row)).content.decode()
    assert "199****0333" in shut
    assert "19900000333" not in shut
    assert county.post(desk(row, "looks/"), {"reason": ""}).status_code == 422
    assert not AuditEvent.objects.filter(action="ComplainantSeen").exists()
    open_page = county.post(desk(row, "looks/"), {"reason": "打电话问清地点"}).content.decode()
    assert "何秀英" in open_page
    assert "19900000333" in open_page
    assert AuditEvent.objects.get(action="ComplainantSeen").detail == {"reason": "打电话问清地点"}


# How a complaint may concern the county's officer; each gives the columns of the row.
CONCERNING = {
    "named": lambda cast: {"about": "马红霞"},
    "named in the words": lambda cast: {"words": "找了马 红霞主任三次，都说不归她管。"},
    "her own": lambda cast: {"account": cast["county"].account},
}


@pytest.mark.parametrize("how", ["named", "named in the words"])
def test_whom_it_concerns_neither_sees_nor_decides_it(client_as: Any, cast: Any, city: Any, how: str) -> None:
    row = builders.complaint(city.counties[0], **CONCERNING[how](cast))
    county, above = client_as("county"), client_as("city")
    assert county.get(desk(row)).status_code == 404
    for end, given in (("answers/", ANSWER), ("first-words/", {"words": "好"}), ("looks/", {"reason": "看看是谁"})):
        assert county.post(desk(row, end), given).status_code == 404
    for address in ("/desk/complaints/", "/desk/"):
        assert row.words[:10] not in county.get(address).content.decode()
        assert escape(row.words[:10]) in above.get(address).content.decode()
    with pytest.raises(Refused) as refused:
        actions.answer_complaint(
            complaint=row, outcome="resolved", answer="没有的事", actor=actor_of(cast["county"]), at=builders.NOW
        )
    assert refused.value.code == "own_matter"
    assert above.post(desk(row, "answers/"), ANSWER).status_code == 303


def test_another_account_of_the_phone_of_whom_it_concerns_does_not_see_it(cast: Any, city: Any) -> None:
    second = builders.account(cast["county"].phone, name="马大姐")
    appointment = builders.appointment(second, "county_office", city.counties[0])
    client = log_in(type(cast["county"])("second", None, "", second, appointment=appointment))
    named = builders.complaint(city.counties[0], about="马红霞")
    aside = builders.complaint(city.counties[0], words="站里没有人。")
    actions.stand_aside(complaint=aside, actor=actor_of(cast["county"]), at=builders.NOW)
    assert [client.get(desk(row)).status_code for row in (named, aside)] == [404, 404]
    assert client.get(desk(builders.complaint(city.counties[0], words="灯坏了。"))).status_code == 200


def test_who_leads_the_team_complained_of_does_not_see_it(client_as: Any, cast: Any, city: Any) -> None:
    """The leader of a team who is also an officer of the county."""
    leader, team = cast["leader"], cast["leader"].team
    appointment = builders.appointment(leader.account, "county_office", city.counties[0])
    client = Client()
    page = client.get(f"/complaints/new/?from=/teams/{team.public_id}/").content.decode()
    given = {
        "form_id": "23456789abcd", "path": f"/teams/{team.public_id}/", "kind": "complaint", "words": "收了服装费。",
        "area": str(city.counties[0].pk),
    }  # fmt: skip
    assert team.name in page
    assert client.post("/complaints/new/", given).status_code == 303
    row = Complaint.objects.get()
    assert set(row.concerns.values_list("account_id", flat=True)) == {
        leader.account.pk, cast["unit_admin"].account.pk
    }  # fmt: skip
    both = log_in(type(leader)("leader", leader.part, "", leader.account, leader.person, appointment))
    assert both.get(desk(row)).status_code == 404
    assert client_as("county").get(desk(row)).status_code == 404, "nobody answers for a colleague"
    assert client_as("city").get(desk(row)).status_code == 200


def test_what_one_filed_oneself_another_answers(client_as: Any, cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], account=cast["county"].account)
    answer = client_as("county").post(desk(row, "answers/"), ANSWER)
    assert answer.status_code == 409
    assert "另一位" in answer.content.decode()


def test_who_stood_aside_meanwhile_opens_no_name_from_the_page_that_is_still_there(cast: Any, city: Any) -> None:
    """The page was read before; the right is asked again at the name itself, and no look is written down."""
    row = builders.complaint(city.counties[0], name="何秀英", phone="19900000333")
    actor, at = actor_of(cast["county"]), clock.now()
    actions.stand_aside(complaint=row, actor=actor, at=at)
    with pytest.raises(actions.ConcernsYou):
        actions.reveal_contact(complaint=row, reason="打电话", actor=actor, at=at)
    assert not AuditEvent.objects.filter(action="ComplainantSeen").exists()


def test_who_stands_aside_sees_it_no_more(client_as: Any, cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0])
    county = client_as("county")
    assert county.post(desk(row, "standing-aside/")).status_code == 303
    assert county.get(desk(row)).status_code == 404
    assert client_as("city").get(desk(row)).status_code == 200
    assert AuditEvent.objects.filter(action="ComplaintStoodAside").count() == 1


def test_where_it_concerns_everybody_the_security_administrator_is_asked_for_another(
    client_as: Any, cast: Any, city: Any
) -> None:
    row = builders.complaint(city.counties[0], about="马红霞、高明")
    Concern.objects.create(complaint=row, account=cast["deputy"].account)
    builders.complaint(city.counties[0], about="马红霞")
    assert [one.pk for one in queries.without_anybody(builders.NOW)] == [row.pk]
    page = client_as("secadmin").get("/desk/").content.decode()
    assert "另任命一位" in page
    assert row.words[:10] not in page


def test_the_same_first_word_or_hand_over_twice_is_one(cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0])
    by = {"actor": actor_of(cast["city"]), "at": builders.NOW}
    for _ in range(2):
        actions.take_up(complaint=row, words="在核实。", **by)
        actions.hand_over(complaint=row, area_id=city.counties[1].pk, words="那边的事。", **by)
    assert [one.kind for one in queries.steps_of(row.pk)] == ["taken_up", "handed_over"]
    with pytest.raises(Refused) as refused:
        actions.hand_over(complaint=row, area_id=city.counties[1].pk, words="换个理由。", **by)
    assert refused.value.code == "same_area"


def test_contacts_are_emptied_when_nobody_needs_them(cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], name="何秀英", phone="19900000333")
    actions.answer_complaint(
        complaint=row, outcome="resolved", answer="好了", actor=actor_of(cast["county"]), at=builders.NOW
    )
    assert actions.forget_contacts(at=builders.NOW + timedelta(days=364)) == 0
    assert actions.forget_contacts(at=builders.NOW + timedelta(days=365)) == 1
    row.refresh_from_db()
    assert (row.name_sealed, row.phone_sealed, row.name_mask, row.phone_mask) == (None, None, "", "")


@pytest.mark.parametrize("agreed", [True, False])
def test_who_left_only_a_number_and_agreed_is_sent_a_text_that_says_nothing_of_it(
    client_as: Any, city: Any, agreed: bool
) -> None:
    given = {"form_id": "", "kind": "complaint", "words": "收了二十块钱服装费。", "area": str(city.counties[0].pk)}
    given |= {"phone": "199 0000 1234"} | ({"text_me": "on"} if agreed else {})
    assert Client().post("/complaints/new/", given).status_code == 303
    row, county = Complaint.objects.get(), client_as("county")
    assert row.account_id is None
    for _again in range(2):
        county.post(desk(row, "first-words/"), {"words": "已请站长核实，周五答复。"})
        county.post(desk(row, "answers/"), ANSWER)
    sent = list(Message.objects.filter(channel="sms").exclude(kind="complaints.filed").order_by("id"))
    assert [one.kind for one in sent] == (["complaints.taken_up", "complaints.answered"] if agreed else [])
    for one in sent:
        assert "查询码" in one.text
        assert one.address_mask == "199****1234"
        for secret in (row.words, ANSWER["answer"], "投诉", row.public_id, queries.query_code(row.public_id)):
            assert secret not in one.text + one.link


@pytest.mark.parametrize("phone", ["", "0374-2961234", "400-800-1234"])
def test_a_text_message_needs_a_mobile_number(city: Any, phone: str) -> None:
    given = {
        "kind": "complaint",
        "words": "收了钱。",
        "area": str(city.counties[0].pk),
        "text_me": "on",
        "phone": phone,
    }
    answer = Client().post("/complaints/new/", given)
    assert answer.status_code == 422
    assert "要收短信，请填手机号" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_the_new_office_is_told_each_time_it_comes_there_and_not_who_gave_it(cast: Any, city: Any) -> None:
    here, there = city.counties[:2]
    row = builders.complaint(here)
    new = builders.account(name="接手的干事")
    builders.appointment(new, "county_office", there)
    inbox = builders.person(residence=city.villages[0], account=new).public_id
    by = {"actor": actor_of(cast["county"]), "at": builders.NOW}

    def told() -> list[Any]:
        return list(Message.objects.filter(kind="complaints.handed_to").order_by("pk"))

    actions.hand_over(complaint=row, area_id=there.pk, words="那边的事。", **by)
    actions.hand_over(complaint=row, area_id=there.pk, words="那边的事。", **by)
    (message,) = told()
    assert (message.inbox, message.link) == (inbox, f"/desk/complaints/{row.public_id}/")
    assert row.public_id in message.text
    assert row.words[:10] not in message.text
    # Back by the new one, whom nobody tells of it, and there again.
    actions.hand_over(complaint=row, area_id=here.pk, words="不是我们的事。", actor=Actor(new.pk), at=builders.NOW)
    assert inbox not in {one.inbox for one in told()[1:]}
    actions.hand_over(complaint=row, area_id=there.pk, words="还是那边的事。", **by)
    assert [one.inbox for one in told()].count(inbox) == 2


def test_whom_it_concerns_is_not_told_that_it_was_handed_over(cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], about="接手的干事")
    new = builders.account(name="接手的干事")
    builders.appointment(new, "county_office", city.counties[1])
    inbox = builders.person(residence=city.villages[0], account=new).public_id
    by = {"actor": actor_of(cast["county"]), "at": builders.NOW}
    actions.hand_over(complaint=row, area_id=city.counties[1].pk, words="那边的事。", **by)
    assert not Message.objects.filter(kind="complaints.handed_to", inbox=inbox).exists()


def test_after_the_first_word_the_desk_stays_at_it_and_the_answer_stands_first(client_as: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], "没有人开门。")
    county = client_as("county")
    answer = county.post(desk(row, "first-words/"), {"words": "马上去看。"})
    assert answer["Location"] == desk(row)
    assert county.post(desk(row, "answers/"), ANSWER).status_code == 303
    reader = Client()
    reader.post("/complaints/", {"number": row.public_id, "code": queries.query_code(row.public_id)})
    page = reader.get(f"/complaints/{row.public_id}/").content.decode()
    assert 0 < page.index(ANSWER["answer"]) < page.index("查询码")
    assert "不满意这个答复" in page
