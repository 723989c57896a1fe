"""Anybody complains from any page, gets a number and a query code, and reads the answer by them (P21)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.complaints import actions, queries
from baiying.complaints.forms import path_of
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.places import queries as places
from tests.hours.conftest import actor_of

pytestmark = pytest.mark.django_db
WORDS = "站里说好九点开门，等到十点也没有人。"


def form(page: str) -> dict[str, str]:
    """What a browser sends of the form as it stands on the page."""
    found = dict(re.findall(r'name="(form_id|path)" value="([^"]*)"', page))
    chosen = re.search(r'<option value="(\d+)" selected', page)
    return {**found, "area": chosen[1] if chosen else ""}


def opened(client: Client, address: str = "/complaints/new/", **more: str) -> dict[str, str]:
    return {**form(client.get(address).content.decode()), "kind": "complaint", "words": WORDS, **more}


@pytest.mark.law("A12-complaints")
@pytest.mark.parametrize("address", ["/", "/activities/", "/teams/", "/sites/", "/help/", "/log-in/", "/nowhere/"])
def test_every_public_page_leads_to_the_form_and_says_where_one_was(city: Any, address: str) -> None:
    page = Client().get(address).content.decode()
    assert f'href="/complaints/new/?from={address}"' in page


@pytest.mark.parametrize(
    ("who", "address"), [("volunteer", "/mine/"), ("county", "/desk/"), ("auditor", "/desk/"), ("leader", "/desk/")]
)
def test_whoever_is_logged_in_finds_it_on_the_own_pages(client_as: Any, who: str, address: str) -> None:
    assert f"/complaints/new/?from={address}" in client_as(who).get(address).content.decode()


def test_the_form_is_prepared_by_the_page_one_came_from(cast: Any, city: Any) -> None:
    team = cast["leader"].team
    page = Client().get(f"/complaints/new/?from=/teams/{team.public_id}/").content.decode()
    assert team.name in page
    assert form(page)["area"] == str(city.counties[0].pk)


@pytest.mark.parametrize(
    "given",
    ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "", "/" + "x" * 300, "/complaints/abc/"],
)
def test_only_paths_of_ours_are_kept(given: str) -> None:
    assert path_of(given) == ""


def test_what_was_searched_is_not_kept_with_the_path() -> None:
    assert path_of("/activities/?q=张三&near=1#x") == "/activities/"


@pytest.mark.law("R685-26")
def test_an_anonymous_complaint_is_received_read_by_code_and_names_nobody(city: Any) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[1].pk))
    answer = client.post("/complaints/new/", given)
    assert answer.status_code == 303
    row = Complaint.objects.get()
    assert (row.account_id, row.person_id, row.area_id) == (None, None, city.counties[1].pk)
    code = queries.query_code(row.public_id)
    page = client.get(answer.url).content.decode()
    assert row.public_id in page
    assert code in page
    # Another device: nothing without the code, and the same for a number that nobody has.
    other = Client()
    for number in (row.public_id, "2" * 12):
        assert other.get(f"/complaints/{number}/").url == f"/complaints/?number={number}"
        wrong = other.post("/complaints/", {"number": number, "code": "2" * 8})
        assert wrong.status_code == 422
        assert "对不上" in wrong.content.decode()
    typed = {"number": f" {row.public_id.upper()} ", "code": f"{code[:4].upper()} {code[4:]}"}
    found = other.post("/complaints/", typed)
    assert found.url == f"/complaints/{row.public_id}/"
    assert WORDS in other.get(found.url).content.decode()


def test_one_form_is_one_complaint_however_often_it_is_pressed(city: Any) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[0].pk))
    first, second = client.post("/complaints/new/", given), client.post("/complaints/new/", given)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.url == second.url
    assert Complaint.objects.count() == 1
    changed = client.post("/complaints/new/", {**given, "words": "另一件事。"})
    assert changed.status_code == 409
    assert "另一件事。" in changed.content.decode()
    assert Complaint.objects.count() == 1
    again = {**given, "words": "另一件事。", "form_id": form(changed.content.decode())["form_id"]}
    assert client.post("/complaints/new/", again).status_code == 303
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize(
    "other", [{"kind": "charging"}, {"about": "马红霞"}, {"area": "1"}, {"name": "何秀英"}, {"phone": "0374-2961235"}]
)
def test_a_form_that_says_something_else_is_not_taken_for_the_one_before(city: Any, other: dict[str, str]) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[0].pk), phone="0374-2961234")
    assert client.post("/complaints/new/", given).status_code == 303
    if "area" in other:
        other = {"area": str(city.counties[1].pk)}
    changed = client.post("/complaints/new/", {**given, **other})
    assert changed.status_code == 409
    again = {**given, **other, "form_id": form(changed.content.decode())["form_id"]}
    assert client.post("/complaints/new/", again).status_code == 303
    assert Complaint.objects.count() == 2


def test_a_form_pressed_again_after_it_was_handed_over_is_still_the_same(city: Any, cast: Any) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[0].pk))
    first = client.post("/complaints/new/", given)
    actions.hand_over(
        complaint=Complaint.objects.get(), area_id=city.counties[1].pk, words="不归我们管",
        actor=actor_of(cast["city"]), at=clock.now(),
    )  # fmt: skip
    assert client.post("/complaints/new/", given).url == first.url


def test_the_first_word_and_the_answer_are_due_after_their_own_working_days(city: Any) -> None:
    builders.rule_set("complaints", first_word_working_days=2, answer_working_days=9)
    client = Client()
    client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk)))
    row = Complaint.objects.get()
    day = clock.local_date(row.filed_at)
    assert row.first_due_on == places.working_day_after(day, 2)[0]
    assert row.due_on == places.working_day_after(day, 9)[0]


def test_what_is_wrong_keeps_what_was_typed(city: Any) -> None:
    client = Client()
    answer = client.post("/complaints/new/", opened(client, area="", phone="12", about="陈主任"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert WORDS in page
    assert "陈主任" in page
    assert "请选择由哪个县" in page


def test_under_the_own_name_it_is_found_again_and_anonymous_it_is_not(client_as: Any, cast: Any) -> None:
    client = client_as("volunteer")
    given = opened(client)
    # The county where the volunteer serves is chosen already.
    assert given["area"]
    client.post("/complaints/new/", given)
    secret = "这件事不要记在我名下。"
    client.post("/complaints/new/", opened(client, words=secret, anonymous="on"))
    mine = client.get("/mine/complaints/").content.decode()
    assert WORDS[:20] in mine
    assert secret not in mine
    own, hidden = Complaint.objects.order_by("id")
    assert own.account_id == cast["volunteer"].account.pk
    assert (hidden.account_id, hidden.person_id) == (None, None)
    # Nor does the audit name who it was.
    event = AuditEvent.objects.get(action="ComplaintFiled", subject_id=hidden.pk)
    assert (event.account_id, event.person_id, event.label) == (None, None, "")
    assert "我的投诉建议" in client.get("/mine/").content.decode()


def test_name_and_telephone_stand_sealed(city: Any) -> None:
    client = Client()
    given = opened(client, area=str(city.counties[0].pk), name="何秀英", phone="0374-2961234")
    assert client.post("/complaints/new/", given).status_code == 303
    row = Complaint.objects.get()
    assert row.name_mask == "何**"
    assert b"0374" not in bytes(row.phone_sealed)
    assert "2961234" not in str(Complaint.objects.values().get())


def test_too_many_from_one_network_meet_a_sentence_and_keep_what_was_typed(city: Any) -> None:
    builders.rule_set("complaints", per_network_day=2)
    for n in range(3):
        client = Client(REMOTE_ADDR="198.51.100.7")
        answer = client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk)))
        assert answer.status_code == (303 if n < 2 else 429)
    page = answer.content.decode()
    assert "请明天再提交" in page
    assert WORDS in page
    assert Complaint.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="198.51.100.8")
    assert elsewhere.post("/complaints/new/", opened(elsewhere, area=str(city.counties[0].pk))).status_code == 303


def test_too_many_of_one_account_even_when_anonymous(client_as: Any) -> None:
    builders.rule_set("complaints", per_account_day=1)
    client = client_as("volunteer")
    assert client.post("/complaints/new/", opened(client, anonymous="on")).status_code == 303
    assert client.post("/complaints/new/", opened(client)).status_code == 429


def test_codes_cannot_be_tried_out(city: Any) -> None:
    row = builders.complaint(city.counties[0])
    client = Client()
    for _ in range(10):
        assert client.post("/complaints/", {"number": row.public_id, "code": "a" * 8}).status_code == 422
    right = {"number": row.public_id, "code": queries.query_code(row.public_id)}
    assert client.post("/complaints/", right).status_code == 429


def test_one_network_cannot_try_codes_of_one_number_after_another(city: Any) -> None:
    refused = []
    for n in range(101):
        with pytest.raises(Refused) as refusal:
            actions.look_up(number=f"nowhere{n}", code="a" * 8, actor=Actor(ip="198.51.100.9"), at=builders.NOW)
        refused.append(refusal.value.code)
    assert refused == ["no_such_complaint"] * 100 + ["too_many_looks"]


def test_a_strangers_wrong_codes_keep_nobody_else_out(city: Any) -> None:
    row = builders.complaint(city.counties[0])
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(12):
        stranger.post("/complaints/", {"number": row.public_id, "code": "a" * 8})
    owner = Client(REMOTE_ADDR="198.51.100.8")
    right = {"number": row.public_id, "code": queries.query_code(row.public_id)}
    assert owner.post("/complaints/", right).status_code == 303


def test_whoever_filed_it_takes_it_back_and_nobody_else(city: Any, client_as: Any, cast: Any) -> None:
    row = builders.complaint(city.counties[0], account=cast["volunteer"].account)
    address = f"/complaints/{row.public_id}/withdrawal/"
    assert client_as("stranger").post(address).url == "/complaints/"
    row.refresh_from_db()
    assert row.ended_at is None
    client = client_as("volunteer")
    # A look asks, and changes nothing.
    assert "不能恢复" in client.get(address).content.decode()
    row.refresh_from_db()
    assert row.ended_at is None
    assert client.post(address).status_code == 303
    row.refresh_from_db()
    assert row.outcome == "withdrawn"
    assert "本人已撤回" in client.get(f"/complaints/{row.public_id}/").content.decode()


def test_the_office_is_told_and_not_whom_it_concerns(city: Any, cast: Any) -> None:
    own = {
        key: builders.person(residence=city.villages[0], account=cast[key].account).public_id
        for key in ("county", "city")
    }
    client = Client()
    client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk)))
    (told,) = Message.objects.filter(kind="complaints.filed")
    assert told.inbox == own["county"]
    client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk), about="马红霞"))
    # Above the county: two have the right there, one of them with an inbox.
    later = Message.objects.filter(kind="complaints.filed", id__gt=told.id)
    assert sorted(one.inbox for one in later) == ["", own["city"]]


def test_it_reads_in_english(city: Any) -> None:
    client = Client()
    client.cookies["language"] = "en"
    page = client.get("/complaints/new/").content.decode()
    assert "What happened" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<option.*?</option>", "", main))


def test_a_device_shows_a_complaint_for_half_an_hour(city: Any, monkeypatch: Any) -> None:
    client, began = Client(), clock.now()
    where = client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk))).url
    page = client.get(where)
    assert f'action="{where}closing/"' in page.content.decode()
    # The screen does not keep it either.
    assert page.headers["Refresh"] == "1801;url=/complaints/"
    for minutes in (25, 50, 75):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        assert client.get(where).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=106))
    assert client.get(where).status_code == 303
    client.post(f"{where}withdrawal/")
    row = Complaint.objects.get()
    assert row.ended_at is None
    client.post("/complaints/", {"number": row.public_id, "code": queries.query_code(row.public_id)})
    assert client.get(where).status_code == 200
    for _ in range(2):
        assert client.post(f"{where}closing/").url == "/complaints/"
    assert client.get(where).url == f"/complaints/?number={row.public_id}"


def test_number_and_code_are_copied_by_a_button(city: Any) -> None:
    client = Client()
    page = client.get(
        client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk))).url
    ).content.decode()
    row = Complaint.objects.get()
    assert f'data-copy="{row.public_id}"' in page
    assert f'data-copy="{queries.query_code(row.public_id)}"' in page
    assert "ui/js/share" in page


def test_ones_own_complaint_is_not_closed_by_the_clock(client_as: Any, city: Any) -> None:
    client = client_as("volunteer")
    page = client.get(client.post("/complaints/new/", opened(client, area=str(city.counties[0].pk))).url)
    assert "Refresh" not in page.headers
    assert "/closing/" not in page.content.decode()
