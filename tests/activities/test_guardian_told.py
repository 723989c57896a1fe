"""A guardian hears of what the child signs up for, and may say no (P2); a message stands after every sign-up (P10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baiying.activities import actions
from baiying.activities.models import Signup
from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.people import world
from tests.people.test_guardians import CHILD, FATHER, prove
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def child_of(client: Client, area: Area, years: int) -> tuple[Person, Client]:
    """A child whose guardian has agreed on the own phone."""
    number = world.id_number(world.born_years_ago(years))
    assert world.register(client, area, phone=CHILD, number=number, guardian_phone=FATHER) == "/register/done/"
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    assert guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row)).status_code == 303
    return row.ward, guardian


def signed_up(town: Town, client: Client, area: Area, *, years: int = 15, **post: object) -> tuple[Signup, Client]:
    """A child with a guardian on the guardian's own phone has signed up; gives the guardian's browser too."""
    person, guardian = child_of(client, area, years)
    # On a weekend: whatever day it is today, no school stands in the way.
    today = clock.local_date(clock.now())
    weekend = next(days for days in range(2, 9) if (today + timedelta(days=days)).weekday() >= 5)
    shift = town.shift(**{"days": weekend, **post})
    answer = client.post(f"/shifts/{shift.public_id}/signups/")
    assert answer.status_code == 303, answer.content.decode()
    return Signup.objects.get(person=person), guardian


def texts_to(phone: str) -> list[Message]:
    return [one for one in notices.on_screen(phone, limit=20) if one.kind.startswith("ward_")]


@pytest.mark.law("MPL-16")
def test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly(
    town: Town, client: Client, area: Area
) -> None:
    signup, guardian = signed_up(town, client, area, places=1)
    waits = town.signup(signup.shift, volunteer("候补", town.village), state="waitlisted")
    [text] = texts_to(FATHER)
    # By surname: a text message may be read by others.
    assert "李**" in text.text
    assert "李小红" not in text.text
    assert signup.shift.activity.title in text.text
    assert "领队全程在场" in text.text
    page = guardian.get(text.link).content.decode()
    assert "李小红" in page
    assert "有车辆经过" in page
    assert "不同意，取消这次报名" in page
    # Whoever decides may ask first.
    assert f'href="tel:{signup.shift.activity.contact_phone}"' in page
    assert text.link in guardian.get("/mine/wards/").content.decode()
    assert guardian.post(text.link)["Location"] == "/mine/wards/"
    signup.refresh_from_db()
    assert (signup.state, signup.reason) == ("cancelled", "监护人不同意")
    waits.refresh_from_db()
    assert waits.state == "accepted"
    child = Message.objects.filter(inbox=signup.person.public_id, kind="signup_guardian_refused", channel="inapp").get()
    assert "别的活动也欢迎您" in child.text
    leader = Message.objects.get(inbox=town.leader_person.public_id, kind="activity_guardian_refused")
    assert "监护人不同意" in leader.text
    assert "李小红" not in leader.text
    # Twice is harmless.
    assert guardian.post(text.link).status_code == 303
    assert Message.objects.filter(kind="signup_guardian_refused", channel="inapp").count() == 1


def test_the_guardians_text_message_carries_the_link_that_it_names(
    town: Town, client: Client, area: Area, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = "https://city.example"
    _signup, guardian = signed_up(town, client, area)
    asked = Message.objects.get(kind="guardian_asked", channel="sms")
    for text in (asked, texts_to(FATHER)[0]):
        assert f"https://city.example{text.link} " in text.text
        assert guardian.get(text.link).status_code == 200
    # What is said anew when it is sent carries it too.
    sending.deliver_waiting(at=clock.now())
    assert f"https://city.example{texts_to(FATHER)[0].link} " in texts_to(FATHER)[0].text
    inbox = Message.objects.get(kind="ward_signup_made", channel="inapp")
    with translation.override("en"):
        assert f"open https://city.example{inbox.link}" in inbox.text_to_read


def test_without_an_address_the_text_message_says_where_the_page_is(
    town: Town, client: Client, area: Area, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = ""
    _signup, guardian = signed_up(town, client, area)
    text = texts_to(FATHER)[0]
    assert "链接" not in text.text
    assert "登录后在“我监护的孩子”里" in text.text
    assert text.link in guardian.get("/mine/wards/").content.decode()


def test_p2_nobody_else_sees_or_refuses_the_sign_up(town: Town, client: Client, area: Area) -> None:
    signup, guardian = signed_up(town, client, area)
    address = f"/signups/{signup.public_id}/guardian/"
    for stranger in (client, log_in(town.leader, town.leader_person)):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404
    assert Client().get(address).status_code == 302
    # Nor who withdrew.
    guardian.post(f"/mine/wards/{Guardianship.objects.get().public_id}/withdrawal/")
    assert guardian.post(address).status_code == 404


def test_p2_the_guardian_is_asked_to_come_where_nobody_else_is_there(town: Town, client: Client, area: Area) -> None:
    person, guardian = child_of(client, area, 15)
    shift = town.shift(minors_with="guardian")
    answer = client.post(f"/shifts/{shift.public_id}/signups/")
    assert answer.status_code == 409
    assert "监护人陪同" in answer.content.decode()
    assert guardian.post("/acting/person/", {"person": person.public_id}).status_code == 303
    assert guardian.post(f"/shifts/{shift.public_id}/signups/").status_code == 303
    # Who did it is not told of it.
    assert texts_to(FATHER) == []
    signup = Signup.objects.get()
    assert "要您陪孩子到场" in guardian.get(f"/signups/{signup.public_id}/guardian/").content.decode()


def test_p2_the_guardian_hears_again_when_a_waiting_child_gets_a_place(town: Town, client: Client, area: Area) -> None:
    person, _guardian = child_of(client, area, 15)
    shift = town.shift(places=1)
    first = town.signup(shift, volunteer("先到", town.village))
    client.post(f"/shifts/{shift.public_id}/signups/")
    [waiting] = texts_to(FATHER)
    assert "排了候补" in waiting.text
    leader = actor(town.leader, town.leader_person)
    actions.set_aside(signup_id=first.pk, reason="重复报名", actor=leader, at=clock.now())
    assert "有名额了" in texts_to(FATHER)[0].text
    assert Signup.objects.get(person=person).state == "accepted"


def test_p2_after_the_shift_began_it_is_too_late_to_say_no(town: Town, client: Client, area: Area) -> None:
    signup, guardian = signed_up(town, client, area)
    signup.shift.starts_at = clock.now()
    signup.shift.save()
    guardian.post(f"/signups/{signup.public_id}/guardian/")
    signup.refresh_from_db()
    assert signup.state == "accepted"


def test_p2_after_the_consent_is_withdrawn_the_child_cannot_sign_up(town: Town, client: Client, area: Area) -> None:
    _person, guardian = child_of(client, area, 15)
    guardian.post(f"/mine/wards/{Guardianship.objects.get().public_id}/withdrawal/")
    answer = client.post(f"/shifts/{town.shift().public_id}/signups/")
    assert answer.status_code == 409
    assert not Signup.objects.exists()


@pytest.mark.parametrize(
    ("shift", "words"),
    [({}, "报名成功"), ({"approval": "leader"}, "领队审核后会通知您"), ({"places": 1}, "已为您排候补")],
)
def test_p10_a_message_stands_after_every_sign_up_and_the_bar_counts_it(
    town: Town, shift: dict[str, object], words: str
) -> None:
    activity = town.activity(approval=shift.get("approval", "open"))
    row = town.shift(activity, places=int(str(shift.get("places", 5))))
    if "places" in shift:
        town.signup(row, volunteer("先到", town.village))
    person = volunteer("林晓雨", town.village)
    assert person.account is not None
    browser = log_in(person.account, person)
    assert "by-badge" not in browser.get("/mine/").content.decode()
    for _twice in range(2):
        browser.post(f"/shifts/{row.public_id}/signups/")
    [message] = Message.objects.filter(inbox=person.public_id)
    assert words in message.text
    assert message.link == f"/activities/{activity.public_id}/"
    page = browser.get("/mine/").content.decode()
    assert "by-badge" in page
    browser.cookies["django_language"] = "en"
    inbox = browser.get("/mine/messages/").content.decode()
    assert activity.title in inbox
    # Read: the badge goes.
    assert "by-badge" not in browser.get("/mine/").content.decode()


@pytest.mark.law("MPL-16")
def test_a_guardians_no_holds_for_the_shift_until_the_same_guardian_signs_the_child_up(
    town: Town, client: Client, area: Area
) -> None:
    signup, guardian = signed_up(town, client, area)
    guardian.post(f"/signups/{signup.public_id}/guardian/")
    address = f"/shifts/{signup.shift.public_id}/signups/"
    answer = client.post(address)
    assert answer.status_code == 409
    assert "监护人说过这个班次不同意" in answer.content.decode()
    # Neither on the way of another guardian, who hears that it holds.
    other = world.make_account("19900000261", "王小梅")
    Guardianship.objects.create(
        ward=signup.person, guardian_account=other, guardian_name="王小梅", relation="mother", phone_sealed=b"",
        phone_hash=b"", phone_mask="", version="2", asked_at=clock.now(), agreed_at=clock.now(),
    )  # fmt: skip
    mother = Client()
    world.log_in(mother, "19900000261")
    mother.post("/acting/person/", {"person": signup.person.public_id})
    assert mother.post(address).status_code == 409
    # Another shift is open to the child; this one when he himself signs it up.
    guardian.post("/acting/person/", {"person": signup.person.public_id})
    assert guardian.post(address).status_code == 303
    again = Signup.objects.latest("id")
    assert again.state == "accepted"
    guardian.post(f"/signups/{again.public_id}/guardian/")
    [told] = Message.objects.filter(kind="ward_signup_guardian_refused", channel="sms")
    assert "由他自己替孩子报名" in told.text
    assert told.address_mask == "199****0261"
