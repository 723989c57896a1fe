"""Kinds of sites, what each has of its standard, and numbers that open to their rows (R024, 阵地标准化)."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit.models import AuditEvent
from baiying.places import queries
from baiying.places.models import Site, SiteHave
from baiying.places.rules.standard import SIX, SiteStandard

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
LIST = "/desk/places/site-list/"
TODAY = date(2026, 11, 20)


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def page_of(site: Site) -> str:
    return f"/desk/places/coverage/sites/{site.public_id}/haves/"


def said(office: Client, site: Site, *has: str, items: tuple[str, ...] = SIX, **more: str) -> Any:
    given = {"seen_on": "2026-11-01", "seen_by": "检查组", **more}
    for n, item in enumerate(items):
        if item in has:
            given |= {f"has_{n}": "on"} | {f"proof_{n}": given.get(f"proof_{n}", "现场看过")}
    return office.post(page_of(site), given)


def new(office: Client, area: Any, **given: str) -> Any:
    start = {"level": "point", "name": "槐树广场实践点", "since": "2026-11-01", "datum": "wgs84"}
    return office.post(f"/desk/places/coverage/{area.public_id}/sites/new/", {**start, **given})


def station_line(area: Any) -> queries.Meeting:
    known = queries.standards(TODAY)
    return next(one for one in queries.meeting(queries.sites_within(area.pk), known) if one.kind == "station")


def test_r024_an_area_has_one_station_and_any_number_of_points(city: SmallCity, visit: Visit) -> None:
    office, village = visit("city_office", city.city), city.villages[0]
    for name in ("槐树广场实践点", "槐树书屋实践点", "槐树广场实践点"):
        assert new(office, village, name=name).status_code == 303
    assert Site.objects.filter(division=village, level="point", state="built").count() == 2
    assert new(office, village, level="station").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(division=village, level="station", name="又一个", state_since=TODAY)
    # They are found, and they change nothing of what is due.
    stations = next(one for one in queries.coverage(city.city.pk) if one.level == "station")
    assert (stations.areas, stations.due, stations.built) == (6, 6, 6)
    assert queries.site_for(village.pk) == city.sites[village.pk]
    shown = Client().get(f"/sites/{city.site.public_id}/").content.decode()
    assert "槐树书屋实践点" in shown
    assert "槐树广场实践点" in Client().get("/sites/?level=point").content.decode()


def test_r024_what_a_site_has_is_said_with_day_proof_and_who_saw_it(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    for _ in range(2):
        assert said(office, site, *SIX[:5]).status_code == 303
    site.refresh_from_db()
    assert sorted(site.haves) == sorted(SIX[:5])
    assert SiteHave.objects.filter(site=site).count() == 5, "The same again writes nothing"
    row = SiteHave.objects.get(item="场所")
    assert (row.has, row.seen_on, row.seen_by, row.proof) == (True, date(2026, 11, 1), "检查组", "现场看过")
    assert AuditEvent.objects.filter(action="SiteHavesSaid").count() == 1
    shown = office.get(f"/desk/places/coverage/sites/{site.public_id}/").content.decode()
    assert "没有达到标准" in shown
    assert "检查组" in shown
    public = Client().get(f"/sites/{site.public_id}/").content.decode()
    assert "场所 · 队伍" in public
    assert "、".join(SIX[:5]) in office.get(LIST).content.decode(), "In the order of the standard, as everywhere"
    assert "检查组" not in public, "Who saw it concerns the office"
    said(office, site, *SIX)
    assert "达到标准" in Client().get(f"/sites/{site.public_id}/").content.decode()
    said(office, site, *SIX[1:])
    site.refresh_from_db()
    assert "场所" not in site.haves
    assert SiteHave.objects.filter(site=site, item="场所").count() == 2, "What was said before stays"


def test_r024_without_proof_or_on_a_day_to_come_nothing_is_written(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    for more, words in (
        ({"proof_1": " "}, "请写明凭什么说有"),
        ({"seen_on": "2199-01-01"}, "不能晚于今天"),
        ({"seen_by": " "}, 'href="#id_seen_by"'),
    ):
        answer = said(office, site, "场所", "队伍", **more)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        assert re.search(r'name="has_0"[^>]*checked', text), "Nothing typed is lost"
        assert not SiteHave.objects.exists()
    assert visit("county_office", city.counties[1]).get(page_of(site)).status_code == 404


def test_r024_numbers_of_the_coverage_open_to_their_rows_and_to_a_file_of_them(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    said(office, city.sites[city.villages[0].pk], *SIX)
    said(office, city.sites[city.villages[1].pk], *SIX[1:])
    # Closed sites meet no standard, whatever they have.
    said(office, city.sites[city.villages[2].pk], *SIX)
    Site.objects.filter(division=city.villages[2]).update(state="not_built")
    new(office, city.villages[0])
    line = station_line(city.city)
    assert (line.built, line.met, line.short) == (5, 1, 4)
    assert line.lacking == {"场所": 4} | dict.fromkeys(SIX[1:], 3)
    page = office.get("/desk/places/coverage/").content.decode()
    links = re.findall(rf'href="({LIST}\?within=[^"]+level=[^"]+)">(?:\S+ )?([\d,]+)</a>', page)
    assert len(links) > 10
    for link, number in links:
        address = link.replace("&amp;", "&")
        assert len(office.get(address).context["list"].rows) == int(number), link
        file = office.post(address, {"file": "1", "reason": "核对数字"})
        sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content)), read_only=True).worksheets[0]
        assert len(list(sheet.rows)) - 1 == int(number), link


def test_r024_each_area_has_its_own_dated_standard_and_the_nearest_decides(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    for village in city.villages:
        said(office, city.sites[village.pk], *SIX)
    assert station_line(city.city).met == 6
    builders.rule_set("site_standard", area=city.city, station=[*SIX, "台账"])
    builders.rule_set("site_standard", area=city.counties[0], station=["场所"])
    builders.rule_set("site_standard", area=city.counties[1], station=["台账"], valid_from=date(2027, 1, 1))
    line = station_line(city.city)
    # Four villages of the first county need a room only; two of the second what the city asks for.
    assert (line.met, line.short, line.lacking) == (4, 2, {"台账": 2})
    assert said(office, city.sites[city.villages[4].pk], *SIX, "台账", items=(*SIX, "台账")).status_code == 303
    assert station_line(city.city).met == 5
    both = queries.meeting_of_children(city.city, queries.sites_within(city.city.pk), queries.standards(TODAY))
    assert [both[county.pk]["station"].met for county in city.counties] == [4, 1]


def test_r024_a_standard_is_a_list_without_doubles_or_blanks() -> None:
    for items in (("场所", "场所"), (" ",), tuple(f"第{n}项" for n in range(17))):
        with pytest.raises(ValueError, match="每一"):
            SiteStandard(station=items)
    assert SiteStandard().items("point") == ()
    assert SiteStandard().items("station") == SIX


def test_r024_the_list_of_sites_turns_its_pages(city: SmallCity, visit: Visit) -> None:
    office, village = visit("city_office", city.city), city.villages[0]
    for n in range(70):
        assert new(office, village, name=f"实践点{n}").status_code == 303
    seen: list[str] = []
    address = LIST
    for _ in range(4):
        answer = office.get(address)
        assert answer.status_code == 200
        seen += [row.public_id for row in answer.context["list"].page]
        older = re.search(r'href="(\?[^"]*older=[^"]*)"', answer.content.decode())
        if older is None:
            break
        address = LIST + older[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == queries.sites_within(city.city.pk).count()


@pytest.mark.parametrize("since", ["9999-12-31", "0001-01-01"])
def test_r024_a_state_holds_from_no_day_to_come_and_from_no_day_before_there_were_any(
    city: SmallCity, visit: Visit, since: str
) -> None:
    office, village = visit("city_office", city.city), city.villages[0]
    assert new(office, village, since=since).status_code == 422
    assert not Site.objects.filter(level="point").exists()
