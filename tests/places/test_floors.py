"""What a law fixes cannot be passed: every floor of every kind of rules is tried by page, by action and in SQL.

The floors are found by themselves: a new one is tried here from its first line.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from baiying.config import rooms
from baiying.demo import builders
from baiying.demo.builders import SmallCity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.kit.values.floors import Bound, Floor, broken, floors_of, kept
from baiying.places import actions, queries
from baiying.places.actions import floors as writing
from baiying.places.actions.rule_sets import BelowFloor
from baiying.places.models import LegalFloor, RuleSet
from baiying.places.rules import values as typed
from tests.places.test_pages import Visit

pytestmark = pytest.mark.django_db

KINDS = [kind.rules for room in rooms.gathered().values() for kind in room.rule_kinds]
FLOORS = [pytest.param(kind, f, id=f"{kind.KIND}.{f.field}.{f.bound}") for kind in KINDS for f in floors_of(kind)]
every_floor = pytest.mark.parametrize(("kind", "floor"), FLOORS)


def looser(floor: Floor) -> list[Any]:
    """Values that a floor forbids, each in the shape that a version of rules keeps."""
    match floor.bound:
        case Bound.AT_LEAST:
            return [floor.value - 1, 0]  # type: ignore[operator]
        case Bound.AT_MOST:
            return [floor.value + 1, 9999]  # type: ignore[operator]
        case Bound.IS:
            return [not floor.value]
        case Bound.CONTAINS:
            return [[], *([one for one in floor.value if one != left] for left in floor.value)]  # type: ignore[union-attr]
        case Bound.WITHOUT:
            return [["code", one] for one in floor.value]  # type: ignore[union-attr]


def stricter(floor: Floor) -> Any:
    match floor.bound:
        case Bound.AT_LEAST:
            return floor.value + 1  # type: ignore[operator]
        case Bound.AT_MOST:
            return floor.value - 1  # type: ignore[operator]
        case Bound.IS:
            return floor.value
        case Bound.CONTAINS:
            return [*floor.value, "another"]  # type: ignore[misc]
        case Bound.WITHOUT:
            return ["code"]


def insert(kind: Any, values: dict[str, Any], city: SmallCity) -> RuleSet:
    """As straight as anybody could write it: two accounts, long confirmed."""
    at = clock.midnight(date(2026, 1, 1))
    with transaction.atomic():
        return RuleSet.objects.create(
            kind=kind.KIND, area=city.city, valid_from=date(2026, 1, 1), values=values, source="试", proposed_at=at,
            proposed_by_id=1, confirmed_at=at, confirmed_by_id=2, in_force_from=date(2026, 1, 1),
        )  # fmt: skip


def propose(kind: Any, values: dict[str, Any], city: SmallCity) -> RuleSet:
    now = clock.now()
    return actions.propose_rule_set(
        kind=kind.KIND, area_id=city.city.pk, valid_from=clock.local_date(now), valid_to=None, values=values,
        source="试", actor=Actor(account_id=1), at=now,
    )  # fmt: skip


def test_there_are_the_floors_that_laws_fix_now() -> None:
    found = {f"{kind.KIND}.{floor.field}" for kind in KINDS for floor in floors_of(kind)}
    assert found >= {
        "registration.adult_age",
        "registration.separate_consent_below",
        "registration.family_only_below",
        "registration.min_self_age",
        "hours.record_working_days",
        "hours.objection_working_days",
        "hours.credit_sources",
        "activities.blocking_kinds",
        "activities.own_plan_may_be_published",
        "activities.adults_only_categories",
        "privacy.least_people",
    }


@every_floor
def test_the_default_keeps_to_the_law_and_the_sentence_names_its_article(kind: Any, floor: Floor) -> None:
    assert floor.holds(getattr(kind(), floor.field))
    assert "第" in floor.sentence
    assert floor.field in {field.name for field in typed.fields_of(kind)}


def as_posted(kind: Any, name: str, value: Any) -> Any:
    """Ticked boxes where there are choices, else as typed."""
    return list(value) if typed.choices_of(kind, name) else typed.shown(value)


@every_floor
def test_the_page_refuses_what_is_looser_at_its_field(kind: Any, floor: Floor, city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    address = f"/desk/places/rules/{kind.KIND}/new/"
    given = {"valid_from": clock.local_date(clock.now()).isoformat(), "source": "市文明办 2026 第 3 号"}
    given |= {f"value_{one.name}": as_posted(kind, one.name, one.default) for one in typed.fields_of(kind)}
    for value in looser(floor):
        answer = office.post(address, given | {f"value_{floor.field}": as_posted(kind, floor.field, value)})
        assert answer.status_code == 422
        assert floor.sentence in answer.context["form"].errors[f"value_{floor.field}"]
    assert not RuleSet.objects.exists()
    assert floor.sentence in office.get(address).content.decode()


@every_floor
def test_the_action_refuses_what_is_looser_and_names_the_article(kind: Any, floor: Floor, city: SmallCity) -> None:
    for value in [*looser(floor), None, "18", str(floor.value)]:
        with pytest.raises(BelowFloor) as refused:
            propose(kind, {floor.field: value}, city)
        assert floor.sentence in str(refused.value)
        assert floor.duty in refused.value.detail["duties"]  # type: ignore[operator]
    assert not RuleSet.objects.exists()


@every_floor
def test_the_database_refuses_what_is_looser_and_says_the_same(kind: Any, floor: Floor, city: SmallCity) -> None:
    for value in [*looser(floor), None, "18", str(floor.value)]:
        with pytest.raises(IntegrityError) as refused:
            insert(kind, {floor.field: value}, city)
        assert floor.sentence in str(refused.value)
        assert broken(kind, {floor.field: value}, date(2026, 1, 1))[0].sentence == floor.sentence
    assert not RuleSet.objects.exists()


@every_floor
def test_what_is_stricter_is_taken(kind: Any, floor: Floor, city: SmallCity) -> None:
    value = stricter(floor)
    row = insert(kind, {floor.field: value}, city)
    propose(kind, {floor.field: value}, city)
    found = queries.rule_set(kind, area_path=city.village.path, on=date(2026, 2, 1))
    assert found.rule_set_id == row.pk
    assert getattr(found.rules, floor.field) == (tuple(value) if isinstance(value, list) else value)


@every_floor
def test_reading_never_gives_what_is_looser_wherever_it_came_from(kind: Any, floor: Floor) -> None:
    for value in looser(floor):
        rules = kind(**{floor.field: tuple(value) if isinstance(value, list) else value})
        assert floor.holds(getattr(kept(rules, date(2026, 1, 1)), floor.field))
        # A law is no older than its first day.
        day_before = floor.valid_from - timedelta(days=1)
        assert getattr(kept(rules, day_before), floor.field) == getattr(rules, floor.field)


@every_floor
def test_a_version_from_before_the_floor_is_raised_and_the_audit_says_so(
    kind: Any, floor: Floor, city: SmallCity
) -> None:
    LegalFloor.objects.filter(kind=kind.KIND, field=floor.field).delete()
    old = insert(kind, {floor.field: looser(floor)[0]}, city)
    writing.write_floors()
    assert writing.raise_versions(at=clock.now()) == 1
    assert writing.raise_versions(at=clock.now()) == 0
    old.refresh_from_db()
    assert floor.sentence in old.withdrawn_why
    found = queries.rule_set(kind, area_path=city.village.path, on=date(2026, 2, 1))
    assert floor.holds(getattr(found.rules, floor.field))
    new = RuleSet.objects.get(pk=found.rule_set_id)
    assert (new.note, new.in_force_from, new.area_id) == ("raised", old.in_force_from, old.area_id)
    said = AuditEvent.objects.get(action="RuleSetRaised")
    assert said.detail["replaces"] == old.pk
    assert said.detail["before"] == old.values


def test_the_table_of_floors_is_what_the_rules_say_and_the_application_may_not_write_it(db: None) -> None:
    written = set(LegalFloor.objects.values_list("kind", "field", "bound", "duty", "sentence", "valid_from"))
    assert written == {
        (kind.KIND, f.field, str(f.bound), f.duty, f.sentence, f.valid_from) for kind in KINDS for f in floors_of(kind)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE table_name = 'places_legalfloor' AND grantee = 'baiying_app'"
        )
        assert {name for (name,) in cursor.fetchall()} == {"SELECT"}


def test_one_floor_of_two_bounds_is_broken_on_either_side(db: None) -> None:
    row = builders.rule_set("hours", record_working_days=5)
    assert row.values == {"record_working_days": 5}
    floor = Floor("x", Bound.IS, False, "X-1", "第一条", date(2026, 1, 1), date(2027, 1, 1))
    assert floor.in_force(date(2026, 12, 31))
    assert not floor.in_force(date(2027, 1, 1))
    assert not floor.in_force(date(2025, 1, 1), date(2026, 1, 1))
    assert not floor.holds(0)
