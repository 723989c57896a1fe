"""The pages of a service day: the leader's phone, the volunteer's phone, the second person's desk."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from tests.cast import log_in
from tests.hours.conftest import Morning, morning_at
from tests.hours.test_sheets import pressed_twice

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def live(morning: Morning, *, ago: int = 0) -> str:
    return f"/c/{morning.shift.public_id}/{morning.token(clock.now() - timedelta(seconds=ago))}/"


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_scanning_asks_first_and_the_button_checks_in_and_later_out(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    page = client.get(live(now))
    assert page.status_code == 200
    assert "周末陪伴失能老人" in text(page)
    assert not Attendance.objects.exists()
    answer = client.post(live(now), {"intent": "in"})
    assert answer.status_code == 303
    row = Attendance.objects.get()
    assert answer["Location"] == f"/attendances/{row.public_id}/"
    client.post(live(now), {"intent": "in"})
    assert Attendance.objects.count() == 1
    page = client.get(live(now))
    assert row.public_id in text(page)
    out = {"intent": "out", "attendance": row.public_id}
    Attendance.objects.update(checked_in_at=now.at(0))
    for _ in range(2):
        assert client.post(live(now), out).status_code == 303
    assert HourEntry.objects.get().minutes == 30
    assert "已入账" in text(client.get(answer["Location"]))


def test_opening_pages_changes_nothing_in_the_database(now: Morning, client_as: ClientAs) -> None:
    row = builders.attendance(now.shift, now.cast["volunteer"].person)  # type: ignore[arg-type]
    before = (Attendance.objects.values().get(), AuditEvent.objects.count(), Proposal.objects.count())
    for key, path in [
        ("volunteer", live(now)), ("volunteer", "/check-in/"), ("volunteer", f"/attendances/{row.public_id}/"),
        ("volunteer", "/mine/hours/"), ("leader", f"/shifts/{now.shift.public_id}/field/"),
        ("leader", f"/shifts/{now.shift.public_id}/roster/"), ("leader", f"/shifts/{now.shift.public_id}/paper/"),
        ("leader", f"/shifts/{now.shift.public_id}/code/"), ("reviewer", "/desk/hours/reviews/"),
        ("reviewer", "/desk/hours/objections/"), ("county", "/desk/hours/overdue/"),
    ]:  # fmt: skip
        assert client_as(key).get(path).status_code == 200, path
    assert before == (Attendance.objects.values().get(), AuditEvent.objects.count(), Proposal.objects.count())


def test_one_scan_is_good_for_one_act(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    stale = live(now, ago=65)
    client.get(live(now))
    # Slow fingers: the code has changed meanwhile, the pass in the cookie holds for the button.
    assert client.post(stale, {"intent": "in"}).status_code == 303
    row = Attendance.objects.get()
    out = {"intent": "out", "attendance": row.public_id}
    assert client.post(stale, out).status_code == 409
    assert client.post(f"/c/{now.shift.public_id}/123456/", out).status_code == 409
    # The button pressed twice leads to what the first press did.
    assert client.post(stale, {"intent": "in"})["Location"] == f"/attendances/{row.public_id}/"
    client.get(live(now))
    assert client.post(stale, out).status_code == 303
    assert client.post(stale, out)["Location"] == f"/attendances/{row.public_id}/"
    assert client.post(stale, {"intent": "in"}).status_code == 409
    assert Attendance.objects.count() == 1


def test_opening_an_old_code_again_and_again_does_not_keep_it_alive(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    client.get(live(now))
    until = client.session["check_in_passes"][now.shift.public_id]
    client.get(live(now, ago=65))
    assert client.session["check_in_passes"][now.shift.public_id] == until


def test_leaving_at_once_says_first_that_nothing_would_count(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    client.post(live(now), {"intent": "in"})
    assert "没有可计的时长" in text(client.get(live(now)))
    Attendance.objects.update(checked_in_at=now.at(0))
    assert "签退后可计 30 分钟" in text(client.get(live(now)))
    row = Attendance.objects.get()
    client.post(live(now), {"intent": "out", "attendance": row.public_id})
    today = text(client.get("/mine/"))
    assert "这次计 30 分钟" in today
    assert f"/attendances/{row.public_id}/" in today


def test_a_code_from_a_minute_ago_is_worthless_and_the_page_offers_the_digits(
    now: Morning, client_as: ClientAs
) -> None:
    client = client_as("volunteer")
    answer = client.post(live(now, ago=65), {"intent": "in"})
    assert answer.status_code == 409
    assert "/check-in/" in text(answer)
    assert not Attendance.objects.exists()


def test_who_opened_it_in_time_may_log_in_first(now: Morning, client_as: ClientAs) -> None:
    visitor = Client()
    path = live(now)
    answer = visitor.get(path)
    assert answer.status_code == 302
    assert "/log-in/" in answer["Location"]
    session = visitor.session
    old = live(now, ago=120)
    assert visitor.get(old).status_code == 302, "the pass is for the shift, not for the token"
    session["check_in_passes"] = {now.shift.public_id: [int(clock.now().timestamp()) - 1, "code"]}
    session.save()
    visitor.cookies["sessionid"] = session.session_key or ""
    assert visitor.get(old).status_code == 409


def test_digits_work_and_wrong_ones_are_met_kindly_and_counted(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    assert client.post("/check-in/", {"digits": "12"}).status_code == 422
    digits = now.digits(clock.now())
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    answer = client.post("/check-in/", {"digits": wrong})
    assert answer.status_code == 422
    assert "对不上" in text(answer)
    full_width = "".join(chr(ord(d) + 0xFEE0) for d in now.digits(clock.now()))
    assert client.post("/check-in/", {"digits": full_width}).status_code == 303
    assert Attendance.objects.get().in_source == "digits"
    for _ in range(10):
        client.post("/check-in/", {"digits": wrong})
    assert "10 分钟" in text(client.post("/check-in/", {"digits": now.digits(clock.now())}))


def test_not_signed_up_is_sent_to_the_leader(now: Morning, client_as: ClientAs) -> None:
    answer = client_as("stranger").post(live(now), {"intent": "in"})
    assert answer.status_code == 409
    assert "找领队" in text(answer)


def test_a_pass_is_used_up_on_the_server_whatever_cookie_comes(now: Morning, client_as: ClientAs) -> None:
    """C18: an older copy of the cookie checked in and out again for five minutes."""
    client = client_as("volunteer")
    stale = live(now, ago=65)
    client.get(live(now))
    copy = client.cookies["sessionid"].value
    assert client.post(stale, {"intent": "in"}).status_code == 303
    row = Attendance.objects.get()
    client.cookies["sessionid"] = copy
    out = {"intent": "out", "attendance": row.public_id}
    assert client.post(stale, out).status_code == 409
    row.refresh_from_db()
    assert row.checked_out_at is None


def test_the_paper_sheet_takes_all_rows_or_none(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    client, path = client_as("leader"), f"/shifts/{over.shift.public_id}/paper/"
    keys = {s.person.name: s.public_id for s in over.shift.signups.select_related("person")}
    a, b = keys["林晓雨"], keys["陈一诺"]
    wrong = client.post(path, {"words": "第 1 页", f"whole_{a}": "on", f"in_{b}": "25:00", f"out_{b}": "0930"})
    assert wrong.status_code == 422
    assert "没有看懂是几点" in text(wrong)
    assert "陈一诺 · 到达" in text(wrong)
    both = client.post(path, {"words": "", f"in_{b}": "25:00", "no_extra0": "V00000000000", "whole_extra0": "on"})
    assert "没有找到这个编号的志愿者" in text(both), "said together with the other errors, not after them"
    assert "没有看懂是几点" in text(both)
    start, end = (clock.local(over.at(n)) for n in (10, 5))
    late = {"words": "第 1 页", f"whole_{a}": "on", f"in_{b}": f"{start:%H:%M}", f"out_{b}": f"{end:%H:%M}"}
    refused = client.post(path, late)
    assert refused.status_code == 422
    assert not Attendance.objects.exists()
    number = builders.registration_of(cast["stranger"].person).volunteer_no  # type: ignore[arg-type]
    good = {"words": "第 1 页", f"whole_{a}": "on", "no_extra0": number, "whole_extra0": "on"}
    assert pressed_twice(client, over, good).status_code == 303
    assert sorted(Proposal.objects.values_list("minutes", "source", "words")) == [(150, "paper", "第 1 页")] * 2


def test_what_only_the_records_know_is_said_with_what_the_form_sees(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    client, path = client_as("leader"), f"/shifts/{over.shift.public_id}/paper/"
    keys = {s.person.name: s.public_id for s in over.shift.signups.select_related("person")}
    numbers = [builders.registration_of(cast[key].person).volunteer_no for key in ("stranger", "leader")]  # type: ignore[arg-type]
    sheet = {"words": "第 1 页", f"in_{keys['陈一诺']}": "25:00", f"whole_{keys['林晓雨']}": "on"}
    # Twice on one sheet, the leader's own line, and a time that is none: three lines, one round.
    for n, number in enumerate([numbers[0], numbers[0], numbers[1]]):
        sheet |= {f"no_extra{n}": number, f"whole_extra{n}": "on"}
    page = text(client.post(path, sheet))
    for said in ("没有看懂是几点", "是同一个人", "不能由自己为本人"):
        assert said in page
    assert not Attendance.objects.exists()
    assert not Proposal.objects.exists()


def test_reviewers_see_their_area_and_approve_a_batch_and_refuse_with_a_reason(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    for key in ("volunteer", "minor"):
        row = builders.attendance(
            over.shift, cast[key].person, left_at=over.at(100), source="roll", by=cast["leader"].account  # type: ignore[arg-type]
        )  # fmt: skip
        builders.proposal(row, proposed_by=cast["leader"].account)
    first, second = Proposal.objects.order_by("id")
    reviewer = client_as("reviewer")
    assert "林晓雨" in text(reviewer.get("/desk/hours/reviews/"))
    assert client_as("volunteer").get("/desk/hours/reviews/").status_code == 403
    reviewer.post("/desk/hours/reviews/decisions/", {"proposal": [first.public_id], "decision": "approve"})
    actions.carry_out(at=clock.now() + actions.TO_TAKE_BACK)
    first.refresh_from_db()
    assert first.approved_at is not None
    path = f"/desk/hours/reviews/{second.public_id}/"
    assert reviewer.post(path, {"decision": "refuse", "words": ""}).status_code == 422
    assert reviewer.post(path, {"decision": "refuse", "words": "与签到表不符"}).status_code == 303
    second.refresh_from_db()
    assert second.decision_words == "与签到表不符"
    again = reviewer.post(path, {"decision": "approve"})
    assert again.status_code == 409
    assert HourEntry.objects.count() == 1


def test_a_reviewer_of_another_county_finds_nothing(cast: dict[str, the_cast.Member], city: builders.SmallCity) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    row = builders.attendance(over.shift, cast["volunteer"].person, left_at=over.at(100), source="roll")  # type: ignore[arg-type]
    proposal = builders.proposal(row, proposed_by=cast["leader"].account)
    entry = builders.entry(cast["volunteer"].person, attendance=row)  # type: ignore[arg-type]
    account = builders.account(name="外县复核员")
    office = builders.appointment(account, "hours_reviewer", city.counties[1])
    part = the_cast.BY_KEY["reviewer"]
    client = log_in(the_cast.Member("other", part, "", account, None, office))
    assert "林晓雨" not in text(client.get("/desk/hours/reviews/"))
    assert client.get(f"/desk/hours/reviews/{proposal.public_id}/").status_code == 404
    assert client.get(f"/desk/hours/entries/{entry.public_id}/").status_code == 404
    assert client.post(f"/desk/hours/entries/{entry.public_id}/reversal/", {"words": "x"}).status_code == 404


@pytest.mark.law("O67-12")
def test_my_hours_say_state_reason_and_who_must_act_and_take_an_objection(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    actor = over.actor("volunteer")
    pid = actions.check_in(shift_pid=over.shift.public_id, person_id=actor.person_id, actor=actor, at=over.at(12))
    row = queries.attendance(pid)
    assert row is not None
    client = client_as("volunteer")
    assert "说明几点离开" in text(client.get("/mine/hours/"))
    ends = f"/attendances/{pid}/ends/"
    assert client.post(ends, {"ends_at": "99:99"}).status_code == 422
    assert client.post(ends, {"ends_at": f"{clock.local(over.at(130)):%H%M}"}).status_code == 303
    assert "等领队确认" in text(client.get("/mine/hours/"))
    signup = row.signup.public_id
    ends_at = f"{clock.local(over.at(130)):%H:%M}"
    said = {f"confirm_{signup}": "on", f"ends_{signup}": ends_at, "all_at": ends_at}
    client_as("leader").post(f"/shifts/{over.shift.public_id}/ends/", said)
    assert "复核员" in text(client.get("/mine/hours/"))
    # The reasons stand on the record, not beside every line of the year.
    assert "迟到 12 分钟未计" in text(client.get(f"/attendances/{pid}/"))
    missing = text(client_as("minor").get("/mine/hours/"))
    assert "少记了这一次" in missing
    filed = client_as("minor").post(
        f"/mine/hours/objections/?shift={over.shift.public_id}", {"words": "我在场，领队可以证实"}
    )
    assert filed.status_code == 303
    case = Objection.objects.get()
    path = f"/desk/hours/objections/{case.public_id}/"
    county = client_as("county")
    assert county.post(path, {"upheld": "yes", "answer": "属实"}).status_code == 422
    times = {"starts_at": f"{clock.local(over.at(0)):%H:%M}", "ends_at": f"{clock.local(over.at(150)):%H:%M}"}
    assert county.post(path, {"upheld": "yes", "answer": "属实", **times}).status_code == 303
    assert Proposal.objects.filter(source="typed").count() == 2
    assert "属实" in text(client_as("minor").get("/mine/hours/"))


def test_a_reversal_needs_a_reason(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    row = builders.attendance(over.shift, cast["volunteer"].person, left_at=over.at(100))  # type: ignore[arg-type]
    entry = builders.entry(cast["volunteer"].person, attendance=row)  # type: ignore[arg-type]
    path = f"/desk/hours/entries/{entry.public_id}/reversal/"
    assert client_as("volunteer").post(path, {"words": "x"}).status_code == 403
    county = client_as("county")
    assert county.post(path, {"words": " "}).status_code == 422
    assert county.post(path, {"words": "查实不在场"}).status_code == 303
    # It stands until another person has decided.
    assert queries.reversal_of(entry) is None
    assert county.post(path, {"words": "再来"}).status_code == 409
    asked = Proposal.objects.get(part="reversal")
    client_as("reviewer").post(f"/desk/hours/reviews/{asked.public_id}/", {"decision": "approve"})
    assert "查实不在场" in text(client_as("volunteer").get("/mine/messages/"))


def test_the_overdue_page_lists_gaps_of_the_area(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    morning_at(cast, clock.now() - timedelta(days=30))
    assert "周末陪伴失能老人" in text(client_as("county").get("/desk/hours/overdue/"))
    assert client_as("volunteer").get("/desk/hours/overdue/").status_code == 403


def test_the_review_list_asks_the_same_number_of_questions_for_one_row_and_for_many(
    cast: dict[str, the_cast.Member], client_as: ClientAs, django_assert_max_num_queries: Callable[..., object]
) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    for n in range(12):
        person = builders.person(f"甲{n}", residence=over.shift.activity.area)
        row = builders.attendance(over.shift, person, left_at=over.at(100), source="roll")
        builders.proposal(row, proposed_by=cast["leader"].account)
    client = client_as("reviewer")
    # Some of them ask who stands in for the reader, or did until lately, by every log-in.
    with django_assert_max_num_queries(33):  # type: ignore[attr-defined]
        client.get("/desk/hours/reviews/")


def test_checking_in_costs_the_account_and_one_statement(
    now: Morning, client_as: ClientAs, django_assert_num_queries: Callable[..., object]
) -> None:
    client, path = client_as("volunteer"), live(now)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert client.post(path, {"intent": "in"}).status_code == 303


def test_who_forgot_to_check_out_elsewhere_says_when_and_may_check_in_here(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    earlier = morning_at(cast, clock.now() - timedelta(hours=4))
    builders.attendance(earlier.shift, cast["volunteer"].person)  # type: ignore[arg-type]
    here = morning_at(cast, clock.now() - timedelta(minutes=10))
    client = client_as("volunteer")
    refused = client.post(live(here), {"intent": "in"})
    row = Attendance.objects.get()
    assert refused.status_code == 409
    assert f"/attendances/{row.public_id}/" in text(refused)
    said = f"{clock.local(earlier.at(120)):%H:%M}"
    assert client.post(f"/attendances/{row.public_id}/ends/", {"ends_at": said}).status_code == 303
    assert client.post(live(here), {"intent": "in"}).status_code == 303
    assert Attendance.objects.count() == 2


def test_the_way_back_after_checking_out_does_not_check_in_again(now: Morning, client_as: ClientAs) -> None:
    client = client_as("volunteer")
    client.get(live(now))
    record = client.post(live(now), {"intent": "in"})["Location"]
    client.get(live(now))
    out = {"intent": "out", "attendance": Attendance.objects.get().public_id}
    assert client.post(live(now), out)["Location"] == record
    said = text(client.get(live(now)))
    assert "已经签退" in said
    assert 'value="again"' in said
    assert 'value="in"' not in said
    # The page from before, out of the browser's memory.
    assert client.post(live(now), {"intent": "in"})["Location"] == record
    assert Attendance.objects.count() == 1
    assert client.post(live(now), {"intent": "again"})["Location"] != record
    assert Attendance.objects.count() == 2


def test_the_end_of_one_is_asked_of_that_one(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    rows = [
        builders.attendance(over.shift, cast[key].person, forced=True)  # type: ignore[arg-type]
        for key in ("volunteer", "minor")
    ]
    leader = client_as("leader")
    field = text(leader.get(f"/shifts/{over.shift.public_id}/field/"))
    links = re.findall(rf"/shifts/{over.shift.public_id}/ends/\?only=([\w-]+)", field)
    assert len(set(links)) == len(rows)
    alone = text(leader.get(f"/shifts/{over.shift.public_id}/ends/?only={links[0]}"))
    ticked = re.findall(r"<input[^>]*name=\"confirm_([\w-]+)\"[^>]*checked", alone)
    assert ticked == [links[0]]
    everybody = text(leader.get(f"/shifts/{over.shift.public_id}/ends/"))
    assert len(re.findall(r"<input[^>]*name=\"confirm_[\w-]+\"[^>]*checked", everybody)) == len(rows)
