"""An invitation to a role is for whom it names; a list tells of no number whose it is, and keeps no words of cells."""

import copy
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from baiying.accounts import actions
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList, SuccessorNote
from baiying.accounts.models import Account, Appointment, LogInCode
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from baiying.privacy import actions as privacy
from baiying.ui import workbooks
from tests.accounts.test_lists import HEADS, OFFICE, STAFF, bring, give, lived, page, send
from tests.accounts.test_terms import office_of
from tests.own_database import at_once
from tests.people import claiming, world
from tests.people.world import Area

INVITED = "19900000699"


def invited(area: Area, name: str = "王芳") -> str:
    """The address of an invitation that was sent to a number by which nobody came in."""
    office = world.staff("county_office", area.county, OFFICE)
    row = bring(office, [(area.village.code, STAFF, name, INVITED, "", "")])
    send(office, row)
    give(row)
    return reverse("accounts:invited", args=[AppointmentInvitation.objects.get().public_id])


def by_code(url: str) -> Client:
    client = Client()
    client.post(url, {"send": "1"})
    client.post(url, {"code": world.code_for(INVITED)})
    return client


@pytest.mark.django_db
def test_u33_an_invitation_is_taken_by_nobody_of_another_name(area: Area) -> None:
    url = invited(area)
    other = world.make_account(INVITED, "李强")
    client = Client()
    world.log_in(client, INVITED)
    assert "写的是另一个姓名" in client.get(url).content.decode()
    client.post(url)
    assert not Appointment.objects.filter(account=other).exists()
    # By the code of the number she comes in by a log-in of her own.
    her = by_code(url)
    made = Appointment.objects.get(listing__isnull=False)
    assert (made.account.display_name, made.account_id != other.pk) == ("王芳", True)
    assert her.get("/mine/appointments/").status_code == 200


@pytest.mark.django_db
def test_u33_a_child_gets_no_role_of_an_office(area: Area) -> None:
    url = invited(area, "刘小宝")
    child = world.make_account(INVITED, "刘小宝")
    builders.person("刘小宝", residence=area.village, account=child, phone=INVITED, born=world.born_years_ago(12))
    client = Client()
    client.force_login(child, backend="baiying.accounts.backend.AccountBackend")
    client.post(url)
    assert not Appointment.objects.filter(account=child).exists()
    given = {"role": "place_staff", "area_id": area.village.pk, "at": clock.now()}
    with pytest.raises(Refused) as refused:
        actions.appoint(account=child, actor=office_of("county_office", area.county, OFFICE), **given)
    assert refused.value.code == "appointee_under_age"


@pytest.mark.django_db
def test_who_turned_out_to_be_a_child_since_the_offer_accepts_no_role_of_an_office(area: Area) -> None:
    """Asked is a log-in that is nobody's yet; its owner registers, or the record is put right, before the yes."""
    account = world.make_account(INVITED, "刘小宝")
    given = {"role": "place_staff", "area_id": area.village.pk, "at": clock.now()}
    row = actions.appoint(account=account, actor=office_of("county_office", area.county, OFFICE), **given)
    builders.person("刘小宝", residence=area.village, account=account, phone=INVITED, born=world.born_years_ago(17))
    client = Client()
    world.log_in(client, INVITED)
    answer = client.post(f"/mine/appointments/{row.public_id}/acceptance/", follow=True)
    assert "未满 18 周岁" in answer.content.decode()
    row.refresh_from_db()
    assert row.accepted_at is None
    assert client.get("/desk/people/").status_code == 403


@pytest.mark.django_db
def test_u23_an_invitation_does_not_pass_by_the_question_is_that_you(area: Area) -> None:
    url = invited(area)
    world.register(Client(), area, phone=INVITED, name="王芳")
    claiming.file(Person.objects.get(), "19900000391")
    LogInCode.objects.all().delete()
    assert by_code(url).session.get("_auth_user_id") is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["甲" * 300, "𠮷" * 80])
def test_a_name_longer_than_any_is_no_other_name(area: Area, name: str) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    row = bring(office, [(area.village.code, STAFF, name, INVITED, "", "")])
    send(office, row)
    give(row)
    url = reverse("accounts:invited", args=[AppointmentInvitation.objects.get().public_id])
    assert by_code(url).get("/mine/appointments/").status_code == 200
    assert Appointment.objects.filter(listing=row).count() == 1


@pytest.mark.django_db
def test_a_list_tells_of_no_number_outside_the_own_area_whose_it_is(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    elsewhere = world.make_account("19900000801", "赵远")
    builders.person("赵远", residence=area.other_village, account=elsewhere, phone="19900000801")
    said = []
    for n, number in enumerate(("19900000801", "19900000802")):
        row = bring(office, [(area.village.code, STAFF, f"某甲{n}", number, "", "")])
        said.append(page(office, row).replace(f"某甲{n}", "甲").replace(number[-4:], "").count("不叫这个姓名"))
        assert "任命 1 行" in page(office, row)
    assert said == [0, 0]


@pytest.mark.django_db
def test_a_list_keeps_no_words_of_cells(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    number = world.id_number(world.born_years_ago(30))
    row = bring(office, [(area.village.code, f"王小明{number}", "13812345678", "x", "13812345678", "")])
    assert number not in str(row.summary)
    assert "13812345678" not in str(row.summary)


@pytest.mark.django_db
def test_a_line_for_who_was_erased_meanwhile_is_given_to_nobody(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    account = lived(area, "李小甲", "19900000610")
    row = bring(office, [(area.village.code, STAFF, "李小甲", "", "", "")])
    send(office, row)
    person, at = Person.objects.get(account=account), clock.now()
    own = Actor(account_id=account.pk, person_id=person.pk)
    closing = privacy.ask_closing(person=person, way="self", actor=own, at=at - timedelta(days=8))
    assert privacy.close_account(closing_id=closing.pk, at=at)
    give(row)
    assert not Appointment.objects.filter(listing=row).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cells",
    [
        ["_x0000_", STAFF, "a"], ["419901001001", STAFF, "张_x0000_三"], ["419901001001", "_x0000_", "a"],
        ["_xD800_", STAFF, "a"], ["419901001001", STAFF + "_x0000_", "张三"],
    ],
)  # fmt: skip
def test_signs_that_a_workbook_hides_are_no_error_of_ours(area: Area, cells: list[str]) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    out = io.BytesIO()
    with workbooks.Workbook(out) as book:
        sheet = book.add_worksheet()
        for n, line in enumerate((["地点", "角色", "姓名"], cells)):
            for m, cell in enumerate(line):
                sheet.write_string(n, m, cell)
    sent = {"form_id": new_public_id(), "file": SimpleUploadedFile("a.xlsx", out.getvalue())}
    answer = office.post("/desk/appointments/lists/new/", sent)
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert office.get(answer["Location"]).status_code == 200


@pytest.mark.race
def test_a_form_pressed_three_times_at_once_is_one_list(own_database: str) -> None:
    area = world.make_area()
    office = world.staff("county_office", area.county, OFFICE)
    lived(area, "李小甲", "19900000610")
    form, said = new_public_id(), []
    text = "\n".join("\t".join(line) for line in (HEADS, (area.village.code, STAFF, "李小甲", "", "", "")))

    def press() -> None:
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(office.cookies)
        said.append(client.post("/desk/appointments/lists/new/", {"form_id": form, "pasted": text}).status_code)

    at_once(press, press, press)
    assert said == [303, 303, 303]
    assert AppointmentList.objects.count() == 1


def ended(area: Area, account: Account, place: object, days_ago: int) -> Appointment:
    at = clock.now()
    row = builders.appointment(account, "place_staff", place, starts_at=at - timedelta(days=days_ago + 9))  # type: ignore[arg-type]
    Appointment.objects.filter(pk=row.pk).update(ends_at=at - timedelta(days=days_ago))
    return row


@pytest.mark.django_db
@pytest.mark.parametrize(("days_ago", "taken"), [(29, True), (31, False)])
def test_notes_for_a_successor_are_taken_for_a_month(area: Area, days_ago: int, taken: bool) -> None:
    one = ended(area, world.make_account("19900000701", "赵"), area.village, days_ago)
    client = Client()
    world.log_in(client, "19900000701")
    said = {"form_id": new_public_id(), "words": "还差一张"}
    assert client.post(reverse("accounts:note_new", args=[one.public_id]), said).status_code == (303 if taken else 422)
    assert SuccessorNote.objects.exists() is taken


@pytest.mark.django_db
def test_one_form_used_for_two_ended_terms_leaves_both_notes(area: Area) -> None:
    account = world.make_account("19900000701", "赵")
    rows = [ended(area, account, place, 1) for place in (area.village, area.township)]
    client = Client()
    world.log_in(client, "19900000701")
    said = {"form_id": new_public_id(), "words": "办到一半"}
    for one in rows:
        assert client.post(reverse("accounts:note_new", args=[one.public_id]), said).status_code == 303
    assert SuccessorNote.objects.count() == 2
