"""The unread number is the rows themselves, and "all read" marks what was before the eyes (N35)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions, queries
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, log_in

pytestmark = pytest.mark.django_db
INBOX, READING = "/mine/messages/", "/mine/messages/reading/"


@pytest.fixture
def reader() -> Person:
    town = Town()
    account = builders.account("19900000921", name="读信人")
    return builders.person("读信人", residence=town.village, account=account, phone="19900000921")


def write(inbox: str, many: int, *, text: str = "消息") -> None:
    at = clock.now()
    letters = [actions.Letter(text=f"{text}{n}", inbox=inbox) for n in range(many)]
    actions.write_many(kind="signup_note", letters=letters, at=at)


def unread(inbox: str) -> int:
    rows = Message.objects.filter(inbox=inbox, channel="inapp", read_at__isnull=True).count()
    assert queries.unread_count(inbox) == rows
    return rows


def until(page: str) -> str:
    return page.partition('name="until" value="')[2].partition('"')[0]


def browser(reader: Person) -> Client:
    return log_in(reader.account, reader)  # type: ignore[arg-type]


def test_n35_all_read_in_two_tabs_leaves_what_came_since(reader: Person) -> None:
    inbox = reader.public_id
    write(inbox, 35)
    one, two = browser(reader), browser(reader)
    assert unread(inbox) == 35
    page = one.get(INBOX).content.decode()
    assert unread(inbox) == 5, "the thirty that were shown are read"
    assert "其余 5 条也标为已读" in page
    seen = until(page)
    assert until(two.get(INBOX).content.decode()) == seen
    write(inbox, 2, text="新来的")
    for tab in (one, two, one):
        assert tab.post(READING, {"until": seen}).status_code == 302
        assert unread(inbox) == 2, "those that came after the list stay, however often it is pressed"
    one.get(INBOX)
    assert unread(inbox) == 0
    assert "标为已读" not in one.get(INBOX).content.decode()


def test_n35_nothing_that_is_typed_marks_anything_else(reader: Person) -> None:
    write(reader.public_id, 3)
    write("another", 2)
    tab = browser(reader)
    for nonsense in ("", "x", "-1", "²", "9" * 40):
        assert tab.post(READING, {"until": nonsense}).status_code == 302
    assert unread(reader.public_id) == 3
    last = Message.objects.order_by("-id").values_list("id", flat=True)[0]
    tab.post(READING, {"until": last})
    assert (unread(reader.public_id), unread("another")) == (0, 2)
    assert tab.get(READING).status_code == 405
    assert Client().post(READING, {"until": last}).status_code in {302, 403}
    assert unread("another") == 2


def test_n35_asking_for_the_head_marks_nothing(reader: Person) -> None:
    write(reader.public_id, 1)
    browser(reader).head(INBOX)
    assert unread(reader.public_id) == 1


def test_n35_what_was_read_stays_read_at_its_first_time(reader: Person) -> None:
    write(reader.public_id, 1)
    first = clock.now()
    last = Message.objects.get().id
    actions.mark_all_read(inbox=reader.public_id, until=last, at=first)
    assert actions.mark_all_read(inbox=reader.public_id, until=last, at=first + timedelta(hours=1)) == 0
    assert Message.objects.get().read_at == first


def test_n35_whoever_comes_in_as_a_person_later_has_the_unread_of_the_account(reader: Person) -> None:
    """A guardian's inbox goes over to the record that is registered later: the numbers add up."""
    other: Account = builders.account("19900000922", name="家长")
    write(other.public_id, 3)
    write(reader.public_id, 2)
    for _again in range(2):
        actions.carry_over(inbox=other.public_id, to=reader.public_id)
        assert (unread(other.public_id), unread(reader.public_id)) == (0, 5)
