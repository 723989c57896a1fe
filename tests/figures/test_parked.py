"""U40: the parked stand apart in every rate of an area, by a stated definition; the public reads no small number."""

import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from baiying.demo import builders
from baiying.figures import actions, queries, reconcile
from baiying.figures.models import AreaParked
from baiying.figures.rules import Cell
from baiying.figures.rules.parked import awake, shown_parked
from baiying.kit.values.actor import system
from baiying.people.models import Dormancy, Person
from baiying.places.models import Division, DivisionVersion
from tests.people import world
from tests.people.world import Area

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
BINS = (40, 0, 10, *([0] * 99))


@pytest.mark.parametrize(
    ("registered", "idle", "parked", "shown"),
    [
        (50, 40, 0, 0),
        (50, 40, 9, 0),
        (50, 40, 10, 10),
        (50, 40, 29, 20),
        (50, 40, 30, 30),
        (50, 40, 31, 0),
        (50, 40, 40, 40),
        (49, 40, 40, 0),
    ],
)
def test_u40_the_public_reads_no_small_number(registered: int, idle: int, parked: int, shown: int) -> None:
    cell = Cell(registered=registered, all_bins=(idle, *BINS[1:]), credit_bins=BINS)
    assert shown_parked(cell, parked, 10) == shown


def test_without_the_parked_only_those_without_time_are_fewer() -> None:
    cell = Cell(50, 600, 600, BINS, BINS)
    found = awake(cell, 15)
    assert (found.registered, found.all_bins[0], found.credit_bins[0]) == (35, 25, 25)
    assert (found.all_bins[1:], found.all_minutes, found.credit_minutes) == (cell.all_bins[1:], 600, 600)


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def park(person: Person, at: datetime, until: datetime | None = None) -> None:
    Dormancy.objects.create(
        person=person, found_at=at, last_act_on=date(2023, 5, 1), asked_at=at, told_at=at, due_on=at.date(),
        parked_at=at, ended_at=until, end_why="woken" if until else "",
    )  # fmt: skip
    if until is None:
        Person.objects.filter(pk=person.pk).update(parked_at=at, rests_since=at)


def many(area: Area, n: int) -> list[Person]:
    return [builders.person(f"石甲{i}", residence=area.village) for i in range(n)]


def of_now(area: Division) -> None:
    """A population is one of an area as it was on a day."""
    DivisionVersion.objects.create(
        division=area, code=area.code, name=area.name, level=area.level, parent=area.parent,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip


def counted(area: Area) -> dict[str, int]:
    actions.rebuild(at=NOW)
    actions.count_parked(at=NOW)
    return {f"{row.area_id}:{row.year}": row.parked for row in AreaParked.objects.order_by("area_id", "year")}


def test_u40_parked_are_counted_up_the_tree_this_year_and_as_of_the_last_instant_of_the_year_before(area: Area) -> None:
    a, b, c, d = many(area, 4)
    park(a, NOW - timedelta(days=1))
    park(b, datetime(2025, 12, 31, 15, 59, tzinfo=UTC), until=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))
    park(c, datetime(2025, 12, 31, 16, 0, tzinfo=UTC), until=NOW)
    found = counted(area)
    for one in (area.village, area.township, area.county, area.city):
        assert (found[f"{one.pk}:2026"], found[f"{one.pk}:2025"]) == (1, 1)
    assert f"{area.other_village.pk}:2026" not in found
    park(d, NOW)
    assert counted(area)[f"{area.city.pk}:2026"] == 2


def test_whoever_has_time_in_the_year_is_not_counted_as_parked(area: Area) -> None:
    (person,) = many(area, 1)
    park(person, NOW)
    builders.entry(person, served_on=date(2026, 3, 1))
    assert f"{area.village.pk}:2026" not in counted(area)


def test_u40_every_rate_of_an_area_stands_with_and_without_them(area: Area, client: Client) -> None:
    people = many(area, 40)
    for person in people[:20]:
        park(person, NOW)
    of_now(area.county)
    builders.population(area.county, 1000, year=2026)
    counted(area)
    front = queries.front(area.county.pk, 2026, 20, at=NOW)
    apart = queries.parked_apart(front)
    assert apart is not None
    assert apart.parked == 20
    rates = {one.definition.code: (one.all, other.all) for one, other in apart.rates}
    assert set(rates) == {
        "registration_rate", "share_any", "share_hours", "mean_hours", "mean_hours_active", "active_per_100",
    }  # fmt: skip
    assert [float(figure.value or 0) for figure in rates["registration_rate"]] == [0.04, 0.02]
    assert [figure.denominator for figure in rates["share_any"]] == [40, 20]
    page = client.get(f"/city/{area.county.public_id}/?year=2026").content.decode()
    assert "注册志愿者 40 名，其中休眠 20 名" in page
    assert "/figures/parked/" in page
    told = json.loads(client.get(f"/api/v1/figures/{area.county.public_id}?year=2026").content)
    rate = next(one for one in told if one["definition"] == "registration_rate")
    assert (rate["value"], rate["parked"], rate["value_without_parked"]) == (0.04, 20, 0.02)


def test_u40_fewer_than_the_minimum_show_nothing_at_all(area: Area, client: Client) -> None:
    people = many(area, 40)
    for person in people[:9]:
        park(person, NOW)
    counted(area)
    page = client.get(f"/city/{area.county.public_id}/?year=2026").content.decode()
    assert "其中休眠" not in page
    told = json.loads(client.get(f"/api/v1/figures/{area.county.public_id}?year=2026").content)
    assert {one["parked"] for one in told} == {None}


def test_u40_the_areas_below_say_how_many_are_parked_and_the_measure_without_them(area: Area, client: Client) -> None:
    for person in many(area, 40)[:20]:
        park(person, NOW)
    actions.set_target(
        area_id=area.village.pk, year=2026, definition="registration_rate", tier="", threshold_hours=None,
        value=Decimal("0.5"), words="", actor=system("tests"), at=NOW,
    )  # fmt: skip
    of_now(area.village)
    builders.population(area.village, 400, year=2026)
    counted(area)
    (row,) = [one for one in queries.children(area.township.pk, 2026, 20, at=NOW) if one.area_id == area.village.pk]
    without = {pair.definition.code: pair.all for pair in row.awake}
    assert row.parked == 20
    assert without["registration_rate"].value == Decimal("0.05")
    assert without["registration_rate"].target is None
    assert (row.pair("registration_rate").all.value, without["share_any"].denominator) == (Decimal("0.1"), 20)
    empty = [one for one in queries.children(area.city.pk, 2026, 20, at=NOW) if one.area_id == area.other_county.pk]
    assert [(one.parked, one.awake) for one in empty] == [(0, ())]
    page = client.get(f"/city/{area.township.public_id}/?year=2026&measure=registration_rate").content.decode()
    assert "其中休眠" in page
    assert re.search(r"<td>40</td>.*<td>20</td><td>5\.0?%</td>", page)


def test_u40_who_lives_in_no_area_below_is_parked_in_the_row_of_the_rest(area: Area) -> None:
    (one, *_others) = many(area, 3)
    (other,) = (builders.person("石乙", residence=area.township),)
    park(one, NOW)
    park(other, NOW)
    counted(area)
    found = {row.public_id: row.parked for row in queries.children(area.township.pk, 2026, 20, at=NOW)}
    assert (found[area.village.public_id], found[""]) == (1, 1)


def test_u40_the_public_reads_of_an_area_below_what_its_own_page_says(area: Area, client: Client) -> None:
    for person in many(area, 60)[:25]:
        park(person, NOW)
    counted(area)
    view = queries.public_view(area.township.path, 2026, at=NOW)
    rows = queries.public_children(area.township.pk, 2026, 20, view, at=NOW, population_kind="permanent")
    (row,) = [one for one in rows if one.area_id == area.village.pk]
    assert (row.parked, next(iter(row.awake)).definition.code) == (20, "registration_rate")
    assert {pair.definition.code: pair.all.denominator for pair in row.awake}["share_any"] == 40
    assert all(one.parked == 0 for one in rows if not one.public_id)


def test_u40_the_file_of_the_areas_has_them_apart_and_says_what_it_means(area: Area) -> None:
    for person in many(area, 40)[:20]:
        park(person, NOW)
    counted(area)
    office = world.staff("county_office", area.county, "19900000501")
    answer = office.get(f"/city/{area.township.public_id}/areas.xlsx?year=2026")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    head, *rows = book["各地"].iter_rows(values_only=True)
    at = head.index("其中休眠")
    assert [one.removesuffix("，不算休眠") for one in map(str, head[at + 1 :])] == list(head[3:at])
    by_name = {row[0]: row for row in rows}
    assert (by_name[area.village.name][1], by_name[area.village.name][at]) == (40, 20)
    assert by_name["合计"][at] == 20
    said = {row[0] for row in book["口径说明"].iter_rows(values_only=True)}
    assert "休眠的志愿者" in said


def test_u40_without_anybody_parked_the_file_is_as_before(area: Area) -> None:
    many(area, 3)
    counted(area)
    office = world.staff("county_office", area.county, "19900000501")
    answer = office.get(f"/city/{area.township.public_id}/areas.xlsx?year=2026")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    (head, *_rows) = book["各地"].iter_rows(values_only=True)
    assert "其中休眠" not in head


def test_u40_the_nightly_recount_counts_the_parked_a_second_way(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = many(area, 3)
    park(a, NOW - timedelta(days=1))
    park(b, datetime(2025, 12, 31, 15, 59, tzinfo=UTC), until=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))
    park(c, NOW - timedelta(days=1))
    builders.entry(c, served_on=date(2026, 3, 1))
    actions.rebuild(at=NOW)
    report = reconcile.check(at=NOW)
    (line,) = [one for one in report.lines if one.name == "休眠·年"]
    assert (line.cells, line.different) == (8, 0)
    # Whatever the statement holds that is not so, the other way of counting sees.
    AreaParked.objects.filter(area_id=area.village.pk, year=2026).update(parked=2)
    AreaParked.objects.filter(area_id=area.city.pk, year=2025).delete()
    monkeypatch.setattr(actions, "count_parked", lambda *, at: None)
    report = reconcile.check(at=NOW)
    (line,) = [one for one in report.lines if one.name == "休眠·年"]
    assert (report.drift, line.different) == (2, 2)


def test_u40_the_rows_behind_a_figure_name_nobody_who_is_parked(area: Area) -> None:
    one, other = many(area, 2)
    park(one, NOW)
    counted(area)
    assert {row.person_id for row in queries.persons_in(area.city.pk, 2026)} == {other.pk}


@pytest.mark.django_db
def test_the_definition_has_its_page(client: Client) -> None:
    page = client.get("/figures/parked/").content.decode()
    assert "没有服务时长的人" in page
    assert "怎么算休眠" in client.get("/figures/share_any/").content.decode()
    assert "休眠的志愿者" in client.get("/figures/").content.decode()
