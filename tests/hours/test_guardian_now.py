"""A guardian and a child who serves at this moment: both sides know it, and each has a number to call."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Guardianship
from baiying.places import models as places
from tests.hours.conftest import Morning, morning_at
from tests.people import world

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    """The child came to a shift that began twenty minutes ago."""
    on = morning_at(cast, clock.now() - timedelta(minutes=20))
    assert cast["minor"].person is not None
    builders.attendance(on.shift, cast["minor"].person)
    return on


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def child_of(now: Morning) -> int:
    person = now.cast["minor"].person
    assert person is not None
    return person.pk


def withdrawn(now: Morning, guardian: Client) -> Guardianship:
    row = Guardianship.objects.get(ward_id=child_of(now), withdrawn_at__isnull=True)
    assert guardian.post(f"/mine/wards/{row.public_id}/withdrawal/").status_code == 303
    return row


def proves(guardian: Client, row: Guardianship, now: Morning) -> None:
    """Consent asks for a code of this moment."""
    page, phone = f"/guardians/{row.public_id}/", now.cast["guardian"].phone
    guardian.post(f"{page}codes/")
    assert guardian.post(page, {"code": world.code_for(phone)}).status_code == 303


def told(now: Morning, kind: str) -> int:
    leader = now.cast["leader"].person
    assert leader is not None
    return Message.objects.filter(kind=f"hours.{kind}", inbox=leader.public_id, channel="inapp").count()


def test_the_guardian_sees_where_the_child_is_and_whom_to_call(now: Morning, client_as: ClientAs) -> None:
    activity, guardian = now.shift.activity, client_as("guardian")
    call = f'href="tel:{activity.contact_phone}"'
    row = Guardianship.objects.get(ward_id=child_of(now), withdrawn_at__isnull=True)
    for address in ("/mine/wards/", f"/mine/wards/{row.public_id}/withdrawal/"):
        page = text(guardian.get(address))
        assert "孩子正在现场" in page
        assert activity.title in page
        assert activity.address in page
        assert call in page
        assert activity.contact_name in page
    withdrawn(now, guardian)
    after = text(guardian.get("/mine/wards/"))
    assert "告诉领队让孩子停下来" in after
    assert "请先打电话" in after
    assert call in after


def test_of_two_children_the_one_whose_consent_stands_is_not_said_to_be_stopped(
    now: Morning, client_as: ClientAs
) -> None:
    """The other child's withdrawal says nothing of the one who serves."""
    account = now.cast["guardian"].account
    sister = builders.person("陈小满", residence=now.shift.activity.area, account=None)
    type(sister).objects.filter(pk=sister.pk).update(birth_date=date(clock.now().year - 13, 1, 1))
    Guardianship.objects.create(
        ward=sister, guardian_account=account, guardian_name="陈建国", relation="father", phone_sealed=b"",
        phone_hash=b"", phone_mask="", version="2", asked_at=clock.now(), agreed_at=clock.now(),
        withdrawn_at=clock.now(),
    )  # fmt: skip
    page = text(client_as("guardian").get("/mine/wards/"))
    assert "您撤回了同意" in page
    assert "孩子正在现场" in page
    assert "让孩子停下来" not in page


def test_a_contact_without_a_number_is_not_a_dead_end(now: Morning, client_as: ClientAs) -> None:
    now.shift.activity.contact_phone = ""
    now.shift.activity.save(update_fields=["contact_phone_sealed"])
    guardian = client_as("guardian")
    withdrawn(now, guardian)
    page = text(guardian.get("/mine/wards/"))
    assert "孩子正在现场" in page
    assert ("请先打电话" in page) == ('href="tel:' in page), "nobody is asked to call where no number is known"


def test_without_the_activitys_number_the_nearest_one_is_given(now: Morning, client_as: ClientAs) -> None:
    now.shift.activity.contact_phone = ""
    now.shift.activity.save(update_fields=["contact_phone_sealed"])
    person = now.cast["minor"].person
    assert person is not None
    site = places.Site.objects.filter(division=person.residence).first() or builders.site(person.residence)
    places.Site.objects.filter(pk=site.pk).update(phone="0000-7654321")
    page = text(client_as("guardian").get("/mine/wards/"))
    assert "0000-7654321" in page


def test_when_the_shift_is_over_the_child_is_no_longer_there(now: Morning, client_as: ClientAs) -> None:
    """A forgotten check-out is no child on the spot."""
    type(now.shift).objects.filter(pk=now.shift.pk).update(ends_at=clock.now())
    assert "孩子正在现场" not in text(client_as("guardian").get("/mine/wards/"))


def test_a_guardian_without_own_hours_is_led_to_the_childs(now: Morning, client_as: ClientAs) -> None:
    for address in ("/mine/hours/", "/mine/signups/"):
        assert "替孩子操作" in text(client_as("guardian").get(address))
        assert "替孩子操作" not in text(client_as("resident").get(address)), "who answers for nobody"


def test_who_is_at_home_has_no_such_line(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    morning_at(cast, clock.now() - timedelta(minutes=20))
    assert "孩子正在现场" not in text(client_as("guardian").get("/mine/wards/"))


def test_the_leader_hears_it_once_a_withdrawal_and_when_it_is_over(now: Morning, client_as: ClientAs) -> None:
    child, guardian = child_of(now), client_as("guardian")
    row = withdrawn(now, guardian)
    # The listener, and the sweep that finds what it missed: one message.
    assert actions.tell_of_withdrawn(person_id=child, at=clock.now())
    assert actions.sweep_withdrawn(at=clock.now()) == 1
    assert told(now, "ward_withdrawn") == 1
    assert "先停下来找领队" in text(client_as("minor").get("/mine/"))
    proves(guardian, row, now)
    answer = guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert answer["Location"] == "/mine/wards/"
    assert actions.tell_of_agreed_again(person_id=child, at=clock.now())
    actions.sweep_withdrawn(at=clock.now())
    assert told(now, "ward_agreed_again") == 1
    assert not actions.tell_of_withdrawn(person_id=child, at=clock.now())
    # A second withdrawal is news again.
    withdrawn(now, guardian)
    actions.sweep_withdrawn(at=clock.now())
    assert told(now, "ward_withdrawn") == 2


def test_who_serves_with_consent_is_nobodys_news(now: Morning) -> None:
    assert not actions.tell_of_withdrawn(person_id=child_of(now), at=clock.now())
    assert not actions.tell_of_agreed_again(person_id=child_of(now), at=clock.now())
    assert actions.sweep_withdrawn(at=clock.now()) == 0


def test_the_leaders_list_marks_the_child_and_calls_the_guardian(now: Morning, client_as: ClientAs) -> None:
    leader, field = client_as("leader"), f"/shifts/{now.shift.public_id}/field/"
    signup = now.shift.signups.get(person_id=child_of(now)).public_id
    button = f'name="signup" value="{signup}" formaction="/shifts/{now.shift.public_id}/calls/"'
    before = text(leader.get(field))
    assert button in before, "a child who is here has a guardian to call"
    assert "监护人撤回了同意" not in before
    withdrawn(now, client_as("guardian"))
    after = text(leader.get(field))
    assert button in after
    assert "监护人撤回了同意" in after
    called = text(leader.post(f"/shifts/{now.shift.public_id}/calls/", {"signup": signup}))
    assert f'href="tel:{now.cast["guardian"].phone}"' in called


def test_an_adult_who_is_here_keeps_the_number(now: Morning, client_as: ClientAs) -> None:
    person = now.cast["volunteer"].person
    assert person is not None
    builders.attendance(now.shift, person)
    page = text(client_as("leader").get(f"/shifts/{now.shift.public_id}/field/"))
    signup = now.shift.signups.get(person_id=person.pk).public_id
    assert f'value="{signup}" formaction="/shifts/{now.shift.public_id}/calls/"' not in page


def rung(now: Morning, kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=f"hours.{kind}", channel="sms", urgent=True))


def test_the_leaders_phone_rings_at_once_when_a_guardian_withdraws(now: Morning, client_as: ClientAs) -> None:
    guardian = client_as("guardian")
    row = withdrawn(now, guardian)
    assert actions.tell_of_withdrawn(person_id=child_of(now), at=clock.now())
    actions.sweep_withdrawn(at=clock.now())
    [text_message] = rung(now, "ward_withdrawn")
    assert "让孩子停下来" in text_message.text
    proves(guardian, row, now)
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert actions.tell_of_agreed_again(person_id=child_of(now), at=clock.now())
    assert len(rung(now, "ward_agreed_again")) == 1


def test_a_leader_who_is_no_volunteer_is_rung_as_well(now: Morning, client_as: ClientAs) -> None:
    leader = now.cast["leader"]
    assert leader.person is not None
    type(leader.person).objects.filter(pk=leader.person.pk).update(account=None)
    withdrawn(now, client_as("guardian"))
    assert actions.tell_of_withdrawn(person_id=child_of(now), at=clock.now())
    [text_message] = rung(now, "ward_withdrawn")
    assert "联系监护人来接" in text_message.text
    assert Message.objects.filter(kind="hours.ward_withdrawn", inbox=leader.account.public_id).exists()
