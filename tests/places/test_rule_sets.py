"""Versions of rules: proposed by one, in force when another confirmed, withdrawn before they start, never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from baiying.accounts.rules import LogInRules
from baiying.demo import builders
from baiying.demo.builders import SmallCity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.places import actions, queries
from baiying.places.actions import rule_sets as refusals
from baiying.places.models import RuleSet
from tests.places.test_pages import Visit

pytestmark = pytest.mark.django_db

NOW = builders.NOW
TODAY = clock.local_date(NOW)
ONE, OTHER = Actor(account_id=1), Actor(account_id=2)


def proposed(city: SmallCity, first: date = TODAY, end: date | None = None, **values: Any) -> RuleSet:
    return actions.propose_rule_set(
        kind="log_in", area_id=city.city.pk, valid_from=first, valid_to=end, values=values or {"lock_after": 6},
        source="市文明办 2026 第 3 号", actor=ONE, at=NOW,
    )  # fmt: skip


def lock_after(city: SmallCity, on: date) -> tuple[int, int]:
    """As Python reads it, and as SQL reads it."""
    path = city.village.path
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_rule_values('log_in', %s, %s) ->> 'lock_after'", [path, on])
        (found,) = cursor.fetchone()
    return queries.rule_set(LogInRules, area_path=path, on=on).rules.lock_after, int(found or 10)


def test_what_is_proposed_holds_nowhere_until_another_confirms_it(city: SmallCity) -> None:
    row = proposed(city)
    assert lock_after(city, TODAY) == (10, 10)
    with pytest.raises(refusals.SecondPersonNeeded):
        actions.confirm_rule_set(rule_set_id=row.pk, actor=ONE, at=NOW)
    with pytest.raises(refusals.NeedsAccount):
        actions.confirm_rule_set(rule_set_id=row.pk, actor=Actor(), at=NOW)
    actions.confirm_rule_set(rule_set_id=row.pk, actor=OTHER, at=NOW)
    assert lock_after(city, TODAY) == (6, 6)
    assert lock_after(city, TODAY - timedelta(days=1)) == (10, 10)
    with pytest.raises(refusals.NotWaiting):
        actions.confirm_rule_set(rule_set_id=row.pk, actor=Actor(account_id=3), at=NOW)
    said = AuditEvent.objects.get(action="RuleSetConfirmed")
    assert (said.account_id, said.detail["proposed_by"]) == (2, 1)


def test_who_comes_in_by_the_proposers_phone_is_no_second_person(city: SmallCity) -> None:
    phone = "19900000777"
    one, other = (builders.account(phone, name=name) for name in ("高明", "高二"))
    row = actions.propose_rule_set(
        kind="log_in", area_id=city.city.pk, valid_from=TODAY, valid_to=None, values={"lock_after": 6},
        source="市文明办 2026 第 3 号", actor=Actor(account_id=one.pk), at=NOW,
    )  # fmt: skip
    with pytest.raises(refusals.SecondPersonNeeded):
        actions.confirm_rule_set(rule_set_id=row.pk, actor=Actor(account_id=other.pk), at=NOW)
    actions.confirm_rule_set(rule_set_id=row.pk, actor=OTHER, at=NOW)


def test_what_waited_past_its_day_holds_from_the_day_of_confirmation_and_changes_no_day_gone_by(
    city: SmallCity,
) -> None:
    row = proposed(city, TODAY + timedelta(days=1))
    later = NOW + timedelta(days=5)
    actions.confirm_rule_set(rule_set_id=row.pk, actor=OTHER, at=later)
    assert lock_after(city, TODAY + timedelta(days=4)) == (10, 10)
    assert lock_after(city, TODAY + timedelta(days=5)) == (6, 6)
    with pytest.raises(refusals.StartsInPast):
        proposed(city, TODAY - timedelta(days=1))
    over = proposed(city, TODAY, TODAY + timedelta(days=3))
    with pytest.raises(refusals.AlreadyEnded):
        actions.confirm_rule_set(rule_set_id=over.pk, actor=OTHER, at=later)


def test_a_version_is_withdrawn_with_a_reason_until_it_is_in_force(city: SmallCity) -> None:
    waiting, coming, running = proposed(city), proposed(city, TODAY + timedelta(days=2)), proposed(city)
    for row in (coming, running):
        actions.confirm_rule_set(rule_set_id=row.pk, actor=OTHER, at=NOW)
    with pytest.raises(refusals.WhyNeeded):
        actions.withdraw_rule_set(rule_set_id=coming.pk, why=" ", actor=ONE, at=NOW)
    for row in (waiting, coming):
        actions.withdraw_rule_set(rule_set_id=row.pk, why="数值写错", actor=ONE, at=NOW)
    assert lock_after(city, TODAY + timedelta(days=3)) == (6, 6)
    with pytest.raises(refusals.AlreadyInForce):
        actions.withdraw_rule_set(rule_set_id=running.pk, why="不要了", actor=ONE, at=NOW)
    with pytest.raises(refusals.NotWaiting):
        actions.confirm_rule_set(rule_set_id=waiting.pk, actor=OTHER, at=NOW)
    with pytest.raises(refusals.NotWaiting):
        actions.withdraw_rule_set(rule_set_id=coming.pk, why="再撤一次", actor=ONE, at=NOW)
    assert AuditEvent.objects.filter(action="RuleSetWithdrawn").count() == 2


@contextmanager
def as_the_application() -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE baiying_app")
        yield cursor


IN_FORCE = {"confirmed_at": NOW, "confirmed_by_id": 2, "in_force_from": TODAY}


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"lock_after": 99}},
        {"valid_from": TODAY - timedelta(days=400)},
        {"kind": "hours"},
        {"proposed_by_id": 2},
        IN_FORCE | {"confirmed_by_id": 1},
        IN_FORCE | {"confirmed_by_id": None},
        IN_FORCE | {"in_force_from": None},
        IN_FORCE | {"in_force_from": TODAY - timedelta(days=1)},
        {"withdrawn_at": NOW},
    ],
    ids=lambda change: "+".join(change),
)
def test_the_database_changes_nothing_of_a_version_but_confirming_it_by_a_second_person(
    city: SmallCity, change: dict[str, Any]
) -> None:
    row = proposed(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=row.pk).update(**change)
    RuleSet.objects.filter(pk=row.pk).update(**IN_FORCE)
    for again in ({"confirmed_by_id": 3}, {"in_force_from": TODAY + timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleSet.objects.filter(pk=row.pk).update(**again)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_the_application_cannot_write_a_version_that_needs_no_second_person_nor_withdraw_one_in_force(
    city: SmallCity,
) -> None:
    row = proposed(city)
    RuleSet.objects.filter(pk=row.pk).update(**IN_FORCE)
    columns = (
        "(public_id, kind, valid_from, values, source, proposed_at, confirmed_at, in_force_from, note, withdrawn_why)"
    )
    tried = (
        ("second person", f"INSERT INTO places_ruleset {columns} SELECT 'other', kind, valid_from, values, source,"
         " proposed_at, confirmed_at, in_force_from, 'kept', '' FROM places_ruleset"),
        ("in force", "UPDATE places_ruleset SET withdrawn_at = confirmed_at, withdrawn_why = '不要了'"),
    )  # fmt: skip
    for word, statement in tried:
        with pytest.raises(IntegrityError, match=word), as_the_application() as cursor:
            cursor.execute(statement)


def test_one_office_proposes_another_sees_what_changes_and_confirms(city: SmallCity, visit: Visit) -> None:
    one, other, foreign = (
        visit("city_office", city.city),
        visit("city_office", city.city),
        visit("county_office", city.counties[0]),
    )
    today = clock.local_date(clock.now())
    given = {"valid_from": today.isoformat(), "source": "市文明办 2026 第 3 号"}
    given |= {f"value_{f}": str(getattr(LogInRules(), f)) for f in LogInRules.__dataclass_fields__}
    assert one.post("/desk/places/rules/log_in/new/", given | {"value_lock_after": "6"}).status_code == 303
    row = RuleSet.objects.get()
    address = f"/desk/places/rules/{row.public_id}/"
    assert "待确认" in one.get("/desk/places/rules/").content.decode()
    assert "等待确认的规则" in other.get("/desk/").content.decode()
    assert "等待确认的规则" not in one.get("/desk/").content.decode()
    own = one.get(address)
    assert "确认生效" not in own.content.decode()
    assert "另一个账号" in own.content.decode()
    assert one.post(f"{address}confirmation/").status_code == 303
    assert foreign.post(f"{address}confirmation/").status_code == 403
    row.refresh_from_db()
    assert row.confirmed_at is None
    page = other.get(address)
    assert page.context["changes"] == [("输错几次锁定", "10", "6")]
    assert "确认生效" in page.content.decode()
    assert other.post(f"{address}confirmation/").status_code == 303
    row.refresh_from_db()
    assert row.in_force_from == today
    assert other.post(f"{address}withdrawal/", {"why": "写错了"}).status_code == 422
    # A new proposal begins with what holds now.
    assert other.get("/desk/places/rules/log_in/new/").context["form"]["value_lock_after"].value() == "6"


def test_a_proposal_is_withdrawn_on_its_page_with_a_reason(city: SmallCity, visit: Visit) -> None:
    row = proposed(city, TODAY + timedelta(days=3000))
    office = visit("city_office", city.city)
    address = f"/desk/places/rules/{row.public_id}/"
    assert office.post(f"{address}withdrawal/", {"why": ""}).status_code == 422
    assert office.post(f"{address}withdrawal/", {"why": "写错了"}).status_code == 303
    page = office.get(address).content.decode()
    assert "已撤回" in page
    assert "写错了" in page
    assert "确认生效" not in page
