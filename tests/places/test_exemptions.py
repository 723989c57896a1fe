"""Areas without residents are exempted by pattern: proposed, looked at, ticked, done, and put back (O14, O7)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit.models import AuditEvent
from baiying.places import queries
from baiying.places.models import Division, Site, SiteExemption, SiteStateChange
from baiying.places.rules import exemptions as rules

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
HOME = "/desk/places/exemptions/"
USUAL = "?look=1&by_code=on&words=虚拟&words=类似&words=监狱&words=戒毒"


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


@pytest.fixture
def prison(city: SmallCity) -> Division:
    """An area as real tables have it, with no row for a site."""
    return builders.division("新康监狱社区", "village", f"{city.townships[0].code[:9]}401", city.townships[0])


@pytest.fixture
def virtual(city: SmallCity) -> Division:
    """A virtual unit that only its code gives away, with a site that is not built."""
    area = builders.division("产业集聚区社区", "village", f"{city.townships[0].code[:9]}498", city.townships[0])
    builders.site(area, state="not_built")
    return area


def stand() -> list[tuple[Any, ...]]:
    return list(Site.objects.order_by("pk").values_list("division_id", "state", "exempt_reason", "state_since"))


def press(office: Client, query: str = USUAL, **given: Any) -> Any:
    return office.post(HOME + query, {"reason": "没有居民", "since": "2026-11-01", **given})


def page(office: Client, query: str = USUAL) -> str:
    return str(office.get(HOME + query).content.decode())


def stations(area: Division) -> queries.Coverage:
    return next(one for one in queries.coverage(area.pk) if one.level == "station")


def test_o14_only_what_has_no_residents_is_proposed_for_a_tick() -> None:
    ticked = {word for word, is_ticked in rules.PROPOSED if is_ticked}
    assert {"虚拟", "类似", "监狱", "戒毒"} == ticked
    assert {"开发区", "农场", "林场"} <= {word for word, _ticked in rules.PROPOSED} - ticked


@pytest.mark.parametrize(
    ("name", "code", "level", "by"),
    [
        ("文景街道虚拟社区", "110112009498", "village", "虚拟"),
        ("产业园社区", "110112009598", "village", "598"),
        # Only villages have such codes by rule; a township may end so by chance.
        ("产业园街道", "110112009498", "township", ""),
        ("前柳村", "419902002201", "village", ""),
    ],
)
def test_o14_an_area_is_found_by_its_name_or_its_code(name: str, code: str, level: str, by: str) -> None:
    assert rules.found_by(name, code, level, ("虚拟", "监狱")) == by


def test_o14_the_preview_says_what_stands_there_and_writes_nothing(
    city: SmallCity, prison: Division, virtual: Division, visit: Visit
) -> None:
    Site.objects.filter(division=city.villages[0]).update(name="监狱旁社区站")
    Division.objects.filter(pk=city.villages[0].pk).update(name="监狱旁社区")
    office = visit("city_office", city.city)
    before = stand()
    shown = page(office)
    assert f'name="area" value="{prison.public_id}" checked' in shown
    assert f'name="area" value="{virtual.public_id}" checked' in shown
    # In operation: listed, to be ticked by hand.
    assert f'name="built" value="{city.villages[0].public_id}"><span' in shown
    assert city.villages[1].public_id not in shown
    assert stand() == before
    assert not SiteExemption.objects.exists()


def test_o14_what_is_ticked_is_exempt_with_its_reason_and_no_longer_due(
    city: SmallCity, prison: Division, virtual: Division, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    due, areas = stations(city.city).due, stations(city.city).areas
    answer = press(office, area=[prison.public_id, virtual.public_id])
    row = SiteExemption.objects.get()
    assert answer.status_code == 303
    assert row.public_id in answer["Location"]
    for area in (prison, virtual):
        site = Site.objects.get(division=area)
        assert (site.state, site.exempt_reason, site.state_since) == ("exempt", "没有居民", date(2026, 11, 1))
        assert site.state_changes.get(state="exempt").said_by_id is not None
    now = stations(city.city)
    assert (now.due, now.areas, now.exempt) == (due - 2, areas, 2)
    assert now.due == now.built + now.lacking
    assert AuditEvent.objects.filter(action="SitesExempted", detail__sites=2).count() == 1
    # Everywhere the same: the office's page, everybody's page, the front page.
    words = f"应建 {now.due} 个，已建成 {now.built} 个；另有 2 个免建：没有居民。"
    assert words in office.get("/desk/places/coverage/").content.decode()
    assert words in Client().get("/sites/").content.decode()


def test_o14_pressed_again_nothing_more_happens(city: SmallCity, prison: Division, visit: Visit) -> None:
    office = visit("city_office", city.city)
    for reason in ("没有居民", "没有居民", "另一个原因"):
        assert press(office, area=[prison.public_id], reason=reason).status_code == 303
    assert SiteExemption.objects.count() == 1
    assert SiteStateChange.objects.filter(site__division=prison).count() == 1
    assert Site.objects.get(division=prison).exempt_reason == "没有居民"


def test_o14_a_site_in_operation_is_exempted_only_if_ticked_as_such(
    city: SmallCity, virtual: Division, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    # Ticked while it was not built; opened before the press.
    Site.objects.filter(division=virtual).update(state="built")
    page_after = press(office, area=[virtual.public_id])
    assert page_after.status_code == 303
    assert Site.objects.get(division=virtual).state == "built"
    assert not SiteExemption.objects.exists()
    press(office, built=[virtual.public_id])
    assert Site.objects.get(division=virtual).state == "exempt"


def test_o14_undone_everything_stands_as_before_row_by_row(
    city: SmallCity, prison: Division, virtual: Division, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    before, coverage = stand(), stations(city.city)
    press(office, area=[prison.public_id], built=[])
    Site.objects.filter(division=virtual).update(state="built")
    before_second = [row if row[0] != virtual.pk else (row[0], "built", *row[2:]) for row in before]
    press(office, built=[virtual.public_id], reason="拆了")
    for row in SiteExemption.objects.order_by("-pk"):
        said = office.get(f"{HOME}{row.public_id}/").content.decode()
        assert "撤销会把 1 个恢复到" in said
        assert ("撤销后留下一条“未建成”的记录" in said) is (row.reason == "没有居民")
        for _ in range(2):
            assert office.post(f"{HOME}{row.public_id}/undoing/").status_code == 303
    left = [row for row in stand() if row[0] != prison.pk]
    assert left == before_second
    # What was made for it stays as a row that says "not built": it counts as it did when there was none.
    assert Site.objects.get(division=prison).state == "not_built"
    now = stations(city.city)
    assert (now.areas, now.due, now.exempt) == (coverage.areas, coverage.due, coverage.exempt)


def test_o14_what_was_said_since_is_named_beforehand_and_left(
    city: SmallCity, prison: Division, virtual: Division, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    press(office, area=[prison.public_id, virtual.public_id])
    site = Site.objects.get(division=prison)
    change = {"state": "exempt", "reason": "迁走", "since": "2026-11-20"}
    office.post(f"/desk/places/coverage/sites/{site.public_id}/states/", change)
    row = SiteExemption.objects.get()
    said = office.get(f"{HOME}{row.public_id}/").content.decode()
    assert "1 个后来另有改动，不会动" in said
    office.post(f"{HOME}{row.public_id}/undoing/")
    assert Site.objects.get(division=prison).exempt_reason == "迁走"
    assert Site.objects.get(division=virtual).state == "not_built"


def test_o14_without_a_reason_or_a_tick_nothing_is_lost(city: SmallCity, prison: Division, visit: Visit) -> None:
    office = visit("city_office", city.city)
    answer = press(office, area=[prison.public_id], reason="")
    assert answer.status_code == 422
    assert f'name="area" value="{prison.public_id}" checked' in answer.content.decode()
    answer = press(office)
    assert answer.status_code == 422
    assert "请先勾选要免建的地区" in answer.content.decode()
    assert f'name="area" value="{prison.public_id}"><span' in answer.content.decode()
    assert 'value="没有居民"' in answer.content.decode()
    assert "请至少选一项" in page(office, "?look=1")


def test_o14_an_office_exempts_only_in_its_own_area(city: SmallCity, prison: Division, visit: Visit) -> None:
    other = visit("county_office", city.counties[1])
    assert prison.public_id not in page(other)
    assert press(other, area=[prison.public_id]).status_code == 422
    assert not Site.objects.filter(division=prison).exists()
    press(visit("city_office", city.city), area=[prison.public_id])
    row = SiteExemption.objects.get()
    assert other.get(f"{HOME}{row.public_id}/").status_code == 404
    assert other.post(f"{HOME}{row.public_id}/undoing/").status_code == 404
    assert Site.objects.get(division=prison).state == "exempt"
    # Another hand does not undo twice, and is told.
    visit("city_office", city.city).post(f"{HOME}{row.public_id}/undoing/")
    told = visit("city_office", city.city).post(f"{HOME}{row.public_id}/undoing/", follow=True)
    assert "已经由别人撤销" in told.content.decode()
