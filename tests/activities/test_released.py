"""What a withdrawal cancels is named: before anybody presses, and in the messages after it; the leader hears."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions
from baiying.activities.models import Signup
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Consent, Guardianship
from tests.activities.makers import Town, log_in, volunteer
from tests.activities.test_guardian_told import area, signed_up  # noqa: F401
from tests.people.test_guardians import CHILD
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def released(signup: Signup, row: Guardianship | None) -> int:
    return actions.release_person(
        person_id=signup.person_id, reason="监护人撤回了同意" if row else "志愿者注册已结束", at=clock.now(),
        guardianship_id=row.pk if row else None,
    )  # fmt: skip


def test_a_guardians_withdrawal_names_what_falls_to_both(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area)
    other = town.shift(town.activity("河边清洁"), days=20)
    town.signup(other, signup.person)
    row = Guardianship.objects.get()
    page = guardian.get(f"/mine/wards/{row.public_id}/withdrawal/").content.decode()
    titles = (signup.shift.activity.title, "河边清洁")
    assert all(title in page for title in titles)
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    Signup.objects.exclude(state="accepted").update(state="accepted")
    Message.objects.filter(kind__endswith="signup_released").delete()
    assert released(signup, row) == 2
    [child] = Message.objects.filter(inbox=signup.person.public_id, kind="signup_released", channel="inapp")
    [sms] = Message.objects.filter(kind="signup_released", channel="sms")
    [theirs] = Message.objects.filter(kind="ward_signup_released")
    for text in (child.text, sms.text, theirs.text):
        assert all(title in text for title in titles)
    assert sms.address_mask == f"{CHILD[:3]}****{CHILD[-4:]}"
    assert "监护人撤回了同意" in child.text
    assert "李小红" not in theirs.text
    # Again: nothing ends, and nobody is told.
    assert released(signup, row) == 0
    assert Message.objects.filter(kind="signup_released", channel="inapp").count() == 1


def test_the_leader_hears_who_does_not_come(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, _guardian = signed_up(town, client, area)
    actions.tell_leaders(at=clock.now() + timedelta(days=1))
    released(signup, Guardianship.objects.get())
    actions.tell_leaders(at=clock.now() + timedelta(days=2))
    news = Message.objects.filter(kind="activity_news").latest("id").text
    assert "来不了" in news
    assert "监护人撤回了同意" in news


def test_who_ends_the_own_registration_reads_before_and_after_what_falls(town: Town) -> None:
    person = volunteer("林晓雨", town.village)
    assert person.account is not None
    signup = town.signup(town.shift(town.activity("河边清洁")), person)
    browser = log_in(person.account, person)
    Consent.objects.create(
        person=person, purpose="volunteer_service", version="2", given_at=clock.now(), given_by="self", channel="web"
    )
    page = browser.get("/mine/consents/volunteer_service/withdrawal/").content.decode()
    assert "会取消的报名" in page
    assert "河边清洁" in page
    released(signup, None)
    [told] = Message.objects.filter(kind="signup_released")
    assert "志愿者注册已结束，这些报名已取消：“河边清洁”" in told.text
    assert told.channel == "inapp", "whoever pressed knows"


def test_many_are_named_as_far_as_a_message_goes(town: Town) -> None:
    person = volunteer("林晓雨", town.village)
    for number in range(7):
        shift = town.shift(town.activity(f"活动{number}"), days=3 + number)
        signup = town.signup(shift, person)
    assert released(signup, None) == 7
    text = Message.objects.get(kind="signup_released").text
    assert text.count("“") == 5
    assert "等" in text
