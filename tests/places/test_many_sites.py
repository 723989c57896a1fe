"""Many sites at once: as many statements for two hundred as for twenty, and rows as one by one would write them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.places import actions
from baiying.places.models import Division, Site, SiteImport
from tests.places import tables

pytestmark = pytest.mark.django_db
ACTOR = system("test")
TOWN = "410000000000,甲省,province,\n411000000000,乙市,city,410000000000\n411002000000,丙区,county,411000000000\n"


def tree(folder: Path, towns: int) -> None:
    lines = [f"411002{t:03}000,丁{t}镇,township,411002000000" for t in range(1, towns + 1)]
    path = tables.write(folder, "code,name,level,parent_code\n" + TOWN + "\n".join(lines) + "\n")
    actions.import_divisions(path=path, as_of=tables.DAY, actor=ACTOR, at=tables.AT)


def statements(work: Callable[[], Any]) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as asked:
        done = work()
    return len(asked), done


def table(folder: Path, rows: int) -> actions.SiteUpload:
    lines = [
        f"411002{t:03}000,新街 {t} 号,0374-{1_000_000 + t},9:00–17:00,{113 + t / 1000},{34 + t / 1000}"
        for t in range(1, rows + 1)
    ]
    text = "区划代码,地址,联系电话,开放时间,经度,纬度\n" + "\n".join(lines) + "\n"
    return actions.SiteUpload(tables.write(folder, text, name=f"{rows}.csv"), f"{rows}.csv", "wgs84", None)


def rows() -> list[dict[str, Any]]:
    return list(Site.objects.order_by("pk").values())


def test_a_table_of_sites_takes_as_many_statements_for_200_rows_as_for_20(tmp_path: Path) -> None:
    tree(tmp_path, 200)
    actions.ensure_sites(actor=ACTOR, at=tables.AT)
    before = rows()
    counts = []
    for n in (20, 200):
        upload = table(tmp_path, n)
        looking, found = statements(lambda upload=upload: actions.look_at_sites(upload=upload, at=clock.now()))
        assert (len(found.changes), rows()) == (n, before)
        entering, _ = statements(
            lambda upload=upload: actions.import_sites(
                upload=upload, without_refused=False, actor=ACTOR, at=clock.now()
            )
        )
        last = Site.objects.get(division__code=f"411002{n:03}000")
        assert (last.address, last.phone, last.opening_hours) == (f"新街 {n} 号", f"0374-{1_000_000 + n}", "9:00–17:00")
        assert (last.longitude, last.latitude) == (Decimal(113) + Decimal(n) / 1000, Decimal(34) + Decimal(n) / 1000)
        assert Site.objects.exclude(address="").count() == n
        row = SiteImport.objects.latest("pk")
        said = AuditEvent.objects.filter(action="SitesDescribed", subject_id=row.pk).get()
        assert (row.changed, said.detail) == (n, {"sites": n, "heads": 0, "phones": 0})
        undoing, _ = statements(lambda row=row: actions.undo_sites(import_id=row.pk, actor=ACTOR, at=clock.now()))
        assert rows() == before, "Back to the field, in every column"
        counts.append((looking, entering, undoing))
    assert counts[0] == counts[1]


def test_sites_of_a_tree_take_as_many_statements_for_200_areas_as_for_20(tmp_path: Path) -> None:
    counts = []
    for n in (20, 220):
        tree(tmp_path, n)
        asked, made = statements(lambda: actions.ensure_sites(actor=ACTOR, at=tables.AT))
        counts.append(asked)
        assert made == (21 if n == 20 else 200)
    assert counts[0] == counts[1]
    _again, made = statements(lambda: actions.ensure_sites(actor=ACTOR, at=tables.AT))
    assert made == 0


def test_a_site_made_with_many_is_as_one_that_is_saved_alone(tmp_path: Path) -> None:
    tree(tmp_path, 2)
    area = Division.objects.get(code="411002001000")
    actions.ensure_sites(actor=ACTOR, at=tables.AT)
    many = Site.objects.filter(division=area).values().get()
    Site.objects.filter(division=area).delete()
    alone = actions.sites.new_site(area, clock.local_date(tables.AT))
    alone.save(force_insert=True)
    saved = Site.objects.filter(division=area).values().get()
    assert len(many["public_id"]) == len(saved["public_id"])
    assert {**many, "id": 0, "public_id": ""} == {**saved, "id": 0, "public_id": ""}


def test_a_site_that_somebody_else_made_meanwhile_stays_and_is_not_counted(tmp_path: Path) -> None:
    tree(tmp_path, 2)
    actions.ensure_sites(actor=ACTOR, at=tables.AT)
    Site.objects.filter(division__code="411002002000").delete()
    before = rows()
    areas = Division.objects.filter(level="township").order_by("pk")
    new = [actions.sites.new_site(area, clock.local_date(tables.AT)) for area in areas]
    assert actions.site_writing.add(new) == 1
    assert [row for row in rows() if row in before] == before
