"""The document that was seen is the one of the record, and one written down wrong is put right (K7, K8)."""

import pytest

from baiying.demo import builders
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import queries
from baiying.people.models import Person, Registration
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000302"
PASSPORT = {
    "name": "Maria O'Neil", "id_type": "passport", "id_number": "E12345678", "birth_date": "1990-05-04",
    "sex": "female", "document": "same", "phone": "", "consent": "on", "read": world.TEXT,
}  # fmt: skip


def _url(area: Area) -> str:
    return f"/desk/people/on-site/?area={area.village.public_id}"


def test_the_document_seen_follows_the_kind_that_was_chosen_and_the_record_names_it(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    first = clerk.get(_url(area)).content.decode()
    assert '<option value="same" selected>' in first
    assert clerk.post(_url(area), PASSPORT).status_code == 303
    person = Person.objects.get()
    assert (person.id_type, Registration.objects.get().verified_how) == ("passport", "passport")
    record = clerk.get(f"/desk/people/{person.public_id}/").content.decode()
    assert "<dt>证件类型</dt><dd>护照</dd>" in record
    assert "居民身份证" not in record.partition("<dl")[2].partition("</dl>")[0]


@pytest.mark.parametrize("other", ["citizen", "household_register", "hk_macao"])
def test_another_document_than_the_kind_that_was_chosen_is_refused_at_the_field(area: Area, other: str) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    answer = clerk.post(_url(area), PASSPORT | {"document": other})
    assert answer.status_code == 422
    assert "不是同一种" in answer.content.decode()
    assert not Person.objects.exists()


def test_a_card_whose_number_says_which_it_is_is_seen_as_that(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    number = world.id_number(world.born_years_ago(40))
    sent = PASSPORT | {"name": "李大爷", "id_type": "citizen", "id_number": number}
    assert clerk.post(_url(area), sent).status_code == 303
    assert Registration.objects.get().verified_how == "citizen"


def test_a_check_by_another_document_is_refused(area: Area) -> None:
    volunteer = builders.person("张瑞", residence=area.village, verified=False)
    clerk = world.staff("place_staff", area.township, PHONE)
    sent = {"document": "passport", "last_six": queries.id_number_of(volunteer)[-6:]}
    answer = clerk.post(f"/desk/people/{volunteer.public_id}/check/", sent)
    assert answer.status_code == 422
    assert "不是同一种" in answer.content.decode()
    assert Registration.objects.get().verified_at is None


def test_after_registering_the_next_one_is_offered_with_the_area_kept(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    page = clerk.post(_url(area), PASSPORT, follow=True).content.decode()
    assert f'href="{_url(area)}">再注册一位</a>' in page


def test_a_document_written_down_wrong_is_put_right_with_why(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    clerk.post(_url(area), PASSPORT)
    person = Person.objects.get()
    Registration.objects.update(verified_how="citizen")
    page = f"/desk/people/{person.public_id}/"
    assert "和核验时看的证件不一样" in clerk.get(page).content.decode()
    right = {"id_type": "passport", "document": "same", "reason": "注册时选错了，看的是护照"}
    assert clerk.post(f"{page}document/", right | {"reason": ""}).status_code == 422
    for _time in range(2):
        assert clerk.post(f"{page}document/", right).status_code == 303
    assert Registration.objects.get().verified_how == "passport"
    event = AuditEvent.objects.get(action="DocumentCorrected")
    assert (event.detail["before"]["seen"], event.detail["after"]["seen"]) == ("citizen", "passport")
    assert Message.objects.filter(kind="document_corrected", inbox=person.public_id).count() == 1
    shown = clerk.get(page).content.decode()
    assert "和核验时看的证件不一样" not in shown
    assert "注册时选错了" in shown


def test_the_kind_is_only_changed_to_one_that_has_such_a_number(area: Area) -> None:
    clerk = world.staff("place_staff", area.township, PHONE)
    clerk.post(_url(area), PASSPORT | {"id_number": "12345678"})
    person = Person.objects.get()
    page = f"/desk/people/{person.public_id}/document/"
    wrong = clerk.post(page, {"id_type": "citizen", "document": "same", "reason": "选错了"})
    assert wrong.status_code == 422
    assert "对不上" in wrong.content.decode()
    assert clerk.post(page, {"id_type": "taiwan", "document": "same", "reason": "选错了"}).status_code == 303
    person.refresh_from_db()
    assert person.id_type == "taiwan"
    assert queries.person_by_id_number("taiwan", "12345678") == person


def test_nobody_corrects_the_own_document_and_nobody_one_of_another_county(area: Area) -> None:
    person = builders.person("王干事", residence=area.village)
    sent = {"id_type": "citizen", "document": "household_register", "reason": "看的是户口簿"}
    elsewhere = world.staff("county_office", area.other_county, "19900000304")
    assert elsewhere.post(f"/desk/people/{person.public_id}/document/", sent).status_code == 404
    clerk = world.staff("place_staff", area.township, PHONE)
    Person.objects.update(account_id=clerk.session["_auth_user_id"])
    answer = clerk.post(f"/desk/people/{person.public_id}/document/", sent)
    assert answer.status_code == 422
    assert "不能为自己" in answer.content.decode()
    assert Registration.objects.get().verified_how != "household_register"
