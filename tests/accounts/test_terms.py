"""From when to when an appointment holds (U31), and two grants of one role at one place beside each other (U32)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.accounts import actions, held_on, queries
from baiying.accounts.list_models import SuccessorNote
from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import Taken
from baiying.kit.values.actor import Acting, Actor
from baiying.ui import workbooks
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

OFFICE = "19900000501"
# In UTC, as the server counts: the last day is 31 December in China.
GIVEN = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def office_of(role: str, area: Any, phone: str) -> Actor:
    """An office that gives: the county's, the city's."""
    account = queries.accounts_of_phone(phone).first() or world.make_account(phone, f"{role}的人")
    path = tuple(area.path) if area is not None else ()
    return Actor(account_id=account.pk, acting=Acting(1, "a", role, area.pk if area else None, path), label="某人")


def give(by: Actor, whom: Account, area: Area, last: date | None, *, at: datetime = GIVEN, **more: Any) -> Appointment:
    made = actions.appoint(
        account=whom, role="place_staff", area_id=area.village.pk, terms=actions.Terms(more.get("first"), last),
        actor=by, at=at,
    )  # fmt: skip
    if more.get("accepted", True):
        actions.accept_appointment(appointment_id=made.pk, actor=Actor(account_id=whom.pk), at=at)
    return made


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, area: Area) -> list[datetime]:
    """The moment that every request takes for now: the last of the list. No second factor is asked for meanwhile."""
    world.rule_set("log_in", second_factor_roles=[])
    moments = [GIVEN + timedelta(hours=1)]
    monkeypatch.setattr("baiying.kit.clock.now", lambda: moments[-1])
    return moments


def test_u31_it_holds_to_the_last_second_of_the_last_day_in_china(area: Area, now: list[datetime]) -> None:
    """31 December 00:00 works, 23:59:59 works, 1 January 00:00:00 is refused; on both devices, in open sessions."""
    staff = world.make_account("19900000601", "陈干事")
    give(office_of("county_office", area.county, OFFICE), staff, area, date(2026, 12, 31))
    now.append(MIDNIGHT - timedelta(hours=24))
    one, other = Client(), Client()
    for device in (one, other):
        assert world.log_in(device, "19900000601") == "/desk/"
        now.append(now[-1] + timedelta(minutes=2))
    now.append(MIDNIGHT - timedelta(seconds=1))
    assert one.get("/desk/people/").status_code == 200
    assert other.get("/desk/people/").status_code == 200
    now.append(MIDNIGHT)
    for device in (one, other):
        answer = device.get("/desk/people/")
        assert answer.status_code == 403
        assert "您的任期已结束" in answer.content.decode()
        assert "12月31日" in answer.content.decode()


@pytest.mark.parametrize(
    ("seconds", "holds"), [(-86_400 - 1, True), (-1, True), (0, False), (1, False)], ids=["day", "last", "end", "after"]
)
def test_the_edges_of_a_term(area: Area, seconds: int, holds: bool) -> None:
    staff = world.make_account("19900000601", "陈干事")
    give(office_of("county_office", area.county, OFFICE), staff, area, date(2026, 12, 31))
    at = MIDNIGHT + timedelta(seconds=seconds)
    assert bool(queries.roles_in_force([staff.pk], at)) is holds


def test_what_begins_later_is_answered_before_and_holds_from_its_first_day(area: Area) -> None:
    staff = world.make_account("19900000601", "陈干事")
    by = office_of("county_office", area.county, OFFICE)
    made = give(by, staff, area, None, first=date(2027, 1, 1), accepted=False)
    assert [row.pk for row in queries.appointments_offered(staff.pk, GIVEN)] == [made.pk]
    actions.accept_appointment(appointment_id=made.pk, actor=Actor(account_id=staff.pk), at=GIVEN)
    assert not queries.roles_in_force([staff.pk], MIDNIGHT - timedelta(seconds=1))
    assert queries.roles_in_force([staff.pk], MIDNIGHT) == ["place_staff"]


def the_note_goes_to_the_successor(area: Area, now: list[datetime]) -> None:
    # Nobody holds the place: whoever appoints it finds the note; the successor does once there is one.
    now.append(now[-1] + timedelta(minutes=2))
    boss = world.staff("county_office", area.county, "19900000509")
    assert "还差一张照片没有补" in boss.get("/desk/notes/").content.decode()
    assert "前任留言" in boss.get("/desk/").content.decode()
    next_one = world.staff("place_staff", area.village, "19900000602")
    assert "还差一张照片没有补" in next_one.get("/desk/notes/").content.decode()
    assert "还差一张照片没有补" not in boss.get("/desk/notes/").content.decode()
    assert "还差一张照片没有补" not in world.staff("place_staff", area.other_village, "19900000603").get(
        "/desk/notes/"
    ).content.decode()  # fmt: skip
    kept = SuccessorNote.objects.get()
    assert boss.post(f"/desk/notes/{kept.public_id}/end/").status_code == 404
    for _n in range(2):
        assert next_one.post(f"/desk/notes/{kept.public_id}/end/").status_code == 303
    kept.refresh_from_db()
    assert kept.done_at is not None
    assert "还差一张照片没有补" not in next_one.get("/desk/notes/").content.decode()


def test_u31_a_page_open_while_the_role_ends_keeps_the_words_and_no_number(area: Area, now: list[datetime]) -> None:
    """Withdrawn at 10:00:00 with a form half filled: the next request says so; a note may be left; other roles stay."""
    staff = world.make_account("19900000601", "陈干事")
    county = office_of("county_office", area.county, OFFICE)
    row = give(county, staff, area, None)
    reviewer = actions.appoint(
        account=staff, role="hours_reviewer", area_id=area.township.pk, actor=county, at=GIVEN
    )  # fmt: skip
    actions.accept_appointment(appointment_id=reviewer.pk, actor=Actor(account_id=staff.pk), at=GIVEN)
    one, other = Client(), Client()
    for device in (one, other):
        world.log_in(device, "19900000601")
        now.append(now[-1] + timedelta(minutes=2))
        assert device.post("/acting/", {"appointment": row.public_id}).status_code == 303
        assert device.get("/desk/people/").status_code == 200
    now.append(now[-1] + timedelta(minutes=2))
    actions.end_appointment(appointment=row, actor=county, at=now[-1])
    now.append(now[-1] + timedelta(seconds=1))
    sent = {"phone": OFFICE, "reason": "看了身份证，张三的电话是 13800001111，明天再来"}
    answer = one.post("/desk/people/locks/", sent)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "您的任期已结束" in html
    assert "13800001111" not in html
    assert "用我的其他身份" in html
    assert "您的任期已结束" in other.get("/desk/people/").content.decode()
    assert one.post("/acting/", {"appointment": reviewer.public_id}).status_code == 303
    assert "您的任期已结束" not in one.get("/desk/").content.decode()
    # The words without numbers are offered, and left only by a press.
    answer = other.post("/desk/people/locks/", {"phone": OFFICE, "reason": "看了身份证原件，还差一张照片没有补"})
    html = answer.content.decode()
    assert "还差一张照片没有补" in html
    assert not SuccessorNote.objects.exists()
    form_id = re.search(r'name="form_id" value="(\w+)"', html)
    assert form_id is not None
    url = f"/mine/appointments/{row.public_id}/note/"
    wrong = other.post(url, {"form_id": form_id[1], "words": "找 13800001111"})
    assert wrong.status_code == 422
    note = {"form_id": form_id[1], "words": "还差一张照片没有补"}
    assert other.post(url, note).status_code == 303
    assert other.post(url, note).status_code == 303
    assert SuccessorNote.objects.count() == 1
    # Nobody else leaves one there, and nobody whose term goes on.
    assert one.get(f"/mine/appointments/{reviewer.public_id}/note/").status_code == 404
    the_note_goes_to_the_successor(area, now)


def test_u32_two_grants_stand_side_by_side_and_one_that_goes_leaves_the_other(area: Area, now: list[datetime]) -> None:
    staff = world.make_account("19900000601", "陈干事")
    county = office_of("county_office", area.county, OFFICE)
    city = office_of("city_office", area.city, "19900000502")
    first = give(county, staff, area, date(2027, 6, 30))
    second = give(city, staff, area, date(2027, 12, 31))
    office = world.staff("county_office", area.county, "19900000509")
    html = office.get("/desk/appointments/").content.decode()
    assert "2027" in html
    assert "6月30日" in html
    assert "12月31日" in html
    assert "东河区县级主管" in html
    assert "百应市市级主管" in html
    ending = office.get(f"/desk/appointments/{first.public_id}/end/").content.decode()
    assert "另有任命，不受影响" in ending
    # The county's grant ends by its day: still staff by the city's.
    after = datetime(2027, 7, 1, 0, 0, tzinfo=UTC)
    assert queries.roles_in_force([staff.pk], after) == ["place_staff"]
    # Withdrawn by mistake and given again: the other is untouched.
    actions.end_appointment(appointment=second, actor=city, at=GIVEN + timedelta(days=1))
    first.refresh_from_db()
    assert first.ends_at == datetime(2027, 6, 30, 16, 0, tzinfo=UTC)
    assert queries.roles_in_force([staff.pk], GIVEN + timedelta(days=2)) == ["place_staff"]
    give(city, staff, area, date(2027, 12, 31), at=GIVEN + timedelta(days=3))
    # One office gives the same days once.
    with pytest.raises(actions.AlreadyAppointed):
        give(county, staff, area, date(2027, 3, 1), at=GIVEN + timedelta(days=3))


def test_u32_one_office_may_give_the_time_after_the_end(area: Area) -> None:
    staff = world.make_account("19900000601", "陈干事")
    county = office_of("county_office", area.county, OFFICE)
    give(county, staff, area, date(2026, 12, 31))
    give(county, staff, area, date(2027, 12, 31), first=date(2027, 1, 1))
    with pytest.raises(actions.AlreadyAppointed):
        give(county, staff, area, None, first=date(2027, 12, 31))
    assert queries.roles_in_force([staff.pk], MIDNIGHT - timedelta(seconds=1)) == ["place_staff"]
    assert queries.roles_in_force([staff.pk], MIDNIGHT) == ["place_staff"]


@pytest.mark.parametrize("role", ["county_office", "city_office", "secadmin"])
def test_u32_nobody_changes_the_own_appointment(area: Area, role: str) -> None:
    places = {"county_office": area.county, "city_office": area.city}
    mine = world.staff(role, places.get(role), OFFICE)
    world.staff(role, places.get(role), "19900000502", "同事")
    row = Appointment.objects.get(role=role, account__display_name="王干事")
    url = f"/desk/appointments/{row.public_id}/end/"
    assert url not in mine.get("/desk/appointments/").content.decode()
    assert mine.get(url).status_code == 403
    assert mine.post(url).status_code == 403
    row.refresh_from_db()
    assert row.ends_at is None
    own = Actor(account_id=row.account_id, acting=Acting(row.pk, row.public_id, role, row.area_id))
    with pytest.raises(actions.OwnTerm):
        actions.end_appointment(appointment=row, actor=own, at=clock.now())


def test_u32_who_could_on_a_day_in_the_past_answers_from_all_grants_with_by_whom(
    area: Area, now: list[datetime]
) -> None:
    staff = world.make_account("19900000601", "陈干事")
    county = office_of("county_office", area.county, OFFICE)
    city = office_of("city_office", area.city, "19900000502")
    first = give(county, staff, area, date(2026, 11, 5))
    give(city, staff, area, date(2026, 12, 31))
    path = area.village.path
    for day, many in ((date(2026, 10, 31), 0), (date(2026, 11, 1), 2), (date(2026, 11, 5), 2), (date(2026, 11, 6), 1)):
        assert len(held_on.on_day(day, roles=["place_staff"], area_path=path)) == many, day
    actions.end_appointment(appointment=first, actor=county, at=GIVEN + timedelta(days=1))
    now.append(GIVEN + timedelta(days=20))
    office = world.staff("county_office", area.county, "19900000509")
    url = f"/desk/appointments/past/?area={area.village.public_id}&right=people.see&day=2026-11-02"
    html = office.get(url).content.decode()
    assert html.count("陈干事") == 2, html
    assert "东河区县级主管 county_office的人" in html
    assert "百应市市级主管 city_office的人" in html
    assert office.get(url.replace("2026-11-02", "2027-11-02")).status_code == 422
    outside = f"/desk/appointments/past/?area={area.other_village.public_id}&right=people.see&day=2026-11-02"
    assert "不在您的工作地区内" in office.get(outside).content.decode()


def test_the_page_takes_days_and_says_what_is_wrong_at_the_field(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    sent = {"role": "place_staff", "phone": "19900000502", "name": "陈干事", "last_day": "2199-12-31"}
    turned = office.post(url, {**sent, "first_day": "2199-12-31", "last_day": "2199-01-01"})
    assert turned.status_code == 422
    assert "到期日在起始日之前" in turned.content.decode()
    assert "到期日已经过去" in office.post(url, {**sent, "last_day": "2020-01-01"}).content.decode()
    assert office.post(url, sent).status_code == 303
    row = Appointment.objects.get(role="place_staff")
    assert row.last_day == date(2199, 12, 31)
    clerk = Client()
    world.log_in(clerk, "19900000502")
    assert "12月31日" in clerk.get("/mine/appointments/").content.decode()


def test_the_last_city_office_has_no_last_day_and_the_three_never_have(area: Area) -> None:
    security = world.staff("secadmin", None, OFFICE)
    url = f"/desk/appointments/new/?area={area.city.public_id}"
    sent = {"role": "city_office", "phone": "19900000502", "name": "陈主管", "last_day": "2199-12-31"}
    assert "没有不设到期日的市级主管" in security.post(url, sent).content.decode()
    world.staff("city_office", area.city, "19900000503")
    assert security.post(url, sent).status_code == 303
    sent = {"role": "auditor", "phone": "19900000504", "name": "钱审计", "last_day": "2199-12-31"}
    assert "不写到期日" in security.post("/desk/appointments/new/", sent).content.decode()
    account = world.make_account("19900000505", "他人")
    with pytest.raises(IntegrityError, match="accounts_three_without_last_day"), transaction.atomic():
        Appointment.objects.create(
            account=account, role="auditor", starts_at=GIVEN, ends_at=MIDNIGHT, last_day=date(2026, 12, 31)
        )
    with pytest.raises(IntegrityError, match="accounts_not_by_oneself"), transaction.atomic():
        Appointment.objects.create(
            account=account, role="place_staff", area=area.village, starts_at=GIVEN, ends_at=MIDNIGHT,
            last_day=date(2026, 12, 31), appointed_by_id=account.pk,
        )  # fmt: skip


def test_u31_an_export_that_took_past_the_end_is_not_handed_out(
    area: Area, now: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun at 23:59:30, ready at 00:05: asked again as it is handed over, as a workbook, as text, fetched again."""
    builders.person("张三", residence=area.village, service_area=area.village)
    staff = world.make_account("19900000601", "陈干事")
    made = actions.appoint(
        account=staff, role="county_office", area_id=area.county.pk, terms=actions.Terms(None, date(2026, 12, 31)),
        actor=office_of("city_office", area.city, OFFICE), at=GIVEN,
    )  # fmt: skip
    actions.accept_appointment(appointment_id=made.pk, actor=Actor(account_id=staff.pk), at=GIVEN)
    now.append(MIDNIGHT - timedelta(hours=1))
    device = Client()
    world.log_in(device, "19900000601")
    first = device.post("/desk/people/", {"file": "1", "reason": "核对名册"})
    assert first.status_code == 200
    mark = Taken.objects.get().public_id
    real = workbooks.answer

    def slow(*given: Any, **more: Any) -> Any:
        now.append(MIDNIGHT + timedelta(minutes=5))
        return real(*given, **more)

    monkeypatch.setattr("baiying.ui.workbooks.answer", slow)
    now.append(MIDNIGHT - timedelta(seconds=30))
    answer = device.post("/desk/people/", {"file": "1", "reason": "核对名册"})
    assert answer.status_code == 403
    assert "这份文件没有交给您" in answer.content.decode()
    answer = device.post("/desk/people/", {"file": "1", "again": mark})
    assert answer.status_code == 403
    assert "您的任期已结束" in answer.content.decode()
    # As text with commas it leaves as it is made: what was not made by then stays.
    monkeypatch.setattr("baiying.ui.listing.files.MOST_IN_WORKBOOK", 0)
    monkeypatch.setattr("baiying.ui.taken.LINES", 1)
    now.append(MIDNIGHT - timedelta(seconds=30))
    answer = device.post("/desk/people/", {"file": "1", "reason": "核对名册"})
    stream = iter(answer.streaming_content)
    next(stream)
    assert "姓名" in next(stream).decode()
    now.append(MIDNIGHT)
    rest = b"".join(stream).decode()
    assert "张三" not in rest
    assert "这份文件没有交给您" in rest
    # Whoever follows takes it.
    now.append(MIDNIGHT + timedelta(minutes=6))
    follower = world.staff("county_office", area.county, "19900000602")
    assert b"\xef\xbb\xbf" in b"".join(
        follower.post("/desk/people/", {"file": "1", "reason": "接任"}).streaming_content
    )
