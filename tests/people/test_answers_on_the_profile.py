"""What guardians answered stands on the child's page: all, of whom and when; and what is refused is said there."""

import pytest
from django.test import Client
from django.utils import timezone

from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Registration
from baiying.people.rules import GuardianAsked
from tests.people import world
from tests.people.test_guardian_cases import MOTHER, agreed
from tests.people.test_guardians import FATHER, minor
from tests.people.test_two_guardians import ask_mother
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


def test_a_no_stays_in_sight_however_often_another_is_asked_since(client: Client, area: Area) -> None:
    world.rule_set("registration", guardians_asked_a_day=20)
    registration = minor(client, area)
    row = Guardianship.objects.get()
    actions.decline_as_guardian(guardianship=row, actor=ACTOR, at=clock.now())
    for n in range(6):
        asked = GuardianAsked(f"王{n}梅", "other", f"1990000024{n}", "")
        actions.ask_guardian(person=registration.person, guardian=asked, actor=ACTOR, at=clock.now())
        asked_again = GuardianAsked(f"王{n}梅", "other", f"1990000024{n}", "")
        actions.ask_guardian(person=registration.person, guardian=asked_again, actor=ACTOR, at=clock.now())
    page = client.get("/mine/profile/").content.decode()
    assert "李大山" in page
    assert "没有同意" in page
    # Of who gave no answer the newest request alone.
    assert page.count("王3梅") == 1


def test_the_child_reads_who_said_no_and_when(client: Client, area: Area) -> None:
    minor(client, area)
    actions.decline_as_guardian(guardianship=Guardianship.objects.get(), actor=ACTOR, at=clock.now())
    day = timezone.localtime(clock.now())
    today = client.get("/mine/").content.decode()
    assert "监护人 李**" in today
    assert f"{day.month}月{day.day}日" in today.replace(" ", "")
    [said] = Message.objects.filter(kind="guardian_declined", channel="inapp")
    assert "李**" in said.text
    assert "李大山" not in said.text


def test_the_child_reads_for_whom_a_yes_waits(client: Client, area: Area) -> None:
    registration, _row, father = agreed(client, area)
    last = Guardianship.objects.get()
    father.post(f"/mine/wards/{last.public_id}/withdrawal/")
    hers = ask_mother(client)
    actions.agree_as_guardian(guardianship=hers, actor=ACTOR, at=clock.now())
    refused = queries.refused_last(registration.person_id, clock.now())
    assert refused is not None
    assert (refused.who, refused.said) == ("李**", "withdrew")
    assert "监护人 李**" in client.get("/mine/").content.decode()
    assert MOTHER != FATHER


def test_a_guardian_who_acts_for_the_child_reads_the_others_by_surname(client: Client, area: Area) -> None:
    registration, _row, father = agreed(client, area)
    Guardianship.objects.create(
        ward=registration.person, guardian_name="王小梅", relation="mother", phone_sealed=b"", phone_hash=b"x",
        phone_mask="199****0231", version="3", asked_at=clock.now(), declined_at=clock.now(), closed_why="no",
    )  # fmt: skip
    own = client.get("/mine/profile/").content.decode()
    assert "王小梅" in own
    assert "199****0231" in own
    father.post("/acting/person/", {"person": registration.person.public_id})
    page = father.get("/mine/profile/").content.decode()
    assert "王**" in page
    assert "王小梅" not in page
    assert "199****0231" not in page
    # What he gave he takes back from here.
    assert "/mine/consents/guardian_under_14/withdrawal/" in page
    assert father.get("/mine/consents/guardian_under_14/withdrawal/")["Location"] == "/mine/wards/"


def test_a_corrected_name_that_is_refused_says_why_at_its_field_and_stays(client: Client, area: Area) -> None:
    world.register(client, area, phone="19900000251")
    Registration.objects.update(failed_at=clock.now(), failed_reason="名字和证件不一样")
    answer = client.post("/mine/profile/resubmission/", {"name": "x123"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="x123"' in page
    assert "名字和证件不一样" in page
    assert Registration.objects.get().failed_at is not None
    assert client.post("/mine/profile/resubmission/", {"name": "李小红"}).status_code == 303
    # Again: the same.
    assert client.post("/mine/profile/resubmission/", {"name": "李小红"}).status_code == 303
