"""A report that no longer holds is shown anew before anything is taken over; no table is of a day to come (R152)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places import jobs
from baiying.places.actions import imports
from baiying.places.models import Division, DivisionImport, Population, PopulationImport
from tests.places.tables import XUCHANG, bring_in
from tests.places.test_import import upload
from tests.places.test_what_follows_a_merge import here, year
from tests.places.test_what_follows_a_merge import table as whole
from tests.places.test_what_follows_a_merge import upload as send

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
Table = Callable[..., Path]


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def renamed(old: str, new: str) -> str:
    return XUCHANG.replace(old, new)


def test_r152_a_report_is_shown_anew_where_the_areas_have_changed_since(table: Table, visit: Visit) -> None:
    bring_in(table(XUCHANG))
    one, other = visit("sysadmin"), visit("sysadmin")
    report = upload(one, renamed("西大街道", "新西街道"), as_of="2026-06-01")
    first = one.get(report).content.decode()
    between = upload(other, renamed("文化街社区", "文化路社区"), as_of="2026-06-01")
    assert other.post(f"{between}confirmation/", {}).status_code == 303
    # The table of before would take the new name of another area back, which its report never said.
    answer = one.post(f"{report}confirmation/", {"seen": seen(first)})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请再看一遍" in page
    assert Division.objects.filter(name="文化路社区居委会").exists()
    assert not Division.objects.filter(name="新西街道").exists()
    # Pressed twice by an impatient hand: the second press had read the first report.
    answer = one.post(f"{report}confirmation/", {"seen": seen(first)})
    assert answer.status_code == 409
    assert not Division.objects.filter(name="新西街道").exists()
    assert "文化街社区居委会" in one.get(f"{report}?fate=renamed").content.decode()
    assert one.post(f"{report}confirmation/", {"seen": seen(page)}).status_code == 303
    assert Division.objects.filter(name="新西街道").exists()


def test_r152_what_another_import_has_done_already_needs_no_confirming(table: Table, visit: Visit) -> None:
    bring_in(table(XUCHANG))
    client = visit("sysadmin")
    reports = [upload(client, renamed("西大街道", "新西街道"), as_of="2026-06-01") for _ in range(2)]
    assert client.post(f"{reports[0]}confirmation/", {}).status_code == 303
    answer = client.post(f"{reports[1]}confirmation/", {})
    assert answer.status_code == 409
    assert "现在没有什么要导入了" in answer.content.decode()
    assert DivisionImport.objects.latest("pk").state == "same"


def test_r152_orphans_that_are_placed_are_no_other_report(table: Table, visit: Visit) -> None:
    bring_in(table(XUCHANG))
    client = visit("sysadmin")
    report = upload(client, XUCHANG + "411099999001,没有上级的村,village,\n", as_of="2026-06-01")
    given = {"place_orphans": "on", "seen": seen(client.get(report).content.decode())}
    assert client.post(f"{report}confirmation/", given).status_code == 303
    assert Division.objects.filter(name="没有上级的村").exists()


def test_r152_the_worker_shows_an_old_report_anew_as_well(
    table: Table, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(table(XUCHANG))
    client = visit("sysadmin")
    report = upload(client, renamed("西大街道", "新西街道"), as_of="2026-06-01")
    row = DivisionImport.objects.latest("pk")
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    assert client.post(f"{report}confirmation/", {}).status_code == 303
    bring_in(table(renamed("文化街社区", "文化路社区")))
    jobs.run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.imported_by_id) == ("checked", None)
    assert "请再看一遍" in client.get(report).content.decode()
    assert client.post(f"{report}confirmation/", {}).status_code == 303
    jobs.run_import(row.pk)
    assert Division.objects.filter(name="新西街道").exists()


def test_r152_a_merge_that_waited_over_an_upgrade_is_shown_with_what_follows_it(
    city: builders.SmallCity, visit: Visit
) -> None:
    """Reports of before merges carried counts and rules along said nothing of it."""
    into, old = city.villages[:2]
    for area in (into, old):
        builders.population(area, 300, year=year() - 1)
    client = visit("sysadmin")
    row = send(client, whole([old]))
    client.post(f"{here(row)}successors/", {f"to-{old.code}": into.code})
    row.refresh_from_db()
    del row.counts["joins"]
    row.save(update_fields=["counts"])
    answer = client.post(f"{here(row)}confirmation/", {"close_missing": "on"})
    assert answer.status_code == 409
    assert "300 + 钟楼社区 300 = 600" in answer.content.decode()
    assert Division.objects.get(pk=old.pk).closed_on is None
    assert client.post(f"{here(row)}confirmation/", {"close_missing": "on"}).status_code == 303
    assert Division.objects.get(pk=old.pk).closed_on is not None


def test_r152_sums_that_the_worker_writes_are_of_the_office_and_of_who_confirmed(
    city: builders.SmallCity, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    into, old = city.villages[:2]
    for area in (into, old):
        builders.population(area, 300, year=year() - 1)
    client = visit("city_office", city.city)
    row = send(client, whole([old]))
    client.post(f"{here(row)}successors/", {f"to-{old.code}": into.code})
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    assert client.post(f"{here(row)}confirmation/", {"close_missing": "on"}).status_code == 303
    jobs.run_import(row.pk)
    row.refresh_from_db()
    sums = PopulationImport.objects.get()
    assert (sums.within_id, sums.entered_by_id) == (city.city.pk, row.imported_by_id)
    assert row.imported_by_id is not None
    assert Population.objects.latest("pk").entered_by_id == row.imported_by_id
    assert client.post(f"/desk/places/populations/{sums.public_id}/undoing/").status_code == 303
    sums.refresh_from_db()
    assert sums.undone_at is not None, "the office that merged takes its sums back"


def test_r152_a_table_of_a_day_to_come_is_not_taken(table: Table, visit: Visit) -> None:
    client = visit("sysadmin")
    today = clock.local_date(clock.now())
    file = table(XUCHANG)
    ahead = {"as_of": (today + timedelta(days=1)).isoformat(), "source": "民政部门 2026"}
    with file.open("rb") as content:
        answer = client.post("/desk/places/imports/", {"file": content, **ahead})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "截至日期还没有到" in page
    assert "民政部门 2026" in page
    assert not DivisionImport.objects.exists()
    with pytest.raises(Refused):
        bring_in(file, as_of=today + timedelta(days=1))
    # One that waits from before this was asked does not come in either.
    report = upload(client, XUCHANG, as_of=today.isoformat())
    DivisionImport.objects.update(as_of=today + timedelta(days=1))
    answer = client.post(f"{report}confirmation/", {})
    assert answer.status_code == 409
    assert "截至日期还没有到" in answer.content.decode()
    assert not Division.objects.exists()
    DivisionImport.objects.update(as_of=today)
    assert client.post(f"{report}confirmation/", {}).status_code == 303
