"""Calendar files, read back by another library (icalendar): zone, growing sequence, cancellations, secret address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import icalendar
import pytest
from django.core import signing

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account
from baiying.activities import actions, queries
from baiying.activities.models import Activity, CalendarFeed, Post, Shift
from baiying.activities.rules import calendars as rules
from baiying.demo import builders
from baiying.kit import calendars, clock
from baiying.kit.values.actor import system
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town, account, actor, log_in, volunteer
from tests.activities.repeating import call_off, move, published, sign_up, weekly

WORDS = "带手套，别穿凉鞋; 路滑\n集合点：东门\\西侧" * 4


def read(content: bytes) -> tuple[Any, dict[str, Any]]:
    """The calendar and its events by their uid."""
    whole = icalendar.Calendar.from_ical(content)
    return whole, {str(event["UID"]): event for event in whole.walk("VEVENT")}


@pytest.mark.rules
def test_what_is_written_reads_back_the_same() -> None:
    start = datetime(2026, 12, 5, 22, 0, tzinfo=clock.CHINA)
    event = calendars.Event(
        "a@baiying", start, start + timedelta(hours=8), "守夜，看灯", 3, place="东门;西侧", text=WORDS,
        point=(34.02, 113.83), url="https://example.org/activities/x/", remind_minutes=60,
    )  # fmt: skip
    content = calendars.written([event], name="我的", at=start)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    whole, events = read(content)
    (back,) = events.values()
    assert (str(back["SUMMARY"]), str(back["LOCATION"]), str(back["DESCRIPTION"])) == ("守夜，看灯", "东门;西侧", WORDS)
    assert (back["DTSTART"].dt, back["DTEND"].dt) == (start, start + timedelta(hours=8))
    assert (back["SEQUENCE"], str(back["STATUS"]), str(whole["METHOD"])) == (3, "CONFIRMED", "PUBLISH")
    (zone,) = whole.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"
    assert start.astimezone(zone.to_tz()).utcoffset() == timedelta(hours=8)
    (alarm,) = back.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)


@pytest.mark.rules
def test_what_is_no_text_cannot_break_a_line() -> None:
    start = datetime(2026, 12, 5, tzinfo=UTC)
    title = "扫街\r\nATTENDEE:x\x00\x1b"
    event = calendars.Event("a", start, start + timedelta(hours=1), title, 0)
    _, events = read(calendars.written([event], name="x", at=start))
    assert "ATTENDEE" not in events["a"]


@pytest.mark.rules
@pytest.mark.parametrize(
    ("own", "stands", "told", "number"),
    [
        ([], True, "CONFIRMED", 0),
        (["waitlisted"], True, "TENTATIVE", 1),
        (["accepted"], True, "CONFIRMED", 2),
        (["cancelled"], True, "CANCELLED", 3),
        (["cancelled", "applied"], True, "TENTATIVE", 4),
        (["cancelled", "accepted"], True, "CONFIRMED", 5),
        (["cancelled", "refused"], True, "CANCELLED", 6),
        (["accepted"], False, "CANCELLED", 3),
        (["cancelled"], False, "CANCELLED", 3),
        ([], False, "CANCELLED", 3),
    ],
)
def test_what_a_calendar_is_told(own: list[str], stands: bool, told: str, number: int) -> None:
    assert rules.state(own, stands=stands) == told
    assert rules.sequence(own, revision=0, stands=stands) == number
    assert rules.sequence(own, revision=5, stands=stands) == number + 5


def test_anybody_takes_a_shift_along_and_a_cancelled_one_out(town: Town, client: Any) -> None:
    activity = published(town, weekly(2))
    first = Shift.objects.filter(activity=activity).order_by("starts_at")[0]
    address = f"/shifts/{first.public_id}/calendar.ics"
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert quote(activity.title) in answer["Content-Disposition"]
    assert first.public_id not in answer["Content-Disposition"]
    whole, events = read(answer.content)
    (event,) = events.values()
    assert (str(whole["METHOD"]), event["DTSTART"].dt, event["SEQUENCE"]) == ("PUBLISH", first.starts_at, 0)
    assert f"/activities/{activity.public_id}/" in str(event["URL"])
    move(first, timedelta(hours=1), "one", town)
    _, events = read(client.get(address).content)
    (moved,) = events.values()
    assert (moved["UID"], moved["DTSTART"].dt) == (event["UID"], first.starts_at + timedelta(hours=1))
    assert moved["SEQUENCE"] == 1
    call_off(first, "one", town)
    whole, events = read(client.get(address).content)
    (gone,) = events.values()
    assert (str(whole["METHOD"]), str(gone["STATUS"]), gone["UID"]) == ("CANCEL", "CANCELLED", event["UID"])
    assert gone["SEQUENCE"] > moved["SEQUENCE"]


def test_a_move_of_all_moves_every_entry(town: Town) -> None:
    activity = published(town, weekly(3))
    first = Shift.objects.filter(activity=activity).order_by("starts_at")[0]
    move(first, timedelta(hours=1), "all", town)
    assert set(Shift.objects.filter(activity=activity).values_list("revision", flat=True)) == {1}
    Shift.objects.filter(activity=activity).update(places=9)
    assert set(Shift.objects.filter(activity=activity).values_list("revision", flat=True)) == {1}


def visible(content: bytes) -> tuple[int, tuple[str, ...]]:
    """The sequence of the one event of a file, and everything else that a calendar shows of it."""
    _, events = read(content)
    (event,) = events.values()
    shown = ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "GEO", "DTSTART", "DTEND")
    return event["SEQUENCE"], tuple(str(event[key].to_ical() if key in event else "") for key in shown)


def test_every_change_that_a_calendar_shows_raises_the_sequence(town: Town, client: Any) -> None:
    shift = town.shift(town.activity(longitude="113.83", latitude="34.02"))
    other = town.shift(town.activity("别的活动"))
    address = f"/shifts/{shift.public_id}/calendar.ics"
    number, before = visible(client.get(address).content)
    leader = actor(town.leader, town.leader_person)
    words = {
        "description": "清扫村口小广场，整理花坛。", "risk_statement": "有车辆经过，注意安全。",
        "address": "柳树村文化广场", "contact_name": "王队长", "contact_phone": "13900001111", "contact_public": False,
    }  # fmt: skip
    for change in ({"address": "柳树村村委会门口"}, {"risk_statement": "路滑，注意脚下。"}):
        words |= change
        actions.amend(activity_id=shift.activity_id, **words, actor=leader, at=clock.now())  # type: ignore[arg-type]
        now, after = visible(client.get(address).content)
        assert after != before
        assert now > number
        number, before = now, after
    # What is not shown raises nothing, and no other activity's file is touched.
    actions.amend(activity_id=shift.activity_id, **words, actor=leader, at=clock.now())  # type: ignore[arg-type]
    words["contact_name"] = "李队长"
    actions.amend(activity_id=shift.activity_id, **words, actor=leader, at=clock.now())  # type: ignore[arg-type]
    assert visible(client.get(address).content) == (number, before)
    for rows, change in (
        (Activity.objects.filter(pk=shift.activity_id), {"title": "村口大扫除"}),
        (Post.objects.filter(pk=shift.post_id), {"name": "扫雪"}),
    ):
        rows.update(**change)
        now, after = visible(client.get(address).content)
        assert (now, after != before) == (number + 1, True)
        number, before = now, after
    other.refresh_from_db()
    assert other.revision == 0


def test_a_place_out_of_the_line_raises_the_sequence(town: Town, client: Any) -> None:
    shift = town.shift(places=1)
    first = town.signup(shift, volunteer("先到", town.village))
    person = volunteer("候补", town.village)
    town.signup(shift, person, state="waitlisted")
    feed = actions.open_calendar(
        person_id=person.pk, renew=False, actor=actor(person.account, person), at=clock.now()  # type: ignore[arg-type]
    )  # fmt: skip
    address = f"/calendar/{queries.calendar_token(feed)}.ics"
    number, before = visible(client.get(address).content)
    leader = actor(town.leader, town.leader_person)
    actions.set_aside(signup_id=first.pk, reason="重复报名", actor=leader, at=clock.now())
    now, after = visible(client.get(address).content)
    assert after != before
    assert now > number


def _address(browser: Any) -> str:
    """The path of the calendar's address as the page shows it."""
    page = browser.get("/mine/calendar/").content.decode()
    return "/calendar/" + page.partition('"webcal://')[2].partition("/calendar/")[2].partition('"')[0]


def test_my_shifts_at_a_secret_address(town: Town, client: Any) -> None:
    now = clock.now()
    person = volunteer("张小华", town.village)
    shifts = [town.shift(town.activity(f"活动{n}"), days=3 + n) for n in range(3)]
    made = [sign_up(shift, person, now) for shift in shifts]
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    assert "启用日历地址" in browser.get("/mine/calendar/").content.decode()
    assert browser.post("/mine/calendar/", {"intent": "open"}).status_code == 303
    address = _address(browser)
    _, events = read(client.get(address).content)
    assert [str(e["STATUS"]) for e in events.values()] == ["CONFIRMED"] * 3
    who = actor(person.account, person)  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=made[0].pk, reason="加班", actor=who, at=now)
    actions.cancel(activity_id=shifts[1].activity_id, reason="暴雨", actor=actor(town.admin, town.admin_person), at=now)
    _, events = read(client.get(address).content)
    told = {uid: (str(e["STATUS"]), e["SEQUENCE"]) for uid, e in events.items()}
    uids = [rules.uid(shift.public_id, person.public_id) for shift in shifts]
    assert told == {uids[0]: ("CANCELLED", 3), uids[1]: ("CANCELLED", 3), uids[2]: ("CONFIRMED", 2)}
    sign_up(shifts[0], person, now)
    _, events = read(client.get(address).content)
    assert (str(events[uids[0]]["STATUS"]), events[uids[0]]["SEQUENCE"]) == ("CONFIRMED", 5)
    # What is long over leaves the calendar.
    assert queries.calendar_entries(person.pk, now + timedelta(days=200)) == []


def test_an_address_is_renewed_closed_and_never_guessed(town: Town, client: Any) -> None:
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    for _ in range(2):
        browser.post("/mine/calendar/", {"intent": "open"})
    first = _address(browser)
    assert CalendarFeed.objects.count() == 1
    browser.post("/mine/calendar/", {"intent": "renew"})
    second = _address(browser)
    assert first != second
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    browser.post("/mine/calendar/", {"intent": "close"})
    assert client.get(second).status_code == 404
    assert "启用日历地址" in browser.get("/mine/calendar/").content.decode()
    live = CalendarFeed.objects.create(person=person, created_at=clock.now())
    for guess in (live.public_id, f"{live.public_id}.", signing.Signer(sep=".").sign(live.public_id)):
        assert client.get(f"/calendar/{guess}.ics").status_code == 404
    # Nothing that stands in the row opens the address.
    token = queries.calendar_token(live)
    assert token.partition(".")[2] not in str(CalendarFeed.objects.filter(pk=live.pk).values())


def test_a_calendar_that_asks_without_end_is_slowed(town: Town, client: Any) -> None:
    feed = CalendarFeed.objects.create(person=volunteer("张小华", town.village), created_at=clock.now())
    address = f"/calendar/{queries.calendar_token(feed)}.ics"
    codes = [client.get(address).status_code for _ in range(64)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_a_guardians_address_ends_with_the_ward_of_age_or_the_consent(town: Town, client: Any) -> None:
    parent, now = account("家长"), clock.now()
    child = builders.person("小林", residence=town.village, born=date(now.year - 14, 1, 1), guardian=parent, at=now)
    browser = log_in(parent, child)
    browser.post("/mine/calendar/", {"intent": "open"})
    address = _address(browser)
    assert client.get(address).status_code == 200
    for column, value in (("withdrawn_at", now), ("withdrawn_at", None)):
        Guardianship.objects.update(**{column: value})
        assert client.get(address).status_code == (404 if value else 200)
    Person.objects.filter(pk=child.pk).update(birth_date=date(now.year - 19, 1, 1), account=account("小林"))
    assert client.get(address).status_code == 404
    child.refresh_from_db()
    own = log_in(child.account, child)  # type: ignore[arg-type]
    assert "启用日历地址" in own.get("/mine/calendar/").content.decode()
    own.post("/mine/calendar/", {"intent": "open"})
    assert [client.get(one).status_code for one in (address, _address(own))] == [404, 200]


def test_a_child_and_a_guardian_end_none_but_their_own_address(town: Town, client: Any) -> None:
    parent, now = account("家长"), clock.now()
    child = builders.person("小林", residence=town.village, born=date(now.year - 15, 1, 1), guardian=parent, at=now)
    Person.objects.filter(pk=child.pk).update(account=account("小林"))
    child.refresh_from_db()
    hers, own = log_in(parent, child), log_in(child.account, child)  # type: ignore[arg-type]
    for browser in (hers, own):
        browser.post("/mine/calendar/", {"intent": "open"})
    kept, other = _address(own), _address(hers)
    assert kept != other
    hers.post("/mine/calendar/", {"intent": "renew"})
    assert [client.get(one).status_code for one in (kept, other, _address(hers))] == [200, 404, 200]
    hers.post("/mine/calendar/", {"intent": "close"})
    assert client.get(kept).status_code == 200
    hers.post("/mine/calendar/", {"intent": "open"})
    other = _address(hers)
    own.post("/mine/calendar/", {"intent": "close"})
    assert [client.get(one).status_code for one in (kept, other)] == [404, 200]
    own.post("/mine/calendar/", {"intent": "open"})
    Guardianship.objects.update(withdrawn_at=now)
    assert [client.get(one).status_code for one in (_address(own), other)] == [200, 404]


@pytest.mark.parametrize("how", ["disowned", "changed"])
def test_an_address_ends_when_the_number_changes_hands(town: Town, client: Any, how: str) -> None:
    person = volunteer("张小华", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    browser.post("/mine/calendar/", {"intent": "open"})
    address, by = _address(browser), system("tests")
    account_id = person.account_id or 0
    if how == "disowned":
        accounts.detach_phone(account_id=account_id, actor=by, at=clock.now())
    # Whoever has it back by the document comes in by another number.
    accounts.change_phone(account_id=account_id, phone="19900000555", actor=by, at=clock.now())
    assert client.get(address).status_code == 404
    again = log_in(Account.objects.get(pk=account_id), person)
    again.post("/mine/calendar/", {"intent": "open"})
    assert client.get(_address(again)).status_code == 200
