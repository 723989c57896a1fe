"""Rules that contradict themselves are refused at the field, both values named, for every kind alike."""

import dataclasses
from typing import Any

import pytest

from baiying.demo.builders import SmallCity
from baiying.kit import clock
from baiying.kit.rooms import RuleKind
from baiying.kit.values import floors
from baiying.kit.values.actor import Actor
from baiying.kit.values.orders import Order, contradictions, orders_of
from baiying.places import actions, queries
from baiying.places.actions import rule_sets as refusals
from baiying.places.models import RuleSet
from baiying.places.rule_forms import EnterRuleSet
from baiying.places.rules import values as rules
from tests.places.test_pages import Visit

pytestmark = pytest.mark.django_db

TODAY = clock.local_date(clock.now())
DECLARED = [
    (kind, order) for kind in queries.kinds().values() for order in orders_of(kind.rules)
]  # every kind of rules that a room brings


def named(case: Any) -> str:
    return case.rules.KIND if isinstance(case, RuleKind) else f"{case.lesser}-{case.greater}"


def broken(kind: RuleKind, order: Order) -> dict[str, Any]:
    """The smallest change of the defaults that breaks an order, within the ranges and above the floors."""
    low, high = getattr(kind.rules(), order.lesser), getattr(kind.rules(), order.greater)
    if isinstance(low, tuple):
        return {order.lesser: [high], order.greater: high - 1}
    if isinstance(low, str):
        return {order.lesser: high}
    over = high * order.times[1] // order.times[0] + 1
    bounds = rules.range_of(kind.rules, order.lesser) or (0, over)
    under = (min(over, bounds[1]) * order.times[0] - 1) // order.times[1]
    for values in ({order.lesser: over}, {order.lesser: bounds[1], order.greater: under}, {order.greater: low - 1}):
        within = all(value <= (rules.range_of(kind.rules, name) or (0, value))[1] for name, value in values.items())
        if within and not floors.broken(kind.rules, values, TODAY, None):
            return values
    raise AssertionError(order)


def typed(kind: RuleKind, **changed: Any) -> dict[str, Any]:
    given = {
        f"value_{one.name}": list(one.default) if kind.choices.get(one.name) and one.shape.startswith("list") else
        rules.shown(one.default) for one in rules.fields_of(kind.rules, kind.labels)
    }  # fmt: skip
    return given | {f"value_{name}": rules.shown(value) for name, value in changed.items()}


def test_the_kinds_that_can_contradict_themselves_say_so() -> None:
    assert {kind.rules.KIND for kind, _ in DECLARED} >= {"hours", "complaints", "log_in", "registration", "minors"}


@pytest.mark.parametrize(("kind", "order"), DECLARED, ids=named)
def test_an_order_names_two_values_of_its_kind_and_the_defaults_keep_to_it(kind: RuleKind, order: Order) -> None:
    fields = {one.name for one in dataclasses.fields(kind.rules)}
    assert {order.lesser, order.greater} <= fields
    assert order.lesser != order.greater
    assert not list(contradictions(kind.rules()))


@pytest.mark.parametrize(("kind", "order"), DECLARED, ids=named)
def test_what_contradicts_itself_is_refused_at_its_field_with_both_values_named(
    kind: RuleKind, order: Order, city: SmallCity
) -> None:
    today = clock.local_date(clock.now())
    values = broken(kind, order)
    form = EnterRuleSet(
        typed(kind, **values) | {"valid_from": today.isoformat(), "source": "市文明办 2026 第 3 号"},
        kind=kind, now=kind.rules(),
    )  # fmt: skip
    assert not form.is_valid()
    said = {name: " ".join(errors) for name, errors in form.errors.items()}
    at = [f"value_{name}" for name in (order.lesser, order.greater) if f"value_{name}" in said]
    words = " ".join(said[name] for name in at)
    for name in (order.lesser, order.greater):
        assert str(kind.labels[name]) in words
    with pytest.raises(refusals.ValuesRefused) as refused:
        actions.propose_rule_set(
            kind=kind.rules.KIND, area_id=city.city.pk, valid_from=today, valid_to=None, values=values,
            source="依据", actor=Actor(account_id=1), at=clock.now(),
        )  # fmt: skip
    assert refused.value.field
    assert not RuleSet.objects.exists()


def test_it_is_said_at_the_value_that_was_changed_and_nothing_typed_is_lost(city: SmallCity, visit: Visit) -> None:
    kind = queries.kinds()["hours"]
    day = clock.local_date(clock.now())
    office = visit("city_office", city.city)

    def send(**values: int) -> Any:
        given = typed(kind, **values) | {"valid_from": day.isoformat(), "source": "市文明办 2026 第 9 号"}
        return office.post("/desk/places/rules/hours/new/", given)

    cap = send(daily_cap_minutes=300)
    assert cap.status_code == 422
    assert cap.context["form"].errors["value_daily_cap_minutes"] == [
        "“一天自动记入的上限（分钟）”（480）不能大于“一天连复核在内的上限（分钟）”（300）。请改其中一个。"
    ]
    assert "市文明办 2026 第 9 号" in cap.content.decode()
    auto = send(daily_auto_minutes=900)
    assert "value_daily_auto_minutes" in auto.context["form"].errors
    # At the edge both are alike, and that holds together.
    assert not send(daily_auto_minutes=720).context["form"].errors
    assert not send(daily_auto_minutes=300, daily_cap_minutes=300).context["form"].errors


def test_two_values_that_are_changed_together_are_judged_together(city: SmallCity) -> None:
    """From 15 and 5 to 30 and 20: neither fits the default of the other."""
    kind = queries.kinds()["complaints"]
    form = EnterRuleSet(
        typed(kind, first_word_working_days=15, answer_working_days=30)
        | {"valid_from": clock.local_date(clock.now()).isoformat(), "source": "依据"},
        kind=kind, now=kind.rules(),
    )  # fmt: skip
    assert form.is_valid(), form.errors
    school = queries.kinds()["minors"]
    late = EnterRuleSet(
        typed(school, school_from="18:00", school_to="21:00")
        | {"valid_from": clock.local_date(clock.now()).isoformat(), "source": "依据"},
        kind=school, now=school.rules(),
    )  # fmt: skip
    assert late.is_valid(), late.errors
