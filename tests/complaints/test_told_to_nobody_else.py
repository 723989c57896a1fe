"""What the accused and their office learn of a complaint: nothing, by no list, file or message."""

import re
from datetime import timedelta
from typing import Any

import pytest

from baiying.accounts import actions as accounts
from baiying.complaints import actions
from baiying.complaints.models import Complaint, Photo, Step
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.kit.models import Taken
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people.models import Person
from baiying.privacy import jobs
from baiying.privacy.actions.closings import erase_person
from tests.cast import log_in
from tests.complaints.test_photos import add, filed, taken
from tests.privacy.test_leaks import begun, step

pytestmark = pytest.mark.django_db


def _rows(client: Any, path: str = "/desk/messages/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_outbox_of_the_accused_office_tells_of_no_complaint_about_it(client_as: Any, cast: Any, city: Any) -> None:
    """Filed about the county's office itself: the city reads it; the county's list of messages shows that it was."""
    volunteer, county = client_as("volunteer"), client_as("county")
    before = _rows(county)
    row = filed(volunteer, about_office="on", anonymous="on")
    assert row.about_office
    assert county.get(f"/desk/complaints/{row.public_id}/").status_code == 404
    after = _rows(county)
    assert row.public_id not in after
    assert after == before, after[:1500]


def test_the_photographs_of_a_complaint_go_with_the_person_also_where_it_was_filed_before_registering(
    client_as: Any, cast: Any, city: Any
) -> None:
    """Filed under the account before there was a record of the person; the account is closed later."""

    member = cast["volunteer"]
    row = filed(client_as("volunteer"))
    assert add(client_as("volunteer"), row, taken()).status_code == 303
    Complaint.objects.filter(pk=row.pk).update(person=None)
    Step.objects.create(complaint=row, kind="taken_up", words="已联系您", area=row.area, at=clock.now(), by_id=1)
    erase_person(person=Person.objects.get(pk=member.person.pk), at=clock.now())
    row.refresh_from_db()
    assert (row.words, row.contact_until) == ("", None)
    assert (Photo.objects.filter(complaint=row).count(), [one.words for one in row.steps.all()]) == (0, [""])


def test_photographs_go_with_the_contacts_also_when_withdrawn(client_as: Any, cast: Any, city: Any) -> None:

    volunteer = client_as("volunteer")
    row = filed(volunteer)
    assert add(volunteer, row, taken()).status_code == 303
    assert volunteer.post(f"/complaints/{row.public_id}/withdrawal/").status_code == 303
    actions.forget_contacts(at=clock.now() + timedelta(days=400))
    assert not Photo.objects.filter(complaint=row).exists()
    assert accounts
    assert Actor
    assert Message


def test_the_message_to_the_city_is_not_read_by_the_accused_office(client_as: Any, cast: Any, city: Any) -> None:

    volunteer, county = client_as("volunteer"), client_as("county")
    row = filed(volunteer, about_office="on", anonymous="on")
    links = re.findall(r'href="(/desk/messages/[^"]+/)"', _rows(county))
    assert not [one for one in links if row.public_id in county.get(one).content.decode()]


def test_the_register_of_files_tells_the_accused_of_no_complaint(client_as: Any, cast: Any, city: Any) -> None:
    """Civil affairs of the county looks for a name among its complaints and takes the file; the office sees that."""

    account = builders.account("19900000931", name="民政")
    civil = log_in(
        Member("civil", None, "", account, appointment=builders.appointment(account, "civil_affairs", city.counties[0]))
    )
    builders.complaint(city.counties[0], "贾上任收了三百元。", addressee="civil_affairs")
    answer = civil.post("/desk/complaints/", {"file": "1", "reason": "核实", "q": "贾上任"})
    assert answer.status_code == 200
    answer.getvalue()
    page = client_as("county").get("/desk/data/exports/").content.decode()
    assert "贾上任" not in page
    assert "投诉建议" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_by_the_mark_of_a_file_of_complaints_nobody_learns_who_complained(client_as: Any, cast: Any, city: Any) -> None:

    account = builders.account("19900000931", name="民政")
    civil = log_in(
        Member("civil", None, "", account, appointment=builders.appointment(account, "civil_affairs", city.counties[0]))
    )
    village = Person.objects.get(pk=cast["volunteer"].person.pk).residence
    who = builders.person("告状人", residence=village)
    builders.complaint(
        city.counties[0],
        "贾上任收了三百元。",
        addressee="civil_affairs",
        account=builders.account("19900000932"),
        person_id=who.pk,
    )
    civil.post("/desk/complaints/", {"file": "1", "reason": "核实"}).getvalue()
    county = client_as("county")
    _row, page = begun(county)
    county.post(f"{page}files/", {"mark": Taken.objects.latest("id").public_id})
    county.post(f"{page}steps/", step("contain", "已下架", "s1"))
    county.post(f"{page}telling/")
    jobs.tell_breaches()
    assert "告状人" not in county.get(f"{page}papers/").content.decode()
