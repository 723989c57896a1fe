"""Reminders of several at one telephone, of children and their guardians: one text, and only to who is one now."""

from datetime import date

import pytest

from baiying.accounts import actions as accounts
from baiying.activities.models import Signup
from baiying.activities.reminded import Reminder
from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.people.models import Guardianship, Person
from tests.activities.makers import Town
from tests.activities.reminding import MOTHER, a_shift, at, deliver, outcomes, run, signed_up, texts_to

pytestmark = pytest.mark.django_db
ACTOR = Actor(account_id=1)


def family(town: Town) -> tuple[Person, list[Person]]:
    account = builders.account(MOTHER, name="王芳")
    mother = builders.person("王芳", residence=town.village, phone=MOTHER, account=account)
    wards = [
        builders.person(name, residence=town.village, born=born, guardian=account)
        for name, born in (("刘小明", date(2011, 3, 1)), ("刘小红", date(2016, 3, 1)))
    ]
    return mother, wards


def test_n14_three_people_on_one_telephone_get_one_text_in_their_order(town: Town) -> None:
    mother, wards = family(town)
    starts = [at(6, 8), at(6, 9), at(6, 14)]
    rows = [
        signed_up(a_shift(town, start, title=f"活动{n}"), person, at(1, 9))
        for n, (person, start) in enumerate(zip((mother, *wards), starts, strict=True))
    ]
    Signup.objects.filter(pk=rows[2].pk).update(state="cancelled", ended_at=at(5, 18, 55))
    run(at(5, 19))
    deliver(at(5, 19, 1))
    [text] = texts_to(MOTHER)
    assert text.text.index("08:00") < text.text.index("刘**（您监护的孩子）") < text.text.index("09:00")
    assert "活动2" not in text.text
    assert "刘小明" not in text.text
    # Each has the own copy.
    assert [len(notices.inbox_of(one.public_id)) for one in (mother, *wards)] == [2, 1, 0]


def test_a_child_with_a_phone_of_its_own_is_told_there(town: Town) -> None:
    _mother, [child, _other] = family(town)
    teen = builders.person(
        "张小海",
        residence=town.village,
        born=date(2011, 3, 1),
        guardian=child.account or town.leader,
        phone="19900000871",
    )
    signed_up(a_shift(town, at(6, 8)), teen, at(1, 9))
    run(at(5, 19))
    assert len(texts_to("19900000871")) == 1
    assert texts_to(MOTHER) == []


def test_running_again_or_twice_writes_nothing_twice(town: Town) -> None:
    mother, wards = family(town)
    for person in (mother, *wards):
        signed_up(a_shift(town, at(6, 9), title=person.name), person, at(1, 9))
    run(at(5, 19), at(5, 19), at(5, 19, 1))
    # As if the run had been killed before it could note what it wrote.
    Reminder.objects.all().delete()
    run(at(5, 19, 2))
    assert len(texts_to(MOTHER)) == 1
    assert [len(notices.inbox_of(one.public_id)) for one in (mother, *wards)] == [3, 1, 1]


@pytest.mark.parametrize("change", ["guardian", "phone"])
def test_nothing_of_a_child_goes_to_a_phone_that_is_its_guardians_no_more(town: Town, change: str) -> None:
    mother, [child, _other] = family(town)
    assert mother.account is not None
    signed_up(a_shift(town, at(6, 9)), child, at(1, 9))
    run(at(5, 19))
    if change == "guardian":
        Guardianship.objects.filter(ward=child).update(withdrawn_at=at(5, 19))
    else:
        accounts.change_phone(account_id=mother.account.pk, phone="19900000879", actor=ACTOR, at=at(5, 19))
    deliver(at(5, 19, 5))
    [text] = texts_to(MOTHER)
    assert text.delivered_at is None
    assert text.failed_at is not None


def test_whoever_is_a_guardian_no_more_still_hears_of_the_own_shift(town: Town) -> None:
    mother, [child, _other] = family(town)
    signed_up(a_shift(town, at(6, 8), title="敬老饭桌"), mother, at(1, 9))
    signed_up(a_shift(town, at(6, 11)), child, at(1, 9))
    run(at(5, 19))
    Guardianship.objects.filter(ward=child).update(withdrawn_at=at(5, 19))
    deliver(at(5, 19, 5))
    [text] = texts_to(MOTHER)
    assert text.delivered_at is not None
    assert "敬老饭桌" in text.text
    assert "监护" not in text.text


@pytest.mark.parametrize("first", [True, False])
def test_of_two_guardians_the_better_outcome_stands(town: Town, first: bool) -> None:
    """One has text messages, the other has none: the child was reminded by text message, in whichever order."""
    mother, [child, _other] = family(town)
    account = builders.account("19900000803", name="刘强")
    father = builders.person("刘强", residence=town.village, phone="19900000803", account=account)
    Guardianship.objects.create(
        ward=child, guardian_account=account, guardian_name="刘强", relation="father", phone_sealed=b"", phone_hash=b"",
        phone_mask="", version="1", asked_at=at(1, 8), agreed_at=at(1, 8),
    )  # fmt: skip
    row = signed_up(a_shift(town, at(6, 9)), child, at(1, 9))
    wants_none = father if first else mother
    sending.prefer(inbox=wants_none.public_id, kind="reminder_evening", by_text=False, any_hour=False, at=at(1, 9))
    run(at(5, 19))
    assert len(texts_to(MOTHER)) + len(texts_to("19900000803")) == 1
    assert outcomes(row)["evening"] == "sent"
