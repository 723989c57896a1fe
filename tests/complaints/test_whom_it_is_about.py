"""It never goes to whom it is about nor below (U36), civil affairs has its own, and what tells who wrote it (U37)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.complaints import actions, jobs, queries, rules
from baiying.complaints.models import Complaint, Concern, Step
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Acting, Actor, system
from baiying.kit.values.names import key as names_key
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.cast import log_in
from tests.complaints.test_filing import opened
from tests.hours.conftest import actor_of

pytestmark = pytest.mark.django_db
BY = {"actor": system("test"), "at": builders.NOW}
NAME = "贾上任"


@pytest.mark.parametrize(
    ("role", "other", "is_above", "is_last", "stands"),
    [
        ("county_office", "county_office", False, False, True),
        ("county_office", "city_office", True, False, True),
        ("city_office", "city_office", False, True, False),
        ("city_office", "city_office", True, True, True),
        ("county_office", "place_staff", False, False, False),
        ("county_office", "hours_reviewer", True, False, False),
        ("county_office", "civil_affairs", False, False, False),
        ("civil_affairs", "county_office", False, False, False),
        ("civil_affairs", "civil_affairs", False, False, True),
        ("civil_affairs", "civil_affairs", False, True, False),
        ("place_staff", "county_office", True, False, False),
        ("auditor", "auditor", False, False, False),
    ],
)
def test_who_stands_in_the_way(role: str, other: str, is_above: bool, is_last: bool, stands: bool) -> None:
    assert rules.stands_in_the_way(role, other, is_above=is_above, is_last=is_last) is stands


def desk(row: Complaint, end: str = "") -> str:
    return f"/desk/complaints/{row.public_id}/{end}"


def officer(cast: Any, name: str, phone: str, role: str, area: Any) -> Client:
    account = builders.account(phone, name=name)
    return log_in(Member(name, None, phone, account, appointment=builders.appointment(account, role, area)))


@pytest.fixture
def clerk(cast: Any, city: Any) -> Any:
    """A clerk of a street, who is complained of and appointed to the county's office afterwards."""
    account = builders.account("19900000661", name=NAME)
    builders.appointment(account, "place_staff", city.townships[0])
    return account


def take_office(account: Any, area: Any, by: Actor, at: Any = builders.NOW) -> None:
    row = accounts.appoint(account=account, role="county_office", area_id=area.pk, actor=by, at=at)
    accounts.accept_appointment(appointment_id=row.pk, actor=Actor(account_id=account.pk), at=at)
    jobs.actions.rise_of(account_id=account.pk, **BY | {"at": at})


def test_u36_a_complaint_moves_up_the_minute_whom_it_is_about_takes_office(
    client_as: Any, cast: Any, city: Any, clerk: Any
) -> None:
    volunteer = cast["volunteer"]
    row = builders.complaint(
        city.counties[0], f"{NAME}收了三十元。", account=volunteer.account, person_id=volunteer.person.pk
    )
    county, above = client_as("county"), client_as("city")
    assert county.get(desk(row)).status_code == 200, "of a clerk in a street the county answers"
    take_office(clerk, city.counties[0], actor_of(cast["city"]))
    for address in (desk(row), desk(row, "answers/")):
        assert county.get(address).status_code in {404, 405}
    assert county.post(desk(row, "answers/"), {"outcome": "explained", "answer": "没有。"}).status_code == 404
    assert row.words[:8] not in county.get("/desk/").content.decode()
    assert row.words[:8] in above.get("/desk/").content.decode()
    step = Step.objects.get()
    assert (step.kind, step.area) == ("risen", city.city)
    assert f"改由上一级办理</strong> · {city.city.name}" in client_as("volunteer").get(
        f"/complaints/{row.public_id}/"
    ).content.decode()  # fmt: skip
    # Where it is handled now stands on the receipt, and why it came up on the desk that has it.
    receipt = client_as("volunteer").get(f"/complaints/{row.public_id}/").content.decode()
    assert f"<dd>{city.city.name}</dd>" in receipt
    assert f"<dd>{city.counties[0].name}</dd>" not in receipt
    assert "所以由您这里办理" in above.get(desk(row)).content.decode()
    told = {one.kind: one for one in Message.objects.all()}
    assert "许州市" in told["complaints.handed_over"].text
    assert told["complaints.handed_to"].link == desk(row)
    # Heard twice, and found again at night: once.
    jobs.actions.rise_of(account_id=clerk.pk, **BY)
    assert jobs.actions.rise_all(**BY) == 0
    assert Step.objects.count() == 1
    assert AuditEvent.objects.filter(action="ComplaintRisen").count() == 1
    assert above.post(desk(row, "answers/"), {"outcome": "resolved", "answer": "已退款。"}).status_code == 303


def test_u36_to_the_one_it_is_about_nothing_changes_anywhere(client_as: Any, city: Any, clerk: Any) -> None:
    """Pages, numbers and messages of the accused, before and after there is a complaint."""
    appointment = builders.appointment(clerk, "county_office", city.counties[0])
    client = log_in(Member("accused", None, "19900000661", clerk, appointment=appointment))
    pages = ("/desk/", "/desk/complaints/", "/desk/complaints/?state=ended", "/desk/search/?q=贾", "/mine/messages/")
    before = [client.get(page, follow=True).content.decode() for page in pages]
    done = builders.complaint(city.counties[0], f"找过{NAME}，没有用。")
    builders.complaint(city.counties[0], "桌子坏了。", about=NAME)
    actions.answer_complaint(
        complaint=done, outcome="resolved", answer="好了", actor=Actor(account_id=1), at=builders.NOW
    )
    after = [client.get(page, follow=True).content.decode() for page in pages]
    assert [_plain(one) for one in after] == [_plain(one) for one in before]
    # A colleague of the same office sees as little.
    assert "桌子坏了" not in client_as("county").get("/desk/complaints/").content.decode()


def _plain(page: str) -> str:
    """Without what differs at every look."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


def test_who_stands_aside_keeps_nobody_else_away(client_as: Any, cast: Any, city: Any) -> None:
    """The wife in the office says so and is out of it; her colleagues go on."""
    row = builders.complaint(city.counties[0], "站长不让签到。")
    wife = officer(cast, "温贤", "19900000662", "county_office", city.counties[0])
    assert wife.post(desk(row, "standing-aside/")).status_code == 303
    assert wife.get(desk(row)).status_code == 404
    assert client_as("county").get(desk(row)).status_code == 200


def test_a_complaint_of_the_office_as_a_whole_is_for_those_above(client_as: Any, city: Any) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[0].pk), about_office="on")
    assert client.post("/complaints/new/", given).status_code == 303
    row = Complaint.objects.get()
    assert client_as("county").get(desk(row)).status_code == 404
    page = client_as("city").get(desk(row)).content.decode()
    assert "下一级主管部门本身" in page
    assert queries.who_answers(row, clock.now()) != []
    officers = actor_of_county(city)
    with pytest.raises(Refused) as refused:
        actions.take_up(complaint=row, words="我们自己看看。", actor=officers, at=clock.now())
    assert refused.value.code == "own_matter"


def actor_of_county(city: Any) -> Actor:
    account = builders.account("19900000663", name="毛科员")
    appointment = builders.appointment(account, "county_office", city.counties[0])
    acting = Acting(appointment.pk, appointment.public_id, "county_office", city.counties[0].pk)
    return Actor(account.pk, None, acting, "毛科员")


def test_above_the_city_there_is_no_office(client_as: Any, cast: Any, city: Any) -> None:
    """A colleague of the city answers for the one it is about; where there is none, another is asked for."""
    row = builders.complaint(city.counties[0], about=cast["city"].account.display_name)
    assert client_as("city").get(desk(row)).status_code == 404
    assert client_as("county").get(desk(row)).status_code == 404, "never to a subordinate"
    Concern.objects.create(complaint=row, account=cast["deputy"].account)
    assert row in queries.without_anybody(builders.NOW)
    other = officer(cast, "全市长", "19900000664", "city_office", city.city)
    assert other.get(desk(row)).status_code == 200
    assert row not in queries.without_anybody(builders.NOW)


def test_by_another_log_in_one_reads_no_complaint_about_oneself(cast: Any, city: Any) -> None:
    """Two records became one: what concerns the one log-in concerns the other."""
    first, second = builders.account("19900000671", name="甲名"), builders.account("19900000672", name="乙名")
    goes_on = builders.person("甲名", residence=city.villages[0], account=first)
    merged = builders.person("乙名", residence=city.villages[0], account=second)
    row = builders.complaint(city.counties[0], "站里没有人。")
    Concern.objects.create(complaint=row, account=second)
    appointment = builders.appointment(first, "county_office", city.counties[0])
    client = log_in(Member("goes on", None, "19900000671", first, goes_on, appointment))
    assert client.get(desk(row)).status_code == 200, "two people"
    Person.objects.filter(pk=merged.pk).update(merged_into=goes_on, closed_at=builders.NOW)
    assert client.get(desk(row)).status_code == 404, "one"


def test_who_appoints_is_not_asked_for_another_in_the_own_matter(client_as: Any, cast: Any, city: Any) -> None:
    names = "、".join(cast[key].account.display_name for key in ("secadmin", "city"))
    row = builders.complaint(city.counties[0], about=names)
    Concern.objects.create(complaint=row, account=cast["deputy"].account)
    assert queries.without_anybody(builders.NOW) == [row]
    assert "另任命一位" not in client_as("secadmin").get("/desk/").content.decode()
    Complaint.objects.filter(pk=row.pk).update(said_key=names_key(cast["city"].account.display_name))
    assert "另任命一位" in client_as("secadmin").get("/desk/").content.decode()


def test_civil_affairs_sees_and_answers_its_own_and_the_office_does_not(client_as: Any, cast: Any, city: Any) -> None:
    assert 'name="addressee"' not in Client().get("/complaints/new/").content.decode(), "nobody there yet"
    civil = officer(cast, "柯民政", "19900000665", "civil_affairs", city.counties[0])
    client = Client()
    away = opened(client, area=str(city.counties[1].pk), addressee="civil_affairs")
    refused = client.post("/complaints/new/", away)
    assert refused.status_code == 422
    assert "还没有在平台上" in refused.content.decode()
    assert client.post("/complaints/new/", away | {"area": str(city.counties[0].pk)}).status_code == 303
    row = Complaint.objects.get()
    for who in ("county", "city"):
        assert client_as(who).get(desk(row)).status_code == 404
        assert row.words[:8] not in client_as(who).get("/desk/").content.decode()
    assert row.words[:8] in civil.get("/desk/").content.decode()
    assert civil.get("/desk/complaints/").status_code == 200
    assert row in queries.open_to(_reader(city))
    own = builders.complaint(city.counties[0], "灯坏了。")
    assert civil.get(desk(own)).status_code == 404, "what is the office's is not civil affairs'"
    assert civil.post(desk(row, "answers/"), {"outcome": "resolved", "answer": "已查实。"}).status_code == 303


def _reader(city: Any) -> queries.Reader:
    (holder,) = queries.who_answers(Complaint.objects.get(addressee="civil_affairs"), clock.now())
    return queries.Reader(holder, "civil_affairs", city.counties[0].pk)


def test_the_office_hands_over_to_civil_affairs_with_the_days_running(client_as: Any, cast: Any, city: Any) -> None:
    row = builders.complaint(city.counties[0], "证明开错了。", filed_at=clock.now())
    county = client_as("county")
    assert "转给那里的民政部门" not in county.get(desk(row)).content.decode()
    civil = officer(cast, "柯民政", "19900000665", "civil_affairs", city.counties[0])
    given = {"area": city.counties[0].pk, "words": "证明归民政部门。", "civil_affairs": "on"}
    elsewhere = county.post(desk(row, "hand-overs/"), given | {"area": city.counties[1].pk})
    assert elsewhere.status_code == 422
    assert "还没有在平台上" in elsewhere.content.decode()
    assert county.post(desk(row, "hand-overs/"), given).status_code == 303
    assert county.get(desk(row)).status_code == 404
    due = row.due_on
    row.refresh_from_db()
    assert (row.addressee, row.due_on) == ("civil_affairs", due)
    assert civil.get(desk(row)).status_code == 200


def test_only_the_security_administrator_appoints_civil_affairs(client_as: Any, cast: Any, city: Any) -> None:
    address = f"/desk/appointments/new/?area={city.counties[0].public_id}"
    given = {"role": "civil_affairs", "phone": "19900000666", "name": "柯民政"}
    for who in ("city", "county"):
        assert "civil_affairs" not in client_as(who).get(address).content.decode()
        assert client_as(who).post(address, given).status_code == 422
    assert client_as("secadmin").post(address, given).status_code == 303


@pytest.mark.parametrize(
    ("words", "own", "gives"),
    [
        ("站里没有开门。", [], False),
        ("我是那里唯一的护士，看见他收钱。", [], True),
        ("作为队里的护士，我看见了。", [], True),
        ("那天晚上只有我在。", [], True),
        ("打 13900001234 问我。", [], True),
        ("灯坏了，换 100 瓦的。", [], False),
        ("林晓雨看见的。", ["林晓雨"], True),
        ("林晓雨看见的。", [""], False),
    ],
)
def test_u37_words_that_may_tell_who_wrote_them(words: str, own: list[str], gives: bool) -> None:
    assert rules.may_give_away(words, own) is gives


def test_u37_what_may_give_somebody_away_is_shown_once_before_it_is_sent(client_as: Any, cast: Any, city: Any) -> None:
    client = client_as("volunteer")
    words = "我是那里唯一的护士，看见他收钱。"
    given = opened(client, area=str(city.counties[0].pk), words=words, anonymous="on")
    shown = client.post("/complaints/new/", given)
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "可能让人认出您" in page
    assert not Complaint.objects.exists()
    looked = page.partition('name="looked" value="')[2].partition('"')[0]
    # Other words are shown anew, the same are sent.
    other = client.post("/complaints/new/", given | {"looked": looked, "words": words + "只有我知道。"})
    assert other.status_code == 200
    assert client.post("/complaints/new/", given | {"looked": looked}).status_code == 303
    row = Complaint.objects.get()
    assert (row.account_id, row.person_id) == (None, None)
    for act in AuditEvent.objects.filter(subject_type="complaint"):
        assert (act.account_id, act.person_id, act.label) == (None, None, "")


def test_u37_who_gives_a_name_or_an_account_is_not_asked(client_as: Any, city: Any) -> None:
    words = "我是那里唯一的护士。"
    named = opened(Client(), area=str(city.counties[0].pk), words=words, name="何秀英")
    assert Client().post("/complaints/new/", named).status_code == 303
    client = client_as("volunteer")
    open_one = opened(client, area=str(city.counties[0].pk), words=words)
    assert client.post("/complaints/new/", open_one).status_code == 303


def test_u37_of_an_anonymous_one_the_office_sees_the_day_and_no_minute(client_as: Any, cast: Any, city: Any) -> None:
    at = builders.NOW.replace(hour=6, minute=2) - timedelta(days=1)
    row = builders.complaint(city.counties[0], filed_at=at)
    known = builders.complaint(city.counties[0], account=cast["volunteer"].account, filed_at=at)
    county = client_as("county")
    assert "14:02" not in county.get(desk(row)).content.decode()
    assert "14:02" in county.get(desk(known)).content.decode()
    assert not Concern.objects.exists()
