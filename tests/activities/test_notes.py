"""A note to everybody with a place: counted before, sent once, few in a day, to minors' guardians as well."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from baiying.activities import actions
from baiying.activities.models import Note
from baiying.demo import builders
from baiying.kit import audit, clock
from baiying.kit.errors import Refused
from baiying.notices.models import Message
from tests.activities.makers import Town, account, actor, log_in, volunteer

pytestmark = pytest.mark.django_db
WORDS = "改在东门集合，带雨具。"


def test_the_leader_sees_how_many_and_it_is_sent_once(town: Town) -> None:
    shift = town.shift(places=5)
    accepted = [volunteer(name, town.village) for name in ("林一", "林二")]
    for person in accepted:
        town.signup(shift, person)
    town.signup(shift, volunteer("林三", town.village), state="waitlisted")
    client, path = log_in(town.leader), f"/shifts/{shift.public_id}/notes/"
    page = client.get(path).content.decode()
    assert "会发给有名额的 2 人" in page
    assert "今天还可以发 3 次" in page
    [nonce] = re.findall(r'name="nonce" value="([^"]+)"', page)
    for _ in range(2):
        assert client.post(path, {"words": WORDS, "nonce": nonce}).status_code == 303
    inboxes = Message.objects.filter(kind="signup_note", channel="inapp").values_list("inbox", flat=True)
    assert sorted(inboxes) == sorted(person.public_id for person in accepted)
    note = Note.objects.get()
    assert (note.told, note.guardians_told, note.words) == (2, 0, WORDS)
    event = audit.story_of("shift", shift.pk).get(action="NoteSent")
    assert event.detail["told"] == 2
    assert WORDS in client.get(path).content.decode()
    assert "通知了 2 人" in client.get(f"/desk/activities/{shift.activity.public_id}/").content.decode()


def test_who_has_no_phone_is_named_before_it_is_sent(town: Town) -> None:
    shift = town.shift(places=5)
    for name, phone in (("林一", "19900000961"), ("王振超", None)):
        builders.signup(shift, builders.person(name, residence=town.village, phone=phone))
    page = log_in(town.leader).get(f"/shifts/{shift.public_id}/notes/").content.decode()
    assert "会发给有名额的 2 人，其中 1 人也收短信。没有手机号、只有站内消息的：王振超" in page


def test_what_is_pasted_beyond_the_length_is_refused_whole_and_stays(town: Town) -> None:
    """A browser would cut it at `maxlength` without a word."""
    shift = town.shift(places=5)
    town.signup(shift, volunteer("林一", town.village))
    client, path = log_in(town.leader), f"/shifts/{shift.public_id}/notes/"
    page = client.get(path).content.decode()
    assert "maxlength" not in page.partition('name="words"')[2].partition(">")[0]
    [nonce] = re.findall(r'name="nonce" value="([^"]+)"', page)
    answer = client.post(path, {"words": "带" * 201, "nonce": nonce})
    assert (answer.status_code, "带" * 201 in answer.content.decode()) == (422, True)
    assert not Note.objects.exists()


def test_a_minors_guardian_gets_it_as_well(town: Town) -> None:
    shift = town.shift()
    born = clock.local_date(clock.now()).replace(day=1)
    guardian = account("林父")
    parent = volunteer("林父", town.village, account=guardian)
    child = builders.person(
        "小林", residence=town.village, born=date(born.year - 14, born.month, 1), guardian=guardian, at=clock.now()
    )
    town.signup(shift, child)
    page = log_in(town.leader).get(f"/shifts/{shift.public_id}/notes/").content.decode()
    assert "未成年人的 1 位监护人也会收到" in page
    note = actions.send_note(shift_id=shift.pk, words=WORDS, nonce=uuid4(), actor=actor(town.leader), at=clock.now())
    assert (note.told, note.guardians_told) == (1, 1)
    [text] = Message.objects.filter(inbox=parent.public_id, channel="inapp").values_list("text", flat=True)
    assert WORDS in text
    assert "小林" not in text, "a guardian's message names the child by surname, as all of them do"


def test_a_day_after_the_end_is_the_last_of_it(town: Town) -> None:
    shift = town.shift(places=5)
    town.signup(shift, volunteer("林一", town.village))
    last = shift.ends_at + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.send_note(shift_id=shift.pk, words=WORDS, nonce=uuid4(), actor=actor(town.leader), at=last)
    assert refused.value.code == "shift_past"
    before = last - timedelta(seconds=1)
    assert actions.send_note(shift_id=shift.pk, words=WORDS, nonce=uuid4(), actor=actor(town.leader), at=before).told


@pytest.mark.parametrize("why", ["empty", "long", "nobody", "called off", "draft", "too many"])
def test_what_is_refused(town: Town, why: str) -> None:
    shift = town.shift(town.activity(state="draft" if why == "draft" else "published"), places=5)
    if why != "nobody":
        town.signup(shift, volunteer("林一", town.village))
    words = {"empty": "  ", "long": "长" * 201}.get(why, WORDS)
    by, at = actor(town.leader), clock.now()
    if why == "called off":
        actions.call_off(shift_id=shift.pk, which="one", reason="暴雨", actor=by, at=at)
    if why == "too many":
        for _ in range(3):
            actions.send_note(shift_id=shift.pk, words=WORDS, nonce=uuid4(), actor=by, at=at)
    before = Note.objects.count()
    with pytest.raises(Refused) as refused:
        actions.send_note(shift_id=shift.pk, words=words, nonce=uuid4(), actor=by, at=at)
    codes = {
        "empty": "note_missing", "long": "note_missing", "nobody": "nobody_to_tell", "called off": "shift_called_off",
        "draft": "not_published", "too many": "too_many_notes",
    }  # fmt: skip
    assert refused.value.code == codes[why]
    assert Note.objects.count() == before


def test_only_who_leads_writes_and_what_was_typed_stays(town: Town) -> None:
    shift = town.shift()
    person = volunteer("林一", town.village)
    town.signup(shift, person)
    path = f"/shifts/{shift.public_id}/notes/"
    for who in (log_in(person.account, person), log_in(account("别人"))):
        assert who.get(path).status_code == 404
        assert who.post(path, {"words": WORDS, "nonce": str(uuid4())}).status_code == 404
    long = "长" * 201
    answer = log_in(town.leader).post(path, {"words": long, "nonce": str(uuid4())})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not Note.objects.exists()


def test_nobody_is_asked_to_write_a_note_that_would_be_refused(town: Town) -> None:
    shift = town.shift()
    town.signup(shift, volunteer("林一", town.village))
    gone = clock.now() - timedelta(days=3)
    type(shift).objects.filter(pk=shift.pk).update(starts_at=gone, ends_at=gone + timedelta(hours=2))
    client, path = log_in(town.leader), f"/shifts/{shift.public_id}/notes/"
    record = client.get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    assert path not in record
    assert "看签到记录" in record
    page = client.get(path).content.decode()
    assert "班次已经结束，不再发通知" in page
    assert "<textarea" not in page


def test_the_record_tells_moves_and_callings_off_of_shifts(town: Town) -> None:
    shift, other = town.shift(places=5), None
    other = town.shift(shift.activity, days=5)
    by, at = actor(town.leader), clock.now()
    start, end = shift.starts_at.replace(minute=0, second=0), shift.ends_at.replace(minute=0, second=0)
    moved = (start + (end - start) * 4, end + (end - start) * 4)
    actions.move_shift(shift_id=shift.pk, starts_at=moved[0], ends_at=moved[1], reason="下雨", actor=by, at=at)
    actions.change_places(shift_id=shift.pk, places=9, actor=by, at=at)
    actions.call_off(shift_id=other.pk, which="one", reason="暴雨红色预警", actor=by, at=at)
    page = log_in(town.leader).get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    story = page[page.index("经过</h2>") :]
    for words in ("班次改期", "改到", "修改名额", "5 → 9", "取消班次", "暴雨红色预警"):
        assert words in story, words


def test_a_number_used_at_another_shift_is_no_fault(town: Town) -> None:
    activity, nonce, by = town.activity(), uuid4(), actor(town.leader)
    shifts = [town.shift(activity, days=days) for days in (3, 4)]
    person = volunteer("林一", town.village)
    for shift in shifts:
        town.signup(shift, person)
        for _twice in range(2):
            actions.send_note(shift_id=shift.pk, words=WORDS, nonce=nonce, actor=by, at=clock.now())
    assert set(Note.objects.values_list("shift_id", flat=True)) == {shift.pk for shift in shifts}
    assert Note.objects.count() == 2


@pytest.mark.parametrize("number", ["13900001111", "139 0000 1111", "１３９００００１１１１", "11010119900307123x"])
@pytest.mark.parametrize("page", ["notes", "time", "calling-off", "cancellation"])
def test_a_phone_or_id_number_does_not_go_out_to_many(town: Town, number: str, page: str) -> None:
    shift = town.shift(places=5)
    town.signup(shift, volunteer("林一", town.village))
    client = log_in(town.admin)
    base = f"/activities/{shift.activity.public_id}" if page == "cancellation" else f"/shifts/{shift.public_id}"
    text = f"找张三{number}"
    answer = client.post(f"{base}/{page}/", {"words": text, "reason": text, "nonce": str(uuid4())})
    assert answer.status_code == 422
    assert "请删去里面的手机号和身份证号" in answer.content.decode()
    assert not Message.objects.exists()
