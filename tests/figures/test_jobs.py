"""What the worker runs, and what an idle or second one does."""

from datetime import UTC, date, datetime

import pytest

from baiying.figures import actions, jobs, queries, reconcile
from baiying.figures.models import AreaDay, AreaYear, Mark, RollUp
from baiying.kit import clock
from baiying.places.facts import DivisionsImported
from baiying.places.models import Division, DivisionVersion
from tests.figures import rows

pytestmark = pytest.mark.django_db


def test_the_worker_counts_what_was_marked_and_running_twice_is_harmless(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60, day=clock.local_date(clock.now()))
    assert queries.waiting_marks() > 0
    jobs.roll_up(0)
    jobs.roll_up(0)
    assert not Mark.objects.exists()
    year = clock.local_date(clock.now()).year
    assert AreaYear.objects.get(area_id=areas["city"].pk, year=year).all_minutes == 60


def test_the_nightly_recount_is_kept(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60)
    jobs.reconcile_all(0)
    kept = queries.last_reconciliation()
    assert kept is not None
    assert kept.drift == 0


def put_below(village: Division, township: Division, day: date) -> None:
    """Move a village to another township from a day on, as an import of a new table does."""
    DivisionVersion.objects.filter(division=village, valid_to=None).update(valid_to=day)
    village.parent, village.path = township, [*township.path, village.pk]
    village.save()
    DivisionVersion.objects.create(
        division=village, code=village.code, name=village.name, level=village.level, parent=township,
        path=village.path, valid_from=day,
    )  # fmt: skip


def minutes(area: Division, year: int) -> int:
    row = AreaYear.objects.filter(area_id=area.pk, year=year).first()
    return row.all_minutes if row else 0


def test_a_changed_tree_holds_for_the_running_year_and_leaves_closed_years_alone(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    this_year = clock.local_date(clock.now()).year
    for year, served in ((this_year - 1, 30), (this_year, 60)):
        rows.entry(who, served, day=date(year, 5, 4), area_id=areas["a11"].pk)
    jobs.roll_up(0)
    put_below(areas["a11"], areas["b1"], date(this_year, 3, 1))
    jobs.rebuild(DivisionsImported(division_import_id=1, added=0, renamed=0, moved=1, closed=0))
    assert [minutes(areas[name], this_year) for name in ("a", "b", "city")] == [0, 60, 60]
    assert [minutes(areas[name], this_year - 1) for name in ("a", "b", "city")] == [30, 0, 30]
    days = AreaDay.objects.filter(area_id=areas["a"].pk).values_list("day", "all_minutes")
    assert list(days) == [(date(this_year - 1, 5, 4), 30)]
    # A mark of the closed year finds the old tree too.
    rows.entry(who, 5, day=date(this_year - 1, 6, 1), area_id=areas["a11"].pk)
    jobs.roll_up(0)
    assert [minutes(areas[name], this_year - 1) for name in ("a", "b", "city")] == [35, 0, 35]
    assert reconcile.check(at=clock.now()).drift == 0
    assert RollUp.objects.count() == 1


def test_pages_of_a_closed_year_read_along_its_own_tree(areas: dict[str, Division]) -> None:
    at = clock.now()
    this_year = clock.local_date(at).year
    for _ in range(12):
        rows.person(areas["a11"])
    jobs.roll_up(0)
    put_below(areas["a11"], areas["b1"], date(this_year, 3, 1))
    jobs.rebuild(DivisionsImported(division_import_id=1, added=0, renamed=0, moved=1, closed=0))

    def below(area: str, year: int) -> dict[str, int]:
        found = queries.children(areas[area].pk, year, 20, at=at)
        return {child.name: child.cell.registered for child in found}

    assert (below("a1", this_year - 1), below("a1", this_year)) == ({"a11村": 12, "a12村": 0}, {"a12村": 0})
    assert below("b1", this_year) == {"a11村": 12, "b11村": 0, "b12村": 0}
    assert below("b1", this_year - 1) == {"b11村": 0, "b12村": 0}
    for year, there, gone in ((this_year - 1, "a", "b"), (this_year, "b", "a")):
        assert queries.persons_in(areas[there].pk, year).count() == 12
        assert queries.persons_in(areas[gone].pk, year).count() == 0
        assert not queries.is_withheld(areas["a11"].path, year, 10)


def test_the_year_is_closed_with_its_last_tree_though_nobody_does_anything(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60, day=date(2026, 5, 4), area_id=areas["a11"].pk)
    actions.roll_up(at=rows.NOW)
    # Read in already, to hold from New Year on.
    put_below(areas["a11"], areas["b1"], date(2027, 1, 1))
    actions.rebuild(at=rows.NOW)
    assert [minutes(areas[name], 2026) for name in ("a", "b")] == [0, 60]
    later = datetime(2027, 1, 2, tzinfo=UTC)
    actions.roll_up(at=later)
    assert [minutes(areas[name], 2026) for name in ("a", "b")] == [60, 0]
    assert [AreaYear.objects.get(area_id=areas[name].pk, year=2027).registered for name in ("b", "city")] == [1, 1]
    assert AreaDay.objects.filter(area_id=areas["a"].pk).count() == 1
    assert reconcile.check(at=later).drift == 0


def test_after_an_upgrade_that_counts_otherwise_everything_is_counted_anew(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60)
    jobs.roll_up(0)
    AreaYear.objects.update(registered=7)
    RollUp.objects.update(opened_year=0)
    jobs.roll_up(0)
    assert set(AreaYear.objects.values_list("registered", flat=True)) == {1}
