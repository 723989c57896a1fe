"""A guardian without a record of the own signs the child up again: after a new time, after the own no; never sent to
register."""

import pytest
from django.test import Client

from baiying.activities.models import Shift, Signup
from baiying.notices.models import Message
from tests.activities.makers import Town, log_in, volunteer
from tests.activities.test_guardian_asked_again import SATURDAY, coming, move, on_saturday
from tests.activities.test_guardian_told import area, child_of, signed_up, texts_to  # noqa: F401
from tests.people import world
from tests.people.test_guardians import FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def into_the_evening(town: Town, client: Client, area: Area) -> tuple[Signup, Client]:  # noqa: F811
    """The shift of a child was moved past the hour from which only a guardian signs it up."""
    signup, guardian = on_saturday(town, client, area)
    move(town, Shift.objects.get(pk=signup.shift_id), coming(SATURDAY, "20:30"))
    signup.refresh_from_db()
    assert signup.state == "cancelled"
    return signup, guardian


@pytest.mark.law("MPL-16")
def test_from_the_message_the_guardian_signs_the_child_up_for_the_new_time(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
) -> None:
    signup, guardian = into_the_evening(town, client, area)
    told = texts_to(FATHER)[0]
    assert "替孩子重新报名" in told.text
    assert told.link == f"/signups/{signup.public_id}/guardian/"
    page = guardian.get(told.link).content.decode()
    assert "替孩子重新报名" in page
    assert "/register/" not in page
    # Without the link too: it stands among the child's sign-ups.
    assert told.link in guardian.get("/mine/wards/").content.decode()
    for _press in range(2):
        answer = guardian.post(f"{told.link}again/")
        assert (answer.status_code, answer["Location"]) == (303, "/mine/wards/")
    assert Signup.objects.filter(person=signup.person, state="accepted").count() == 1
    assert "孩子已经报过" in guardian.get("/mine/wards/").content.decode()
    inbox = Message.objects.filter(inbox=signup.person.public_id, channel="inapp").latest("pk")
    assert "报名成功" in inbox.text


def test_nobody_else_signs_the_child_up_again(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, _guardian = into_the_evening(town, client, area)
    address = f"/signups/{signup.public_id}/guardian/again/"
    stranger = volunteer("陌生人", town.village)
    assert stranger.account is not None
    for one in (client, log_in(town.leader, town.leader_person), log_in(stranger.account, stranger)):
        assert one.post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert not Signup.objects.filter(person=signup.person, state="accepted").exists()


@pytest.mark.law("MPL-16")
def test_the_no_to_one_shift_is_undone_at_once(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area, places=2)
    address = f"/signups/{signup.public_id}/guardian/"
    page = guardian.post(address, follow=True).content.decode()
    assert f"{address}again/" in page
    assert "撤销" in page
    guardian.post(f"{address}again/")
    again = Signup.objects.latest("id")
    assert (again.person_id, again.state, again.pk != signup.pk) == (signup.person_id, "accepted", True)


def test_the_no_is_not_undone_into_something_else_and_later_the_page_offers_what_there_is(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
) -> None:
    signup, guardian = signed_up(town, client, area, places=1)
    town.signup(signup.shift, volunteer("候补", town.village), state="waitlisted")
    address = f"/signups/{signup.public_id}/guardian/"
    # The place has gone to who waited: taking the no back would not give it.
    page = guardian.post(address, follow=True).content.decode()
    assert "撤销" not in page
    assert "替孩子排候补" in page
    assert address in page
    assert "替孩子排候补" in guardian.get(address).content.decode()
    guardian.post(f"{address}again/")
    assert Signup.objects.latest("id").state == "waitlisted"


def test_a_no_of_the_other_guardian_is_said_and_signs_nobody_up(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area)
    Signup.objects.filter(pk=signup.pk).update(state="cancelled", refused_by_guardian_id=town.leader.pk)
    address = f"/signups/{signup.public_id}/guardian/"
    assert "另一位监护人说过这个班次不同意" in guardian.get(address).content.decode()
    answer = guardian.post(f"{address}again/", follow=True).content.decode()
    assert "另一位监护人说过这个班次不同意" in answer
    assert Signup.objects.count() == 1


def test_pages_lead_a_guardian_without_a_record_to_the_child(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
) -> None:
    person, guardian = child_of(client, area, 15)
    shift = town.shift()
    page = f"/activities/{shift.activity.public_id}/"
    shown = guardian.get(page).content.decode()
    assert "/register/" not in shown
    assert "替孩子报名" in shown
    for address in ("/mine/signups/", "/mine/hours/", f"/teams/{shift.activity.team.public_id}/"):
        assert "/register/" not in guardian.get(address, follow=True).content.decode().split("</main>")[0].replace(
            "您自己也想做志愿者？", ""
        ), address
    chosen = guardian.post(f"/shifts/{shift.public_id}/signups/")["Location"]
    assert chosen.startswith("/mine/wards/?next=")
    wards = guardian.get(chosen).content.decode()
    assert "选是替哪个孩子" in wards
    next_page = f"/shifts/{shift.public_id}/signups/"
    answer = guardian.post("/acting/person/", {"person": person.public_id, "next": next_page})
    assert answer["Location"] == next_page
    # Nobody is led away from here.
    away = guardian.post("/acting/person/", {"person": person.public_id, "next": "https://evil.example/"})
    assert away["Location"] == "/mine/"
    assert guardian.post(next_page).status_code == 303
    assert Signup.objects.filter(person=person).count() == 1


def test_acting_for_a_child_no_page_says_register(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    person, guardian = child_of(client, area, 15)
    guardian.post("/acting/person/", {"person": person.public_id})
    client.post("/mine/consents/volunteer_service/withdrawal/")
    shift = town.shift()
    for address in ("/mine/", f"/activities/{shift.activity.public_id}/", "/mine/card/"):
        shown = guardian.get(address).content.decode()
        assert "去注册" not in shown, address
        assert "孩子现在没有注册" in shown, address


def test_who_answers_for_nobody_is_still_led_to_registering(town: Town) -> None:
    shift = town.shift()
    nobody = Client()
    world.make_account("19900000281", "新人")
    world.log_in(nobody, "19900000281")
    assert "去注册" in nobody.get(f"/activities/{shift.activity.public_id}/").content.decode()
    answer = nobody.post(f"/shifts/{shift.public_id}/signups/")
    assert answer["Location"].startswith("/register/?next=")
