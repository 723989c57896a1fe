"""The form of new rules is short, and a version's page says who, since when and until when."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.demo.builders import SmallCity
from baiying.hours.rules import HourRules
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.places import actions, queries
from baiying.places.models import RuleSet
from baiying.places.rules import values as rules
from tests.places.test_pages import Visit

pytestmark = pytest.mark.django_db
NOW = clock.now()
TODAY = clock.local_date(NOW)
NEW = "/desk/places/rules/hours/new/"


def typed(**changed: Any) -> dict[str, Any]:
    kind = queries.kinds()["hours"]
    given: dict[str, Any] = {
        f"value_{one.name}": list(one.default) if one.name == "credit_sources" else rules.shown(one.default)
        for one in rules.fields_of(HourRules, kind.labels)
    }
    given |= {"valid_from": TODAY.isoformat(), "source": "市文明办 2026 第 3 号"}
    return given | {f"value_{name}": value for name, value in changed.items()}


def version(city: SmallCity, days: int, end: int | None = None, **values: Any) -> RuleSet:
    one, other = Actor(account_id=1), Actor(account_id=2)
    row = actions.propose_rule_set(
        kind="log_in", area_id=city.city.pk, valid_from=TODAY + timedelta(days=days),
        valid_to=None if end is None else TODAY + timedelta(days=end), values=values, source="依据", actor=one, at=NOW,
    )  # fmt: skip
    return actions.confirm_rule_set(rule_set_id=row.pk, actor=other, at=NOW)


def test_nothing_is_open_until_it_is_changed_or_looked_for(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    first = office.get(NEW).context["sections"]
    assert [part.open for part in first] == [False] * 5
    every = [line.field.name for part in first for line in part.lines]
    assert len(every) == len(set(every)) == len(fields(HourRules))

    looked = office.post(NEW, typed(daily_cap_minutes="700") | {"find": "取整", "look_for": "1"})
    assert looked.status_code == 200
    shown = [
        (part.title, part.open, [line.field.html_name for line in part.lines]) for part in looked.context["sections"]
    ]
    assert shown[0] == ("改了的", True, ["value_daily_cap_minutes"])
    assert shown[1] == ("名称里有“取整”的", True, ["value_rounding_minutes"])
    page = looked.content.decode()
    assert 'value="700"' in page
    assert "市文明办 2026 第 3 号" in page
    assert not RuleSet.objects.exists()


def test_a_box_that_was_unticked_stays_so_while_another_value_is_looked_for(city: SmallCity, visit: Visit) -> None:
    given = typed() | {"value_credit_sources": ["scan"], "find": "没有这样的", "look_for": "1"}
    looked = visit("city_office", city.city).post(NEW, given)
    first = looked.context["sections"][0]
    assert [line.field.html_name for line in first.lines] == ["value_credit_sources"]
    assert first.lines[0].field.value() == ["scan"]
    assert [part.title for part in looked.context["sections"]].count("名称里有“没有这样的”的") == 0


def test_todays_value_stands_beside_each_field_and_the_default_where_it_differs(city: SmallCity, visit: Visit) -> None:
    version(city, 0, lock_after=6)
    page = visit("city_office", city.city).get("/desk/places/rules/log_in/new/")
    lines = {line.field.html_name: line for part in page.context["sections"] for line in part.lines}
    assert (lines["value_lock_after"].now, lines["value_lock_after"].default) == ("6", "10")
    assert (lines["value_code_minutes"].now, lines["value_code_minutes"].default) == ("5", "")
    assert not any(line.changed for line in lines.values())


def test_what_is_wrong_stands_first_and_open(city: SmallCity, visit: Visit) -> None:
    refused = visit("city_office", city.city).post(NEW, typed(appeal_days="0"))
    assert refused.status_code == 422
    first = refused.context["sections"][0]
    assert first.open
    assert [line.field.html_name for line in first.lines] == ["value_appeal_days"]


def test_a_version_ends_when_its_successor_starts_and_holds_again_after_one_that_has_an_end(city: SmallCity) -> None:
    first = version(city, 0, lock_after=6)
    assert queries.ending(first, queries.rule_sets("log_in")) == queries.Ending(None)
    short = version(city, 10, end=20, lock_after=7)
    rows = list(queries.rule_sets("log_in"))
    days = [TODAY + timedelta(days=n) for n in (10, 20)]
    assert queries.ending(first, rows) == queries.Ending(days[0], short, days[1])
    assert queries.ending(short, rows) == queries.Ending(days[1])
    # Another takes over the day the short one ends: the first never decides again.
    version(city, 20, lock_after=8)
    rows = list(queries.rule_sets("log_in"))
    assert queries.ending(first, rows) == queries.Ending(days[0], short, None)
    for day in (days[0] - timedelta(days=1), days[0]):
        held = queries.rule_set(queries.kinds()["log_in"].rules, area_path=city.city.path, on=day).rule_set_id
        assert (held == first.pk) == (day < days[0])


def test_what_starts_on_the_day_of_its_own_end_or_elsewhere_ends_nothing(city: SmallCity) -> None:
    first = version(city, 0, end=10, lock_after=6)
    version(city, 10, lock_after=7)
    row = actions.propose_rule_set(
        kind="log_in", area_id=city.counties[0].pk, valid_from=TODAY, valid_to=None, values={}, source="依据",
        actor=Actor(account_id=1), at=NOW,
    )  # fmt: skip
    actions.confirm_rule_set(rule_set_id=row.pk, actor=Actor(account_id=2), at=NOW)
    assert queries.ending(first, queries.rule_sets("log_in")) == queries.Ending(first.valid_to)


def test_a_versions_page_names_who_proposed_and_confirmed_and_what_takes_over(city: SmallCity, visit: Visit) -> None:
    one, other = builders.account(name="高明"), builders.account(name="夏青")
    day = TODAY + timedelta(days=30)
    made = []
    for start in (TODAY, day):
        row = actions.propose_rule_set(
            kind="log_in", area_id=city.city.pk, valid_from=start, valid_to=None, values={"lock_after": 6},
            source="依据", actor=Actor(account_id=one.pk), at=NOW,
        )  # fmt: skip
        made.append(actions.confirm_rule_set(rule_set_id=row.pk, actor=Actor(account_id=other.pk), at=NOW))
    office = visit("city_office", city.city)
    page = office.get(f"/desk/places/rules/{made[0].public_id}/").content.decode()
    assert "高明" in page
    assert "夏青" in page
    assert f"{day.isoformat()} 止（不含）" in page
    assert f'href="/desk/places/rules/{made[1].public_id}/"' in page
    assert day.isoformat() in office.get("/desk/places/rules/").content.decode()
