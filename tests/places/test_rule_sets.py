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
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.places import actions, queries
from baiying.places.actions import rule_sets as refusals
from baiying.places.models import RuleSet
from baiying.places.rules import values as typed
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
    third = Actor(account_id=builders.account(name="第三位").pk)
    actions.confirm_rule_set(rule_set_id=row.pk, actor=third, at=NOW)


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
    waiting, coming, running = (proposed(city, TODAY + timedelta(days=days)) for days in (1, 2, 0))
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


def test_one_version_starts_on_a_day_for_a_kind_and_an_area(city: SmallCity) -> None:
    """O1: four versions with one start stood side by side, and nobody could say which would hold."""
    tomorrow = TODAY + timedelta(days=1)
    first = proposed(city, tomorrow)
    assert proposed(city, tomorrow).pk == first.pk  # pressed twice
    with pytest.raises(refusals.StartTaken) as refused:
        proposed(city, tomorrow, lock_after=7)
    assert refused.value.detail == {"version": first.public_id}
    proposed(city, TODAY + timedelta(days=2), lock_after=7)
    for kind, area in (("log_in", city.counties[0].pk), ("log_in", None), ("hours", city.city.pk)):
        actions.propose_rule_set(
            kind=kind, area_id=area, valid_from=tomorrow, valid_to=None, values={}, source="依据", actor=ONE, at=NOW
        )
    actions.withdraw_rule_set(rule_set_id=first.pk, why="写错了", actor=ONE, at=NOW)
    second = proposed(city, tomorrow, lock_after=7)
    actions.confirm_rule_set(rule_set_id=second.pk, actor=OTHER, at=NOW)
    with pytest.raises(refusals.StartTaken):
        proposed(city, tomorrow, lock_after=7)


def test_what_waited_past_its_day_starts_today_and_no_second_one_with_it(city: SmallCity) -> None:
    late, later = proposed(city, TODAY), NOW + timedelta(days=5)
    day = clock.local_date(later)

    def on_that_day(**values: Any) -> RuleSet:
        return actions.propose_rule_set(
            kind="log_in", area_id=city.city.pk, valid_from=day, valid_to=None, values=values, source="依据",
            actor=ONE, at=later,
        )  # fmt: skip

    with pytest.raises(refusals.StartTaken):
        on_that_day(lock_after=8)
    punctual = proposed(city, day, lock_after=9)
    actions.confirm_rule_set(rule_set_id=punctual.pk, actor=OTHER, at=NOW)
    with pytest.raises(refusals.StartTaken):
        actions.confirm_rule_set(rule_set_id=late.pk, actor=OTHER, at=later)
    assert lock_after(city, day) == (9, 9)
    actions.confirm_rule_set(rule_set_id=late.pk, actor=OTHER, at=later - timedelta(days=1))
    assert lock_after(city, day - timedelta(days=1)) == (6, 6)


def test_what_waits_past_its_last_day_takes_no_day_from_another(city: SmallCity) -> None:
    proposed(city, TODAY, TODAY + timedelta(days=2))
    for days, taken in ((1, True), (2, False)):
        on = TODAY + timedelta(days=days)
        assert (queries.starting("log_in", city.city.pk, on, today=on) is not None) == taken


def test_a_version_that_a_later_one_replaced_is_not_said_to_hold(city: SmallCity, visit: Visit) -> None:
    today = clock.local_date(clock.now())

    def held(days: int, end: date | None = None) -> RuleSet:
        day = today + timedelta(days=days)
        at = clock.midnight(min(day, today))
        return RuleSet.objects.create(
            kind="log_in", area=city.city, source="依据", proposed_at=at, proposed_by_id=1, confirmed_at=at,
            confirmed_by_id=2, valid_from=day, in_force_from=day, valid_to=end,
        )  # fmt: skip

    old, now, coming = (held(days) for days in (-20, -10, 10))
    held(-5, end=today)
    assert queries.replaced(queries.rule_sets(), today) == {old.pk}
    assert queries.replaced(queries.rule_sets(), coming.valid_from) == {old.pk, now.pk}
    office = visit("city_office", city.city)
    words = [office.get(f"/desk/places/rules/{row.public_id}/").context["mark"][1] for row in (old, now, coming)]
    assert words == ["已由更新的版本接替", "有效", "还没开始"]
    assert "已由更新的版本接替" in office.get("/desk/places/rules/").content.decode()


def as_sent() -> dict[str, Any]:
    """The defaults as a browser sends them: several boxes of one name are several values."""
    values = {f: getattr(LogInRules(), f) for f in LogInRules.__dataclass_fields__}
    return {f"value_{f}": list(one) if isinstance(one, tuple) else str(one) for f, one in values.items()}


def test_a_taken_start_is_said_at_its_field_and_leads_to_the_version_there_is(city: SmallCity, visit: Visit) -> None:
    there = proposed(city, clock.local_date(clock.now()) + timedelta(days=9))
    given = {"valid_from": there.valid_from.isoformat(), "source": "市文明办 2026 第 4 号"}
    given |= as_sent()
    answer = visit("city_office", city.city).post("/desk/places/rules/log_in/new/", given | {"value_lock_after": "7"})
    assert answer.status_code == 422
    assert "一天只能开始一个版本" in str(answer.context["form"].errors["valid_from"])
    page = answer.content.decode()
    assert f"/desk/places/rules/{there.public_id}/" in page
    assert "市文明办 2026 第 4 号" in page
    assert RuleSet.objects.count() == 1


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
    given |= as_sent()
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


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rounding_minutes", "0", "请填 1–60 之间的数。"),
        ("rounding_minutes", "61", "请填 1–60 之间的数。"),
        ("daily_cap_minutes", "9999", "请填 1–1440 之间的数。"),
        ("minimum_presence_percent", "101", "请填 0–100 之间的数。"),
        ("credit_sources", "扫码", "扫码"),
        ("credit_sources", ["code", "roster"], "roster"),
    ],
)
def test_no_version_takes_a_number_out_of_range_or_a_word_nobody_knows(
    city: SmallCity, visit: Visit, field: str, value: Any, said: str
) -> None:
    office = visit("city_office", city.city)
    given: dict[str, Any] = {
        "valid_from": clock.local_date(clock.now()).isoformat(), "source": "市文明办 2026 第 3 号",
        "value_credit_sources": ["code", "scan"],
    }  # fmt: skip
    for one in typed.fields_of(HourRules):
        given.setdefault(f"value_{one.name}", typed.shown(one.default))
    answer = office.post("/desk/places/rules/hours/new/", given | {f"value_{field}": value})
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[f"value_{field}"])
    bad = [value] if value == "扫码" else value if isinstance(value, list) else int(value)
    with pytest.raises(refusals.ValuesRefused) as refused:
        actions.propose_rule_set(
            kind="hours", area_id=city.city.pk, valid_from=TODAY, valid_to=None, values={field: bad},
            source="市文明办 2026 第 3 号", actor=ONE, at=NOW,
        )  # fmt: skip
    assert refused.value.field == field
    assert not RuleSet.objects.exists()
    given |= {"value_credit_sources": ["code"]}
    shown = office.post("/desk/places/rules/hours/new/", given)
    given |= {"seen": shown.context["form"]["seen"].value()}
    assert office.post("/desk/places/rules/hours/new/", given).status_code == 303
    row = RuleSet.objects.get()
    assert row.values == {"credit_sources": ["code"]}
    page = visit("city_office", city.city).get(f"/desk/places/rules/{row.public_id}/")
    assert page.context["changes"] == [("算信用时长的来源", "本人扫码或输入数字、领队扫卡", "本人扫码或输入数字")]


@pytest.mark.parametrize("kind", [one.rules for one in queries.kinds().values()])
def test_every_default_lies_within_its_range_and_every_choice_has_words(kind: Any) -> None:
    fields = {one.name: one.default for one in typed.fields_of(kind)}
    named = {*getattr(kind, "RANGES", {}), *getattr(kind, "CHOICES", {})}
    assert named <= fields.keys()
    typed.checked(kind, {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()})
    for name in getattr(kind, "CHOICES", {}):
        assert list(queries.kinds()[kind.KIND].choices[name]) == list(typed.choices_of(kind, name))


@pytest.mark.parametrize("kind", [one.rules for one in queries.kinds().values()])
def test_every_number_of_a_rule_has_a_range_or_a_floor_of_law(kind: Any) -> None:
    """Nobody types a number with which nothing works any more: a code that lasts no minute, a lock of no failure."""
    floors = {floor.field for floor in getattr(kind, "FLOORS", ())}
    ranged = getattr(kind, "RANGES", {})
    numbers = [one.name for one in typed.fields_of(kind) if one.shape in {"whole", "number", "list_whole"}]
    assert not [name for name in numbers if name not in ranged and name not in floors]
    for name, (least, most) in ranged.items():
        assert least < most
        listed = isinstance(getattr(kind(), name), tuple)
        for beyond in (least - 1, most + 1):
            with pytest.raises(typed.BadValue):
                typed.checked(kind, {name: [beyond] if listed else beyond})


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
