"""The volunteer's own hours: objections on the record with appeal (P15), months, sums and a sheet to print (P17)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries, rules
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal
from baiying.hours.rules import Said
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from tests.hours.conftest import morning_at
from tests.hours.test_pages import ClientAs, text

NOW = builders.NOW
DAY = timedelta(days=1)
OPEN, BACK = Said(), Said(withdrawn_at=NOW)
ANSWERED, APPEALED = Said(answered_at=NOW), Said(answered_at=NOW, is_appeal=True)


@pytest.mark.rules
@pytest.mark.law("O67-13")
@pytest.mark.parametrize(
    ("said", "changed", "at", "may"),
    [
        ([], None, NOW, "object"),
        ([OPEN], None, NOW, "withdraw"),
        ([BACK], None, NOW, "object"),
        ([BACK, BACK], None, NOW, ""),
        ([ANSWERED], None, NOW + 30 * DAY, "appeal"),
        ([ANSWERED], NOW - DAY, NOW, "appeal"),
        ([ANSWERED], NOW, NOW, "appeal"),
        ([Said(withdrawn_at=NOW), ANSWERED], None, NOW, "appeal"),
        ([ANSWERED], None, NOW + 31 * DAY, ""),
        ([ANSWERED, Said(is_appeal=True)], None, NOW, "withdraw"),
        ([ANSWERED, APPEALED], None, NOW, ""),
        ([ANSWERED, Said(withdrawn_at=NOW, is_appeal=True)], None, NOW, ""),
        ([ANSWERED, APPEALED], NOW + DAY, NOW + 2 * DAY, "object"),
    ],
)
def test_what_may_be_said_about_a_record(said: list[Said], changed: datetime | None, at: datetime, may: str) -> None:
    assert rules.may_now(said, changed_at=changed, appeal_days=30, at=at) == may


@pytest.fixture
def record(cast: dict[str, the_cast.Member]) -> Attendance:
    """A visit of today that is posted."""
    over = morning_at(cast, clock.now() - timedelta(hours=5))
    person = cast["volunteer"].person
    assert person is not None
    row = builders.attendance(over.shift, person, left_at=over.at(100), settled=True)
    builders.entry(person, attendance=row)
    return row


def answer(client: Client, case: Objection, words: str) -> Any:
    return client.post(f"/desk/hours/objections/{case.public_id}/", {"upheld": "no", "answer": words})


@pytest.mark.law("O67-13")
def test_p15_an_objection_stands_on_the_record_with_words_state_answer_and_one_appeal(
    record: Attendance, client_as: ClientAs
) -> None:
    mine, page = client_as("volunteer"), f"/attendances/{record.public_id}/"
    assert "这条不对" in text(mine.get(page))
    filed = mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "少算了半小时"})
    assert filed["Location"] == page
    shown = text(mine.get(page))
    assert "少算了半小时" in shown
    assert "有异议，待答复" in shown
    assert "这条不对" not in shown
    # The lists say so too.
    assert "有异议，待答复" in text(mine.get("/mine/hours/"))
    assert mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "再说一次"}).status_code == 409
    first = Objection.objects.get()
    assert answer(client_as("county"), first, "签退是 10:40，没有少算").status_code == 303
    shown = text(mine.get(page))
    assert "签退是 10:40，没有少算" in shown
    assert "请另一个人再看" in shown
    assert "这条不对" not in shown
    assert mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "还是不对"}).status_code == 409
    address = f"/mine/hours/objections/{first.public_id}/appeal/"
    assert mine.post(address, {"words": " "}).status_code == 422
    assert mine.post(address, {"words": "领队手表慢"}).status_code == 303
    second = Objection.objects.get(appeal_of=first)
    # Not the one who answered first.
    refused = answer(client_as("county"), second, "维持")
    assert refused.status_code == 409
    assert "另一个人" in text(refused)
    assert answer(client_as("city"), second, "核实过，维持").status_code == 303
    shown = text(mine.get(page))
    assert "核实过，维持" in shown
    # Once: neither a link nor a form posted by hand.
    assert f"{second.public_id}/appeal/" not in shown
    for case in (first, second):
        assert mine.post(f"/mine/hours/objections/{case.public_id}/appeal/", {"words": "再看"}).status_code == 409
    assert Objection.objects.count() == 2


def test_p15_an_open_objection_is_taken_back_and_nobody_answers_it(record: Attendance, client_as: ClientAs) -> None:
    mine, page = client_as("volunteer"), f"/attendances/{record.public_id}/"
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "看错了"})
    case = Objection.objects.get()
    address = f"/mine/hours/objections/{case.public_id}/withdrawal/"
    assert client_as("minor").post(address).status_code == 404
    assert "看错了" in text(mine.get(address))
    for _twice in range(2):
        assert mine.post(address)["Location"] == page
    assert "已收回" in text(mine.get(page))
    county = client_as("county")
    assert case.public_id not in text(county.get("/desk/hours/objections/"))
    assert answer(county, case, "晚了").status_code == 409
    # Answered ones cannot be taken back.
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "还是不对"})
    second = Objection.objects.get(withdrawn_at=None)
    answer(county, second, "没有错")
    mine.post(f"/mine/hours/objections/{second.public_id}/withdrawal/")
    second.refresh_from_db()
    assert second.withdrawn_at is None


def test_p15_what_changed_after_the_answer_may_be_objected_to_anew(record: Attendance, client_as: ClientAs) -> None:
    mine, page = client_as("volunteer"), f"/attendances/{record.public_id}/"
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "不对"})
    county = client_as("county")
    answer(county, Objection.objects.get(), "没有错")
    entry = HourEntry.objects.get(attendance_id=record.pk)
    Objection.objects.update(answered_at=clock.now() - timedelta(minutes=1))
    county.post(f"/desk/hours/entries/{entry.public_id}/reversal/", {"words": "查实不在场"})
    asked = Proposal.objects.get(part="reversal")
    client_as("reviewer").post(f"/desk/hours/reviews/{asked.public_id}/", {"decision": "approve"})
    assert "这条不对" in text(mine.get(page))


def test_p15_an_answer_is_appealed_from_within_its_days_alone(record: Attendance, client_as: ClientAs) -> None:
    mine = client_as("volunteer")
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "不对"})
    answer(client_as("county"), Objection.objects.get(), "没有错")
    case = queries.objection(Objection.objects.get().public_id)
    assert case is not None
    assert case.answered_at is not None
    last = case.answered_at + timedelta(days=30)
    assert queries.may_appeal(case, last)
    by = Actor(account_id=record.person.account_id)
    with pytest.raises(Refused) as refused:
        actions.appeal(objection=case, words="再看", actor=by, at=last + timedelta(seconds=1))
    assert refused.value.code == "already_settled"
    assert Objection.objects.count() == 1


def test_p15_two_appeals_at_one_moment_are_one_and_never_a_failure(record: Attendance, client_as: ClientAs) -> None:
    mine = client_as("volunteer")
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "不对"})
    answer(client_as("county"), Objection.objects.get(), "没有错")
    given: dict[str, Any] = {"words": "再看", "actor": Actor(account_id=record.person.account_id), "at": clock.now()}
    one, other = (queries.objection(Objection.objects.get().public_id) for _ in range(2))
    assert one is not None
    assert other is not None
    # Both pages had looked before either pressed.
    assert queries.may_appeal(other, clock.now())
    actions.appeal(objection=one, **given)
    with pytest.raises(Refused) as refused:
        actions.appeal(objection=other, **given)
    assert refused.value.code == "already_settled"
    assert Objection.objects.count() == 2


def test_p15_while_another_case_of_the_record_is_open_an_appeal_is_told_so(
    record: Attendance, client_as: ClientAs
) -> None:
    mine = client_as("volunteer")
    mine.post(f"/mine/hours/objections/?attendance={record.public_id}", {"words": "不对"})
    first = Objection.objects.get()
    answer(client_as("county"), first, "没有错")
    builders.objection(record.person, attendance=record)
    again = mine.post(f"/mine/hours/objections/{first.public_id}/appeal/", {"words": "再看"})
    assert again.status_code == 409
    assert "再看" in text(again)


@pytest.fixture
def two_years(cast: dict[str, the_cast.Member]) -> Callable[[], int]:
    """Twelve visits of this year, on two months where the year has two."""
    person = cast["volunteer"].person
    assert person is not None
    now = clock.now()
    for number in range(12):
        over = morning_at(cast, now - timedelta(days=2 * number, hours=5))
        row = builders.attendance(over.shift, person, left_at=over.at(100), settled=True)
        builders.entry(person, attendance=row)
    return lambda: HourEntry.objects.filter(person_id=person.pk, served_on__year=clock.local_date(now).year).count()


def test_p17_my_hours_stand_by_month_with_sums_in_one_unit_and_on_a_sheet(
    two_years: Callable[[], int], client_as: ClientAs
) -> None:
    mine = client_as("volunteer")
    answer = mine.get("/mine/hours/")
    page, months = text(answer), answer.context["months"]
    totals = answer.context["totals"]
    assert sum(m.all_minutes for m in months) == totals.all_minutes > 0
    assert sum(m.credit_minutes for m in months) == totals.credit_minutes
    assert page.count("<details") >= len(months)
    # Only the newest stands open.
    assert len(answer.context["unfolded"]) == 1
    year = answer.context["year"]
    assert f"/mine/hours/{year}/" in page
    sheet = text(mine.get(f"/mine/hours/{year}/"))
    assert "不是证明" in sheet
    assert "<tfoot" in sheet
    assert "by-top" not in sheet.split("<main", 1)[1]
    assert mine.get("/mine/hours/1999/").status_code == 404
    # The same pair of tiers and the same words on the day page.
    today = text(mine.get("/mine/"))
    for words in ("信用时长", "荣誉时长", "合计"):
        assert words in today
        assert words in page


def test_an_objection_is_answered_within_the_working_days_of_its_area(record: Attendance) -> None:
    assert record.shift is not None
    builders.rule_set("hours", area=record.shift.activity.area, objection_working_days=3)
    given: dict[str, Any] = {"words": "不对", "actor": Actor(account_id=record.person.account_id), "at": clock.now()}
    case = actions.file_objection(person_id=record.person_id, attendance=record, **given)
    assert case.due_on == places.working_day_after(clock.local_date(given["at"]), 3)[0]


def test_an_objection_nobody_answered_in_time_says_so_and_whom_to_turn_to(
    record: Attendance, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {"words": "不对", "actor": Actor(account_id=record.person.account_id), "at": clock.now()}
    case = actions.file_objection(person_id=record.person_id, attendance=record, **given)
    mine, page = client_as("volunteer"), f"/attendances/{record.public_id}/"
    before = text(mine.get(page))
    assert "最晚" in before
    assert "已超过" not in before
    later = clock.midnight(case.due_on) + timedelta(days=1, hours=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    mine = client_as("volunteer")
    for address in (page, "/mine/hours/"):
        late = mine.get(address).content.decode()
        assert "已超过答复期限" in late
        assert "最晚" not in late
        assert f"/complaints/new/?from={address}" in late


def test_a_year_of_many_records_stays_light(record: Attendance, client_as: ClientAs) -> None:
    """What is posted is said once for the year, not on every line: sixty of them stay under 30 kB."""
    page = text(client_as("volunteer").get("/mine/hours/"))
    line = page[page.index('<li><a class="by-item"') :].partition("</li>")[0]
    assert record.public_id in line
    assert "by-state" not in line
    assert "没有另外注明的，都已入账" in page
    assert len(page.encode()) + 59 * len(line.encode()) < 30_000
