"""What was taken back, withdrawn or belongs to another counts no more: papers, classes, forms."""

import copy
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor, system
from baiying.people import actions as people
from baiying.people.models import Guardianship
from baiying.rosters import actions
from baiying.rosters.models import Drive, Invitation, Paper
from baiying.teams.models import Membership
from tests.own_database import at_once
from tests.rosters import paper
from tests.rosters.makers import School, book, pupil, uploaded
from tests.rosters.test_leaving import came, live


@pytest.mark.django_db
def test_nobody_comes_back_to_a_team_who_withdrew_since(school: School) -> None:
    row, team, _end = came(school)
    here = f"/desk/rosters/{row.public_id}/leaving/"
    school.clerk.post(here, {"group": "高三1班"})
    person = Invitation.objects.order_by("line")[0].person
    assert person is not None
    own = Actor(account_id=person.account_id, person_id=person.pk)
    people.withdraw_consent(person=person, purpose="volunteer_service", actor=own, at=clock.now())
    assert school.clerk.post(f"{here}undoing/", {"group": "高三1班"}).status_code == 303
    assert not Membership.objects.filter(team=team, person=person, left_at=None).exists()


@pytest.mark.django_db
def test_an_office_ends_no_membership_by_a_class_that_it_may_not_end_one_by_one(client_as: Any, school: School) -> None:
    row, team, _end = came(school)
    before, member = live(team), Membership.objects.filter(team=team, left_at=None)[0]
    for key in ("clerk", "county"):
        client = client_as(key)
        assert client.post(f"/memberships/{member.public_id}/end/", {"reason": "x"}).status_code in (403, 404)
        client.post(f"/desk/rosters/{row.public_id}/leaving/", {"group": "高三1班"})
        assert live(team) == before, key


@pytest.mark.django_db
def test_a_paper_of_a_roster_that_was_taken_back_counts_no_more(school: School) -> None:
    one = paper.invited(school)
    paper.taken(school.clerk, one)
    school.clerk.post(f"/desk/rosters/{one.roster.public_id}/undoing/")
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    at = clock.now()
    child = builders.person(
        paper.CHILD, residence=school.city.villages[0], born=paper.born(15), registered_at=at, at=at,
        phone="13900000077",
    )  # fmt: skip
    # The same number; the child's session still holds the way that it began before the batch was taken back.
    Invitation.objects.filter(pk=one.pk).update(number_hash=child.id_no_hash)
    actions.take_brought(one.public_id, child.pk, system("t"), at)
    assert not Guardianship.objects.filter(ward=child, agreed_at__isnull=False).exists()


@pytest.mark.django_db
def test_nothing_goes_on_by_an_invitation_that_was_over_before_the_child_had_registered(school: School) -> None:
    one = paper.invited(school)
    paper.taken(school.clerk, one)
    at = one.ends_at
    child = builders.person(
        paper.CHILD, residence=school.city.villages[0], born=paper.born(15), registered_at=at, at=at,
        phone="13900000077",
    )  # fmt: skip
    Invitation.objects.filter(pk=one.pk).update(number_hash=child.id_no_hash)
    # Begun in time, done in the instant in which it was over: not accepted, and so its papers go by night.
    actions.take_brought(one.public_id, child.pk, system("t"), at)
    one.refresh_from_db()
    assert (one.accepted_at, one.person_id) == (None, None)
    assert not Guardianship.objects.filter(ward=child, agreed_at__isnull=False).exists()
    # Who is a volunteer already is told so, and not that it was taken.
    with pytest.raises(actions.InvitationOver):
        actions.accept_as_volunteer(invitation=one, person_id=child.pk, actor=system("t"), at=at)
    actions.clear_old(at=at)
    assert not Paper.objects.exists()


@pytest.mark.django_db
def test_the_form_of_another_childs_paper_is_a_paper_of_its_own(school: School) -> None:
    one, two = paper.invited(school), paper.invited(school, name="张小二", n=6)
    paper.taken(school.clerk, one, form_id="abcdefghijkl")
    for _ in range(2):
        answer = paper.read(school.clerk, two, form_id="abcdefghijkl", name="张小二")
        assert answer.status_code == 303
    assert Paper.objects.filter(invitation=two).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("sign", ["_x0000_", "_xD800_"])
def test_signs_that_a_workbook_hides_are_no_error_of_ours(school: School, place: int, sign: str) -> None:
    row = pupil(1)
    row[place] = f"{row[place]}{sign}"
    answer = school.bring(file=uploaded(book([row, pupil(2)])))
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert school.clerk.get(answer["Location"]).status_code == 200


@pytest.mark.race
def test_a_drive_pressed_three_times_at_once_is_one(own_database: str) -> None:
    city = builders.small_city()
    school = School(the_cast.build(city), city)
    data = {
        "form_id": new_public_id(), "owner": school.body.public_id, "title": "春季", "words": "", "team": "",
        "ends_on": paper.today().isoformat(), "sources": "食堂",
    }  # fmt: skip
    said: list[int] = []

    def press() -> None:
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(school.clerk.cookies)
        said.append(client.post("/desk/drives/new/", data).status_code)

    at_once(press, press, press)
    assert said == [303, 303, 303]
    assert Drive.objects.count() == 1


@pytest.mark.django_db
def test_an_open_tab_of_what_was_taken_back_leads_to_its_page_and_on_to_a_new_one(school: School) -> None:
    one = paper.invited(school)
    here = f"/desk/rosters/{one.roster.public_id}/"
    for sheet in ("slips/", "forms/"):
        assert school.clerk.get(f"{here}{sheet}").status_code == 200
    assert "重新上传名册" not in school.clerk.get(here).content.decode()
    school.clerk.post(f"{here}undoing/")
    for sheet in ("slips/", "forms/"):
        answer = school.clerk.get(f"{here}{sheet}")
        assert (answer.status_code, answer["Location"]) == (303, here)
    page = school.clerk.get(here).content.decode()
    assert "重新上传名册" in page
    assert "/desk/rosters/new/" in page
