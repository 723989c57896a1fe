"""Whom it is about is heard by the office's own step, and learns neither who complained nor what they wrote (U36)."""

import re
from typing import Any

import pytest
from django.urls import reverse

from baiying.accounts.models import Appointment
from baiying.complaints import actions, copying, queries, rules
from baiying.complaints.models import Complaint, Hearing, Step
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.copying import Whose
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.cast import log_in
from tests.hours.conftest import actor_of

pytestmark = pytest.mark.django_db
NAME = "贾上任"
SAID = f"{NAME}二十号下午在站里收了我妈妈三十元，没有给收据。"
ASKED = "有人反映：11 月 20 日有人在站里收钱。请说明收没收、为什么。"
WORDS = "那天收的是自愿买茶叶的钱，有登记。"


@pytest.fixture
def clerk(city: Any) -> Any:
    account = builders.account("19900000671", name=NAME)
    builders.appointment(account, "place_staff", city.townships[0])
    return account


@pytest.fixture
def row(cast: Any, city: Any) -> Complaint:
    volunteer = cast["volunteer"]
    return builders.complaint(
        city.counties[0], SAID, account=volunteer.account, person_id=volunteer.person.pk, name="何秀英",
        phone="19900000333",
    )  # fmt: skip


def page_of(row: Complaint, end: str = "") -> str:
    return f"/desk/complaints/{row.public_id}/hearings/{end}"


def ask(client: Any, row: Complaint, account: Any, words: str = ASKED, **more: str) -> Any:
    return client.post(page_of(row), {"who": account.public_id, "words": words, **more})


def accused(clerk: Any) -> Any:
    held = Appointment.objects.get(account=clerk)
    return log_in(Member("accused", None, "19900000671", clerk, appointment=held))


@pytest.mark.parametrize(
    ("words", "own", "names"),
    [
        ("有人反映收费。", ("何秀英",), False),
        ("何 秀英说收费。", ("何秀英",), True),
        ("何·秀英反映。", ("何秀英",), True),
        ("打 199-0000 0333 问。", ("19900000333",), True),
        ("何老师反映。", ("何",), False),
        ("什么也没有。", (), False),
    ],
)
def test_words_that_name_who_complained(words: str, own: tuple[str, ...], names: bool) -> None:
    assert rules.names_who(words, own) is names


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("请说明收费的事。", ""),
        ("二十号下午在站里收了我妈", "二十号下午在站里收了我妈"),
        ("二十号下午，在站里收了我妈", "二十号下午在站里收了我妈"),
        ("二十号下午在站里收了我", ""),
        ("说是二十号下午在站里收了我妈妈三十元的事", "二十号下午在站里收了我妈妈三十元"),
    ],
)
def test_what_is_copied_from_twelve_signs_on(words: str, same: str) -> None:
    assert rules.copied(words, SAID) == same


def test_u36_whom_it_is_about_learns_the_substance_by_the_formal_step_without_the_name(
    client_as: Any, city: Any, clerk: Any, row: Complaint
) -> None:
    county, told = client_as("county"), accused(clerk)
    before = told.get("/desk/").content.decode()
    assert "请您说明" not in before
    assert ask(county, row, clerk).status_code == 303
    assert ask(county, row, clerk).status_code == 303, "the same pressed twice is one"
    hearing = Hearing.objects.get()
    message = Message.objects.get(kind="complaints.asked_to_speak")
    here = reverse("complaints:hearing", args=[hearing.public_id])
    assert message.link == here
    page = told.get(here).content.decode()
    assert ASKED in page
    desk, inbox = (told.get(one, follow=True).content.decode() for one in ("/desk/", "/mine/messages/"))
    for shown in (page, message.text, desk, inbox):
        for secret in (SAID[6:20], "何秀英", "19900000333", "199****0333", row.public_id):
            assert secret not in shown
    assert here in desk, "it waits where the clerk works"
    assert told.get(f"/desk/complaints/{row.public_id}/").status_code in {403, 404}
    empty = told.post(here, {"words": " "})
    assert empty.status_code == 422
    assert told.post(here, {"words": WORDS}).status_code == 303
    assert told.post(here, {"words": WORDS}).status_code == 303, "back and pressed again"
    late = told.post(here, {"words": "还有一句。"})
    assert late.status_code == 409
    assert "还有一句。" in late.content.decode(), "nothing typed is lost"
    assert WORDS in county.get(f"/desk/complaints/{row.public_id}/").content.decode()
    assert Message.objects.filter(kind="complaints.spoken").count() >= 1
    acts = AuditEvent.objects.filter(subject_type="complaint", subject_id=row.pk).order_by("id")
    assert [one.action for one in acts] == ["ComplaintHearingAsked", "ComplaintHeard"]
    receipt = client_as("volunteer").get(f"/complaints/{row.public_id}/").content.decode()
    assert "请涉及的人说明" in receipt
    assert WORDS not in receipt
    assert ASKED not in receipt


def test_the_end_is_told_to_whoever_was_heard_and_the_answer_is_not(client_as: Any, clerk: Any, row: Complaint) -> None:
    ask(client_as("county"), row, clerk)
    hearing = Hearing.objects.get()
    answer = "核实后没有收费，已经向您说明。"
    client_as("county").post(
        f"/desk/complaints/{row.public_id}/answers/", {"outcome": "unfounded", "answer": answer, "referred_to": ""}
    )
    assert Message.objects.filter(kind="complaints.hearing_over").count() == 1
    page = accused(clerk).get(reverse("complaints:hearing", args=[hearing.public_id])).content.decode()
    assert "核实后不属实" in page
    assert answer not in page
    assert accused(clerk).post(
        reverse("complaints:hearing", args=[hearing.public_id]), {"words": WORDS}
    ).status_code == 409  # fmt: skip
    assert "请您说明" not in accused(clerk).get("/desk/").content.decode()


@pytest.mark.parametrize("words", ["何秀英说你收钱。", "电话199 0000 0333的人说你收钱。"])
def test_who_complained_is_not_named_to_them(client_as: Any, clerk: Any, row: Complaint, words: str) -> None:
    answer = ask(client_as("county"), row, clerk, words)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Hearing.objects.exists()


def test_a_sentence_of_the_complaint_is_shown_once_more_before_it_goes(
    client_as: Any, clerk: Any, row: Complaint
) -> None:
    county = client_as("county")
    words = "你二十号下午在站里收了我妈妈三十元吗"
    shown = ask(county, row, clerk, words)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "和提交人写的一样" in page
    assert words in page
    assert not Hearing.objects.exists()
    found = re.search(r'name="looked" value="(\w+)"', page)
    assert found is not None
    # Other words than those that were shown are looked at anew.
    assert ask(county, row, clerk, words + "，说明一下", looked=found.group(1)).status_code == 200
    assert ask(county, row, clerk, words, looked=found.group(1)).status_code == 303
    assert Hearing.objects.get().words == words


def test_neither_who_complained_nor_who_asks_nor_a_stranger_is_asked(
    client_as: Any, cast: Any, city: Any, clerk: Any, row: Complaint
) -> None:
    county = client_as("county")
    offered = {one.account_id for one in queries.may_be_heard(row, actor_of(cast["county"]), builders.NOW)}
    assert offered == {clerk.pk}
    for other in (cast["volunteer"].account, cast["county"].account, cast["leader"].account):
        assert ask(county, row, other).status_code == 422
    own = builders.complaint(city.counties[0], f"{NAME}收费。", account=clerk)
    assert queries.may_be_heard(own, actor_of(cast["county"]), builders.NOW) == []
    with pytest.raises(Refused) as refused:
        actions.ask_to_speak(
            complaint=own, who=clerk.public_id, words=ASKED, actor=actor_of(cast["county"]), at=builders.NOW
        )
    assert refused.value.code == "not_to_be_asked"


@pytest.mark.parametrize("who", ["volunteer", "leader", "county", "clerk", "secadmin", "auditor"])
def test_nobody_else_opens_what_somebody_was_asked(client_as: Any, clerk: Any, row: Complaint, who: str) -> None:
    ask(client_as("county"), row, clerk)
    here = reverse("complaints:hearing", args=[Hearing.objects.get().public_id])
    assert client_as(who).get(here).status_code == 404
    assert client_as(who).post(here, {"words": WORDS}).status_code == 404


def test_whoever_stood_aside_is_not_offered_as_one_whom_it_is_about(cast: Any, client_as: Any, row: Complaint) -> None:
    """A relative, an old quarrel: that says nothing of what is complained of, and nobody is to answer for it."""
    actions.stand_aside(complaint=row, actor=actor_of(cast["county"]), at=clock.now())
    account = cast["county"].account
    page = client_as("city").get(page_of(row)).content.decode()
    assert account.public_id not in page
    answer = ask(client_as("city"), row, account)
    assert answer.status_code in {409, 422}
    assert not Hearing.objects.exists()


def test_whom_it_is_about_cannot_ask_and_another_county_cannot(client_as: Any, city: Any, clerk: Any) -> None:
    row = builders.complaint(city.counties[1], f"{NAME}收费，马红霞知道。")
    assert client_as("county").get(page_of(row)).status_code == 404
    assert ask(client_as("county"), row, clerk).status_code == 404
    assert client_as("county").post(page_of(row, "notes/"), {}).status_code == 404


def test_without_a_phone_it_is_written_down_by_hand(client_as: Any, row: Complaint) -> None:
    county = client_as("county")
    assert "没有在平台上任职" in county.get(page_of(row)).content.decode()
    given = {"heard": "门卫老周", "words": "那天谁在站里", "answer": "他说是小贾。"}
    assert county.post(page_of(row, "notes/"), {**given, "answer": ""}).status_code == 422
    for _twice in range(2):
        assert county.post(page_of(row, "notes/"), given).status_code == 303
    assert Hearing.objects.get().account is None
    assert Step.objects.filter(kind="hearing").count() == 1
    assert "他说是小贾。" in county.get(page_of(row)).content.decode()


def test_one_question_waits_at_a_time_and_silence_stops_nothing(client_as: Any, clerk: Any, row: Complaint) -> None:
    county = client_as("county")
    ask(county, row, clerk)
    other = ask(county, row, clerk, "另外一件事也请说明。")
    assert other.status_code == 409
    assert "另外一件事" in other.content.decode()
    end = {"outcome": "explained", "answer": "已核实。", "referred_to": ""}
    assert county.post(f"/desk/complaints/{row.public_id}/answers/", end).status_code == 303
    assert ask(county, row, clerk).status_code == 409, "nobody is asked about what has ended"


def test_the_copy_of_whoever_was_heard_says_what_was_asked_and_not_by_whom(
    client_as: Any, cast: Any, city: Any, row: Complaint
) -> None:
    leader = cast["leader"]
    actions.note_hearing(
        complaint=row, heard="门卫", words="问", answer="答", actor=actor_of(cast["county"]), at=builders.NOW
    )
    Hearing.objects.create(
        complaint=row, account=leader.account, words=ASKED, asked_at=builders.NOW, asked_by_id=1,
        due_on=builders.NOW.date(),
    )  # fmt: skip
    whose = Whose(leader.person.pk, leader.person.public_id, leader.account.pk)
    found = {one.key: list(one.rows) for one in copying.sections(whose, builders.NOW)}
    assert [one["words"] for one in found["complaints.hearings"]] == [ASKED]
    assert SAID[:8] not in str(found)
