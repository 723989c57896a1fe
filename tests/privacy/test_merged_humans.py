"""One human with two log-ins after a merge: the closing and the copy know both."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import audit, clock
from baiying.kit.backups import erasures
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.people import queries
from baiying.people.models import Guardianship, Person
from baiying.privacy import actions as privacy
from baiying.privacy import queries as pq
from baiying.privacy.actions import closings
from baiying.privacy.copying import looked
from baiying.privacy.models import Closing, Copy
from tests.people import world
from tests.people.merging import DAY, NOW, Pair, by_passport
from tests.people.test_merge_pages import PAGE, made, number, own, the, told

pytestmark = pytest.mark.django_db


def merged(first: Any, area: Any) -> tuple[Person, Person, Client, Client]:
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    client = own(one)
    client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    client.post(
        "/mine/merging/codes/",
        {k: world.code_for(queries.phone_of(p)) for k, p in (("code", one), ("other_code", other))},
    )
    assert first.client.post(f"{PAGE}{the().public_id}/confirmation/").status_code == 303
    row = the()
    assert row.state == "done"
    return row.survivor, row.loser, own(row.survivor), own(row.loser)


def test_the_second_log_in_reaches_the_own_closing(first: Any, area: Any) -> None:
    _s, _l, by_one, by_two = merged(first, area)
    assert by_one.get("/mine/data/closing/").status_code == 200
    assert by_two.get("/mine/data/closing/").status_code == 200


def test_the_second_log_in_stops_the_closing(first: Any, area: Any) -> None:
    s, _l, by_one, by_two = merged(first, area)
    by_one.post("/mine/data/closing/codes/")
    assert by_one.post("/mine/data/closing/", {"code": world.code_for(queries.phone_of(s))}).status_code == 303
    assert Closing.objects.exists()
    assert by_two.post("/mine/data/closing/stop/").status_code == 303
    assert Closing.objects.get().stopped_at is not None


def test_the_second_log_in_gets_the_own_copy(first: Any, area: Any) -> None:
    s, _l, _c, by_two = merged(first, area)
    here = by_two.post("/mine/data/copies/")["Location"]
    row = Copy.objects.get()
    privacy.make_copy(copy_id=row.pk, at=clock.now())
    assert "监护人为您要了" not in told(s), "an adult is told that a guardian asked"
    by_two.post(f"{here}codes/")
    assert by_two.post(here, {"code": "000000"}).status_code == 422, "asks for the code, instead of over"


def test_the_copy_says_who_looked_at_the_other_record(first: Any, area: Any) -> None:
    one, other = made(area.village, 1), by_passport(made(area.village, 2))
    for p in (one, other):
        first.client.get(f"/desk/people/{p.public_id}/")
    client = own(one)
    client.post("/mine/merging/", {"number": number(other), "phone": queries.phone_of(other)})
    client.post(
        "/mine/merging/codes/",
        {k: world.code_for(queries.phone_of(p)) for k, p in (("code", one), ("other_code", other))},
    )
    first.client.post(f"{PAGE}{the().public_id}/confirmation/")
    s, other_one = the().survivor, the().loser
    looks = (
        AuditEvent.objects.filter(audit.about("person", s.pk), action__in=looked()).count()
        + AuditEvent.objects.filter(audit.about("person", other_one.pk), action__in=looked()).count()
    )
    found = pq.gather(pq.whose(s.pk), guardian=False, at=clock.now())
    rows = next(x["rows"] for x in found["sections"] if x["key"] == "privacy.looks")
    assert len(rows) == looks


def test_what_the_second_log_in_has_in_hand_is_handed_over_first(db: None) -> None:
    """The last administrator of a body by the second log-in: closing leaves the body with nobody."""
    pair = Pair(builders.small_city().villages[0])
    body = builders.body("学校", area=pair.area)
    builders.office(pair.b.account, body)
    assert pq.to_hand_over(pair.b.pk, pair.b.account_id, NOW), "before the merge it is asked for"
    row = pair.merge()
    assert row.loser_id == pair.b.pk
    s = Person.objects.get(pk=row.survivor_id)
    with pytest.raises(privacy.HandOverFirst):
        privacy.ask_closing(person=s, way="self", actor=Actor(account_id=s.account_id), at=NOW + timedelta(days=1))


def test_the_ward_of_the_second_log_in_is_handed_over_first(db: None) -> None:
    city = builders.small_city()
    pair = Pair(city.villages[0])
    ward = the_cast.build(city)["minor"].person
    Guardianship.objects.filter(ward=ward).update(guardian_account=pair.b.account)
    assert pq.to_hand_over(pair.b.pk, pair.b.account_id, NOW), "before the merge it is asked for"
    row = pair.merge()
    s = Person.objects.get(pk=row.survivor_id)
    with pytest.raises(privacy.HandOverFirst):
        privacy.ask_closing(person=s, way="self", actor=Actor(account_id=s.account_id), at=NOW + timedelta(days=1))


def test_nothing_of_the_phone_stays_in_the_merge_after_erasing(db: None) -> None:
    area = builders.small_city().villages[0]
    pair = Pair(area)
    pair.b = builders.person("陈一诺", residence=area, phone="19900007001", verified=False)
    row = pair.merge()
    survivor = Person.objects.get(pk=row.survivor_id)
    mask = survivor.phone_mask
    closings.erase_person(person=survivor, at=NOW + DAY)
    row.refresh_from_db()
    assert mask not in str(row.settled), row.settled


def test_a_restore_erases_nobody_else(db: None) -> None:
    """Wrongly merged, backed up, undone, then one of the two closed: the restore of that backup erases both."""
    pair = Pair(builders.small_city().villages[0])
    row = pair.merge()  # the backup is of now; afterwards it was undone, and the survivor alone was erased
    erasures.note(Person.objects.get(pk=row.survivor_id).public_id, NOW + 2 * DAY)
    closings.erase_again(at=NOW + 3 * DAY)
    assert not queries.is_erased(Person.objects.get(pk=row.loser_id))


def test_a_restore_erases_every_record_of_a_human_who_was_merged(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    """Noted is each record by itself, because a restore reads no merge: the other one's name would be back for good."""
    pair = Pair(builders.small_city().villages[0])
    row = pair.merge()
    own = Actor(account_id=row.survivor.account_id, person_id=row.survivor_id)
    survivor = Person.objects.get(pk=row.survivor_id)
    asked = privacy.ask_closing(person=survivor, way="self", actor=own, at=NOW + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert privacy.close_account(closing_id=asked.pk, at=asked.due_at)
    for one in (row.survivor, row.loser):
        assert erasures.noted()[one.public_id] == asked.due_at


def test_a_copy_whose_person_was_erased_before_it_was_made(db: None) -> None:
    pair = Pair(builders.small_city().villages[0])
    row = privacy.ask_copy(person=pair.a, way="self", actor=Actor(account_id=pair.a.account_id), at=NOW)
    closings.erase_person(person=pair.a, at=NOW)
    privacy.make_copy(copy_id=row.pk, at=NOW)


def test_the_copy_of_a_merged_human_has_the_acts_of_both(db: None) -> None:
    pair = Pair(builders.small_city().villages[0])
    for p in (pair.a, pair.b):
        audit.record(
            "CopyAsked",
            actor=Actor(account_id=p.account_id, person_id=p.pk),
            at=NOW - DAY,
            subject=("person", p.pk),
            area_id=p.residence_id,
        )
    row = pair.merge()
    found = pq.gather(pq.whose(row.survivor_id), guardian=False, at=NOW + DAY)
    rows = next(x["rows"] for x in found["sections"] if x["key"] == "privacy.acts")
    assert len(rows) == 2, rows


def test_what_came_into_the_second_log_ins_hands_holds_the_closing_on_its_day(db: None) -> None:
    """Asked for again on the day, for every log-in: else it fails in the trigger each hour."""
    pair = Pair(builders.small_city().villages[0])
    body = builders.body("学校", area=pair.area)
    row = pair.merge()
    s = Person.objects.get(pk=row.survivor_id)
    asked = privacy.ask_closing(person=s, way="self", actor=Actor(account_id=s.account_id), at=NOW + DAY)
    builders.office(pair.b.account, body)
    assert not privacy.close_account(closing_id=asked.pk, at=asked.due_at)
    assert Closing.objects.get().closed_at is None


def test_a_closing_that_waited_for_a_merge_does_not_land_on_the_record_that_ended(db: None) -> None:
    pair = Pair(builders.small_city().villages[0])
    stale = Person.objects.get(pk=pair.b.pk)
    row = pair.merge()
    assert row.loser_id == stale.pk
    with pytest.raises(privacy.MergedMeanwhile):
        privacy.ask_closing(person=stale, way="self", actor=Actor(account_id=stale.account_id), at=NOW + DAY)
    assert not Closing.objects.exists()
