"""An appointment gives no right until the appointee accepts; a shared phone asks who; the last of a kind stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from baiying.accounts import actions, queries
from baiying.accounts.models import Account, Appointment
from baiying.accounts.rights import Right
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.offered import Gone, NotYours
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Acting, Actor
from baiying.notices.models import Message
from tests.own_database import end_both
from tests.people import world
from tests.people.world import Area

OFFICE, CLERK, SHARED = "19900000521", "19900000522", "19900000523"


def offered(area: Area, phone: str = CLERK, role: str = "place_staff") -> tuple[Client, Client, Appointment]:
    """The office that appoints, the appointee logged in, and the appointment that waits."""
    office = world.staff("county_office", area.county, OFFICE)
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    assert office.post(url, {"role": role, "phone": phone, "name": "陈干事"}).status_code == 303
    clerk = Client()
    assert world.log_in(clerk, phone) == "/mine/appointments/"
    return office, clerk, Appointment.objects.get(role=role)


@pytest.mark.django_db
def test_an_appointment_gives_no_right_until_it_is_accepted(area: Area) -> None:
    office, clerk, row = offered(area)
    assert clerk.get("/desk/people/").status_code == 403
    assert clerk.post("/acting/", {"appointment": row.public_id}).status_code == 404
    assert queries.answers_for(area.township.path, Right.UNLOCK_LOG_IN, clock.now(), roles=["place_staff"]) is None
    page = clerk.get("/mine/appointments/").content.decode()
    assert "不接受不用说明理由" in page
    for right in queries.what_role_may_do("place_staff"):
        assert right in page
    assert "等本人接受" in office.get("/desk/appointments/").content.decode()
    assert clerk.get("/mine/")["Location"] == "/mine/appointments/"
    answer = f"/mine/appointments/{row.public_id}/acceptance/"
    assert clerk.post(answer)["Location"] == "/desk/"
    assert clerk.get("/desk/people/").status_code == 200
    assert clerk.post(answer).status_code == 303
    assert AuditEvent.objects.filter(action="AppointmentAccepted", account_id=row.account_id).count() == 1
    assert "在任" in office.get("/desk/appointments/").content.decode()
    row.refresh_from_db()
    assert row.accepted_because == "asked"


@pytest.mark.django_db
def test_declining_asks_for_nothing_and_the_appointer_is_told(area: Area) -> None:
    office, clerk, row = offered(area)
    assert Message.objects.filter(kind="appointment_offered").count() == 1
    declined = clerk.post(f"/mine/appointments/{row.public_id}/refusal/", follow=True).content.decode()
    assert "您没有接受这项任命" in declined
    row.refresh_from_db()
    assert row.declined_at is not None
    assert row.ends_at is not None
    assert "没有接受" in office.get("/desk/appointments/").content.decode()
    assert Message.objects.get(kind="appointment_answered").address_mask == "199****0521"
    assert AuditEvent.objects.filter(action="AppointmentDeclined").count() == 1
    late = clerk.post(f"/mine/appointments/{row.public_id}/acceptance/", follow=True).content.decode()
    assert "已经收回或结束" in late
    assert clerk.get("/desk/people/").status_code == 403
    # Declined is no hindrance to asking again.
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    assert office.post(url, {"role": "place_staff", "phone": CLERK, "name": "陈干事"}).status_code == 303


@pytest.mark.django_db
def test_whoever_appointed_may_withdraw_before_it_is_answered(area: Area) -> None:
    office, clerk, row = offered(area)
    end = f"/desk/appointments/{row.public_id}/end/"
    assert "收回任命" in office.get(end).content.decode()
    assert office.post(end).status_code == 303
    assert "已经收回或结束" in clerk.post(
        f"/mine/appointments/{row.public_id}/acceptance/", follow=True
    ).content.decode()  # fmt: skip
    assert clerk.get("/desk/people/").status_code == 403
    # Nor declined any more, and nobody is told that it is in force, however the clocks stand.
    for answer in (actions.decline_appointment, actions.accept_appointment):
        with pytest.raises(Gone):
            answer(appointment_id=row.pk, actor=Actor(account_id=row.account_id), at=clock.now() - timedelta(hours=1))
    row.refresh_from_db()
    assert (row.accepted_at, row.declined_at) == (None, None)


@pytest.mark.django_db
def test_nobody_answers_for_the_appointee_and_accepted_is_not_declined(area: Area) -> None:
    office, clerk, row = offered(area)
    for what in ("acceptance", "refusal"):
        assert office.post(f"/mine/appointments/{row.public_id}/{what}/").status_code == 404
    other = Actor(account_id=Appointment.objects.get(role="county_office").account_id)
    with pytest.raises(NotYours):
        actions.accept_appointment(appointment_id=row.pk, actor=other, at=clock.now())
    clerk.post(f"/mine/appointments/{row.public_id}/acceptance/")
    page = clerk.post(f"/mine/appointments/{row.public_id}/refusal/", follow=True).content.decode()
    assert "您已经接受这项任命" in page
    assert clerk.get("/desk/people/").status_code == 200


@pytest.mark.django_db
def test_what_nobody_was_asked_about_says_why_it_counts(area: Area) -> None:
    first = actions.create_first_admin(phone=OFFICE, password="x" * 12, display_name="甲", at=clock.now())
    assert Appointment.objects.get(account=first).accepted_because == "set_up"
    loaded = builders.appointment(world.make_account(CLERK), "auditor", None)
    assert loaded.accepted_because == "loaded"
    with pytest.raises(IntegrityError, match="accounts_appointment_accepted_because"), transaction.atomic():
        Appointment.objects.filter(pk=loaded.pk).update(accepted_because="")


@pytest.mark.django_db
def test_a_pending_administrator_keeps_nothing_in_its_place(area: Area) -> None:
    """Whoever has only been asked does not let the last one go."""
    last = builders.appointment(world.make_account(OFFICE), "auditor", None)
    security = world.staff("secadmin", None, SHARED)
    assert (
        security.post("/desk/appointments/new/", {"role": "auditor", "phone": CLERK, "name": "钱审计"}).status_code
        == 303
    )
    assert "最后一位" in security.post(f"/desk/appointments/{last.public_id}/end/", follow=True).content.decode()
    last.refresh_from_db()
    assert last.ends_at is None


@pytest.mark.django_db
def test_a_phone_of_several_asks_who_is_meant(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    older = world.make_account(SHARED, "老李")
    younger = world.make_account(SHARED, "小李")
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    sent = {"role": "place_staff", "phone": SHARED, "name": "小李"}
    page = office.post(url, sent)
    assert page.status_code == 422
    assert "老*" in page.content.decode()
    assert "老李" not in page.content.decode()
    assert not Appointment.objects.filter(role="place_staff").exists()
    assert office.post(url, {**sent, "account": younger.public_id}).status_code == 303
    assert Appointment.objects.get(role="place_staff").account_id == younger.pk
    assert office.post(url, {**sent, "name": "小小李", "account": "another"}).status_code == 303
    third = Appointment.objects.order_by("-id")[0].account
    assert third.display_name == "小小李"
    assert third.pk not in {older.pk, younger.pk}


@pytest.mark.django_db
def test_a_typed_name_that_is_not_the_one_of_the_phone_is_asked_about(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    owner = world.make_account(SHARED, "老李")
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    sent = {"role": "place_staff", "phone": SHARED, "name": "小李"}
    assert office.post(url, sent).status_code == 422
    assert office.post(url, {**sent, "name": "老李"}).status_code == 303
    assert Appointment.objects.get(role="place_staff").account_id == owner.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "typed"), [("买买提·艾力", "买买提•艾力"), ("欧阳　娜", "欧阳娜"), ("Anna Li", "anna li")]
)
def test_a_name_is_the_same_however_it_was_typed(area: Area, kept: str, typed: str) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    owner = world.make_account(SHARED, kept)
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    assert office.post(url, {"role": "place_staff", "phone": SHARED, "name": typed}).status_code == 303
    assert Appointment.objects.get(role="place_staff").account_id == owner.pk


@pytest.mark.django_db
def test_who_shares_a_phone_is_not_called_family_and_must_choose(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    for name in ("老李", "小李"):
        world.make_account(SHARED, name)
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    page = office.post(url, {"role": "place_staff", "phone": SHARED, "name": "小李"}).content.decode()
    asks = page[page.index('<legend class="form-label">是哪一位') :]
    assert "选填" not in asks[: asks.index("</legend>")]
    mine = Client()
    assert world.log_in(mine, SHARED) == "/log-in/choice/"
    choice = mine.get("/log-in/choice/").content.decode()
    assert "这个手机号上有几位" in choice
    assert "家人" not in choice


@pytest.mark.django_db
def test_a_clerk_of_several_offices_is_led_to_them_and_not_into_registering(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, CLERK)
    builders.appointment(Appointment.objects.get().account, "hours_reviewer", area.county)
    again = Client()
    world.log_in(again, CLERK)
    assert again.get("/mine/")["Location"] == "/acting/?next=/desk/"
    assert clerk.get("/mine/")["Location"] == "/desk/"
    # As oneself too: with no registration there is nothing else to see.
    clerk.post("/acting/", {"appointment": ""})
    assert clerk.get("/mine/")["Location"] == "/acting/?next=/desk/"
    assert "志愿者" in clerk.get("/acting/").content.decode()


@pytest.mark.django_db
def test_who_refuses_an_appointment_leaves_no_account_behind(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    before = Account.objects.count()
    sent = {"role": "place_staff", "phone": OFFICE, "name": "我的小号", "account": "another"}
    assert office.post(f"/desk/appointments/new/?area={area.township.public_id}", sent).status_code == 422
    assert Account.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor", "city_office"])
@pytest.mark.parametrize("how", ["ends", "deleted", "another_role", "unaccepted"])
def test_sql_cannot_end_the_last_one_either(area: Area, role: str, how: str) -> None:
    place = area.city if role == "city_office" else None
    row = builders.appointment(world.make_account(OFFICE), role, place)

    def lose() -> None:
        rows = Appointment.objects.filter(pk=row.pk)
        with transaction.atomic():
            if how == "deleted":
                rows.delete()
            elif how == "another_role":
                rows.update(role="county_office", area=area.county)
            elif how == "unaccepted":
                rows.update(accepted_at=None, accepted_because="")
            else:
                rows.update(ends_at=clock.now())
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="stays until another is there"):
        lose()
    builders.appointment(world.make_account(CLERK), role, place)
    lose()


@pytest.mark.django_db
def test_another_citys_office_does_not_keep_this_ones(area: Area) -> None:
    row = builders.appointment(world.make_account(OFFICE), "city_office", area.city)
    builders.appointment(world.make_account(CLERK), "city_office", area.other_county)
    security = Actor(account_id=world.make_account(SHARED).pk, acting=Acting(1, "a", "secadmin", None))
    with pytest.raises(actions.LastOne):
        actions.end_appointment(appointment=row, actor=security, at=clock.now())


@pytest.mark.django_db
def test_closing_the_account_of_the_last_one_is_refused(area: Area) -> None:
    row = builders.appointment(world.make_account(OFFICE), "auditor", None)
    Account.objects.filter(pk=row.account_id).update(closed_at=clock.now())
    with (
        pytest.raises(IntegrityError, match="stays until another is there"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Account.objects.filter(pk=row.account_id).update(closed_at=None)


@pytest.mark.race
def test_two_that_end_the_last_two_at_once_leave_one(own_database: str) -> None:
    """By SQL, past the action's own lock: each transaction sees the other's holder until the first has committed."""
    rows = [builders.appointment(builders.account(name=n), "auditor", None) for n in ("甲", "乙")]
    assert end_both(own_database, "accounts_appointment", (rows[0].pk, rows[1].pk)) == ["ended", "refused"]
    assert Appointment.objects.filter(role="auditor", ends_at__isnull=True).count() == 1
