"""Two who share a telephone: each reads of the own children and by the own settings, though the text is one (N14)."""

from datetime import date, timedelta

import pytest

from baiying.activities import actions
from baiying.activities.models import Post, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town, actor
from tests.activities.reminding import MOTHER, a_shift, at, deliver, outcomes, run, signed_up, texts_to

pytestmark = pytest.mark.django_db


class Shared:
    """Two women come in by the one phone of the village; each is guardian of a child without a phone."""

    def __init__(self, town: Town, *, own_phones: bool = False) -> None:
        self.town = town
        self.accounts = [builders.account(MOTHER, name=name) for name in ("王芳", "李秀")]
        phone = MOTHER if own_phones else None
        self.women = [
            builders.person(account.display_name, residence=town.village, account=account, phone=phone)
            for account in self.accounts
        ]
        self.children = [
            builders.person(name, residence=town.village, born=date(2016, 8, 1), guardian=account)
            for name, account in zip(("刘小明", "赵小红"), self.accounts, strict=True)
        ]

    def inbox(self, which: int) -> list[str]:
        return [one.text for one in notices.inbox_of(self.women[which].public_id)]


def sunday(shared: Shared, *persons: Person) -> None:
    for n, person in enumerate(persons):
        signed_up(a_shift(shared.town, at(6, 8 + n), title=f"活动{person.name[:1]}"), person, at(1, 9))


def test_each_guardian_reads_of_the_own_child_and_one_text_of_both(town: Town) -> None:
    shared = Shared(town)
    sunday(shared, *shared.children)
    run(at(5, 19))
    deliver(at(5, 19, 1))
    [text] = texts_to(MOTHER)
    assert "活动刘" in text.text
    assert "活动赵" in text.text
    assert text.delivered_at
    for which, own, other in ((0, "活动刘", "活动赵"), (1, "活动赵", "活动刘")):
        assert any(own in one for one in shared.inbox(which))
        assert not any(other in one for one in shared.inbox(which))


@pytest.mark.parametrize("own_phones", [False, True])
def test_a_neighbour_without_children_reads_of_none(town: Town, own_phones: bool) -> None:
    shared = Shared(town, own_phones=own_phones)
    sunday(shared, shared.women[0], shared.children[1])
    run(at(5, 19))
    assert not any("活动赵" in one for one in shared.inbox(0))
    assert any("活动赵" in one for one in shared.inbox(1))


def test_what_one_switched_off_holds_for_the_other_no_more(town: Town) -> None:
    shared = Shared(town)
    inbox = shared.women[0].public_id
    sending.prefer(inbox=inbox, kind="reminder_evening", by_text=False, any_hour=False, at=at(1, 9))
    sunday(shared, *shared.children)
    run(at(5, 19))
    [text] = texts_to(MOTHER)
    assert "活动赵" in text.text
    assert "活动刘" not in text.text
    rows = [Signup.objects.get(person=child) for child in shared.children]
    assert [outcomes(row)["evening"] for row in rows] == ["inbox", "sent"]


def test_a_guardian_without_a_record_is_read_by_the_own_settings(town: Town) -> None:
    """An account alone has an inbox and settings: switched off, the reminder of the child stands in the inbox."""
    account = builders.account(MOTHER, name="王芳")
    child = builders.person("刘小明", residence=town.village, born=date(2016, 8, 1), guardian=account)
    signed_up(a_shift(town, at(6, 14)), child, at(1, 9))
    sending.prefer(inbox=account.public_id, kind="reminder_evening", by_text=False, any_hour=False, at=at(1, 9))
    run(at(5, 19), at(6, 13), at(6, 13, 1))
    assert [one.kind for one in texts_to(MOTHER)] == ["reminder_soon"]
    kinds = [one.kind for one in notices.inbox_of(account.public_id)]
    assert sorted(kinds) == ["reminder_evening", "reminder_soon"]


def test_whose_guardian_withdrew_is_left_out_of_the_text_of_the_other(town: Town) -> None:
    shared = Shared(town)
    sunday(shared, *shared.children)
    run(at(5, 19))
    Guardianship.objects.filter(ward=shared.children[0]).update(withdrawn_at=at(5, 19))
    deliver(at(5, 19, 1))
    [text] = texts_to(MOTHER)
    assert "活动赵" in text.text
    assert "活动刘" not in text.text


def test_one_lets_it_ring_at_night_and_the_other_does_not(town: Town) -> None:
    shared = Shared(town)
    inbox = shared.women[0].public_id
    sending.prefer(inbox=inbox, kind="reminder_soon", by_text=True, any_hour=True, at=at(1, 9))
    for child in shared.children:
        signed_up(a_shift(town, at(6, 6), title=f"活动{child.name[:1]}"), child, at(1, 9))
    run(at(6, 5))
    deliver(at(6, 5, 1))
    [text] = [one for one in texts_to(MOTHER) if one.kind == "reminder_soon"]
    assert "活动刘" in text.text
    assert "活动赵" not in text.text


def test_a_confirmation_names_both_children(town: Town) -> None:
    shared = Shared(town)
    tomorrow = clock.midnight(clock.local_date(clock.now())) + timedelta(days=2, hours=9)
    for n, (child, account) in enumerate(zip(shared.children, shared.accounts, strict=True)):
        starts_at = tomorrow + timedelta(hours=3 * n)
        shift = builders.shift(town.activity(f"活动{n}", approval="open"), starts_at, starts_at + timedelta(hours=2))
        Post.objects.filter(pk=shift.post_id).update(minors_welcome=True, minors_with="leader")
        actions.sign_up(shift_pid=shift.public_id, person_id=child.pk, actor=actor(account, child), at=clock.now())
    actions.confirm(at=clock.now())
    sending.deliver_waiting(at=tomorrow - timedelta(days=1))
    [text] = Message.objects.filter(kind="signup_confirmed", channel="sms")
    assert text.delivered_at
    assert "刘**" in text.text
    assert "赵**" in text.text
