"""The outbox: every message of an office's places, to whom, why and what became of it; by person for whoever may."""

import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.activities import actions as activities
from baiying.activities.models import Signup, SignupState
from baiying.demo import builders
from baiying.desk.queries import outbox
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.people.models import Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/messages/"
PHONE = "13900000123"
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def lin(area: Area) -> Person:
    return builders.person("林晓雨", residence=area.village, service_area=area.village, phone=PHONE)


def _rows(client: Client, path: str = LIST, query: str = "") -> list[str]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.status_code
    body = answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return body.split("<tr")[1:]


def _write(to: Person, text: str = "您已报名成功。", kind: str = "signup_made", **more: object) -> None:
    letter = actions.Letter(text=text, inbox=to.public_id, phone=people.phone_of(to), **more)  # type: ignore[arg-type]
    actions.write_many(kind=kind, letters=[letter], at=clock.now())


def test_a_row_says_when_to_whom_masked_why_how_and_what_became_of_it(office: Client, lin: Person) -> None:
    _write(lin)
    sms, inapp = _rows(office)
    for row in (sms, inapp):
        assert "林**" in row
        assert "报名回执" in row
        assert "林晓雨" not in row
        assert PHONE not in row
    assert "139****0123" in sms
    assert "等着发出" in sms
    assert "已送出" in inapp
    actions.mark_read(inbox=lin.public_id, ids=[Message.objects.get(channel="inapp").id], at=clock.now())
    assert "已读" in _rows(office)[1]


def test_what_could_not_be_sent_says_why_and_when_it_is_tried_again(
    office: Client, lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def send(self, parcel: senders.Parcel) -> str:
            raise senders.SendFailed("余额不足")

    monkeypatch.setitem(senders.SENDERS, "screen", Refusing)
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=CHINA)
    actions.write(kind="signup_made", text="您已报名成功。", at=noon, inbox=lin.public_id, phone=PHONE)
    actions.deliver_waiting(at=noon)
    (row,) = _rows(office, query="state=retry")
    assert "余额不足" in row
    link = row.partition('href="')[2].partition('"')[0]
    page = office.get(link).content.decode()
    assert "下次再试" in page
    assert "您已报名成功。" in page
    assert _rows(office, query="state=failed") == []
    for minutes in (2, 9, 29, 105, 410):
        actions.deliver_waiting(at=noon + timedelta(minutes=minutes))
    assert "余额不足" in _rows(office, query="state=failed")[0]


def test_an_office_sees_its_own_places_and_no_others(office: Client, lin: Person, area: Area) -> None:
    other = builders.person("何远", residence=area.other_village, service_area=area.other_village)
    _write(other)
    assert _rows(office) == []
    for message in Message.objects.all():
        place = f"{round(message.written_at.timestamp() * 1_000_000)}-{message.id}"
        assert office.get(f"{LIST}{place}/").status_code == 404
    assert office.get(f"{LIST}of/{other.public_id}/").status_code == 404
    assert _rows(office, query="q=何远") == []
    assert not AuditEvent.objects.filter(action="MessagesSeen").exists()
    city = world.staff("city_office", area.city, "19900000302")
    assert len(_rows(city)) == 2 - (people.phone_of(other) is None)


def test_whoever_is_no_office_has_no_outbox(area: Area, lin: Person) -> None:
    _write(lin)
    for role, where in (("sysadmin", None), ("unit_admin", None)):
        if role == "sysadmin":
            assert world.staff(role, where, "19900000303").get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302
    own = Client()
    own.force_login(builders.account())
    assert own.get(LIST).status_code == 403


def test_codes_are_never_readable_and_answers_to_complaints_are_their_readers_alone(
    office: Client, lin: Person, area: Area
) -> None:
    at = clock.now()
    code = actions.Letter(
        text="验证码 123456", phone=PHONE, reader=lin.public_id, secret_until=at + timedelta(minutes=5)
    )
    actions.write_many(kind="log_in_code", letters=[code], at=at, urgent=True)
    _write(lin, "您提交的投诉建议已受理。", "complaints.taken_up", area_id=area.village.pk)
    texts = "".join(_rows(office, query="col=text&col=to&col=what"))
    assert "123456" not in texts
    assert "验证码，不显示" in texts
    assert "投诉建议的回话" in texts
    assert "已受理" not in texts
    assert texts.count("林**") == 1, "of the code alone"
    assert len(_rows(office, query="q=林晓雨")) == 1
    for place in _rows(office):
        page = office.get(place.partition('href="')[2].partition('"')[0]).content.decode()
        assert "123456" not in page
        assert "已受理" not in page


def test_looking_for_a_person_is_written_down_and_the_person_reads_who_looked(office: Client, lin: Person) -> None:
    _write(lin)
    assert len(_rows(office, query="q=林晓雨")) == 2
    event = AuditEvent.objects.get(action="MessagesSeen")
    assert (event.subject_type, event.subject_id) == ("person", lin.pk)
    # A whole number stands in no address: it is typed and posted.
    found = office.post(LIST, {"q": PHONE}, follow=True).content.decode()
    assert "林**" in found
    assert PHONE not in found.replace(f'value="{PHONE}"', "")
    assert any("查看了发给您的消息" in str(look.what) for look in people.looks_at(lin.pk))


def test_the_page_of_a_person_has_all_from_wherever_it_came(office: Client, lin: Person, area: Area) -> None:
    _write(lin, "改到下午了。", "signup_moved", area_id=area.other_village.pk)
    assert _rows(office) == []
    rows = _rows(office, f"{LIST}of/{lin.public_id}/")
    assert len(rows) == 2
    assert "改期" in rows[0]
    page = office.get(rows[0].partition('href="')[2].partition('"')[0])
    assert page.status_code == 200
    record = office.get(f"/desk/people/{lin.public_id}/").content.decode()
    assert f"{LIST}of/{lin.public_id}/" in record


def test_the_file_has_what_the_page_shows_and_asks_what_for(office: Client, lin: Person) -> None:
    _write(lin)
    _write(lin, "改到下午了。", "signup_moved")
    assert office.post(LIST, {"file": "1"}).status_code == 200, "asks for the purpose"
    answer = office.post(f"{LIST}?state=waiting", {"file": "1", "reason": "核对短信"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.worksheets[0].values)
    said = [row for row in rows if any("林**" in str(cell) for cell in row)]
    assert len(said) == len(_rows(office, query="state=waiting")) == 2
    assert PHONE not in str(rows)
    assert AuditEvent.objects.filter(action="ListTaken").count() == 1


def test_by_kind_by_way_by_day_and_by_activity(office: Client, lin: Person, area: Area) -> None:
    team = builders.team(builders.body(area=area.village), area=area.village)
    activity = builders.activity(team, builders.account())
    _write(lin, "改到下午了。", "signup_moved", link=f"/activities/{activity.public_id}/", area_id=area.village.pk)
    _write(lin)
    page = office.get(LIST).content.decode()
    moved = page.partition(">改期</option>")[0].rpartition('value="')[2].partition('"')[0]
    assert len(_rows(office, query=f"kind={moved}")) == 2
    assert len(_rows(office, query="how=sms")) == 2
    assert len(_rows(office, query=f"about={activity.public_id}")) == 2
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    assert _rows(office, query=f"at_from={tomorrow}") == []


@pytest.mark.parametrize("wish", ["state=nothing", "kind=999", "about=nosuch", "at_from=x", "older=~~"])
def test_an_address_that_was_tampered_with_shows_the_list(office: Client, lin: Person, wish: str) -> None:
    assert office.get(f"{LIST}?{wish}").status_code == 200


@pytest.mark.parametrize("place", ["0", "1-1", "x-1", "1-99999999999999999999", "9" * 30 + "-1"])
def test_a_message_that_is_none_is_not_found(office: Client, place: str) -> None:
    assert office.get(f"{LIST}{place}/").status_code == 404


def test_n32_of_who_cancelled_it_says_so_and_the_search_is_in_the_log(area: Area) -> None:
    """12 signed up, 3 cancelled, one two seconds before the reminders of 19:00."""
    team = builders.team(builders.body(area=area.village), area=area.village)
    evening = datetime(2026, 12, 4, 19, 0, tzinfo=CHINA)
    starts = datetime(2026, 12, 5, 9, 0, tzinfo=CHINA)
    activity = builders.activity(team, builders.account(), starts_on=starts.date(), ends_on=starts.date())
    shift = builders.shift(activity, starts, starts + timedelta(hours=2), places=20)
    persons = [
        builders.person(f"周一{name}", residence=area.village, service_area=area.village, phone=f"139000002{n:02d}")
        for n, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑")
    ]
    rows = [builders.signup(shift, one, signed_up_at=evening - timedelta(days=3)) for one in persons]
    gone = {
        rows[0].pk: evening - timedelta(days=1),
        rows[1].pk: evening - timedelta(hours=1),
        rows[2].pk: evening - timedelta(seconds=2),
    }
    Signup.objects.update(accepted_at=evening - timedelta(days=3))
    for pk, when in gone.items():
        Signup.objects.filter(pk=pk).update(state=SignupState.CANCELLED, ended_at=when, reason="家里有事")
    activities.remind(at=evening)
    auditor = world.staff("auditor", None, "19900000777")
    clock_at = evening + timedelta(minutes=1)
    told = 0
    for n, person in enumerate(persons):
        page = auditor.get(f"{LIST}of/{person.public_id}/").content.decode()
        assert person.name not in page
        assert "周**" in page
        reminders = Message.objects.filter(inbox=person.public_id, kind="reminder_evening")
        if n < 3:
            assert not reminders.exists()
        else:
            assert {one.channel for one in reminders} == {"inapp", "sms"}
            told += 1
    assert told == 9
    assert AuditEvent.objects.filter(action="MessagesSeen").count() == 12
    left = outbox.not_told([one.pk for one in persons], clock_at)
    assert {one.person_id for one in left} == {one.pk for one in persons[:3]}
    assert all(one.why.startswith("未提醒：已于") for one in left)
    # Before it was due nobody was left out.
    assert outbox.not_told([one.pk for one in persons], evening - timedelta(seconds=1)) == []


def _given_up(lin: Person, at: datetime, monkeypatch: pytest.MonkeyPatch, **more: Any) -> str:
    """A text message that was refused for good; gives the address of its page."""

    class Never:
        def send(self, parcel: senders.Parcel) -> str:
            raise senders.NeverDeliverable("空号")

    monkeypatch.setitem(senders.SENDERS, "screen", Never)
    letter = actions.Letter(text="您已报名成功。", phone=PHONE, reader=lin.public_id, **more)
    actions.write_many(kind="signup_made", letters=[letter], at=at, urgent=True)
    row = Message.objects.get(kind="signup_made")
    actions.deliver(message_id=row.id, at=at)
    return f"{LIST}{queries.place_of(row)}/"


def test_n24_a_dead_letter_is_sent_once_more_and_a_second_press_sends_nothing(
    office: Client, lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    page = _given_up(lin, at, monkeypatch)
    assert "空号" in office.get(page).content.decode()
    assert "再发一次" in office.get(page).content.decode()
    monkeypatch.setitem(senders.SENDERS, "screen", senders.ScreenSender)
    for _ in range(2):
        assert "会再发一次" in office.post(f"{page}again/", follow=True).content.decode()
    assert AuditEvent.objects.filter(action="MessageSentAgain").count() == 1
    actions.deliver_waiting(at=at)
    assert Message.objects.get(kind="signup_made").delivered_at == at
    office.post(f"{page}again/")
    assert Message.objects.get(kind="signup_made").delivered_at == at
    assert f"{page}again/" not in office.get(page).content.decode()


def test_what_is_too_late_is_not_sent_again_and_no_other_office_does_it(
    office: Client, lin: Person, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now() - timedelta(minutes=2)
    page = _given_up(lin, at, monkeypatch, useful_until=at + timedelta(minutes=1))
    assert f"{page}again/" not in office.get(page).content.decode()
    assert "不能再发" in office.post(f"{page}again/", follow=True).content.decode()
    other = world.staff("county_office", area.other_county, "19900000303")
    assert other.post(f"{page}again/").status_code == 404
    auditor = world.staff("auditor", None, "19900000304")
    assert auditor.post(f"{page}again/").status_code in {403, 404}
    assert Message.objects.get(kind="signup_made").failed_at == at


def test_what_was_given_up_or_waits_is_not_sent_again_to_a_number_that_left_its_reader(
    office: Client, lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the number now would get it (found: the button stood there and sent it)."""
    at = clock.now()
    page = _given_up(lin, at, monkeypatch)
    actions.write(kind="signup_note", text="还没发出", at=at, phone=PHONE)
    assert actions.drop_waiting(phone=PHONE, at=at, reason="号码换了主人") == 1
    asked: list[str] = []
    monkeypatch.setattr(senders.ScreenSender, "send", lambda _self, parcel: asked.append(parcel.text) or "")
    monkeypatch.setitem(senders.SENDERS, "screen", senders.ScreenSender)
    waited = f"{LIST}{queries.place_of(Message.objects.get(kind='signup_note'))}/"
    for one in (page, waited):
        office.post(f"{one}again/")
        assert f"{one}again/" not in office.get(one).content.decode()
    actions.deliver_waiting(at=at + timedelta(hours=20))
    assert asked == []
    assert set(Message.objects.exclude(channel="inapp").values_list("delivered_at", flat=True)) == {None}
