"""What the worker runs, and what an idle or second one does."""

import pytest

from baiying.figures import jobs, queries
from baiying.figures.models import AreaYear, Mark, RollUp
from baiying.kit import clock
from baiying.places.models import Division
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


def test_a_changed_tree_is_counted_along_its_new_paths(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60)
    jobs.roll_up(0)
    village, township = areas["a11"], areas["b1"]
    village.parent, village.path = township, [*township.path, village.pk]
    village.save()
    jobs.rebuild(division_import_id=1, added=0, renamed=0, moved=1, closed=0)
    assert AreaYear.objects.get(area_id=areas["b"].pk, year=2026).all_minutes == 60
    assert not AreaYear.objects.filter(area_id=areas["a"].pk, registered__gt=0).exists()
    assert RollUp.objects.count() == 1
