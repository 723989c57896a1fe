"""Three records of one human, and what the second log-in holds."""

import base64
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.people import actions, identity, queries
from baiying.people.models import Guardianship, Merge, SpotCheck
from tests.people.merging import NOW, Pair, at, by_passport, minutes
from tests.people.test_merge_races import MARCH

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair(builders.small_city().villages[0])


def third(pair: Pair) -> Any:
    made = builders.person(pair.a.name, residence=pair.area, account=builders.account(name=pair.a.name))
    return by_passport(made)


def next_pair(pair: Pair, person: Any) -> Pair:
    later = Pair.__new__(Pair)
    later.__dict__.update(pair.__dict__, b=person)
    return later


def test_a_first_merge_is_undone_only_after_the_later_one_into_the_same_record(pair: Pair) -> None:
    """The same hour stood on both that were merged: it counts once, and is nobody's for nothing."""
    other = third(pair)
    for person in (pair.b, other):
        pair.served(person, at(MARCH, 8), 60)
    first = pair.merge()
    later = next_pair(pair, other)
    last = later.merge(NOW + timedelta(hours=1))
    survivor = last.survivor
    assert survivor.pk == first.survivor_id
    assert minutes(survivor) == 60
    with pytest.raises(actions.LaterMergeStands):
        pair.undo(first, NOW + DAY)
    later.undo(last, NOW + DAY)
    pair.undo(Merge.objects.get(pk=first.pk), NOW + DAY)
    assert [minutes(one) for one in (pair.b, other)] == [60, 60]


def test_a_guardian_by_the_second_log_in_is_not_merged_with_the_ward(pair: Pair) -> None:
    ward = builders.person("陈小", residence=pair.area, account=builders.account(name="陈小"))
    Guardianship.objects.create(
        ward=ward, guardian_account=pair.b.account, guardian_name="陈一诺", relation="father", asked_at=NOW,
        agreed_at=NOW, version="1",
    )  # fmt: skip
    row = pair.merge()
    assert "监护人" in queries.hinders_merging(row.survivor_id, ward.pk, NOW)


def test_an_office_of_the_second_log_in_hinders_as_one_of_the_first_does(pair: Pair) -> None:
    builders.appointment(pair.b.account, "place_staff", pair.area)
    row = pair.merge()
    other = third(pair)
    builders.appointment(other.account, "place_staff", pair.area)
    assert "任职" in queries.hinders_merging(row.survivor_id, other.pk, NOW + DAY)


def test_a_drawn_registration_is_looked_into_before_it_is_merged(pair: Pair) -> None:
    check = SpotCheck.objects.create(person=pair.b, registered_by_id=1, drawn_at=NOW, due_on=NOW.date())
    assert "抽中" in queries.hinders_merging(pair.a.pk, pair.b.pk, NOW)
    SpotCheck.objects.filter(pk=check.pk).update(found_at=NOW, outcome="true", way="phone", words="问过", found_by_id=2)
    assert queries.hinders_merging(pair.a.pk, pair.b.pk, NOW) == ""


def said_to(pair: Pair, phone: str) -> tuple[str, int]:
    """What somebody reads who types a made-up code for the other's number, and how long the cookie is."""
    client = Client()
    client.force_login(pair.a.account, backend="baiying.accounts.backend.AccountBackend")
    number = queries.registration_of(pair.b.pk)
    assert number is not None
    client.post("/mine/merging/", {"number": number.volunteer_no, "phone": phone})
    raw = client.cookies["sessionid"].value.split(":")[0]
    data = base64.urlsafe_b64decode(raw.lstrip(".") + "==")
    kept = json.loads(zlib.decompress(data) if raw.startswith(".") else data)["merging"]
    page = client.post("/mine/merging/codes/", {"code": "111111", "other_code": "000000"}).content.decode()
    return page.split("by-summary", 1)[1].split("</div>", 1)[0], len(kept)


def test_neither_page_nor_cookie_tells_whether_a_number_and_a_phone_belong_together(pair: Pair) -> None:
    own, theirs = "19900007700", "19900007701"
    for person, phone in ((pair.a, own), (pair.b, theirs)):
        give_phone(person, phone)
    right, wrong = said_to(pair, theirs), said_to(pair, "19900007777")
    assert right == wrong
    assert "另一条记录不是这个手机号的" in right[0]


def give_phone(person: Any, phone: str) -> None:
    """Give a record and its log-in a number."""
    accounts.change_phone(account_id=person.account_id, phone=phone, actor=Actor(), at=NOW)
    columns = identity.seal_phone(phone, public_id=person.public_id, key=queries.key_of(person))
    for column, value in columns.items():
        setattr(person, column, value)
    person.save(update_fields=list(columns))
