"""A guardian who looks into the child's inbox reads for himself: to the child all stays new."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices import actions, queries
from baiying.notices.models import Message, Reading
from baiying.people import queries as people
from baiying.people.models import Person
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def acting(area: Area, client: Client) -> tuple[Person, Client]:
    """A child with unread messages, and its guardian who acts for it."""
    registration, _row, _guardian = agreed(client, area, 16)
    father = Client()
    world.log_in(father, FATHER)
    father.post("/acting/person/", {"person": registration.person.public_id})
    actions.write(kind="signup_made", text="报名成功。", at=clock.now(), inbox=registration.person.public_id)
    return registration.person, father


def test_a_guardians_look_leaves_the_childs_messages_unread(client: Client, area: Area) -> None:
    child, father = acting(area, client)
    unread = queries.unread_count(child.public_id)
    assert unread > 0
    assert 'class="by-badge"' in father.get("/mine/").content.decode() or unread
    assert "报名成功。" in father.get("/mine/messages/").content.decode()
    assert queries.unread_count(child.public_id) == unread
    # To the guardian they are read: new for him is what came since.
    assert "by-badge" not in father.get("/mine/").content.decode()
    assert "by-badge" in client.get("/mine/").content.decode()
    father.get("/mine/messages/")
    assert Reading.objects.count() == 1
    actions.write(kind="signup_made", text="又一次。", at=clock.now(), inbox=child.public_id)
    assert "by-badge" in father.get("/mine/").content.decode()
    # The child reads, and so it is read.
    client.get("/mine/messages/")
    assert queries.unread_count(child.public_id) == 0


def test_how_far_one_has_read_never_goes_back(db: None) -> None:
    at = clock.now()
    for upto in (5, 3, 7, 6):
        actions.note_reading(inbox="kind", account_id=4, upto=upto, at=at)
    assert queries.read_upto("kind", 4) == 7
    assert queries.read_upto("kind", 5) == 0


def test_where_the_child_has_no_account_the_guardians_look_is_the_one_that_counts(client: Client, area: Area) -> None:
    child, father = acting(area, client)
    Person.objects.filter(pk=child.pk).update(account=None)
    assert people.account_id_of(child.pk) is None
    father.get("/mine/messages/")
    assert queries.unread_count(child.public_id) == 0
    assert not Reading.objects.exists()


def test_ones_own_inbox_is_read_as_before(client: Client, area: Area) -> None:
    world.register(client, area, phone=CHILD)
    assert Message.objects.filter(channel="inapp", read_at__isnull=True).exists()
    client.get("/mine/messages/")
    assert not Message.objects.filter(channel="inapp", read_at__isnull=True).exists()
